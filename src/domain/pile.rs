//! Piles (chồng hồ sơ): where a dossier lies as work lists and counts see it.

use super::dossier::Dossier;
use super::status::Status;
use super::workflow::StepKind;

/// A pile. Each dossier lies in that of its status, and perhaps in others besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pile {
    /// Everything in one status.
    In(Status),
    /// What waits for the leader's approval (chờ phê duyệt).
    Approval,
    /// What the citizen asks to withdraw (đề nghị rút).
    Withdrawal,
    /// What waits for an opinion (chờ ý kiến), one pile for each adviser.
    Opinion,
}

impl Pile {
    /// The number under which it is counted; never reused.
    pub const fn number(self) -> u8 {
        match self {
            Self::In(status) => status.code(),
            Self::Approval => 11,
            Self::Withdrawal => 12,
            Self::Opinion => 13,
        }
    }

    /// Piles of dossiers that still wait for somebody.
    pub const OPEN: [Self; 7] = [
        Self::In(Status::Registered),
        Self::In(Status::Received),
        Self::In(Status::Processing),
        Self::In(Status::AwaitingSupplement),
        Self::In(Status::AwaitingPayment),
        Self::In(Status::Stopped),
        Self::In(Status::Finished),
    ];

    /// Piles whose dossiers are due: the clock runs.
    pub const RUNNING: [Self; 3] = [
        Self::In(Status::Registered),
        Self::In(Status::Received),
        Self::In(Status::Processing),
    ];

    /// The piles of a dossier, but for those of its advisers.
    pub fn of(dossier: &Dossier) -> Vec<Self> {
        let mut piles = vec![Self::In(dossier.status)];
        if dossier.status == Status::Processing && dossier.place.step.kind() == StepKind::Approval {
            piles.push(Self::Approval);
        }
        if dossier.withdrawal_asked.is_some() && !dossier.status.is_closed() {
            piles.push(Self::Withdrawal);
        }
        piles
    }
}
