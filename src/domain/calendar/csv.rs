//! Reads a calendar from the two CSV files that an office exchanges: holidays, and working days in exchange.

use std::collections::BTreeMap;
use std::fmt;

use super::{CalendarRows, DayOff, DayOffStatus, OfficeCalendar};
use crate::domain::time::Day;

/// A row that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Line in the text, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: RowFault,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// It is not CSV, or has another number of cells than the heading.
    NotCsv,
    /// The heading lacks this column.
    NoColumn(&'static str),
    /// This is not a date `YYYY-MM-DD`.
    BadDate(String),
    /// This is not one of `observed`, `predicted`, `to_verify`.
    BadStatus(String),
    /// The day stands in the file twice.
    Twice(Day),
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.why {
            RowFault::NotCsv => f.write_str("not a CSV row with the cells of the heading"),
            RowFault::NoColumn(name) => write!(f, "the heading has no column {name}"),
            RowFault::BadDate(text) => write!(f, "{text:?} is not a date YYYY-MM-DD"),
            RowFault::BadStatus(text) => {
                write!(f, "{text:?} is not observed, predicted or to_verify")
            }
            RowFault::Twice(day) => write!(f, "{day} stands here twice"),
        }
    }
}

impl std::error::Error for BadRow {}

/// Good rows by day, and every bad one.
pub type Rows<T> = (BTreeMap<Day, T>, Vec<BadRow>);

/// Reads days off: columns `date`, `name`, and optionally `status`; others are ignored.
pub fn days_off(text: &str) -> Rows<DayOff> {
    rows(text, ["date", "name"], |[date, name], record, column| {
        let status = column("status")
            .and_then(|index| record.get(index))
            .unwrap_or_default();
        let status = match status.trim() {
            "" | "observed" => DayOffStatus::Observed,
            "predicted" => DayOffStatus::Predicted,
            "to_verify" => DayOffStatus::ToVerify,
            other => return Err(RowFault::BadStatus(other.to_owned())),
        };
        let row = DayOff {
            name: name.trim().to_owned(),
            status,
            suspended: false,
        };
        Ok((day(date)?, row))
    })
}

/// Reads make-up working days: columns `day_off` and `makeup_working_day`; gives the day worked → the day off.
pub fn swaps(text: &str) -> Rows<Day> {
    rows(
        text,
        ["day_off", "makeup_working_day"],
        |[off, worked], _, _| Ok((day(worked)?, day(off)?)),
    )
}

impl OfficeCalendar {
    /// The default weekly hours with the days off and the make-up days of two CSV texts; otherwise every bad row.
    pub fn from_csv(holidays: &str, swap_days: &str) -> Result<Self, Vec<BadRow>> {
        let (days_off, mut bad) = days_off(holidays);
        let (make_up, bad_swaps) = swaps(swap_days);
        bad.extend(bad_swaps);
        if !bad.is_empty() {
            return Err(bad);
        }
        let rows = CalendarRows {
            days_off,
            make_up,
            ..CalendarRows::default()
        };
        Ok(Self::new(rows).expect("the default weekly hours are open and in order"))
    }
}

fn day(text: &str) -> Result<Day, RowFault> {
    let text = text.trim();
    let bad = || RowFault::BadDate(text.to_owned());
    // Stricter than ISO 8601, which also knows 20260102 and week dates: one spelling, no surprises.
    if text.len() != 10 {
        return Err(bad());
    }
    text.parse().map_err(|_| bad())
}

fn rows<T, const N: usize>(
    text: &str,
    wanted: [&'static str; N],
    read: impl Fn(
        [&str; N],
        &::csv::StringRecord,
        &dyn Fn(&str) -> Option<usize>,
    ) -> Result<(Day, T), RowFault>,
) -> Rows<T> {
    let mut good = BTreeMap::new();
    let mut bad = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let heading = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| heading.iter().position(|cell| cell.trim() == name);
    let columns = wanted.map(&column);
    for (index, name) in columns.iter().zip(wanted) {
        if index.is_none() {
            bad.push(BadRow {
                line: 1,
                why: RowFault::NoColumn(name),
            });
        }
    }
    if !bad.is_empty() {
        return (good, bad);
    }
    for record in reader.records() {
        let (position, row) = match &record {
            Ok(record) => {
                let cells = columns.map(|index| {
                    index
                        .and_then(|index| record.get(index))
                        .unwrap_or_default()
                });
                (record.position(), read(cells, record, &column))
            }
            Err(error) => (error.position(), Err(RowFault::NotCsv)),
        };
        let why = match row {
            Ok((day, _)) if good.contains_key(&day) => RowFault::Twice(day),
            Ok((day, row)) => {
                good.insert(day, row);
                continue;
            }
            Err(why) => why,
        };
        let start = position.and_then(|position| usize::try_from(position.byte()).ok());
        bad.push(BadRow {
            line: line_at(text, start.unwrap_or_default()),
            why,
        });
    }
    (good, bad)
}

/// The line of the row that begins at byte `start` or behind the line ends there: the reader counts a row as begun
/// before the second half of a CR LF and before empty lines.
fn line_at(text: &str, start: usize) -> u64 {
    let bytes = text.as_bytes();
    let (before, rest) = bytes.split_at(start.min(bytes.len()));
    let line_ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let breaks = before
        .iter()
        .chain(line_ends)
        .filter(|byte| **byte == b'\n');
    1 + u64::try_from(breaks.count()).unwrap_or(u64::MAX - 1)
}
