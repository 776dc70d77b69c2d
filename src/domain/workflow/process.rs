//! A process as the office writes it down: steps, branches, hours, opinions.

use serde::{Deserialize, Serialize};

use super::{Step, StepKind};
use crate::domain::action::Verb;
use crate::domain::clock::{HOURS_A_DAY, Term};
use crate::domain::dossier::{Channel, Dossier};
use crate::domain::officer::Username;
use crate::domain::time::Moment;

/// Verbs that a step may offer or leave out; every other verb depends on the dossier alone.
pub const STEP_VERBS: [Verb; 6] = [
    Verb::Advance,
    Verb::SendBack,
    Verb::RequestSupplement,
    Verb::RequestPayment,
    Verb::AskOpinion,
    Verb::Propose,
];

/// Which version of which process a dossier keeps to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProcessRef {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
}

impl Default for ProcessRef {
    /// The first version of the standard process: what dossiers kept to before offices drew their own.
    fn default() -> Self {
        Self {
            id: super::STANDARD.to_owned(),
            version: 1,
        }
    }
}

/// How long a step may take (thời gian của bước).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allotted {
    /// So many office hours.
    Hours(u32),
    /// So many hundredths of the procedure's own term: how one process serves procedures of different terms.
    Share(u32),
}

/// On which condition a branch is taken without anybody choosing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Dossiers of this case of the procedure (trường hợp), counted from 0.
    Case(usize),
    /// Dossiers that came in this way.
    Channel(Channel),
}

/// A way on from a step (nhánh).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Key of the step it leads to.
    pub to: String,
    /// What the officer reads when there are several; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Taken without choosing when this holds; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
}

impl Branch {
    /// A way on without condition.
    pub fn to(key: &str) -> Self {
        Self {
            to: key.to_owned(),
            label: String::new(),
            when: None,
        }
    }

    /// Whether the condition holds for `dossier`.
    pub fn fits(&self, dossier: &Dossier) -> bool {
        match self.when {
            None => true,
            Some(When::Case(case)) => dossier.procedure.case == case,
            Some(When::Channel(channel)) => dossier.channel == channel,
        }
    }
}

/// An opinion that is asked for as soon as a dossier comes to the step (lấy ý kiến phối hợp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionWanted {
    /// Whose.
    pub of: Username,
    /// On what.
    pub question: String,
    /// The step cannot be left without it.
    #[serde(default)]
    pub required: bool,
}

/// A step of a process (bước của quy trình).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessStep {
    /// Unique within the process: lower-case letters, digits and dashes.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// What kind it is.
    pub kind: StepKind,
    /// Only people of this unit take it; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Only these take it, the first who is at work; any of the role when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Username>,
    /// How long it may take.
    pub time: Allotted,
    /// Which of [`STEP_VERBS`] it offers; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Verb>,
    /// Ways on, the first whose condition holds being the usual one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<Branch>,
    /// Opinions to be asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<OpinionWanted>,
}

impl ProcessStep {
    /// The step as a dossier remembers it.
    pub fn step(&self) -> Step {
        Step::new(&self.key, &self.name, self.kind)
    }

    /// Whether the step offers `verb`.
    pub fn offers(&self, verb: Verb) -> bool {
        !STEP_VERBS.contains(&verb) || self.actions.is_empty() || self.actions.contains(&verb)
    }
}

/// An internal process (quy trình nội bộ), one version of it; never changed once written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Which process.
    pub id: String,
    /// Counted from 1.
    pub version: u32,
    /// What it is called.
    pub name: String,
    /// Decision it rests on (quyết định ban hành); may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// Steps in the order of the table.
    pub steps: Vec<ProcessStep>,
    /// When this version was published; absent for what is shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Moment>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Username>,
}

impl Process {
    /// How a dossier refers to it.
    pub fn reference(&self) -> ProcessRef {
        ProcessRef {
            id: self.id.clone(),
            version: self.version,
        }
    }

    /// The step with this key.
    pub fn step(&self, key: &str) -> Option<&ProcessStep> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// The first step of a kind, in the order of the table.
    pub fn first(&self, kind: StepKind) -> Option<&ProcessStep> {
        self.steps.iter().find(|step| step.kind == kind)
    }

    /// Ways on from `from` that lead to steps of this kind and whose condition holds.
    pub fn ways<'a>(
        &'a self,
        from: &'a ProcessStep,
        dossier: &Dossier,
        kind: StepKind,
    ) -> Vec<(&'a Branch, &'a ProcessStep)> {
        from.next
            .iter()
            .filter(|branch| branch.fits(dossier))
            .filter_map(|branch| Some((branch, self.step(&branch.to)?)))
            .filter(|(_, step)| step.kind == kind)
            .collect()
    }

    /// The specialist's step that follows where `dossier` is, unless `to` names another one.
    pub fn onward(&self, dossier: &Dossier, to: Option<&str>) -> Option<&ProcessStep> {
        let here = self
            .step(dossier.place.step.key())
            .or_else(|| self.first(StepKind::Reception))?;
        self.ways(here, dossier, StepKind::Work)
            .into_iter()
            .map(|(_, step)| step)
            .find(|step| to.is_none_or(|to| step.key == to))
    }

    /// The leader's step to which a proposal goes: the next one, or the first there is.
    pub fn approval(&self, dossier: &Dossier) -> Option<&ProcessStep> {
        let here = self.step(dossier.place.step.key());
        let next = here.map(|here| self.ways(here, dossier, StepKind::Approval));
        next.and_then(|ways| ways.first().map(|(_, step)| *step))
            .or_else(|| self.first(StepKind::Approval))
    }

    /// Office hours that a step gets where the whole term is `term`.
    pub fn hours(step: &ProcessStep, term: Option<Term>) -> Option<u32> {
        match step.time {
            Allotted::Hours(hours) => Some(hours),
            Allotted::Share(share) => {
                let whole = term.and_then(office_hours)?;
                Some((whole.saturating_mul(share) / 100).max(1))
            }
        }
    }
}

/// Office hours in a term, calendar terms at five working days of seven.
pub(super) fn office_hours(term: Term) -> Option<u32> {
    let calendar = |days: u32| (days * 5 / 7).max(1).saturating_mul(HOURS_A_DAY);
    match term {
        term if term.is_same_day() => Some(HOURS_A_DAY),
        Term::WorkingDays(days) => days.checked_mul(HOURS_A_DAY),
        Term::WorkingDaysAndHours { days, hours } => {
            days.checked_mul(HOURS_A_DAY)?.checked_add(hours)
        }
        Term::Hours(hours) => Some(hours),
        Term::CalendarDays(days) => Some(calendar(days)),
        Term::Months(months) => Some(calendar(months.checked_mul(30)?)),
        Term::Years(years) => Some(calendar(years.checked_mul(365)?)),
        Term::SameDay => Some(HOURS_A_DAY),
    }
}
