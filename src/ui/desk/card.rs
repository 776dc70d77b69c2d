//! What is said of an identity card (thẻ căn cước) that was read.

use crate::domain::cccd::{CardError, CardWarning, Sex};

/// A sex in forms and in the API.
pub const fn sex_key(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "nam",
        Sex::Female => "nữ",
    }
}

/// Something to look at twice.
pub fn warning(warning: &CardWarning) -> String {
    match warning {
        CardWarning::BirthYearMismatch { number, card } => format!(
            "Số căn cước thuộc người sinh năm {number}, nhưng thẻ ghi năm {card}. Hãy đối chiếu thẻ."
        ),
        CardWarning::SexMismatch { number, card } => format!(
            "Số căn cước thuộc giới tính {}, nhưng thẻ ghi {}. Hãy đối chiếu thẻ.",
            sex(*number),
            sex(*card)
        ),
        CardWarning::UnknownBirthplace { code } => {
            format!("Không có tỉnh nào mang mã {code} ở đầu số căn cước. Hãy đối chiếu thẻ.")
        }
        CardWarning::OnlyBirthYear => {
            "Thẻ chỉ ghi năm sinh. Hãy nhập ngày sinh nếu biết.".to_owned()
        }
        CardWarning::SexFromNumber => {
            "Không đọc được giới tính trên thẻ; đã lấy theo số căn cước.".to_owned()
        }
        CardWarning::OldNumberUnreadable => "Không đọc được số CMND cũ; đã bỏ qua.".to_owned(),
        CardWarning::IssueDayUnreadable => "Không đọc được ngày cấp; đã bỏ qua.".to_owned(),
    }
}

/// No code was found on a photograph.
pub const UNREAD: &str = "Ảnh thẻ: chưa đọc được mã QR. Hãy chụp lại gần hơn, đủ sáng, không lóa, thấy trọn mã QR; hoặc nhập tay.";

/// The code on a photograph is not that of a card.
pub const OTHER_CODE: &str = "Ảnh thẻ: mã QR trên ảnh không phải mã của thẻ căn cước. Hãy chụp mặt thẻ có mã QR, hoặc nhập tay.";

/// Many photographs are being read.
pub const CROWDED: &str =
    "Ảnh thẻ: đang có nhiều người gửi ảnh cùng lúc. Hãy chọn lại ảnh sau ít giây, hoặc nhập tay.";

/// Why a text is no card, and what to do.
pub const fn error(error: CardError) -> &'static str {
    match error {
        CardError::Empty => "Thẻ căn cước: chưa có nội dung. Hãy quét lại.",
        CardError::TooLong => {
            "Thẻ căn cước: nội dung quá dài, không phải mã QR trên thẻ. Hãy quét lại."
        }
        CardError::TooFewFields { .. } => {
            "Thẻ căn cước: chưa đọc đủ mã QR. Hãy quét lại, hoặc tắt bộ gõ tiếng Việt rồi quét."
        }
        CardError::BadNumber => {
            "Thẻ căn cước: không thấy số 12 chữ số. Hãy quét lại hoặc nhập tay."
        }
        CardError::BadName => "Thẻ căn cước: không đọc được họ tên. Hãy quét lại hoặc nhập tay.",
        CardError::BadBirthDate => {
            "Thẻ căn cước: không đọc được ngày sinh. Hãy quét lại hoặc nhập tay."
        }
    }
}
