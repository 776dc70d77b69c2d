//! How people of this place say things: the office's own expressions, tried out before they are kept.

use super::{Declined, Office, Viewer, setting};
use crate::domain::audit::{Deed, Trace};
use crate::domain::expressions::{Expression, Expressions};
use crate::domain::time::Moment;
use crate::kv::{KvError, Tx};
use crate::search::{Card, Query, SearchError};
use crate::store::{Save, audit, settings::Kept};

/// Results that are compared.
const COMPARED: usize = 5;
/// Questions that are tried at most.
pub const MOST_TRIED: usize = 30;

/// What a question finds with the expressions that are kept, and with those that are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The question.
    pub question: String,
    /// The best answers now.
    pub before: Vec<Card>,
    /// The best answers then.
    pub after: Vec<Card>,
}

impl Office {
    /// The office's own expressions.
    pub fn expressions(&self) -> Result<Expressions, KvError> {
        self.kv
            .read(|view| Ok(setting::<Expressions>(view)?.unwrap_or_default()))
    }

    /// What the questions, and everything that is said anew, would find with these expressions; nothing is changed.
    /// Blocking.
    pub fn try_expressions(
        &self,
        tried: &Expressions,
        questions: &[String],
    ) -> Result<Vec<Tried>, KvError> {
        let kept = self.expressions()?;
        let trial = self.search.trial(tried).map_err(broken)?;
        let news = tried.0.iter().filter(|one| !kept.0.contains(one));
        let gone = kept.0.iter().filter(|one| !tried.0.contains(one));
        let said = news
            .chain(gone)
            .map(|Expression { said, .. }| said.replace('…', " "));
        let mut all: Vec<String> = questions.iter().cloned().chain(said).collect();
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|question| seen.insert(question.clone()));
        all.truncate(MOST_TRIED);
        let mut answers = Vec::with_capacity(all.len());
        for question in all {
            let ask = Query {
                text: &question,
                limit: COMPARED,
                ..Query::default()
            };
            let cards = |found: crate::search::Found| {
                found
                    .hits
                    .into_iter()
                    .map(|hit| hit.card)
                    .collect::<Vec<_>>()
            };
            answers.push(Tried {
                before: cards(self.search.search(&ask).map_err(broken)?),
                after: cards(self.search.try_out(&trial, &ask).map_err(broken)?),
                question,
            });
        }
        Ok(answers)
    }

    /// Words of a meaning that no procedure has: what they stand for would never be found.
    pub fn unknown_words(&self, expression: &Expression) -> Vec<String> {
        self.search.unknown_words(&expression.meant)
    }

    /// Keeps these expressions in place of the former ones; the next question is understood with them.
    pub async fn keep_expressions(
        &self,
        viewer: &Viewer,
        expressions: Expressions,
        now: Moment,
    ) -> Result<(), Declined> {
        let trace = Trace::new(&viewer.by(), Deed::SettingChanged, now).detail("expressions");
        let kept = expressions.clone();
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(kept.clone()))?)
            })
            .await?;
        let search = self.search.clone();
        tokio::task::spawn_blocking(move || search.understand(expressions))
            .await
            .map_err(|error| KvError::Panicked(error.to_string()))?
            .map_err(broken)?;
        Ok(())
    }

    /// Understands what the office says, after the store was opened.
    pub(super) fn understand_expressions(&self) -> Result<(), KvError> {
        self.search.understand(self.expressions()?).map_err(broken)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn broken(error: SearchError) -> KvError {
    KvError::Panicked(error.to_string())
}
