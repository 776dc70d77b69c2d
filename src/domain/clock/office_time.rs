//! Time that passes only while the office is open.

use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

use super::term::HOURS_A_DAY;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::time::{Day, Moment};

/// An amount of office time (thời gian làm việc), in seconds; never negative.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct OfficeTime(u64);

impl OfficeTime {
    /// No office time at all.
    pub const ZERO: Self = Self(0);

    /// So many seconds.
    pub fn from_seconds(seconds: u64) -> Self {
        Self(seconds)
    }

    /// So many hours.
    pub fn from_hours(hours: u32) -> Self {
        Self(u64::from(hours) * 3600)
    }

    /// So many working days of eight hours.
    pub fn from_days(days: u32) -> Self {
        Self::from_hours(HOURS_A_DAY).times(days)
    }

    /// In seconds.
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// In whole minutes, rounded down.
    pub fn minutes(self) -> u64 {
        self.0 / 60
    }

    /// Working days of eight hours, hours and minutes, rounded down.
    pub fn split(self) -> (u64, u64, u64) {
        let hours = self.minutes() / 60;
        (
            hours / u64::from(HOURS_A_DAY),
            hours % u64::from(HOURS_A_DAY),
            self.minutes() % 60,
        )
    }

    fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(u64::from(count)))
    }

    fn of(seconds: i64) -> Self {
        Self(u64::try_from(seconds).unwrap_or(0))
    }
}

impl Add for OfficeTime {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for OfficeTime {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

/// What is left of a term, or how far it is exceeded, in office time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remaining {
    /// The due moment is not past.
    Left(OfficeTime),
    /// The due moment is past; zero until the office opens again.
    Over(OfficeTime),
}

impl Remaining {
    /// Whether the due moment is past.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Over(_))
    }

    /// Seconds of office time, negative when the due moment is past.
    pub fn signed_seconds(self) -> i64 {
        match self {
            Self::Left(time) => i64::try_from(time.0).unwrap_or(i64::MAX),
            Self::Over(time) => i64::try_from(time.0).map_or(i64::MIN, |seconds| -seconds),
        }
    }
}

/// Seconds of office time on the day of `from`, from that moment to `to` or the end of the day.
fn within_a_day(from: Moment, to: Moment, calendar: &OfficeCalendar) -> i64 {
    let day = from.day();
    let stretches = calendar.hours(day).iter();
    stretches
        .map(|hours| {
            let opens = Moment::on(day, hours.from).max(from);
            let closes = Moment::on(day, hours.to).min(to);
            closes.seconds_since(opens).max(0)
        })
        .sum()
}

/// The office time from `from` to `to`; zero when `to` is not later.
pub fn office_time_between(from: Moment, to: Moment, calendar: &OfficeCalendar) -> OfficeTime {
    let (first, last) = (from.day(), to.day());
    if to <= from {
        return OfficeTime::ZERO;
    }
    if first == last {
        return OfficeTime::of(within_a_day(from, to, calendar));
    }
    let midnight = Moment::from_civil(last.at(0, 0, 0, 0));
    OfficeTime::of(
        within_a_day(from, to, calendar)
            + calendar.seconds_strictly_between(first, last)
            + within_a_day(midnight, to, calendar),
    )
}

/// The first moment by which `by` of office time has passed since `at`.
///
/// So a due moment at the end of office hours stays at an end of office hours: 17:00 and eight hours make 17:00 of
/// the next working day, not 07:30 of the day after it.
#[must_use]
pub fn shift(at: Moment, by: OfficeTime, calendar: &OfficeCalendar) -> Moment {
    let Ok(mut missing) = i64::try_from(by.0) else {
        return Moment::MAX;
    };
    if missing == 0 {
        return at;
    }
    let mut day: Day = at.day();
    loop {
        for hours in calendar.hours(day) {
            let opens = Moment::on(day, hours.from).max(at);
            let open_for = Moment::on(day, hours.to).seconds_since(opens).max(0);
            if missing <= open_for {
                return opens.plus_seconds(missing);
            }
            missing -= open_for;
        }
        match calendar.working_day_after(day) {
            Some(next) => day = next,
            None => return Moment::MAX,
        }
    }
}

/// Whether the office is at work at `at`; the last moment of a stretch, 11:30 or 17:00, belongs to it.
pub fn is_office_time(at: Moment, calendar: &OfficeCalendar) -> bool {
    let (day, time) = (at.day(), at.time());
    let mut stretches = calendar.hours(day).iter();
    stretches.any(|hours| hours.from <= time && time <= hours.to)
}

/// The first moment at or after `at` at which the office is open.
pub fn open_from(at: Moment, calendar: &OfficeCalendar) -> Moment {
    let day = at.day();
    let mut today = calendar.hours(day).iter();
    if let Some(hours) = today.find(|hours| at < Moment::on(day, hours.to)) {
        return Moment::on(day, hours.from).max(at);
    }
    let next = calendar
        .working_day_after(day)
        .and_then(|day| calendar.opens(day));
    next.unwrap_or(Moment::MAX)
}

/// What is left at `now` of a term that ends at `due`. While a clock is paused, ask with the moment of the pause.
pub fn remaining(now: Moment, due: Moment, calendar: &OfficeCalendar) -> Remaining {
    if now <= due {
        Remaining::Left(office_time_between(now, due, calendar))
    } else {
        Remaining::Over(office_time_between(due, now, calendar))
    }
}
