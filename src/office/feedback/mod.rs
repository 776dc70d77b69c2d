//! Questions and feedback (hỏi đáp, phản ánh, kiến nghị): sending, following, answering, and what the public reads.
//!
//! Needs the records alone: while the catalogue or an index is being made anew, a piece is taken all the same.

mod answer;
mod publish;

use super::{Decline, Declined, Office, Viewer, random};
use crate::domain::audit::{Deed, Trace};
use crate::domain::codes::DossierCode;
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::feedback::{
    AboutProcedure, Feedback, FeedbackKind, FeedbackLine, FeedbackStep, LONGEST_TEXT, Sender,
    feedback_code, feedback_due,
};
use crate::domain::text::{Line, Prose};
use crate::domain::time::Moment;
use crate::kv::{KvError, Tx};
use crate::store::papers::Outcome;
use crate::store::{Load, Save, audit, feedback, sequence};

pub use crate::store::feedback::{FeedbackRow, PublicCard};
pub use answer::{Counts, List, Which};
pub use publish::Published;

/// Whose keys these are among the outcomes of requests.
const OUTCOMES: &str = "feedback";

/// How long the page after sending shows the lookup secret, in seconds.
const SHOWN: i64 = 24 * 3600;

/// Pieces of their own that a citizen sees.
const OWN: usize = 100;

/// What is sent.
#[derive(Debug, Clone)]
pub struct NewFeedback {
    /// What it is.
    pub kind: FeedbackKind,
    /// What it is about, in one line.
    pub title: Line,
    /// What is asked or told.
    pub text: Prose,
    /// Code of the procedure that it is about.
    pub procedure: Option<String>,
    /// The dossier that it is about.
    pub dossier: Option<DossierCode>,
    /// Who sends it.
    pub sender: Sender,
    /// Whether question and answer may be made public.
    pub may_publish: bool,
}

/// The number of a form is 128 random bits of ours; nothing else serves as one, since it opens what was sent with it.
fn is_number(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

impl Office {
    /// Takes a piece and answers when it is on disk; the same form sent again answers with the first.
    pub async fn send_feedback(
        &self,
        viewer: Option<&Viewer>,
        new: NewFeedback,
        form: &str,
        now: Moment,
    ) -> Result<Feedback, Declined> {
        let facts = self.settled()?;
        let mut faults = new.sender.check(new.kind);
        if new.text.as_str().chars().count() > LONGEST_TEXT {
            faults.push(FieldFault::new("text", Fault::TooLong));
        }
        let procedure = match new.procedure.as_deref() {
            None => None,
            Some(code) => {
                let known = self.procedure(code)?.filter(|known| !known.internal);
                if known.is_none() {
                    faults.push(FieldFault::new("procedure", Fault::UnknownProcedure));
                }
                known.map(|known| AboutProcedure {
                    code: known.code.to_string(),
                    name: known.name.clone(),
                })
            }
        };
        if !faults.is_empty() {
            return Err(Decline::Faults(faults).into());
        }
        let owner = viewer.filter(|viewer| !viewer.is_officer());
        let piece = Feedback {
            code: String::new(),
            secret: random::lookup_secret(),
            version: 1,
            due_at: feedback_due(new.kind, now, &facts.calendar).at,
            pledge: new.kind.pledge(),
            kind: new.kind,
            title: new.title,
            text: new.text,
            procedure,
            dossier: new.dossier,
            sender: new.sender,
            owner: owner.map(|viewer| viewer.user().username.clone()),
            may_publish: new.may_publish,
            sent_at: now,
            holder: None,
            answers: Vec::new(),
            public: None,
            history: vec![FeedbackLine {
                at: now,
                by: None,
                step: FeedbackStep::Sent,
            }],
        };
        let by = viewer.map_or_else(|| self.by.clone(), Viewer::by);
        let trace = Trace::new(&by, Deed::FeedbackSent, now);
        let key = (OUTCOMES.to_owned(), form.to_ascii_lowercase());
        let once = is_number(form);
        self.kv
            .write(move |tx: &mut Tx| -> Result<Feedback, Declined> {
                if once
                    && let Some(first) = tx.load::<Outcome>(&key)?
                    && let Some(first) = tx.load::<Feedback>(&first.made)?
                {
                    return Ok(first);
                }
                let day = now.day();
                let number = sequence::next(tx, &("feedback", day.to_string()))?;
                let piece = Feedback {
                    code: feedback_code(day, number),
                    ..piece.clone()
                };
                tx.save_new(&piece)?;
                if once {
                    tx.save(&Outcome {
                        who: key.0.clone(),
                        key: key.1.clone(),
                        made: piece.code.clone(),
                        at: now,
                    })?;
                }
                audit::write(tx, &trace.clone().on(piece.code.as_str()))?;
                Ok(piece)
            })
            .await
    }

    /// What was sent with the form of this number, for whoever has just sent it.
    pub fn sent_feedback(&self, form: &str, now: Moment) -> Result<Option<Feedback>, KvError> {
        if !is_number(form) {
            return Ok(None);
        }
        let key = (OUTCOMES.to_owned(), form.to_ascii_lowercase());
        self.kv.read(|view| {
            let fresh = |made: &Outcome| now.seconds_since(made.at) < SHOWN;
            let Some(made) = view.load::<Outcome>(&key)?.filter(fresh) else {
                return Ok(None);
            };
            view.load::<Feedback>(&made.made)
        })
    }

    /// The piece, when the secret fits; an unknown code and a wrong secret look the same.
    pub fn follow_feedback(&self, code: &str, secret: &str) -> Result<Option<Feedback>, KvError> {
        let piece = self.feedback(code)?;
        Ok(piece.filter(|piece| super::track_dossier::is_secret(secret, &piece.secret)))
    }

    /// The piece, when this account sent it.
    pub fn own_feedback(&self, viewer: &Viewer, code: &str) -> Result<Option<Feedback>, KvError> {
        let piece = self.feedback(code)?;
        Ok(piece.filter(|piece| piece.owner.as_ref() == Some(&viewer.user().username)))
    }

    /// What this account sent, the newest first.
    pub fn feedback_of(&self, viewer: &Viewer) -> Result<Vec<FeedbackRow>, KvError> {
        self.kv
            .read(|view| feedback::of_owner(view, viewer.username(), OWN))
    }

    /// Notes that somebody guessed at a secret; what was typed for a code that does not exist is not kept.
    pub async fn note_wrong_feedback_secret(
        &self,
        code: &str,
        now: Moment,
    ) -> Result<(), Declined> {
        let known = self.feedback(code)?;
        let trace = Trace::new(&self.by, Deed::SecretFailed, now);
        self.note(match known {
            Some(piece) => trace.on(piece.code),
            None => trace,
        })
        .await
    }

    fn feedback(&self, code: &str) -> Result<Option<Feedback>, KvError> {
        let code = code.trim().to_uppercase();
        self.kv.read(|view| view.load::<Feedback>(&code))
    }
}
