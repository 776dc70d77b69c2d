//! Units of the office (đơn vị): which there are, and what a rename, a merger or an end takes along.

use super::{Decline, Declined, Office, Viewer};
use crate::domain::audit::{Deed, Trace};
use crate::domain::dossier::Dossier;
use crate::domain::event::Actor;
use crate::domain::fault::Fault;
use crate::domain::officer::{Role, User};
use crate::domain::org_units::{OrgUnits, UnitChange};
use crate::domain::pile::Pile;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::domain::workflow::Process;
use crate::kv::{KvError, NEXT, Span, Tx, View};
use crate::store::audience::Audience;
use crate::store::processes::ProcessUse;
use crate::store::settings::{Kept, Profile, setting};
use crate::store::{self, Load, Save, Subject, audit, spaces, tallies};

/// Dossiers that one transaction moves.
const PIECE: usize = 100;

impl Office {
    /// Every unit, those that only stand in accounts too.
    pub fn org_units(&self) -> Result<OrgUnits, KvError> {
        self.kv.read(known)
    }

    /// Names of the units that work today, in their order.
    pub fn unit_names(&self) -> Result<Vec<String>, KvError> {
        let units = self.org_units()?;
        let mut names: Vec<String> = units.open().map(|unit| unit.name.clone()).collect();
        names.sort();
        Ok(names)
    }

    /// Adds, renames, merges or closes a unit. Accounts, the counter and current processes go along in the same
    /// transaction, open dossiers right after it; what is closed must be empty.
    pub async fn change_units(
        &self,
        viewer: &Viewer,
        change: UnitChange,
        now: Moment,
    ) -> Result<(), Declined> {
        if !viewer.has(Role::Admin) {
            return Err(Decline::Forbidden.into());
        }
        let trace = Trace::new(&viewer.by(), Deed::SettingChanged, now).detail(told(&change));
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                let mut units = known(tx)?;
                let field = match change {
                    UnitChange::Add { .. } | UnitChange::Rename { .. } => "name",
                    UnitChange::Merge { .. } => "into",
                    UnitChange::Close { .. } => "unit",
                };
                units
                    .change(&change, now.day())
                    .map_err(|fault| Decline::field(field, fault))?;
                match &change {
                    UnitChange::Close { unit } if is_in_use(tx, unit)? => {
                        return Err(Decline::field("unit", Fault::InUse).into());
                    }
                    _ => {}
                }
                if let Some((old, new)) = change.moved() {
                    let new = new.trim();
                    move_people(tx, old, new)?;
                    move_counter(tx, old, new)?;
                    move_processes(tx, old, new, now)?;
                }
                tx.save(&Kept(units))?;
                audit::write(tx, &trace)?;
                Ok(())
            })
            .await?;
        self.refresh_facts()?;
        let office = self.clone();
        tokio::task::spawn_blocking(move || office.rehouse_dossiers(now))
            .await
            .map_err(|error| KvError::Panicked(error.to_string()))??;
        Ok(())
    }

    /// Gives open dossiers that lie with a unit of an outdated name to the unit of today; answers how many. What was
    /// interrupted is finished by the next call. Blocking.
    pub fn rehouse_dossiers(&self, now: Moment) -> Result<usize, Declined> {
        let units = self.org_units()?;
        let mut moved = 0;
        for (old, new) in units.outdated() {
            let codes = self.open_dossiers_of(old)?;
            for piece in codes.chunks(PIECE) {
                let (piece, old, new) = (piece.to_vec(), old.to_owned(), new.to_owned());
                moved += self
                    .kv
                    .write_blocking(move |tx: &mut Tx| rehouse(tx, &piece, &old, &new, now))?;
            }
        }
        Ok(moved)
    }

    /// How many open dossiers are with a unit.
    pub fn open_dossiers_with(&self, unit: &str) -> Result<u64, KvError> {
        self.kv.read(|view| {
            let open = Status::ALL.into_iter().filter(|status| !status.is_closed());
            let mut count = 0;
            for status in open {
                count += tallies::get(view, &Audience::Unit(unit).count(Pile::In(status)))?;
            }
            Ok(count)
        })
    }

    fn open_dossiers_of(&self, unit: &str) -> Result<Vec<String>, KvError> {
        self.kv.read(|view| {
            let mut codes = Vec::new();
            for status in Status::ALL.into_iter().filter(|status| !status.is_closed()) {
                let rows = Audience::Unit(unit).rows(Pile::In(status));
                let begin = rows.len();
                for (key, _) in view.rows(spaces::DOSSIERS_BY_DESK, &Span::prefix(rows))? {
                    let (_, code): (i64, String) =
                        crate::kv::keys::decode(&key[begin..]).map_err(|cause| {
                            KvError::unreadable(spaces::DOSSIERS_BY_DESK, &key, cause)
                        })?;
                    codes.push(code);
                }
            }
            Ok(codes)
        })
    }
}

/// The list that is kept, with the units that only stand in accounts or at the counter.
fn known(view: &dyn View) -> Result<OrgUnits, KvError> {
    let mut units = setting::<OrgUnits>(view)?.unwrap_or_default();
    let mut named = Vec::new();
    if let Some(profile) = setting::<Profile>(view)? {
        named.push(profile.reception_unit);
    }
    named.extend(officers(view)?.into_iter().filter_map(|user| user.unit));
    named.sort();
    for name in named {
        units.know(&name);
    }
    Ok(units)
}

/// Everybody of the office, once each, whatever their roles.
fn officers(view: &dyn View) -> Result<Vec<User>, KvError> {
    let mut found: Vec<User> = Vec::new();
    for role in Role::ALL.into_iter().filter(|role| role.is_officer()) {
        for user in super::of_role(view, role)? {
            if found.iter().all(|known| known.username != user.username) {
                found.push(user);
            }
        }
    }
    Ok(found)
}

/// What the audit record says; the words are in `ui::words::audit`.
fn told(change: &UnitChange) -> String {
    match change {
        UnitChange::Add { name } => format!("unit_added {name}"),
        UnitChange::Rename { unit, name } => format!("unit_renamed {unit} → {name}"),
        UnitChange::Merge { unit, into } => format!("unit_merged {unit} → {into}"),
        UnitChange::Close { unit } => format!("unit_closed {unit}"),
    }
}

/// Whether somebody belongs to the unit, it is the counter, a process names it, or an open dossier is with it.
fn is_in_use(tx: &Tx, unit: &str) -> Result<bool, KvError> {
    let counter = setting::<Profile>(tx)?.is_some_and(|profile| profile.reception_unit == unit);
    let mut used = counter;
    used |= officers(tx)?
        .iter()
        .any(|user| user.unit.as_deref() == Some(unit));
    for process in current_processes(tx)? {
        used |= names(&process.1, unit);
    }
    for status in Status::ALL.into_iter().filter(|status| !status.is_closed()) {
        let span = Span::prefix(Audience::Unit(unit).rows(Pile::In(status))).limit(1);
        used |= !tx.rows(spaces::DOSSIERS_BY_DESK, &span)?.is_empty();
    }
    Ok(used)
}

fn names(process: &Process, unit: &str) -> bool {
    process
        .steps
        .iter()
        .any(|step| step.unit.as_deref() == Some(unit))
}

fn current_processes(tx: &Tx) -> Result<Vec<(ProcessUse, Process)>, KvError> {
    let mut uses = Vec::new();
    tx.each::<ProcessUse>(&Span::all(), &mut |one| {
        uses.push(one);
        Ok(NEXT)
    })?;
    let mut found = Vec::new();
    for one in uses {
        if let Some(process) = tx.load::<Process>(&(one.id.clone(), one.current))? {
            found.push((one, process));
        }
    }
    Ok(found)
}

fn move_people(tx: &mut Tx, old: &str, new: &str) -> Result<(), KvError> {
    for mut user in officers(tx)? {
        if user.unit.as_deref() == Some(old) {
            user.unit = Some(new.to_owned());
            tx.save(&user)?;
        }
    }
    Ok(())
}

fn move_counter(tx: &mut Tx, old: &str, new: &str) -> Result<(), KvError> {
    if let Some(mut profile) = setting::<Profile>(tx)?
        && profile.reception_unit == old
    {
        new.clone_into(&mut profile.reception_unit);
        tx.save(&Kept(profile))?;
    }
    Ok(())
}

/// A process that names the unit gets a next version; dossiers keep theirs, which is read with today's names.
fn move_processes(tx: &mut Tx, old: &str, new: &str, now: Moment) -> Result<(), KvError> {
    for (mut used, mut process) in current_processes(tx)? {
        if !names(&process, old) {
            continue;
        }
        for step in &mut process.steps {
            if step.unit.as_deref() == Some(old) {
                step.unit = Some(new.to_owned());
            }
        }
        process.version += 1;
        process.made_at = Some(now);
        used.current = process.version;
        tx.save_new(&process)?;
        tx.save(&used)?;
    }
    Ok(())
}

fn rehouse(
    tx: &mut Tx,
    codes: &[String],
    old: &str,
    new: &str,
    now: Moment,
) -> Result<usize, Declined> {
    let mut moved = 0;
    for code in codes {
        let Some(dossier) = tx.load::<Dossier>(code)? else {
            continue;
        };
        if dossier.place.unit != old || dossier.status.is_closed() {
            continue;
        }
        let (next, event) = dossier.with_unit(new, &Actor::Clock, now);
        tx.save(&next)?;
        store::journal(tx, &Subject::record(&next), &event)?;
        moved += 1;
    }
    Ok(moved)
}
