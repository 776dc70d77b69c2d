//! Files that are there as a whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::files::hex;

/// After so many bytes the disk is given what was written: whoever commits a dossier meanwhile waits for all that lies
/// before the disk, and shall not wait long.
const PIECE: u64 = 2 * 1024 * 1024;

/// A file that hashes what goes through it.
struct Hashing {
    file: File,
    hash: Sha256,
    /// Bytes that the disk was not given yet, and how many it may be.
    ahead: u64,
    most: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.ahead += written as u64;
        if self.ahead >= self.most {
            self.file.sync_data()?;
            self.ahead = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a file that only its owner can read and answers its SHA-256; nobody ever sees half of it.
pub(super) fn file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<String> {
    whole(path, u64::MAX, write)
}

/// The same while others work: never far ahead of the disk.
pub(super) fn file_beside_work(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<String> {
    whole(path, PIECE, write)
}

fn whole(
    path: &Path,
    most: u64,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<String> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut to = Hashing {
        file: create(&part)?,
        hash: Sha256::new(),
        ahead: 0,
        most,
    };
    let written = write(&mut to).and_then(|()| to.file.sync_all());
    if let Err(error) = written {
        drop(fs::remove_file(&part));
        return Err(error);
    }
    fs::rename(&part, path)?;
    sync_folder(path)?;
    Ok(hex(&to.hash.finalize()))
}

/// Makes a new file that only its owner can read.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Makes the name of a file durable. Windows keeps it with the file itself.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The SHA-256 of what a reader gives; `turn` is called between its pieces.
pub(super) fn sha256(content: &mut dyn Read, mut turn: impl FnMut()) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = content.read(&mut piece)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&piece[..read]);
        turn();
    }
}
