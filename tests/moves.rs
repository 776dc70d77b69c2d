//! The law of the ten statuses, without an office around it.

mod histories;
mod people;
mod recount;
mod table;
