//! The audit record: everything that was done and every reading is in it, and nothing in it can be changed unnoticed.

mod archived;
mod chain;
mod noted;
