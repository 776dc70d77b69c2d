//! The index that serves, and how the next one takes its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::fields::EPOCH;
use super::index::DossierIndex;
use crate::search::SearchError;

/// Where the dossiers are found: the index that was completed last, in a folder of its own number. A new one is made beside
/// it; until that is complete the old one serves, and whatever is left half-made is thrown away at the next start.
#[derive(Debug)]
pub struct DossierSearch {
    folder: Option<PathBuf>,
    shown: RwLock<Option<(u64, Arc<DossierIndex>)>>,
    last: AtomicU64,
    trusted: AtomicBool,
}

impl DossierSearch {
    /// Opens what lies below this directory; never fails, since an index that does not open is made anew.
    pub fn open(dir: &Path) -> Self {
        let mut generations: Vec<u64> = generations(dir).into_iter().map(|(at, _)| at).collect();
        generations.sort_unstable();
        let last = generations.last().copied().unwrap_or_default();
        let shown = generations.into_iter().rev().find_map(|generation| {
            let index = DossierIndex::open(&place(dir, generation)).ok()?;
            Some((generation, Arc::new(index)))
        });
        let search = Self {
            folder: Some(dir.to_owned()),
            shown: RwLock::new(shown),
            last: AtomicU64::new(last),
            trusted: AtomicBool::new(false),
        };
        search.clear();
        search
    }

    /// One in memory, for tests.
    pub fn in_ram() -> Self {
        Self {
            folder: None,
            shown: RwLock::default(),
            last: AtomicU64::new(0),
            trusted: AtomicBool::new(false),
        }
    }

    /// The index that was completed last, whether or not it can be trusted.
    pub fn newest(&self) -> Option<Arc<DossierIndex>> {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        shown.as_ref().map(|(_, index)| index.clone())
    }

    /// The index to ask; `None` while there is none that was looked through and follows the journal.
    pub fn serving(&self) -> Option<Arc<DossierIndex>> {
        self.is_trusted().then(|| self.newest()).flatten()
    }

    /// Whether the index was looked through and has caught up with the journal.
    pub fn is_trusted(&self) -> bool {
        self.trusted.load(Ordering::Acquire)
    }

    /// The index was looked through and has caught up.
    pub fn trust(&self) {
        self.trusted.store(true, Ordering::Release);
    }

    /// Something went wrong with it: until it was looked through again, the records are asked.
    pub fn doubt(&self) {
        self.trusted.store(false, Ordering::Release);
    }

    /// An empty index that may take the place of the one that serves.
    pub fn begin(&self) -> Result<(u64, DossierIndex), SearchError> {
        let generation = self.last.fetch_add(1, Ordering::AcqRel) + 1;
        let index = match &self.folder {
            Some(dir) => {
                let place = place(dir, generation);
                fs::create_dir_all(&place)?;
                DossierIndex::create(&place)?
            }
            None => DossierIndex::in_ram()?,
        };
        Ok((generation, index))
    }

    /// Lets a completed index serve.
    pub fn show(&self, generation: u64, index: Arc<DossierIndex>) {
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Some((generation, index));
        self.trust();
        self.clear();
    }

    /// Removes every folder but that of the index that serves. Nothing depends on it.
    fn clear(&self) {
        let Some(dir) = &self.folder else { return };
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        let shown = shown
            .as_ref()
            .map(|(generation, _)| place(dir, *generation));
        for (_, folder) in generations(dir) {
            if shown.as_ref() != Some(&folder) {
                drop(fs::remove_dir_all(folder));
            }
        }
    }
}

fn place(dir: &Path, generation: u64) -> PathBuf {
    dir.join(format!("dossiers-{EPOCH}-{generation}"))
}

/// Folders of dossiers' indices; those of other epochs count as none of ours but are cleared away.
fn generations(dir: &Path) -> Vec<(u64, PathBuf)> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let rest = name.strip_prefix("dossiers-")?;
            let own = rest.strip_prefix(&format!("{EPOCH}-"));
            let generation = own.and_then(|number| number.parse().ok());
            Some((generation.unwrap_or_default(), entry.path()))
        })
        .collect()
}
