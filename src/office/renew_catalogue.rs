//! A new edition of the catalogue (nạp danh mục): what it would change, and how it becomes visible all at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use sha2::{Digest, Sha256};

use super::{Declined, Office, setting};
use crate::domain::audit::{Deed, Trace, Who};
use crate::domain::officer::Username;
use crate::domain::procedure::{Merged, Origin, Part, Prefer, Procedure, Taking};
use crate::domain::time::Moment;
use crate::files::hex;
use crate::kv::{KvError, Tx};
use crate::store::{
    Save, audit,
    catalogue::CatalogueEntry,
    settings::{Kept, Visible},
};

/// What an import changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Procedures the catalogue did not have.
    pub added: u32,
    /// Procedures whose content differs.
    pub changed: u32,
    /// Procedures that came again as they were.
    pub unchanged: u32,
    /// Procedures that were not in the file and are no longer taken.
    pub closed: u32,
    /// All that are visible now.
    pub visible: u32,
}

/// How an import deals with what it meets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Whose words stand where both sides changed the same part.
    pub prefer: Prefer,
    /// Procedures that the file does not have are no longer taken. They stay to be read: dossiers refer to them.
    pub close_gone: bool,
}

/// What an import would change.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Code and name of procedures that the catalogue does not have.
    pub added: Vec<(String, String)>,
    /// Procedures whose content differs.
    pub changed: Vec<Renewed>,
    /// How many come again as they are.
    pub unchanged: u32,
    /// Code and name of procedures that the catalogue has and the file does not.
    pub gone: Vec<(String, String)>,
}

/// A procedure whose content differs.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// Its code.
    pub code: String,
    /// Its name from then on.
    pub name: String,
    /// In which parts.
    pub parts: Vec<Part>,
    /// Parts that the catalogue and the office both changed, each in another way.
    pub conflicts: Vec<Part>,
    /// Before and after, for the first of them.
    pub told: Option<Box<(Arc<Procedure>, Procedure)>>,
}

/// How many procedures go into one transaction; a transaction stays under a megabyte.
const PIECE: usize = 8;
/// Changed procedures that a preview tells word by word.
pub const TOLD: usize = 60;

/// What an edition does to one procedure.
enum Fate {
    /// Nothing.
    Same,
    /// It is written: every version, the last one shown.
    Written {
        versions: Vec<Procedure>,
        entry: CatalogueEntry,
        conflicts: Vec<Part>,
    },
}

/// An edition of the catalogue on its way in.
struct Edition {
    generation: u32,
    wishes: Wishes,
    origin: Origin,
}

impl Office {
    /// Adds or renews procedures as [`Office::renew_catalogue`] does, the office's own words before the catalogue's.
    pub fn import_procedures(
        &self,
        procedures: Vec<Procedure>,
        now: Moment,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Imported, Declined> {
        self.renew_catalogue(procedures, Wishes::default(), now, progress)
    }

    /// Adds or renews procedures: written in pieces, visible at once when all of them are there.
    /// Procedures that the file does not mention stay; dossiers keep the version they have.
    /// Blocking; never call it on an async thread.
    pub fn renew_catalogue(
        &self,
        procedures: Vec<Procedure>,
        wishes: Wishes,
        now: Moment,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Imported, Declined> {
        let _alone = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self
            .kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default()))?;
        let mut entries = self.entries(before.generation)?;
        let edition = self.edition(before, wishes, now);
        let mut imported = Imported::default();
        let mut written = Vec::new();
        let mut gone: BTreeSet<String> = entries.keys().cloned().collect();
        for procedure in procedures {
            let code = procedure.code.to_string();
            gone.remove(&code);
            let known = entries.get(&code);
            match self.fate(known, procedure, &edition)? {
                Fate::Same => imported.unchanged += 1,
                Fate::Written {
                    versions, entry, ..
                } => {
                    *(if known.is_some() {
                        &mut imported.changed
                    } else {
                        &mut imported.added
                    }) += 1;
                    written.extend(versions);
                    entries.insert(code, entry);
                }
            }
        }
        if wishes.close_gone {
            for code in gone {
                if let Some((closed, entry)) = self.closed(&entries, &code, &edition)? {
                    imported.closed += 1;
                    written.push(closed);
                    entries.insert(code, entry);
                }
            }
        }
        if written.is_empty() {
            imported.visible = before.count;
            return Ok(imported);
        }
        let mut done = 0;
        for piece in written.chunks(PIECE) {
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
        let what = match imported.closed {
            0 => String::new(),
            closed => format!(", {closed} closed"),
        };
        let what = format!(
            "procedures: {} added, {} changed{what}",
            imported.added, imported.changed
        );
        let trace = Trace::new(&self.by, Deed::CatalogueImported, now).detail(what);
        // Of a procedure with two new versions only the last one is shown.
        written.retain(|one| {
            let shown = entries.get(one.code.as_str()).map(|entry| entry.version);
            shown == Some(one.version)
        });
        let visible = self.switch_to(edition.generation, entries, trace)?;
        imported.visible = visible.count;
        self.show_in_search(&written, before, visible)?;
        Ok(imported)
    }

    /// What an import would change; nothing is written. Blocking.
    pub fn preview_catalogue(
        &self,
        procedures: Vec<Procedure>,
        wishes: Wishes,
        now: Moment,
    ) -> Result<Preview, Declined> {
        let before = self
            .kv
            .read(|view| Ok(setting::<Visible>(view)?.unwrap_or_default()))?;
        let entries = self.entries(before.generation)?;
        let edition = self.edition(before, wishes, now);
        let mut preview = Preview::default();
        let mut gone: BTreeMap<&str, u32> = entries
            .values()
            .map(|entry| (entry.code.as_str(), entry.version))
            .collect();
        for procedure in procedures {
            let (code, name) = (procedure.code.to_string(), procedure.name.clone());
            gone.remove(code.as_str());
            let known = entries.get(&code);
            let Fate::Written {
                mut versions,
                conflicts,
                ..
            } = self.fate(known, procedure, &edition)?
            else {
                preview.unchanged += 1;
                continue;
            };
            let shown = match known {
                Some(entry) => self.procedure_version(&code, entry.version)?,
                None => None,
            };
            let (Some(shown), Some(next)) = (shown, versions.pop()) else {
                preview.added.push((code, name));
                continue;
            };
            preview.changed.push(Renewed {
                code,
                name,
                parts: Part::differing(&shown, &next),
                conflicts,
                told: (preview.changed.len() < TOLD).then(|| Box::new((shown, next))),
            });
        }
        for (code, version) in gone {
            let name = self.procedure_version(code, version)?;
            let name = name.map_or_else(String::new, |one| one.name.clone());
            preview.gone.push((code.to_owned(), name));
        }
        Ok(preview)
    }

    fn edition(&self, before: Visible, wishes: Wishes, now: Moment) -> Edition {
        Edition {
            generation: before.generation + 1,
            wishes,
            origin: Origin {
                at: now,
                by: account(&self.by.who),
                own: false,
                why: String::new(),
            },
        }
    }

    fn fate(
        &self,
        known: Option<&CatalogueEntry>,
        mut news: Procedure,
        edition: &Edition,
    ) -> Result<Fate, KvError> {
        news.version = 1;
        news.origin = None;
        let fingerprint = fingerprint(&news);
        if known.is_some_and(|entry| entry.fingerprint == fingerprint) {
            return Ok(Fate::Same);
        }
        let code = news.code.to_string();
        news.version = known.map_or(0, |entry| entry.version) + 1;
        news.origin = Some(edition.origin.clone());
        let mut entry = CatalogueEntry {
            generation: edition.generation,
            version: news.version,
            code,
            fingerprint,
            source: None,
        };
        let own_words = match known {
            Some(CatalogueEntry {
                version,
                source: Some(source),
                ..
            }) => {
                let shown = self.procedure_version(&entry.code, *version)?;
                shown.zip(self.procedure_version(&entry.code, *source)?)
            }
            _ => None,
        };
        let Some((shown, source)) = own_words else {
            return Ok(Fate::Written {
                versions: vec![news],
                entry,
                conflicts: Vec::new(),
            });
        };
        let Merged {
            mut procedure,
            conflicts,
        } = shown.merged(&source, &news, edition.wishes.prefer);
        let mut versions = vec![news];
        if !Part::differing(&procedure, &versions[0]).is_empty() {
            procedure.version += 1;
            procedure.origin = Some(Origin {
                own: true,
                ..edition.origin.clone()
            });
            entry.source = Some(entry.version);
            entry.version = procedure.version;
            versions.push(procedure);
        }
        Ok(Fate::Written {
            versions,
            entry,
            conflicts,
        })
    }

    /// The procedure with this code as it is no longer taken; `None` where that is so already.
    fn closed(
        &self,
        entries: &HashMap<String, CatalogueEntry>,
        code: &str,
        edition: &Edition,
    ) -> Result<Option<(Procedure, CatalogueEntry)>, KvError> {
        let Some(entry) = entries.get(code) else {
            return Ok(None);
        };
        let Some(shown) = self.procedure_version(code, entry.version)? else {
            return Ok(None);
        };
        if shown.taking() == Taking::Never {
            return Ok(None);
        }
        let mut closed = (*shown).clone();
        closed.set_taking(Taking::Never);
        closed.version += 1;
        closed.origin = Some(Origin {
            own: true,
            ..edition.origin.clone()
        });
        let entry = CatalogueEntry {
            version: closed.version,
            source: entry.source.or(Some(entry.version)),
            ..entry.clone()
        };
        Ok(Some((closed, entry)))
    }

    /// Writes the list of a generation and shows it with one row; the old list is cleared after.
    fn switch_to(
        &self,
        generation: u32,
        entries: HashMap<String, CatalogueEntry>,
        trace: Trace,
    ) -> Result<Visible, Declined> {
        let mut entries: Vec<CatalogueEntry> = entries.into_values().collect();
        entries.sort_by(|a, b| a.code.cmp(&b.code));
        let visible = Visible {
            generation,
            count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            edits: 0,
        };
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
                Ok(tx.save(&Kept(visible))?)
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
        Ok(visible)
    }
}

/// The account of whoever does it; nobody's at the machine.
fn account(who: &Who) -> Option<Username> {
    match who {
        Who::Account(username) => Some(username.clone()),
        _ => None,
    }
}

/// Tells two contents apart; the version is not part of it.
fn fingerprint(procedure: &Procedure) -> String {
    let json = serde_json::to_vec(procedure).expect("a procedure is plain JSON");
    hex(&Sha256::digest(&json)[..16])
}
