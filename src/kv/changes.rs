//! A set of row changes, in order.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::{Span, span::Direction};

/// What shall become of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// It shall hold this value.
    Put(&'a [u8]),
    /// It shall not be there.
    Delete,
}

impl<'a> Change<'a> {
    /// The value that a reader shall see from now on.
    pub fn value(self) -> Option<&'a [u8]> {
        match self {
            Self::Put(value) => Some(value),
            Self::Delete => None,
        }
    }

    fn of(value: Option<&'a Vec<u8>>) -> Self {
        value.map_or(Self::Delete, |value| Self::Put(value))
    }
}

/// Changed rows of one space, in a scan's order.
pub(super) type Within<'a> = Box<dyn Iterator<Item = (&'a [u8], Change<'a>)> + 'a>;

/// Rows by key; `None` deletes.
type Rows = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// What a transaction wants to be different: per space, rows to put and rows to delete.
#[derive(Debug, Default)]
pub struct Changes {
    spaces: BTreeMap<u8, Rows>,
    bytes: usize,
}

impl Changes {
    /// Whether nothing is to change.
    pub fn is_empty(&self) -> bool {
        self.spaces.values().all(BTreeMap::is_empty)
    }

    /// The bytes of all keys and values together.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Every change as space id, key and change, ordered by space and key.
    pub fn iter(&self) -> impl Iterator<Item = (u8, &[u8], Change<'_>)> {
        self.spaces.iter().flat_map(|(space, rows)| {
            rows.iter()
                .map(move |(key, value)| (*space, key.as_slice(), Change::of(value.as_ref())))
        })
    }

    /// Notes that `key` of the space shall hold `value`, or nothing.
    pub(super) fn set(&mut self, space: u8, key: Vec<u8>, value: Option<Vec<u8>>) {
        let added = size(&key, value.as_ref());
        let key_bytes = key.len();
        let before = self.spaces.entry(space).or_default().insert(key, value);
        if let Some(old) = before {
            self.bytes -= key_bytes + old.map_or(0, |value| value.len());
        }
        self.bytes += added;
    }

    /// What is noted for `key`, if anything.
    pub(super) fn noted(&self, space: u8, key: &[u8]) -> Option<Change<'_>> {
        self.spaces
            .get(&space)?
            .get(key)
            .map(|value| Change::of(value.as_ref()))
    }

    /// The noted rows of `span`, in its direction, without its limit.
    pub(super) fn within(&self, space: u8, span: &Span) -> Within<'_> {
        let (Some(rows), Some((from, to))) = (self.spaces.get(&space), span.bounds()) else {
            return Box::new(std::iter::empty());
        };
        let rows = rows
            .range::<[u8], (Bound<&[u8]>, Bound<&[u8]>)>((from, to))
            .map(|(key, value)| (key.as_slice(), Change::of(value.as_ref())));
        match span.direction() {
            Direction::Forward => Box::new(rows),
            Direction::Reverse => Box::new(rows.rev()),
        }
    }

    /// Takes over everything `later` notes; where both speak of a row, `later` wins.
    pub(super) fn absorb(&mut self, later: Self) {
        for (space, rows) in later.spaces {
            for (key, value) in rows {
                self.set(space, key, value);
            }
        }
    }
}

fn size(key: &[u8], value: Option<&Vec<u8>>) -> usize {
    key.len() + value.map_or(0, Vec::len)
}
