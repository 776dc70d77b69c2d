//! The form of a backup: frames on a chain. A frame is `kind, length, content, link`; the link is SHA-256 over the link
//! before, the kind, the length and the content, so that a frame that was changed, left out, doubled or moved no longer
//! fits, and the place of the first one is known to the byte. A backup that ends before its last frame was cut off.

use std::fmt;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::kv::KvError;

/// What every backup begins with.
pub(super) const MAGIC: &[u8; 16] = b"motcua backup 1\n";

/// The longest content of a frame, in bytes.
pub(super) const LONGEST: usize = 2 * 1024 * 1024;

/// Kind, length, link.
const AROUND: usize = 1 + 4 + 32;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $byte:literal,)+) => {
        /// What a frame holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Kind { $($(#[$doc])* $kind,)+ }

        impl Kind {
            const fn byte(self) -> u8 {
                match self { $(Self::$kind => $byte,)+ }
            }

            fn of(byte: u8) -> Option<Self> {
                match byte { $($byte => Some(Self::$kind),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// Which backup this is.
    Head = b'H',
    /// A chunk of rows, deflated.
    Rows = b'R',
    /// Hashes of chunks that an earlier backup holds.
    RowsBefore = b'K',
    /// Where a file of the data directory that is no attachment belongs: its hash and its path.
    Place = b'P',
    /// A file begins: its hash and size.
    File = b'F',
    /// A piece of the file that was begun.
    Piece = b'D',
    /// Hashes of attachments that an earlier backup holds.
    FilesBefore = b'G',
    /// The end, with the totals.
    End = b'Z',
}

type Link = [u8; 32];

fn first_link() -> Link {
    Sha256::digest(MAGIC).into()
}

fn then(link: &Link, head: [u8; 5], content: &[u8]) -> Link {
    let mut hash = Sha256::new();
    hash.update(link);
    hash.update(head);
    hash.update(content);
    hash.finalize().into()
}

/// Writes frames.
pub(super) struct FrameWriter<'a> {
    to: &'a mut dyn Write,
    link: Link,
    bytes: u64,
}

impl<'a> FrameWriter<'a> {
    pub fn begin(to: &'a mut dyn Write) -> io::Result<Self> {
        to.write_all(MAGIC)?;
        Ok(Self {
            to,
            link: first_link(),
            bytes: MAGIC.len() as u64,
        })
    }

    pub fn write(&mut self, kind: Kind, content: &[u8]) -> io::Result<()> {
        let length = u32::try_from(content.len()).map_err(io::Error::other)?;
        let [a, b, c, d] = length.to_be_bytes();
        let head = [kind.byte(), a, b, c, d];
        self.link = then(&self.link, head, content);
        self.to.write_all(&head)?;
        self.to.write_all(content)?;
        self.to.write_all(&self.link)?;
        self.bytes += (content.len() + AROUND) as u64;
        Ok(())
    }

    /// Bytes written so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// Why a backup cannot be read on.
#[derive(Debug)]
pub enum Flaw {
    /// It is no backup at all.
    NoBackup,
    /// It is encrypted and nobody said how to open it, or the passphrase or key is another.
    Locked,
    /// It was cut off here.
    CutOff,
    /// What is here was changed.
    Changed,
    /// A newer program wrote it.
    Newer,
    /// It goes on from another backup that is not at hand.
    WithoutParent(String),
    /// The disk failed.
    Disk(io::Error),
}

/// A backup that cannot be read on, and where.
#[derive(Debug)]
pub struct Damaged {
    /// What is wrong.
    pub flaw: Flaw,
    /// The byte at which the frame begins that cannot be trusted; behind the decryption where there is one.
    pub at: u64,
    /// What was being read, in words.
    pub reading: String,
    /// Name of the file, where it is known.
    pub file: String,
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::words::damaged(self))
    }
}

impl Damaged {
    /// The store that a backup was read into has failed.
    pub(super) fn here(error: KvError, path: &Path) -> Self {
        Self {
            flaw: Flaw::Disk(io::Error::other(error)),
            at: 0,
            reading: "kho dữ liệu mới".to_owned(),
            file: path.display().to_string(),
        }
    }
}

/// Whether a file begins as a backup does, closed or not.
pub fn is_one(head: &[u8]) -> bool {
    head.starts_with(MAGIC) || head.starts_with(super::lock::AGE)
}

/// A frame that was read.
pub(super) struct Frame {
    pub kind: Kind,
    pub content: Vec<u8>,
}

/// Reads frames, each checked before it is given.
pub(super) struct FrameReader<R> {
    from: R,
    link: Link,
    at: u64,
    ended: bool,
}

impl<R: Read> FrameReader<R> {
    pub fn begin(mut from: R) -> Result<Self, Flaw> {
        let mut magic = [0; MAGIC.len()];
        match from.read_exact(&mut magic) {
            Ok(()) if magic == *MAGIC => {}
            Ok(()) if magic.starts_with(b"motcua backup ") => return Err(Flaw::Newer),
            Ok(()) => return Err(Flaw::NoBackup),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(Flaw::NoBackup);
            }
            Err(error) => return Err(broken(error)),
        }
        Ok(Self {
            from,
            link: first_link(),
            at: MAGIC.len() as u64,
            ended: false,
        })
    }

    /// Where the next frame begins.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// The next frame; `None` behind the last one, after which nothing may come.
    pub fn next(&mut self) -> Result<Option<Frame>, Flaw> {
        if self.ended {
            let mut more = [0; 1];
            return match self.from.read(&mut more) {
                Ok(0) => Ok(None),
                Ok(_) => Err(Flaw::Changed),
                Err(error) => Err(broken(error)),
            };
        }
        let mut head = [0; 5];
        self.take(&mut head)?;
        let kind = Kind::of(head[0]).ok_or(Flaw::Changed)?;
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        if length > LONGEST {
            return Err(Flaw::Changed);
        }
        let mut content = vec![0; length];
        self.take(&mut content)?;
        let mut link = [0; 32];
        self.take(&mut link)?;
        self.link = then(&self.link, head, &content);
        if self.link != link {
            return Err(Flaw::Changed);
        }
        self.at += (length + AROUND) as u64;
        self.ended = kind == Kind::End;
        Ok(Some(Frame { kind, content }))
    }

    fn take(&mut self, into: &mut [u8]) -> Result<(), Flaw> {
        self.from.read_exact(into).map_err(broken)
    }
}

/// An end too early is a cut; a decryption that fails says that what is here was changed.
fn broken(error: io::Error) -> Flaw {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Flaw::CutOff,
        io::ErrorKind::InvalidData => Flaw::Changed,
        _ => Flaw::Disk(error),
    }
}
