//! Sao lưu: makes a backup and remembers it, whoever asked for it.

use std::io;
use std::path::Path;

use crate::backup::{self, Holdings, Lock, Made, Progress, Target};
use crate::domain::time::Moment;
use crate::office::{Declined, Office, random};
use crate::store::backups::Backup;

/// Why there is no backup.
#[derive(Debug)]
pub enum Failed {
    /// It could not be written or read.
    Disk(io::Error),
    /// It was made and could not be remembered.
    Office(Declined),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<Declined> for Failed {
    fn from(error: Declined) -> Self {
        Self::Office(error)
    }
}

/// What the office in `root` has on disk.
pub fn holdings<'a>(office: &'a Office, root: &'a Path) -> Holdings<'a> {
    Holdings {
        kv: &office.kv,
        files: &office.files,
        seal: &office.seal,
        root,
    }
}

/// Makes a backup. Blocking.
pub fn back_up(
    office: &Office,
    root: &Path,
    target: Target<'_>,
    incremental: bool,
    lock: &Lock,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Made, Failed> {
    let id = random::id();
    let holdings = holdings(office, root);
    let made = backup::back_up(&holdings, target, incremental, lock, &id, now, progress)?;
    let backup = Backup {
        id,
        parent: made.parent.clone(),
        at: now,
        place: made.path.as_ref().map(|path| path.display().to_string()),
        size: made.size,
        sha256: made.sha256.clone(),
        locked: lock.is_closed(),
        rows: made.totals.rows,
        attachments: made.totals.attachments,
        left_out: made.totals.left_out.len() as u64,
    };
    office.note_backup(backup, now)?;
    Ok(made)
}
