//! Waiting for the citizen: supplements and payments. The clock stands meanwhile.

use super::{Actor, Circumstances, Dossier, Happening, Moved, PauseGround, Refusal, Status};
use crate::domain::{
    action::{RecordPayment, RequestPayment, RequestSupplement, Supply},
    dossier::{Payment, Supplement},
    fault::{Fault, FieldFault},
};

/// Papers of this procedure, and time left to bring them.
pub(super) fn check_ask(
    ask: &RequestSupplement,
    around: &Circumstances<'_>,
) -> Result<(), Refusal> {
    for (at, item) in ask.items.iter().enumerate() {
        if !around.components.contains_key(&item.component) {
            let field = format!("items[{at}].component");
            return Err(FieldFault::new(field, Fault::UnknownComponent).into());
        }
    }
    if ask.until.is_some_and(|until| until < around.now.day()) {
        return Err(FieldFault::new("until", Fault::DueNotAfter).into());
    }
    Ok(())
}

impl Dossier {
    /// 1, 2, 4 → 5: one complete, specific request; a second one by the leader only.
    pub(super) fn request_supplement(
        &self,
        actor: &Actor,
        ask: &RequestSupplement,
        around: &Circumstances<'_>,
    ) -> Moved {
        check_ask(ask, around)?;
        let asked_by = actor.officer().ok_or(Refusal::NotYours)?.clone();
        let mut next = self.clone();
        next.pause(
            Status::AwaitingSupplement,
            PauseGround::Supplement,
            around.now,
        );
        next.supplements.push(Supplement {
            items: ask.items.clone(),
            reason: ask.reason.clone(),
            until: ask.until,
            asked_at: around.now,
            asked_by,
            supplied_at: None,
        });
        let happening = Happening::SupplementRequested {
            items: ask.items.clone(),
            reason: ask.reason.clone(),
            until: ask.until,
            round: next.supplements.len(),
        };
        Ok((next, happening))
    }

    /// 5 → where it was asked. Papers of the same component are kept beside the new ones.
    pub(super) fn supply(&self, supply: &Supply, around: &Circumstances<'_>) -> Moved {
        let papers = around.papers(&supply.components)?;
        let components: Vec<String> = papers.iter().map(|paper| paper.id.clone()).collect();
        let mut next = self.clone();
        next.forget_checks(|id| components.iter().any(|new| new == id));
        next.papers.extend(papers);
        if let Some(asked) = next.supplements.last_mut() {
            asked.supplied_at = Some(around.now);
        }
        next.go_on(around);
        Ok((next, Happening::Supplied { components }))
    }

    /// 2, 4 → 6.
    pub(super) fn request_payment(
        &self,
        ask: &RequestPayment,
        around: &Circumstances<'_>,
    ) -> (Dossier, Happening) {
        let mut next = self.clone();
        next.pause(Status::AwaitingPayment, PauseGround::Payment, around.now);
        next.payment_asked = Some((ask.amount, ask.reason.clone()));
        let happening = Happening::PaymentRequested {
            amount: ask.amount,
            reason: ask.reason.clone(),
        };
        (next, happening)
    }

    /// 6 → where it was asked; fees due at once: 2, 4, 9 → same.
    pub(super) fn record_payment(
        &self,
        actor: &Actor,
        payment: &RecordPayment,
        around: &Circumstances<'_>,
    ) -> (Dossier, Happening) {
        let mut next = self.clone();
        next.payments.push(Payment {
            amount: payment.amount,
            method: payment.method.to_string(),
            reference: payment.reference.as_ref().map(ToString::to_string),
            at: around.now,
            by: actor.name().to_owned(),
        });
        if self.status == Status::AwaitingPayment {
            next.payment_asked = None;
            next.go_on(around);
        }
        let happening = Happening::PaymentRecorded {
            amount: payment.amount,
            method: payment.method.to_string(),
            reference: payment.reference.as_ref().map(ToString::to_string),
        };
        (next, happening)
    }
}
