//! Parts that only officers' pages need.

use std::fmt::Write as _;

use maud::{Markup, html};

use crate::domain::calendar::OfficeCalendar;
use crate::domain::clock::{self, Remaining};
use crate::domain::dossier::Dossier;
use crate::domain::event::Event;
use crate::domain::fault::Fault;
use crate::domain::slip::SlipKind;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::store::dossiers::Summary;
use crate::ui::assets::asset;
use crate::ui::parts::{Moved, tag};
use crate::ui::words;

/// Less than one working day left counts as "soon", in seconds of office time.
const SOON: i64 = 8 * 3600;

/// `17:00 24/11/2026`: as short as a list needs it.
pub fn short_moment(at: Moment) -> String {
    let civil = at.civil();
    format!(
        "{:02}:{:02}\u{a0}{}",
        civil.hour(),
        civil.minute(),
        words::day(civil.date())
    )
}

/// A query string with its question mark; empty values are left out.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                write!(text, "%{byte:02X}").expect("writing to a string does not fail");
            }
        }
    }
    text
}

/// What the clock says of a dossier: what is asked for depends on its status.
#[derive(Debug, Clone, Copy)]
pub struct Clocked {
    status: Status,
    answer_due_at: Option<Moment>,
    due_at: Option<Moment>,
    finished_at: Option<Moment>,
}

impl From<&Summary> for Clocked {
    fn from(summary: &Summary) -> Self {
        Self {
            status: summary.status,
            answer_due_at: summary.answer_due_at,
            due_at: summary.due_at,
            finished_at: summary.finished_at,
        }
    }
}

impl From<&Dossier> for Clocked {
    fn from(dossier: &Dossier) -> Self {
        Self {
            status: dossier.status,
            answer_due_at: dossier.answer_due_at,
            due_at: dossier.due_at,
            finished_at: dossier.finished_at,
        }
    }
}

impl Clocked {
    /// The moment that counts now: the due date, or the answer owed to an online dossier.
    pub const fn deadline(self) -> Option<Moment> {
        match self.status {
            Status::Registered => self.answer_due_at,
            _ => self.due_at,
        }
    }

    /// Whether the moment that counts has passed while the clock runs.
    pub fn is_late(self, now: Moment) -> bool {
        match self.status {
            Status::Registered | Status::Received | Status::Processing => {
                self.deadline().is_some_and(|due| now > due)
            }
            Status::Finished | Status::Returned => matches!(
                (self.due_at, self.finished_at),
                (Some(due), Some(finished)) if finished > due
            ),
            _ => false,
        }
    }

    /// Sign and words: what is left, late by how much, paused, or how it ended.
    pub fn mark(self, now: Moment, calendar: &OfficeCalendar) -> Markup {
        match self.status {
            Status::Registered | Status::Received | Status::Processing => {
                let due = self.deadline();
                html! { @if let Some(due) = due { (left(clock::remaining(now, due, calendar))) } }
            }
            Status::AwaitingSupplement | Status::AwaitingPayment | Status::Stopped => {
                tag("warn", "pause", "Tạm dừng tính giờ")
            }
            Status::Finished | Status::Returned => {
                let both = self.due_at.zip(self.finished_at);
                html! { @if let Some((due, finished)) = both { (ended(clock::verdict(due, finished))) } }
            }
            Status::Refused | Status::Withdrawn => html! {},
        }
    }
}

/// What is left, or by how much it is late.
pub(super) fn left(remaining: Remaining) -> Markup {
    let said = words::clock::remaining(remaining);
    if remaining.is_over() {
        tag("bad", "alert", &said)
    } else if remaining.signed_seconds() <= SOON {
        tag("warn", "clock", &said)
    } else {
        tag("good", "clock", &said)
    }
}

fn ended(verdict: clock::Verdict) -> Markup {
    let said = words::clock::verdict(verdict);
    match verdict {
        clock::Verdict::Late => tag("bad", "alert", said),
        _ => tag("good", "check", said),
    }
}

/// A line of history as officers read it; files open under the dossier's own address.
pub fn moved(event: &Event, code: &str) -> Moved {
    Moved {
        at: event.at,
        status: event.to,
        step: event.step.official_name().to_owned(),
        actor: words::history::actor(&event.actor).to_owned(),
        unit: event.unit.clone(),
        text: words::history::line(event),
        due_before: event.due_before,
        due_after: event.due_after,
        file: event
            .happening
            .file()
            .map(|file| (file_path(code, &file.id), file.name.clone())),
        internal: event.happening.is_internal(),
    }
}

/// Where officers open a file of a dossier.
pub fn file_path(code: &str, id: &str) -> String {
    format!("/can-bo/ho-so/{code}/files/{id}")
}

/// Where officers open a paper of a dossier; the newest of its kind without an edition.
pub fn slip_path(code: &str, kind: SlipKind, edition: Option<u32>) -> String {
    let edition = edition.map_or_else(String::new, |edition| format!("-{edition}"));
    format!("/can-bo/ho-so/{code}/phieu/{}{edition}.pdf", kind.key())
}

/// Where officers open a dossier.
pub fn dossier_path(code: &str) -> String {
    format!("/can-bo/ho-so/{code}")
}

/// A script that only this page needs; without it the page works all the same.
pub fn script(name: &str) -> Markup {
    html! { script type="module" src=(asset(name)) {} }
}

/// What is wrong with a field of a form, with the field's name before it.
pub fn fault_words(field: &str, fault: Fault) -> String {
    format!("{}: {}", label(field), words::fault::fault(fault))
}

/// What a field is called in a summary of faults, by the end of its name.
fn label(field: &str) -> &'static str {
    if field.contains("paper.") {
        return "Giấy tờ";
    }
    if field.contains(".item.") || field.ends_with("items") || field.ends_with("components") {
        return "Giấy tờ";
    }
    match field.rsplit('.').next().unwrap_or(field) {
        "name" | "title" => "Tên",
        "id_number" => "Số giấy tờ",
        "birth_date" => "Ngày sinh",
        "sex" => "Giới tính",
        "address" => "Địa chỉ",
        "ward_code" => "Xã, phường",
        "phone" | "hotline" => "Số điện thoại",
        "email" => "Thư điện tử",
        "procedure" => "Thủ tục",
        "case" => "Trường hợp",
        "due_at" | "new_due_at" => "Ngày hẹn",
        "from" => "Người vắng",
        "to" => "Người xử lý thay",
        "since" => "Từ ngày",
        "until" if field == "until" => "Đến ngày",
        "until" => "Hạn bổ sung",
        "reason" => "Lý do",
        "amount" => "Số tiền",
        "method" => "Hình thức",
        "reference" => "Số chứng từ",
        "assignee" => "Người nhận việc",
        "received_by" => "Người nhận kết quả",
        "text" | "note" => "Nội dung",
        "number" => "Số, ký hiệu",
        "file" => "Tệp",
        "changes" => "Nội dung điều chỉnh",
        "username" => "Tên đăng nhập",
        "unit" => "Đơn vị",
        "password" | "password_again" => "Mật khẩu",
        "agency_code" => "Mã định danh",
        "agency_name" | "centre_name" => "Tên cơ quan",
        "place" => "Địa danh",
        "setup_code" => "Mã dùng một lần",
        _ => "Thông tin",
    }
}
