//! Attachments by content: each under the name of its SHA-256, durable before any record names it, checked at every read.
//!
//! [`shelf`] is where they lie, [`folder`] the shelf of today, [`drive`] what a folder asks of a disk. Nothing is removed at
//! once: what no record names goes to the trash, from where a reader fetches it back, and is purged after thirty days.

mod claims;
pub mod drive;
pub mod folder;
mod kinds;
pub mod qr;
pub mod shelf;
mod sound;

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::domain::content::Harm;

pub use claims::Claim;
use claims::Claims;
use drive::RealDrive;
use folder::Folder;
pub use kinds::{ALLOWED, MediaType, sniff};
use shelf::Coming;
pub use shelf::{Place, Shelf};
pub use sound::{Checked, Sound};

/// Largest file that is taken unless the office says otherwise, in bytes.
pub const LARGEST: u64 = 50 * 1024 * 1024;

/// Pieces in which contents are read.
const PIECE: usize = 256 * 1024;

/// Why a file is not taken or not given.
#[derive(Debug)]
pub enum FileError {
    /// Larger than what is taken.
    TooLarge {
        /// What is taken, in bytes.
        most: u64,
    },
    /// Nothing in it.
    Empty,
    /// Its content is of no allowed type.
    NotAllowed,
    /// Its content no longer has the hash it is named after, or is another than was promised.
    Damaged {
        /// The name.
        sha256: String,
    },
    /// It is not there.
    Missing {
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

/// What was stored. While it lives, the content is not taken for one that nobody needs.
#[derive(Debug, Clone)]
pub struct Stored {
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Type by content.
    pub media_type: &'static str,
    /// Held until a record names the content.
    pub claim: Arc<Claim>,
}

/// Every attachment of the office.
#[derive(Debug, Clone)]
pub struct Files {
    shelf: Arc<dyn Shelf>,
    claims: Claims,
    largest: u64,
}

impl Files {
    /// The attachments in a folder of this machine.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        Ok(Self::on(Folder::open(root.into(), Arc::new(RealDrive))?))
    }

    /// The attachments on any shelf.
    pub fn on(shelf: impl Shelf + 'static) -> Self {
        Self {
            shelf: Arc::new(shelf),
            claims: Claims::default(),
            largest: LARGEST,
        }
    }

    /// Takes files up to so many bytes.
    #[must_use]
    pub fn up_to(mut self, largest: u64) -> Self {
        self.largest = largest;
        self
    }

    /// Largest file that is taken, in bytes.
    pub fn largest(&self) -> u64 {
        self.largest
    }

    /// Begins to take a file; `token` must be unique among uploads under way.
    pub fn begin(&self, token: &str) -> Result<Incoming, FileError> {
        Ok(Incoming {
            coming: self.shelf.begin(token)?,
            hash: Sha256::new(),
            size: 0,
            head: Vec::with_capacity(kinds::HEAD),
            files: self.clone(),
        })
    }

    /// Opens a content whose every byte is what its name promises; a large one is read twice for that.
    /// What lies in the trash comes back to the shelf.
    pub fn sound(&self, sha256: &str) -> Result<Sound, FileError> {
        match Sound::open(&*self.shelf, sha256) {
            Err(FileError::Missing { .. }) => {
                self.shelf.put(sha256, Place::Shelf)?;
                Sound::open(&*self.shelf, sha256)
            }
            other => other,
        }
    }

    /// Reads a whole content into memory; for those that are known to be small.
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, FileError> {
        self.sound(sha256)?.into_bytes()
    }

    /// Reads a content through and answers its size, with bounded memory.
    pub fn check(&self, sha256: &str) -> Result<u64, FileError> {
        self.check_in(Place::Shelf, sha256)
    }

    /// The same for one place.
    pub fn check_in(&self, place: Place, sha256: &str) -> Result<u64, FileError> {
        let missing = missing(sha256);
        let mut content = self.shelf.open(place, sha256).map_err(missing)?;
        sound::check(&mut *content, sha256)
    }

    /// What is wrong with a content; `None` when every byte is there. One in the trash comes back to the shelf.
    pub fn harm(&self, sha256: &str) -> Option<Harm> {
        let mut found = self.check(sha256);
        if matches!(found, Err(FileError::Missing { .. }))
            && self
                .shelf
                .put(sha256, Place::Shelf)
                .is_ok_and(|moved| moved)
        {
            found = self.check(sha256);
        }
        match found {
            Ok(_) => None,
            Err(FileError::Damaged { .. }) => Some(Harm::Changed),
            Err(FileError::Missing { .. }) => Some(Harm::Missing),
            Err(_) => Some(Harm::Unreadable),
        }
    }

    /// Takes over a content that must have this hash, whatever its kind; for restoring.
    pub fn take_over(&self, sha256: &str, content: &mut dyn Read) -> Result<u64, FileError> {
        let mut coming = self.shelf.begin(sha256)?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut piece = vec![0; PIECE];
        loop {
            let read = content.read(&mut piece)?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            coming.write_all(&piece[..read])?;
            size += read as u64;
        }
        if hex(&hash.finalize()) != sha256 {
            return Err(damaged(sha256));
        }
        coming.keep(sha256)?;
        Ok(size)
    }

    /// Moves a content that no record names to the trash; `None` when a record names it after all or somebody has just
    /// brought it again, otherwise whether it still lay on the shelf.
    ///
    /// `is_named` looks at the records once more while nobody can bring it.
    pub fn discard<E: From<io::Error>>(
        &self,
        sha256: &str,
        is_named: impl FnOnce() -> Result<bool, E>,
    ) -> Result<Option<bool>, E> {
        self.claims.unless_claimed(sha256, || {
            if is_named()? {
                return Ok(None);
            }
            Ok(Some(self.shelf.put(sha256, Place::Trash)?))
        })
    }

    /// Removes a content from the trash for good.
    pub fn purge(&self, sha256: &str) -> io::Result<()> {
        self.shelf.purge(sha256)
    }

    /// Shows the names of all contents in a place, with their bytes.
    pub fn each(&self, place: Place, visit: &mut dyn FnMut(&str, u64)) -> io::Result<()> {
        self.shelf.each(place, visit)
    }
}

/// A file on its way in. Dropped before [`Incoming::keep`], it leaves no trace.
#[derive(Debug)]
pub struct Incoming {
    coming: Box<dyn Coming>,
    hash: Sha256,
    size: u64,
    head: Vec<u8>,
    files: Files,
}

impl Incoming {
    /// Takes the next piece.
    pub fn take(&mut self, piece: &[u8]) -> Result<(), FileError> {
        self.size += piece.len() as u64;
        if self.size > self.files.largest {
            return Err(FileError::TooLarge {
                most: self.files.largest,
            });
        }
        let missing = kinds::HEAD.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..missing]);
        self.hash.update(piece);
        self.coming.write_all(piece)?;
        Ok(())
    }

    /// Makes the file durable under the name of its content. The name the person gave only
    /// helps to tell kinds that share their first bytes apart; it never decides alone.
    pub fn keep(self, name: &str) -> Result<Stored, FileError> {
        if self.size == 0 {
            return Err(FileError::Empty);
        }
        let media_type = sniff(&self.head, name).ok_or(FileError::NotAllowed)?;
        let sha256 = hex(&self.hash.finalize());
        let claim = self.files.claims.claim(&sha256);
        // Also when it is there already: it may be on its way to the trash, or no longer whole.
        self.coming.keep(&sha256)?;
        Ok(Stored {
            sha256,
            size: self.size,
            media_type,
            claim: Arc::new(claim),
        })
    }
}

fn damaged(sha256: &str) -> FileError {
    FileError::Damaged {
        sha256: sha256.to_owned(),
    }
}

fn missing(sha256: &str) -> impl Fn(io::Error) -> FileError {
    move |error| match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing {
            sha256: sha256.to_owned(),
        },
        _ => FileError::Io(error),
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}
