//! Making a backup (sao lưu) in its place: a folder, a file, or a stream.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::folder;
use super::head::Totals;
use super::known::Known;
use super::lock::Lock;
use super::pace::Pace;
use super::taking::{self, Order, Progress};
use super::{Holdings, durable};
use crate::domain::time::Moment;
use crate::files::hex;

/// The folder that knows what each backup holds, among the backups of the data directory.
const KNOWN: &str = "known";

/// Bytes that must stay free on a disk, so that the office itself can go on.
const SPARE: u64 = 256 * 1024 * 1024;

/// Where a backup goes.
pub enum Target<'a> {
    /// Into a folder, under a name of its own.
    Folder(&'a Path),
    /// Into this file.
    File(&'a Path),
    /// Down a pipe.
    Stream(&'a mut dyn Write),
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// The one it goes on from; `None` when it is a full one.
    pub parent: Option<String>,
    /// Where it lies; `None` when it went down a pipe.
    pub path: Option<PathBuf>,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file; it was read back and is the same.
    pub sha256: String,
    /// What it holds.
    pub totals: Totals,
}

/// Makes a backup. With `incremental`, it holds only what those in the same folder do not hold yet, as far as they are all
/// there; otherwise everything. `id` must be new.
pub fn back_up(
    holdings: &Holdings<'_>,
    target: Target<'_>,
    incremental: bool,
    lock: &Lock,
    id: &str,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> io::Result<Made> {
    let known = holdings.backups().join(KNOWN);
    let mut before = None;
    // Only what lies in a folder under its own name is ever gone on from.
    let gone_on_from = matches!(target, Target::Folder(_));
    let (path, stream) = match target {
        Target::Stream(stream) => (None, Some(stream)),
        Target::File(path) => (Some(path.to_owned()), None),
        Target::Folder(path) => {
            fs::create_dir_all(path)?;
            folder::sweep(path)?;
            if incremental {
                before = newest(path, &known)?;
            }
            let parent = before.as_ref().map(|(id, _)| id.as_str());
            let name = folder::name(id, parent, now, lock.is_closed());
            (Some(path.join(name)), None)
        }
    };
    if let Some(path) = &path {
        leave_room(holdings, path, before.is_none())?;
    }
    let parent = before.as_ref().map(|(id, _)| id.clone());
    let order = Order {
        id,
        before: before.as_ref().map(|(id, known)| (id.as_str(), known)),
        now,
    };
    let mut write =
        |to: &mut dyn Write| lock.write(to, |to| taking::write(holdings, &order, to, progress));
    let (written, size, sha256) = match (&path, stream) {
        (None, None) => return Err(io::ErrorKind::InvalidInput.into()),
        (_, Some(stream)) => {
            let mut counted = Counted {
                to: stream,
                bytes: 0,
                hash: Sha256::new(),
            };
            let written = write(&mut counted)?;
            counted.flush()?;
            (written, counted.bytes, hex(&counted.hash.finalize()))
        }
        (Some(path), None) => {
            let mut written = None;
            let sha256 = durable::file_beside_work(path, |file| {
                written = Some(write(file)?);
                Ok(())
            })?;
            let mut back = File::open(path)?;
            let size = back.metadata()?.len();
            let mut pace = Pace::beside(holdings.kv);
            if durable::sha256(&mut back, || pace.turn())? != sha256 {
                // Nobody shall take it for a backup.
                fs::remove_file(path)?;
                return Err(io::Error::other(
                    "what was written does not read back as it was written",
                ));
            }
            let written = written.ok_or(io::ErrorKind::Other)?;
            (written, size, sha256)
        }
    };
    // Without it the next backup is a full one, which is no harm.
    if gone_on_from && let Err(error) = written.known.keep(&known, id) {
        tracing::warn!(%error, "không ghi được danh sách nội dung của bản sao lưu");
    }
    Ok(Made {
        id: id.to_owned(),
        parent,
        path,
        size,
        sha256,
        totals: written.totals,
    })
}

/// The newest backup of a folder from which one can go on.
fn newest(folder: &Path, known: &Path) -> io::Result<Option<(String, Known)>> {
    let all = folder::list(folder)?;
    for one in all.iter().rev() {
        if folder::chain(&all, &one.id).is_none() {
            continue;
        }
        if let Some((id, holds)) = Known::starting(known, &one.id) {
            return Ok(Some((id, holds)));
        }
    }
    Ok(None)
}

/// Refuses to fill the disk up: a full backup is at most as large as what it copies.
fn leave_room(holdings: &Holdings<'_>, path: &Path, full: bool) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let need = if full { whole(holdings)? } else { 0 };
    if free(folder)? < need + SPARE {
        return Err(io::ErrorKind::StorageFull.into());
    }
    Ok(())
}

/// Whether the office could lie a second time on the disk of `path` and still go on.
pub fn fits_again(holdings: &Holdings<'_>, path: &Path) -> io::Result<bool> {
    Ok(free(path)? >= whole(holdings)? + SPARE)
}

/// Bytes of all records and attachments.
fn whole(holdings: &Holdings<'_>) -> io::Result<u64> {
    let mut bytes = fs::metadata(holdings.root.join("motcua.redb")).map_or(0, |file| file.len());
    let each = &mut |_: &str, size| bytes += size;
    holdings.files.each(crate::files::Place::Shelf, each)?;
    Ok(bytes)
}

/// Bytes that are free where `path` lies.
pub fn free(path: &Path) -> io::Result<u64> {
    fs4::available_space(path)
}

struct Counted<'a> {
    to: &'a mut dyn Write,
    bytes: u64,
    hash: Sha256,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.bytes += written as u64;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
