//! Small marks on dossiers and procedures. Sign and words carry the meaning; the colour only helps.

use maud::{Markup, html};

use super::icon;
use crate::domain::paper_state::PaperState;
use crate::domain::status::Status;
use crate::ui::language::{said, say};
use crate::ui::words;

/// Sign and colour class of a status.
pub(super) const fn look(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Registered => ("inbox", "tone-info"),
        Status::Received => ("stamp", "tone-leaf"),
        Status::Refused => ("refuse", "tone-bad"),
        Status::Processing => ("gear", "tone-info"),
        Status::AwaitingSupplement => ("pause", "tone-warn"),
        Status::AwaitingPayment => ("money", "tone-warn"),
        Status::Withdrawn => ("withdraw", "tone-idle"),
        Status::Stopped => ("stop", "tone-bad"),
        Status::Finished => ("done", "tone-good"),
        Status::Returned => ("handover", "tone-good"),
    }
}

/// The official status of a dossier.
pub fn status_tag(status: Status) -> Markup {
    let (sign, tone) = look(status);
    html! { span class={ "tag " (tone) } { (icon(sign)) (said(status.official_name())) } }
}

/// A small mark with a sign; `tone` is one of `info leaf good warn bad idle`.
pub fn tag(tone: &str, sign: &str, words: &str) -> Markup {
    html! { span class={ "tag plain tone-" (tone) } { (icon(sign)) (words) } }
}

/// The state of a paper.
pub fn paper_tag(state: PaperState) -> Markup {
    let (tone, sign) = match state {
        PaperState::ToProvide => ("warn", "alert"),
        PaperState::Checking => ("info", "clock"),
        PaperState::Verified => ("good", "check"),
        PaperState::Replaced => ("good", "done"),
        PaperState::NotApplicable => ("idle", "file"),
    };
    tag(tone, sign, words::papers::state(state))
}

/// The field (lĩnh vực) of a procedure.
pub fn field_tag(field: &str) -> Markup {
    html! { span class="tag plain" { (icon("book")) (said(field)) } }
}

/// How far a procedure can be done online.
pub fn level_tag(full_online: bool) -> Markup {
    if full_online {
        tag("good", "done", say!("Trực tuyến toàn trình"))
    } else {
        tag("leaf", "info", say!("Trực tuyến một phần"))
    }
}

/// Late, paused or in time, in words.
pub fn due_mark(overdue: bool, paused: bool) -> Markup {
    if overdue {
        tag("bad", "alert", say!("Quá hạn"))
    } else if paused {
        tag("warn", "pause", say!("Tạm dừng tính giờ"))
    } else {
        tag("good", "clock", say!("Trong hạn"))
    }
}
