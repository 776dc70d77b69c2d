//! The law as pure functions: nouns, moves, working time.
//!
//! Nothing here reads a clock, a file or a network, and nothing fails for a technical reason.

pub mod action;
pub mod audit;
pub mod authority;
pub mod calendar;
pub mod cccd;
pub mod clock;
pub mod code_list;
pub mod codes;
pub mod content;
pub mod delegation;
pub mod digitisation;
pub mod dossier;
pub mod event;
pub mod expressions;
pub mod fault;
pub mod feedback;
pub mod fold;
pub mod form;
pub mod money;
pub mod moves;
pub mod officer;
pub mod org_units;
pub mod paper_state;
pub mod passage;
pub mod person;
pub mod pile;
pub mod prefill;
pub mod procedure;
mod recount_due;
pub mod refusal;
pub mod signature;
pub mod slip;
pub mod status;
pub mod text;
pub mod time;
pub mod timer;
pub mod tray;
pub mod verified_paper;
pub mod workflow;
