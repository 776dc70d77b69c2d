//! Attachments by content: plain files named after their SHA-256, durable before any record names them.

mod kinds;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use kinds::{ALLOWED, MediaType, sniff};

/// Largest file that is taken, in bytes.
pub const LARGEST: u64 = 50 * 1024 * 1024;

/// Why a file is not taken or not given.
#[derive(Debug)]
pub enum FileError {
    /// Larger than [`LARGEST`].
    TooLarge,
    /// Nothing in it.
    Empty,
    /// Its content is of no allowed type.
    NotAllowed,
    /// Its content no longer has the hash it is named after.
    Damaged {
        /// The name.
        sha256: String,
    },
    /// The disk failed.
    Io(io::Error),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Type by content.
    pub media_type: &'static str,
}

/// The folder of attachments.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// Opens or makes the folder; leftovers of broken uploads are removed.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        let incoming = root.join("incoming");
        if incoming.exists() {
            fs::remove_dir_all(&incoming)?;
        }
        fs::create_dir_all(&incoming)?;
        Ok(Self { root })
    }

    /// Where the content with this hash lies.
    fn path(&self, sha256: &str) -> PathBuf {
        let part = |from: usize| sha256.get(from..from + 2).unwrap_or("__");
        self.root.join(part(0)).join(part(2)).join(sha256)
    }

    /// Begins to take a file; `token` must be unique among uploads under way.
    pub fn begin(&self, token: &str) -> Result<Incoming, FileError> {
        let path = self.root.join("incoming").join(token);
        Ok(Incoming {
            file: File::create_new(&path)?,
            path,
            hash: Sha256::new(),
            size: 0,
            head: Vec::with_capacity(kinds::HEAD),
            files: self.clone(),
            kept: false,
        })
    }

    /// Reads a file and checks it against its name.
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        File::open(self.path(sha256))?.read_to_end(&mut bytes)?;
        if hex(&Sha256::digest(&bytes)) == sha256 {
            Ok(bytes)
        } else {
            Err(FileError::Damaged {
                sha256: sha256.to_owned(),
            })
        }
    }

    /// Removes a file that no record names any more.
    pub fn remove(&self, sha256: &str) -> io::Result<()> {
        match fs::remove_file(self.path(sha256)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Names of all files stored.
    pub fn each(&self, visit: &mut dyn FnMut(&str)) -> io::Result<()> {
        for first in fs::read_dir(&self.root)? {
            let first = first?.path();
            if !first.is_dir() || first.ends_with("incoming") {
                continue;
            }
            for second in fs::read_dir(first)? {
                for file in fs::read_dir(second?.path())? {
                    if let Some(name) = file?.file_name().to_str() {
                        visit(name);
                    }
                }
            }
        }
        Ok(())
    }
}

/// A file on its way in. Dropped before [`Incoming::keep`], it leaves no trace.
#[derive(Debug)]
pub struct Incoming {
    file: File,
    path: PathBuf,
    hash: Sha256,
    size: u64,
    head: Vec<u8>,
    files: Files,
    kept: bool,
}

impl Incoming {
    /// Takes the next piece.
    pub fn take(&mut self, piece: &[u8]) -> Result<(), FileError> {
        self.size += piece.len() as u64;
        if self.size > LARGEST {
            return Err(FileError::TooLarge);
        }
        let missing = kinds::HEAD.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..missing]);
        self.hash.update(piece);
        self.file.write_all(piece)?;
        Ok(())
    }

    /// Makes the file durable under the name of its content. The name the person gave only
    /// helps to tell kinds that share their first bytes apart; it never decides alone.
    pub fn keep(mut self, name: &str) -> Result<Stored, FileError> {
        if self.size == 0 {
            return Err(FileError::Empty);
        }
        let media_type = sniff(&self.head, name).ok_or(FileError::NotAllowed)?;
        let sha256 = hex(&std::mem::take(&mut self.hash).finalize());
        let target = self.files.path(&sha256);
        if !target.exists() {
            self.file.sync_all()?;
            let folder = target.parent().unwrap_or(&self.files.root);
            let outer = folder.parent().unwrap_or(&self.files.root);
            fs::create_dir_all(folder)?;
            fs::rename(&self.path, &target)?;
            self.kept = true;
            for made in [folder, outer, &self.files.root] {
                sync_folder(made)?;
            }
        }
        Ok(Stored {
            sha256,
            size: self.size,
            media_type,
        })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            // A leftover is harmless and removed at the next start.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// Makes the names in a folder durable. Windows keeps them with the file itself.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}
