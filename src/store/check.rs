//! The self-check: compares every index row found with what the records ask for.
//!
//! It streams. A first pass reads each record and each index row once and keeps two numbers per index: how
//! many rows there are and the sum of their fingerprints, owed and found. Only an index whose numbers differ
//! is gone through exactly, in parts that fit into memory.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::findings::{Finding, Flaw};
use super::journal;
use super::record::{self, IndexRow, Record};
use super::spaces::{self, FEED, HISTORY, TALLIES};
use super::tallies;
use crate::kv::keys;
use crate::kv::{KvError, NEXT, STOP, Space, Span, View};

/// How many index rows the exact comparison holds at a time: some 50 MB.
const PART: u64 = 250_000;

/// The record types that live in a store.
#[derive(Default)]
pub struct Registry {
    pub(super) kinds: Vec<Kind>,
}

/// One record type, without its type.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub space: Space,
    pub indices: &'static [Space],
    pub counts: bool,
    pub epoch: u32,
    pub owed: Owed,
}

/// What the records that were read own.
#[derive(Default)]
pub(super) struct Owned {
    /// Index rows.
    pub rows: Vec<IndexRow>,
    /// Counts, once for each record that raises them.
    pub tallies: Vec<Vec<u8>>,
}

/// Reads a record's stored key and value and adds what it owns.
pub(super) type Owed = fn(&[u8], &[u8], &mut Owned) -> Result<(), Flaw>;

impl Registry {
    /// A store without records.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records of type `R` live here, too.
    #[must_use]
    pub fn record<R: Record>(mut self) -> Self {
        self.kinds.push(Kind {
            space: R::SPACE,
            indices: R::INDICES,
            counts: R::COUNTS,
            epoch: R::INDEX_EPOCH,
            owed: owed_by::<R>,
        });
        self
    }

    /// Rows of `space` belong here and own nothing elsewhere; whoever reads them knows their types.
    #[must_use]
    pub fn plain(mut self, space: Space) -> Self {
        self.kinds.push(Kind {
            space,
            indices: &[],
            counts: false,
            epoch: 1,
            owed: |_, _, _| Ok(()),
        });
        self
    }

    /// Every space whose rows follow from the records: indices and counts.
    pub fn derived(&self) -> Vec<Space> {
        let mut spaces = self.indices();
        spaces.push(TALLIES);
        spaces
    }

    /// Every index space, each once.
    pub(super) fn indices(&self) -> Vec<Space> {
        let mut spaces: Vec<_> = self.kinds.iter().flat_map(|kind| kind.indices).collect();
        spaces.sort();
        spaces.dedup();
        spaces.into_iter().copied().collect()
    }
}

fn owed_by<R: Record>(key: &[u8], value: &[u8], own: &mut Owned) -> Result<(), Flaw> {
    let record: R =
        record::decode(key, value).map_err(|trouble| Flaw::Unreadable(trouble.to_string()))?;
    let owned = record::owned(&record).into_iter();
    record.tally(&mut own.tallies);
    own.rows
        .extend(owned.map(|((space, key), value)| IndexRow { space, key, value }));
    if keys::encode(&record.key()) == key {
        Ok(())
    } else {
        Err(Flaw::Misplaced)
    }
}

/// Someone who hears of each finding as it comes up.
pub type Tell<'a> = dyn FnMut(Finding) + 'a;

/// Checks every record, index, history and feed row of `view` and tells what is wrong.
pub fn check(
    view: &(impl View + ?Sized),
    registry: &Registry,
    tell: &mut Tell<'_>,
) -> Result<(), KvError> {
    for (space, tally) in tally(view, registry, tell)? {
        if tally.owed != tally.found {
            let rows = tally.owed.rows.max(tally.found.rows);
            for part in Part::all(rows) {
                compare(view, registry, space, part, tell)?;
            }
        }
    }
    check_tallies(view, registry, tell)?;
    check_journal(view, tell)?;
    check_strays(view, registry, tell)
}

/// [`check`], collected.
pub fn check_all(
    view: &(impl View + ?Sized),
    registry: &Registry,
) -> Result<Vec<Finding>, KvError> {
    let mut findings = Vec::new();
    check(view, registry, &mut |finding| findings.push(finding))?;
    Ok(findings)
}

/// How many rows, and the sum of their fingerprints.
#[derive(Default, PartialEq, Eq)]
struct Count {
    rows: u64,
    sum: u64,
}

impl Count {
    fn add(&mut self, key: &[u8], value: &[u8]) {
        self.rows += 1;
        self.sum = self.sum.wrapping_add(fingerprint(&(key, value)));
    }
}

#[derive(Default)]
struct Tally {
    owed: Count,
    found: Count,
}

fn fingerprint(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The first pass; it also tells what is wrong with the records themselves.
fn tally(
    view: &(impl View + ?Sized),
    registry: &Registry,
    tell: &mut Tell<'_>,
) -> Result<BTreeMap<Space, Tally>, KvError> {
    let mut tallies: BTreeMap<_, Tally> = BTreeMap::new();
    let mut own = Owned::default();
    for kind in &registry.kinds {
        view.scan(kind.space, &Span::all(), &mut |key, value| {
            own.tallies.clear();
            if let Err(flaw) = (kind.owed)(key, value, &mut own) {
                tell(found(kind.space, key, flaw));
            }
            for row in own.rows.drain(..) {
                if kind.indices.contains(&row.space) {
                    let tally = tallies.entry(row.space).or_default();
                    tally.owed.add(&row.key, &row.value);
                } else {
                    tell(found(row.space, &row.key, Flaw::Undeclared));
                }
            }
            Ok(NEXT)
        })?;
    }
    for space in registry.indices() {
        let tally = tallies.entry(space).or_default();
        view.scan(space, &Span::all(), &mut |key, value| {
            tally.found.add(key, value);
            Ok(NEXT)
        })?;
    }
    Ok(tallies)
}

/// One of several parts that an index is divided into by the fingerprint of its keys.
#[derive(Clone, Copy)]
struct Part {
    number: u64,
    of: u64,
}

impl Part {
    fn all(rows: u64) -> impl Iterator<Item = Self> {
        let of = rows / PART + 1;
        (0..of).map(move |number| Self { number, of })
    }

    fn holds(self, key: &[u8]) -> bool {
        fingerprint(&key) % self.of == self.number
    }
}

/// The exact comparison of one part of an index.
fn compare(
    view: &(impl View + ?Sized),
    registry: &Registry,
    space: Space,
    part: Part,
    tell: &mut Tell<'_>,
) -> Result<(), KvError> {
    let mut owed: HashMap<Vec<u8>, u64> = HashMap::new();
    let mut own = Owned::default();
    for kind in &registry.kinds {
        if !kind.indices.contains(&space) {
            continue;
        }
        view.scan(kind.space, &Span::all(), &mut |key, value| {
            // What is wrong with the record was told in the first pass; what it owns counts here as there.
            own.tallies.clear();
            drop((kind.owed)(key, value, &mut own));
            for row in own.rows.drain(..) {
                if row.space == space && part.holds(&row.key) {
                    let before = owed.insert(row.key.clone(), fingerprint(&row.value));
                    if before.is_some() {
                        tell(found(space, &row.key, Flaw::Disputed));
                    }
                }
            }
            Ok(NEXT)
        })?;
    }
    view.scan(space, &Span::all(), &mut |key, value| {
        if part.holds(key) {
            match owed.remove(key) {
                None => tell(found(space, key, Flaw::Surplus)),
                Some(asked) if asked != fingerprint(&value.to_vec()) => {
                    tell(found(space, key, Flaw::Different));
                }
                Some(_) => {}
            }
        }
        Ok(NEXT)
    })?;
    let mut missing: Vec<_> = owed.into_keys().collect();
    missing.sort();
    for key in missing {
        tell(found(space, &key, Flaw::Missing));
    }
    Ok(())
}

/// Every count is what the records add up to.
fn check_tallies(
    view: &(impl View + ?Sized),
    registry: &Registry,
    tell: &mut Tell<'_>,
) -> Result<(), KvError> {
    let mut owed = recount(view, registry)?;
    view.scan(TALLIES, &Span::all(), &mut |key, value| {
        let kept = tallies::read(key, value)?;
        let owed = owed.remove(key).unwrap_or(0);
        if kept != owed {
            tell(found(TALLIES, key, Flaw::Miscounted { kept, owed }));
        }
        Ok(NEXT)
    })?;
    let mut missing: Vec<_> = owed.into_iter().collect();
    missing.sort();
    for (key, owed) in missing {
        tell(found(TALLIES, &key, Flaw::Miscounted { kept: 0, owed }));
    }
    Ok(())
}

/// What the records add up to, by count.
pub(super) fn recount(
    view: &(impl View + ?Sized),
    registry: &Registry,
) -> Result<HashMap<Vec<u8>, u64>, KvError> {
    let mut counts: HashMap<Vec<u8>, u64> = HashMap::new();
    let mut own = Owned::default();
    for kind in registry.kinds.iter().filter(|kind| kind.counts) {
        view.scan(kind.space, &Span::all(), &mut |key, value| {
            own.rows.clear();
            // What cannot be read was told in the first pass.
            drop((kind.owed)(key, value, &mut own));
            for key in own.tallies.drain(..) {
                *counts.entry(key).or_default() += 1;
            }
            Ok(NEXT)
        })?;
    }
    Ok(counts)
}

/// Every feed row has its history row and the other way round, and the counter is not behind.
fn check_journal(view: &(impl View + ?Sized), tell: &mut Tell<'_>) -> Result<(), KvError> {
    let (mut listed, mut kept, mut last) = (Count::default(), Count::default(), 0);
    view.scan(FEED, &Span::all(), &mut |key, value| {
        match journal::read_feed_row(key, value) {
            Ok((subject, seq)) => {
                last = seq;
                listed.add(&journal::history_key(&subject, seq), &[]);
            }
            Err(trouble) => tell(unreadable(FEED, key, &trouble)),
        }
        Ok(NEXT)
    })?;
    view.scan(HISTORY, &Span::all(), &mut |key, value| {
        if let Err(trouble) = journal::read_history_row(key, value) {
            tell(unreadable(HISTORY, key, &trouble));
        }
        kept.add(key, &[]);
        Ok(NEXT)
    })?;
    if last > journal::latest_seq(view)? {
        tell(found(FEED, &keys::encode(&last), Flaw::CounterBehind));
    }
    if listed == kept {
        return Ok(());
    }
    compare_journal(view, tell)
}

/// Which rows of feed and history lack their twin.
fn compare_journal(view: &(impl View + ?Sized), tell: &mut Tell<'_>) -> Result<(), KvError> {
    view.scan(FEED, &Span::all(), &mut |key, value| {
        if let Ok((subject, seq)) = journal::read_feed_row(key, value) {
            let twin = journal::history_key(&subject, seq);
            if view.get(HISTORY, &twin)?.is_none() {
                tell(found(HISTORY, &twin, Flaw::HistoryMissing));
            }
        }
        Ok(NEXT)
    })?;
    view.scan(HISTORY, &Span::all(), &mut |key, _| {
        if let Ok((subject, seq)) = journal::read_history_key(key) {
            let twin = keys::encode(&seq);
            let listed = view.get(FEED, &twin)?;
            if listed.is_none_or(|listed| listed != subject.bytes()) {
                tell(found(FEED, &twin, Flaw::FeedMissing));
            }
        }
        Ok(NEXT)
    })
}

/// A space that nothing is known to live in is empty.
fn check_strays(
    view: &(impl View + ?Sized),
    registry: &Registry,
    tell: &mut Tell<'_>,
) -> Result<(), KvError> {
    let mut known: Vec<u8> = registry.indices().iter().map(|space| space.id).collect();
    known.extend(registry.kinds.iter().map(|kind| kind.space.id));
    let own = [
        spaces::META,
        spaces::COUNTERS,
        spaces::AUDIT,
        HISTORY,
        FEED,
        TALLIES,
    ];
    known.extend(own.map(|space| space.id));
    for id in 0..=u8::MAX {
        if known.contains(&id) {
            continue;
        }
        let named = spaces::ALL.iter().find(|space| space.id == id);
        let space = named.copied().unwrap_or(Space::new(id, "unknown"));
        view.scan(space, &Span::all().limit(1), &mut |key, _| {
            tell(found(space, key, Flaw::Stray));
            Ok(STOP)
        })?;
    }
    Ok(())
}

fn found(space: Space, key: &[u8], flaw: Flaw) -> Finding {
    Finding {
        space,
        key: key.to_vec(),
        flaw,
    }
}

fn unreadable(space: Space, key: &[u8], trouble: &KvError) -> Finding {
    found(space, key, Flaw::Unreadable(trouble.to_string()))
}
