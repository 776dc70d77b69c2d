//! What happened: the history of each record and the feed of all.
//!
//! A deed writes its event in its own transaction. Citizens and officers read a record's history; search,
//! messages and the outbox follow the feed, each from the last number it has dealt with.

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::spaces::{FEED, HISTORY};
use super::value::{self, ValueError};
use super::{Record, sequence};
use crate::kv::keys::{self, KeyPart, KeyRead};
use crate::kv::{KvError, NEXT, Span, Tx, View};

/// The counter of the feed. The single writer gives its numbers out; a store with several writing nodes
/// will need one feed per unit.
const COUNTER: &str = "feed";

/// The version of an event's stored form.
const EVENT_TAG: u8 = 1;

/// The record that something happened to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject(Vec<u8>);

impl Subject {
    /// The record of type `R` under `key`.
    pub fn of<R: Record>(key: &R::Key) -> Self {
        let mut subject = vec![R::SPACE.id];
        key.put(&mut subject);
        Self(subject)
    }

    /// This record.
    pub fn record<R: Record>(record: &R) -> Self {
        Self::of::<R>(&record.key())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its key, when it is a record of type `R`.
    pub fn key<R: Record>(&self) -> Option<R::Key> {
        let (space, key) = self.0.split_first()?;
        (*space == R::SPACE.id)
            .then(|| keys::decode(key).ok())
            .flatten()
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the feed; later is larger, and the feed has no gaps.
    pub seq: u64,
    /// What it happened to.
    pub subject: Subject,
    value: Vec<u8>,
}

impl Entry {
    /// The event that was journalled.
    pub fn event<E: DeserializeOwned>(&self) -> Result<E, KvError> {
        value::open(&self.value, EVENT_TAG)
            .and_then(|(_, json)| serde_json::from_slice(&json).map_err(ValueError::Json))
            .map_err(|cause| {
                KvError::unreadable(HISTORY, &history_key(&self.subject, self.seq), cause)
            })
    }
}

/// Where the history keeps the entry.
pub(super) fn history_key(subject: &Subject, seq: u64) -> Vec<u8> {
    keys::encode(&(subject, seq))
}

/// Reads a history row's key back.
pub(super) fn read_history_key(key: &[u8]) -> Result<(Subject, u64), KvError> {
    keys::decode(key).map_err(|cause| KvError::unreadable(HISTORY, key, cause))
}

/// Whether a history row can be read, whatever its event's type.
pub(super) fn read_history_row(key: &[u8], value: &[u8]) -> Result<(), KvError> {
    let (subject, seq) = read_history_key(key)?;
    let value = value.to_vec();
    let entry = Entry {
        seq,
        subject,
        value,
    };
    entry.event::<IgnoredAny>().map(drop)
}

/// Reads a feed row back.
pub(super) fn read_feed_row(key: &[u8], value: &[u8]) -> Result<(Subject, u64), KvError> {
    let seq = keys::decode(key).map_err(|cause| KvError::unreadable(FEED, key, cause))?;
    Ok((Subject(value.to_vec()), seq))
}

/// Notes that `event` happened to `subject` and returns its place in the feed.
pub fn journal(tx: &mut Tx<'_>, subject: &Subject, event: &impl Serialize) -> Result<u64, KvError> {
    let seq = sequence::next(tx, &COUNTER)?;
    let entry = value::encode(EVENT_TAG, event);
    tx.put(HISTORY, history_key(subject, seq), entry)?;
    tx.put(FEED, keys::encode(&seq), subject.bytes())?;
    Ok(seq)
}

/// What happened to `subject` after place `after` (0 for everything), oldest first, at most `limit` entries.
pub fn history(
    view: &(impl View + ?Sized),
    subject: &Subject,
    after: u64,
    limit: usize,
) -> Result<Vec<Entry>, KvError> {
    let span = Span::prefix(keys::encode(subject))
        .after(history_key(subject, after))
        .limit(limit);
    let mut entries = Vec::new();
    view.scan(HISTORY, &span, &mut |key, value| {
        let (subject, seq) = read_history_key(key)?;
        let value = value.to_vec();
        entries.push(Entry {
            seq,
            subject,
            value,
        });
        Ok(NEXT)
    })?;
    Ok(entries)
}

/// Everything that happened after place `after` (0 for everything), oldest first, at most `limit` entries.
pub fn feed(view: &(impl View + ?Sized), after: u64, limit: usize) -> Result<Vec<Entry>, KvError> {
    let places = feed_places(view, after, limit)?;
    let keys: Vec<_> = places
        .iter()
        .map(|(subject, seq)| history_key(subject, *seq))
        .collect();
    let values = view.get_many(HISTORY, &keys)?;
    let mut entries = Vec::with_capacity(places.len());
    for (((subject, seq), key), value) in places.into_iter().zip(keys).zip(values) {
        let value = value.ok_or_else(|| {
            KvError::unreadable(HISTORY, &key, "the feed names it, the history lacks it")
        })?;
        entries.push(Entry {
            seq,
            subject,
            value,
        });
    }
    Ok(entries)
}

/// To what something happened after place `after`, with its place, oldest first, at most `limit`.
pub fn feed_places(
    view: &(impl View + ?Sized),
    after: u64,
    limit: usize,
) -> Result<Vec<(Subject, u64)>, KvError> {
    let mut places = Vec::new();
    let span = Span::all().after(keys::encode(&after)).limit(limit);
    view.scan(FEED, &span, &mut |key, value| {
        places.push(read_feed_row(key, value)?);
        Ok(NEXT)
    })?;
    Ok(places)
}

/// Tells the feed of one office from that of another, or of itself before it was restored: a checksum of the entry at
/// this place; `None` when there is none.
pub fn feed_mark(view: &(impl View + ?Sized), seq: u64) -> Result<Option<u32>, KvError> {
    let Some(subject) = view.get(FEED, &keys::encode(&seq))? else {
        return Ok(None);
    };
    let subject = Subject(subject);
    let event = view.get(HISTORY, &history_key(&subject, seq))?;
    Ok(event.map(|event| crc32fast::hash(&[subject.bytes(), &event].concat())))
}

/// The place of the newest entry; 0 when nothing has happened yet.
pub fn latest_seq(view: &(impl View + ?Sized)) -> Result<u64, KvError> {
    sequence::last(view, &COUNTER)
}

/// A subject stands in a key as its bytes.
impl KeyPart for Subject {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
}

impl KeyRead for Subject {
    fn take(from: &mut &[u8]) -> Result<Self, keys::KeyError> {
        Ok(Self(Vec::take(from)?))
    }
}
