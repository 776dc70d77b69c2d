//! The result: propose, approve, reject, reopen, return; and the apology when it will be late.

use super::{Actor, Circumstances, Dossier, Happening, Moved, Refusal, Status, StepKind, Verb};
use crate::domain::{
    action::{Apologise, ResultDraft, ReturnResult},
    clock,
    dossier::{Handover, Outcome},
    fault::{Fault, FieldFault},
    text::Prose,
    time::Moment,
};

impl Dossier {
    /// 4 → 4: the drafted result goes to the leader.
    pub(super) fn propose(
        &self,
        actor: &Actor,
        draft: &ResultDraft,
        around: &Circumstances<'_>,
    ) -> Moved {
        let officer = actor.officer().ok_or(Refusal::NotYours)?;
        self.must_be_advised(around)?;
        let step = around.process.approval(self).ok_or(Refusal::NobodyToTake)?;
        let leader = around.routes.taker(step)?;
        let mut next = self.clone();
        next.outcome = Some(Outcome {
            title: draft.title.to_string(),
            number: draft.number.as_ref().map(ToString::to_string),
            file: around.file(draft.file.as_deref(), "result.file")?,
            proposed_by: officer.clone(),
            approved: None,
            signed: None,
            unsigned: None,
        });
        next.hand_over(step, leader, Some(officer), around);
        let title = draft.title.to_string();
        Ok((next, Happening::Proposed { title }))
    }

    /// 4 → 9: the clock stops for good.
    pub(super) fn approve(
        &self,
        actor: &Actor,
        note: Option<Prose>,
        around: &Circumstances<'_>,
    ) -> Moved {
        let outcome = self.proposal(Verb::Approve)?;
        let leader = actor.officer().ok_or(Refusal::NotYours)?.clone();
        let mut next = self.clone();
        next.outcome = Some(Outcome {
            approved: Some((leader, around.now)),
            ..outcome.clone()
        });
        next.status = Status::Finished;
        next.finished_at = Some(around.now);
        let place = around.counter_of(StepKind::Return, self.procedure.term);
        next.trail.push(std::mem::replace(&mut next.place, place));
        Ok((next, Happening::Approved { note }))
    }

    /// 4 → 4: back to whoever proposed it.
    pub(super) fn reject(&self, reason: &Prose, around: &Circumstances<'_>) -> Moved {
        let mut next = self.clone();
        next.outcome = None;
        next.step_back(around.now).ok_or(Refusal::NoProposal)?;
        let reason = reason.clone();
        Ok((next, Happening::Rejected { reason }))
    }

    /// 9 → 4: back to the specialist, the clock runs on against the same due date.
    pub(super) fn reopen(&self, reason: &Prose, around: &Circumstances<'_>) -> Moved {
        let mut next = self.clone();
        next.status = Status::Processing;
        next.finished_at = None;
        next.outcome = None;
        // Back past the counter and the leader, to the desk where it was drafted.
        while matches!(
            next.place.step.kind(),
            StepKind::Return | StepKind::Approval
        ) {
            if next.step_back(around.now).is_none() {
                next.begin_at_the_first_desk(around)?;
            }
        }
        let reason = reason.clone();
        Ok((next, Happening::Reopened { reason }))
    }

    /// 9 → 10.
    pub(super) fn return_result(
        &self,
        handover: &ReturnResult,
        around: &Circumstances<'_>,
    ) -> (Dossier, Happening) {
        let mut next = self.clone();
        next.close(Status::Returned, around);
        next.handover = Some(Handover {
            received_by: handover.received_by.to_string(),
            method: handover.method,
            at: around.now,
        });
        let happening = Happening::ResultReturned {
            received_by: handover.received_by.to_string(),
            method: handover.method,
        };
        (next, happening)
    }

    /// 2, 4 → same: an apology sets a new due date, within one more statutory term; once,
    /// again by the leader only (NĐ 61/2018: hẹn lại không quá một lần).
    pub(super) fn apologise(&self, apology: &Apologise, around: &Circumstances<'_>) -> Moved {
        self.check_new_due(apology.new_due_at, around)
            .map_err(|fault| FieldFault::new("new_due_at", fault))?;
        let mut next = self.clone();
        next.due_at = Some(apology.new_due_at);
        next.apologies.push((around.now, apology.new_due_at));
        let reason = apology.reason.clone();
        Ok((next, Happening::Apologised { reason }))
    }

    fn check_new_due(&self, new: Moment, around: &Circumstances<'_>) -> Result<(), Fault> {
        let current = self.due_at.ok_or(Fault::DueNeeded)?;
        if new <= current || new <= around.now {
            return Err(Fault::DueNotAfter);
        }
        if !clock::is_office_time(new, around.calendar) {
            return Err(Fault::DueNotWorkingTime);
        }
        // One more term from the current due date, or from now when that has passed already;
        // without a numeric term, as long again as the first one was.
        let start = current.max(around.now);
        let limit = match (self.procedure.term, self.received_at, self.due_original) {
            (Some(term), _, _) => clock::due(term, start, around.calendar).at,
            (None, Some(received), Some(original)) => {
                let first = clock::office_time_between(received, original, around.calendar);
                clock::shift(start, first, around.calendar)
            }
            _ => return Err(Fault::DueNeeded),
        };
        if new > limit {
            return Err(Fault::DueTooLate);
        }
        Ok(())
    }
}
