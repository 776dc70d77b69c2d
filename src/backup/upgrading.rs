//! Taking an older directory over (nâng cấp): what it was is kept aside, and put back when the newer form does not hold.
//!
//! Attachments are never changed by an upgrade, so a copy of the records is all there is to keep.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{BACKUPS, Holdings, durable, verify};
use crate::domain::audit::{By, Deed, Trace};
use crate::domain::time::Moment;
use crate::kv::{Kv, KvError, Tx, WriteError};
use crate::store::audit;
use crate::store::migrations::{self, Migration};

/// Whether the records have an older form; those of a new directory have none yet.
pub fn is_older(kv: &Kv, known: &[Migration]) -> Result<bool, KvError> {
    let found = kv.read(|view| migrations::version(view))?;
    Ok(found > 0 && found < migrations::newest(known))
}

/// How many things are wrong with the records.
pub fn faults(holdings: &Holdings<'_>) -> Result<usize, KvError> {
    let (report, _) = verify::verify_records(holdings, &mut |_| {})?;
    Ok(report.faults.len())
}

/// Notes in the audit record that a newer program took the directory over.
pub fn note(kv: &Kv, version: &str, now: Moment) -> Result<(), KvError> {
    let trace = Trace::new(&By::CONSOLE, Deed::Upgraded, now).detail(version);
    kv.write_blocking(move |tx: &mut Tx<'_>| {
        audit::write(tx, &trace)?;
        Ok::<(), WriteError<std::convert::Infallible>>(())
    })
    .map_err(|error| match error {
        WriteError::Store(error) => error,
        WriteError::Declined(never) => match never {},
    })
}

/// The records as they were.
#[derive(Debug)]
pub struct Snapshot {
    copy: PathBuf,
    records: PathBuf,
    sha256: String,
}

impl Snapshot {
    /// Closes the store and copies its file; the copy stays among the backups until the next upgrade.
    pub fn take(kv: Kv, root: &Path, name: &str) -> io::Result<Self> {
        // What the log holds goes into the file before that is copied.
        kv.rest().map_err(io::Error::other)?;
        kv.close();
        drop(kv);
        let records = root.join(name);
        let folder = root.join(BACKUPS);
        fs::create_dir_all(&folder)?;
        let copy = folder.join(format!("before-upgrade-{name}"));
        let mut from = File::open(&records)?;
        let sha256 = durable::file(&copy, |to| io::copy(&mut from, to).map(drop))?;
        Ok(Self {
            copy,
            records,
            sha256,
        })
    }

    /// Puts them back; nobody may have the store open.
    pub fn put_back(&self) -> io::Result<()> {
        let log = self.records.with_extension("wal");
        match fs::remove_file(&log) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => durable::sync_folder(&log)?,
        }
        let mut from = File::open(&self.copy)?;
        let back = durable::file(&self.records, |to| io::copy(&mut from, to).map(drop))?;
        if back == self.sha256 {
            Ok(())
        } else {
            Err(io::Error::other("the copy of the records has changed"))
        }
    }
}
