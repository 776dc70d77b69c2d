//! What is wrong with a field, and what to do about it.

use crate::domain::fault::Fault;

/// One sentence: what is wrong and what to do.
pub const fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Missing => "Chưa có nội dung. Hãy nhập trường này.",
        Fault::Unknown => "Không có trường này. Hãy bỏ đi hoặc sửa lại tên trường.",
        Fault::WrongKind => "Giá trị không đúng kiểu. Hãy nhập lại theo đúng mẫu.",
        Fault::TooLong => "Nội dung quá dài. Hãy rút ngắn lại.",
        Fault::ControlCharacter => {
            "Có ký tự điều khiển không in được. Hãy xóa đi và gõ lại bằng bàn phím."
        }
        Fault::BadDate => "Ngày không có thật. Hãy nhập theo mẫu ngày/tháng/năm, ví dụ 17/05/1990.",
        Fault::BadMoment => {
            "Thời điểm không đúng. Hãy nhập theo mẫu năm-tháng-ngàyTgiờ:phút:giây+07:00."
        }
        Fault::BadPhone => {
            "Số điện thoại chưa đúng. Hãy nhập từ 8 đến 15 chữ số, ví dụ 0912345678."
        }
        Fault::BadEmail => "Địa chỉ thư điện tử chưa đúng. Hãy nhập dạng ten@tenmien.vn.",
        Fault::BadIdNumber => {
            "Số giấy tờ chưa đúng. Hãy nhập 12 số căn cước, 9 số CMND, số hộ chiếu hoặc mã số thuế."
        }
        Fault::UnknownWard => "Không có xã, phường nào mang mã này. Hãy chọn lại.",
        Fault::UnknownProcedure => "Không có thủ tục mang mã này. Hãy tìm lại trong danh mục.",
        Fault::NotTaken => {
            "Cơ quan không tiếp nhận hồ sơ của thủ tục này. Hãy xem nơi tiếp nhận ở trang thủ tục."
        }
        Fault::NotOnline => {
            "Thủ tục này không nhận hồ sơ trực tuyến. Hãy nộp trực tiếp tại bộ phận một cửa."
        }
        Fault::UnknownCase => "Thủ tục không có trường hợp này. Hãy chọn lại.",
        Fault::UnknownComponent => "Thủ tục không có giấy tờ này. Hãy chọn lại.",
        Fault::UnknownFile => "Không tìm thấy tệp. Hãy tải tệp lên lại.",
        Fault::FileNeeded => "Bản điện tử phải kèm tệp. Hãy tải tệp lên.",
        Fault::Repeated => "Nội dung bị lặp lại. Hãy bỏ bớt.",
        Fault::NotASpecialist => "Không có chuyên viên đang làm việc mang tên này. Hãy chọn lại.",
        Fault::NotAnOfficer => "Không có cán bộ đang làm việc mang tên này. Hãy chọn lại.",
        Fault::NoCommonRole => {
            "Người được uỷ quyền phải đang làm việc và có cùng vai trò với người vắng mặt. Hãy chọn người khác."
        }
        Fault::DueNeeded => {
            "Thủ tục không ghi thời hạn bằng số. Hãy nhập ngày giờ hẹn trả kết quả."
        }
        Fault::DueNotAfter => "Thời hạn mới phải sau thời hạn đang có và sau bây giờ.",
        Fault::DueNotWorkingTime => "Thời hạn phải nằm trong giờ làm việc của một ngày làm việc.",
        Fault::DueTooLate => {
            "Chỉ được hẹn lại trong phạm vi một thời hạn giải quyết nữa. Hãy chọn ngày sớm hơn."
        }
        Fault::NotPositive => "Số tiền phải lớn hơn 0.",
        Fault::OutOfRange => "Giá trị nằm ngoài khoảng cho phép. Hãy nhập lại.",
        Fault::NotAChoice => "Giá trị không nằm trong các lựa chọn. Hãy chọn lại.",
        Fault::AddressNeeded => "Nhận kết quả qua bưu chính thì phải có địa chỉ nhận.",
        Fault::InUse => {
            "Còn cán bộ, quy trình hoặc hồ sơ đang giải quyết ở đây. Hãy gộp vào đơn vị khác, hoặc chuyển hết đi rồi đóng."
        }
        Fault::Taken => "Tên này đã có người dùng. Hãy chọn tên khác.",
        Fault::WeakPassword => {
            "Mật khẩu dễ đoán. Hãy dùng ít nhất 8 ký tự, có 3 trong 4 loại: chữ thường, chữ hoa, chữ số, ký hiệu; không chứa tên đăng nhập."
        }
        Fault::AgainstForm => "Không đúng yêu cầu của tờ khai. Hãy xem lại câu trả lời.",
        Fault::NothingToCheck => "Mục này không có giấy tờ nào chờ kiểm tra.",
        Fault::IssuedLater => "Ngày cấp không thể sau hôm nay. Hãy xem lại trên giấy tờ.",
        Fault::NoLongerValid => {
            "Giấy tờ đã hết giá trị hoặc hết giá trị trước ngày cấp. Hãy xem lại ngày trên giấy tờ."
        }
        Fault::NoOwnerNumber => {
            "Chủ hồ sơ chưa có số giấy tờ nên chưa lưu vào kho được. Hãy điều chỉnh hồ sơ trước."
        }
        Fault::NoSuchAccount => {
            "Không có tài khoản công dân nào mang tên này. Hãy hỏi lại người dân."
        }
        Fault::NotOnThePaper => {
            "Tài khoản ghi khác giấy tờ. Người dân cần sửa trong mục Tài khoản rồi xác nhận lại."
        }
        Fault::NotReusable => {
            "Giấy này không dùng lại được: không phải của chủ hồ sơ, không đúng loại, hết giá trị hoặc đã thu hồi. Hãy nộp giấy tờ."
        }
        Fault::NotTheSame => "Hai lần nhập không giống nhau. Hãy nhập lại.",
    }
}
