//! The catalogue as people read it, and how a new one becomes visible all at once.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::{Declined, Office, setting};
use crate::domain::{
    audit::{Deed, Trace},
    procedure::Procedure,
    time::Moment,
};
use crate::files::hex;
use crate::kv::{KvError, NEXT, Span, Tx, View, keys};
use crate::store::{
    Load, Save, audit,
    catalogue::CatalogueEntry,
    settings::{Kept, Visible},
};

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

/// What an import changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Procedures the catalogue did not have.
    pub added: u32,
    /// Procedures whose content differs.
    pub changed: u32,
    /// Procedures that came again as they were.
    pub unchanged: u32,
    /// All that are visible now.
    pub visible: u32,
}

/// How many procedures go into one transaction; a transaction stays under a megabyte.
const PIECE: usize = 8;

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

    /// How many procedures are visible.
    pub fn procedure_count(&self) -> Result<u32, KvError> {
        self.kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default().count))
    }

    /// Adds or renews procedures: written in pieces, visible at once when all of them are there.
    /// Procedures that the import does not mention stay; dossiers keep the version they have.
    /// Blocking; never call it on an async thread.
    pub fn import_procedures(
        &self,
        procedures: Vec<Procedure>,
        now: Moment,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Imported, Declined> {
        let before = self
            .kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default()))?;
        let old = self.entries(before.generation)?;
        let generation = before.generation + 1;
        let mut imported = Imported::default();
        let mut entries: HashMap<String, CatalogueEntry> = old.clone();
        let mut renewed = Vec::new();
        for mut procedure in procedures {
            let code = procedure.code.to_string();
            let known = old.get(&code);
            procedure.version = 1;
            let fingerprint = fingerprint(&procedure);
            let version = match known {
                Some(entry) if entry.fingerprint == fingerprint => {
                    imported.unchanged += 1;
                    entry.version
                }
                Some(entry) => {
                    imported.changed += 1;
                    entry.version + 1
                }
                None => {
                    imported.added += 1;
                    1
                }
            };
            if known.is_none_or(|entry| entry.version != version) {
                procedure.version = version;
                renewed.push(procedure);
            }
            entries.insert(
                code.clone(),
                CatalogueEntry {
                    generation,
                    code,
                    version,
                    fingerprint,
                },
            );
        }
        if renewed.is_empty() && imported.added + imported.changed == 0 {
            imported.visible = before.count;
            return Ok(imported);
        }
        let mut done = 0;
        for piece in renewed.chunks(PIECE) {
            let piece = piece.to_vec();
            done += piece.len();
            self.kv
                .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                    for procedure in &piece {
                        tx.save(procedure)?;
                    }
                    Ok(())
                })?;
            progress(done);
        }
        let what = format!(
            "procedures: {} added, {} changed",
            imported.added, imported.changed
        );
        let trace = Trace::new(&self.by, Deed::CatalogueImported, now).detail(what);
        let entries = entries.into_values().collect();
        self.switch_to(generation, entries, trace, &mut imported)?;
        self.search
            .upsert(&renewed, u64::from(generation))
            .map_err(|error| KvError::Panicked(error.to_string()))?;
        Ok(imported)
    }

    /// Writes the list of a generation and shows it with one row; the old list is cleared after.
    fn switch_to(
        &self,
        generation: u32,
        mut entries: Vec<CatalogueEntry>,
        trace: Trace,
        imported: &mut Imported,
    ) -> Result<(), Declined> {
        entries.sort_by(|a, b| a.code.cmp(&b.code));
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        imported.visible = count;
        for piece in entries.chunks(1000) {
            let piece = piece.to_vec();
            self.kv
                .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                    for entry in &piece {
                        tx.save(&CatalogueEntry {
                            generation,
                            ..entry.clone()
                        })?;
                    }
                    Ok(())
                })?;
        }
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(Visible { generation, count }))?)
            })?;
        let stale = self.entries(generation - 1)?;
        let stale: Vec<String> = stale.into_keys().collect();
        for piece in stale.chunks(1000) {
            let piece = piece.to_vec();
            self.kv
                .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                    for code in &piece {
                        tx.remove::<CatalogueEntry>(&(generation - 1, code.clone()))?;
                    }
                    Ok(())
                })?;
        }
        Ok(())
    }

    fn entries(&self, generation: u32) -> Result<HashMap<String, CatalogueEntry>, KvError> {
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
        if visible.generation == 0 || self.search.mark() == Some(u64::from(visible.generation)) {
            return Ok(false);
        }
        self.rebuild_search()?;
        Ok(true)
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
            .replace_all(&all, u64::from(visible.generation))
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

/// Tells two contents apart; the version is not part of it.
fn fingerprint(procedure: &Procedure) -> String {
    let json = serde_json::to_vec(procedure).expect("a procedure is plain JSON");
    hex(&Sha256::digest(&json)[..16])
}
