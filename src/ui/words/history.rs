//! The history of a dossier in sentences: exactly one for each event, readable by a citizen.

use super::{day, dong, moment};
use crate::domain::{
    dossier::{Channel, ReturnMethod},
    event::{Actor, CheckedPaper, Event, Happening, StandIn},
    officer::Role,
    paper_state::PaperFinding,
    text::Prose,
    time::{Day, Moment},
    timer::Reminder,
};

/// How a dossier came in, inside a sentence.
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Online => "trực tuyến",
        Channel::Counter => "trực tiếp tại quầy",
        Channel::Post => "qua dịch vụ bưu chính công ích",
    }
}

/// How a result is returned, inside a sentence.
pub const fn return_method(method: ReturnMethod) -> &'static str {
    match method {
        ReturnMethod::Counter => "trực tiếp tại quầy",
        ReturnMethod::Post => "qua dịch vụ bưu chính công ích",
        ReturnMethod::Electronic => "bản điện tử",
    }
}

/// What a role is called.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Citizen => "Công dân",
        Role::Reception => "Tiếp nhận và trả kết quả",
        Role::Specialist => "Chuyên viên",
        Role::Leader => "Lãnh đạo",
        Role::Admin => "Quản trị",
    }
}

/// Who did it; the clock itself is the system.
pub fn actor(actor: &Actor) -> &str {
    match actor {
        Actor::Clock => "Hệ thống",
        other => other.name(),
    }
}

/// One sentence for what happened, on one line.
pub fn line(event: &Event) -> String {
    sentence(event).replace('\n', " ")
}

const RECOUNTED: &str = "Lịch làm việc của cơ quan thay đổi; hạn trả kết quả được tính lại.";

fn reminder(of: Reminder, due: Moment) -> String {
    let said = match of {
        Reminder::Soon => "Sắp đến hạn",
        Reminder::Today => "Đến hạn hôm nay",
        Reminder::Late => "Đã quá hạn",
    };
    format!("{said}: {}.", moment(due))
}

/// A text of somebody's as the end of a sentence: with one full stop.
fn ended(text: &Prose) -> String {
    let text = text.as_str().trim_end();
    if text.ends_with(['.', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn signed_by(certificate: &str) -> String {
    format!("Kết quả được ký số bằng chứng thư của {certificate}.")
}

fn asked(papers: usize, reason: &Prose, until: Option<Day>, round: usize) -> String {
    let until = until.map_or(String::new(), |on| format!(" Hạn bổ sung: {}.", day(on)));
    let again = if round > 1 {
        format!(" lần thứ {round}")
    } else {
        String::new()
    };
    format!(
        "Yêu cầu bổ sung{again} {papers} giấy tờ. Lý do: {}{until} Thời hạn giải quyết tạm dừng cho đến khi bổ sung đủ.",
        ended(reason)
    )
}

fn reused(papers: &[StandIn]) -> String {
    let titles = papers.iter().map(|one| format!("«{}»", one.title));
    let titles: Vec<String> = titles.collect();
    format!("Dùng lại giấy tờ đã xác thực: {}.", titles.join(", "))
}

fn checked(papers: &[CheckedPaper]) -> String {
    let counted = |finding, words: &str| {
        let count = papers.iter().filter(|one| one.state == finding).count();
        (count > 0).then(|| format!("{count} giấy tờ {words}"))
    };
    let parts = [
        counted(PaperFinding::Verified, "đã xác thực"),
        counted(PaperFinding::NotApplicable, "không áp dụng"),
        counted(PaperFinding::Checking, "phải kiểm tra lại"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("Kiểm tra thành phần hồ sơ: {}.", parts.join(", "))
}

fn corrected(reason: &Prose) -> String {
    format!("Thông tin hồ sơ được điều chỉnh. Lý do: {reason}")
}

fn unit_moved(from: &str) -> String {
    format!("Đơn vị đang giữ hồ sơ đổi tên hoặc được gộp; trước đây là {from}.")
}

fn sentence(event: &Event) -> String {
    let due = event.due_after.map(moment).unwrap_or_default();
    match &event.happening {
        Happening::Submitted { channel: how } => {
            format!("Hồ sơ được nộp {} và chờ cán bộ tiếp nhận.", channel(*how))
        }
        Happening::Filed { channel: how } => {
            format!(
                "Hồ sơ được nộp {} và đã tiếp nhận. Hẹn trả kết quả lúc {due}.",
                channel(*how)
            )
        }
        Happening::Accepted => {
            format!("Hồ sơ hợp lệ, đã được tiếp nhận. Hẹn trả kết quả lúc {due}.")
        }
        Happening::Refused { reason } => format!("Hồ sơ không được tiếp nhận. Lý do: {reason}"),
        Happening::Forwarded { to, unit } => match to {
            Some(holder) => format!("Chuyển hồ sơ cho {} ({unit}) xử lý.", holder.name),
            None => format!("Chuyển hồ sơ cho {unit} xử lý."),
        },
        Happening::Assigned { to, .. } => format!("Phân công {} ({}) xử lý.", to.name, to.unit),
        Happening::Advanced { to, .. } => {
            format!("Chuyển sang bước «{}».", to.official_name())
        }
        Happening::SentBack { to, .. } => {
            format!("Chuyển lại bước «{}» để hoàn thiện.", to.official_name())
        }
        Happening::Recalled { to } => {
            format!("Thu hồi về bước «{}» để xử lý tiếp.", to.official_name())
        }
        Happening::SupplementRequested {
            items,
            reason,
            until,
            round,
        } => asked(items.len(), reason, *until, *round),
        Happening::Supplied { components } => {
            format!(
                "Đã bổ sung {} giấy tờ; hồ sơ được xử lý tiếp.",
                components.len()
            )
        }
        Happening::PapersChecked { papers } => checked(papers),
        Happening::PapersReused { papers } => reused(papers),
        Happening::PaperRevoked { title, reason } => {
            format!("Thu hồi giấy tờ đã xác thực «{title}». Lý do: {reason}")
        }
        Happening::PaymentRequested { amount, reason } => format!(
            "Yêu cầu nộp {}: {} Thời hạn giải quyết tạm dừng cho đến khi nộp.",
            dong(*amount),
            ended(reason)
        ),
        Happening::PaymentRecorded { amount, method, .. } => {
            format!("Đã ghi nhận số tiền {} ({method}).", dong(*amount))
        }
        Happening::Withdrawn { reason } => format!("Hồ sơ đã được rút. Lý do: {reason}"),
        Happening::WithdrawalAsked { reason } => {
            format!("Người nộp đề nghị rút hồ sơ. Lý do: {reason}")
        }
        Happening::Stopped { reason } => format!("Dừng giải quyết hồ sơ. Lý do: {reason}"),
        Happening::Resumed { .. } => "Tiếp tục giải quyết hồ sơ.".to_owned(),
        Happening::OpinionAsked { of, question } => {
            let names: Vec<&str> = of.iter().map(|one| one.name.as_str()).collect();
            format!("Lấy ý kiến của {}: {}", names.join(", "), ended(question))
        }
        Happening::OpinionGiven { text, .. } => format!("Ý kiến phối hợp: {text}"),
        Happening::Proposed { .. } => "Đã dự thảo kết quả, trình lãnh đạo phê duyệt.".to_owned(),
        Happening::ResultSigned { certificate } => signed_by(certificate),
        Happening::Approved { .. } => {
            "Kết quả đã được phê duyệt. Mời ông/bà nhận kết quả theo cách đã đăng ký.".to_owned()
        }
        Happening::Rejected { .. } => "Lãnh đạo yêu cầu xem xét lại kết quả.".to_owned(),
        Happening::Reopened { reason } => format!("Hồ sơ được mở lại để xử lý. Lý do: {reason}"),
        Happening::ResultReturned {
            received_by,
            method,
        } => format!(
            "Đã trả kết quả {} cho {received_by}.",
            return_method(*method)
        ),
        Happening::Apologised { reason } => format!(
            "Cơ quan xin lỗi vì chưa trả kết quả đúng hẹn. Lý do: {} Hẹn lại lúc {due}.",
            ended(reason)
        ),
        Happening::Corrected { reason, .. } => corrected(reason),
        Happening::Noted { text, .. } => format!("Ghi chú nội bộ: {text}"),
        Happening::Messaged { text, .. } => format!("Tin nhắn: {text}"),
        Happening::UnitMoved { from } => unit_moved(from),
        Happening::DueRecounted => RECOUNTED.to_owned(),
        Happening::Reminded { of, due } => reminder(*of, *due),
        Happening::Urged { text, .. } => format!("Lãnh đạo đôn đốc: {text}"),
        Happening::Rated { score } => format!("Người dân đánh giá {score}/5 điểm."),
    }
}
