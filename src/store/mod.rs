//! Records on rows: the only room that turns law into bytes.
//!
//! [`spaces`] is the schema. A [`Record`] says where it lies and which index rows its value owns; [`Save`]
//! writes the difference, so nothing else ever touches an index. [`journal`] keeps the history of each
//! record and the feed that followers read; [`sequence`] counts without gaps; [`check()`] compares every
//! index row with what the records ask for.

pub mod accounts;
pub mod audience;
pub mod audit;
pub mod backups;
pub mod catalogue;
mod check;
pub mod contents;
pub mod delegations;
pub mod digitisation;
pub mod dossiers;
pub mod favourites;
pub mod feedback;
mod findings;
pub mod forms;
mod journal;
pub mod migrations;
pub mod papers;
mod prefill_links;
pub mod processes;
mod record;
mod registry;
pub mod reindex;
pub mod sequence;
pub mod settings;
pub mod signing;
pub mod slips;
pub mod spaces;
pub mod tallies;
mod value;
pub mod verified_papers;
pub mod views;

pub use check::{Registry, check, check_all};
pub use findings::{Finding, Flaw};
pub use journal::{Entry, Subject, feed, feed_mark, feed_places, history, journal, latest_seq};
pub use record::{Carried, IndexRow, Load, Record, Save, summary};
pub use registry::registry;
