//! Days and moments as the office counts them: Vietnamese civil time, UTC+7 all year.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A calendar day (ngày), without a time of day.
pub type Day = jiff::civil::Date;

/// Vietnam has kept UTC+7 without daylight saving since 1975, so a fixed offset replaces a time zone database
/// and two offices never disagree because of its version.
const VIETNAM: Offset = Offset::constant(7);

/// 0001-01-01T00:00:00+07:00: RFC 3339 has no earlier year that every reader accepts.
const FIRST: i64 = -62_135_622_000;
/// 9999-12-30T23:59:59+07:00: the day before the last one that [`Day`] can hold, so that "the next day" always exists.
const LAST: i64 = 253_402_189_199;

/// A moment (thời điểm), to the second.
///
/// Ordered by time; written as RFC 3339 with the offset `+07:00`. Moments outside the years 1–9999 do not exist:
/// arithmetic stops at the first and the last one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

/// Why a text is not a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentError {
    /// It is not an RFC 3339 date and time with an offset.
    NotRfc3339,
    /// It lies outside the years 1–9999.
    OutOfRange,
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotRfc3339 => "not an RFC 3339 date and time with an offset",
            Self::OutOfRange => "outside the years 1 to 9999",
        })
    }
}

impl std::error::Error for MomentError {}

impl Moment {
    /// The first moment there is.
    pub const MIN: Self = Self(Timestamp::constant(FIRST, 0));
    /// The last moment there is.
    pub const MAX: Self = Self(Timestamp::constant(LAST, 0));

    /// The moment so many seconds after 1970-01-01T00:00:00Z; one that does not exist becomes the nearest that does.
    pub fn from_unix(seconds: i64) -> Self {
        let seconds = seconds.clamp(FIRST, LAST);
        Self(
            Timestamp::from_second(seconds)
                .expect("the clamped range lies inside what a timestamp holds"),
        )
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.as_second()
    }

    /// The moment at which a clock in Vietnam shows `civil`; fractions of a second are dropped.
    pub fn from_civil(civil: DateTime) -> Self {
        VIETNAM.to_timestamp(civil).map_or_else(
            |_| {
                if civil.year() > 0 {
                    Self::MAX
                } else {
                    Self::MIN
                }
            },
            |at| Self::from_unix(at.as_second() - i64::from(at.subsec_nanosecond() < 0)),
        )
    }

    /// The moment at which a clock in Vietnam shows `time` on `day`.
    pub fn on(day: Day, time: Time) -> Self {
        Self::from_civil(day.to_datetime(time))
    }

    /// What a clock in Vietnam shows at this moment.
    pub fn civil(self) -> DateTime {
        VIETNAM.to_datetime(self.0)
    }

    /// The day in Vietnam.
    pub fn day(self) -> Day {
        self.civil().date()
    }

    /// The time of day in Vietnam.
    pub fn time(self) -> Time {
        self.civil().time()
    }

    /// So many seconds later; earlier when negative.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_unix(self.unix().saturating_add(seconds))
    }

    /// Seconds from `earlier` to this moment; negative when `earlier` is in fact later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.unix() - earlier.unix()
    }
}

impl From<Timestamp> for Moment {
    /// Drops the fraction of a second.
    fn from(at: Timestamp) -> Self {
        Self::from_unix(at.as_second() - i64::from(at.subsec_nanosecond() < 0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.display_with_offset(VIETNAM))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let at: Timestamp = text.parse().map_err(|_| MomentError::NotRfc3339)?;
        let moment = Self::from(at);
        if at.as_second() < FIRST || at.as_second() > LAST {
            return Err(MomentError::OutOfRange);
        }
        Ok(moment)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
