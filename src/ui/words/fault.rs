//! What is wrong with a field, and what to do about it.

use super::labels::label;
use crate::domain::fault::{Fault, FieldFault};
use crate::ui::language::say;

/// One sentence: what is wrong and what to do.
#[expect(clippy::too_many_lines, reason = "one sentence for each fault")]
pub fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Missing => say!("Chưa có nội dung. Hãy nhập trường này."),
        Fault::Unknown => say!("Không có trường này. Hãy bỏ đi hoặc sửa lại tên trường."),
        Fault::WrongKind => say!("Giá trị không đúng kiểu. Hãy nhập lại theo đúng mẫu."),
        Fault::TooLong => say!("Nội dung quá dài. Hãy rút ngắn lại."),
        Fault::ControlCharacter => {
            say!("Có ký tự điều khiển không in được. Hãy xóa đi và gõ lại bằng bàn phím.")
        }
        Fault::BadDate => {
            say!("Ngày không có thật. Hãy nhập theo mẫu ngày/tháng/năm, ví dụ 17/05/1990.")
        }
        Fault::BadMoment => {
            say!("Thời điểm không đúng. Hãy nhập theo mẫu năm-tháng-ngàyTgiờ:phút:giây+07:00.")
        }
        Fault::BadPhone => {
            say!("Số điện thoại chưa đúng. Hãy nhập từ 8 đến 15 chữ số, ví dụ 0912345678.")
        }
        Fault::BadEmail => say!("Địa chỉ thư điện tử chưa đúng. Hãy nhập dạng ten@tenmien.vn."),
        Fault::BadIdNumber => {
            say!(
                "Số giấy tờ chưa đúng. Hãy nhập 12 số căn cước, 9 số CMND, số hộ chiếu hoặc mã số thuế."
            )
        }
        Fault::UnknownWard => say!("Không có xã, phường nào mang mã này. Hãy chọn lại."),
        Fault::UnknownProcedure => {
            say!("Không có thủ tục mang mã này. Hãy tìm lại trong danh mục.")
        }
        Fault::NotTaken => {
            say!(
                "Cơ quan không tiếp nhận hồ sơ của thủ tục này. Hãy xem nơi tiếp nhận ở trang thủ tục."
            )
        }
        Fault::NotOnline => {
            say!("Thủ tục này không nhận hồ sơ trực tuyến. Hãy nộp trực tiếp tại bộ phận một cửa.")
        }
        Fault::UnknownCase => say!("Thủ tục không có trường hợp này. Hãy chọn lại."),
        Fault::UnknownComponent => say!("Thủ tục không có giấy tờ này. Hãy chọn lại."),
        Fault::UnknownFile => say!("Không tìm thấy tệp. Hãy tải tệp lên lại."),
        Fault::FileNeeded => say!("Bản điện tử phải kèm tệp. Hãy tải tệp lên."),
        Fault::Repeated => say!("Nội dung bị lặp lại. Hãy bỏ bớt."),
        Fault::NotASpecialist => {
            say!("Không có chuyên viên đang làm việc mang tên này. Hãy chọn lại.")
        }
        Fault::NotAnOfficer => say!("Không có cán bộ đang làm việc mang tên này. Hãy chọn lại."),
        Fault::NoCommonRole => {
            say!(
                "Người được uỷ quyền phải đang làm việc và có cùng vai trò với người vắng mặt. Hãy chọn người khác."
            )
        }
        Fault::DueNeeded => {
            say!("Thủ tục không ghi thời hạn bằng số. Hãy nhập ngày giờ hẹn trả kết quả.")
        }
        Fault::DueNotAfter => say!("Thời hạn mới phải sau thời hạn đang có và sau bây giờ."),
        Fault::DueNotWorkingTime => {
            say!("Thời hạn phải nằm trong giờ làm việc của một ngày làm việc.")
        }
        Fault::DueTooLate => {
            say!(
                "Chỉ được hẹn lại trong phạm vi một thời hạn giải quyết nữa. Hãy chọn ngày sớm hơn."
            )
        }
        Fault::NotPositive => say!("Số tiền phải lớn hơn 0."),
        Fault::OutOfRange => say!("Giá trị nằm ngoài khoảng cho phép. Hãy nhập lại."),
        Fault::NotAChoice => say!("Giá trị không nằm trong các lựa chọn. Hãy chọn lại."),
        Fault::AddressNeeded => say!("Nhận kết quả qua bưu chính thì phải có địa chỉ nhận."),
        Fault::InUse => {
            say!(
                "Còn cán bộ, quy trình hoặc hồ sơ đang giải quyết ở đây. Hãy gộp vào đơn vị khác, hoặc chuyển hết đi rồi đóng."
            )
        }
        Fault::Taken => say!("Tên này đã có người dùng. Hãy chọn tên khác."),
        Fault::WeakPassword => {
            say!(
                "Mật khẩu dễ đoán. Hãy dùng ít nhất 8 ký tự, có 3 trong 4 loại: chữ thường, chữ hoa, chữ số, ký hiệu; không chứa tên đăng nhập."
            )
        }
        Fault::AgainstForm => say!("Không đúng yêu cầu của tờ khai. Hãy xem lại câu trả lời."),
        Fault::NothingToCheck => say!("Mục này không có giấy tờ nào chờ kiểm tra."),
        Fault::IssuedLater => say!("Ngày cấp không thể sau hôm nay. Hãy xem lại trên giấy tờ."),
        Fault::NoLongerValid => {
            say!(
                "Giấy tờ đã hết giá trị hoặc hết giá trị trước ngày cấp. Hãy xem lại ngày trên giấy tờ."
            )
        }
        Fault::NoOwnerNumber => {
            say!(
                "Chủ hồ sơ chưa có số giấy tờ nên chưa lưu vào kho được. Hãy điều chỉnh hồ sơ trước."
            )
        }
        Fault::NoSuchAccount => {
            say!("Không có tài khoản công dân nào mang tên này. Hãy hỏi lại người dân.")
        }
        Fault::NotOnThePaper => {
            say!(
                "Tài khoản ghi khác giấy tờ. Người dân cần sửa trong mục Tài khoản rồi xác nhận lại."
            )
        }
        Fault::NotReusable => {
            say!(
                "Giấy này không dùng lại được: không phải của chủ hồ sơ, không đúng loại, hết giá trị hoặc đã thu hồi. Hãy nộp giấy tờ."
            )
        }
        Fault::NotTheSame => say!("Hai lần nhập không giống nhau. Hãy nhập lại."),
    }
}

/// The sentence for a fault of a field that is named from afar: its label, then the words.
pub fn named(fault: &FieldFault) -> String {
    let words = self::fault(fault.fault);
    let mut letters = words.chars();
    match (label(&fault.field), letters.next()) {
        ("", _) | (_, None) => words.to_owned(),
        (label, Some(first)) => format!("{label}: {}{}", first.to_lowercase(), letters.as_str()),
    }
}
