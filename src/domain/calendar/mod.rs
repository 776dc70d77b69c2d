//! When the office is open: weekly hours, days off, working Saturdays in exchange.

pub mod csv;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize};

use super::time::{Day, Moment};

/// One stretch of office hours (giờ làm việc) within a day: `from` inclusive, `to` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The office opens.
    pub from: Time,
    /// The office closes.
    pub to: Time,
}

impl Hours {
    /// Length in seconds.
    pub fn seconds(self) -> i64 {
        seconds_of(self.to) - seconds_of(self.from)
    }
}

/// Seconds since midnight; fractions of a second do not count.
pub(in crate::domain) fn seconds_of(time: Time) -> i64 {
    i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

/// How sure a day off is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOffStatus {
    /// Announced by the Government.
    #[default]
    Observed,
    /// Computed ahead of the yearly announcement.
    Predicted,
    /// Its legal basis still has to be confirmed.
    ToVerify,
}

/// A day off (ngày nghỉ): a public holiday, a day off in lieu, a swapped day or a closure of this office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// What it is called; empty when the source only says that the day is swapped.
    pub name: String,
    /// How sure it is.
    #[serde(default)]
    pub status: DayOffStatus,
    /// The office has switched this row off: the day is worked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suspended: bool,
}

/// What a calendar is made of: the rows that an administrator edits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRows {
    /// Office hours of each weekday, Monday first, in order of the day.
    pub weekly: [Vec<Hours>; 7],
    /// Days off by date.
    #[serde(default)]
    pub days_off: BTreeMap<Day, DayOff>,
    /// Make-up working days (ngày làm bù): the day worked → the day off that it is worked for.
    #[serde(default)]
    pub make_up: BTreeMap<Day, Day>,
    /// Dossiers received later than this are handed over on the next working day.
    pub cutoff: Time,
}

/// Dossiers received after 15:00 go to the specialised unit on the next working day (NĐ 61/2018 Điều 18).
const CUTOFF: Time = Time::constant(15, 0, 0, 0);

impl Default for CalendarRows {
    /// Monday to Friday 07:30–11:30 and 13:00–17:00 (eight hours), no days off, cutoff 15:00.
    fn default() -> Self {
        let weekday = || {
            [((7, 30), (11, 30)), ((13, 0), (17, 0))]
                .map(|((h1, m1), (h2, m2))| Hours {
                    from: Time::constant(h1, m1, 0, 0),
                    to: Time::constant(h2, m2, 0, 0),
                })
                .to_vec()
        };
        Self {
            weekly: std::array::from_fn(|day| if day < 5 { weekday() } else { Vec::new() }),
            days_off: BTreeMap::new(),
            make_up: BTreeMap::new(),
            cutoff: CUTOFF,
        }
    }
}

/// Why rows do not make a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// No weekday has office hours, so that no term would ever end.
    NeverOpen,
    /// The hours of this weekday are empty stretches, overlap or are not in order.
    BadHours(Weekday),
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverOpen => f.write_str("no weekday has office hours"),
            Self::BadHours(day) => {
                write!(f, "the office hours of {day:?} overlap or are not in order")
            }
        }
    }
}

impl std::error::Error for CalendarError {}

/// Why the office rests on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest<'a> {
    /// The weekly pattern has no hours on this weekday.
    Weekly,
    /// A day off on a weekday that would otherwise be worked.
    DayOff(&'a DayOff),
}

/// The office's calendar (lịch làm việc): checked rows, ready to count with.
///
/// A make-up working day is worked with the hours of the weekday that it replaces, even when it is listed as a
/// day off too: the order to work is the later decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarRows", into = "CalendarRows")]
pub struct OfficeCalendar {
    rows: CalendarRows,
}

impl TryFrom<CalendarRows> for OfficeCalendar {
    type Error = CalendarError;

    fn try_from(rows: CalendarRows) -> Result<Self, CalendarError> {
        Self::new(rows)
    }
}

impl From<OfficeCalendar> for CalendarRows {
    fn from(calendar: OfficeCalendar) -> Self {
        calendar.rows
    }
}

impl OfficeCalendar {
    /// Checks the rows. A day that is swapped for a make-up day is off even when no row of its own says so.
    pub fn new(mut rows: CalendarRows) -> Result<Self, CalendarError> {
        if rows.weekly.iter().all(Vec::is_empty) {
            return Err(CalendarError::NeverOpen);
        }
        for (hours, weekday) in rows.weekly.iter().zip(Weekday::Monday.cycle_forward()) {
            let mut free = 0;
            for stretch in hours {
                if seconds_of(stretch.from) < free || stretch.seconds() <= 0 {
                    return Err(CalendarError::BadHours(weekday));
                }
                free = seconds_of(stretch.to);
            }
        }
        for swapped in rows.make_up.values() {
            rows.days_off.entry(*swapped).or_default();
        }
        Ok(Self { rows })
    }

    /// What it is made of.
    pub fn rows(&self) -> &CalendarRows {
        &self.rows
    }

    /// After this time of day a dossier is handed over on the next working day.
    pub fn cutoff(&self) -> Time {
        self.rows.cutoff
    }

    /// The weekly pattern's hours on `weekday`.
    fn weekly(&self, weekday: Weekday) -> &[Hours] {
        usize::try_from(weekday.to_monday_zero_offset())
            .ok()
            .and_then(|index| self.rows.weekly.get(index))
            .map_or(&[], Vec::as_slice)
    }

    /// The hours of a make-up day: those of the weekday replaced, or of the first open weekday when that one is closed.
    fn make_up_hours(&self, replaced: Day) -> &[Hours] {
        let own = self.weekly(replaced.weekday());
        if own.is_empty() {
            let open = self.rows.weekly.iter().find(|hours| !hours.is_empty());
            open.map_or(&[], Vec::as_slice)
        } else {
            own
        }
    }

    /// The row that makes `day` a day off, unless the office switched it off.
    fn day_off(&self, day: Day) -> Option<&DayOff> {
        self.rows.days_off.get(&day).filter(|row| !row.suspended)
    }

    /// Office hours on `day`, in order; empty on a day of rest.
    pub fn hours(&self, day: Day) -> &[Hours] {
        if let Some(replaced) = self.rows.make_up.get(&day) {
            self.make_up_hours(*replaced)
        } else if self.day_off(day).is_some() {
            &[]
        } else {
            self.weekly(day.weekday())
        }
    }

    /// Whether `day` is a working day (ngày làm việc).
    pub fn is_working(&self, day: Day) -> bool {
        !self.hours(day).is_empty()
    }

    /// Why the office rests on `day`; `None` on a working day. A holiday on a weekend is the weekend's rest.
    pub fn rest(&self, day: Day) -> Option<Rest<'_>> {
        if self.is_working(day) {
            None
        } else if self.weekly(day.weekday()).is_empty() {
            Some(Rest::Weekly)
        } else {
            self.day_off(day).map(Rest::DayOff)
        }
    }

    /// The day off for which `day` is worked, when `day` is a make-up working day.
    pub fn made_up_for(&self, day: Day) -> Option<Day> {
        self.rows.make_up.get(&day).copied()
    }

    /// Whether at least one day off of that year is known.
    pub fn knows_year(&self, year: i16) -> bool {
        let first = |year| Day::new(year, 1, 1).unwrap_or(Day::MAX);
        let mut days = self
            .rows
            .days_off
            .range(first(year)..first(year.saturating_add(1)));
        days.next().is_some()
    }

    /// The first working day on or after `day`; `None` when time ends before it.
    pub fn working_day_from(&self, mut day: Day) -> Option<Day> {
        while !self.is_working(day) {
            day = day.tomorrow().ok()?;
        }
        (day < Day::MAX).then_some(day)
    }

    /// The first working day after `day`; `None` when time ends before it.
    pub fn working_day_after(&self, day: Day) -> Option<Day> {
        self.working_day_from(day.tomorrow().ok()?)
    }

    /// When the office opens on `day`.
    pub fn opens(&self, day: Day) -> Option<Moment> {
        let first = self.hours(day).first()?;
        Some(Moment::on(day, first.from))
    }

    /// The end of office hours on `day` (hết giờ làm việc).
    pub fn closes(&self, day: Day) -> Option<Moment> {
        let last = self.hours(day).last()?;
        Some(Moment::on(day, last.to))
    }

    /// Seconds of office time on `day`.
    pub(in crate::domain) fn seconds_on(&self, day: Day) -> i64 {
        self.hours(day).iter().map(|hours| hours.seconds()).sum()
    }

    /// Seconds of office time on all days after `first` and before `last`, without walking them: the weekly pattern
    /// times the weeks, corrected by the rows of exceptions in between.
    pub(in crate::domain) fn seconds_strictly_between(&self, first: Day, last: Day) -> i64 {
        let Ok(start) = first.tomorrow() else {
            return 0;
        };
        if start >= last {
            return 0;
        }
        let weekly = |weekday| -> i64 {
            self.weekly(weekday)
                .iter()
                .map(|hours| hours.seconds())
                .sum()
        };
        let days = start.duration_until(last).as_hours() / 24;
        let week: i64 = Weekday::Monday.cycle_forward().take(7).map(weekly).sum();
        let rest = start
            .weekday()
            .cycle_forward()
            .take(usize::try_from(days % 7).unwrap_or(0));
        let mut seconds = days / 7 * week + rest.map(weekly).sum::<i64>();
        for (day, _) in self.rows.days_off.range(start..last) {
            seconds += self.seconds_on(*day) - weekly(day.weekday());
        }
        for (day, _) in self.rows.make_up.range(start..last) {
            if !self.rows.days_off.contains_key(day) {
                seconds += self.seconds_on(*day) - weekly(day.weekday());
            }
        }
        seconds
    }
}
