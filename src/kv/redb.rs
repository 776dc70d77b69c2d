//! The engine on one redb file, with a table for each space, named after the space's id.
//!
//! Measured against one table for all spaces, on ten rows in nine spaces: a single commit costs the same, sixty-four
//! together a tenth less, and the file is a third smaller, since rows added at the end of a table leave its pages full.
//! Bytes in, bytes out: redb's own key types have changed between versions, ours do not.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use redb::{
    Builder, Database, ReadOnlyTable, ReadTransaction, ReadableDatabase, ReadableTable,
    TableDefinition, TableError,
};

use super::engine::{Plan, View, Visit};
use super::span::Direction;
use super::{Change, Changes, Durability, Engine, KvError, Space, Span};

/// Told how far a repair after a crash has come, from 0.0 up to 1.0.
pub type RepairProgress = Box<dyn Fn(f64)>;

/// How to open the file.
pub struct RedbOptions {
    /// Memory for cached pages, in bytes. The operating system's own cache does the rest.
    pub cache_bytes: usize,
    /// Save with each commit what a repair would have to compute: a crashed file opens at once, at the
    /// price of slower commits (about half the rate on a file of gigabytes).
    pub quick_repair: bool,
    /// Told about a repair while the file opens; without a repair it is never called.
    pub on_repair: Option<RepairProgress>,
}

impl Default for RedbOptions {
    fn default() -> Self {
        Self {
            cache_bytes: 64 * 1024 * 1024,
            quick_repair: false,
            on_repair: None,
        }
    }
}

/// Rows in one redb file, which this process holds alone.
pub struct RedbEngine {
    file: Database,
    quick_repair: bool,
    /// Whether a relaxed commit waits for a durable one.
    relaxed: AtomicBool,
}

impl RedbEngine {
    /// Opens the file at `path`, creates it if there is none, and repairs it if the last process died.
    pub fn open(path: impl AsRef<Path>, options: RedbOptions) -> Result<Self, KvError> {
        let path = path.as_ref();
        let mut builder = Builder::new();
        builder.set_cache_size(options.cache_bytes);
        if let Some(tell) = options.on_repair {
            builder.set_repair_callback(move |repair| tell(repair.progress()));
        }
        let is_new = !path.exists();
        let file = builder.create(path).map_err(failed("open"))?;
        let engine = Self {
            file,
            quick_repair: options.quick_repair,
            relaxed: AtomicBool::new(false),
        };
        if is_new {
            engine.found(path)?;
        }
        Ok(engine)
    }

    /// Makes the new file's name as durable as its content.
    #[cfg(unix)]
    #[expect(
        clippy::unused_self,
        reason = "only an engine that holds the file may call it"
    )]
    fn found(&self, path: &Path) -> Result<(), KvError> {
        let directory = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        std::fs::File::open(directory)
            .and_then(|directory| directory.sync_all())
            .map_err(failed("found"))
    }

    /// Windows keeps the name durable with the file.
    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the twin on unix needs it")]
    fn found(&self, _path: &Path) -> Result<(), KvError> {
        Ok(())
    }
}

fn failed<E: std::error::Error + Send + Sync + 'static>(
    doing: &'static str,
) -> impl FnOnce(E) -> KvError {
    move |cause| KvError::engine(doing, cause)
}

/// A table's definition; its name is borrowed.
fn table(name: &str) -> TableDefinition<'_, &'static [u8], &'static [u8]> {
    TableDefinition::new(name)
}

impl Engine for RedbEngine {
    fn read(&self, job: &mut dyn FnMut(&dyn View) -> Result<(), KvError>) -> Result<(), KvError> {
        job(&Tables::of(&self.file)?)
    }

    fn write(&self, durability: Durability, plan: &mut Plan<'_>) -> Result<(), KvError> {
        let mut writing = self.file.begin_write().map_err(failed("begin write"))?;
        // There is one write transaction at a time, so while it is open a reader sees exactly the state it changes.
        let changes = plan(&Tables::of(&self.file)?)?;
        let catch_up = durability == Durability::Sync && self.relaxed.load(Ordering::Acquire);
        if changes.is_empty() && !catch_up {
            return writing.abort().map_err(failed("abort"));
        }
        apply(&writing, &changes)?;
        writing.set_quick_repair(self.quick_repair && durability == Durability::Sync);
        if durability == Durability::Relaxed {
            writing
                .set_durability(redb::Durability::None)
                .map_err(failed("relax"))?;
        }
        writing.commit().map_err(failed("commit"))?;
        self.relaxed
            .store(durability == Durability::Relaxed, Ordering::Release);
        Ok(())
    }
}

fn apply(writing: &redb::WriteTransaction, changes: &Changes) -> Result<(), KvError> {
    let mut open = None;
    for (space, key, change) in changes.iter() {
        // Changes come space by space, so each table is opened once.
        let rows = match &mut open {
            Some((id, rows)) if *id == space => rows,
            _ => {
                drop(open.take());
                let rows = writing.open_table(table(&space.to_string()));
                let rows = rows.map_err(failed("open table"))?;
                &mut open.insert((space, rows)).1
            }
        };
        match change {
            Change::Put(value) => rows.insert(key, value),
            Change::Delete => rows.remove(key),
        }
        .map_err(failed("apply"))?;
    }
    Ok(())
}

impl Drop for RedbEngine {
    fn drop(&mut self) {
        if self.relaxed.load(Ordering::Acquire) {
            // A relaxed commit promised nothing; this is courtesy, and there is no one left to tell.
            drop(self.write(Durability::Sync, &mut |_| Ok(Changes::default())));
        }
    }
}

type Table = ReadOnlyTable<&'static [u8], &'static [u8]>;

/// One state of all tables; each is opened when it is first asked for.
struct Tables {
    reading: ReadTransaction,
    open: RefCell<BTreeMap<u8, Option<Rc<Table>>>>,
}

impl Tables {
    fn of(file: &Database) -> Result<Self, KvError> {
        Ok(Self {
            reading: file.begin_read().map_err(failed("begin read"))?,
            open: RefCell::default(),
        })
    }

    /// The table of `space`; `None` while nothing was ever put there. It is shared rather than lent, because a
    /// visitor of its rows may ask for other tables.
    fn table(&self, space: Space) -> Result<Option<Rc<Table>>, KvError> {
        if let Some(known) = self.open.borrow().get(&space.id) {
            return Ok(known.clone());
        }
        let found = match self.reading.open_table(table(&space.id.to_string())) {
            Ok(found) => Some(Rc::new(found)),
            Err(TableError::TableDoesNotExist(_)) => None,
            Err(trouble) => return Err(failed("open table")(trouble)),
        };
        self.open.borrow_mut().insert(space.id, found.clone());
        Ok(found)
    }
}

impl View for Tables {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        let Some(table) = self.table(space)? else {
            return Ok(None);
        };
        let found = ReadableTable::get(&*table, key).map_err(failed("get"))?;
        Ok(found.map(|value| value.value().to_vec()))
    }

    fn scan(&self, space: Space, span: &Span, visit: &mut Visit<'_>) -> Result<(), KvError> {
        let (Some(table), Some(bounds)) = (self.table(space)?, span.bounds()) else {
            return Ok(());
        };
        let rows = ReadableTable::range::<&[u8]>(&*table, bounds);
        let mut rows = rows.map_err(failed("scan"))?;
        for _ in 0..span.most() {
            let row = match span.direction() {
                Direction::Forward => rows.next(),
                Direction::Reverse => rows.next_back(),
            };
            let Some(row) = row else { break };
            let (key, value) = row.map_err(failed("scan"))?;
            if visit(key.value(), value.value())?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
