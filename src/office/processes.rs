//! Internal processes (quy trình nội bộ): which one a procedure follows, who takes which step, publishing a version.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use super::{Decline, Declined, Office, Viewer, with_role};
use crate::domain::audit::{Deed, Trace};
use crate::domain::clock::Term;
use crate::domain::dossier::Channel;
use crate::domain::moves::Routes;
use crate::domain::officer::{Holder, Role, User, Username};
use crate::domain::time::Moment;
use crate::domain::workflow::{
    Grounds, Process, ProcessFault, ProcessRef, ProcessStep, STANDARD, check, standard,
};
use crate::kv::{KvError, NEXT, Span, Tx, View, keys};
use crate::store::processes::ProcessUse;
use crate::store::settings::Profile;
use crate::store::{Load, Save, audit, spaces};

/// Versions that were read before; they never change.
#[derive(Default)]
pub struct Known(RwLock<HashMap<ProcessRef, Arc<Process>>>);

impl Office {
    /// The process that a dossier keeps to. One that is not there, which no office has ever seen, gives the standard one.
    pub fn process(&self, wanted: &ProcessRef) -> Result<Arc<Process>, KvError> {
        let known = self
            .processes
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(process) = known.get(wanted) {
            return Ok(Arc::clone(process));
        }
        drop(known);
        let key = (wanted.id.clone(), wanted.version);
        let process = self.kv.read(|view| view.load::<Process>(&key))?;
        let process = Arc::new(process.unwrap_or_else(|| standard().clone()));
        let mut known = self
            .processes
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        known.insert(wanted.clone(), Arc::clone(&process));
        Ok(process)
    }

    /// The process that a new dossier under this procedure gets.
    pub fn process_for(&self, procedure: &str) -> Result<Arc<Process>, KvError> {
        let reference = self.kv.read(|view| current(view, procedure))?;
        self.process(&reference)
    }

    /// Every process of the office with its current version, the standard one first.
    pub fn all_processes(&self) -> Result<Vec<(ProcessUse, Arc<Process>)>, KvError> {
        let mut uses = Vec::new();
        self.kv.read(|view| {
            view.each::<ProcessUse>(&Span::all(), &mut |one| {
                uses.push(one);
                Ok(NEXT)
            })
        })?;
        if !uses.iter().any(|one| one.id == STANDARD) {
            uses.push(ProcessUse {
                id: STANDARD.to_owned(),
                current: 1,
                procedures: Vec::new(),
            });
        }
        uses.sort_by_key(|one| (one.id != STANDARD, one.id.clone()));
        uses.into_iter()
            .map(|one| {
                let reference = ProcessRef {
                    id: one.id.clone(),
                    version: one.current,
                };
                Ok((one, self.process(&reference)?))
            })
            .collect()
    }

    /// Whether there is a process with this id.
    pub fn process_exists(&self, id: &str) -> Result<bool, KvError> {
        let known = self
            .kv
            .read(|view| view.load::<ProcessUse>(&id.to_owned()))?;
        Ok(id == STANDARD || known.is_some())
    }

    /// What is wrong with a process that is to serve these procedures.
    pub fn check_process(
        &self,
        process: &Process,
        procedures: &[String],
    ) -> Result<Vec<ProcessFault>, KvError> {
        let officers = self.officers()?;
        let units = self.unit_names()?;
        let terms = self.terms_of(procedures)?;
        Ok(check(
            process,
            &Grounds {
                officers: &officers,
                units: &units,
                terms: &terms,
            },
        ))
    }

    /// Every numeric term that dossiers under these procedures can get.
    fn terms_of(&self, procedures: &[String]) -> Result<Vec<Term>, KvError> {
        let mut terms = Vec::new();
        for code in procedures {
            let Some(procedure) = self.procedure(code)? else {
                continue;
            };
            for case in 0..procedure.cases.len() {
                terms.extend(
                    Channel::ALL
                        .map(|way| procedure.term(case, way))
                        .into_iter()
                        .flatten(),
                );
            }
        }
        Ok(terms)
    }

    /// Publishes a process as its next version, for these procedures; dossiers under way keep theirs.
    ///
    /// A procedure that followed another process leaves that one. Declines with [`Decline::BadProcess`] when it has faults.
    pub async fn publish_process(
        &self,
        mut process: Process,
        procedures: Vec<String>,
        viewer: &Viewer,
        now: Moment,
    ) -> Result<Arc<Process>, Declined> {
        let faults = self.check_process(&process, &procedures)?;
        if !faults.is_empty() {
            return Err(Decline::BadProcess(faults).into());
        }
        process.made_at = Some(now);
        process.made_by = Some(viewer.user().username.clone());
        let trace = Trace::new(&viewer.by(), Deed::SettingChanged, now)
            .on(process.id.as_str())
            .detail("process");
        let published = self
            .kv
            .write(move |tx: &mut Tx| -> Result<Process, Declined> {
                let mut process = process.clone();
                let stored = tx.load::<ProcessUse>(&process.id)?;
                let before = stored.as_ref().map_or(0, |one| one.current);
                // The shipped standard is version 1, whether or not the office ever wrote it.
                process.version = before.max(u32::from(process.id == STANDARD)) + 1;
                for code in &procedures {
                    leave_others(tx, code, &process.id)?;
                }
                tx.save_new(&process)?;
                tx.save(&ProcessUse {
                    id: process.id.clone(),
                    current: process.version,
                    procedures: procedures.clone(),
                })?;
                audit::write(tx, &trace)?;
                Ok(process)
            })
            .await?;
        Ok(self.process(&published.reference())?)
    }

    /// Writes processes that are shipped, for procedures that have none of their own yet. Blocking.
    pub fn ship_processes(&self, shipped: Vec<(Process, Vec<String>)>) -> Result<usize, Declined> {
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<usize, Declined> {
                let mut written = 0;
                for (process, procedures) in &shipped {
                    let mut free = procedures.clone();
                    for code in procedures {
                        if own(tx, code)?.is_some() {
                            free.retain(|other| other != code);
                        }
                    }
                    if free.is_empty() || tx.load::<ProcessUse>(&process.id)?.is_some() {
                        continue;
                    }
                    tx.save(process)?;
                    tx.save(&ProcessUse {
                        id: process.id.clone(),
                        current: process.version,
                        procedures: free,
                    })?;
                    written += 1;
                }
                Ok(written)
            })
    }
}

/// The process of its own that a procedure has.
fn own(view: &dyn View, procedure: &str) -> Result<Option<String>, KvError> {
    let span = Span::prefix(keys::encode(&procedure)).limit(1);
    let rows = view.rows(spaces::PROCESSES_BY_PROCEDURE, &span)?;
    let Some((key, _)) = rows.first() else {
        return Ok(None);
    };
    keys::decode::<(String, String)>(key)
        .map(|(_, id)| Some(id))
        .map_err(|cause| KvError::unreadable(spaces::PROCESSES_BY_PROCEDURE, key, cause))
}

fn current(view: &dyn View, procedure: &str) -> Result<ProcessRef, KvError> {
    let id = own(view, procedure)?.unwrap_or_else(|| STANDARD.to_owned());
    let current = view.load::<ProcessUse>(&id)?;
    Ok(current.map_or_else(ProcessRef::default, |one| ProcessRef {
        version: one.current,
        id: one.id,
    }))
}

/// Takes the procedure from whatever process it followed.
fn leave_others(tx: &mut Tx, procedure: &str, id: &str) -> Result<(), KvError> {
    if let Some(other) = own(tx, procedure)?.filter(|other| other != id)
        && let Some(mut other) = tx.load::<ProcessUse>(&other)?
    {
        other.procedures.retain(|code| code != procedure);
        tx.save(&other)?;
    }
    Ok(())
}

/// Who takes which step of `process` for a procedure of this field.
pub(super) fn routes(
    view: &dyn View,
    profile: &Profile,
    process: &Process,
    field: &str,
) -> Result<Routes, KvError> {
    let mut of_role: BTreeMap<Role, Vec<User>> = BTreeMap::new();
    let mut takers = BTreeMap::new();
    for step in &process.steps {
        let role = step.kind.role();
        if role == Role::Reception {
            continue;
        }
        let users = match of_role.entry(role) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => new.insert(with_role(view, role)?),
        };
        if let Some(taker) = taker(step, users, field) {
            takers.insert(step.key.clone(), taker.holder());
        }
    }
    Ok(Routes {
        reception_unit: profile.reception_unit.clone(),
        takers,
    })
}

/// Whom the step names; otherwise whoever is in charge of the field, then the first who is in charge of everything.
fn taker<'a>(step: &ProcessStep, users: &'a [User], field: &str) -> Option<&'a User> {
    let of_unit = |user: &&User| {
        let unit = step.unit.as_ref();
        unit.is_none_or(|unit| user.unit.as_ref() == Some(unit))
    };
    if !step.people.is_empty() {
        return step.people.iter().find_map(|name| {
            let mut named = users.iter().filter(of_unit);
            named.find(|user| user.username == *name)
        });
    }
    let fits = || users.iter().filter(of_unit);
    let special = fits().find(|user| user.fields.iter().any(|own| own == field));
    special
        .or_else(|| fits().find(|user| user.fields.is_empty()))
        .or_else(|| fits().next())
}

/// People whose opinion is asked by name, or whom the process wants to be asked.
pub(super) fn advisers(
    view: &dyn View,
    process: &Process,
    asked: &[Username],
) -> Result<BTreeMap<Username, Holder>, KvError> {
    let wanted = process.steps.iter().flat_map(|step| &step.opinions);
    let names = asked.iter().chain(wanted.map(|opinion| &opinion.of));
    let mut advisers = BTreeMap::new();
    for name in names {
        let user = view.load::<User>(&name.to_string())?;
        let at_work =
            |user: &User| user.enabled && user.roles.iter().any(|role| role.works_on_dossiers());
        if let Some(user) = user.filter(at_work) {
            advisers.insert(name.clone(), user.holder());
        }
    }
    Ok(advisers)
}
