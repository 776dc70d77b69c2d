//! What every office starts with: the national commune-level catalogue and the calendar, as shipped.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::import_holidays::{self, CalendarRow};
use super::import_procedures::{self, LegalDocuments};
use super::renew_catalogue::Imported;
use super::{Declined, Office, samples};
use crate::domain::calendar::CalendarRows;
use crate::domain::procedure::Procedure;
use crate::domain::slip::{FormSets, SlipKind};
use crate::domain::time::Moment;
use crate::domain::workflow::Process;

impl Office {
    /// Takes in the shipped catalogue, and the internal processes of the procedures that have none of their own. Blocking.
    pub fn import_shipped(
        &self,
        now: Moment,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Imported, Declined> {
        let imported = self.import_procedures(procedures(), now, progress)?;
        self.ship_processes(processes())?;
        Ok(imported)
    }
}

/// Every procedure that is shipped.
pub fn procedures() -> Vec<Procedure> {
    let parsed = import_procedures::parse(
        samples::PROCEDURES,
        samples::PROCEDURES_NAME,
        &LegalDocuments::default(),
    );
    parsed.rows.into_iter().map(|(_, row)| row).collect()
}

/// Internal processes (quy trình nội bộ) of common procedures, each with the procedures that it is for.
pub fn processes() -> Vec<(Process, Vec<String>)> {
    #[derive(Deserialize)]
    struct Shipped {
        process: Process,
        procedures: Vec<String>,
    }
    let shipped: Vec<Shipped> =
        serde_json::from_str(samples::PROCESSES).expect("shipped with the program, read by a test");
    shipped
        .into_iter()
        .map(|one| (one.process, one.procedures))
        .collect()
}

/// Facts of a paper of this kind with everything that it may say: to try a template out, to measure.
pub fn slip_facts(kind: SlipKind) -> Value {
    static FACTS: LazyLock<Value> = LazyLock::new(|| {
        serde_json::from_str(samples::SLIPS).expect("a test reads the shipped file")
    });
    FACTS.get(kind.key()).cloned().unwrap_or_default()
}

/// The sets of statutory forms that are shipped.
pub fn form_sets() -> FormSets {
    FormSets::new(
        serde_json::from_slice(samples::FORM_SETS).expect("a test reads the shipped file"),
    )
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
