//! Inside the office (4 → 4): assign, advance, send back, recall.

use super::{Actor, Circumstances, Dossier, Happening, Moved, Refusal, StepKind};
use crate::domain::{
    action::{Advance, Assign},
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
        // Where it is, or at the first desk when it lies at the counter.
        let here = around.process.step(self.place.step.key());
        let step = here
            .filter(|step| step.kind == StepKind::Work)
            .or_else(|| around.process.onward(self, None))
            .ok_or(Refusal::NobodyToTake)?;
        let mut next = self.clone();
        next.hand_over(step, to.clone(), actor.officer(), around);
        let note = assign.note.clone();
        Ok((next, Happening::Assigned { to, note }))
    }

    /// The holder hands on to the next step of the process.
    pub(super) fn advance(
        &self,
        actor: &Actor,
        advance: &Advance,
        around: &Circumstances<'_>,
    ) -> Moved {
        let chosen = advance.to.as_deref();
        let step = around.process.onward(self, chosen).ok_or(match chosen {
            Some(_) => FieldFault::new("to", Fault::NotAChoice).into(),
            None => Refusal::LastStep,
        })?;
        self.must_be_advised(around)?;
        // The same specialist goes on where the process names nobody else; from the counter it decides.
        let same = self.place.holder.as_ref().filter(|holder| {
            self.place.step.kind() == StepKind::Work
                && step.people.is_empty()
                && step.unit.as_ref().is_none_or(|unit| *unit == holder.unit)
        });
        let holder = match same {
            Some(holder) => holder.clone(),
            None => around.routes.taker(step)?,
        };
        let mut next = self.clone();
        next.hand_over(step, holder, actor.officer(), around);
        let (to, note) = (next.place.step.clone(), advance.note.clone());
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
        if self.place.step.kind() == StepKind::Approval {
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
            && actor.in_place_of().any(|one| self.is_held_by(one));
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
