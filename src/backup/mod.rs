//! That nothing is lost: backup and restore, older entries of the audit record, checking the whole data directory.

pub mod archive;
mod chunks;
mod durable;
mod folder;
mod frames;
mod head;
mod known;
mod lock;
mod making;
mod pace;
mod reading;
mod restoring;
mod taking;
pub mod upgrading;
pub mod verify;
pub mod words;

use std::path::{Path, PathBuf};

pub use folder::{Lying, list, rotate};
pub use frames::{Damaged, Flaw, is_one};
pub use head::{Head, LeftOut, Totals};
pub use lock::{Key, Lock};
pub use making::{Made, Target, back_up, fits_again, free};
pub use reading::Held;
pub use restoring::{Empty, examine, recover, restore};
pub use taking::Progress;
pub use verify::{Report, verify};

use crate::files::Files;
use crate::kv::Kv;
use crate::seal::Seal;

/// The folder of backups and of archived entries of the audit record in the data directory.
pub const BACKUPS: &str = "backups";

/// What an office has on disk.
#[derive(Clone, Copy)]
pub struct Holdings<'a> {
    /// Records.
    pub kv: &'a Kv,
    /// Attachments.
    pub files: &'a Files,
    /// The office's key.
    pub seal: &'a Seal,
    /// The data directory.
    pub root: &'a Path,
}

impl Holdings<'_> {
    /// Where backups and archived entries of the audit record lie.
    pub fn backups(&self) -> PathBuf {
        self.root.join(BACKUPS)
    }
}
