//! What happened to a dossier, in the past tense: one event for each deed, facts only.
//!
//! The sentence that a citizen reads is made from these facts in `ui::words::history`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    action::SupplementItem,
    dossier::{Channel, Dossier, FileRef, ReturnMethod},
    money::Dong,
    officer::{Holder, Role},
    paper_state::PaperFinding,
    person::masked_name,
    status::Status,
    text::Prose,
    time::{Day, Moment},
    timer::Reminder,
    workflow::Step,
};

/// Who did it (người thực hiện).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// The applicant or whoever files for them; with an account or with the draft at hand.
    Citizen {
        /// Name given.
        name: String,
    },
    /// An officer, in the role that allowed it.
    Officer {
        /// Who.
        #[serde(flatten)]
        officer: Holder,
        /// In which roles.
        roles: Vec<Role>,
        /// For whom besides themselves (được uỷ quyền xử lý thay); in the history the one on whose behalf it was done.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stands_for: Vec<Holder>,
    },
    /// The clock itself.
    Clock,
}

impl Actor {
    /// Whether the actor has `role`.
    pub fn has(&self, role: Role) -> bool {
        match self {
            Self::Citizen { .. } => role == Role::Citizen,
            Self::Officer { roles, .. } => roles.contains(&role),
            Self::Clock => false,
        }
    }

    /// The officer, if it is one.
    pub fn officer(&self) -> Option<&Holder> {
        match self {
            Self::Officer { officer, .. } => Some(officer),
            _ => None,
        }
    }

    /// Everybody in whose place this officer may work: themselves first.
    pub fn in_place_of(&self) -> impl Iterator<Item = &Holder> {
        let (own, others) = match self {
            Self::Officer {
                officer,
                stands_for,
                ..
            } => (Some(officer), stands_for.as_slice()),
            _ => (None, &[][..]),
        };
        own.into_iter().chain(others)
    }

    /// The actor as the history remembers them: only with the one on whose behalf they acted on `dossier`.
    #[must_use]
    pub fn on(&self, dossier: &Dossier) -> Self {
        let mut actor = self.clone();
        if let Self::Officer {
            officer,
            stands_for,
            ..
        } = &mut actor
        {
            let own = dossier.is_held_by(officer);
            stands_for.retain(|other| !own && dossier.is_held_by(other));
            stands_for.truncate(1);
        }
        actor
    }

    /// The name to show.
    pub fn name(&self) -> &str {
        match self {
            Self::Citizen { name } => name,
            Self::Officer { officer, .. } => &officer.name,
            Self::Clock => "",
        }
    }
}

/// A paper that was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedPaper {
    /// Component id.
    pub component: String,
    /// What was found.
    pub state: PaperFinding,
    /// It went to the person's store.
    #[serde(default)]
    pub kept: bool,
}

/// A verified paper that stands in for one of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandIn {
    /// Component id.
    pub component: String,
    /// Id of the verified paper.
    pub paper: String,
    /// What it is called.
    pub title: String,
}

/// What happened (sự kiện), with what must be known of it for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "fields are named after what the action carries"
)]
pub enum Happening {
    /// Filed by the citizen.
    Submitted { channel: Channel },
    /// Filed and received in one go at the counter or by post.
    Filed { channel: Channel },
    /// Accepted; the due date is fixed.
    Accepted,
    /// Refused at reception.
    Refused { reason: Prose },
    /// Handed to the specialist.
    Forwarded { to: Option<Holder>, unit: String },
    /// Given to another specialist.
    Assigned { to: Holder, note: Option<Prose> },
    /// Handed on to the next step.
    Advanced { to: Step, note: Option<Prose> },
    /// Sent back to the step before.
    SentBack { to: Step, reason: Prose },
    /// Taken back by whoever sent it.
    Recalled { to: Step },
    /// Supplement requested, for the `round`-th time.
    SupplementRequested {
        items: Vec<SupplementItem>,
        reason: Prose,
        until: Option<Day>,
        round: usize,
    },
    /// Supplement supplied: ids of the papers.
    Supplied { components: Vec<String> },
    /// Papers checked.
    PapersChecked { papers: Vec<CheckedPaper> },
    /// Verified papers stand in for papers of this dossier.
    PapersReused { papers: Vec<StandIn> },
    /// A verified paper that came from this dossier no longer holds.
    PaperRevoked { title: String, reason: Prose },
    /// Payment requested.
    PaymentRequested { amount: Dong, reason: Prose },
    /// Payment recorded.
    PaymentRecorded {
        amount: Dong,
        method: String,
        reference: Option<String>,
    },
    /// Withdrawn.
    Withdrawn { reason: Prose },
    /// The citizen asks to withdraw.
    WithdrawalAsked { reason: Prose },
    /// Stopped by decision.
    Stopped { reason: Prose },
    /// Work goes on.
    Resumed { reason: Option<Prose> },
    /// Opinions asked of other officers.
    OpinionAsked { of: Vec<Holder>, question: Prose },
    /// An opinion given.
    OpinionGiven { text: Prose, file: Option<FileRef> },
    /// Result proposed to the leader.
    Proposed { title: String },
    /// The file of the result signed with this certificate's key.
    ResultSigned { certificate: String },
    /// Approved.
    Approved { note: Option<Prose> },
    /// Given back by the leader.
    Rejected { reason: Prose },
    /// Opened again by the leader.
    Reopened { reason: Prose },
    /// Result handed over.
    ResultReturned {
        received_by: String,
        method: ReturnMethod,
    },
    /// Apology given and a new due date set.
    Apologised { reason: Prose },
    /// Corrected; both versions of what changed are kept.
    Corrected {
        before: Map<String, Value>,
        after: Map<String, Value>,
        reason: Prose,
    },
    /// Internal note.
    Noted { text: Prose, file: Option<FileRef> },
    /// Message between both sides.
    Messaged { text: Prose, file: Option<FileRef> },
    /// The leader urges the holder.
    Urged { text: Prose, file: Option<FileRef> },
    /// The unit that has it is called otherwise, or was merged into another.
    UnitMoved { from: String },
    /// The due date was counted anew because the calendar changed.
    DueRecounted,
    /// The clock reminds of a due moment.
    Reminded { of: Reminder, due: Moment },
    /// The citizen rated the handling.
    Rated { score: u8 },
}

impl Happening {
    /// Whether only officers may read it.
    pub const fn is_internal(&self) -> bool {
        matches!(
            self,
            Self::Noted { .. }
                | Self::Urged { .. }
                | Self::OpinionAsked { .. }
                | Self::OpinionGiven { .. }
                | Self::Reminded { .. }
        )
    }

    /// The file that came with it.
    pub const fn file(&self) -> Option<&FileRef> {
        match self {
            Self::Noted { file, .. }
            | Self::Messaged { file, .. }
            | Self::Urged { file, .. }
            | Self::OpinionGiven { file, .. } => file.as_ref(),
            _ => None,
        }
    }
}

/// One line of a dossier's history (lịch sử xử lý).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: Actor,
    /// What; nested, since its own fields share names with those of the line.
    pub happening: Happening,
    /// Status before; none for the first line.
    pub from: Option<Status>,
    /// Status after.
    pub to: Status,
    /// Step after.
    pub step: Step,
    /// Unit after.
    pub unit: String,
    /// Due date before.
    pub due_before: Option<Moment>,
    /// Due date after.
    pub due_after: Option<Moment>,
    /// Version of the dossier after.
    pub version: u64,
}

impl Event {
    /// The line that tells how `before` became `after`; without `before` the dossier is new.
    pub fn between(
        before: Option<&Dossier>,
        after: &Dossier,
        actor: Actor,
        happening: Happening,
        at: Moment,
    ) -> Self {
        Self {
            at,
            actor,
            happening,
            from: before.map(|before| before.status),
            to: after.status,
            step: after.place.step.clone(),
            unit: after.place.unit.clone(),
            due_before: before.and_then(|before| before.due_at),
            due_after: after.due_at,
            version: after.version,
        }
    }

    /// The same line without the full name of whoever took the result, for people who only know the code.
    #[must_use]
    pub fn for_strangers(&self) -> Self {
        let mut line = self.clone();
        if let Happening::ResultReturned { received_by, .. } = &mut line.happening {
            *received_by = masked_name(received_by);
        }
        line
    }
}
