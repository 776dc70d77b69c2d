//! Pages for citizens and everybody: find, file, follow, receive.
//!
//! Addresses that these pages lead to: `/thu-tuc/{code}`, `/thu-tuc/{code}/nop`, `/tra-cuu`, `/ho-so/{code}` with its files
//! under `tep/{id}` and its slips under `phieu/{slip}.pdf`.

pub mod account;
pub mod answers;
pub mod apply;
pub mod faults;
pub mod feedback;
pub mod find;
mod heading;
pub mod home;
pub mod mine;
pub mod my_dossier;
pub mod papers;
pub mod preparing;
mod prose;
pub mod receipt;
pub mod sheet;
pub mod sign;
pub mod track;
pub mod verify;
mod whereabouts;

pub use heading::heading;
pub use prose::prose;
pub use whereabouts::Whereabouts;
