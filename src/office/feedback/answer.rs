//! What officers do with questions and feedback: list, read, take, hand over, answer, decline, make public.

use super::{FeedbackRow, feedback};
use crate::domain::audit::{Deed, Ground, Trace};
use crate::domain::fault::Fault;
use crate::domain::feedback::{Feedback, FeedbackAction, LONGEST_TEXT, Responder};
use crate::domain::officer::{Role, User, Username};
use crate::domain::time::Moment;
use crate::kv::Tx;
use crate::office::{Decline, Declined, Office, Viewer};
use crate::store::feedback::FeedbackPile;
use crate::store::{Load, Save, audit};

/// Late pieces that are counted at most; nobody reads a larger number.
const MOST_LATE: usize = 999;

/// Which pieces a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All that wait for an answer.
    #[default]
    Open,
    /// Those that nobody has taken.
    New,
    /// Those that the viewer works on.
    Mine,
    /// Those that wait longer than the office pledged.
    Late,
    /// What is answered.
    Answered,
    /// What the office does not deal with.
    Declined,
}

impl Which {
    /// Every list, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::New,
        Self::Mine,
        Self::Late,
        Self::Answered,
        Self::Declined,
    ];

    const fn pile(self, viewer: &str) -> FeedbackPile<'_> {
        match self {
            Self::Open | Self::Late => FeedbackPile::Open,
            Self::New => FeedbackPile::New,
            Self::Mine => FeedbackPile::With(viewer),
            Self::Answered => FeedbackPile::Answered,
            Self::Declined => FeedbackPile::Declined,
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Its rows.
    pub rows: Vec<FeedbackRow>,
    /// Where the next page begins.
    pub next: Option<Vec<u8>>,
}

/// How many each list has.
pub type Counts = Vec<(Which, u64)>;

/// The viewer as the law of answering knows them.
fn responder(viewer: &Viewer) -> Responder {
    Responder {
        officer: viewer.user().holder(),
        stands_for: viewer
            .stands_for()
            .iter()
            .map(|user| user.username.clone())
            .collect(),
        leads: viewer.has(Role::Leader),
    }
}

/// Whoever works on dossiers answers questions, too.
fn must_answer(viewer: &Viewer) -> Result<(), Decline> {
    let roles = &viewer.user().roles;
    if roles.iter().any(|role| role.works_on_dossiers()) {
        Ok(())
    } else {
        Err(Decline::Forbidden)
    }
}

impl Office {
    /// A page of a list, and how many each list has.
    pub fn feedback_list(
        &self,
        viewer: &Viewer,
        which: Which,
        after: Option<&[u8]>,
        limit: usize,
        now: Moment,
    ) -> Result<(List, Counts), Declined> {
        must_answer(viewer)?;
        let name = viewer.username();
        Ok(self.kv.read(|view| {
            let late = (which == Which::Late).then_some(now);
            let (rows, next) = feedback::piled(view, which.pile(name), late, after, limit)?;
            let mut counts = Vec::with_capacity(Which::ALL.len());
            for one in Which::ALL {
                let count = match one {
                    Which::Late => feedback::count_late(view, now, MOST_LATE)?,
                    other => feedback::count(view, other.pile(name))?,
                };
                counts.push((one, count));
            }
            Ok((List { rows, next }, counts))
        })?)
    }

    /// The piece as an officer reads it; the reading is noted.
    pub async fn open_feedback(
        &self,
        viewer: &Viewer,
        code: &str,
        now: Moment,
    ) -> Result<Feedback, Declined> {
        self.read_feedback(viewer, code, Deed::FeedbackRead, now)
            .await
    }

    /// The same with how its sender is reached: for whoever works on it, the counter and leaders.
    pub async fn reveal_contact(
        &self,
        viewer: &Viewer,
        code: &str,
        now: Moment,
    ) -> Result<Feedback, Declined> {
        let piece = self.feedback(code)?.ok_or(Decline::NotFound)?;
        if !Self::may_reveal(viewer, &piece) {
            return Err(Decline::Forbidden.into());
        }
        self.read_feedback(viewer, code, Deed::ContactRevealed, now)
            .await
    }

    /// Whether this officer may see how the sender is reached.
    pub fn may_reveal(viewer: &Viewer, piece: &Feedback) -> bool {
        piece.is_with(&responder(viewer)) || viewer.has(Role::Reception) || viewer.has(Role::Leader)
    }

    /// Whether this officer may do this with the piece now.
    pub fn feedback_allows(viewer: &Viewer, piece: &Feedback, action: &FeedbackAction) -> bool {
        piece.allows(action, &responder(viewer)).is_ok()
    }

    async fn read_feedback(
        &self,
        viewer: &Viewer,
        code: &str,
        deed: Deed,
        now: Moment,
    ) -> Result<Feedback, Declined> {
        must_answer(viewer)?;
        let piece = self.feedback(code)?.ok_or(Decline::NotFound)?;
        let trace = Trace::new(&viewer.by(), deed, now)
            .on(piece.code.as_str())
            .because(ground(viewer, &piece));
        self.note(trace).await?;
        Ok(piece)
    }

    /// Does something with a piece, as it was when the officer saw it.
    pub async fn act_on_feedback(
        &self,
        viewer: &Viewer,
        code: &str,
        action: FeedbackAction,
        version: Option<u64>,
        now: Moment,
    ) -> Result<Feedback, Declined> {
        must_answer(viewer)?;
        check(&action)?;
        let trace = Trace::new(&viewer.by(), Deed::FeedbackActed, now).detail(action.key());
        let by = responder(viewer);
        let code = code.trim().to_uppercase();
        self.kv
            .write(move |tx: &mut Tx| -> Result<Feedback, Declined> {
                let mut piece = tx.load::<Feedback>(&code)?.ok_or(Decline::NotFound)?;
                if version.is_some_and(|seen| seen != piece.version) {
                    return Err(Decline::Stale(piece.version).into());
                }
                let action = match action.clone() {
                    FeedbackAction::Assign(to) => {
                        FeedbackAction::Assign(colleague(tx, &to.username)?.holder())
                    }
                    other => other,
                };
                piece.act(action, &by, now).map_err(Decline::from)?;
                tx.save(&piece)?;
                audit::write(tx, &trace.clone().on(piece.code.as_str()))?;
                Ok(piece)
            })
            .await
    }
}

/// Public words are no longer than what was sent.
fn check(action: &FeedbackAction) -> Result<(), Decline> {
    match action {
        FeedbackAction::Publish { text, .. } if text.as_str().chars().count() > LONGEST_TEXT => {
            Err(Decline::field("text", Fault::TooLong))
        }
        _ => Ok(()),
    }
}

/// Somebody at work who may answer.
fn colleague(tx: &mut Tx, username: &Username) -> Result<User, Declined> {
    let user = tx.load::<User>(&username.to_string())?;
    let answers = |user: &User| {
        let mut roles = user.roles.iter();
        user.enabled && roles.any(|role| role.works_on_dossiers())
    };
    user.filter(answers)
        .ok_or_else(|| Decline::field("to", Fault::NotAnOfficer).into())
}

/// On which ground this officer reads it.
fn ground(viewer: &Viewer, piece: &Feedback) -> Ground {
    let own = piece.holder.as_ref().map(|holder| &holder.username);
    if own == Some(&viewer.user().username) {
        Ground::Holder
    } else if piece.is_with(&responder(viewer)) {
        Ground::Delegation
    } else if viewer.has(Role::Reception) {
        Ground::Counter
    } else if viewer.has(Role::Leader) {
        Ground::Direction
    } else {
        Ground::Field
    }
}
