//! Due dates under another calendar (tính lại hạn khi lịch làm việc thay đổi).

use super::calendar::OfficeCalendar;
use super::clock;
use super::dossier::Dossier;
use super::event::{Actor, Event, Happening};
use super::status::Status;
use super::time::Moment;

impl Dossier {
    /// The due date that term, receipt and the waits that are over come to; none where the catalogue has no numeric time.
    fn counted_due(&self, calendar: &OfficeCalendar) -> Option<Moment> {
        let counted = clock::due_with_pauses(
            self.procedure.term?,
            self.received_at?,
            &self.pauses,
            calendar,
        );
        Some(counted.at)
    }

    /// The due date under `new`, when it is another one than under `old`.
    ///
    /// Only what was counted is counted anew: a date that somebody set, or promised with an apology, stays.
    pub fn due_under(&self, old: &OfficeCalendar, new: &OfficeCalendar) -> Option<Moment> {
        let open = matches!(
            self.status,
            Status::Received
                | Status::Processing
                | Status::AwaitingSupplement
                | Status::AwaitingPayment
                | Status::Stopped
        );
        if !open || self.due_at.is_none() || self.counted_due(old) != self.due_at {
            return None;
        }
        self.counted_due(new)
            .filter(|due| Some(*due) != self.due_at)
    }

    /// Moves the due date because the calendar changed.
    pub fn with_due(&self, due: Moment, actor: &Actor, now: Moment) -> (Self, Event) {
        let mut next = self.clone();
        next.due_at = Some(due);
        next.version += 1;
        let event = Event::between(
            Some(self),
            &next,
            actor.clone(),
            Happening::DueRecounted,
            now,
        );
        (next, event)
    }
}
