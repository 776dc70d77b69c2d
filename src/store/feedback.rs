//! Where questions, reports and proposals lie, and their lists.

use serde::{Deserialize, Serialize};

use super::{Carried, IndexRow, Load, Record, spaces, summary, tallies};
use crate::domain::feedback::{Feedback, FeedbackKind, FeedbackState};
use crate::domain::time::Moment;
use crate::kv::{
    KvError, NEXT, Space, Span, View,
    keys::{self, Desc},
};

/// Begins the keys of their counts; no audience of dossiers begins so.
const MARK: &str = "!feedback";

/// A row of a list of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRow {
    /// Code.
    pub code: String,
    /// What it is.
    pub kind: FeedbackKind,
    /// What it is about.
    pub title: String,
    /// How far it is.
    pub state: FeedbackState,
    /// When it was sent.
    pub sent_at: Moment,
    /// When it is due.
    pub due_at: Moment,
    /// When it was answered first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Moment>,
    /// Name of whoever works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Whether it is public.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
}

impl FeedbackRow {
    fn of(piece: &Feedback) -> Self {
        Self {
            code: piece.code.clone(),
            kind: piece.kind,
            title: piece.title.to_string(),
            state: piece.state(),
            sent_at: piece.sent_at,
            due_at: piece.due_at,
            answered_at: piece.answered_at(),
            holder: piece.holder.as_ref().map(|holder| holder.name.clone()),
            public: piece.public.is_some(),
        }
    }

    /// Whether it waits for its answer longer than the office pledged, or did.
    pub fn is_late(&self, now: Moment) -> bool {
        self.answered_at.unwrap_or(now) > self.due_at
    }
}

/// A public question as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCard {
    /// Code.
    pub code: String,
    /// What it is.
    pub kind: FeedbackKind,
    /// What it is about, in its public words.
    pub title: String,
    /// Name of the procedure that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// Since when it is public.
    pub since: Moment,
}

/// Which pieces a list of officers shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedbackPile<'a> {
    /// All that wait for an answer, the most urgent first.
    Open,
    /// Those of them that nobody has taken.
    New,
    /// Those of them that an officer works on.
    With(&'a str),
    /// What is answered, the newest first.
    Answered,
    /// What the office does not deal with, the newest first.
    Declined,
}

impl FeedbackPile<'_> {
    fn key(self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::New => "new".to_owned(),
            Self::With(name) => format!("h{name}"),
            Self::Answered => "answered".to_owned(),
            Self::Declined => "declined".to_owned(),
        }
    }

    fn rows(self) -> Vec<u8> {
        keys::encode(&self.key())
    }

    fn count(self) -> Vec<u8> {
        keys::encode(&(MARK, self.key()))
    }
}

/// The piles that a piece lies on.
fn piles(piece: &Feedback) -> Vec<FeedbackPile<'_>> {
    match piece.state() {
        FeedbackState::New => vec![FeedbackPile::Open, FeedbackPile::New],
        FeedbackState::Held => {
            let holder = piece.holder.as_ref();
            let with = holder.map(|holder| FeedbackPile::With(holder.username.as_str()));
            with.into_iter().chain([FeedbackPile::Open]).collect()
        }
        FeedbackState::Answered => vec![FeedbackPile::Answered],
        FeedbackState::Declined => vec![FeedbackPile::Declined],
    }
}

impl Record for Feedback {
    type Key = String;
    const SPACE: Space = spaces::FEEDBACK;
    const INDICES: &'static [Space] = &[
        spaces::FEEDBACK_BY_PILE,
        spaces::FEEDBACK_PUBLIC,
        spaces::FEEDBACK_BY_OWNER,
    ];
    const VERSION_TAG: u8 = 1;
    const COUNTS: bool = true;

    fn key(&self) -> String {
        self.code.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        let row = Carried::of(&FeedbackRow::of(self));
        let order = match self.answered_at() {
            Some(at) => -at.unix(),
            None => self.due_at.unix(),
        };
        for pile in piles(self) {
            let key = (pile.key(), order, self.code.as_str());
            rows.push(IndexRow::carrying(spaces::FEEDBACK_BY_PILE, &key, &row));
        }
        if let Some(owner) = &self.owner {
            let key = (
                owner.as_str(),
                Desc(self.sent_at.unix()),
                self.code.as_str(),
            );
            rows.push(IndexRow::carrying(spaces::FEEDBACK_BY_OWNER, &key, &row));
        }
        if let Some(public) = &self.public {
            let card = Carried::of(&PublicCard {
                code: self.code.clone(),
                kind: self.kind,
                title: public.title.to_string(),
                procedure: self.procedure.as_ref().map(|about| about.name.clone()),
                since: public.since,
            });
            let about = self.procedure.as_ref().map(|about| about.code.as_str());
            for part in [Some(""), about].into_iter().flatten() {
                let key = (part, Desc(public.since.unix()), self.code.as_str());
                rows.push(IndexRow::carrying(spaces::FEEDBACK_PUBLIC, &key, &card));
            }
        }
    }

    fn tally(&self, keys: &mut Vec<Vec<u8>>) {
        keys.extend(piles(self).into_iter().map(FeedbackPile::count));
    }
}

/// Rows of a list, with the place in it after which the next page begins.
pub type Listed<T> = (Vec<T>, Option<Vec<u8>>);

/// A page of a pile after the place given; with a moment only what is due before it.
pub fn piled(
    view: &dyn View,
    pile: FeedbackPile<'_>,
    due_before: Option<Moment>,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Listed<FeedbackRow>, KvError> {
    let prefix = pile.rows();
    let span = match due_before {
        Some(moment) => Span::range(prefix.clone(), keys::encode(&(pile.key(), moment.unix()))),
        None => Span::prefix(prefix.clone()),
    };
    page(view, spaces::FEEDBACK_BY_PILE, &prefix, span, after, limit)
}

/// What a citizen sent, the newest first.
pub fn of_owner(view: &dyn View, owner: &str, limit: usize) -> Result<Vec<FeedbackRow>, KvError> {
    let prefix = keys::encode(&owner);
    let span = Span::prefix(prefix.clone());
    let page = page(view, spaces::FEEDBACK_BY_OWNER, &prefix, span, None, limit)?;
    Ok(page.0)
}

/// A page of what is public, the newest first: all of it, or what is about a procedure.
pub fn public(
    view: &dyn View,
    procedure: Option<&str>,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Listed<PublicCard>, KvError> {
    let prefix = keys::encode(&procedure.unwrap_or_default());
    let span = Span::prefix(prefix.clone());
    page(view, spaces::FEEDBACK_PUBLIC, &prefix, span, after, limit)
}

fn page<T: serde::de::DeserializeOwned>(
    view: &dyn View,
    space: Space,
    prefix: &[u8],
    span: Span,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Listed<T>, KvError> {
    let span = match after {
        Some(place) => span.after([prefix, place].concat()),
        None => span,
    };
    let mut rows: Vec<(Vec<u8>, T)> = view.summaries(space, &span.limit(limit + 1))?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|(key, _)| key[prefix.len()..].to_vec());
    Ok((rows.into_iter().map(|(_, row)| row).collect(), next))
}

/// How many lie on a pile.
pub fn count(view: &dyn View, pile: FeedbackPile<'_>) -> Result<u64, KvError> {
    tallies::get(view, &pile.count())
}

/// How many wait for an answer longer than the office pledged; at most `most` are counted.
pub fn count_late(view: &dyn View, now: Moment, most: usize) -> Result<u64, KvError> {
    let pile = FeedbackPile::Open;
    let span = Span::range(pile.rows(), keys::encode(&(pile.key(), now.unix()))).limit(most);
    let mut late = 0;
    view.scan(spaces::FEEDBACK_BY_PILE, &span, &mut |key, value| {
        // The row is read, so that a damaged one is told of and not counted.
        let _: FeedbackRow = summary(spaces::FEEDBACK_BY_PILE, key, value)?;
        late += 1;
        Ok(NEXT)
    })?;
    Ok(late)
}
