//! Clearing away what no record names (dọn tệp): to the trash first, for good after thirty days. A content that a record
//! names is never taken: the records are asked again while nobody can bring the same content.

use std::collections::BTreeMap;
use std::io;

use super::{Declined, Office};
use crate::domain::time::Moment;
use crate::files::Place;
use crate::kv::{KvError, NEXT, Span, Tx, View, WriteError, keys};
use crate::store::{
    Load, Save,
    contents::{Discarded, Tombstone},
    papers::Upload,
    spaces,
};

/// Uploads that no dossier uses are forgotten after so many seconds.
const UNUSED_SECONDS: i64 = 24 * 3600;

/// What lies in the trash is removed for good after so many seconds.
pub const TRASH_SECONDS: i64 = 30 * 24 * 3600;

/// How many are dealt with at a time.
const PIECE: usize = 500;

/// What a round of clearing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Uploads that were forgotten.
    pub forgotten: u64,
    /// Contents that went to the trash.
    pub discarded: u64,
    /// Contents that were removed for good.
    pub purged: u64,
}

/// Why a round could not be finished; the next one goes on where it stopped.
#[derive(Debug)]
pub enum ClearError {
    /// The store failed.
    Store(KvError),
    /// The disk failed.
    Disk(io::Error),
}

impl std::fmt::Display for ClearError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl From<KvError> for ClearError {
    fn from(error: KvError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for ClearError {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<Declined> for ClearError {
    fn from(error: Declined) -> Self {
        match error {
            WriteError::Store(error) => Self::Store(error),
            // These jobs refuse nothing.
            WriteError::Declined(_) => Self::Store(KvError::Closed),
        }
    }
}

impl Office {
    /// One round: forget unused uploads, discard what nobody names, purge what has lain long enough. Blocking.
    pub fn clear_files(&self, now: Moment) -> Result<Cleared, ClearError> {
        let mut cleared = Cleared::default();
        loop {
            let forgotten = self.forget_unused(now)?;
            cleared.forgotten += forgotten;
            if forgotten < PIECE as u64 {
                break;
            }
        }
        let mut trash = Vec::new();
        self.kv.read(|view| {
            view.each::<Tombstone>(&Span::all(), &mut |stone| {
                if stone.purged_at.is_none() {
                    trash.push(stone);
                }
                Ok(NEXT)
            })
        })?;
        for stone in trash {
            if now.seconds_since(stone.since) >= TRASH_SECONDS {
                cleared.purged += u64::from(self.purge(stone, now)?);
            } else {
                cleared.discarded += u64::from(self.discard(&stone)? == Some(true));
            }
        }
        Ok(cleared)
    }

    /// Discards contents on the shelf that no record ever named: what is left when the machine dies between a content and
    /// its record. Blocking, and long on a large shelf.
    pub fn clear_orphans(&self, now: Moment) -> Result<u64, ClearError> {
        let mut discarded = 0;
        for (sha256, size) in self.orphans()? {
            let stone = Tombstone {
                sha256,
                name: None,
                size,
                why: Discarded::Orphan,
                since: now,
                purged_at: None,
            };
            let kept = stone.clone();
            self.kv
                .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                    if !is_named(tx, &kept.sha256)? {
                        tx.save(&kept)?;
                    }
                    Ok(())
                })?;
            discarded += u64::from(self.discard(&stone)? == Some(true));
        }
        Ok(discarded)
    }

    /// Contents on the shelf that no record names, with their bytes. Blocking.
    pub fn orphans(&self) -> Result<BTreeMap<String, u64>, ClearError> {
        let mut found = BTreeMap::new();
        self.files.each(Place::Shelf, &mut |name, size| {
            found.insert(name.to_owned(), size);
        })?;
        self.kv.read(|view| {
            view.scan(spaces::UPLOADS_BY_HASH, &Span::all(), &mut |key, _| {
                if let Ok((sha256, _)) = keys::decode::<(String, String)>(key) {
                    found.remove(&sha256);
                }
                Ok(NEXT)
            })
        })?;
        Ok(found)
    }

    /// Removes the records of uploads that no dossier came to use within a day.
    fn forget_unused(&self, now: Moment) -> Result<u64, Declined> {
        let until = now.plus_seconds(-UNUSED_SECONDS).unix();
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<u64, Declined> {
                let span = Span::range(Vec::new(), keys::encode(&until)).limit(PIECE);
                let rows = tx.rows(spaces::UPLOADS_UNUSED, &span)?;
                for (key, _) in &rows {
                    let (_, id) = keys::decode::<(i64, String)>(key)
                        .map_err(|error| KvError::unreadable(spaces::UPLOADS_UNUSED, key, error))?;
                    let Some(upload) = tx.load::<Upload>(&id)? else {
                        continue;
                    };
                    tx.remove::<Upload>(&id)?;
                    if !is_named(tx, &upload.file.sha256)? {
                        tx.save(&Tombstone {
                            sha256: upload.file.sha256,
                            name: Some(upload.file.name),
                            size: upload.file.size,
                            why: Discarded::Unused,
                            since: now,
                            purged_at: None,
                        })?;
                    }
                }
                Ok(rows.len() as u64)
            })
    }

    /// Moves a content to the trash; `None` when it is named again.
    fn discard(&self, stone: &Tombstone) -> Result<Option<bool>, ClearError> {
        let sha256 = &stone.sha256;
        self.files.discard::<ClearError>(sha256, || {
            Ok(self.kv.read(|view| is_named(view, sha256))?)
        })
    }

    fn purge(&self, stone: Tombstone, now: Moment) -> Result<bool, ClearError> {
        let sha256 = stone.sha256.clone();
        // Once more, for a machine that died between tombstone and trash.
        if self.discard(&stone)?.is_none() {
            return Ok(false);
        }
        self.files.purge(&sha256)?;
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                if let Some(mut stone) = tx.load::<Tombstone>(&stone.sha256)? {
                    stone.purged_at = Some(now);
                    tx.save(&stone)?;
                }
                Ok(())
            })?;
        Ok(true)
    }
}

/// Whether a record names this content.
fn is_named(view: &(impl View + ?Sized), sha256: &str) -> Result<bool, KvError> {
    let span = Span::prefix(keys::encode(&sha256)).limit(1);
    Ok(!view.rows(spaces::UPLOADS_BY_HASH, &span)?.is_empty())
}
