//! At the counter: accept, refuse, forward.

use super::{Actor, Circumstances, Dossier, Happening, Moved, Refusal, Status};
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
        let step = around
            .process
            .onward(self, None)
            .ok_or(Refusal::NobodyToTake)?;
        let to = match &around.assignee {
            Some(assignee) => assignee.clone(),
            None => around.routes.taker(step)?,
        };
        let mut next = self.clone();
        next.status = Status::Processing;
        next.hand_over(step, to.clone(), actor.officer(), around);
        Ok((
            next,
            Happening::Forwarded {
                unit: to.unit.clone(),
                to: Some(to),
            },
        ))
    }
}
