//! The catalogue as people read it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Office, setting};
use crate::domain::procedure::Procedure;
use crate::kv::{KvError, NEXT, Span, View, keys};
use crate::store::{Load, catalogue::CatalogueEntry, settings::Visible};

/// How many procedures are kept ready; versions never change, so nothing goes stale.
const KEPT_READY: usize = 64;

/// Code and version.
type Key = (String, u32);

/// Procedures that were read lately.
#[derive(Debug, Default)]
pub struct Recent(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    by_key: HashMap<Key, Arc<Procedure>>,
    /// In which order they came.
    order: VecDeque<Key>,
}

impl Recent {
    fn get(&self, key: &Key) -> Option<Arc<Procedure>> {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.by_key.get(key).cloned()
    }

    fn put(&self, key: Key, procedure: &Arc<Procedure>) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Shelf { by_key, order } = &mut *recent;
        if by_key.insert(key.clone(), procedure.clone()).is_none() {
            order.push_back(key);
        }
        if order.len() > KEPT_READY
            && let Some(oldest) = order.pop_front()
        {
            by_key.remove(&oldest);
        }
    }
}

/// The codes that crawlers are told of, with the state of the catalogue that they are from.
pub(super) type Listed = Arc<Mutex<Option<(u32, Arc<[String]>)>>>;

impl Office {
    /// The procedure as it is visible now.
    pub fn procedure(&self, code: &str) -> Result<Option<Arc<Procedure>>, KvError> {
        let code = code.trim();
        let version = self.kv.read(|view| visible_version(view, code))?;
        match version {
            Some(version) => self.procedure_version(code, version),
            None => Ok(None),
        }
    }

    /// The procedure as a dossier keeps it.
    pub fn procedure_version(
        &self,
        code: &str,
        version: u32,
    ) -> Result<Option<Arc<Procedure>>, KvError> {
        let key = (code.to_owned(), version);
        if let Some(procedure) = self.procedures.get(&key) {
            return Ok(Some(procedure));
        }
        let procedure = self.kv.read(|view| view.load::<Procedure>(&key))?;
        Ok(procedure.map(|procedure| {
            let procedure = Arc::new(procedure);
            self.procedures.put(key, &procedure);
            procedure
        }))
    }

    /// The versions of a procedure that there are, the newest first.
    pub fn procedure_versions(&self, code: &str) -> Result<Vec<Procedure>, KvError> {
        let span = Span::prefix(keys::encode(&code)).reverse();
        let mut versions = Vec::new();
        self.kv.read(|view| {
            view.each::<Procedure>(&span, &mut |procedure| {
                versions.push(procedure);
                Ok(NEXT)
            })
        })?;
        Ok(versions)
    }

    /// Tells the visible state of the catalogue from every other.
    pub fn catalogue_mark(&self) -> Result<u64, KvError> {
        self.kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default().mark()))
    }

    /// Codes of the procedures in which the office says something itself, in their order.
    pub fn own_procedures(&self) -> Result<Vec<String>, KvError> {
        let generation = self.kv.read(visible_generation)?;
        let entries = self.entries(generation)?;
        let own = entries.into_values().filter(|entry| entry.source.is_some());
        let mut codes: Vec<String> = own.map(|entry| entry.code).collect();
        codes.sort();
        Ok(codes)
    }

    /// How many procedures are visible.
    pub fn procedure_count(&self) -> Result<u32, KvError> {
        self.kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default().count))
    }

    /// Which versions a state of the catalogue shows, by code.
    pub(super) fn entries(
        &self,
        generation: u32,
    ) -> Result<HashMap<String, CatalogueEntry>, KvError> {
        let mut entries = HashMap::new();
        let span = Span::prefix(keys::encode(&generation));
        self.kv.read(|view| {
            view.each::<CatalogueEntry>(&span, &mut |entry| {
                entries.insert(entry.code.clone(), entry);
                Ok(NEXT)
            })
        })?;
        Ok(entries)
    }

    /// Every visible procedure, one after another.
    pub fn each_procedure(
        &self,
        visit: &mut dyn FnMut(Procedure) -> Result<(), KvError>,
    ) -> Result<(), KvError> {
        let generation = self.kv.read(visible_generation)?;
        let mut entries: Vec<_> = self.entries(generation)?.into_values().collect();
        entries.sort_by(|a, b| a.code.cmp(&b.code));
        for entry in entries {
            let key = (entry.code, entry.version);
            if let Some(procedure) = self.kv.read(|view| view.load::<Procedure>(&key))? {
                visit(procedure)?;
            }
        }
        Ok(())
    }

    /// Codes of the procedures that citizens may look at, in their order; made once for each state of the catalogue.
    /// Blocking.
    pub fn public_codes(&self) -> Result<Arc<[String]>, KvError> {
        let generation = self.kv.read(visible_generation)?;
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, codes)) = listed.as_ref().filter(|(of, _)| *of == generation) {
            return Ok(codes.clone());
        }
        let mut codes = Vec::new();
        self.each_procedure(&mut |procedure| {
            if !procedure.internal {
                codes.push(procedure.code.to_string());
            }
            Ok(())
        })?;
        let codes: Arc<[String]> = codes.into();
        *listed = Some((generation, codes.clone()));
        Ok(codes)
    }

    /// Fills the search index from the records when it shows another state of the catalogue than
    /// the one that is visible, after a crash between the two or when the index was lost.
    pub fn renew_search(&self) -> Result<bool, KvError> {
        let visible = self
            .kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default()))?;
        if visible.generation == 0 || self.search.mark() == Some(visible.mark()) {
            return Ok(false);
        }
        self.rebuild_search()?;
        Ok(true)
    }

    /// Shows in the search what was changed between two states of the catalogue. An index that does not show the former
    /// state has missed something and is filled anew.
    pub(super) fn show_in_search(
        &self,
        changed: &[Procedure],
        before: Visible,
        after: Visible,
    ) -> Result<(), KvError> {
        if self.search.mark().unwrap_or(0) != before.mark() {
            self.rebuild_search()?;
            return Ok(());
        }
        self.search
            .upsert(changed, after.mark())
            .map_err(|error| KvError::Panicked(error.to_string()))
    }

    /// Empties the search index and fills it from the records; answers how many it holds.
    pub fn rebuild_search(&self) -> Result<usize, KvError> {
        let visible = self
            .kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default()))?;
        let mut all = Vec::new();
        self.each_procedure(&mut |procedure| {
            all.push(procedure);
            Ok(())
        })?;
        self.search
            .replace_all(&all, visible.mark())
            .map_err(|error| KvError::Panicked(error.to_string()))?;
        Ok(all.len())
    }
}

/// Which state of the catalogue is visible.
fn visible_generation(view: &dyn View) -> Result<u32, KvError> {
    Ok(setting::<Visible>(view)?.unwrap_or_default().generation)
}

/// Which version of `code` is visible.
fn visible_version(view: &dyn View, code: &str) -> Result<Option<u32>, KvError> {
    let generation = visible_generation(view)?;
    let entry = view.load::<CatalogueEntry>(&(generation, code.to_owned()))?;
    Ok(entry.map(|entry| entry.version))
}
