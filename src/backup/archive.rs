//! Older entries of the audit record in files of their own, each with its proof (tập lưu nhật ký).
//!
//! A file is gzipped JSON lines: a head, the entries as they were hashed, and an end that the office has signed. Whoever has
//! the office's public key can check it on another machine.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Holdings, durable, words};
use crate::domain::audit::{By, Deed, Trace};
use crate::domain::time::Moment;
use crate::kv::{KvError, NEXT, STOP, Span, Tx, WriteError};
use crate::seal::{PublicKey, Purpose, Seal, Signature};
use crate::store::{
    Load, Save,
    audit::{self, Broken, Checkpoint, Head, Link, Segment},
};

/// The folder of archived entries among the backups.
pub const FOLDER: &str = "audit";

/// First words of every file.
const KIND: &str = "motcua audit 1";

/// Entries removed from the record in one transaction.
const PIECE: usize = 2_000;

/// First line of a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    kind: String,
    /// The end of what came before.
    after: Head,
}

/// A line between first and last.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: u64,
    entry: Box<RawValue>,
    link: Link,
}

/// Last line of a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closing {
    end: Checkpoint,
}

/// What a file of entries proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proven {
    /// The end of what came before it.
    pub after: Head,
    /// Its last entry.
    pub end: Head,
    /// When the office signed it.
    pub at: Moment,
}

/// Whose signature is asked for.
#[derive(Clone, Copy)]
pub enum Trusted<'a> {
    /// This office's, under its present key or an earlier one.
    Seal(&'a Seal),
    /// That of whoever owns this key.
    Key(&'a PublicKey),
}

impl Trusted<'_> {
    /// Whether they signed this checkpoint.
    pub fn signed(self, checkpoint: &Checkpoint) -> bool {
        let message = audit::signed(&checkpoint.head, checkpoint.at);
        let Some(signature) = unhex(&checkpoint.signature) else {
            return false;
        };
        match self {
            Self::Seal(seal) => seal.verify(Purpose::Checkpoint, message.as_bytes(), &signature),
            Self::Key(key) => key.verify(Purpose::Checkpoint, message.as_bytes(), &signature),
        }
    }
}

fn unhex(text: &str) -> Option<Signature> {
    let mut bytes = [0; 64];
    if text.len() != 128 || text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Why entries could not be archived; the record is as it was.
#[derive(Debug)]
pub enum ArchiveError {
    /// The store failed.
    Store(KvError),
    /// The disk failed.
    Disk(io::Error),
    /// What was written does not read back as it should; it was not used.
    NotProven(String),
}

impl std::fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Disk(error) => error.fmt(f),
            Self::NotProven(what) => f.write_str(what),
        }
    }
}

impl From<KvError> for ArchiveError {
    fn from(error: KvError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for ArchiveError {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<WriteError<std::convert::Infallible>> for ArchiveError {
    fn from(error: WriteError<std::convert::Infallible>) -> Self {
        match error {
            WriteError::Store(error) => Self::Store(error),
            WriteError::Declined(never) => match never {},
        }
    }
}

/// Moves the entries before `until` to a file of their own; `None` when there are none. Blocking.
pub fn archive(
    holdings: &Holdings<'_>,
    until: Moment,
    now: Moment,
) -> Result<Option<Segment>, ArchiveError> {
    let after = last_segment(holdings)?;
    let Some(end) = last_before(holdings, after, until)? else {
        return Ok(None);
    };
    let folder = holdings.backups().join(FOLDER);
    fs::create_dir_all(&folder)?;
    let name = format!("{:012}-{:012}.jsonl.gz", after.seq + 1, end.seq);
    let message = audit::signed(&end, now);
    let signature = holdings.seal.sign(Purpose::Checkpoint, message.as_bytes());
    let checkpoint = Checkpoint {
        head: end,
        at: now,
        signature: crate::files::hex(&signature),
    };
    let sha256 = durable::file(&folder.join(&name), |file| {
        write(holdings, after, checkpoint, file)
    })?;
    let segment = Segment {
        first: after.seq + 1,
        end,
        file: name,
        sha256,
        at: now,
    };
    if let Some(wrong) = harm(&holdings.backups(), &segment, after) {
        return Err(ArchiveError::NotProven(wrong));
    }
    let kept = segment.clone();
    holdings.kv.write_blocking(move |tx: &mut Tx<'_>| {
        let trace = Trace::new(&By::CLOCK, Deed::Archived, now);
        audit::write(tx, &trace.on(kept.file.as_str()))?;
        Ok(tx.save(&kept)?)
    })?;
    clear(holdings, segment.end.seq)?;
    Ok(Some(segment))
}

/// Removes entries that lie in a file already, also those that an earlier run left.
fn clear(holdings: &Holdings<'_>, seq: u64) -> Result<(), ArchiveError> {
    loop {
        let removed = holdings.kv.write_blocking(move |tx: &mut Tx<'_>| {
            Ok::<_, WriteError<std::convert::Infallible>>(audit::remove_up_to(tx, seq, PIECE)?)
        })?;
        if removed < PIECE {
            return Ok(());
        }
    }
}

fn last_segment(holdings: &Holdings<'_>) -> Result<Head, KvError> {
    let mut end = Head::default();
    holdings.kv.read(|view| {
        view.each::<Segment>(&Span::all().reverse().limit(1), &mut |segment| {
            end = segment.end;
            Ok(STOP)
        })
    })?;
    Ok(end)
}

/// The last entry of those at the beginning of the record that are older than `until`.
fn last_before(
    holdings: &Holdings<'_>,
    after: Head,
    until: Moment,
) -> Result<Option<Head>, KvError> {
    let mut end = None;
    holdings.kv.read(|view| {
        audit::each(view, after.seq, &mut |entry| {
            let old = entry.trace().is_ok_and(|trace| trace.at < until);
            if old {
                end = Some(Head {
                    seq: entry.seq,
                    link: entry.link,
                });
                return Ok(NEXT);
            }
            Ok(STOP)
        })
    })?;
    Ok(end)
}

fn write(
    holdings: &Holdings<'_>,
    after: Head,
    end: Checkpoint,
    file: &mut dyn Write,
) -> io::Result<()> {
    let mut zip = GzEncoder::new(file, Compression::default());
    let opening = Opening {
        kind: KIND.to_owned(),
        after,
    };
    line(&mut zip, &opening)?;
    let mut failed = None;
    let read = holdings.kv.read(|view| {
        audit::each(view, after.seq, &mut |entry| {
            let last = entry.seq == end.head.seq;
            let written = RawValue::from_string(entry.entry)
                .map_err(io::Error::other)
                .and_then(|raw| {
                    let row = Line {
                        seq: entry.seq,
                        entry: raw,
                        link: entry.link,
                    };
                    line(&mut zip, &row)
                });
            match written {
                Ok(()) if !last => Ok(NEXT),
                Ok(()) => Ok(STOP),
                Err(error) => {
                    failed = Some(error);
                    Ok(STOP)
                }
            }
        })
    });
    if let Some(error) = failed {
        return Err(error);
    }
    read.map_err(io::Error::other)?;
    line(&mut zip, &Closing { end })?;
    zip.finish()?.flush()
}

fn line(to: &mut impl Write, content: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, content)?;
    to.write_all(b"\n")
}

/// What is wrong with an archived segment that should go on from `after`; `None` when it holds.
pub fn harm(backups: &Path, segment: &Segment, after: Head) -> Option<String> {
    let path = backups.join(FOLDER).join(&segment.file);
    let found = File::open(&path)
        .and_then(|mut file| durable::sha256(&mut file, || ()))
        .map_err(|error| error.to_string());
    match found {
        Ok(sha256) if sha256 == segment.sha256 => {}
        Ok(_) => return Some(format!("Tập nhật ký {} đã bị thay đổi", segment.file)),
        Err(error) => {
            return Some(format!(
                "Tập nhật ký {} không đọc được: {error}",
                segment.file
            ));
        }
    }
    let proven = File::open(&path)
        .map_err(|error| error.to_string())
        .and_then(|file| check(file, None));
    match proven {
        Ok(proven) if proven.after == after && proven.end == segment.end => None,
        Ok(_) => Some(format!(
            "Tập nhật ký {} không nối tiếp với phần trước hoặc phần sau",
            segment.file
        )),
        Err(wrong) => Some(format!("Tập nhật ký {}: {wrong}", segment.file)),
    }
}

/// Whether the file of a segment holds this entry with this link.
pub fn holds(backups: &Path, segment: &Segment, entry: &Head) -> bool {
    let Ok(file) = File::open(backups.join(FOLDER).join(&segment.file)) else {
        return false;
    };
    BufReader::new(GzDecoder::new(file))
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str::<Line>(&line).ok())
        .any(|line| line.seq == entry.seq && line.link == entry.link)
}

/// Whether a file begins as a file of entries does.
pub fn is_one(head: &[u8]) -> bool {
    let mut first = [0; 64];
    let read = GzDecoder::new(head).read(&mut first).unwrap_or(0);
    let kind = format!("{{\"kind\":\"{KIND}\"");
    first[..read].starts_with(kind.as_bytes())
}

/// Checks a file of entries, its signature too when somebody is trusted; otherwise one sentence says what is wrong.
pub fn check(file: impl Read, trusted: Option<Trusted<'_>>) -> Result<Proven, String> {
    let mut lines = BufReader::new(GzDecoder::new(file)).lines();
    let mut next = || match lines.next() {
        None => Err("tệp kết thúc giữa chừng".to_owned()),
        Some(Err(error)) => Err(format!("tệp hỏng ({error})")),
        Some(Ok(line)) => Ok(line),
    };
    let opening: Opening =
        serde_json::from_str(&next()?).map_err(|_| "dòng đầu không đúng dạng".to_owned())?;
    if opening.kind != KIND {
        return Err("không phải tập nhật ký của motcua".to_owned());
    }
    let mut at = opening.after;
    loop {
        let text = next()?;
        if let Ok(Closing { end }) = serde_json::from_str::<Closing>(&text) {
            let signed = trusted.is_none_or(|trusted| trusted.signed(&end));
            if end.head != at || !signed {
                return Err(words::broken(&Broken::Checkpoint(end.head.seq)));
            }
            return match lines.next() {
                None => Ok(Proven {
                    after: opening.after,
                    end: at,
                    at: end.at,
                }),
                Some(_) => Err("có thêm dòng sau dòng kết thúc".to_owned()),
            };
        }
        let seq = at.seq + 1;
        let line: Line =
            serde_json::from_str(&text).map_err(|_| words::broken(&Broken::Unreadable(seq)))?;
        if line.seq != seq {
            return Err(words::broken(&Broken::Gap(seq)));
        }
        if at.link.then(seq, line.entry.get()) != line.link {
            return Err(words::broken(&Broken::Changed(seq)));
        }
        at = Head {
            seq,
            link: line.link,
        };
    }
}
