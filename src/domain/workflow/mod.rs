//! The internal process (quy trình nội bộ): which steps a dossier walks through, who works on each, and for how long.
//!
//! A [`Process`] is versioned data of the office; a dossier keeps the version it was filed under. What must be known of a
//! step without looking the process up, its key, name and kind, rides along as [`Step`].

mod check;
mod process;
mod standard;
mod step;

pub use check::{Grounds, ProcessFault, check};
pub use process::{
    Allotted, Branch, OpinionWanted, Process, ProcessRef, ProcessStep, STEP_VERBS, When,
};
pub use standard::{STANDARD, standard};
pub use step::{Place, Step, StepKind};
