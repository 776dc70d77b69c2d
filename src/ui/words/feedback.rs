//! Questions, reports and proposals in words.

use crate::domain::feedback::{
    DeclineGround, FeedbackKind, FeedbackLine, FeedbackState, FeedbackStep, Hindrance,
};
use crate::ui::language::say;

/// What a piece is.
pub fn kind(kind: FeedbackKind) -> &'static str {
    match kind {
        FeedbackKind::Question => say!("Câu hỏi"),
        FeedbackKind::Report => say!("Phản ánh"),
        FeedbackKind::Proposal => say!("Kiến nghị"),
    }
}

/// What a kind is for, with the time in which the office means to answer.
pub fn kind_hint(kind: FeedbackKind) -> String {
    let days = kind.pledge();
    match kind {
        FeedbackKind::Question => say!(
            "Hỏi về thủ tục, giấy tờ, thời hạn. Trả lời trong {days} ngày làm việc.",
            days = days
        ),
        FeedbackKind::Report => say!(
            "Báo điều chưa đúng, chưa tốt ở địa phương. Trả lời trong {days} ngày làm việc.",
            days = days
        ),
        FeedbackKind::Proposal => say!(
            "Đề xuất cách làm tốt hơn. Trả lời trong {days} ngày làm việc.",
            days = days
        ),
    }
}

/// How far it is.
pub fn state(state: FeedbackState) -> &'static str {
    match state {
        FeedbackState::New => say!("Mới gửi"),
        FeedbackState::Held => say!("Đang xử lý"),
        FeedbackState::Answered => say!("Đã trả lời"),
        FeedbackState::Declined => say!("Không thụ lý"),
    }
}

/// Why the office does not deal with it.
pub fn ground(ground: DeclineGround) -> &'static str {
    match ground {
        DeclineGround::NotCompetent => say!("Không thuộc thẩm quyền của cơ quan"),
        DeclineGround::AnsweredBefore => say!("Nội dung đã được trả lời trước đây"),
        DeclineGround::Unclear => say!("Nội dung chưa rõ, không xác định được việc cần giải quyết"),
    }
}

/// A line of its history; whoever sent it reads no names of officers.
pub fn line(line: &FeedbackLine, names: bool) -> String {
    let who = line.by.as_ref().filter(|_| names);
    let who = who.map_or_else(String::new, |by| format!("{}: ", by.name));
    let what = match &line.step {
        FeedbackStep::Sent => say!("Đã gửi đến cơ quan.").to_owned(),
        FeedbackStep::Taken => say!("Cán bộ đã nhận xử lý.").to_owned(),
        FeedbackStep::HandedOver { to } if names => say!("Chuyển cho {name}.", name = to.name),
        FeedbackStep::HandedOver { .. } => say!("Đã chuyển đến cán bộ phụ trách.").to_owned(),
        FeedbackStep::Answered => say!("Đã trả lời.").to_owned(),
        FeedbackStep::Changed => say!("Đã sửa câu trả lời.").to_owned(),
        FeedbackStep::Declined => say!("Cơ quan không thụ lý và đã nêu lý do.").to_owned(),
        FeedbackStep::Published => say!("Đã công khai câu hỏi và câu trả lời.").to_owned(),
        FeedbackStep::Reworded => say!("Đã sửa lời công khai.").to_owned(),
        FeedbackStep::Hidden => say!("Đã thôi công khai.").to_owned(),
    };
    if who.is_empty() {
        return what;
    }
    let mut letters = what.chars();
    let first = letters.next().map(char::to_lowercase);
    let first: String = first.into_iter().flatten().collect();
    format!("{who}{first}{}", letters.as_str())
}

/// Why something cannot be done with it now, and what to do.
pub fn hindrance(hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::HeldByAnother => {
            say!(
                "Cán bộ khác đang xử lý nội dung này. Hãy nhận xử lý trước, hoặc nhờ người đang giữ hay lãnh đạo."
            )
        }
        Hindrance::Closed => {
            say!("Nội dung này đã được trả lời. Chỉ lãnh đạo sửa được câu trả lời.")
        }
        Hindrance::NotAnswered => say!("Chưa có câu trả lời. Hãy trả lời trước rồi mới công khai."),
        Hindrance::NoConsent => say!("Người gửi không đồng ý công khai nên không đăng được."),
        Hindrance::NotPublic => say!("Nội dung này không còn công khai."),
    }
}
