//! What the fields of the office's forms are called, for messages that name a field from afar.

use crate::ui::language::say;

/// The label of a field of the API and of the pages, e.g. `applicant.phone` → `Số điện thoại`; empty when it has none of
/// its own.
pub fn label(field: &str) -> &'static str {
    let last = field.rsplit('.').next().unwrap_or(field);
    let last = last.split('[').next().unwrap_or(last);
    match last {
        "name" if field.starts_with("submitter") => say!("Họ và tên người nộp thay"),
        "id_number" if field.starts_with("submitter") => say!("Số căn cước người nộp thay"),
        "address" if field.starts_with("submitter") => say!("Địa chỉ người nộp thay"),
        "phone" if field.starts_with("submitter") => say!("Điện thoại người nộp thay"),
        "name" | "full_name" => say!("Họ và tên"),
        "kind" if field.starts_with("applicant") => say!("Hồ sơ của"),
        "kind" => say!("Loại giấy tờ"),
        "id_number" => say!("Số căn cước"),
        "birth_date" => say!("Ngày sinh"),
        "sex" => say!("Giới tính"),
        "address" if field.starts_with("delivery") => say!("Địa chỉ nhận qua bưu chính"),
        "address" => say!("Địa chỉ"),
        "ward_code" => say!("Xã, phường"),
        "phone" => say!("Số điện thoại"),
        "email" => say!("Thư điện tử"),
        "procedure" => say!("Thủ tục"),
        "case" => say!("Trường hợp của bạn"),
        "channel" => say!("Cách nộp"),
        "method" if field.starts_with("delivery") => say!("Cách nhận kết quả"),
        "method" => say!("Hình thức"),
        "components" | "component" => say!("Giấy tờ"),
        "items" => say!("Giấy tờ cần bổ sung"),
        "count" => say!("Số lượng"),
        "file" | "upload" => say!("Tệp"),
        "note" => say!("Lời nhắn cho cán bộ"),
        "reason" => say!("Lý do"),
        "text" => say!("Tin nhắn"),
        "until" => say!("Hạn bổ sung"),
        "due_at" => say!("Hẹn trả"),
        "new_due_at" => say!("Hẹn trả mới"),
        "amount" => say!("Số tiền"),
        "reference" => say!("Số biên lai"),
        "assignee" => say!("Người thụ lý"),
        "title" => say!("Tên kết quả"),
        "number" => say!("Số kết quả"),
        "received_by" => say!("Người nhận"),
        "score" => say!("Đánh giá việc giải quyết hồ sơ này"),
        "comment" => say!("Ý kiến của bạn"),
        "declared" => say!("Cam đoan"),
        "code" => say!("Mã hồ sơ"),
        "proof" | "secret" => say!("Mã tra cứu"),
        "card_qr" => say!("Quét thẻ căn cước"),
        "username" => say!("Tên đăng nhập"),
        "password" => say!("Mật khẩu"),
        "password_again" => say!("Nhập lại mật khẩu"),
        "password_now" => say!("Mật khẩu hiện tại"),
        "roles" | "role" => say!("Vai trò"),
        "unit" => say!("Đơn vị"),
        _ => "",
    }
}
