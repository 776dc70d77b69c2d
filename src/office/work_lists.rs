//! Work lists (danh sách việc cần làm) and what stands beside each tray: one scan for a page, one read for a count.

use super::walk::{Page, Stretch, walk};
use super::{Office, Viewer};
use crate::domain::authority::Sight;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::dossier::Channel;
use crate::domain::pile::Pile;
use crate::domain::status::Status;
use crate::domain::time::{Day, Moment};
use crate::domain::tray::Tray;
use crate::kv::{KvError, View, keys};
use crate::store::audience::{Audience, DueKind};
use crate::store::dossiers::Summary;
use crate::store::{spaces, tallies};

/// "Soon" is so many working days after today.
const SOON_DAYS: usize = 2;

/// Which dossiers a work list shows: a tray, and what narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sieve {
    /// The tray.
    pub tray: Tray,
    /// Only what this officer holds.
    pub holder: Option<String>,
    /// Only what is with this unit.
    pub unit: Option<String>,
    /// Only this field.
    pub field: Option<String>,
    /// Only this procedure.
    pub procedure: Option<String>,
    /// Only what came in this way.
    pub channel: Option<Channel>,
    /// Only what is due up to the end of this day.
    pub due_until: Option<Day>,
}

/// Moments that part late from today from soon.
#[derive(Debug, Clone, Copy)]
struct Horizon {
    now: Moment,
    tonight: Moment,
    soon: Moment,
}

impl Horizon {
    fn at(now: Moment, calendar: &OfficeCalendar) -> Self {
        let tomorrow = |day: Day| day.tomorrow().unwrap_or(Day::MAX);
        let midnight = |day: Day| Moment::from_civil(day.at(0, 0, 0, 0));
        let today = now.day();
        let last = (0..SOON_DAYS)
            .try_fold(today, |day, _| calendar.working_day_after(day))
            .unwrap_or(today);
        Self {
            now,
            tonight: midnight(tomorrow(today)),
            soon: midnight(tomorrow(last)),
        }
    }

    /// From when up to when what lies in the tray is due.
    fn range(self, tray: Tray) -> Option<(Moment, Moment)> {
        match tray {
            Tray::Late => Some((Moment::MIN, self.now)),
            Tray::Today => Some((self.now, self.tonight)),
            Tray::Soon => Some((self.tonight, self.soon)),
            _ => None,
        }
    }
}

impl Office {
    /// A page of a work list, the most urgent first.
    pub fn work_list(
        &self,
        viewer: &Viewer,
        sieve: &Sieve,
        after: Option<&[u8]>,
        limit: usize,
        now: Moment,
    ) -> Result<Page, KvError> {
        let Some(facts) = self.facts() else {
            return Ok(Page::default());
        };
        let horizon = Horizon::at(now, &facts.calendar);
        let stretches = stretches(viewer.sight(), sieve, horizon);
        let fits = |summary: &Summary| fits(viewer.sight(), sieve, horizon, summary);
        self.kv
            .read(|view| walk(view, &stretches, viewer.sight(), after, limit, &fits))
    }

    /// How many dossiers the office has, of every status.
    pub fn dossier_count(&self) -> Result<u64, KvError> {
        self.kv.read(|view| {
            let counts = Status::ALL.map(|status| Audience::Office.count(Pile::In(status)));
            counts.iter().map(|count| tallies::get(view, count)).sum()
        })
    }

    /// How many dossiers lie in each tray, for this person, at this moment.
    pub fn tray_counts(&self, viewer: &Viewer, now: Moment) -> Result<Vec<(Tray, u64)>, KvError> {
        let Some(facts) = self.facts() else {
            return Ok(Vec::new());
        };
        let horizon = Horizon::at(now, &facts.calendar);
        self.kv.read(|view| {
            let counted = Tray::ALL.iter().map(|tray| {
                let count = count(view, viewer.sight(), *tray, horizon)?;
                Ok((*tray, count))
            });
            counted.collect()
        })
    }

    /// How many dossiers that are with a unit are late, due today and due soon.
    pub fn due_counts_of_unit(&self, unit: &str, now: Moment) -> Result<[u64; 3], KvError> {
        self.due_counts(Audience::Unit(unit), now)
    }

    /// How many dossiers that an officer holds are late, due today and due soon.
    pub fn due_counts_of_holder(&self, name: &str, now: Moment) -> Result<[u64; 3], KvError> {
        self.due_counts(Audience::Holder(name), now)
    }

    fn due_counts(&self, audience: Audience<'_>, now: Moment) -> Result<[u64; 3], KvError> {
        let Some(facts) = self.facts() else {
            return Ok([0; 3]);
        };
        let horizon = Horizon::at(now, &facts.calendar);
        self.kv.read(|view| {
            let mut counts = [0; 3];
            for (count, tray) in counts.iter_mut().zip([Tray::Late, Tray::Today, Tray::Soon]) {
                for kind in DueKind::ALL {
                    *count += due_count(view, audience, kind, tray, horizon)?;
                }
            }
            Ok(counts)
        })
    }
}

/// Whose lists make up what this person sees of a pile. No dossier lies in two of them, but where somebody at the counter
/// sees only their own: there it is looked through, not added up.
pub(super) fn audiences(sight: &Sight, pile: Pile) -> Vec<Audience<'_>> {
    let reach = sight.reach();
    let units = sight.units().iter().map(String::as_str);
    let fields = sight.fields().iter().map(String::as_str);
    let at_the_counter = matches!(
        pile,
        Pile::In(Status::Registered | Status::Received | Status::Finished)
    );
    if reach.own_only {
        let own = Audience::Hand(sight.who().as_str());
        return match pile {
            _ if sight.receives() && at_the_counter => units.map(Audience::Unit).collect(),
            // Some of these lie at the counter, others not.
            Pile::Withdrawal if sight.receives() => {
                units.map(Audience::Unit).chain([own]).collect()
            }
            _ => vec![own],
        };
    }
    match (reach.unit_only, reach.field_only) {
        (false, false) => vec![Audience::Office],
        (true, false) => units.map(Audience::Unit).collect(),
        (false, true) => fields.map(Audience::Field).collect(),
        (true, true) => units
            .flat_map(|unit| {
                let fields = sight.fields().iter();
                fields.map(move |field| Audience::UnitField(unit, field))
            })
            .collect(),
    }
}

/// The rows of a pile for an audience, of those due within the range if there is one.
pub(super) fn pile_rows(
    audience: Audience<'_>,
    pile: Pile,
    range: Option<(Moment, Moment)>,
) -> Stretch {
    let stretch = match (audience, pile) {
        (Audience::Office, Pile::In(status)) => {
            Stretch::of_summaries(spaces::DOSSIERS_BY_STATUS, keys::encode(&status.code()))
        }
        // A field within a unit is counted, not listed: its rows are the unit's, and the field narrows them.
        (Audience::UnitField(unit, _), pile) => desk_rows(Audience::Unit(unit), pile),
        (audience, pile) => desk_rows(audience, pile),
    };
    within(stretch, range)
}

fn desk_rows(audience: Audience<'_>, pile: Pile) -> Stretch {
    Stretch::of_codes(spaces::DOSSIERS_BY_DESK, audience.rows(pile), code_of)
}

fn within(stretch: Stretch, range: Option<(Moment, Moment)>) -> Stretch {
    match range {
        Some((from, to)) => stretch.between(keys::encode(&from.unix()), keys::encode(&to.unix())),
        None => stretch,
    }
}

/// The code in the order `urgency, code`.
fn code_of(place: &[u8]) -> Option<String> {
    keys::decode::<(i64, String)>(place)
        .ok()
        .map(|(_, code)| code)
}

/// Everything there ever was, newest first.
pub(super) fn newest_first() -> Stretch {
    Stretch::of_codes(spaces::DOSSIERS_BY_TIME, Vec::new(), |place| {
        keys::decode::<(keys::Desc<i64>, String)>(place)
            .ok()
            .map(|(_, code)| code)
    })
}

pub(super) fn held_by(name: &str, range: Option<(Moment, Moment)>) -> Stretch {
    let stretch = Stretch::of_summaries(spaces::DOSSIERS_BY_HOLDER, keys::encode(&name));
    within(stretch, range)
}

/// The indices that serve a sieve best.
fn stretches(sight: &Sight, sieve: &Sieve, horizon: Horizon) -> Vec<Stretch> {
    let mut range = horizon.range(sieve.tray);
    if let Some(day) = sieve.due_until {
        let end = Moment::from_civil(day.tomorrow().unwrap_or(Day::MAX).at(0, 0, 0, 0));
        let (from, to) = range.unwrap_or((Moment::MIN, Moment::MAX));
        range = Some((from, to.min(end)));
    }
    if sieve.tray == Tray::Opinion {
        let asked = sight.names().map(Audience::Adviser);
        return asked
            .map(|one| pile_rows(one, Pile::Opinion, range))
            .collect();
    }
    if let Some(holder) = &sieve.holder {
        return vec![held_by(holder, range)];
    }
    if sieve.tray == Tray::Mine {
        return sight.names().map(|name| held_by(name, range)).collect();
    }
    let piles: &[Pile] = match sieve.tray.pile() {
        Some(pile) => &[pile],
        None if horizon.range(sieve.tray).is_some() => &Pile::RUNNING,
        None if sight.reach().is_whole() => &[],
        None => &Pile::OPEN,
    };
    if piles.is_empty() && range.is_none() {
        return vec![newest_first()];
    }
    let piles = if piles.is_empty() { &Pile::OPEN } else { piles };
    let whole = sight.reach().is_whole();
    piles
        .iter()
        .flat_map(|pile| {
            let closed = matches!(pile, Pile::In(status) if status.is_closed());
            let narrowed = match (&sieve.unit, &sieve.field) {
                // What is closed is listed for the whole office only.
                _ if closed => Some(Audience::Office),
                (Some(unit), _) if whole => Some(Audience::Unit(unit)),
                (None, Some(field)) if whole => Some(Audience::Field(field)),
                _ => None,
            };
            let audiences = narrowed.map_or_else(|| audiences(sight, *pile), |one| vec![one]);
            audiences
                .into_iter()
                .map(|audience| pile_rows(audience, *pile, range))
        })
        .collect()
}

/// What the choice of the indices leaves open.
fn fits(sight: &Sight, sieve: &Sieve, horizon: Horizon, summary: &Summary) -> bool {
    let named = |wanted: &Option<String>, is: &str| wanted.as_ref().is_none_or(|one| one == is);
    let in_tray = match sieve.tray {
        Tray::In(status) => summary.status == status,
        Tray::Approval => summary.step.kind() == crate::domain::workflow::StepKind::Approval,
        Tray::Withdrawal => summary.withdrawal_asked,
        Tray::Mine => {
            let holder = summary.holder.as_deref();
            sight.names().any(|name| holder == Some(name))
        }
        Tray::Late | Tray::Today | Tray::Soon => {
            let running = Pile::RUNNING.contains(&Pile::In(summary.status));
            // What is owed no answer and has no due date lies in the order by its filing.
            let due = match summary.status {
                Status::Registered => summary.answer_due_at,
                _ => summary.due_at,
            };
            let range = horizon.range(sieve.tray);
            running
                && due.is_some_and(|due| range.is_some_and(|(from, to)| from <= due && due < to))
        }
        Tray::Opinion | Tray::All => true,
    };
    let reach = sight.reach();
    // Rows of a unit stand in for those of a field within it.
    let of_field = !(reach.unit_only && reach.field_only)
        || matches!(sieve.tray, Tray::Mine | Tray::Opinion)
        || sight.fields().contains(&summary.field);
    in_tray
        && of_field
        && sieve
            .holder
            .as_ref()
            .is_none_or(|holder| summary.holder.as_ref() == Some(holder))
        && named(&sieve.unit, &summary.unit)
        && named(&sieve.field, &summary.field)
        && named(&sieve.procedure, &summary.procedure)
        && sieve.channel.is_none_or(|way| summary.channel == way)
        && sieve.due_until.is_none_or(|day| {
            summary
                .due_at
                .or(summary.answer_due_at)
                .is_some_and(|due| due.day() <= day)
        })
}

fn count(view: &dyn View, sight: &Sight, tray: Tray, horizon: Horizon) -> Result<u64, KvError> {
    let mut sum = 0;
    match tray {
        Tray::Mine => {
            for name in sight.names() {
                for pile in Pile::OPEN {
                    sum += tallies::get(view, &Audience::Holder(name).count(pile))?;
                }
            }
        }
        Tray::Opinion => {
            for name in sight.names() {
                sum += tallies::get(view, &Audience::Adviser(name).count(Pile::Opinion))?;
            }
        }
        Tray::Late | Tray::Today | Tray::Soon | Tray::Withdrawal if sight.reach().own_only => {
            sum = looked_through(view, sight, tray, horizon)?;
        }
        Tray::Late | Tray::Today | Tray::Soon => {
            // Whoever sees more than their own sees the same part of every pile.
            for audience in audiences(sight, Pile::In(Status::Processing)) {
                for kind in DueKind::ALL {
                    sum += due_count(view, audience, kind, tray, horizon)?;
                }
            }
        }
        Tray::All => {
            let statuses = Status::ALL.map(Pile::In);
            let piles: &[Pile] = if sight.reach().is_whole() {
                &statuses
            } else {
                &Pile::OPEN
            };
            for pile in piles {
                for audience in audiences(sight, *pile) {
                    sum += tallies::get(view, &audience.count(*pile))?;
                }
            }
        }
        Tray::In(_) | Tray::Approval | Tray::Withdrawal => {
            if let Some(pile) = tray.pile() {
                for audience in audiences(sight, pile) {
                    sum += tallies::get(view, &audience.count(pile))?;
                }
            }
        }
    }
    Ok(sum)
}

/// What one officer has a hand in is few enough to be counted by looking.
fn looked_through(
    view: &dyn View,
    sight: &Sight,
    tray: Tray,
    horizon: Horizon,
) -> Result<u64, KvError> {
    let sieve = Sieve {
        tray,
        ..Sieve::default()
    };
    let fits = |summary: &Summary| fits(sight, &sieve, horizon, summary);
    let stretches = stretches(sight, &sieve, horizon);
    let page = walk(view, &stretches, sight, None, usize::MAX, &fits)?;
    Ok(u64::try_from(page.items.len()).unwrap_or(u64::MAX))
}

/// How many of an audience's are due in the tray's range.
fn due_count(
    view: &dyn View,
    audience: Audience<'_>,
    kind: DueKind,
    tray: Tray,
    horizon: Horizon,
) -> Result<u64, KvError> {
    let Some((from, to)) = horizon.range(tray) else {
        return Ok(0);
    };
    Ok(before(view, audience, kind, to)? - before(view, audience, kind, from)?)
}

/// How many are due before a moment.
fn before(
    view: &dyn View,
    audience: Audience<'_>,
    kind: DueKind,
    at: Moment,
) -> Result<u64, KvError> {
    let [days, seconds] = audience.due_before(kind, at);
    Ok(tallies::sum(view, &days)? + tallies::sum(view, &seconds)?)
}
