//! When everything happens: each script is laid into the last ninety days so that it ends before now.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cast;
use super::dice::Dice;
use super::people::Person;
use super::script::{self, Deed, Line, Part};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::clock::{self, OfficeTime, Term};
use crate::domain::dossier::Channel;
use crate::domain::procedure::Procedure;
use crate::domain::status::Status;
use crate::domain::time::Moment;

/// How far back the demo reaches, in days.
const DAYS: i64 = 90;

/// Minutes of a working day.
const DAY: u64 = 480;

/// Longest term that a script plays out; longer ones only appear in dossiers under way.
const LONGEST: u64 = 15 * DAY;

/// How often a script is laid anew before anything that ends in time will do.
const TRIES: usize = 300;

/// A dossier of the demo, planned to the minute.
#[derive(Debug)]
pub(super) struct Plan {
    pub procedure: Arc<Procedure>,
    pub case: usize,
    pub channel: Channel,
    pub filer: Filer,
    pub applicant: Person,
    pub submitter: Option<Person>,
    /// Working days that reception gives where the catalogue has no number.
    pub days_given: u32,
    /// The specialist who usually takes the field.
    pub specialist: usize,
    pub steps: Vec<(Moment, Deed)>,
}

/// Who files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filer {
    /// A citizen's account, by its place among the citizens.
    Account(usize),
    /// A citizen without an account.
    Nobody,
    /// Reception, by its place.
    Reception(usize),
}

/// Everything that plans are made of.
pub(super) struct Planner<'a> {
    pub now: Moment,
    pub calendar: &'a OfficeCalendar,
    pub procedures: &'a [Arc<Procedure>],
    pub citizens: &'a [Person],
    pub dice: Dice,
}

/// Where dossiers stand on an ordinary day.
const SHARES: [(u64, Status); 10] = [
    (50, Status::Returned),
    (8, Status::Finished),
    (16, Status::Processing),
    (6, Status::Received),
    (5, Status::Registered),
    (5, Status::AwaitingSupplement),
    (3, Status::AwaitingPayment),
    (3, Status::Refused),
    (2, Status::Withdrawn),
    (2, Status::Stopped),
];

impl Planner<'_> {
    /// Plans `count` dossiers; ten or more show every status.
    pub fn plan(&mut self, count: usize) -> Vec<Plan> {
        let every = SHARES.map(|(_, status)| status);
        (0..count)
            .map(|at| {
                let target = every.get(at).copied();
                let target = target.unwrap_or_else(|| self.dice.weighted(&SHARES));
                self.one(target)
            })
            .collect()
    }

    fn one(&mut self, target: Status) -> Plan {
        let late = self.dice.percent(match target {
            Status::Processing => 30,
            Status::Finished | Status::Returned => 10,
            _ => 0,
        });
        for attempt in 0..TRIES {
            let mut plan = self.draft(target, late);
            let script = self.script(&plan, target, late);
            // The last attempts drop everything but the first deed and those that lead to the target.
            let script = if attempt + 40 > TRIES {
                hurried(&script)
            } else {
                script
            };
            let start = self.start(target, &script);
            plan.steps = self.laid(start, &script);
            if self.fits(&plan, target, late, attempt) {
                return plan;
            }
        }
        // Reached only when the office was closed for months: the whole script in the first days.
        let mut plan = self.draft(target, false);
        let script = self.script(&plan, target, false);
        plan.steps = self.laid(self.earliest(), &hurried(&script));
        plan.steps.retain(|(at, _)| *at <= self.now);
        plan
    }

    /// Who asks for what, and how it comes in.
    fn draft(&mut self, target: Status, late: bool) -> Plan {
        let dice = &mut self.dice;
        let must_be_online = matches!(target, Status::Registered | Status::Refused);
        let online = must_be_online || dice.percent(45);
        let filer = if online {
            if dice.percent(60) {
                Filer::Account(dice.index(self.citizens.len()))
            } else {
                Filer::Nobody
            }
        } else {
            Filer::Reception(dice.index(2))
        };
        let channel = match online {
            true => Channel::Online,
            false if dice.percent(15) => Channel::Post,
            false => Channel::Counter,
        };
        let days_given = u32::try_from(dice.between(3, 10)).unwrap_or(5);
        let procedure = procedure(dice, self.procedures, target, late);
        let case = dice.index(procedure.cases.len());
        let year = self.now.day().year();
        let applicant = match filer {
            Filer::Account(at) if dice.percent(80) => self.citizens[at].clone(),
            _ => Person::new(dice, year),
        };
        let business = procedure.field().contains("doanh nghiệp");
        let applicant = if business && dice.percent(40) && !matches!(filer, Filer::Account(_)) {
            applicant.into_organisation(dice)
        } else {
            applicant
        };
        let submitter = dice.percent(8).then(|| Person::new(dice, year));
        let specialist = cast::specialist_for(procedure.field()).unwrap_or(0);
        Plan {
            procedure,
            case,
            channel,
            filer,
            applicant,
            submitter,
            days_given,
            specialist,
            steps: Vec::new(),
        }
    }

    fn script(&mut self, plan: &Plan, target: Status, late: bool) -> Vec<Line> {
        let part = Part {
            target,
            online: plan.channel == Channel::Online,
            owned: matches!(plan.filer, Filer::Account(_)),
            fee: fee(&plan.procedure).is_some(),
            term: minutes(plan),
            late,
        };
        script::write(&part, &mut self.dice)
    }

    /// A moment of office time at which the script may begin.
    fn start(&mut self, target: Status, script: &[Line]) -> Moment {
        let minutes: u64 = script.iter().map(|(minutes, _)| minutes).sum();
        // Office minutes are spread over nights and weekends: about a third of a working week's hours are office hours.
        let length = i64::try_from(minutes * 60 * 21 / 5).unwrap_or(i64::MAX / 4);
        let back = match target {
            Status::Registered => 2 * 86_400,
            Status::Received => 3 * 86_400,
            Status::Processing | Status::AwaitingSupplement | Status::AwaitingPayment => {
                10 * 86_400
            }
            Status::Finished => 8 * 86_400,
            _ => DAYS * 86_400,
        };
        let range = (length + back).min(DAYS * 86_400);
        let ago = self.dice.between(60, range.unsigned_abs().max(61));
        let at = self.now.plus_seconds(-i64::try_from(ago).unwrap_or(0));
        clock::open_from(at.max(self.earliest()), self.calendar)
    }

    fn earliest(&self) -> Moment {
        let first = self.now.plus_seconds(-DAYS * 86_400);
        clock::open_from(first, self.calendar)
    }

    fn laid(&self, start: Moment, script: &[Line]) -> Vec<(Moment, Deed)> {
        let mut at = start;
        script
            .iter()
            .map(|(minutes, deed)| {
                let by = OfficeTime::from_seconds(minutes * 60);
                at = clock::shift(at, by, self.calendar);
                (at, *deed)
            })
            .collect()
    }

    /// Whether a plan ends before now, and tells what it should.
    fn fits(&self, plan: &Plan, target: Status, late: bool, attempt: usize) -> bool {
        let last = plan.steps.last().map_or(self.now, |(at, _)| *at);
        if last > self.now {
            return false;
        }
        // Whatever the week is like, every status must appear.
        if attempt * 2 > TRIES {
            return true;
        }
        let since = clock::office_time_between(last, self.now, self.calendar).minutes();
        let fresh = match target {
            Status::Registered => 7 * 60,
            Status::Received => 5 * 60,
            Status::Processing | Status::AwaitingPayment | Status::Finished => 4 * DAY,
            Status::AwaitingSupplement => 8 * DAY,
            _ => u64::MAX,
        };
        if since > fresh {
            return false;
        }
        match target {
            Status::Processing => (self.due(plan) < self.now) == late,
            Status::Received => self.due(plan) > self.now,
            _ => true,
        }
    }

    /// Roughly when the result is due; supplements move it later.
    fn due(&self, plan: &Plan) -> Moment {
        let received = plan
            .steps
            .iter()
            .find(|(_, deed)| *deed == Deed::Accept)
            .or(plan.steps.first())
            .map_or(self.now, |(at, _)| *at);
        match plan.procedure.term(plan.case, plan.channel) {
            Some(term) => clock::due(term, received, self.calendar).at,
            None => clock::shift(
                received,
                OfficeTime::from_days(plan.days_given),
                self.calendar,
            ),
        }
    }
}

/// The same deeds, minutes apart.
fn hurried(script: &[Line]) -> Vec<Line> {
    script
        .iter()
        .map(|(minutes, deed)| ((*minutes).min(25), *deed))
        .collect()
}

/// A procedure that people come for; short ones where the script has to run to its end.
fn procedure(
    dice: &mut Dice,
    procedures: &[Arc<Procedure>],
    target: Status,
    late: bool,
) -> Arc<Procedure> {
    let ends = matches!(
        target,
        Status::Finished | Status::Returned | Status::Withdrawn | Status::Stopped
    );
    let mut chosen = dice.index(procedures.len());
    for _ in 0..200 {
        let candidate = &procedures[chosen];
        let term = term_minutes(candidate.term(0, Channel::Online), 5);
        let counts = candidate.term(0, Channel::Online).is_some() || dice.percent(35);
        if counts && (!(ends || late) || term <= LONGEST) {
            break;
        }
        chosen = dice.index(procedures.len());
    }
    procedures[chosen].clone()
}

/// What the commune of the demo does every day: by field, so that each field has its share.
pub(super) fn repertoire(all: Vec<Arc<Procedure>>) -> Vec<Arc<Procedure>> {
    let mut by_field: BTreeMap<String, Vec<Arc<Procedure>>> = BTreeMap::new();
    for procedure in &all {
        let papers = procedure.components.iter().any(|component| !component.note);
        if !procedure.internal && papers && cast::specialist_for(procedure.field()).is_some() {
            let field = by_field.entry(procedure.field().to_owned()).or_default();
            field.push(procedure.clone());
        }
    }
    let chosen: Vec<_> = by_field.into_values().flatten().collect();
    if chosen.is_empty() { all } else { chosen }
}

/// The first amount that the catalogue names.
pub(super) fn fee(procedure: &Procedure) -> Option<i64> {
    procedure
        .methods
        .iter()
        .flat_map(|method| &method.fees)
        .find_map(|fee| fee.value.filter(|value| *value >= 1000))
}

fn minutes(plan: &Plan) -> u64 {
    term_minutes(
        plan.procedure.term(plan.case, plan.channel),
        plan.days_given,
    )
}

/// A term in minutes of office time.
fn term_minutes(term: Option<Term>, days_given: u32) -> u64 {
    let days = |days: u32| u64::from(days) * DAY;
    let minutes = match term {
        None => days(days_given),
        Some(Term::WorkingDays(count)) => days(count),
        Some(Term::WorkingDaysAndHours { days: count, hours }) => {
            days(count) + u64::from(hours) * 60
        }
        Some(Term::CalendarDays(count)) => days(count) * 5 / 7,
        Some(Term::Hours(hours)) => u64::from(hours) * 60,
        Some(Term::Months(months)) => days(months) * 21,
        Some(Term::Years(years)) => days(years) * 250,
        Some(Term::SameDay) => 4 * 60,
    };
    minutes.max(60)
}
