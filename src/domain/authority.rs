//! Who may know of which dossier (phân quyền dữ liệu): one law for pages, lists, counts, search, downloads and events.
//!
//! Roles say what somebody may do, [`Reach`] how far they see: the whole office, their unit, their fields, or only what
//! they have a hand in. Keeping the machine is no reason to read a dossier.

use serde::{Deserialize, Serialize};

use super::dossier::Dossier;
use super::officer::{Role, User, Username};
use super::workflow::StepKind;

/// How far an officer's sight reaches (phạm vi dữ liệu); nothing set means the whole office.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Reach {
    /// Only dossiers that are or were with the officer's own unit.
    pub unit_only: bool,
    /// Only dossiers of the fields that the officer is in charge of.
    pub field_only: bool,
    /// Only dossiers in which the officer has a hand; at the counter, what lies there.
    pub own_only: bool,
}

impl Reach {
    /// Whether it takes in the whole office.
    pub const fn is_whole(&self) -> bool {
        !(self.unit_only || self.field_only || self.own_only)
    }

    /// Keys of the limits that are set.
    pub fn limits(self) -> impl Iterator<Item = &'static str> {
        let set = [self.unit_only, self.field_only, self.own_only];
        let keys = ["unit", "field", "own"];
        keys.into_iter()
            .zip(set)
            .filter_map(|(key, set)| set.then_some(key))
    }
}

/// Whose matter a dossier is, as far as sight depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern<'a> {
    /// The citizen's account that filed it.
    pub owner: Option<&'a str>,
    /// Units that have or had it.
    pub units: Vec<&'a str>,
    /// Field (lĩnh vực).
    pub field: &'a str,
    /// Officers who have a hand in it.
    pub hands: Vec<&'a str>,
    /// It lies in the common tray of the counter.
    pub at_the_counter: bool,
}

impl Dossier {
    /// Whose matter it is.
    pub fn concern(&self) -> Concern<'_> {
        let places = self.trail.iter().chain([&self.place]);
        let mut units: Vec<&str> = places.map(|place| place.unit.as_str()).collect();
        units.sort_unstable();
        units.dedup();
        Concern {
            owner: self.owner.as_ref().map(Username::as_str),
            units,
            field: &self.procedure.field,
            hands: self.everybody().into_iter().map(Username::as_str).collect(),
            at_the_counter: lies_at_the_counter(self.place.step.kind(), self.status.is_closed()),
        }
    }
}

/// Whether a dossier at such a step lies in the common tray of the counter.
pub const fn lies_at_the_counter(step: StepKind, closed: bool) -> bool {
    matches!(step, StepKind::Reception | StepKind::Return) && !closed
}

/// When somebody may know of a dossier, as a rule that a record can be held against and an index can be asked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// This citizen's account filed it.
    Owner(String),
    /// This officer has a hand in it.
    Hand(String),
    /// It is or was with this unit.
    Unit(String),
    /// It is of this field.
    Field(String),
    /// It lies in the common tray of the counter.
    AtTheCounter,
    /// Each of these; every dossier when there is none.
    All(Vec<Rule>),
    /// At least one of these; no dossier when there is none.
    Any(Vec<Rule>),
}

impl Rule {
    fn any(rules: impl Iterator<Item = Self>) -> Self {
        Self::Any(rules.collect())
    }

    /// Whether it lets somebody know of this one.
    pub fn holds(&self, concern: &Concern<'_>) -> bool {
        match self {
            Self::Owner(name) => concern.owner == Some(name.as_str()),
            Self::Hand(name) => concern.hands.contains(&name.as_str()),
            Self::Unit(unit) => concern.units.contains(&unit.as_str()),
            Self::Field(field) => concern.field == field.as_str(),
            Self::AtTheCounter => concern.at_the_counter,
            Self::All(rules) => rules.iter().all(|rule| rule.holds(concern)),
            Self::Any(rules) => rules.iter().any(|rule| rule.holds(concern)),
        }
    }
}

/// What somebody may know of (tầm nhìn).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    who: Username,
    roles: Vec<Role>,
    reach: Reach,
    units: Vec<String>,
    fields: Vec<String>,
    stands_for: Vec<Username>,
    rule: Rule,
}

impl Sight {
    /// The sight of `user`, who today also does the work of `stands_for`. `units` are the user's unit and those that
    /// were merged into it.
    pub fn of(user: &User, stands_for: &[User], units: Vec<String>) -> Self {
        let mut sight = Self {
            who: user.username.clone(),
            roles: user.roles.clone(),
            reach: user.reach,
            units,
            fields: user.fields.clone(),
            stands_for: stands_for.iter().map(|one| one.username.clone()).collect(),
            rule: Rule::Any(Vec::new()),
        };
        sight.rule = sight.law();
        sight
    }

    /// Whose account it is.
    pub fn who(&self) -> &Username {
        &self.who
    }

    /// Whether the account works on dossiers at all.
    pub fn works_on_dossiers(&self) -> bool {
        self.roles.iter().any(|role| role.works_on_dossiers())
    }

    /// Whether the account keeps the machine and nothing else.
    pub fn only_keeps_the_machine(&self) -> bool {
        !self.works_on_dossiers() && self.roles.contains(&Role::Admin)
    }

    /// How far it reaches.
    pub const fn reach(&self) -> Reach {
        self.reach
    }

    /// Own unit and those merged into it.
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// Fields in charge of.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// Own account and those whose work is done today.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.who]
            .into_iter()
            .chain(&self.stands_for)
            .map(Username::as_str)
    }

    /// Whether the account shares the counter.
    pub fn receives(&self) -> bool {
        self.roles.contains(&Role::Reception)
    }

    /// Whether they may know of a dossier.
    pub fn sees(&self, concern: &Concern<'_>) -> bool {
        self.rule.holds(concern)
    }

    /// The same as a rule, for whoever asks an index.
    pub const fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Citizens: their own. Officers: what they, or those whose work they do, have a hand in; beyond that as far as
    /// their reach goes. Nobody else: nothing.
    fn law(&self) -> Rule {
        if !self.works_on_dossiers() {
            let own = Rule::Owner(self.who.to_string());
            return Rule::any(
                self.roles
                    .contains(&Role::Citizen)
                    .then_some(own)
                    .into_iter(),
            );
        }
        let hands = self.names().map(|name| Rule::Hand(name.to_owned()));
        let of_unit = || Rule::any(self.units.iter().cloned().map(Rule::Unit));
        let of_field = || Rule::any(self.fields.iter().cloned().map(Rule::Field));
        let reach = self.reach;
        let beyond = if reach.own_only {
            let counter = Rule::All(vec![Rule::AtTheCounter, of_unit()]);
            self.receives().then_some(counter)
        } else {
            let unit = reach.unit_only.then(of_unit);
            let field = reach.field_only.then(of_field);
            Some(Rule::All(unit.into_iter().chain(field).collect()))
        };
        match beyond {
            Some(Rule::All(rules)) if rules.is_empty() => Rule::All(rules),
            beyond => Rule::any(hands.chain(beyond)),
        }
    }
}
