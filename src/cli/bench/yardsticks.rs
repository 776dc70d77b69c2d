//! Yardsticks: the same rows written by bare redb, by SQLite where it is built in, and as bytes straight to the disk.
//!
//! redb in a copy of the office's own file and in its tables, the others in a file that holds many such rows beforehand.
//! The one place outside `kv` that names an engine: a bare engine is what it measures.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use redb::{Builder, Database, TableDefinition};

use super::super::settings::Settings;
use super::rows::{RowSet, bytes};
use super::stats::{Figures, Tally};

/// Submissions that share a commit.
pub(super) const SHARED: usize = 64;

pub(super) type Broken = Box<dyn std::error::Error + Send + Sync>;

/// Something that commits row sets.
pub(super) trait Yardstick: Send + 'static {
    /// Writes the sets in one durable commit.
    fn commit(&mut self, sets: &[RowSet]) -> Result<(), Broken>;
}

/// Writes what the file is to hold beforehand.
#[cfg(feature = "peers")]
pub(super) fn fill(yardstick: &mut impl Yardstick, before: &[RowSet]) -> Result<(), Broken> {
    before
        .chunks(512)
        .try_for_each(|many| yardstick.commit(many))
}

/// Commits `sets`, so many `together`, until they or the time run out. A set takes as long as its commit.
pub(super) fn run(
    yardstick: &mut impl Yardstick,
    sets: &[RowSet],
    together: usize,
    span: Duration,
) -> Result<Figures, Broken> {
    let mut tally = Tally::default();
    let began = Instant::now();
    for many in sets.chunks_exact(together) {
        if began.elapsed() > span {
            break;
        }
        let before = Instant::now();
        yardstick.commit(many)?;
        let took = before.elapsed();
        for _ in many {
            tally.took(took);
        }
    }
    Ok(tally.figures(began.elapsed()))
}

/// redb as it comes, with the cache that the office gives it.
pub(super) struct BareRedb(Database);

impl BareRedb {
    /// Opens a copy of an office's records.
    pub fn open(path: &Path) -> Result<Self, Broken> {
        let cache = Settings::default().cache_bytes();
        let cache = cache.map_err(|failure| failure.sentence().unwrap_or_default().to_owned())?;
        let mut builder = Builder::new();
        builder.set_cache_size(cache);
        Ok(Self(builder.open(path)?))
    }
}

impl Yardstick for BareRedb {
    fn commit(&mut self, sets: &[RowSet]) -> Result<(), Broken> {
        let mut spaces: BTreeMap<u8, Vec<_>> = BTreeMap::new();
        for (key, value) in sets.iter().flatten() {
            let (space, key) = key.split_first().ok_or("a key names its space")?;
            spaces.entry(*space).or_default().push((key, value));
        }
        let writing = self.0.begin_write()?;
        for (space, rows) in spaces {
            let name = space.to_string();
            let mut table = writing.open_table(TableDefinition::<&[u8], &[u8]>::new(&name))?;
            for (key, value) in rows {
                match value {
                    Some(value) => table.insert(key, value.as_slice())?,
                    None => table.remove(key)?,
                };
            }
        }
        writing.commit()?;
        Ok(())
    }
}

/// The bytes of the rows appended to a file, then `fdatasync`.
pub(super) struct RawFile(File);

impl RawFile {
    /// Makes a new file.
    pub fn new(path: &Path) -> Result<Self, Broken> {
        Ok(Self(File::create_new(path)?))
    }
}

impl Yardstick for RawFile {
    fn commit(&mut self, sets: &[RowSet]) -> Result<(), Broken> {
        let mut all = Vec::with_capacity(sets.iter().map(bytes).sum());
        for (key, value) in sets.iter().flatten() {
            all.extend_from_slice(key);
            all.extend_from_slice(value.as_deref().unwrap_or_default());
        }
        self.0.write_all(&all)?;
        self.0.sync_data()?;
        Ok(())
    }
}

/// SQLite in WAL mode with `synchronous=FULL`, one table of keys and values.
#[cfg(feature = "peers")]
pub(super) struct Sqlite(rusqlite::Connection);

#[cfg(feature = "peers")]
impl Sqlite {
    /// Makes a new file.
    pub fn new(path: &Path) -> Result<Self, Broken> {
        let connection = rusqlite::Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
             CREATE TABLE rows (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;",
        )?;
        Ok(Self(connection))
    }
}

#[cfg(feature = "peers")]
impl Yardstick for Sqlite {
    fn commit(&mut self, sets: &[RowSet]) -> Result<(), Broken> {
        let writing = self.0.transaction()?;
        {
            let mut put = writing.prepare_cached("INSERT OR REPLACE INTO rows VALUES (?1, ?2)")?;
            let mut delete = writing.prepare_cached("DELETE FROM rows WHERE key = ?1")?;
            for (key, value) in sets.iter().flatten() {
                match value {
                    Some(value) => put.execute((key, value))?,
                    None => delete.execute((key,))?,
                };
            }
        }
        writing.commit()?;
        Ok(())
    }
}
