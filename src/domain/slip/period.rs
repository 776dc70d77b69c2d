//! The period that a register covers.

use jiff::civil::Time;

use crate::domain::time::{Day, Moment};

/// A period (kỳ): whole days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Period {
    /// Reads `2026`, `2026-10`, `2026-10-05` or `2026-10-01..2026-10-31`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once("..") {
            let (from, to) = (from.parse().ok()?, to.parse().ok()?);
            return (from <= to).then_some(Self { from, to });
        }
        let mut parts = text.splitn(3, '-');
        let year: i16 = parts.next()?.parse().ok()?;
        let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        if parts.next().is_some() {
            let day = text.parse().ok()?;
            return Some(Self { from: day, to: day });
        }
        let from = Day::new(year, month.unwrap_or(1), 1).ok()?;
        let last = Day::new(year, month.unwrap_or(12), 1).ok()?.last_of_month();
        Some(Self { from, to: last })
    }

    /// The month that holds this day.
    pub fn month_of(day: Day) -> Self {
        Self {
            from: day.first_of_month(),
            to: day.last_of_month(),
        }
    }

    /// As [`Period::read`] reads it.
    pub fn key(self) -> String {
        format!("{}..{}", self.from, self.to)
    }

    /// What the register calls the volume of this period.
    pub fn volume(self) -> String {
        let (first, last) = (self.from, self.to);
        if first.year() != last.year() {
            format!("{}–{}", first.year(), last.year())
        } else if first.first_of_month() == last.first_of_month() {
            format!("{:02}/{}", first.month(), first.year())
        } else {
            first.year().to_string()
        }
    }

    /// The first moment of it, and the first moment after it.
    pub fn bounds(self) -> (Moment, Moment) {
        let midnight = |day: Day| Moment::on(day, Time::midnight());
        let end = self.to.tomorrow().map_or(Moment::MAX, midnight);
        (midnight(self.from), end)
    }
}
