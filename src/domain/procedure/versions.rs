//! Versions of a procedure: where one comes from, in which parts two differ, and how a new edition of the catalogue is
//! brought together with what the office says itself.

use serde::{Deserialize, Serialize};

use super::Procedure;
use crate::domain::clock::Term;
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::officer::Username;
use crate::domain::procedure::TimeUnit;
use crate::domain::time::Moment;

/// Where a version comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// When it was written.
    pub at: Moment,
    /// Who imported or wrote it; `None` for whoever sat at the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Username>,
    /// Holds words of the office itself, not only of the catalogue.
    #[serde(default)]
    pub own: bool,
    /// On which ground the office changed it (căn cứ), may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// Whether the office takes dossiers of a procedure, and how (tiếp nhận).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Taking {
    /// At the counter, by post and online.
    EveryWay,
    /// Not online.
    NotOnline,
    /// Not at all.
    Never,
}

impl Taking {
    /// All, from the most to the least.
    pub const ALL: [Self; 3] = [Self::EveryWay, Self::NotOnline, Self::Never];

    /// What forms send.
    pub const fn key(self) -> &'static str {
        match self {
            Self::EveryWay => "every_way",
            Self::NotOnline => "not_online",
            Self::Never => "never",
        }
    }

    /// Reads [`Taking::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|taking| taking.key() == key)
    }
}

/// A part of a procedure that is compared, taken over and told as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The title.
    Name,
    /// Whether and how the office takes it.
    Taking,
    /// Whole process online, or in part.
    Online,
    /// Cases with their time limits.
    Cases,
    /// Ways of filing with time limits and fees.
    Methods,
    /// Papers.
    Components,
    /// Where dossiers are received.
    Address,
    /// The remark.
    Note,
    /// Fields of administration.
    Fields,
    /// Levels, scope and other marks of the source.
    Marks,
    /// Who carries it out, decides and helps.
    Agencies,
    /// Who may ask.
    Subjects,
    /// Steps.
    Steps,
    /// Requirements and conditions.
    Conditions,
    /// What the applicant gets.
    Results,
    /// Legal basis.
    Legal,
    /// Publishing decision.
    Decision,
    /// Identity, address, keywords and life events in the source.
    Source,
}

impl Part {
    /// Every part, in the order of a fact sheet.
    pub const ALL: [Self; 18] = [
        Self::Name,
        Self::Taking,
        Self::Online,
        Self::Cases,
        Self::Methods,
        Self::Components,
        Self::Address,
        Self::Note,
        Self::Fields,
        Self::Marks,
        Self::Agencies,
        Self::Subjects,
        Self::Steps,
        Self::Conditions,
        Self::Results,
        Self::Legal,
        Self::Decision,
        Self::Source,
    ];

    /// What an office may say itself; everything else is the publishing authority's.
    pub const OWN: [Self; 7] = [
        Self::Taking,
        Self::Online,
        Self::Cases,
        Self::Methods,
        Self::Components,
        Self::Address,
        Self::Note,
    ];

    /// Whether two versions say the same here.
    pub fn is_same(self, a: &Procedure, b: &Procedure) -> bool {
        match self {
            Self::Name => a.name == b.name,
            Self::Taking => a.taking() == b.taking(),
            Self::Online => a.full_online == b.full_online,
            Self::Cases => a.cases == b.cases,
            Self::Methods => a.methods == b.methods,
            Self::Components => a.components == b.components,
            Self::Address => a.receiving_address == b.receiving_address,
            Self::Note => a.note == b.note,
            Self::Fields => a.fields == b.fields,
            Self::Marks => {
                let marks = |one: &Procedure| {
                    let flags = one.flags;
                    (
                        one.scope,
                        one.internal,
                        flags.non_territorial,
                        flags.shared_service,
                    )
                };
                a.levels == b.levels && marks(a) == marks(b)
            }
            Self::Agencies => {
                a.promulgator == b.promulgator
                    && a.executing == b.executing
                    && a.competent == b.competent
                    && a.coordinating == b.coordinating
            }
            Self::Subjects => a.subjects == b.subjects,
            Self::Steps => a.steps == b.steps,
            Self::Conditions => a.conditions == b.conditions,
            Self::Results => a.results == b.results,
            Self::Legal => a.legal == b.legal,
            Self::Decision => a.decision == b.decision,
            Self::Source => {
                a.id == b.id
                    && a.source_url == b.source_url
                    && a.updated == b.updated
                    && a.life_events == b.life_events
                    && a.keywords == b.keywords
            }
        }
    }

    /// The parts in which two versions differ.
    pub fn differing(a: &Procedure, b: &Procedure) -> Vec<Self> {
        let differs = |part: &Self| !part.is_same(a, b);
        Self::ALL.into_iter().filter(differs).collect()
    }

    /// Lets `into` say what `from` says here; only for what an office may say itself.
    fn take(self, from: &Procedure, into: &mut Procedure) {
        match self {
            Self::Taking => into.set_taking(from.taking()),
            Self::Online => into.full_online = from.full_online,
            Self::Cases => into.cases.clone_from(&from.cases),
            Self::Methods => into.methods.clone_from(&from.methods),
            Self::Components => into.components.clone_from(&from.components),
            Self::Address => into.receiving_address.clone_from(&from.receiving_address),
            Self::Note => into.note.clone_from(&from.note),
            _ => {}
        }
    }
}

/// Whose words stand where the catalogue and the office both changed the same part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefer {
    /// The office's.
    #[default]
    Office,
    /// The catalogue's.
    Catalogue,
}

/// A new edition of the catalogue with the office's own words in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// What is shown from now on.
    pub procedure: Procedure,
    /// Parts that both sides changed, each in another way.
    pub conflicts: Vec<Part>,
}

/// Longest free text, in characters.
const LONGEST_TEXT: usize = 20_000;
/// Longest name of a paper, in characters.
const LONGEST_NAME: usize = 3_000;
/// Largest fee, in whole units of its currency.
const LARGEST_FEE: i64 = 1_000_000_000_000;
/// Largest number of copies of a paper.
const MOST_COPIES: u32 = 10_000;

impl Procedure {
    /// Whether and how the office takes dossiers.
    pub const fn taking(&self) -> Taking {
        if self.closed {
            Taking::Never
        } else if self.flags.offline_only {
            Taking::NotOnline
        } else {
            Taking::EveryWay
        }
    }

    /// Says whether and how the office takes dossiers.
    pub fn set_taking(&mut self, taking: Taking) {
        self.closed = taking == Taking::Never;
        // Whoever takes nothing takes nothing online; what the source says of it stays for the day it is taken again.
        if taking != Taking::Never {
            self.flags.offline_only = taking == Taking::NotOnline;
        }
    }

    /// This version with everything that the office may say as `edited` says it.
    #[must_use]
    pub fn with_own_words(&self, edited: &Self) -> Self {
        let mut next = self.clone();
        for part in Part::OWN {
            part.take(edited, &mut next);
        }
        next
    }

    /// What is wrong with the office's words, by the field of the form.
    pub fn own_faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let mut check = |field: String, fault: Option<Fault>| {
            faults.extend(fault.map(|fault| FieldFault::new(field, fault)));
        };
        for (at, case) in self.cases.iter().enumerate() {
            check(format!("case.{at}.time"), wrong_time(case.time, case.unit));
        }
        for (at, method) in self.methods.iter().enumerate() {
            let nowhere = method.channels.is_empty().then_some(Fault::Missing);
            check(format!("method.{at}.channels"), nowhere);
            let time = wrong_time(method.time, method.unit);
            check(format!("method.{at}.time"), time);
            check(
                format!("method.{at}.note"),
                too_long(&method.note, LONGEST_TEXT),
            );
            for (nth, fee) in method.fees.iter().enumerate() {
                let fits = fee
                    .value
                    .is_none_or(|value| (0..=LARGEST_FEE).contains(&value));
                let amount = (!fits).then_some(Fault::OutOfRange);
                check(format!("method.{at}.fee.{nth}.value"), amount);
                let note = too_long(&fee.note, LONGEST_TEXT);
                check(format!("method.{at}.fee.{nth}.note"), note);
            }
        }
        for (at, paper) in self.components.iter().enumerate() {
            let name = if paper.name.trim().is_empty() {
                Some(Fault::Missing)
            } else {
                too_long(&paper.name, LONGEST_NAME)
            };
            check(format!("paper.{at}.name"), name);
            let most = (paper.original.max(paper.copy) > MOST_COPIES).then_some(Fault::OutOfRange);
            check(format!("paper.{at}.original"), most);
        }
        check(
            "address".to_owned(),
            too_long(&self.receiving_address, LONGEST_TEXT),
        );
        check("note".to_owned(), too_long(&self.note, LONGEST_TEXT));
        faults
    }

    /// Brings a new edition of the catalogue together with the office's own words: `self` is what is shown now, `source`
    /// what the catalogue said when the office wrote them, `news` what it says now.
    ///
    /// A part that only one side changed is that side's. A mark on papers that the office made stays with the paper,
    /// whatever else the catalogue changes about it.
    pub fn merged(&self, source: &Self, news: &Self, prefer: Prefer) -> Merged {
        let mut procedure = news.clone();
        let mut conflicts = Vec::new();
        for part in Part::OWN {
            if part.is_same(self, source) || part.is_same(self, news) {
                continue;
            }
            if part.is_same(source, news) {
                part.take(self, &mut procedure);
            } else if part == Part::Components && self.differs_in_marks_only(source) {
                procedure.take_marks(self);
            } else {
                conflicts.push(part);
                if prefer == Prefer::Office {
                    part.take(self, &mut procedure);
                }
            }
        }
        Merged {
            procedure,
            conflicts,
        }
    }

    fn differs_in_marks_only(&self, other: &Self) -> bool {
        let mut plain = self.clone();
        plain.take_marks(other);
        plain.components == other.components
    }

    /// Marks the papers as `from` does; papers that it does not have keep theirs.
    fn take_marks(&mut self, from: &Self) {
        for paper in &mut self.components {
            if let Some(known) = from.component(&paper.id) {
                paper.required = known.required && !paper.note;
            }
        }
    }
}

fn wrong_time(time: Option<f64>, unit: TimeUnit) -> Option<Fault> {
    match (time, unit) {
        // A number without a unit is prose; the source has such rows.
        (None, _) | (_, TimeUnit::Other) => None,
        (Some(time), unit) => match Term::from_catalogue(time, unit.as_str()) {
            Some(_) => None,
            // Zero is how the catalogue says that the number is in the remark.
            None if time == 0.0 => None,
            None => Some(Fault::OutOfRange),
        },
    }
}

fn too_long(text: &str, most: usize) -> Option<Fault> {
    (text.chars().count() > most).then_some(Fault::TooLong)
}
