//! What happened in the office, in order, for other systems.

use super::Office;
use crate::domain::{dossier::Dossier, event::Event};
use crate::kv::KvError;
use crate::store;

/// An entry of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// Position.
    pub seq: u64,
    /// Code of the dossier.
    pub dossier: Option<String>,
    /// What happened.
    pub event: Event,
}

impl Office {
    /// How many entries the journal has.
    pub fn journal_length(&self) -> Result<u64, KvError> {
        self.kv.read(|view| store::latest_seq(view))
    }

    /// At most `limit` entries after the position, oldest first.
    pub fn feed(&self, after: u64, limit: usize) -> Result<Vec<FeedEntry>, KvError> {
        let entries = self.kv.read(|view| store::feed(view, after, limit))?;
        entries
            .iter()
            .map(|entry| {
                Ok(FeedEntry {
                    seq: entry.seq,
                    dossier: entry.subject.key::<Dossier>(),
                    event: entry.event::<Event>()?,
                })
            })
            .collect()
    }
}
