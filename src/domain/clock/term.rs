//! How long the law gives the office.

use serde::{Deserialize, Serialize};

/// A working day is eight office hours wherever days and hours are exchanged.
pub const HOURS_A_DAY: u32 = 8;

/// An online dossier is accepted, refused or sent back within eight working hours of its arrival
/// (NĐ 45/2020, as amended by NĐ 107/2021).
pub const ANSWER_ONLINE_WITHIN: Term = Term::Hours(8);

/// No statutory term is longer; a longer one in a catalogue is a slip of the pen.
const LONGEST_YEARS: u32 = 100;

/// A statutory term (thời hạn giải quyết). A term of zero is the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Working days (ngày làm việc); the day of receipt is not counted.
    WorkingDays(u32),
    /// Whole working days and some office hours: a catalogue's 3.5 working days are 3 days and 4 hours.
    WorkingDaysAndHours {
        /// Working days, counted first.
        days: u32,
        /// Office hours, counted from the end of the last of those days.
        hours: u32,
    },
    /// Calendar days (ngày); the day of receipt is not counted.
    CalendarDays(u32),
    /// Office hours (giờ làm việc), counted from the moment of receipt.
    Hours(u32),
    /// Months (tháng), to the day of the same number.
    Months(u32),
    /// Years (năm), to the same day of the year.
    Years(u32),
    /// Within the day of receipt (trong ngày), or the next working day after the cutoff.
    SameDay,
}

impl Term {
    /// Reads a term as the national catalogue writes it: a number and one of `ngay_lam_viec`, `ngay`, `gio`, `thang`,
    /// `nam`. `None` for `khac` and every other unit, and for a number that is not positive or absurdly large.
    ///
    /// Fractions: of a working day, office hours; of a calendar day or an hour, rounded up, since the law divides
    /// neither; half a month is 15 days and half a year six months (BLDS 2015 Điều 146), other parts `None`.
    pub fn from_catalogue(time: f64, unit: &str) -> Option<Self> {
        if !time.is_finite() || time <= 0.0 {
            return None;
        }
        match unit {
            "ngay_lam_viec" => {
                let hours = rounded_up(time * f64::from(HOURS_A_DAY), 366 * HOURS_A_DAY)?;
                Some(match (hours / HOURS_A_DAY, hours % HOURS_A_DAY) {
                    (days, 0) => Self::WorkingDays(days),
                    // Less than a day has no day to leave out: it runs from the moment of receipt.
                    (0, hours) => Self::Hours(hours),
                    (days, hours) => Self::WorkingDaysAndHours { days, hours },
                })
            }
            "ngay" => rounded_up(time, 366).map(Self::CalendarDays),
            "gio" => rounded_up(time, 366 * 24).map(Self::Hours),
            "thang" => halves(time, 12).map(|halves| match halves % 2 {
                0 => Self::Months(halves / 2),
                _ => Self::CalendarDays(halves * 15),
            }),
            "nam" => halves(time, 1).map(|halves| match halves % 2 {
                0 => Self::Years(halves / 2),
                _ => Self::Months(halves * 6),
            }),
            _ => None,
        }
    }

    /// Whether the term gives no more than the day of receipt.
    pub fn is_same_day(self) -> bool {
        matches!(
            self,
            Self::SameDay
                | Self::WorkingDays(0)
                | Self::WorkingDaysAndHours { days: 0, hours: 0 }
                | Self::CalendarDays(0)
                | Self::Hours(0)
                | Self::Months(0)
                | Self::Years(0)
        )
    }
}

/// The whole number at or just above `amount`; `None` beyond the longest term, at so many a year.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the amount is positive and its upper limit is checked first"
)]
fn rounded_up(amount: f64, a_year: u32) -> Option<u32> {
    // 0.1 × 8 is not quite 0.8 in binary: a millionth of a unit is noise, not an hour more for the office.
    let whole = (amount - 1e-6).ceil().max(1.0);
    (whole <= f64::from(LONGEST_YEARS * a_year)).then_some(whole as u32)
}

/// The number of halves in `amount`, when it is made of halves.
fn halves(amount: f64, a_year: u32) -> Option<u32> {
    let halves = rounded_up(amount * 2.0, a_year * 2)?;
    ((f64::from(halves) - amount * 2.0).abs() < 1e-6).then_some(halves)
}
