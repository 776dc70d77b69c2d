//! Reading a content so that no byte is given that its name does not promise.

use std::fmt;
use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::{FileError, PIECE, Place, Shelf, damaged, hex, missing};

/// Up to so many bytes a content is held in memory while it is checked.
const HELD: u64 = 4 * 1024 * 1024;

/// A content that was checked from its first byte to its last.
#[derive(Debug)]
pub enum Sound {
    /// Small: here it is.
    Held(Vec<u8>),
    /// Large: it was read through, and is checked once more while it is read again.
    Streamed(Checked),
}

impl Sound {
    pub(super) fn open(shelf: &dyn Shelf, sha256: &str) -> Result<Self, FileError> {
        let missing = missing(sha256);
        let size = shelf.size(Place::Shelf, sha256).map_err(&missing)?;
        let mut content = shelf.open(Place::Shelf, sha256).map_err(&missing)?;
        if size > HELD {
            let size = check(&mut *content, sha256)?;
            let content = shelf.open(Place::Shelf, sha256).map_err(&missing)?;
            return Ok(Self::Streamed(Checked::new(content, sha256, size)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        content.take(HELD + 1).read_to_end(&mut bytes)?;
        if hex(&Sha256::digest(&bytes)) == sha256 {
            Ok(Self::Held(bytes))
        } else {
            Err(damaged(sha256))
        }
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::Streamed(checked) => checked.size,
        }
    }

    /// The whole content in memory.
    pub fn into_bytes(self) -> Result<Vec<u8>, FileError> {
        match self {
            Self::Held(bytes) => Ok(bytes),
            Self::Streamed(mut checked) => {
                let mut bytes = Vec::new();
                checked.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }

    /// The content from its beginning.
    pub fn into_reader(self) -> Box<dyn Read + Send> {
        match self {
            Self::Held(bytes) => Box::new(io::Cursor::new(bytes)),
            Self::Streamed(checked) => Box::new(checked),
        }
    }
}

/// Reads a content through and answers its size.
pub(super) fn check(content: &mut dyn Read, sha256: &str) -> Result<u64, FileError> {
    let (mut hash, mut size) = (Sha256::new(), 0);
    let mut piece = vec![0; PIECE];
    loop {
        let read = content.read(&mut piece)?;
        if read == 0 {
            break;
        }
        hash.update(&piece[..read]);
        size += read as u64;
    }
    if hex(&hash.finalize()) == sha256 {
        Ok(size)
    } else {
        Err(damaged(sha256))
    }
}

/// A reader that fails at its end when what came is not what was promised.
pub struct Checked {
    content: Box<dyn Read + Send>,
    hash: Sha256,
    sha256: String,
    size: u64,
    ended: bool,
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked")
            .field("sha256", &self.sha256)
            .finish_non_exhaustive()
    }
}

impl Checked {
    fn new(content: Box<dyn Read + Send>, sha256: &str, size: u64) -> Self {
        Self {
            content,
            hash: Sha256::new(),
            sha256: sha256.to_owned(),
            size,
            ended: false,
        }
    }
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(into)?;
        self.hash.update(&into[..read]);
        if read == 0 && !into.is_empty() && !self.ended {
            self.ended = true;
            if hex(&self.hash.finalize_reset()) != self.sha256 {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a file changed while it was read",
                ));
            }
        }
        Ok(read)
    }
}
