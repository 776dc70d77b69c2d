//! Inside the office (4 → 4): assign, advance, send back, recall.

use super::{Actor, Circumstances, Dossier, Happening, Moved, Refusal, StepKey};
use crate::domain::{
    action::Assign,
    fault::{Fault, FieldFault},
    text::Prose,
};

impl Dossier {
    /// The holder or a leader gives it to another specialist.
    pub(super) fn assign(
        &self,
        actor: &Actor,
        assign: &Assign,
        around: &Circumstances<'_>,
    ) -> Moved {
        let to = around
            .assignee
            .clone()
            .ok_or_else(|| FieldFault::new("assignee", Fault::NotASpecialist))?;
        let mut next = self.clone();
        let step = match self.place.step {
            StepKey::Drafting => StepKey::Drafting,
            _ => StepKey::Examination,
        };
        next.hand_over(step, to.clone(), actor.officer(), around.now);
        let note = assign.note.clone();
        Ok((next, Happening::Assigned { to, note }))
    }

    /// The holder hands on to the next step of the process.
    pub(super) fn advance(
        &self,
        actor: &Actor,
        note: Option<Prose>,
        around: &Circumstances<'_>,
    ) -> Moved {
        let to = self.place.step.next().ok_or(Refusal::LastStep)?;
        // The same specialist goes on; from the counter the process decides.
        let holder = match to {
            StepKey::Drafting => self.place.holder.clone(),
            _ => None,
        }
        .or_else(|| around.routes.specialist.clone())
        .ok_or(Refusal::NobodyToTake)?;
        let mut next = self.clone();
        next.hand_over(to, holder, actor.officer(), around.now);
        Ok((next, Happening::Advanced { to, note }))
    }

    /// The holder gives it back to where it came from, with a reason.
    pub(super) fn send_back(&self, reason: &Prose, around: &Circumstances<'_>) -> Moved {
        let mut next = self.clone();
        let to = next.step_back(around.now).ok_or(Refusal::FirstStep)?;
        let reason = reason.clone();
        Ok((next, Happening::SentBack { to, reason }))
    }

    /// Whoever handed it over takes it back, until the receiver opens it.
    pub(super) fn recall(&self, around: &Circumstances<'_>) -> Moved {
        let mut next = self.clone();
        if self.place.step == StepKey::Approval {
            next.outcome = None;
        }
        let to = next.step_back(around.now).ok_or(Refusal::NothingToRecall)?;
        Ok((next, Happening::Recalled { to }))
    }

    /// The receiver looks at it for the first time; the sender can no longer recall it.
    ///
    /// `None` when nothing changes. No event: looking is no step of the process.
    pub fn opened_by(&self, actor: &Actor, now: super::Moment) -> Option<Self> {
        let officer = actor.officer()?;
        let sent_by = self.place.sent_by.as_ref()?;
        let first = self.place.opened_at.is_none()
            && sent_by.username != officer.username
            && self.is_held_by(officer);
        first.then(|| {
            let mut next = self.clone();
            next.place.opened_at = Some(now);
            if let Some(waiting) = &mut next.waiting {
                waiting.place.opened_at = Some(now);
            }
            next.version += 1;
            next
        })
    }
}
