//! The way of a dossier from hand to hand, read from its journal, for the control sheet.

use crate::domain::calendar::OfficeCalendar;
use crate::domain::clock::{self, Verdict};
use crate::domain::dossier::Dossier;
use crate::domain::event::{Event, Happening};
use crate::domain::slip::facts::HandOver;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::domain::workflow::Step;

/// What the form calls whoever hands a dossier in or takes a result.
const APPLICANT: &str = "Người nộp hồ sơ";

/// On which side of the counter the dossier was before and is after.
enum Way {
    /// From the applicant into the office.
    In,
    /// From the office to the applicant.
    Out,
    /// From one desk of the office to another, with the name of the receiver where the journal has it.
    Across(Option<String>),
}

/// Every event by which the dossier went from one pair of hands to another.
pub(super) fn of(dossier: &Dossier, history: &[Event], calendar: &OfficeCalendar) -> Vec<HandOver> {
    let submitter = dossier.submitter.as_ref().unwrap_or(&dossier.applicant);
    let mut steps: Vec<HandOver> = Vec::new();
    let mut since = dossier.submitted_at;
    for event in history {
        let Some((way, note)) = way(event) else {
            continue;
        };
        let by = event.actor.officer();
        let name = by.map(|officer| officer.name.clone());
        let unit = by.map_or_else(|| event.unit.clone(), |officer| officer.unit.clone());
        let applicant = || Some(submitter.name.to_string());
        let verdict = verdict(event, since, calendar);
        let ends = match way {
            Way::In => (APPLICANT.to_owned(), applicant(), event.unit.clone(), name),
            Way::Out => (
                unit,
                name,
                APPLICANT.to_owned(),
                taker(event).or_else(applicant),
            ),
            Way::Across(to) => (unit, name, event.unit.clone(), to),
        };
        let (from_unit, from, to_unit, to) = ends;
        steps.push(HandOver {
            from_unit,
            from,
            to_unit,
            to,
            at: event.at,
            verdict,
            note: Some(note),
        });
        since = event.at;
    }
    name_receivers(&mut steps);
    steps
}

/// Whoever hands on from the unit that received is who received.
fn name_receivers(steps: &mut [HandOver]) {
    for at in 1..steps.len() {
        let (before, after) = steps.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else {
            continue;
        };
        if before.to.is_none() && before.to_unit == after.from_unit {
            before.to.clone_from(&after.from);
        }
    }
}

fn taker(event: &Event) -> Option<String> {
    match &event.happening {
        Happening::ResultReturned { received_by, .. } => Some(received_by.clone()),
        _ => None,
    }
}

/// Which way the dossier went, and in words why; `None` when it stayed where it was.
fn way(event: &Event) -> Option<(Way, String)> {
    let step = |step: &Step| format!("Bước: {}", step.official_name());
    let because = |words: &str, reason: &dyn std::fmt::Display| format!("{words}: {reason}");
    let words = ToOwned::to_owned;
    Some(match &event.happening {
        Happening::Filed { .. } | Happening::Accepted => (Way::In, words("Tiếp nhận hồ sơ")),
        Happening::Supplied { .. } => (Way::In, words("Nộp bổ sung")),
        Happening::PaymentRecorded { .. } if event.from == Some(Status::AwaitingPayment) => {
            (Way::In, words("Đã nộp phí, lệ phí"))
        }
        Happening::Refused { reason } => (Way::Out, because("Từ chối tiếp nhận", reason)),
        Happening::Withdrawn { reason } => (Way::Out, because("Rút hồ sơ", reason)),
        Happening::SupplementRequested { reason, .. } => {
            (Way::Out, because("Yêu cầu bổ sung", reason))
        }
        Happening::PaymentRequested { reason, .. } => {
            (Way::Out, because("Yêu cầu nộp phí, lệ phí", reason))
        }
        Happening::ResultReturned { .. } => (Way::Out, words("Trả kết quả")),
        Happening::Forwarded { to, .. } => (
            Way::Across(to.as_ref().map(|holder| holder.name.clone())),
            words("Chuyển giải quyết"),
        ),
        Happening::Assigned { to, .. } => (Way::Across(Some(to.name.clone())), words("Phân công")),
        Happening::Advanced { to, .. } => (Way::Across(None), step(to)),
        Happening::SentBack { to, reason } => (
            Way::Across(None),
            because(&format!("Trả lại. {}", step(to)), reason),
        ),
        Happening::Recalled { to } => (Way::Across(None), format!("Thu hồi. {}", step(to))),
        Happening::Proposed { title } => (Way::Across(None), because("Trình kết quả", title)),
        Happening::Approved { .. } => (Way::Across(None), words("Phê duyệt, chuyển trả kết quả")),
        Happening::Rejected { reason } => (Way::Across(None), because("Trả lại", reason)),
        Happening::Reopened { reason } => (Way::Across(None), because("Mở lại hồ sơ", reason)),
        Happening::Submitted { .. }
        | Happening::PaymentRecorded { .. }
        | Happening::PapersChecked { .. }
        | Happening::PapersReused { .. }
        | Happening::PaperRevoked { .. }
        | Happening::WithdrawalAsked { .. }
        | Happening::Stopped { .. }
        | Happening::Resumed { .. }
        | Happening::Apologised { .. }
        | Happening::Corrected { .. }
        | Happening::Noted { .. }
        | Happening::Messaged { .. }
        | Happening::Urged { .. }
        | Happening::OpinionAsked { .. }
        | Happening::OpinionGiven { .. }
        | Happening::ResultSigned { .. }
        | Happening::UnitMoved { .. }
        | Happening::DueRecounted
        | Happening::Reminded { .. }
        | Happening::Rated { .. } => return None,
    })
}

/// Whether whoever hands over kept the time: the counter has to hand over by NĐ 61/2018 Điều 18; everybody else in the
/// office is measured against the due moment of the dossier as it stood then.
fn verdict(event: &Event, since: Moment, calendar: &OfficeCalendar) -> Option<Verdict> {
    match event.happening {
        Happening::Forwarded { .. } => {
            let by = clock::hand_over_by(since, calendar);
            Some(clock::verdict(by, event.at))
        }
        Happening::Assigned { .. }
        | Happening::Advanced { .. }
        | Happening::SentBack { .. }
        | Happening::Proposed { .. }
        | Happening::Approved { .. }
        | Happening::Rejected { .. }
        | Happening::SupplementRequested { .. }
        | Happening::PaymentRequested { .. } => {
            event.due_before.map(|due| clock::verdict(due, event.at))
        }
        _ => None,
    }
}
