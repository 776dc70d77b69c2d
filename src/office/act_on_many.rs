//! Doing the same with many dossiers at once (thao tác hàng loạt): each its own transaction, all sharing commits, each told.

use serde_json::{Map, Value};

use super::{Decline, Declined, Office, Viewer};
use crate::domain::action::Verb;
use crate::domain::dossier::Dossier;
use crate::domain::time::Moment;
use crate::kv::{KvError, WriteError};

/// Dossiers that are acted on at once at most.
pub const MOST_AT_ONCE: usize = 500;

/// Verbs that make sense for many at once: what they carry is the same for each.
pub const FOR_MANY: [Verb; 6] = [
    Verb::Accept,
    Verb::Forward,
    Verb::Assign,
    Verb::Approve,
    Verb::Urge,
    Verb::Note,
];

/// What became of one of many.
#[derive(Debug)]
pub struct Tried {
    /// Which dossier.
    pub code: String,
    /// The dossier afterwards, or why not.
    pub outcome: Result<Dossier, Decline>,
}

impl Office {
    /// Does `verb` with each of `dossiers` that still has its version; answers for each, in the order given.
    ///
    /// The first wrong field declines all of them before anything is done.
    pub async fn act_on_many(
        &self,
        viewer: &Viewer,
        dossiers: Vec<(String, Option<u64>)>,
        verb: Verb,
        fields: Map<String, Value>,
        now: Moment,
    ) -> Result<Vec<Tried>, Declined> {
        crate::domain::action::Action::read(verb, fields.clone()).map_err(Decline::from)?;
        let mut at_work = tokio::task::JoinSet::new();
        for (at, (code, version)) in dossiers.into_iter().take(MOST_AT_ONCE).enumerate() {
            let (office, viewer, fields) = (self.clone(), viewer.clone(), fields.clone());
            at_work.spawn(async move {
                let outcome = office
                    .act_on_dossier(&viewer, &code, verb, fields, version, now)
                    .await;
                (at, code, outcome)
            });
        }
        let mut tried = Vec::with_capacity(at_work.len());
        while let Some(done) = at_work.join_next().await {
            let (at, code, outcome) = done.map_err(|error| KvError::Panicked(error.to_string()))?;
            let outcome = match outcome {
                Ok(dossier) => Ok(dossier),
                Err(WriteError::Declined(decline)) => Err(decline),
                Err(error) => return Err(error),
            };
            tried.push((at, Tried { code, outcome }));
        }
        tried.sort_by_key(|(at, _)| *at);
        Ok(tried.into_iter().map(|(_, tried)| tried).collect())
    }
}
