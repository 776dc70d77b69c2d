//! The engine in memory: for tests, and the plainest statement of what an engine must do.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::engine::{Plan, View, Visit};
use super::span::Direction;
use super::{Change, Durability, Engine, KvError, Space, Span};

type Rows = BTreeMap<(u8, Vec<u8>), Vec<u8>>;

/// Rows in an ordered map; nothing outlives the process. Clones share their rows, so a test can "reopen" it.
#[derive(Debug, Default, Clone)]
pub struct MemoryEngine {
    rows: Arc<Mutex<Arc<Rows>>>,
    writing: Arc<Mutex<()>>,
}

impl MemoryEngine {
    /// An empty engine.
    pub fn new() -> Self {
        Self::default()
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot(Arc::clone(&lock(&self.rows)))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The guarded values are replaced whole, so a panic elsewhere cannot have left half of one.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Engine for MemoryEngine {
    fn read(&self, job: &mut dyn FnMut(&dyn View) -> Result<(), KvError>) -> Result<(), KvError> {
        job(&self.snapshot())
    }

    fn write(&self, _durability: Durability, plan: &mut Plan<'_>) -> Result<(), KvError> {
        let _alone = lock(&self.writing);
        let changes = plan(&self.snapshot())?;
        let mut current = lock(&self.rows);
        let rows = Arc::make_mut(&mut current);
        for (space, key, change) in changes.iter() {
            match change {
                Change::Put(value) => rows.insert((space, key.to_vec()), value.to_vec()),
                Change::Delete => rows.remove(&(space, key.to_vec())),
            };
        }
        Ok(())
    }
}

struct Snapshot(Arc<Rows>);

impl View for Snapshot {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        Ok(self.0.get(&(space.id, key.to_vec())).cloned())
    }

    fn scan(&self, space: Space, span: &Span, visit: &mut Visit<'_>) -> Result<(), KvError> {
        let Some((from, to)) = span.bounds() else {
            return Ok(());
        };
        let from = match from {
            Bound::Unbounded => Bound::Included((space.id, Vec::new())),
            bound => bound.map(|key| (space.id, key.to_vec())),
        };
        let to = match to {
            Bound::Unbounded => space
                .id
                .checked_add(1)
                .map_or(Bound::Unbounded, |next| Bound::Excluded((next, Vec::new()))),
            bound => bound.map(|key| (space.id, key.to_vec())),
        };
        let mut rows = self.0.range((from, to));
        for _ in 0..span.most() {
            let row = match span.direction() {
                Direction::Forward => rows.next(),
                Direction::Reverse => rows.next_back(),
            };
            let Some(((_, key), value)) = row else { break };
            if visit(key, value)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
