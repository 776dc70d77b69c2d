//! The audit record: entries that are only ever added, each chained to the one before by its hash.
//!
//! An entry's hash is SHA-256 over the hash before, its number and its bytes as they are stored. So an entry that was
//! changed, left out, or put elsewhere no longer fits; and the last hash, signed as a checkpoint or written on paper, proves
//! everything before it.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::spaces::{AUDIT, AUDIT_CHECKPOINTS, AUDIT_SEGMENTS, META};
use super::value::{self, ValueError};
use super::{IndexRow, Record};
use crate::domain::{audit::Trace, time::Moment};
use crate::kv::keys;
use crate::kv::{KvError, NEXT, STOP, Space, Span, Tx, View};

/// Where in [`META`] the end of the chain is kept.
const HEAD: &str = "audit";

/// A link of the chain: SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Link(pub [u8; 32]);

impl Link {
    /// The link of the entry `seq` with these bytes after this link.
    #[must_use]
    pub fn then(self, seq: u64, entry: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(seq.to_be_bytes());
        hash.update(entry.as_bytes());
        Self(hash.finalize().into())
    }

    /// Lower-case hexadecimal.
    pub fn to_hex(self) -> String {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        self.0
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| DIGITS[usize::from(digit)])
            .collect()
    }

    /// Reads lower-case hexadecimal.
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 64 || bytes.iter().any(u8::is_ascii_uppercase) {
            return None;
        }
        let mut link = [0; 32];
        for (byte, pair) in link.iter_mut().zip(bytes.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(link))
    }
}

impl Serialize for Link {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not a SHA-256"))
    }
}

/// An end of the chain: the number of an entry and its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Number of the entry; 0 before the first.
    pub seq: u64,
    /// Its link.
    pub link: Link,
}

/// An entry as it is stored: its bytes are kept as they were hashed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    entry: Box<RawValue>,
    link: Link,
}

/// An entry of the record.
#[derive(Debug, Clone)]
pub struct Audited {
    /// Its number; the first is 1, and there are no gaps.
    pub seq: u64,
    /// The entry as it was hashed, JSON.
    pub entry: String,
    /// Its link.
    pub link: Link,
}

impl Audited {
    /// What was done or read.
    pub fn trace(&self) -> Result<Trace, serde_json::Error> {
        serde_json::from_str(&self.entry)
    }
}

/// Adds an entry and answers its number.
pub fn write(tx: &mut Tx<'_>, trace: &Trace) -> Result<u64, KvError> {
    let head = head(tx)?;
    let seq = head.seq + 1;
    let entry = serde_json::value::to_raw_value(trace)
        .expect("a trace has text keys and no fallible Serialize");
    let link = head.link.then(seq, entry.get());
    let stored = Stored { entry, link };
    tx.put(AUDIT, keys::encode(&seq), value::encode(1, &stored))?;
    tx.put(
        META,
        keys::encode(HEAD),
        value::encode(1, &Head { seq, link }),
    )?;
    Ok(seq)
}

/// The end of the chain.
pub fn head(view: &(impl View + ?Sized)) -> Result<Head, KvError> {
    let key = keys::encode(HEAD);
    match view.get(META, &key)? {
        None => Ok(Head::default()),
        Some(stored) => read(&stored).map_err(|cause| KvError::unreadable(META, &key, cause)),
    }
}

fn read<T: serde::de::DeserializeOwned>(stored: &[u8]) -> Result<T, ValueError> {
    let (_, json) = value::open(stored, 1)?;
    serde_json::from_slice(&json).map_err(ValueError::Json)
}

fn audited(key: &[u8], stored: &[u8]) -> Result<Audited, KvError> {
    let unreadable =
        |cause: Box<dyn std::error::Error + Send + Sync>| KvError::unreadable(AUDIT, key, cause);
    let seq = keys::decode(key).map_err(|cause| unreadable(cause.into()))?;
    let Stored { entry, link } = read(stored).map_err(|cause| unreadable(cause.into()))?;
    let entry = entry.get().to_owned();
    Ok(Audited { seq, entry, link })
}

/// Entries, newest first, before the number given (`u64::MAX` for the newest), at most `limit`.
pub fn newest(
    view: &(impl View + ?Sized),
    before: u64,
    limit: usize,
) -> Result<Vec<Audited>, KvError> {
    let span = Span::range(Vec::new(), keys::encode(&before)).reverse();
    let mut entries = Vec::new();
    view.scan(AUDIT, &span.limit(limit), &mut |key, stored| {
        entries.push(audited(key, stored)?);
        Ok(NEXT)
    })?;
    Ok(entries)
}

/// Shows every entry after the number given to `visit`, oldest first, until it answers [`STOP`].
pub fn each(
    view: &(impl View + ?Sized),
    after: u64,
    visit: &mut dyn FnMut(Audited) -> crate::kv::Step,
) -> Result<(), KvError> {
    let span = Span::all().after(keys::encode(&after));
    view.scan(AUDIT, &span, &mut |key, stored| {
        visit(audited(key, stored)?)
    })
}

/// What is wrong with the chain; the first thing only, since what follows rests on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// This entry is missing.
    Gap(u64),
    /// This entry was changed, or stands where another did.
    Changed(u64),
    /// This entry cannot be read.
    Unreadable(u64),
    /// The chain ends before the entry that was the last.
    Shortened {
        /// Where it ends.
        at: u64,
        /// Where it ended.
        last: u64,
    },
    /// A signed checkpoint does not fit the chain.
    Checkpoint(u64),
}

/// Walks the chain from `start` and checks every link; `Ok(None)` when it holds up to its head.
pub fn check(view: &(impl View + ?Sized), start: Head) -> Result<Option<Broken>, KvError> {
    let mut at = start;
    let mut broken = None;
    view.scan(
        AUDIT,
        &Span::all().after(keys::encode(&start.seq)),
        &mut |key, stored| {
            let expected = at.seq + 1;
            let Ok(found) = keys::decode::<u64>(key) else {
                broken = Some(Broken::Unreadable(expected));
                return Ok(STOP);
            };
            if found != expected {
                broken = Some(Broken::Gap(expected));
                return Ok(STOP);
            }
            let Ok(entry) = audited(key, stored) else {
                broken = Some(Broken::Unreadable(expected));
                return Ok(STOP);
            };
            if at.link.then(expected, &entry.entry) != entry.link {
                broken = Some(Broken::Changed(expected));
                return Ok(STOP);
            }
            at = Head {
                seq: expected,
                link: entry.link,
            };
            Ok(NEXT)
        },
    )?;
    let head = head(view)?;
    if broken.is_none() && head != at {
        broken = Some(match head.seq.cmp(&at.seq) {
            std::cmp::Ordering::Greater => Broken::Shortened {
                at: at.seq,
                last: head.seq,
            },
            _ => Broken::Changed(at.seq),
        });
    }
    Ok(broken)
}

/// The link of an entry that is still in the record, or of the end of the last archived segment.
pub fn link_of(view: &(impl View + ?Sized), seq: u64) -> Result<Option<Link>, KvError> {
    let key = keys::encode(&seq);
    view.get(AUDIT, &key)?
        .map(|stored| audited(&key, &stored).map(|entry| entry.link))
        .transpose()
}

/// Removes the entries up to this one, after they were archived; at most `limit` at a time, answers how many.
pub fn remove_up_to(tx: &mut Tx<'_>, seq: u64, limit: usize) -> Result<usize, KvError> {
    let span = Span::range(Vec::new(), keys::encode(&(seq + 1))).limit(limit);
    let rows = tx.rows(AUDIT, &span)?;
    for (key, _) in &rows {
        tx.delete(AUDIT, key.clone())?;
    }
    Ok(rows.len())
}

/// An end of the chain that the office's key has signed (điểm chốt): proves everything before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// What is proven.
    pub head: Head,
    /// When it was signed.
    pub at: Moment,
    /// The signature, lower-case hexadecimal.
    pub signature: String,
}

/// What a checkpoint's signature is over.
pub fn signed(head: &Head, at: Moment) -> String {
    format!("{} {} {}", head.seq, head.link.to_hex(), at.unix())
}

impl Record for Checkpoint {
    type Key = u64;
    const SPACE: Space = AUDIT_CHECKPOINTS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> u64 {
        self.head.seq
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}

/// Entries that were moved to a file of their own (tập lưu), with their proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Number of its first entry.
    pub first: u64,
    /// Its end; the record goes on from here.
    pub end: Head,
    /// Name of the file among the backups.
    pub file: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// When it was moved.
    pub at: Moment,
}

impl Record for Segment {
    type Key = u64;
    const SPACE: Space = AUDIT_SEGMENTS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> u64 {
        self.first
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}
