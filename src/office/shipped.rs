//! What every office starts with: the national commune-level catalogue and the calendar, as shipped.

use super::import_holidays::{self, CalendarRow};
use super::import_procedures::{self, LegalDocuments};
use super::samples;
use crate::domain::calendar::CalendarRows;
use crate::domain::procedure::Procedure;

/// Every procedure that is shipped.
pub fn procedures() -> Vec<Procedure> {
    let parsed = import_procedures::parse(
        samples::PROCEDURES,
        samples::PROCEDURES_NAME,
        &LegalDocuments::default(),
    );
    parsed.rows.into_iter().map(|(_, row)| row).collect()
}

/// Office hours with the holidays and the working days in exchange that are shipped.
pub fn calendar() -> CalendarRows {
    let mut calendar = CalendarRows::default();
    for file in [samples::HOLIDAYS, samples::SWAPS] {
        for (_, row) in import_holidays::parse(file).rows {
            match row {
                CalendarRow::Off(day, off) => {
                    calendar.days_off.insert(day, off);
                }
                CalendarRow::MakeUp { worked, off } => {
                    calendar.make_up.insert(worked, off);
                }
            }
        }
    }
    calendar
}
