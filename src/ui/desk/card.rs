//! What is said of an identity card (thẻ căn cước) that was read.

use crate::domain::cccd::{CardError, CardWarning, Sex};
use crate::ui::language::{message, say};

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => say!("nam"),
        Sex::Female => say!("nữ"),
    }
}

/// Something to look at twice.
pub fn warning(warning: &CardWarning) -> String {
    match warning {
        CardWarning::BirthYearMismatch { number, card } => say!(
            "Số căn cước thuộc người sinh năm {number}, nhưng thẻ ghi năm {card}. Hãy đối chiếu thẻ.",
            number = number,
            card = card
        ),
        CardWarning::SexMismatch { number, card } => say!(
            "Số căn cước thuộc giới tính {number}, nhưng thẻ ghi {card}. Hãy đối chiếu thẻ.",
            number = sex(*number),
            card = sex(*card)
        ),
        CardWarning::UnknownBirthplace { code } => {
            say!(
                "Không có tỉnh nào mang mã {code} ở đầu số căn cước. Hãy đối chiếu thẻ.",
                code = code
            )
        }
        CardWarning::OnlyBirthYear => {
            say!("Thẻ chỉ ghi năm sinh. Hãy nhập ngày sinh nếu biết.").to_owned()
        }
        CardWarning::SexFromNumber => {
            say!("Không đọc được giới tính trên thẻ; đã lấy theo số căn cước.").to_owned()
        }
        CardWarning::OldNumberUnreadable => {
            say!("Không đọc được số CMND cũ; đã bỏ qua.").to_owned()
        }
        CardWarning::IssueDayUnreadable => say!("Không đọc được ngày cấp; đã bỏ qua.").to_owned(),
    }
}

/// No code was found on a photograph.
pub const UNREAD: &str = message!(
    "Ảnh thẻ: chưa đọc được mã QR. Hãy chụp lại gần hơn, đủ sáng, không lóa, thấy trọn mã QR; hoặc nhập tay."
);

/// The code on a photograph is not that of a card.
pub const OTHER_CODE: &str = message!(
    "Ảnh thẻ: mã QR trên ảnh không phải mã của thẻ căn cước. Hãy chụp mặt thẻ có mã QR, hoặc nhập tay."
);

/// Many photographs are being read.
pub const CROWDED: &str = message!(
    "Ảnh thẻ: đang có nhiều người gửi ảnh cùng lúc. Hãy chọn lại ảnh sau ít giây, hoặc nhập tay."
);

/// Why a text is no card, and what to do.
pub const fn error(error: CardError) -> &'static str {
    match error {
        CardError::Empty => message!("Thẻ căn cước: chưa có nội dung. Hãy quét lại."),
        CardError::TooLong => {
            message!("Thẻ căn cước: nội dung quá dài, không phải mã QR trên thẻ. Hãy quét lại.")
        }
        CardError::TooFewFields { .. } => {
            message!(
                "Thẻ căn cước: chưa đọc đủ mã QR. Hãy quét lại, hoặc tắt bộ gõ tiếng Việt rồi quét."
            )
        }
        CardError::BadNumber => {
            message!("Thẻ căn cước: không thấy số 12 chữ số. Hãy quét lại hoặc nhập tay.")
        }
        CardError::BadName => {
            message!("Thẻ căn cước: không đọc được họ tên. Hãy quét lại hoặc nhập tay.")
        }
        CardError::BadBirthDate => {
            message!("Thẻ căn cước: không đọc được ngày sinh. Hãy quét lại hoặc nhập tay.")
        }
    }
}
