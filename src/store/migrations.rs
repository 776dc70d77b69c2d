//! Migrations: how an older directory becomes one of today.
//!
//! Each is named, pure and its own transaction, and stays here for ever. A record's new optional field needs
//! none, and neither does an index: that is rebuilt from the records.

use std::error::Error;
use std::fmt;

use super::spaces::META;
use super::value;
use crate::kv::keys;
use crate::kv::{Kv, KvError, Tx, View, WriteError};

/// One step from a schema version to the next.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The schema version it leads to; the first is 1.
    pub version: u32,
    /// What it does, in a word or two.
    pub name: &'static str,
    /// Does it. It sees only the store, so the same directory always ends the same.
    pub run: fn(&mut Tx<'_>) -> Result<(), KvError>,
}

/// Every migration, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "found",
        run: |_| Ok(()),
    },
    // Programs before this one do not read the log in front of the tree, so they must not open what has one.
    Migration {
        version: 2,
        name: "log",
        run: |_| Ok(()),
    },
];

/// The schema version that `known` leads to.
pub fn newest(known: &[Migration]) -> u32 {
    known.last().map_or(0, |migration| migration.version)
}

/// Why a directory cannot be brought to today's schema.
#[derive(Debug, Clone)]
pub enum MigrateError {
    /// A newer program has written it; opening it with this one could lose what only the newer one understands.
    Newer {
        /// The directory's schema version.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// The machine failed.
    Store(KvError),
}

impl fmt::Display for MigrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer { found, known } => write!(
                f,
                "the data directory has schema version {found}, this program knows versions up to {known}"
            ),
            Self::Store(trouble) => trouble.fmt(f),
        }
    }
}

impl Error for MigrateError {}

impl From<KvError> for MigrateError {
    fn from(trouble: KvError) -> Self {
        Self::Store(trouble)
    }
}

const SCHEMA: &str = "schema";
const MIGRATION: &str = "migration";

/// The schema version of the store; 0 for an empty one.
pub fn version(view: &(impl View + ?Sized)) -> Result<u32, KvError> {
    let key = keys::encode(SCHEMA);
    let Some(stored) = view.get(META, &key)? else {
        return Ok(0);
    };
    let unreadable = |cause: Box<dyn Error + Send + Sync>| KvError::unreadable(META, &key, cause);
    let (_, json) = value::open(&stored, 1).map_err(|cause| unreadable(cause.into()))?;
    serde_json::from_slice(&json).map_err(|cause| unreadable(cause.into()))
}

/// Runs every migration of `known` that the store has not seen and returns the version it then has.
/// Blocks; call it before the store serves anyone.
pub fn migrate(kv: &Kv, known: &'static [Migration]) -> Result<u32, MigrateError> {
    let newest = newest(known);
    let found = kv.read(|view| version(view))?;
    if found > newest {
        return Err(MigrateError::Newer {
            found,
            known: newest,
        });
    }
    for migration in known.iter().filter(|migration| migration.version > found) {
        kv.write_blocking(move |tx| apply(tx, migration))?;
    }
    Ok(newest)
}

fn apply(tx: &mut Tx<'_>, migration: &Migration) -> Result<(), WriteError<MigrateError>> {
    (migration.run)(tx)?;
    let done = keys::encode(&(MIGRATION, migration.version));
    tx.put(META, done, value::encode(1, &migration.name))?;
    tx.put(
        META,
        keys::encode(SCHEMA),
        value::encode(1, &migration.version),
    )?;
    Ok(())
}

impl From<WriteError<Self>> for MigrateError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Declined(refusal) => refusal,
            WriteError::Store(trouble) => Self::Store(trouble),
        }
    }
}
