//! What is to be thought of the signatures in a file: looked at once, remembered while the office runs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::unpacked;
use crate::domain::dossier::FileRef;
use crate::domain::signature::Inspected;
use crate::domain::time::{Day, Moment};
use crate::kv::KvError;
use crate::office::Office;
use crate::seal::pades::{Roots, inspect};

/// Files whose verdicts are remembered.
const MOST: usize = 4000;

/// Verdicts by content; all of them rest on the same trusted authorities and on the day, since certificates run out.
#[derive(Debug, Clone)]
pub struct Inspections(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    known: Mutex<Known>,
    /// One file at a time is read into objects: a large one takes a multiple of its size.
    turn: tokio::sync::Semaphore,
}

#[derive(Debug, Default)]
struct Known {
    /// The day for which the verdicts hold.
    day: Option<Day>,
    found: HashMap<String, Arc<Inspected>>,
}

impl Default for Inspections {
    fn default() -> Self {
        Self(Arc::new(Kept {
            known: Mutex::default(),
            turn: tokio::sync::Semaphore::new(1),
        }))
    }
}

impl Inspections {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, sha256: &str, day: Day) -> Option<Arc<Inspected>> {
        let known = self.lock();
        let today = known.day == Some(day);
        today.then(|| known.found.get(sha256).cloned()).flatten()
    }

    fn keep(&self, sha256: &str, found: &Arc<Inspected>, day: Day) {
        let mut known = self.lock();
        if known.day != Some(day) || known.found.len() >= MOST {
            *known = Known {
                day: Some(day),
                found: HashMap::new(),
            };
        }
        known.found.insert(sha256.to_owned(), found.clone());
    }

    /// Other authorities are trusted now.
    pub(super) fn forget(&self) {
        *self.lock() = Known::default();
    }
}

impl Office {
    /// What is to be thought of the signatures in a file. A file that cannot be read, or that makes the reader fail, is
    /// told as unreadable.
    pub async fn signatures(&self, file: &FileRef, now: Moment) -> Result<Arc<Inspected>, KvError> {
        if file.media_type != "application/pdf" {
            return Ok(Arc::new(Inspected::Unsigned));
        }
        if let Some(known) = self.inspections.known(&file.sha256, now.day()) {
            return Ok(known);
        }
        let roots: Vec<Vec<u8>> = self
            .trusted_roots()?
            .iter()
            .map(|root| unpacked(&root.der))
            .collect();
        let (files, sha256) = (self.files.clone(), file.sha256.clone());
        let turn = self.inspections.0.turn.acquire().await;
        let looked = tokio::task::spawn_blocking(move || {
            let pdf = files.read(&sha256).ok()?;
            let roots = Roots::read(roots.iter().map(Vec::as_slice));
            Some(inspect(&pdf, &roots, now))
        })
        .await;
        drop(turn);
        let found = match looked {
            // The content itself is harmed: that is told where it is opened, and may be mended.
            Ok(None) => return Ok(Arc::new(Inspected::Unreadable)),
            Ok(Some(found)) => Arc::new(found),
            Err(_) => Arc::new(Inspected::Unreadable),
        };
        self.inspections.keep(&file.sha256, &found, now.day());
        Ok(found)
    }
}
