//! What people of the demo say.

use serde_json::{Value, json};

use super::dice::Dice;
use super::script::Deed;
use crate::domain::action::Verb;

/// What an action carries that needs nothing but words; `None` where it depends on the dossier.
pub(super) fn plain(deed: Deed, dice: &mut Dice) -> Option<(Verb, Value)> {
    let said = match deed {
        Deed::Refuse => (Verb::Refuse, because(dice.pick(REFUSALS))),
        Deed::Note => (Verb::Note, json!({"text": dice.pick(NOTES)})),
        Deed::MessageCitizen => (Verb::Message, json!({"text": dice.pick(QUESTIONS)})),
        Deed::MessageOfficer => (Verb::Message, json!({"text": dice.pick(ANSWERS)})),
        Deed::Advance | Deed::HandOnAgain => (Verb::Advance, json!({})),
        Deed::SendBack => (Verb::SendBack, because(SENT_BACK)),
        Deed::Recall => (Verb::Recall, json!({})),
        Deed::AskWithdraw => (Verb::AskWithdraw, because(dice.pick(WITHDRAWALS))),
        Deed::WithdrawBefore | Deed::WithdrawOnRequest => {
            (Verb::Withdraw, because(dice.pick(WITHDRAWALS)))
        }
        Deed::Stop => (Verb::Stop, because(dice.pick(STOPS))),
        Deed::Resume => (Verb::Resume, because("Đã đủ căn cứ để giải quyết tiếp.")),
        Deed::Urge => (Verb::Urge, json!({"text": URGED})),
        Deed::Reject => (Verb::Reject, because(REJECTED)),
        Deed::Approve => (Verb::Approve, json!({})),
        Deed::Reopen => (
            Verb::Reopen,
            because("Kết quả ghi sai ngày sinh, cần làm lại."),
        ),
        Deed::Rate => {
            let score = dice.weighted(&[(50, 5), (30, 4), (12, 3), (5, 2), (3, 1)]);
            let comment = (score == 5).then_some("Cán bộ nhiệt tình, trả kết quả đúng hẹn.");
            (Verb::Rate, json!({"score": score, "comment": comment}))
        }
        _ => return None,
    };
    Some(said)
}

fn because(reason: &str) -> Value {
    json!({"reason": reason})
}

const SENT_BACK: &str = "Đề nghị một cửa kiểm tra lại số bản giấy tờ đã nhận.";
const URGED: &str = "Đề nghị khẩn trương giải quyết, hồ sơ đã đến hạn.";
const REJECTED: &str = "Dự thảo còn lỗi trích dẫn căn cứ, sửa lại rồi trình.";
const REFUSALS: &[&str] = &[
    "Hồ sơ thuộc thẩm quyền của xã khác, đề nghị nộp tại nơi cư trú.",
    "Tờ khai không có chữ ký của người yêu cầu.",
    "Giấy tờ kèm theo không đọc được, đề nghị chụp lại và nộp hồ sơ mới.",
];
const NOTES: &[&str] = &[
    "Đã đối chiếu với sổ lưu.",
    "Đã gọi điện xác minh với xóm trưởng.",
    "Chờ kết quả tra cứu cơ sở dữ liệu dân cư.",
];
const QUESTIONS: &[&str] = &[
    "Tôi cần mang bản gốc đến khi nào ạ?",
    "Cho tôi hỏi hồ sơ đã đủ giấy tờ chưa?",
    "Tôi muốn nhận kết quả tại quầy, có cần đặt lịch không?",
];
const ANSWERS: &[&str] = &[
    "Hồ sơ của ông/bà đang được thẩm định, kết quả dự kiến đúng hẹn.",
    "Đề nghị ông/bà mang bản chính khi đến nhận kết quả.",
    "Bộ phận chuyên môn đã xác minh xong, đang trình lãnh đạo.",
];
/// What is wrong with a paper.
pub(super) const LACKING: &[&str] = &[
    "Bản chụp mờ, không đọc được số.",
    "Thiếu chữ ký ở trang cuối.",
    "Chưa nộp giấy tờ này.",
    "Giấy tờ đã hết hiệu lực, cần bản mới.",
];
const WITHDRAWALS: &[&str] = &[
    "Tôi nộp nhầm thủ tục.",
    "Gia đình thay đổi ý định, xin rút hồ sơ.",
    "Tôi sẽ bổ sung giấy tờ rồi nộp lại sau.",
];
const STOPS: &[&str] = &[
    "Quá thời hạn mà người nộp không bổ sung giấy tờ.",
    "Có tranh chấp đang được tòa án thụ lý.",
    "Cơ quan chuyên môn cấp trên đề nghị tạm dừng để xác minh.",
];
