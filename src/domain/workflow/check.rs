//! What is wrong with a process, each fault by its name, before a dossier is ever lost in it.

use std::collections::{BTreeMap, BTreeSet};

use super::process::office_hours;
use super::{Allotted, Process, ProcessStep, StepKind};
use crate::domain::action::Verb;
use crate::domain::clock::Term;
use crate::domain::officer::{Role, User, Username};

/// The office around a process, as far as it decides whether the process can work.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// Everybody who has an account, disabled ones too.
    pub officers: &'a [User],
    /// Units that exist today.
    pub units: &'a [String],
    /// Terms of the procedures and cases that it is for.
    pub terms: &'a [Term],
}

/// A fault of a process (lỗi của quy trình). Steps are named by their keys; the words are in `ui::words::process`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProcessFault {
    /// It has no step of this kind.
    NoStep(StepKind),
    /// It has more than one counter of this kind.
    TwoCounters(StepKind),
    /// A key is no key.
    BadKey(String),
    /// Two steps have the same key.
    SameKey(String),
    /// A step has no name.
    NoName(String),
    /// A step has no time.
    NoTime(String),
    /// A branch leads to a step that does not exist.
    NoSuchStep {
        /// From here.
        from: String,
        /// To there.
        to: String,
    },
    /// A branch leads where the law knows no way: past the leader, or back.
    NoSuchWay {
        /// From here.
        from: String,
        /// To there.
        to: String,
    },
    /// No way leads to the step.
    Unreachable(String),
    /// No way leads from the step to the return of the result.
    DeadEnd(String),
    /// Ways lead around in a circle through the step.
    Circle(String),
    /// Every way on from the step has a condition; a dossier that meets none is stuck.
    OnlyConditions(String),
    /// The step offers none of the verbs that its ways on need.
    Stuck(String),
    /// Nobody at work may take the step.
    Nobody(String),
    /// A person named for the step does not exist, is disabled or has not the role or unit.
    NotForThem {
        /// Step.
        step: String,
        /// Person.
        username: Username,
    },
    /// The unit does not exist today.
    NoSuchUnit {
        /// Step.
        step: String,
        /// Unit.
        unit: String,
    },
    /// The longest way through takes more office hours than the law gives.
    BeyondTheTerm {
        /// Office hours of the longest way.
        hours: u32,
        /// Office hours of the shortest term.
        term: u32,
    },
    /// The shares of the longest way come to more than the whole term.
    BeyondTheWhole {
        /// Hundredths.
        share: u32,
    },
}

/// Every fault there is; an empty list means that dossiers can go through.
pub fn check(process: &Process, grounds: &Grounds<'_>) -> Vec<ProcessFault> {
    let mut faults = Vec::new();
    shape(process, &mut faults);
    for step in &process.steps {
        itself(step, &mut faults);
        people(step, grounds, &mut faults);
        ways(process, step, &mut faults);
    }
    let graph = Graph::of(process);
    graph.reach(&mut faults);
    if faults.is_empty() {
        time(&graph, grounds, &mut faults);
    }
    faults.sort();
    faults.dedup();
    faults
}

fn shape(process: &Process, faults: &mut Vec<ProcessFault>) {
    for kind in StepKind::OF_A_PROCESS {
        match process
            .steps
            .iter()
            .filter(|step| step.kind == kind)
            .count()
        {
            0 => faults.push(ProcessFault::NoStep(kind)),
            1 => {}
            _ if matches!(kind, StepKind::Reception | StepKind::Return) => {
                faults.push(ProcessFault::TwoCounters(kind));
            }
            _ => {}
        }
    }
    let mut seen = BTreeSet::new();
    for step in &process.steps {
        if !seen.insert(&step.key) {
            faults.push(ProcessFault::SameKey(step.key.clone()));
        }
    }
}

fn itself(step: &ProcessStep, faults: &mut Vec<ProcessFault>) {
    let key = || step.key.clone();
    let plain = !step.key.is_empty()
        && step.key.len() <= 40
        && step
            .key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        // `closed` is what no process may call a step of its own.
        && step.key != StepKind::Closed.key();
    if !plain {
        faults.push(ProcessFault::BadKey(key()));
    }
    if step.name.trim().is_empty() {
        faults.push(ProcessFault::NoName(key()));
    }
    if matches!(step.time, Allotted::Hours(0) | Allotted::Share(0)) {
        faults.push(ProcessFault::NoTime(key()));
    }
}

fn people(step: &ProcessStep, grounds: &Grounds<'_>, faults: &mut Vec<ProcessFault>) {
    let named = |username: &Username| {
        grounds
            .officers
            .iter()
            .find(|user| user.username == *username && user.enabled)
    };
    let fits = |user: &User| {
        user.enabled
            && user.has(step.kind.role())
            && step
                .unit
                .as_ref()
                .is_none_or(|unit| user.unit.as_ref() == Some(unit))
    };
    if let Some(unit) = step
        .unit
        .as_ref()
        .filter(|unit| !grounds.units.contains(unit))
    {
        faults.push(ProcessFault::NoSuchUnit {
            step: step.key.clone(),
            unit: unit.clone(),
        });
    }
    let wrong = |username: &Username| ProcessFault::NotForThem {
        step: step.key.clone(),
        username: username.clone(),
    };
    for username in &step.people {
        if !named(username).is_some_and(fits) {
            faults.push(wrong(username));
        }
    }
    for opinion in &step.opinions {
        let asked = named(&opinion.of);
        if !asked.is_some_and(|user| user.roles.iter().any(|role| role.works_on_dossiers())) {
            faults.push(wrong(&opinion.of));
        }
    }
    let somebody = if step.people.is_empty() {
        grounds.officers.iter().any(fits)
    } else {
        step.people
            .iter()
            .any(|username| named(username).is_some_and(fits))
    };
    // The counter is everybody's at reception.
    if !somebody && step.kind.role() != Role::Reception
        || step.kind.role() == Role::Reception
            && !grounds
                .officers
                .iter()
                .any(|user| user.enabled && user.has(Role::Reception))
    {
        faults.push(ProcessFault::Nobody(step.key.clone()));
    }
}

fn ways(process: &Process, step: &ProcessStep, faults: &mut Vec<ProcessFault>) {
    let mut kinds = BTreeSet::new();
    for branch in &step.next {
        let (from, to) = (step.key.clone(), branch.to.clone());
        match process.step(&branch.to) {
            None => faults.push(ProcessFault::NoSuchStep { from, to }),
            Some(next) => {
                let lawful = matches!(
                    (step.kind, next.kind),
                    (StepKind::Reception | StepKind::Work, StepKind::Work)
                        | (StepKind::Work, StepKind::Approval)
                        | (StepKind::Approval, StepKind::Return)
                );
                if lawful {
                    kinds.insert(next.kind);
                } else {
                    faults.push(ProcessFault::NoSuchWay { from, to });
                }
            }
        }
    }
    if !step.next.is_empty() && step.next.iter().all(|branch| branch.when.is_some()) {
        faults.push(ProcessFault::OnlyConditions(step.key.clone()));
    }
    let needed = |kind| match kind {
        StepKind::Approval => Verb::Propose,
        _ => Verb::Advance,
    };
    if step.kind == StepKind::Work
        && !kinds.is_empty()
        && !kinds.iter().any(|kind| step.offers(needed(*kind)))
        && !step.offers(Verb::Propose)
    {
        faults.push(ProcessFault::Stuck(step.key.clone()));
    }
}

/// The ways of a process, as far as they lead to steps that exist.
struct Graph<'a> {
    process: &'a Process,
    onward: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Graph<'a> {
    fn of(process: &'a Process) -> Self {
        let onward = process.steps.iter().map(|step| {
            let next = step.next.iter().map(|branch| branch.to.as_str());
            let next = next.filter(|key| process.step(key).is_some());
            (step.key.as_str(), next.collect())
        });
        Self {
            process,
            onward: onward.collect(),
        }
    }

    fn next(&self, key: &str) -> &[&'a str] {
        self.onward.get(key).map_or(&[], Vec::as_slice)
    }

    fn keys(&self, kind: StepKind) -> impl Iterator<Item = &'a str> {
        let of_kind = self
            .process
            .steps
            .iter()
            .filter(move |step| step.kind == kind);
        of_kind.map(|step| step.key.as_str())
    }

    fn reach(&self, faults: &mut Vec<ProcessFault>) {
        let mut reached: BTreeSet<&str> = self.keys(StepKind::Reception).collect();
        let mut ahead: Vec<&str> = reached.iter().copied().collect();
        while let Some(key) = ahead.pop() {
            for next in self.next(key) {
                if reached.insert(next) {
                    ahead.push(next);
                }
            }
        }
        let mut ends: BTreeSet<&str> = self.keys(StepKind::Return).collect();
        loop {
            let more: Vec<&str> = self
                .onward
                .iter()
                .filter(|(key, next)| {
                    !ends.contains(*key) && next.iter().any(|to| ends.contains(to))
                })
                .map(|(key, _)| *key)
                .collect();
            if more.is_empty() {
                break;
            }
            ends.extend(more);
        }
        for step in &self.process.steps {
            let key = step.key.as_str();
            if !reached.contains(key) && step.kind != StepKind::Reception {
                faults.push(ProcessFault::Unreachable(step.key.clone()));
            }
            if !ends.contains(key) && step.kind != StepKind::Return {
                faults.push(ProcessFault::DeadEnd(step.key.clone()));
            }
            if self.circles(key) {
                faults.push(ProcessFault::Circle(step.key.clone()));
            }
        }
    }

    /// Whether a way from the step leads back to it.
    fn circles(&self, start: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut ahead = vec![start];
        while let Some(key) = ahead.pop() {
            for next in self.next(key) {
                if *next == start {
                    return true;
                }
                if seen.insert(*next) {
                    ahead.push(next);
                }
            }
        }
        false
    }

    /// The most that a way from `key` to the end adds up to; only for processes without circles.
    fn longest(&self, key: &str, of: &impl Fn(&ProcessStep) -> u32) -> u32 {
        let own = self.process.step(key).map_or(0, of);
        let rest = self
            .next(key)
            .iter()
            .map(|next| self.longest(next, of))
            .max();
        own.saturating_add(rest.unwrap_or(0))
    }
}

fn time(graph: &Graph<'_>, grounds: &Grounds<'_>, faults: &mut Vec<ProcessFault>) {
    let shortest = grounds
        .terms
        .iter()
        .filter_map(|term| office_hours(*term))
        .min();
    for start in graph.keys(StepKind::Reception) {
        let share = graph.longest(start, &|step| match step.time {
            Allotted::Share(share) => share,
            Allotted::Hours(_) => 0,
        });
        if share > 100 {
            faults.push(ProcessFault::BeyondTheWhole { share });
        }
        let Some(term) = shortest else { continue };
        let hours = graph.longest(start, &|step| match step.time {
            Allotted::Hours(hours) => hours,
            Allotted::Share(share) => term.saturating_mul(share) / 100,
        });
        if hours > term {
            faults.push(ProcessFault::BeyondTheTerm { hours, term });
        }
    }
}
