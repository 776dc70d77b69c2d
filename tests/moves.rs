//! The law of the ten statuses, without an office around it.

mod histories;
pub mod people;
mod recount;
mod table;
