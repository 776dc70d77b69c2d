//! The law of answering: who may do what with a piece, and what it becomes.

use super::{
    Answer, DeclineGround, Feedback, FeedbackLine, FeedbackState, FeedbackStep, PublicWording,
};
use crate::domain::officer::{Holder, Username};
use crate::domain::text::{Line, Prose};
use crate::domain::time::Moment;

/// What an officer does with a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedbackAction {
    /// Gives it to an officer, also oneself.
    Assign(Holder),
    /// Answers, or changes the answer.
    Answer(Prose),
    /// Says why the office does not deal with it.
    Decline {
        /// Why.
        ground: DeclineGround,
        /// In words.
        text: Prose,
        /// Who is competent instead.
        instead: Option<Line>,
    },
    /// Makes question and answer public in these words.
    Publish {
        /// What it is about.
        title: Line,
        /// What is asked or told.
        text: Prose,
    },
    /// Takes it back from the public.
    Hide,
}

impl FeedbackAction {
    /// The stable name in the audit record.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Assign(_) => "assign",
            Self::Answer(_) => "answer",
            Self::Decline { .. } => "decline",
            Self::Publish { .. } => "publish",
            Self::Hide => "hide",
        }
    }
}

/// The officer who does it.
#[derive(Debug, Clone)]
pub struct Responder {
    /// Who.
    pub officer: Holder,
    /// Whose work they do today besides their own.
    pub stands_for: Vec<Username>,
    /// Whether they direct the office's work.
    pub leads: bool,
}

/// Why something cannot be done with a piece now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// Another officer works on it.
    HeldByAnother,
    /// It is answered; only a leader changes an answer.
    Closed,
    /// It is not answered yet.
    NotAnswered,
    /// Its sender does not want it public.
    NoConsent,
    /// It is not public.
    NotPublic,
}

impl Feedback {
    /// Whether this officer works on it, or does today the work of whoever does.
    pub fn is_with(&self, responder: &Responder) -> bool {
        self.holder.as_ref().is_some_and(|holder| {
            holder.username == responder.officer.username
                || responder.stands_for.contains(&holder.username)
        })
    }

    /// Whether this may be done with it now.
    pub fn allows(&self, action: &FeedbackAction, by: &Responder) -> Result<(), Hindrance> {
        let own = self.is_with(by) || by.leads;
        let hindrance = match action {
            FeedbackAction::Assign(_) => self.answer().map(|_| Hindrance::Closed),
            FeedbackAction::Answer(_) | FeedbackAction::Decline { .. } => {
                match (self.answer(), &self.holder) {
                    (Some(_), _) if !by.leads => Some(Hindrance::Closed),
                    (None, Some(_)) if !own => Some(Hindrance::HeldByAnother),
                    _ => None,
                }
            }
            FeedbackAction::Publish { .. } | FeedbackAction::Hide if !own => {
                Some(Hindrance::HeldByAnother)
            }
            FeedbackAction::Publish { .. } if !self.may_publish => Some(Hindrance::NoConsent),
            FeedbackAction::Publish { .. } => {
                let answered = self.state() == FeedbackState::Answered;
                (!answered).then_some(Hindrance::NotAnswered)
            }
            FeedbackAction::Hide => self.public.is_none().then_some(Hindrance::NotPublic),
        };
        hindrance.map_or(Ok(()), Err)
    }

    /// Does it, and writes a line of history.
    pub fn act(
        &mut self,
        action: FeedbackAction,
        by: &Responder,
        now: Moment,
    ) -> Result<(), Hindrance> {
        self.allows(&action, by)?;
        let step = match action {
            FeedbackAction::Assign(to) => self.assign(to, by),
            FeedbackAction::Answer(text) => self.reply(by, now, text, None, None),
            FeedbackAction::Decline {
                ground,
                text,
                instead,
            } => self.reply(by, now, text, Some(ground), instead),
            FeedbackAction::Publish { title, text } => {
                let before = self.public.as_ref().map(|public| public.since);
                let since = before.unwrap_or(now);
                self.public = Some(PublicWording { title, text, since });
                match before {
                    Some(_) => FeedbackStep::Reworded,
                    None => FeedbackStep::Published,
                }
            }
            FeedbackAction::Hide => {
                self.public = None;
                FeedbackStep::Hidden
            }
        };
        self.version += 1;
        self.history.push(FeedbackLine {
            at: now,
            by: Some(by.officer.clone()),
            step,
        });
        Ok(())
    }

    fn assign(&mut self, to: Holder, by: &Responder) -> FeedbackStep {
        self.holder = Some(to.clone());
        if to.username == by.officer.username {
            FeedbackStep::Taken
        } else {
            FeedbackStep::HandedOver { to }
        }
    }

    fn reply(
        &mut self,
        by: &Responder,
        at: Moment,
        text: Prose,
        declined: Option<DeclineGround>,
        instead: Option<Line>,
    ) -> FeedbackStep {
        let step = match (self.answers.is_empty(), declined) {
            (_, Some(_)) => FeedbackStep::Declined,
            (true, None) => FeedbackStep::Answered,
            (false, None) => FeedbackStep::Changed,
        };
        // What the office does not deal with has no answer to show.
        if declined.is_some() {
            self.public = None;
        }
        self.holder.get_or_insert_with(|| by.officer.clone());
        self.answers.push(Answer {
            text,
            declined,
            instead,
            by: by.officer.clone(),
            at,
        });
        step
    }
}
