//! Records, and index rows kept by difference.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::tallies;
use super::value::{self, ValueError};
use crate::kv::keys::{self, KeyPart, KeyRead};
use crate::kv::{KvError, NEXT, Space, Span, Step, Tx, View};

/// A row that a record's value owns in an index space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexRow {
    /// The index space.
    pub space: Space,
    /// The row's key. It ends in the record's own key unless the law makes it unique, or two records would fight over it.
    pub key: Vec<u8>,
    /// The row's value: nothing, or the summary a list shows.
    pub value: Vec<u8>,
}

impl IndexRow {
    /// A row that only points.
    pub fn bare(space: Space, key: &impl KeyPart) -> Self {
        Self {
            space,
            key: keys::encode(key),
            value: Vec::new(),
        }
    }

    /// A row that carries what a list shows, so that a page is one scan. Read it with [`Load::summaries`].
    pub fn with(space: Space, key: &impl KeyPart, summary: &impl Serialize) -> Self {
        Self::carrying(space, key, &Carried::of(summary))
    }

    /// The same for a summary that several rows carry.
    pub fn carrying(space: Space, key: &impl KeyPart, summary: &Carried) -> Self {
        Self {
            space,
            key: keys::encode(key),
            value: summary.0.clone(),
        }
    }
}

/// What a list shows, as several index rows carry it: written once, however many they are.
#[derive(Debug, Clone)]
pub struct Carried(Vec<u8>);

impl Carried {
    /// The stored form of a summary.
    pub fn of(summary: &impl Serialize) -> Self {
        Self(value::encode(1, summary))
    }
}

/// Something that is kept under a key: where it lies and which index rows its value owns.
pub trait Record: Serialize + DeserializeOwned {
    /// What it is kept under.
    type Key: KeyPart + KeyRead;

    /// Where it lies.
    const SPACE: Space;

    /// Every space that [`index`](Self::index) writes into; the self-check looks for surplus rows there.
    const INDICES: &'static [Space];

    /// Goes up when [`index`](Self::index) changes; a directory with another epoch has its rows made anew when it opens.
    const INDEX_EPOCH: u32 = 1;

    /// The version of its stored form, 1 to 127. A new optional field needs no new version (`#[serde(default)]`).
    const VERSION_TAG: u8;

    /// Its key.
    fn key(&self) -> Self::Key;

    /// The index rows this value owns. Nothing else ever writes them.
    fn index(&self, rows: &mut Vec<IndexRow>);

    /// Whether it raises counts; see [`tally`](Self::tally).
    const COUNTS: bool = false;

    /// The counts that this value raises by one each, by their keys in [`super::spaces::TALLIES`]. They belong to the epoch
    /// as the index rows do.
    fn tally(&self, _keys: &mut Vec<Vec<u8>>) {}

    /// Reads a stored form. A record whose older versions need more than serde's defaults looks at `tag`.
    fn read(_tag: u8, json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }
}

/// The record stored as `value` under `key`.
pub(super) fn decode<R: Record>(key: &[u8], value: &[u8]) -> Result<R, KvError> {
    value::open(value, R::VERSION_TAG)
        .and_then(|(tag, json)| R::read(tag, &json).map_err(ValueError::Json))
        .map_err(|cause| KvError::unreadable(R::SPACE, key, cause))
}

/// The index rows of a value, by place; a record that names a row twice owns it once.
pub(super) fn owned<R: Record>(record: &R) -> BTreeMap<(Space, Vec<u8>), Vec<u8>> {
    let mut rows = Vec::with_capacity(8);
    record.index(&mut rows);
    rows.into_iter()
        .map(|row| ((row.space, row.key), row.value))
        .collect()
}

/// Reading records from a view or a transaction.
pub trait Load: View {
    /// The record under `key`.
    fn load<R: Record>(&self, key: &R::Key) -> Result<Option<R>, KvError> {
        let key = keys::encode(key);
        let value = self.get(R::SPACE, &key)?;
        value.map(|value| decode(&key, &value)).transpose()
    }

    /// The records under `keys`, in the same order.
    fn load_many<R: Record>(&self, keys: &[R::Key]) -> Result<Vec<Option<R>>, KvError> {
        let keys: Vec<_> = keys.iter().map(keys::encode).collect();
        let values = self.get_many(R::SPACE, &keys)?;
        keys.iter()
            .zip(values)
            .map(|(key, value)| value.map(|value| decode(key, &value)).transpose())
            .collect()
    }

    /// Shows each record of `span` to `visit`, one at a time.
    fn each<R: Record>(
        &self,
        span: &Span,
        visit: &mut dyn FnMut(R) -> Step,
    ) -> Result<(), KvError> {
        self.scan(R::SPACE, span, &mut |key, value| visit(decode(key, value)?))
    }

    /// The same, passing over what cannot be read: the self-check tells of that.
    fn each_readable<R: Record>(
        &self,
        span: &Span,
        visit: &mut dyn FnMut(R) -> Step,
    ) -> Result<(), KvError> {
        self.scan(R::SPACE, span, &mut |key, value| match decode(key, value) {
            Ok(record) => visit(record),
            Err(_) => Ok(NEXT),
        })
    }

    /// The keys and summaries of an index's rows. Give the span a limit.
    fn summaries<S: DeserializeOwned>(
        &self,
        space: Space,
        span: &Span,
    ) -> Result<Vec<(Vec<u8>, S)>, KvError> {
        let mut found = Vec::new();
        self.scan(space, span, &mut |key, value| {
            found.push((key.to_vec(), summary(space, key, value)?));
            Ok(NEXT)
        })?;
        Ok(found)
    }
}

/// The summary that an index row carries.
pub fn summary<S: DeserializeOwned>(space: Space, key: &[u8], value: &[u8]) -> Result<S, KvError> {
    value::open(value, 1)
        .and_then(|(_, json)| serde_json::from_slice(&json).map_err(ValueError::Json))
        .map_err(|cause| KvError::unreadable(space, key, cause))
}

impl<V: View + ?Sized> Load for V {}

/// Writing records in a transaction.
pub trait Save {
    /// Stores `record` and brings its index rows from what the stored value owned to what this one owns.
    /// Rows that stay the same are not written.
    fn save<R: Record>(&mut self, record: &R) -> Result<(), KvError>;

    /// Stores `record`, which must not exist yet ([`KvError::Exists`]).
    fn save_new<R: Record>(&mut self, record: &R) -> Result<(), KvError>;

    /// Removes the record under `key` with its index rows; false when there is none.
    fn remove<R: Record>(&mut self, key: &R::Key) -> Result<bool, KvError>;
}

impl Save for Tx<'_> {
    fn save<R: Record>(&mut self, record: &R) -> Result<(), KvError> {
        let key = keys::encode(&record.key());
        let stored = self.get(R::SPACE, &key)?;
        let value = value::encode(R::VERSION_TAG, record);
        let old = stored
            .as_ref()
            .map(|stored| decode::<R>(&key, stored))
            .transpose()?;
        let mut before = old.as_ref().map(owned).unwrap_or_default();
        for ((space, row), value) in owned(record) {
            let old = before.remove(&(space, row.clone()));
            if old.as_ref() != Some(&value) {
                self.put(space, row, value)?;
            }
        }
        for ((space, row), _) in before {
            self.delete(space, row)?;
        }
        tallies::apply(self, tallies::difference(old.as_ref(), Some(record)))?;
        if stored.as_ref() != Some(&value) {
            self.put(R::SPACE, key, value)?;
        }
        Ok(())
    }

    fn save_new<R: Record>(&mut self, record: &R) -> Result<(), KvError> {
        let key = keys::encode(&record.key());
        if self.get(R::SPACE, &key)?.is_some() {
            return Err(KvError::Exists {
                space: R::SPACE.name,
                key,
            });
        }
        for ((space, row), value) in owned(record) {
            self.put(space, row, value)?;
        }
        tallies::apply(self, tallies::difference(None, Some(record)))?;
        self.put(R::SPACE, key, value::encode(R::VERSION_TAG, record))
    }

    fn remove<R: Record>(&mut self, key: &R::Key) -> Result<bool, KvError> {
        let Some(stored) = self.load::<R>(key)? else {
            return Ok(false);
        };
        for ((space, row), _) in owned(&stored) {
            self.delete(space, row)?;
        }
        tallies::apply(self, tallies::difference(Some(&stored), None))?;
        self.delete(R::SPACE, keys::encode(key))?;
        Ok(true)
    }
}
