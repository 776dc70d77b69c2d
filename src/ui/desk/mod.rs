//! The officers' pages: work list, counter intake, dossier with everything that may be done to it.

pub mod card;
pub mod deeds;
mod dossier;
pub mod facts;
mod filter;
mod intake;
pub mod papers;
pub mod parts;
mod work_list;

pub use dossier::{DossierPage, dossier_page};
pub use filter::{Tray, WorkFilter};
pub use intake::{Intake, ProcedureHit, intake_page};
pub use work_list::{WorkList, columns, row, work_list};
