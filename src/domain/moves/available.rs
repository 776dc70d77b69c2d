//! What the table allows, to whom and when: the guards of every verb in one place.
//!
//! [`Dossier::act`] asks here first, and pages ask here which verbs to offer, so that nobody is
//! shown what would be refused for role, status or holder.

use super::{Actor, Dossier, Holder, Refusal, Role, Status, StepKind, Verb};
use crate::domain::{dossier::Outcome, workflow::Process};

/// Statuses from which a received dossier can still end early.
const UNDER_WAY: [Status; 4] = [
    Status::Received,
    Status::Processing,
    Status::AwaitingSupplement,
    Status::AwaitingPayment,
];

/// Statuses in which papers come in and are worked with.
const OPEN_FOR_PAPERS: [Status; 5] = [
    Status::Registered,
    Status::Received,
    Status::Processing,
    Status::AwaitingSupplement,
    Status::AwaitingPayment,
];

/// Open statuses before 9.
const BEFORE_THE_RESULT: [Status; 6] = [
    Status::Registered,
    Status::Received,
    Status::Processing,
    Status::AwaitingSupplement,
    Status::AwaitingPayment,
    Status::Stopped,
];

/// Verbs that neither the table nor the process would refuse to this person now, in the table's order.
///
/// Whether the user may see the dossier at all is not asked here.
pub fn available(dossier: &Dossier, actor: &Actor, process: &Process) -> Vec<Verb> {
    let offered = |verb: &Verb| {
        dossier.allows(actor, *verb).is_ok() && dossier.offers(actor, process, *verb).is_ok()
    };
    Verb::ALL.iter().copied().filter(offered).collect()
}

impl Dossier {
    /// Whether `actor` may do `verb` now, before anything is known of what it carries.
    ///
    /// Refuses in this order: not a verb of this role, not in this status, not the holder,
    /// then what the verb itself forbids.
    pub fn allows(&self, actor: &Actor, verb: Verb) -> Result<(), Refusal> {
        let of_the_role = match actor {
            Actor::Clock => matches!(verb, Verb::Stop | Verb::Refuse),
            _ => verb.roles().iter().any(|role| actor.has(*role)),
        };
        if !of_the_role {
            return Err(Refusal::NotYourRole(verb));
        }
        match verb {
            Verb::Accept => self.must_be(verb, &[Status::Registered]),
            Verb::Refuse => self.may_be_refused(),
            Verb::Forward => self.must_be(verb, &[Status::Received]),
            Verb::Assign => self.may_be_assigned(actor),
            Verb::Advance | Verb::SendBack | Verb::Propose => self.may_go_on(actor, verb),
            Verb::Recall => self.may_be_recalled(actor),
            Verb::AskOpinion => self.may_be_advised(actor),
            Verb::GiveOpinion => self.may_be_answered(actor),
            Verb::RequestSupplement => self.may_be_asked(actor),
            Verb::Supply => self.must_be(verb, &[Status::AwaitingSupplement]),
            Verb::CheckPapers => {
                self.must_be(verb, &OPEN_FOR_PAPERS)?;
                self.must_be_theirs(actor)
            }
            Verb::RequestPayment => {
                self.must_be(verb, &[Status::Received, Status::Processing])?;
                self.must_be_theirs(actor)
            }
            Verb::RecordPayment => self.may_take_money(actor),
            Verb::Withdraw => self.may_be_withdrawn(actor),
            Verb::AskWithdraw => self.may_ask_to_withdraw(),
            Verb::Stop => self.may_be_stopped(),
            Verb::Resume => self.must_be(verb, &[Status::Stopped]),
            Verb::Approve | Verb::Reject => self.proposal(verb).map(drop),
            Verb::Reopen | Verb::ReturnResult => self.must_be(verb, &[Status::Finished]),
            Verb::Apologise => self.may_be_apologised_for(actor),
            Verb::Correct => self.may_be_corrected(actor),
            Verb::Note | Verb::Message | Verb::Urge => Ok(()),
            Verb::Rate => self.may_be_rated(),
        }
    }

    /// The statuses of the table's left column, or a refusal that names the one it is in.
    fn must_be(&self, verb: Verb, statuses: &[Status]) -> Result<(), Refusal> {
        if statuses.contains(&self.status) {
            Ok(())
        } else {
            Err(Refusal::NotInStatus(verb, self.status))
        }
    }

    /// Only the holder of the step may go on; reception shares the counter.
    fn must_hold(&self, actor: &Actor) -> Result<(), Refusal> {
        let role = self.place.step.role();
        if role == Role::Reception && actor.has(Role::Reception) {
            return Ok(());
        }
        let mut in_place = actor.in_place_of();
        if actor.has(role) && in_place.any(|officer| self.is_held_by(officer)) {
            return Ok(());
        }
        match actor.officer() {
            Some(officer) if self.proposed_by(officer) => Err(Refusal::ProposalWaits),
            _ => Err(Refusal::NotYours),
        }
    }

    /// Whether the process offers the verb at this step; what leaders may do is not bound by it.
    pub fn offers(&self, actor: &Actor, process: &Process, verb: Verb) -> Result<(), Refusal> {
        if self.status != Status::Processing {
            return Ok(());
        }
        let here = process.step(self.place.step.key());
        if here.is_some_and(|step| !step.offers(verb)) && !actor.has(Role::Leader) {
            return Err(Refusal::NotAtThisStep(verb));
        }
        if verb == Verb::Advance && process.onward(self, None).is_none() {
            return Err(Refusal::LastStep);
        }
        Ok(())
    }

    /// Money and withdrawals are the counter's matter whoever holds the dossier; specialists take
    /// care of their own and of what lies at the counter.
    fn must_be_theirs(&self, actor: &Actor) -> Result<(), Refusal> {
        let at_the_counter = self.place.step.role() == Role::Reception;
        if at_the_counter || actor.has(Role::Reception) {
            Ok(())
        } else {
            self.must_hold(actor)
        }
    }

    /// Whether the dossier waits for the leader on this officer's proposal.
    fn proposed_by(&self, officer: &Holder) -> bool {
        self.place.step.kind() == StepKind::Approval
            && self
                .outcome
                .as_ref()
                .is_some_and(|outcome| outcome.proposed_by.username == officer.username)
    }

    /// A proposal waits, or a refusal says that none does.
    pub(super) fn proposal(&self, verb: Verb) -> Result<&Outcome, Refusal> {
        self.must_be(verb, &[Status::Processing])?;
        self.outcome
            .as_ref()
            .filter(|_| self.place.step.kind() == StepKind::Approval)
            .ok_or(Refusal::NoProposal)
    }

    /// 1, or 5 asked before reception.
    fn may_be_refused(&self) -> Result<(), Refusal> {
        if self.status == Status::AwaitingSupplement && self.waits_before_reception() {
            return Ok(());
        }
        self.must_be(Verb::Refuse, &[Status::Registered])
    }

    /// The holder or a leader, while no proposal waits.
    fn may_be_assigned(&self, actor: &Actor) -> Result<(), Refusal> {
        self.must_be(Verb::Assign, &[Status::Processing])?;
        if !actor.has(Role::Leader) {
            self.must_hold(actor)?;
        }
        if self.place.step.kind() == StepKind::Approval {
            return Err(Refusal::ProposalWaits);
        }
        Ok(())
    }

    /// Whoever works on it or a leader, while no proposal waits.
    fn may_be_advised(&self, actor: &Actor) -> Result<(), Refusal> {
        self.must_be(Verb::AskOpinion, &[Status::Processing])?;
        if !actor.has(Role::Leader) {
            self.must_hold(actor)?;
        }
        Ok(())
    }

    /// Whoever was asked, until the dossier is finished.
    fn may_be_answered(&self, actor: &Actor) -> Result<(), Refusal> {
        let from = [
            Status::Processing,
            Status::AwaitingSupplement,
            Status::AwaitingPayment,
            Status::Stopped,
        ];
        self.must_be(Verb::GiveOpinion, &from)?;
        let mut in_place = actor.in_place_of();
        if in_place.any(|officer| self.awaits(officer)) {
            Ok(())
        } else {
            Err(Refusal::NotAsked)
        }
    }

    /// Whoever holds the step hands it on, back or up.
    fn may_go_on(&self, actor: &Actor, verb: Verb) -> Result<(), Refusal> {
        self.must_be(verb, &[Status::Processing])?;
        self.must_hold(actor)?;
        match verb {
            // Also for a leader who is a specialist besides: a proposal is approved or rejected.
            _ if self.place.step.kind() == StepKind::Approval => Err(Refusal::ProposalWaits),
            Verb::Propose if self.place.step.role() != Role::Specialist => Err(Refusal::NotYours),
            Verb::SendBack if self.trail.is_empty() => Err(Refusal::FirstStep),
            _ => Ok(()),
        }
    }

    /// Whoever handed it over, until the receiver opens it.
    fn may_be_recalled(&self, actor: &Actor) -> Result<(), Refusal> {
        self.must_be(Verb::Recall, &[Status::Processing])?;
        let sender = self
            .place
            .sent_by
            .as_ref()
            .ok_or(Refusal::NothingToRecall)?;
        if !actor
            .in_place_of()
            .any(|officer| officer.username == sender.username)
        {
            return Err(Refusal::NotYouSentIt);
        }
        if self.place.opened_at.is_some() {
            return Err(Refusal::AlreadyOpened);
        }
        if self.trail.is_empty() {
            return Err(Refusal::NothingToRecall);
        }
        Ok(())
    }

    /// The holder once; again by the leader only.
    fn may_be_asked(&self, actor: &Actor) -> Result<(), Refusal> {
        let from = [Status::Registered, Status::Received, Status::Processing];
        self.must_be(Verb::RequestSupplement, &from)?;
        let leader = actor.has(Role::Leader);
        if self.supplements.is_empty() {
            if leader && !actor.has(Role::Reception) && !actor.has(Role::Specialist) {
                return Err(Refusal::NotYetAsked);
            }
            self.must_hold(actor)
        } else if leader {
            Ok(())
        } else {
            Err(Refusal::AlreadyAskedOnce)
        }
    }

    /// 6, and for fees due at once 2, 4 and 9.
    fn may_take_money(&self, actor: &Actor) -> Result<(), Refusal> {
        let at_once = [Status::Received, Status::Processing, Status::Finished];
        if self.status != Status::AwaitingPayment {
            self.must_be(Verb::RecordPayment, &at_once)?;
        }
        self.must_be_theirs(actor)
    }

    /// The citizen before reception; afterwards an officer, on the citizen's request.
    fn may_be_withdrawn(&self, actor: &Actor) -> Result<(), Refusal> {
        if !actor.has(Role::Citizen) {
            self.must_be(Verb::Withdraw, &UNDER_WAY)?;
            return self.must_be_theirs(actor);
        }
        let before_reception = self.status == Status::Registered
            || (self.status == Status::AwaitingSupplement && self.waits_before_reception());
        if before_reception {
            Ok(())
        } else if UNDER_WAY.contains(&self.status) {
            Err(Refusal::AskInstead)
        } else {
            Err(Refusal::NotInStatus(Verb::Withdraw, self.status))
        }
    }

    /// After reception, once.
    fn may_ask_to_withdraw(&self) -> Result<(), Refusal> {
        self.must_be(Verb::AskWithdraw, &UNDER_WAY)?;
        if self.status == Status::AwaitingSupplement && self.waits_before_reception() {
            return Err(Refusal::NotInStatus(Verb::AskWithdraw, self.status));
        }
        if self.withdrawal_asked.is_some() {
            return Err(Refusal::WithdrawalAlreadyAsked);
        }
        Ok(())
    }

    /// After reception; before it the clock refuses instead.
    fn may_be_stopped(&self) -> Result<(), Refusal> {
        self.must_be(Verb::Stop, &UNDER_WAY)?;
        if self.waits_before_reception() {
            return Err(Refusal::NotInStatus(Verb::Stop, self.status));
        }
        Ok(())
    }

    /// Once; again by the leader only (NĐ 61/2018: hẹn lại không quá một lần).
    fn may_be_apologised_for(&self, actor: &Actor) -> Result<(), Refusal> {
        self.must_be(Verb::Apologise, &[Status::Received, Status::Processing])?;
        let leader = actor.has(Role::Leader);
        if self.status == Status::Processing && !leader {
            self.must_hold(actor)?;
        }
        if !self.apologies.is_empty() && !leader {
            return Err(Refusal::AlreadyApologised);
        }
        Ok(())
    }

    /// The citizen in 1; reception and leader in any open status before 9.
    fn may_be_corrected(&self, actor: &Actor) -> Result<(), Refusal> {
        self.must_be(Verb::Correct, &BEFORE_THE_RESULT)?;
        if actor.has(Role::Citizen) && self.status != Status::Registered {
            return Err(Refusal::AlreadyReceived);
        }
        Ok(())
    }

    /// 9, 10, once.
    fn may_be_rated(&self) -> Result<(), Refusal> {
        self.must_be(Verb::Rate, &[Status::Finished, Status::Returned])?;
        if self.rating.is_some() {
            return Err(Refusal::AlreadyRated);
        }
        Ok(())
    }
}
