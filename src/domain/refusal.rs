//! Why something cannot be done now. The words are in `ui::words::refusal`.

use super::{action::Verb, fault::FieldFault, status::Status};

/// Why an action is refused (lý do không thực hiện được).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The roles of this account never allow it.
    NotYourRole(Verb),
    /// Somebody else holds the dossier.
    NotYours,
    /// Only who handed it over may take it back.
    NotYouSentIt,
    /// The table does not allow the verb in this status.
    NotInStatus(Verb, Status),
    /// A second request for supplement needs a leader.
    AlreadyAskedOnce,
    /// A leader asks for a supplement only after a first request.
    NotYetAsked,
    /// A second apology needs a leader (NĐ 61/2018: hẹn lại không quá một lần).
    AlreadyApologised,
    /// The proposal waits for the leader.
    ProposalWaits,
    /// There is no proposal to decide on.
    NoProposal,
    /// This is the last step before the proposal.
    LastStep,
    /// The process does not offer the verb at this step.
    NotAtThisStep(Verb),
    /// A required opinion of another officer is missing.
    OpinionsWait,
    /// The answer of somebody asked now is still waited for.
    OpinionAlreadyAsked,
    /// Nobody asked this officer for an opinion.
    NotAsked,
    /// There is no step before this one.
    FirstStep,
    /// Nothing was handed over that could be taken back.
    NothingToRecall,
    /// The receiver has already opened it.
    AlreadyOpened,
    /// The citizen may withdraw only before reception; afterwards they ask.
    AskInstead,
    /// A request to withdraw waits already.
    WithdrawalAlreadyAsked,
    /// Rated already.
    AlreadyRated,
    /// The dossier was already received; the citizen can no longer correct it.
    AlreadyReceived,
    /// The verified paper was taken back already.
    AlreadyRevoked,
    /// Nobody can take the next step: the office has no enabled officer for it.
    NobodyToTake,
    /// Online filing is switched off in this office.
    OnlineFilingOff,
    /// A field is wrong.
    Field(FieldFault),
}

/// What kind of refusal it is, for whoever answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// Not allowed to this person.
    Forbidden,
    /// The state of the dossier does not allow it.
    Conflict,
    /// What was sent is wrong.
    Invalid,
}

impl Refusal {
    /// The kind.
    pub const fn kind(&self) -> RefusalKind {
        match self {
            Self::NotYourRole(_) | Self::NotYours | Self::NotYouSentIt | Self::NotAsked => {
                RefusalKind::Forbidden
            }
            Self::Field(_) => RefusalKind::Invalid,
            _ => RefusalKind::Conflict,
        }
    }
}

impl From<FieldFault> for Refusal {
    fn from(fault: FieldFault) -> Self {
        Self::Field(fault)
    }
}
