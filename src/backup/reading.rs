//! Reading a backup with those it goes on from: frame by frame, each checked before it is used.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::chunks;
use super::folder;
use super::frames::{Damaged, Flaw, Frame, FrameReader, Kind};
use super::head::{Head, Totals};
use super::lock::Key;
use super::taking::Progress;
use super::words::name;
use crate::files::hex;
use crate::store::migrations::{self, MIGRATIONS};

/// Whoever takes what a backup holds. An error of theirs ends the reading.
pub(super) trait Taker {
    /// Rows, in no order.
    fn rows(&mut self, chunk: &[u8]) -> io::Result<()>;
    /// An attachment. Its content is known to be whole only when it ends without an error.
    fn attachment(&mut self, sha256: &str, content: &mut dyn Read) -> io::Result<()>;
    /// A file of the data directory: all places where it belongs.
    fn file(&mut self, places: &[String], content: &mut dyn Read) -> io::Result<()>;
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which backup.
    pub head: Head,
    /// What it holds with those before it.
    pub totals: Totals,
    /// How many backups were read for it.
    pub backups: usize,
}

/// What is still looked for in earlier backups.
#[derive(Default)]
struct Wanted {
    chunks: HashSet<[u8; 32]>,
    files: HashSet<[u8; 32]>,
    places: Vec<([u8; 32], String)>,
    rows: u64,
}

impl Wanted {
    fn nothing(&self) -> bool {
        self.chunks.is_empty() && self.files.is_empty()
    }
}

/// Reads everything and gives it to `taker`.
pub(super) fn read(
    path: &Path,
    key: &Key,
    taker: &mut dyn Taker,
    progress: &mut dyn FnMut(Progress),
) -> Result<Held, Damaged> {
    let mut wanted = Wanted::default();
    let mut done = Progress::default();
    let mut newest = One::open(path.to_owned(), key)?;
    let (head, totals) = newest.go(None, &mut wanted, taker, &mut done, progress)?;
    let mut backups = 1;
    let mut at = (head.parent.clone(), newest.path);
    while !wanted.nothing() {
        let (parent, below) = at;
        let missing = |id: String| Damaged {
            flaw: Flaw::WithoutParent(id),
            at: 0,
            reading: String::new(),
            file: name(&below),
        };
        let Some(id) = parent else {
            return Err(missing(String::new()));
        };
        let beside = below
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let all = folder::list(beside.unwrap_or(Path::new("."))).unwrap_or_default();
        let Some(found) = all.into_iter().find(|one| id.starts_with(&one.id)) else {
            return Err(missing(id));
        };
        let mut earlier = One::open(found.path, key)?;
        let (head, _) = earlier.go(Some(&id), &mut wanted, taker, &mut done, progress)?;
        at = (head.parent, earlier.path);
        backups += 1;
    }
    let whole = wanted.rows == totals.rows;
    if !whole {
        return Err(Damaged {
            flaw: Flaw::Changed,
            at: 0,
            reading: format!("{} dòng, phải có {}", wanted.rows, totals.rows),
            file: name(path),
        });
    }
    Ok(Held {
        head,
        totals,
        backups,
    })
}

/// One backup under way.
struct One {
    path: PathBuf,
    frames: FrameReader<Box<dyn Read>>,
    at: u64,
    reading: String,
}

impl One {
    fn open(path: PathBuf, key: &Key) -> Result<Self, Damaged> {
        let begun = key.open(&path).and_then(FrameReader::begin);
        match begun {
            Ok(frames) => Ok(Self {
                at: frames.at(),
                path,
                frames,
                reading: "phần đầu".to_owned(),
            }),
            Err(flaw) => Err(Damaged {
                flaw,
                at: 0,
                reading: "phần đầu".to_owned(),
                file: name(&path),
            }),
        }
    }

    fn wrong(&self, flaw: Flaw) -> Damaged {
        Damaged {
            flaw,
            at: self.at,
            reading: self.reading.clone(),
            file: name(&self.path),
        }
    }

    fn changed(&self) -> Damaged {
        self.wrong(Flaw::Changed)
    }

    fn next(&mut self) -> Result<Frame, Damaged> {
        self.at = self.frames.at();
        match self.frames.next() {
            Ok(Some(frame)) => Ok(frame),
            Ok(None) => Err(self.wrong(Flaw::CutOff)),
            Err(flaw) => Err(self.wrong(flaw)),
        }
    }

    /// Goes through the backup; `id` is the one it must be when it is an earlier one, of which only what is wanted is given.
    fn go(
        &mut self,
        id: Option<&str>,
        wanted: &mut Wanted,
        taker: &mut dyn Taker,
        done: &mut Progress,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Head, Totals), Damaged> {
        let frame = self.next()?;
        if frame.kind != Kind::Head {
            return Err(self.changed());
        }
        let head: Head = serde_json::from_slice(&frame.content).map_err(|_| self.changed())?;
        if id.is_some_and(|id| id != head.id) {
            return Err(self.changed());
        }
        if head.schema > migrations::newest(MIGRATIONS) {
            return Err(self.wrong(Flaw::Newer));
        }
        let first = id.is_none();
        loop {
            "dữ liệu".clone_into(&mut self.reading);
            let frame = self.next()?;
            match frame.kind {
                Kind::Rows => self.rows(&frame.content, first, wanted, taker, done)?,
                Kind::File => self.file(&frame.content, first, wanted, taker, done, progress)?,
                Kind::Place if first => {
                    let (hash, place) = frame
                        .content
                        .split_first_chunk::<32>()
                        .ok_or_else(|| self.changed())?;
                    let place = std::str::from_utf8(place).ok().filter(|place| ours(place));
                    let place = place.ok_or_else(|| self.changed())?;
                    wanted.places.push((*hash, place.to_owned()));
                }
                Kind::RowsBefore | Kind::FilesBefore if first => {
                    let (hashes, odd) = frame.content.as_chunks::<32>();
                    if !odd.is_empty() || head.parent.is_none() {
                        return Err(self.changed());
                    }
                    let set = match frame.kind {
                        Kind::RowsBefore => &mut wanted.chunks,
                        _ => &mut wanted.files,
                    };
                    set.extend(hashes);
                }
                Kind::Place | Kind::RowsBefore | Kind::FilesBefore => {}
                Kind::Head | Kind::Piece => return Err(self.changed()),
                Kind::End => {
                    "phần cuối".clone_into(&mut self.reading);
                    let totals =
                        serde_json::from_slice(&frame.content).map_err(|_| self.changed())?;
                    self.at = self.frames.at();
                    return match self.frames.next() {
                        Ok(None) => Ok((head, totals)),
                        Ok(Some(_)) => Err(self.changed()),
                        Err(flaw) => Err(self.wrong(flaw)),
                    };
                }
            }
            done.bytes += frame.content.len() as u64;
            progress(*done);
        }
    }

    fn rows(
        &mut self,
        folded: &[u8],
        first: bool,
        wanted: &mut Wanted,
        taker: &mut dyn Taker,
        done: &mut Progress,
    ) -> Result<(), Damaged> {
        let chunk = chunks::inflated(folded).ok_or_else(|| self.changed())?;
        if !first && !wanted.chunks.remove(&chunks::hash(&chunk)) {
            return Ok(());
        }
        for row in chunks::rows(&chunk) {
            let (space, _, _) = row.ok_or_else(|| self.changed())?;
            if chunks::space(space).is_none() {
                return Err(self.wrong(Flaw::Newer));
            }
            wanted.rows += 1;
            done.rows += 1;
        }
        taker
            .rows(&chunk)
            .map_err(|error| self.wrong(Flaw::Disk(error)))
    }

    fn file(
        &mut self,
        begin: &[u8],
        first: bool,
        wanted: &mut Wanted,
        taker: &mut dyn Taker,
        done: &mut Progress,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), Damaged> {
        let (hash, size) = begin
            .split_first_chunk::<32>()
            .ok_or_else(|| self.changed())?;
        let size = <[u8; 8]>::try_from(size).map_err(|_| self.changed())?;
        let sha256 = hex(hash);
        self.reading = format!("tệp {sha256}");
        let take = first || wanted.files.remove(hash);
        let places: Vec<String> = wanted
            .places
            .iter()
            .filter(|(of, _)| of == hash)
            .map(|(_, place)| place.clone())
            .collect();
        let mut content = Content {
            one: self,
            left: u64::from_be_bytes(size),
            piece: io::Cursor::default(),
            hash: Sha256::new(),
            promised: *hash,
            flaw: None,
            done,
            progress,
        };
        let outcome = if !take {
            io::copy(&mut content, &mut io::sink()).map(drop)
        } else if places.is_empty() {
            taker.attachment(&sha256, &mut content)
        } else {
            taker.file(&places, &mut content)
        };
        // Whoever took it may not have read to the end.
        let outcome = outcome.and_then(|()| io::copy(&mut content, &mut io::sink()).map(drop));
        let flaw = content.flaw.take();
        if let Some(flaw) = flaw {
            return Err(flaw);
        }
        outcome.map_err(|error| self.wrong(Flaw::Disk(error)))?;
        if take && places.is_empty() {
            done.attachments += 1;
        }
        Ok(())
    }
}

/// Whether a path in a backup leads to where such files belong, and nowhere else.
fn ours(place: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    let audit = format!("{}/{}/", super::BACKUPS, super::archive::FOLDER);
    place == "config.toml"
        || place.strip_prefix("keys/").is_some_and(plain)
        || place.strip_prefix(&audit).is_some_and(plain)
}

/// The content of a file, frame by frame; a fault is kept, so that its place is not lost on the way.
struct Content<'a> {
    one: &'a mut One,
    left: u64,
    piece: io::Cursor<Vec<u8>>,
    hash: Sha256,
    promised: [u8; 32],
    flaw: Option<Damaged>,
    done: &'a mut Progress,
    progress: &'a mut dyn FnMut(Progress),
}

impl Content<'_> {
    fn fault<T>(&mut self, fault: Damaged) -> io::Result<T> {
        self.flaw.get_or_insert(fault);
        Err(io::ErrorKind::InvalidData.into())
    }
}

impl Read for Content<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.flaw.is_some() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        loop {
            let read = self.piece.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            if self.left == 0 {
                let found: [u8; 32] = self.hash.clone().finalize().into();
                if found != self.promised {
                    let fault = self.one.changed();
                    return self.fault(fault);
                }
                return Ok(0);
            }
            let frame = match self.one.next() {
                Ok(frame) => frame,
                Err(fault) => return self.fault(fault),
            };
            let length = frame.content.len() as u64;
            if frame.kind != Kind::Piece || length == 0 || length > self.left {
                let fault = self.one.changed();
                return self.fault(fault);
            }
            self.left -= length;
            self.hash.update(&frame.content);
            self.done.bytes += length;
            (self.progress)(*self.done);
            self.piece = io::Cursor::new(frame.content);
        }
    }
}
