//! Backups: which were made, how the last attempts ended (sao lưu, diễn tập khôi phục).

use std::path::{Path, PathBuf};

use jiff::civil::Time;

use super::{Declined, Office};
use crate::domain::audit::{Deed, Trace};
use crate::domain::time::Moment;
use crate::kv::{KvError, NEXT, Span, Tx};
pub use crate::store::backups::{Attempt, Attempts, Backup};
use crate::store::{
    Load, Save, audit,
    settings::{Kept, setting},
};

/// What somebody may ask for at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// A backup.
    Backup,
    /// Restoring the newest for trial.
    Drill,
}

/// Whoever looks after the data of a running office.
pub trait Keeper: Send + Sync {
    /// Begins a task; false while another is under way.
    fn ask(&self, task: Task) -> bool;
    /// What is being done, in words.
    fn doing(&self) -> Option<String>;
    /// Where backups go.
    fn folder(&self) -> &Path;
    /// When they are made by themselves.
    fn time(&self) -> Option<Time>;
    /// Bytes that are free on the disk of the data directory.
    fn free(&self) -> std::io::Result<u64>;
}

/// A backup that was found near the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Where.
    pub path: PathBuf,
    /// When it was made: `YYYYMMDD-HHMMSS`.
    pub when: String,
    /// Bytes.
    pub size: u64,
}

/// Whoever can fill an empty office from a backup.
pub trait Restorer: Send + Sync {
    /// Begins; false while it is under way already. `key` is a passphrase or a key; empty for none.
    fn begin(&self, file: &Path, key: &str) -> bool;
    /// What is being done, in words.
    fn doing(&self) -> Option<String>;
    /// Why the last attempt failed, and what to do.
    fn wrong(&self) -> Option<String>;
    /// Backups that lie near, newest first.
    fn offered(&self) -> Vec<Offered>;
}

impl Office {
    /// Remembers a backup that was made. Blocking.
    pub fn note_backup(&self, backup: Backup, now: Moment) -> Result<(), Declined> {
        let said = backup.place.clone().unwrap_or_default();
        let trace = Trace::new(&self.by, Deed::BackedUp, now).on(backup.id.clone());
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                tx.save(&backup)?;
                let mut attempts = setting::<Attempts>(tx)?.unwrap_or_default();
                attempts.backup = Some(Attempt {
                    at: now,
                    wrong: None,
                    said: said.clone(),
                });
                tx.save(&Kept(attempts))?;
                audit::write(tx, &trace)?;
                Ok(())
            })
    }

    /// Remembers how an attempt ended; `which` picks it. Blocking.
    pub fn note_attempt(
        &self,
        deed: Deed,
        which: fn(&mut Attempts) -> &mut Option<Attempt>,
        attempt: Attempt,
    ) -> Result<(), Declined> {
        let ended = if attempt.wrong.is_some() {
            "failed"
        } else {
            "ok"
        };
        let trace = Trace::new(&self.by, deed, attempt.at).detail(ended);
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                let mut attempts = setting::<Attempts>(tx)?.unwrap_or_default();
                *which(&mut attempts) = Some(attempt.clone());
                tx.save(&Kept(attempts))?;
                audit::write(tx, &trace)?;
                Ok(())
            })
    }

    /// How the last attempts ended.
    pub fn attempts(&self) -> Result<Attempts, KvError> {
        self.kv
            .read(|view| Ok(setting::<Attempts>(view)?.unwrap_or_default()))
    }

    /// The newest backups, newest first.
    pub fn backups(&self, limit: usize) -> Result<Vec<Backup>, KvError> {
        let mut found = Vec::new();
        self.kv.read(|view| {
            view.each::<Backup>(&Span::all().reverse().limit(limit), &mut |backup| {
                found.push(backup);
                Ok(NEXT)
            })
        })?;
        Ok(found)
    }
}
