//! Units of the office (đơn vị): what they are called today, what they were called, which were merged or closed.
//!
//! Papers and histories keep the names of their day. Whoever asks which unit a name means today follows it through renames
//! and mergers, so that work under way is never with a unit that nobody belongs to.

use serde::{Deserialize, Serialize};

use super::dossier::Dossier;
use super::event::{Actor, Event, Happening};
use super::fault::Fault;
use super::fold::fold;
use super::text::Line;
use super::time::{Day, Moment};
use super::workflow::Process;

/// A unit (đơn vị): the counter, a division, the leadership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgUnit {
    /// What it is called.
    pub name: String,
    /// Since when the office keeps it in this list; unknown for units that only stood in accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// What it was called before, the oldest name first, and until when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<(String, Day)>,
    /// The day on which it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The unit that does its work since then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
}

/// Every unit there is or was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgUnits(pub Vec<OrgUnit>);

/// What may be done with units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitChange {
    /// A new one.
    Add {
        /// Its name.
        name: String,
    },
    /// Another name; whatever is with it goes along.
    Rename {
        /// Its name until now.
        unit: String,
        /// Its name from now on.
        name: String,
    },
    /// Its people and its work go to another unit.
    Merge {
        /// The unit that ends.
        unit: String,
        /// The unit that goes on.
        into: String,
    },
    /// It ends; nobody is in it any more.
    Close {
        /// The unit that ends.
        unit: String,
    },
}

impl UnitChange {
    /// The unit that is called otherwise from then on, and how.
    pub fn moved(&self) -> Option<(&str, &str)> {
        match self {
            Self::Rename { unit, name } => Some((unit, name)),
            Self::Merge { unit, into } => Some((unit, into)),
            Self::Add { .. } | Self::Close { .. } => None,
        }
    }
}

impl OrgUnits {
    /// Units that work today.
    pub fn open(&self) -> impl Iterator<Item = &OrgUnit> {
        self.0.iter().filter(|unit| unit.until.is_none())
    }

    /// The unit of this name that works today.
    pub fn get(&self, name: &str) -> Option<&OrgUnit> {
        self.open().find(|unit| unit.name == name)
    }

    /// What the unit of this name is called today; a name that is not in the list stays as it is.
    pub fn today<'a>(&'a self, name: &'a str) -> &'a str {
        let mut name = name;
        // Each turn follows one rename or merger; there are no more of them than entries.
        for _ in 0..=self.0.iter().map(|unit| unit.former.len() + 1).sum() {
            if self.get(name).is_some() {
                return name;
            }
            let renamed = |unit: &&OrgUnit| unit.former.iter().any(|(old, _)| old == name);
            let ended = |unit: &&OrgUnit| unit.name == name;
            let next = match self.0.iter().find(ended) {
                Some(unit) => unit.merged_into.as_deref(),
                None => self.0.iter().find(renamed).map(|unit| unit.name.as_str()),
            };
            match next {
                Some(next) => name = next,
                None => return name,
            }
        }
        name
    }

    /// Every name that means this unit today: its own, its former ones, and those of units that were merged into it.
    pub fn lineage(&self, name: &str) -> Vec<String> {
        let former = self
            .0
            .iter()
            .flat_map(|unit| unit.former.iter().map(|(old, _)| old));
        let all = self.0.iter().map(|unit| &unit.name).chain(former);
        let mut names = vec![name.to_owned()];
        for other in all {
            if other != name && self.today(other) == name && !names.contains(other) {
                names.push(other.clone());
            }
        }
        names
    }

    /// Names that mean another unit today.
    pub fn outdated(&self) -> Vec<(&str, &str)> {
        let former = self
            .0
            .iter()
            .flat_map(|unit| unit.former.iter().map(|(old, _)| old.as_str()));
        let ended = self.0.iter().filter(|unit| unit.until.is_some());
        let all = former.chain(ended.map(|unit| unit.name.as_str()));
        all.map(|name| (name, self.today(name)))
            .filter(|(old, new)| old != new)
            .collect()
    }

    /// Lists a unit that so far only stood in an account.
    pub fn know(&mut self, name: &str) {
        if !name.is_empty() && self.today(name) == name && self.get(name).is_none() {
            self.0.push(OrgUnit {
                name: name.to_owned(),
                since: None,
                former: Vec::new(),
                until: None,
                merged_into: None,
            });
        }
    }

    /// Does what is asked, on this day; the fault is that of the field `name`, or of the choice of a unit.
    pub fn change(&mut self, change: &UnitChange, on: Day) -> Result<(), Fault> {
        match change {
            UnitChange::Add { name } => {
                let name = self.free(name, None)?;
                self.0.push(OrgUnit {
                    name,
                    since: Some(on),
                    former: Vec::new(),
                    until: None,
                    merged_into: None,
                });
            }
            UnitChange::Rename { unit, name } => {
                let name = self.free(name, Some(unit))?;
                let unit = self.open_mut(unit)?;
                let old = std::mem::replace(&mut unit.name, name);
                unit.former.push((old, on));
            }
            UnitChange::Merge { unit, into } => {
                if unit == into || self.get(into).is_none() {
                    return Err(Fault::NotAChoice);
                }
                let into = into.clone();
                let unit = self.open_mut(unit)?;
                unit.until = Some(on);
                unit.merged_into = Some(into);
            }
            UnitChange::Close { unit } => self.open_mut(unit)?.until = Some(on),
        }
        Ok(())
    }

    fn open_mut(&mut self, name: &str) -> Result<&mut OrgUnit, Fault> {
        let found = self
            .0
            .iter_mut()
            .find(|unit| unit.until.is_none() && unit.name == name);
        found.ok_or(Fault::NotAChoice)
    }

    /// The name, when no other unit has or had it: an old name must go on meaning the unit that it meant.
    fn free(&self, name: &str, own: Option<&str>) -> Result<String, Fault> {
        let name = String::from(Line::new(name)?);
        let same = |other: &str| fold(other) == fold(&name);
        let taken = self.0.iter().any(|unit| {
            let ours = own == Some(unit.name.as_str()) && unit.until.is_none();
            (same(&unit.name) && !(ours && unit.name != name))
                || unit.former.iter().any(|(old, _)| same(old))
        });
        if taken { Err(Fault::Taken) } else { Ok(name) }
    }
}

impl Dossier {
    /// Lies with the unit that goes on with the work of its own; what may come back to a common tray comes back there.
    pub fn with_unit(&self, unit: &str, actor: &Actor, now: Moment) -> (Self, Event) {
        let mut next = self.clone();
        let from = self.place.unit.clone();
        let in_tray = next.trail.iter_mut().filter(|place| place.holder.is_none());
        for place in in_tray.chain([&mut next.place]) {
            if place.unit == from {
                unit.clone_into(&mut place.unit);
            }
        }
        next.version += 1;
        let happening = Happening::UnitMoved { from };
        let event = Event::between(Some(self), &next, actor.clone(), happening, now);
        (next, event)
    }
}

impl Process {
    /// The same with the units of its steps as they are called today: a dossier keeps its version of the process, not
    /// units that are gone.
    #[must_use]
    pub fn in_units_of_today(&self, units: &OrgUnits) -> Self {
        let mut process = self.clone();
        for unit in process
            .steps
            .iter_mut()
            .filter_map(|step| step.unit.as_mut())
        {
            let today = units.today(unit).to_owned();
            *unit = today;
        }
        process
    }
}
