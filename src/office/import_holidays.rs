//! Reads days off, or the working days given in exchange for them, as CSV.

use super::rows::{BadRow, Parsed, open};
use crate::domain::calendar::DayOff;
use crate::domain::calendar::csv::{self, RowFault, Rows};
use crate::domain::fold::{fold, tidy};
use crate::domain::time::Day;

/// One row of either file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarRow {
    /// A day off (ngày nghỉ lễ).
    Off(Day, DayOff),
    /// A weekend day worked (ngày làm bù) in exchange for a day off.
    MakeUp {
        /// The day worked.
        worked: Day,
        /// The day off it stands for.
        off: Day,
    },
}

/// Checks the whole file; its heading tells which of the two it is. Pure.
pub fn parse(bytes: &[u8]) -> Parsed<CalendarRow> {
    let text = match open(bytes) {
        Ok(text) => tidy(&text),
        Err(bad) => return Parsed::unreadable(bad),
    };
    let heading = fold(text.lines().next().unwrap_or_default());
    if heading.contains("makeup_working_day") {
        gather(csv::swaps(&text), |worked, off| CalendarRow::MakeUp {
            worked,
            off,
        })
    } else {
        gather(csv::days_off(&text), CalendarRow::Off)
    }
}

fn gather<T>((good, bad): Rows<T>, row: impl Fn(Day, T) -> CalendarRow) -> Parsed<CalendarRow> {
    let mut parsed = Parsed::default();
    for (nth, (day, value)) in good.into_iter().enumerate() {
        // Days are unique, so their order stands in for the line, which good rows do not need.
        parsed.rows.push((nth + 2, row(day, value)));
    }
    for bad in bad {
        parsed.bad.push(BadRow {
            line: usize::try_from(bad.line).unwrap_or(1),
            code: String::new(),
            reason: reason(&bad.why),
        });
    }
    parsed.finish()
}

fn reason(why: &RowFault) -> String {
    match why {
        RowFault::NotCsv => "Dòng không đủ số ô như dòng tiêu đề.".to_owned(),
        RowFault::NoColumn(name) => format!("Thiếu cột «{name}» ở dòng tiêu đề."),
        RowFault::BadDate(text) => format!("«{}» không phải ngày dạng YYYY-MM-DD.", short(text)),
        RowFault::BadStatus(text) => {
            format!(
                "Tình trạng «{}» phải là observed, predicted hoặc to_verify.",
                short(text)
            )
        }
        RowFault::Twice(day) => format!("Ngày {day} có hai lần trong tệp."),
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
