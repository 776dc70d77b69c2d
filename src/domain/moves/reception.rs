//! At the counter: accept, refuse, forward.

use super::{Actor, Circumstances, Dossier, Happening, Moved, Refusal, Status, StepKey};
use crate::domain::{action::Accept, text::Prose};

impl Dossier {
    /// 1 → 2.
    pub(super) fn accept(&self, accept: &Accept, around: &Circumstances<'_>) -> Moved {
        let mut next = self.clone();
        next.receive(accept.due_at, around)?;
        Ok((next, Happening::Accepted))
    }

    /// 1, or 5 asked before reception → 3.
    pub(super) fn refuse(
        &self,
        reason: &Prose,
        around: &Circumstances<'_>,
    ) -> (Dossier, Happening) {
        let mut next = self.clone();
        next.close(Status::Refused, around);
        next.closing_reason = Some(reason.clone());
        (
            next,
            Happening::Refused {
                reason: reason.clone(),
            },
        )
    }

    /// 2 → 4.
    pub(super) fn forward(&self, actor: &Actor, around: &Circumstances<'_>) -> Moved {
        let to = around
            .assignee
            .clone()
            .or_else(|| around.routes.specialist.clone())
            .ok_or(Refusal::NobodyToTake)?;
        let mut next = self.clone();
        next.status = Status::Processing;
        next.hand_over(
            StepKey::Examination,
            to.clone(),
            actor.officer(),
            around.now,
        );
        Ok((
            next,
            Happening::Forwarded {
                unit: to.unit.clone(),
                to: Some(to),
            },
        ))
    }
}
