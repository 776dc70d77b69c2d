//! Why a deed was declined: everything that is not the machine's fault.

use crate::domain::{
    fault::{Fault, FieldFault},
    feedback::Hindrance,
    refusal::Refusal,
    signature::Obstacle,
    workflow::ProcessFault,
};
use crate::kv::WriteError;

/// Why a deed was declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decline {
    /// There is no such thing, or this person may not know of it.
    NotFound,
    /// The role never allows it.
    Forbidden,
    /// The law forbids it now.
    Refused(Refusal),
    /// Fields are wrong.
    Faults(Vec<FieldFault>),
    /// Something about signatures stands in the way.
    Obstacle(Obstacle),
    /// Something about a piece of feedback stands in the way.
    Hindrance(Hindrance),
    /// The process has faults.
    BadProcess(Vec<ProcessFault>),
    /// Somebody changed it meanwhile; the version it has now.
    Stale(u64),
    /// The office is not set up yet.
    NotSetUp,
    /// The office is set up already.
    AlreadySetUp,
    /// Name or password is wrong, or the account is disabled.
    WrongPassword,
}

/// A deed's error: declined, or the machine failed.
pub type Declined = WriteError<Decline>;

impl From<Decline> for Declined {
    fn from(decline: Decline) -> Self {
        Self::Declined(decline)
    }
}

impl From<Refusal> for Decline {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Field(fault) => Self::Faults(vec![fault]),
            Refusal::NotYourRole(_) => Self::Forbidden,
            refusal => Self::Refused(refusal),
        }
    }
}

impl From<Hindrance> for Decline {
    fn from(hindrance: Hindrance) -> Self {
        Self::Hindrance(hindrance)
    }
}

impl From<FieldFault> for Decline {
    fn from(fault: FieldFault) -> Self {
        Self::Faults(vec![fault])
    }
}

impl Decline {
    /// One wrong field.
    pub fn field(name: &str, fault: Fault) -> Self {
        Self::Faults(vec![FieldFault::new(name, fault)])
    }
}
