//! Writing a backup: the rows and files of one moment, while everybody goes on working.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::chunks::{self, Chunker};
use super::frames::{FrameWriter, Kind};
use super::head::{Head, LeftOut, Totals};
use super::known::Known;
use super::pace::Pace;
use super::{Holdings, archive, durable};
use crate::domain::content::Harm;
use crate::domain::time::Moment;
use crate::files::{FileError, hex};
use crate::kv::{KvError, NEXT, Span, View};
use crate::store::{
    self, Load,
    audit::{self, Segment},
    migrations,
    papers::Upload,
    settings::{Profile, setting},
    spaces,
};

/// Bytes of a file in one frame.
const PIECE: usize = 1024 * 1024;
/// Hashes in one frame.
const HASHES: usize = 60_000;

/// Files of the data directory that are neither records nor attachments, and folders of such.
const LOOSE: [&str; 2] = ["config.toml", "keys"];

/// How far the work has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows gone through.
    pub rows: u64,
    /// Attachments gone through.
    pub attachments: u64,
    /// How many attachments there are; 0 while the rows are gone through.
    pub of_attachments: u64,
    /// Bytes written or read.
    pub bytes: u64,
}

/// Which backup to write.
pub(super) struct Order<'a> {
    pub id: &'a str,
    /// The one it goes on from, and what that one holds with those before it.
    pub before: Option<(&'a str, &'a Known)>,
    pub now: Moment,
}

/// What was written.
pub(super) struct Written {
    pub totals: Totals,
    /// What the new backup holds with those before it.
    pub known: Known,
}

/// Writes a backup, in turns with those who work meanwhile.
pub(super) fn write(
    holdings: &Holdings<'_>,
    order: &Order<'_>,
    to: &mut dyn Write,
    progress: &mut dyn FnMut(Progress),
) -> io::Result<Written> {
    // One state for rows and files: what it names is never taken away from the shelf while it is read.
    let written = holdings
        .kv
        .read(|view| Ok(write_state(holdings, view, order, to, progress)));
    written.map_err(io::Error::other)?
}

struct Writing<'a> {
    frames: FrameWriter<'a>,
    before: Option<&'a Known>,
    known: Known,
    /// Hashes of what earlier backups hold, until a frame is full.
    earlier: Vec<u8>,
    done: Progress,
    progress: &'a mut dyn FnMut(Progress),
    pace: Pace,
}

fn write_state(
    holdings: &Holdings<'_>,
    view: &dyn View,
    order: &Order<'_>,
    to: &mut dyn Write,
    progress: &mut dyn FnMut(Progress),
) -> io::Result<Written> {
    let head = Head {
        id: order.id.to_owned(),
        parent: order.before.as_ref().map(|(id, _)| (*id).to_owned()),
        at: order.now,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: migrations::version(view).map_err(io::Error::other)?,
        agency: setting::<Profile>(view)
            .map_err(io::Error::other)?
            .map(|profile| profile.agency_code.to_string())
            .unwrap_or_default(),
        feed: store::latest_seq(view).map_err(io::Error::other)?,
        audit: audit::head(view).map_err(io::Error::other)?,
    };
    let mut writing = Writing {
        frames: FrameWriter::begin(to)?,
        before: order.before.map(|(_, known)| known),
        known: Known::default(),
        earlier: Vec::new(),
        done: Progress::default(),
        progress,
        pace: Pace::beside(holdings.kv),
    };
    writing.frames.write(Kind::Head, &json(&head)?)?;
    writing.rows(view)?;
    for (path, place) in loose(holdings, view)? {
        writing.place(&path, &place)?;
    }
    let left_out = writing.attachments(holdings, view)?;
    let totals = Totals {
        rows: writing.done.rows,
        attachments: writing.done.attachments,
        left_out,
    };
    writing.frames.write(Kind::End, &json(&totals)?)?;
    Ok(Written {
        totals,
        known: writing.known,
    })
}

fn json(content: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    serde_json::to_vec(content).map_err(io::Error::other)
}

/// What lies in the data directory besides records and attachments, and where it belongs.
fn loose(holdings: &Holdings<'_>, view: &dyn View) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for name in LOOSE {
        let path = holdings.root.join(name);
        if path.is_file() {
            found.push((path, name.to_owned()));
        } else if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let own = entry.file_name().to_string_lossy().into_owned();
                if entry.file_type()?.is_file() {
                    found.push((entry.path(), format!("{name}/{own}")));
                }
            }
        }
    }
    view.each::<Segment>(&Span::all(), &mut |segment| {
        let place = format!("{}/{}/{}", super::BACKUPS, archive::FOLDER, segment.file);
        found.push((holdings.root.join(&place), place));
        Ok(NEXT)
    })
    .map_err(io::Error::other)?;
    Ok(found)
}

impl Writing<'_> {
    fn tell(&mut self) {
        self.done.bytes = self.frames.bytes();
        (self.progress)(self.done);
        self.pace.turn();
    }

    fn rows(&mut self, view: &dyn View) -> io::Result<()> {
        let mut chunker = Chunker::default();
        let mut all: Vec<_> = spaces::ALL.to_vec();
        all.sort_by_key(|space| space.id);
        for space in all {
            let mut failed = None;
            let scanned = view.scan(space, &Span::all(), &mut |key, value| {
                self.done.rows += 1;
                let full = chunker.take(space.id, key, value);
                match full.then(|| chunker.end()).flatten() {
                    None => Ok(NEXT),
                    Some(rows) => match self.chunk(&rows) {
                        Ok(()) => Ok(NEXT),
                        Err(error) => {
                            failed = Some(error);
                            Err(KvError::Closed)
                        }
                    },
                }
            });
            if let Some(error) = failed {
                return Err(error);
            }
            scanned.map_err(io::Error::other)?;
        }
        if let Some(rows) = chunker.end() {
            self.chunk(&rows)?;
        }
        self.earlier(Kind::RowsBefore, None)
    }

    fn chunk(&mut self, rows: &[u8]) -> io::Result<()> {
        let hash = chunks::hash(rows);
        let again = !self.known.chunks.insert(hash);
        // The same rows twice would be the same key twice, which a store does not have.
        if again {
            return Err(io::Error::other("two chunks of rows are the same"));
        }
        if self
            .before
            .is_some_and(|before| before.chunks.contains(&hash))
        {
            self.earlier(Kind::RowsBefore, Some(&hash))?;
        } else {
            let folded = chunks::deflated(rows)?;
            self.frames.write(Kind::Rows, &folded)?;
        }
        self.tell();
        Ok(())
    }

    /// Notes what an earlier backup holds; without a hash the frame is ended.
    fn earlier(&mut self, kind: Kind, hash: Option<&[u8; 32]>) -> io::Result<()> {
        self.earlier.extend(hash.into_iter().flatten());
        let full = self.earlier.len() >= HASHES * 32 || hash.is_none();
        if full && !self.earlier.is_empty() {
            self.frames.write(kind, &self.earlier)?;
            self.earlier.clear();
        }
        Ok(())
    }

    /// A file that is no attachment; it may be missing, then the restored office is as this one is.
    fn place(&mut self, path: &Path, place: &str) -> io::Result<()> {
        let mut file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        let sha256 = durable::sha256(&mut file, || self.pace.turn())?;
        let size = file.metadata()?.len();
        let hash = unhex(&sha256)?;
        let mut content = hash.to_vec();
        content.extend_from_slice(place.as_bytes());
        self.frames.write(Kind::Place, &content)?;
        if self.known.files.insert(hash) {
            if self
                .before
                .is_some_and(|before| before.files.contains(&hash))
            {
                let earlier = hash;
                self.earlier(Kind::FilesBefore, Some(&earlier))?;
                return self.earlier(Kind::FilesBefore, None);
            }
            return self.pieces(hash, size, &mut File::open(path)?);
        }
        Ok(())
    }

    fn pieces(&mut self, hash: [u8; 32], size: u64, from: &mut dyn Read) -> io::Result<()> {
        let mut content = hash.to_vec();
        content.extend_from_slice(&size.to_be_bytes());
        self.frames.write(Kind::File, &content)?;
        let mut piece = Vec::with_capacity(PIECE);
        let (mut left, mut found) = (size, Sha256::new());
        while left > 0 {
            piece.clear();
            let read = from.take(PIECE as u64).read_to_end(&mut piece)?;
            if read == 0 || read as u64 > left {
                return Err(io::Error::other(
                    "a file changed its size while it was read",
                ));
            }
            left -= read as u64;
            found.update(&piece);
            self.frames.write(Kind::Piece, &piece)?;
            self.tell();
        }
        if <[u8; 32]>::from(found.finalize()) == hash {
            Ok(())
        } else {
            Err(io::Error::other("a file changed while it was read"))
        }
    }

    fn attachments(
        &mut self,
        holdings: &Holdings<'_>,
        view: &dyn View,
    ) -> io::Result<Vec<LeftOut>> {
        let mut named = BTreeMap::new();
        view.each::<Upload>(&Span::all(), &mut |upload| {
            named.insert(upload.file.sha256, upload.file.name);
            Ok(NEXT)
        })
        .map_err(io::Error::other)?;
        self.done.of_attachments = named.len() as u64;
        let mut left_out = Vec::new();
        for (sha256, name) in named {
            let hash = unhex(&sha256)?;
            let harm = if self
                .before
                .is_some_and(|before| before.files.contains(&hash))
            {
                self.known.files.insert(hash);
                self.earlier(Kind::FilesBefore, Some(&hash))?;
                None
            } else {
                self.attachment(holdings, hash, &sha256)?
            };
            match harm {
                Some(harm) => left_out.push(LeftOut { sha256, name, harm }),
                None => self.done.attachments += 1,
            }
            self.tell();
        }
        self.earlier(Kind::FilesBefore, None)?;
        Ok(left_out)
    }

    fn attachment(
        &mut self,
        holdings: &Holdings<'_>,
        hash: [u8; 32],
        sha256: &str,
    ) -> io::Result<Option<Harm>> {
        let sound = match holdings.files.sound(sha256) {
            Ok(sound) => sound,
            Err(FileError::Damaged { .. }) => return Ok(Some(Harm::Changed)),
            Err(FileError::Missing { .. }) => return Ok(Some(Harm::Missing)),
            Err(FileError::Io(error)) => {
                tracing::warn!(%error, sha256, "không đọc được tệp khi sao lưu");
                return Ok(Some(Harm::Unreadable));
            }
            Err(FileError::TooLarge { .. } | FileError::Empty | FileError::NotAllowed) => {
                return Err(io::Error::other("a content was refused while it was read"));
            }
        };
        let size = sound.size();
        self.known.files.insert(hash);
        self.pieces(hash, size, &mut *sound.into_reader())?;
        Ok(None)
    }
}

fn unhex(sha256: &str) -> io::Result<[u8; 32]> {
    audit::Link::from_hex(sha256)
        .map(|link| link.0)
        .filter(|hash| hex(hash) == sha256)
        .ok_or_else(|| io::Error::other(format!("«{sha256}» is no SHA-256")))
}
