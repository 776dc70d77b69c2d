//! The rows that one submission writes, taken down from real submissions, for the yardsticks to write the same.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::clock;
use super::super::failure::{Failure, machine};
use super::ground::{self, People};
use super::people::filing;
use crate::files::Files;
use crate::kv::{
    Change, Durability, Engine, Kv, KvError, MemoryEngine, Plan, Tx, View, WriteError, keys,
};
use crate::office::Office;
use crate::office::submit_dossier::{Filer, Once};
use crate::seal::Seal;
use crate::search::CatalogueIndex;
use crate::store::spaces;

/// Everything that one commit changed: keys as the engine's table holds them, and values; `None` deletes.
pub(super) type RowSet = Vec<(Vec<u8>, Option<Vec<u8>>)>;

/// The row sets of the yardsticks.
#[derive(Debug)]
pub(super) struct Rows {
    /// What their files hold beforehand.
    pub before: Arc<[RowSet]>,
    /// What they commit one by one.
    pub alone: Arc<[RowSet]>,
    /// What they commit many together.
    pub shared: Arc<[RowSet]>,
}

impl Rows {
    /// The rows of so many submissions each.
    pub async fn take_down(
        scratch: &Path,
        before: usize,
        alone: usize,
        shared: usize,
    ) -> Result<Self, Failure> {
        let mut sets = of_submissions(scratch, before + alone + shared).await?;
        let shared = sets.split_off((before + alone).min(sets.len()));
        let alone = sets.split_off(before.min(sets.len()));
        Ok(Self {
            before: sets.into(),
            alone: alone.into(),
            shared: shared.into(),
        })
    }

    /// Rows of one submission.
    pub fn rows(&self) -> usize {
        self.alone.first().map_or(0, Vec::len)
    }

    /// Bytes of one submission, on average.
    pub fn bytes(&self) -> usize {
        self.alone.iter().map(bytes).sum::<usize>() / self.alone.len().max(1)
    }
}

/// Bytes of keys and values together.
pub(super) fn bytes(set: &RowSet) -> usize {
    set.iter()
        .map(|(key, value)| key.len() + value.as_ref().map_or(0, Vec::len))
        .sum()
}

/// An engine in memory that takes down what is written.
struct Recorder {
    engine: MemoryEngine,
    sets: Arc<Mutex<Vec<RowSet>>>,
}

impl Engine for Recorder {
    fn read(&self, job: &mut dyn FnMut(&dyn View) -> Result<(), KvError>) -> Result<(), KvError> {
        self.engine.read(job)
    }

    fn write(&self, durability: Durability, plan: &mut Plan<'_>) -> Result<(), KvError> {
        let mut set = RowSet::new();
        self.engine.write(durability, &mut |view| {
            let changes = plan(view)?;
            set = changes
                .iter()
                .map(|(space, key, change)| {
                    let mut stored = vec![space];
                    stored.extend_from_slice(key);
                    let value = match change {
                        Change::Put(value) => Some(value.to_vec()),
                        Change::Delete => None,
                    };
                    (stored, value)
                })
                .collect();
            Ok(changes)
        })?;
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        sets.push(set);
        Ok(())
    }
}

/// The rows of so many online submissions in a row, each as its own commit.
async fn of_submissions(scratch: &Path, count: usize) -> Result<Vec<RowSet>, Failure> {
    let sets = Arc::new(Mutex::new(Vec::new()));
    let recorder = Recorder {
        engine: MemoryEngine::new(),
        sets: Arc::clone(&sets),
    };
    let files = Files::open(scratch.join("files"));
    let files = files.map_err(|error| Failure::at(scratch, "tạo", &error))?;
    let index = CatalogueIndex::open(&scratch.join("index"));
    let index = index.map_err(|error| machine("tạo chỉ mục", error))?;
    let office = Office::open(Kv::new(recorder), files, index, Seal::from_seed(&[1; 32]))?;
    People::found(&office, &ground::password()).await?;
    let people = People::of(&office)?;
    let procedures = ground::procedures(&office)?;
    far_ahead(&office).await?;
    sets.lock().unwrap_or_else(PoisonError::into_inner).clear();
    for (number, (procedure, citizen)) in (0..).take(count).zip(
        procedures
            .iter()
            .cycle()
            .zip(people.citizens.iter().cycle()),
    ) {
        let input = filing(number, procedure, "online").map_err(|_| Failure::bug())?;
        let who = Filer::Viewer(citizen.clone());
        office
            .submit_dossier(who, input, Once::default(), clock::now())
            .await?;
    }
    office.kv.close();
    let mut sets = sets.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *sets))
}

/// Lets the feed go on from a number that no office reaches, so that its rows, written into a copy of an office's file,
/// come at the end as new ones do.
async fn far_ahead(office: &Office) -> Result<(), Failure> {
    const AHEAD: u64 = 1 << 40;
    office
        .kv
        .write(|tx: &mut Tx<'_>| -> Result<(), WriteError<KvError>> {
            Ok(tx.put(spaces::COUNTERS, keys::encode(&"feed"), AHEAD.to_be_bytes())?)
        })
        .await
        .map_err(|error| match error {
            WriteError::Declined(error) | WriteError::Store(error) => error.into(),
        })
}
