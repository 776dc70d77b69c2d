//! Ending early: withdraw, ask to withdraw, stop, resume.

use super::{Circumstances, Dossier, Happening, Moved, PauseGround, Refusal, Status, StepKind};
use crate::domain::text::Prose;

impl Dossier {
    /// → 7. The citizen before reception; afterwards an officer, on the citizen's request.
    pub(super) fn withdraw(
        &self,
        reason: &Prose,
        around: &Circumstances<'_>,
    ) -> (Dossier, Happening) {
        let mut next = self.clone();
        next.close(Status::Withdrawn, around);
        next.closing_reason = Some(reason.clone());
        let reason = reason.clone();
        (next, Happening::Withdrawn { reason })
    }

    /// 2, 4, 5, 6 → same; waits for the officer.
    pub(super) fn ask_withdraw(
        &self,
        reason: &Prose,
        around: &Circumstances<'_>,
    ) -> (Dossier, Happening) {
        let mut next = self.clone();
        next.withdrawal_asked = Some((around.now, reason.clone()));
        let reason = reason.clone();
        (next, Happening::WithdrawalAsked { reason })
    }

    /// 2, 4, 5, 6 → 8; the clock itself refuses instead when the silence was before reception.
    pub(super) fn stop(&self, reason: &Prose, around: &Circumstances<'_>) -> (Dossier, Happening) {
        let mut next = self.clone();
        // A pause that runs already ends here; where the work goes on stays the same.
        next.end_pause(around);
        let waiting = next.waiting.take();
        next.payment_asked = None;
        next.pause(Status::Stopped, PauseGround::Stop, around.now);
        if waiting.is_some() {
            next.waiting = waiting;
        }
        next.closing_reason = Some(reason.clone());
        let reason = reason.clone();
        (next, Happening::Stopped { reason })
    }

    /// 8 → 4.
    pub(super) fn resume(&self, reason: Option<Prose>, around: &Circumstances<'_>) -> Moved {
        let mut next = self.clone();
        next.go_on(around);
        next.status = Status::Processing;
        next.closing_reason = None;
        if next.place.step.kind() == StepKind::Reception && next.trail.is_empty() {
            next.begin_at_the_first_desk(around)?;
        }
        Ok((next, Happening::Resumed { reason }))
    }

    /// Goes to whoever takes the first of the specialists' steps.
    pub(super) fn begin_at_the_first_desk(
        &mut self,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let step = around
            .process
            .first(StepKind::Work)
            .ok_or(Refusal::NobodyToTake)?;
        let to = around.routes.taker(step)?;
        self.hand_over(step, to, None, around);
        Ok(())
    }
}
