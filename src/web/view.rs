//! From domain values to what pages show, the same for both sides of the counter.

use crate::domain::calendar::OfficeCalendar;
use crate::domain::clock;
use crate::domain::dossier::Dossier;
use crate::domain::event::{Actor, Event};
use crate::domain::person::masked_name;
use crate::domain::time::Moment;
use crate::ui::language::{said, say};
use crate::ui::parts::Moved;
use crate::ui::portal::Whereabouts;
use crate::ui::words;

/// Where a dossier is, with the reasons of its due date.
pub fn whereabouts(dossier: &Dossier, calendar: &OfficeCalendar, now: Moment) -> Whereabouts {
    let place = &dossier.place;
    Whereabouts {
        status: dossier.status,
        step: said(place.step.official_name()).to_owned(),
        unit: place.unit.clone(),
        holder: place.holder.as_ref().map(|holder| holder.name.clone()),
        since: place.since,
        received_at: dossier.received_at,
        due_at: dossier.due_at,
        because: because(dossier, calendar),
        overdue: dossier.is_overdue(now),
        paused: dossier.is_paused(),
        next: None,
    }
}

/// Why it is due then, line by line.
pub fn because(dossier: &Dossier, calendar: &OfficeCalendar) -> Vec<String> {
    let (Some(received), Some(due)) = (dossier.received_at, dossier.due_at) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some(term) = dossier.procedure.term {
        let counted = clock::due_with_pauses(term, received, &dossier.pauses, calendar);
        lines.push(say!(
            "Thời hạn theo quy định: {term}.",
            term = words::clock::term(term)
        ));
        lines.extend(counted.lines.iter().map(words::clock::clock_line));
    } else {
        lines.push(
            say!("Thủ tục không ghi thời hạn bằng số; cán bộ tiếp nhận đã ấn định ngày hẹn.")
                .to_owned(),
        );
    }
    for (at, new) in &dossier.apologies {
        lines.push(say!(
            "Ngày {day} cơ quan xin lỗi và hẹn lại lúc {due}.",
            day = words::day(at.day()),
            due = words::moment(*new)
        ));
    }
    if dossier.apologies.is_empty()
        && dossier.due_original != dossier.due_at
        && dossier.pauses.is_empty()
    {
        lines.push(say!("Hẹn trả hiện tại: {due}.", due = words::moment(due)));
    }
    lines
}

/// A line of the history. `files` is where this page serves files; strangers see no names and no files.
pub fn moved(event: &Event, files: Option<&str>) -> Moved {
    let actor = words::history::actor(&event.actor);
    let citizen = matches!(event.actor, Actor::Citizen { .. });
    let file = event.happening.file().zip(files);
    Moved {
        at: event.at,
        status: event.to,
        step: said(event.step.official_name()).to_owned(),
        actor: if citizen && files.is_none() {
            masked_name(actor)
        } else {
            actor.to_owned()
        },
        unit: event.unit.clone(),
        text: match files {
            Some(_) => words::history::line(event),
            None => words::history::line(&event.for_strangers()),
        },
        due_before: event.due_before,
        due_after: event.due_after,
        file: file.map(|(file, base)| (format!("{base}/{}", file.id), file.name.clone())),
        internal: event.happening.is_internal(),
    }
}
