//! What a store must do, written as plainly as possible.

use std::collections::BTreeMap;

use motcua::kv::{KvError, NEXT, STOP, Space, Span, Tx, View};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

pub const SPACES: [Space; 3] = [
    Space::new(10, "first"),
    Space::new(11, "second"),
    Space::new(255, "last"),
];

type Key = Vec<u8>;
type Row = (Key, Vec<u8>);

/// One operation of a random program.
#[derive(Debug, Clone)]
pub enum Op {
    Put(usize, Key, Vec<u8>),
    Delete(usize, Key),
    Get(usize, Key),
    GetMany(usize, Vec<Key>),
    Scan(usize, Stretch),
    /// An overlay on the overlay, kept or dropped.
    Nest(Vec<Op>, bool),
}

/// Which rows to scan, in words of the model.
#[derive(Debug, Clone)]
pub struct Stretch {
    prefix: Option<Key>,
    from_to: (Key, Key),
    after: Option<Key>,
    limit: Option<usize>,
    reverse: bool,
    /// The visitor stops by itself after so many rows.
    patience: Option<usize>,
}

/// What an operation saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    Values(Vec<Option<Vec<u8>>>),
    Rows(Vec<Row>),
}

fn key() -> impl Strategy<Value = Key> {
    vec(
        prop::sample::select(vec![0x00, 0x01, b'a', b'b', 0xFF]),
        0..4,
    )
}

fn stretch() -> impl Strategy<Value = Stretch> {
    (
        option::of(key()),
        (key(), key()),
        option::of(key()),
        option::of(0..6_usize),
        any::<bool>(),
        option::weighted(0.2, 1..5_usize),
    )
        .prop_map(
            |(prefix, from_to, after, limit, reverse, patience)| Stretch {
                prefix,
                from_to,
                after,
                limit,
                reverse,
                patience,
            },
        )
}

pub fn op() -> impl Strategy<Value = Op> {
    let space = 0..SPACES.len();
    let leaf = prop_oneof![
        4 => (space.clone(), key(), vec(any::<u8>(), 0..4)).prop_map(|(s, k, v)| Op::Put(s, k, v)),
        2 => (space.clone(), key()).prop_map(|(s, k)| Op::Delete(s, k)),
        1 => (space.clone(), key()).prop_map(|(s, k)| Op::Get(s, k)),
        1 => (space.clone(), vec(key(), 0..4)).prop_map(|(s, k)| Op::GetMany(s, k)),
        3 => (space, stretch()).prop_map(|(s, k)| Op::Scan(s, k)),
    ];
    leaf.prop_recursive(2, 24, 6, |inner| {
        (vec(inner, 0..6), any::<bool>()).prop_map(|(ops, keep)| Op::Nest(ops, keep))
    })
}

/// The model: a map for each space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model([BTreeMap<Key, Vec<u8>>; 3]);

impl Model {
    /// Runs the operations and notes what they see.
    pub fn run(&mut self, ops: &[Op], seen: &mut Vec<Seen>) {
        for op in ops {
            match op {
                Op::Put(space, key, value) => {
                    self.0[*space].insert(key.clone(), value.clone());
                }
                Op::Delete(space, key) => {
                    self.0[*space].remove(key);
                }
                Op::Get(space, key) => {
                    seen.push(Seen::Values(vec![self.0[*space].get(key).cloned()]));
                }
                Op::GetMany(space, keys) => seen.push(Seen::Values(
                    keys.iter()
                        .map(|key| self.0[*space].get(key).cloned())
                        .collect(),
                )),
                Op::Scan(space, stretch) => {
                    seen.push(Seen::Rows(self.scan(*space, stretch)));
                }
                Op::Nest(ops, keep) => {
                    let mut inner = self.clone();
                    inner.run(ops, seen);
                    if *keep {
                        *self = inner;
                    }
                }
            }
        }
    }

    fn scan(&self, space: usize, stretch: &Stretch) -> Vec<Row> {
        let mut found = Vec::new();
        for (key, value) in &self.0[space] {
            let inside = match &stretch.prefix {
                Some(prefix) => key.starts_with(prefix),
                None => *key >= stretch.from_to.0 && *key < stretch.from_to.1,
            };
            let beyond = match &stretch.after {
                None => true,
                Some(after) if stretch.reverse => key < after,
                Some(after) => key > after,
            };
            if inside && beyond {
                found.push((key.clone(), value.clone()));
            }
        }
        if stretch.reverse {
            found.reverse();
        }
        found.truncate(stretch.limit.unwrap_or(usize::MAX));
        found.truncate(stretch.patience.unwrap_or(usize::MAX));
        found
    }

    /// Every row of every space.
    pub fn everything(&self) -> Vec<Vec<Row>> {
        self.0
            .iter()
            .map(|rows| rows.iter().map(|(k, v)| (k.clone(), v.clone())).collect())
            .collect()
    }
}

/// Runs the operations on the real thing and notes what they see.
pub fn run(tx: &mut Tx<'_>, ops: &[Op], seen: &mut Vec<Seen>) -> Result<(), KvError> {
    for op in ops {
        match op {
            Op::Put(space, key, value) => tx.put(SPACES[*space], key.clone(), value.clone())?,
            Op::Delete(space, key) => tx.delete(SPACES[*space], key.clone())?,
            Op::Get(space, key) => {
                seen.push(Seen::Values(vec![tx.get(SPACES[*space], key)?]));
            }
            Op::GetMany(space, keys) => {
                seen.push(Seen::Values(tx.get_many(SPACES[*space], keys)?));
            }
            Op::Scan(space, stretch) => {
                seen.push(Seen::Rows(scan(tx, SPACES[*space], stretch)?));
            }
            Op::Nest(ops, keep) => {
                let mut inner = Tx::over(tx);
                run(&mut inner, ops, seen)?;
                let changes = inner.into_changes();
                if *keep {
                    tx.absorb(changes);
                }
            }
        }
    }
    Ok(())
}

fn scan(view: &dyn View, space: Space, stretch: &Stretch) -> Result<Vec<Row>, KvError> {
    let mut span = match &stretch.prefix {
        Some(prefix) => Span::prefix(prefix.clone()),
        None => Span::range(stretch.from_to.0.clone(), stretch.from_to.1.clone()),
    };
    if stretch.reverse {
        span = span.reverse();
    }
    if let Some(after) = &stretch.after {
        span = span.after(after.clone());
    }
    if let Some(limit) = stretch.limit {
        span = span.limit(limit);
    }
    let mut rows = Vec::new();
    view.scan(space, &span, &mut |key, value| {
        rows.push((key.to_vec(), value.to_vec()));
        Ok(if stretch.patience == Some(rows.len()) {
            STOP
        } else {
            NEXT
        })
    })?;
    Ok(rows)
}

/// Every row of every space of the real thing.
pub fn everything(view: &dyn View) -> Result<Vec<Vec<Row>>, KvError> {
    SPACES
        .iter()
        .map(|space| view.rows(*space, &Span::all()))
        .collect()
}
