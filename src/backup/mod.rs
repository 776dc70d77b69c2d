//! That nothing is lost: checking the whole data directory, and later backup and restore.

pub mod archive;
mod durable;
pub mod verify;
mod words;

use std::path::Path;

pub use verify::{Report, verify};

use crate::files::Files;
use crate::kv::Kv;
use crate::seal::Seal;

/// What an office has on disk.
#[derive(Clone, Copy)]
pub struct Holdings<'a> {
    /// Records.
    pub kv: &'a Kv,
    /// Attachments.
    pub files: &'a Files,
    /// The office's key.
    pub seal: &'a Seal,
    /// Where backups and archived entries of the audit record lie.
    pub backups: &'a Path,
}
