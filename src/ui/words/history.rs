//! The history of a dossier in sentences: exactly one for each event, readable by a citizen.

use super::count::counted;
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
use crate::ui::language::{message, said, say};

/// How a dossier came in, inside a sentence.
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Online => say!("trực tuyến"),
        Channel::Counter => say!("trực tiếp tại quầy"),
        Channel::Post => say!("qua dịch vụ bưu chính công ích"),
    }
}

/// How a result is returned, inside a sentence.
pub fn return_method(method: ReturnMethod) -> &'static str {
    match method {
        ReturnMethod::Counter => say!("trực tiếp tại quầy"),
        ReturnMethod::Post => say!("qua dịch vụ bưu chính công ích"),
        ReturnMethod::Electronic => say!("bản điện tử"),
    }
}

/// What a role is called.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Citizen => say!("Công dân"),
        Role::Reception => say!("Tiếp nhận và trả kết quả"),
        Role::Specialist => say!("Chuyên viên"),
        Role::Leader => say!("Lãnh đạo"),
        Role::Admin => say!("Quản trị"),
    }
}

/// Who did it; the clock itself is the system.
pub fn actor(actor: &Actor) -> &str {
    match actor {
        Actor::Clock => say!("Hệ thống"),
        other => other.name(),
    }
}

/// One sentence for what happened, on one line.
pub fn line(event: &Event) -> String {
    sentence(event).replace('\n', " ")
}

fn reminder(of: Reminder, due: Moment) -> String {
    let told = match of {
        Reminder::Soon => say!("Sắp đến hạn"),
        Reminder::Today => say!("Đến hạn hôm nay"),
        Reminder::Late => say!("Đã quá hạn"),
    };
    format!("{told}: {}.", moment(due))
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

fn asked(papers: usize, reason: &Prose, until: Option<Day>, round: usize) -> String {
    let what = if round > 1 {
        say!(
            "Yêu cầu bổ sung lần thứ {round} {count} giấy tờ.",
            round = round,
            count = papers
        )
    } else {
        counted(
            papers,
            message!("Yêu cầu bổ sung 1 giấy tờ."),
            message!("Yêu cầu bổ sung {n} giấy tờ."),
        )
    };
    let why = say!("Lý do: {reason}", reason = ended(reason));
    let until = until.map(|on| say!("Hạn bổ sung: {day}.", day = day(on)));
    let paused = say!("Thời hạn giải quyết tạm dừng cho đến khi bổ sung đủ.").to_owned();
    let told: Vec<String> = [what, why]
        .into_iter()
        .chain(until)
        .chain([paused])
        .collect();
    told.join(" ")
}

fn supplied(papers: usize) -> String {
    counted(
        papers,
        message!("Đã bổ sung 1 giấy tờ; hồ sơ được xử lý tiếp."),
        message!("Đã bổ sung {n} giấy tờ; hồ sơ được xử lý tiếp."),
    )
}

fn reused(papers: &[StandIn]) -> String {
    let titles = papers.iter().map(|one| format!("«{}»", one.title));
    let titles: Vec<String> = titles.collect();
    say!(
        "Dùng lại giấy tờ đã xác thực: {titles}.",
        titles = titles.join(", ")
    )
}

fn checked(papers: &[CheckedPaper]) -> String {
    let found = |finding, one: &str, several: &str| {
        let count = papers.iter().filter(|one| one.state == finding).count();
        (count > 0).then(|| counted(count, one, several))
    };
    let parts = [
        found(
            PaperFinding::Verified,
            message!("1 giấy tờ đã xác thực"),
            message!("{n} giấy tờ đã xác thực"),
        ),
        found(
            PaperFinding::NotApplicable,
            message!("1 giấy tờ không áp dụng"),
            message!("{n} giấy tờ không áp dụng"),
        ),
        found(
            PaperFinding::Checking,
            message!("1 giấy tờ phải kiểm tra lại"),
            message!("{n} giấy tờ phải kiểm tra lại"),
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    say!(
        "Kiểm tra thành phần hồ sơ: {found}.",
        found = parts.join(", ")
    )
}

#[expect(clippy::too_many_lines, reason = "one sentence for each happening")]
fn sentence(event: &Event) -> String {
    let due = event.due_after.map(moment).unwrap_or_default();
    match &event.happening {
        Happening::Submitted { channel: how } => say!(
            "Hồ sơ được nộp {how} và chờ cán bộ tiếp nhận.",
            how = channel(*how)
        ),
        Happening::Filed { channel: how } => say!(
            "Hồ sơ được nộp {how} và đã tiếp nhận. Hẹn trả kết quả lúc {due}.",
            how = channel(*how),
            due = due
        ),
        Happening::Accepted => say!(
            "Hồ sơ hợp lệ, đã được tiếp nhận. Hẹn trả kết quả lúc {due}.",
            due = due
        ),
        Happening::Refused { reason } => say!(
            "Hồ sơ không được tiếp nhận. Lý do: {reason}",
            reason = reason
        ),
        Happening::Forwarded { to, unit } => match to {
            Some(holder) => say!(
                "Chuyển hồ sơ cho {name} ({unit}) xử lý.",
                name = holder.name,
                unit = unit
            ),
            None => say!("Chuyển hồ sơ cho {unit} xử lý.", unit = unit),
        },
        Happening::Assigned { to, .. } => say!(
            "Phân công {name} ({unit}) xử lý.",
            name = to.name,
            unit = to.unit
        ),
        Happening::Advanced { to, .. } => {
            say!(
                "Chuyển sang bước «{step}».",
                step = said(to.official_name())
            )
        }
        Happening::SentBack { to, .. } => say!(
            "Chuyển lại bước «{step}» để hoàn thiện.",
            step = said(to.official_name())
        ),
        Happening::Recalled { to } => say!(
            "Thu hồi về bước «{step}» để xử lý tiếp.",
            step = said(to.official_name())
        ),
        Happening::SupplementRequested {
            items,
            reason,
            until,
            round,
        } => asked(items.len(), reason, *until, *round),
        Happening::Supplied { components } => supplied(components.len()),
        Happening::PapersChecked { papers } => checked(papers),
        Happening::PapersReused { papers } => reused(papers),
        Happening::PaperRevoked { title, reason } => say!(
            "Thu hồi giấy tờ đã xác thực «{title}». Lý do: {reason}",
            title = title,
            reason = reason
        ),
        Happening::PaymentRequested { amount, reason } => say!(
            "Yêu cầu nộp {amount}: {reason} Thời hạn giải quyết tạm dừng cho đến khi nộp.",
            amount = dong(*amount),
            reason = ended(reason)
        ),
        Happening::PaymentRecorded { amount, method, .. } => say!(
            "Đã ghi nhận số tiền {amount} ({method}).",
            amount = dong(*amount),
            method = method
        ),
        Happening::Withdrawn { reason } => {
            say!("Hồ sơ đã được rút. Lý do: {reason}", reason = reason)
        }
        Happening::WithdrawalAsked { reason } => {
            say!(
                "Người nộp đề nghị rút hồ sơ. Lý do: {reason}",
                reason = reason
            )
        }
        Happening::Stopped { reason } => {
            say!("Dừng giải quyết hồ sơ. Lý do: {reason}", reason = reason)
        }
        Happening::Resumed { .. } => say!("Tiếp tục giải quyết hồ sơ.").to_owned(),
        Happening::Reopened { reason } => say!(
            "Hồ sơ được mở lại để xử lý. Lý do: {reason}",
            reason = reason
        ),
        Happening::OpinionAsked { of, question } => {
            let names: Vec<&str> = of.iter().map(|one| one.name.as_str()).collect();
            say!(
                "Lấy ý kiến của {names}: {question}",
                names = names.join(", "),
                question = ended(question)
            )
        }
        Happening::OpinionGiven { text, .. } => say!("Ý kiến phối hợp: {text}", text = text),
        Happening::Noted { text, .. } => say!("Ghi chú nội bộ: {text}", text = text),
        Happening::Urged { text, .. } => say!("Lãnh đạo đôn đốc: {text}", text = text),
        Happening::Reminded { of, due } => reminder(*of, *due),
        Happening::Proposed { .. } => {
            say!("Đã dự thảo kết quả, trình lãnh đạo phê duyệt.").to_owned()
        }
        Happening::ResultSigned { certificate } => say!(
            "Kết quả được ký số bằng chứng thư của {certificate}.",
            certificate = certificate
        ),
        Happening::Approved { .. } => {
            say!("Kết quả đã được phê duyệt. Mời bạn nhận kết quả theo cách đã đăng ký.").to_owned()
        }
        Happening::Rejected { .. } => say!("Lãnh đạo yêu cầu xem xét lại kết quả.").to_owned(),
        Happening::ResultReturned {
            received_by,
            method,
        } => say!(
            "Đã trả kết quả {how} cho {name}.",
            how = return_method(*method),
            name = received_by
        ),
        Happening::Apologised { reason } => say!(
            "Cơ quan xin lỗi vì chưa trả kết quả đúng hẹn. Lý do: {reason} Hẹn lại lúc {due}.",
            due = due,
            reason = ended(reason)
        ),
        Happening::Corrected { reason, .. } => say!(
            "Thông tin hồ sơ được điều chỉnh. Lý do: {reason}",
            reason = reason
        ),
        Happening::Messaged { text, .. } => say!("Tin nhắn: {text}", text = text),
        Happening::UnitMoved { from } => say!(
            "Đơn vị đang giữ hồ sơ đổi tên hoặc được gộp; trước đây là {from}.",
            from = from
        ),
        Happening::DueRecounted => {
            say!("Lịch làm việc của cơ quan thay đổi; hạn trả kết quả được tính lại.").to_owned()
        }
        Happening::Rated { score } => {
            say!("Người dân đánh giá {score}/5 điểm.", score = score)
        }
    }
}
