//! Questions and feedback (hỏi đáp, phản ánh, kiến nghị): what somebody asks or tells the office, and what it answers.

mod act;

use serde::{Deserialize, Serialize};

pub use act::{FeedbackAction, Hindrance, Responder};

use super::clock::{self, Term};
use super::codes::DossierCode;
use super::fault::{Fault, FieldFault};
use super::officer::{Holder, Username};
use super::person::{Email, Phone};
use super::text::{Line, Prose};
use super::time::{Day, Moment};

/// Longest text of a piece, in characters.
pub const LONGEST_TEXT: usize = 5_000;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    /// A question (câu hỏi).
    Question,
    /// Something that goes wrong (phản ánh).
    Report,
    /// How something could be done better (kiến nghị).
    Proposal,
}

impl FeedbackKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Question, Self::Report, Self::Proposal];

    /// The stable name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Report => "report",
            Self::Proposal => "proposal",
        }
    }

    /// The kind of this name.
    pub fn from_key(key: &str) -> Result<Self, Fault> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.key() == key).ok_or(if key.is_empty() {
            Fault::Missing
        } else {
            Fault::NotAChoice
        })
    }

    /// Within how many working days the office means to answer. This is what the office pledges and may change here; it is
    /// no term of a law. A piece keeps the pledge under which it was received.
    pub const fn pledge(self) -> u32 {
        match self {
            Self::Question => 5,
            Self::Report | Self::Proposal => 15,
        }
    }
}

/// Who sends it, as far as they say. Never shown to the public.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
}

impl Sender {
    /// Who reports or proposes says who they are and how they can be reached; a question may come without a name, since its
    /// answer is found with the code.
    pub fn check(&self, kind: FeedbackKind) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if kind != FeedbackKind::Question {
            if self.name.is_none() {
                faults.push(FieldFault::new("name", Fault::Missing));
            }
            if self.phone.is_none() && self.email.is_none() {
                faults.push(FieldFault::new("phone", Fault::Missing));
            }
        }
        faults
    }

    /// The same with telephone and e-mail covered but for their ends.
    pub fn covered(&self) -> [Option<String>; 2] {
        let phone = self.phone.as_ref().map(|phone| {
            let shown = phone.as_str().len().saturating_sub(3);
            format!("{}{}", "*".repeat(shown), &phone.as_str()[shown..])
        });
        let email = self.email.as_ref().map(|email| {
            let (name, host) = email.as_str().split_once('@').unwrap_or_default();
            let first: String = name.chars().take(1).collect();
            format!("{first}***@{host}")
        });
        [phone, email]
    }
}

/// The procedure that a piece is about, with its name of that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutProcedure {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Why the office does not deal with a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineGround {
    /// Somebody else is competent.
    NotCompetent,
    /// The same was answered before.
    AnsweredBefore,
    /// What is meant cannot be made out.
    Unclear,
}

impl DeclineGround {
    /// Every ground.
    pub const ALL: [Self; 3] = [Self::NotCompetent, Self::AnsweredBefore, Self::Unclear];

    /// The stable name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotCompetent => "not_competent",
            Self::AnsweredBefore => "answered_before",
            Self::Unclear => "unclear",
        }
    }

    /// The ground of this name.
    pub fn from_key(key: &str) -> Result<Self, Fault> {
        let mut all = Self::ALL.into_iter();
        all.find(|ground| ground.key() == key)
            .ok_or(Fault::NotAChoice)
    }
}

/// An answer as it was given; a later one stands in its place, and it stays readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What the office says.
    pub text: Prose,
    /// Why it does not deal with the matter; without it, it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<DeclineGround>,
    /// Who is competent instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Line>,
    /// Who gave it.
    pub by: Holder,
    /// When.
    pub at: Moment,
}

/// The words under which a question and its answer are public: without what tells who asked. The original is kept beside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicWording {
    /// What it is about.
    pub title: Line,
    /// What is asked or told.
    pub text: Prose,
    /// Since when it is public.
    pub since: Moment,
}

/// Something that happened to a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackStep {
    /// It was sent.
    Sent,
    /// An officer took it.
    Taken,
    /// An officer handed it to another one.
    HandedOver {
        /// To whom.
        to: Holder,
    },
    /// It was answered.
    Answered,
    /// The answer was changed.
    Changed,
    /// The office does not deal with it.
    Declined,
    /// Question and answer were made public.
    Published,
    /// Its public words were changed.
    Reworded,
    /// It is not public any more.
    Hidden,
}

/// A line of its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackLine {
    /// When.
    pub at: Moment,
    /// Which officer; whoever sent it is not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Holder>,
    /// What.
    pub step: FeedbackStep,
}

/// How far a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackState {
    /// Nobody has taken it.
    New,
    /// An officer works on it.
    Held,
    /// It is answered.
    Answered,
    /// The office does not deal with it, and said why.
    Declined,
}

/// A question, a report or a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Its code, e.g. `PA-260310-0001`.
    pub code: String,
    /// The eight characters with which its sender follows it.
    pub secret: String,
    /// Goes up with every step.
    pub version: u64,
    /// What it is.
    pub kind: FeedbackKind,
    /// What it is about, in one line.
    pub title: Line,
    /// What is asked or told.
    pub text: Prose,
    /// The procedure that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<AboutProcedure>,
    /// The dossier that it is about, as its sender says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<DossierCode>,
    /// Who sends it.
    #[serde(default)]
    pub sender: Sender,
    /// The account that sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Username>,
    /// Whether question and answer may be made public without a name.
    pub may_publish: bool,
    /// When it was sent.
    pub sent_at: Moment,
    /// The working days within which the office meant to answer.
    pub pledge: u32,
    /// When these end.
    pub due_at: Moment,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// What was answered, the last one counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// How it is public, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<PublicWording>,
    /// What happened, oldest first.
    pub history: Vec<FeedbackLine>,
}

/// The code of the piece with this number of the day.
pub fn feedback_code(day: Day, number: u64) -> String {
    let year = day.year().rem_euclid(100);
    format!("PA-{year:02}{:02}{:02}-{number:04}", day.month(), day.day())
}

/// When a piece is due that comes in at this moment.
pub fn feedback_due(
    kind: FeedbackKind,
    sent: Moment,
    calendar: &clock::OfficeCalendar,
) -> clock::Due {
    clock::due(Term::WorkingDays(kind.pledge()), sent, calendar)
}

impl Feedback {
    /// How far it is.
    pub fn state(&self) -> FeedbackState {
        match (self.answer(), &self.holder) {
            (Some(answer), _) if answer.declined.is_some() => FeedbackState::Declined,
            (Some(_), _) => FeedbackState::Answered,
            (None, Some(_)) => FeedbackState::Held,
            (None, None) => FeedbackState::New,
        }
    }

    /// The answer that counts.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.last()
    }

    /// When it was answered first: that is what the pledge is about.
    pub fn answered_at(&self) -> Option<Moment> {
        self.answers.first().map(|answer| answer.at)
    }

    /// Whether it waits for its answer longer than the office pledged, or did.
    pub fn is_late(&self, now: Moment) -> bool {
        self.answered_at().unwrap_or(now) > self.due_at
    }
}
