//! That nothing is lost: checking the whole data directory, and later backup and restore.

pub mod verify;
mod words;

pub use verify::{Report, verify};
