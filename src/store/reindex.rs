//! Making index rows and counts anew from the records: when the program asks for other rows than the directory has, or when the
//! self-check found some that are wrong. Records are only read.

use super::check::{Kind, Owned, Registry, recount};
use super::spaces::{META, TALLIES};
use super::value;
use crate::kv::keys;
use crate::kv::{Kv, KvError, NEXT, STOP, Space, Span, Tx, View, WriteError};

/// Rows removed in one transaction.
const PIECE: usize = 4_000;

/// Bytes of rows written in one transaction, about.
const BYTES: usize = 512 * 1024;

/// The first part of the keys in `meta` under which epochs are kept.
const EPOCH: &str = "index";

/// Makes anew the rows of every kind of record whose epoch is not the program's; answers how many records it read.
/// Blocks; call it before the store serves anyone.
pub fn renew(kv: &Kv, registry: &Registry, progress: &mut dyn FnMut(u64)) -> Result<u64, KvError> {
    let outdated = kv.read(|view| {
        let mut outdated = Vec::new();
        for kind in &registry.kinds {
            if kind.epoch != epoch(view, kind.space)? {
                outdated.push(*kind);
            }
        }
        Ok(outdated)
    })?;
    let mut spaces: Vec<Space> = outdated
        .iter()
        .flat_map(|kind| kind.indices)
        .copied()
        .collect();
    if outdated.iter().any(|kind| kind.counts) {
        spaces.push(TALLIES);
    }
    spaces.sort_unstable();
    spaces.dedup();
    let done = rebuild(kv, registry, &spaces, progress)?;
    for kind in outdated {
        settled(kv.write_blocking(move |tx: &mut Tx<'_>| {
            Ok(tx.put(META, epoch_key(kind.space), value::encode(1, &kind.epoch))?)
        }))?;
    }
    Ok(done)
}

/// Empties the index spaces named, that of the counts among them, and fills them from the records; answers how many records it read. Blocks.
pub fn rebuild(
    kv: &Kv,
    registry: &Registry,
    spaces: &[Space],
    progress: &mut dyn FnMut(u64),
) -> Result<u64, KvError> {
    for space in spaces {
        empty(kv, *space)?;
    }
    let mut done = 0;
    for kind in &registry.kinds {
        if kind.indices.iter().any(|index| spaces.contains(index)) {
            fill(kv, *kind, spaces, &mut |records| {
                done += records;
                progress(done);
            })?;
        }
    }
    if spaces.contains(&TALLIES) {
        let counts = kv.read(|view| recount(view, registry))?;
        let counts: Vec<_> = counts.into_iter().collect();
        for piece in counts.chunks(PIECE) {
            let piece = piece.to_vec();
            settled(kv.write_blocking(move |tx: &mut Tx<'_>| {
                for (key, count) in &piece {
                    tx.put(TALLIES, key.clone(), count.to_be_bytes())?;
                }
                Ok(())
            }))?;
        }
    }
    Ok(done)
}

fn empty(kv: &Kv, space: Space) -> Result<(), KvError> {
    loop {
        let removed = settled(kv.write_blocking(move |tx: &mut Tx<'_>| {
            let rows = tx.rows(space, &Span::all().limit(PIECE))?;
            let count = rows.len();
            for (key, _) in rows {
                tx.delete(space, key)?;
            }
            Ok(count)
        }))?;
        if removed < PIECE {
            return Ok(());
        }
    }
}

/// Writes the rows that the records of `kind` own in `spaces`.
fn fill(
    kv: &Kv,
    kind: Kind,
    spaces: &[Space],
    progress: &mut dyn FnMut(u64),
) -> Result<(), KvError> {
    let mut after: Option<Vec<u8>> = None;
    loop {
        let (from, spaces) = (after.clone(), spaces.to_vec());
        let (last, count) = settled(kv.write_blocking(move |tx: &mut Tx<'_>| {
            let span = match &from {
                Some(key) => Span::all().after(key.clone()),
                None => Span::all(),
            };
            let (mut own, mut last, mut count, mut bytes) = (Owned::default(), None, 0, 0);
            let mut counted = 0;
            tx.scan(kind.space, &span, &mut |key, value| {
                // What cannot be read is the self-check's to tell; it owns nothing here.
                drop((kind.owed)(key, value, &mut own));
                own.tallies.clear();
                let rows = own.rows.iter().skip(counted);
                bytes += rows
                    .map(|row| row.key.len() + row.value.len())
                    .sum::<usize>();
                counted = own.rows.len();
                count += 1;
                last = Some(key.to_vec());
                Ok(if bytes < BYTES { NEXT } else { STOP })
            })?;
            for row in own.rows {
                if spaces.contains(&row.space) {
                    tx.put(row.space, row.key, row.value)?;
                }
            }
            Ok((last, count))
        }))?;
        progress(count);
        match last {
            Some(key) => after = Some(key),
            None => return Ok(()),
        }
    }
}

fn epoch_key(space: Space) -> Vec<u8> {
    keys::encode(&(EPOCH, space.name))
}

fn epoch(view: &dyn View, space: Space) -> Result<u32, KvError> {
    let key = epoch_key(space);
    let Some(stored) = view.get(META, &key)? else {
        return Ok(1);
    };
    value::open(&stored, 1)
        .ok()
        .and_then(|(_, json)| serde_json::from_slice(&json).ok())
        .ok_or_else(|| KvError::unreadable(META, &key, "not an epoch"))
}

/// These jobs refuse nothing.
fn settled<T>(outcome: Result<T, WriteError<std::convert::Infallible>>) -> Result<T, KvError> {
    outcome.map_err(|error| match error {
        WriteError::Store(trouble) => trouble,
        WriteError::Declined(never) => match never {},
    })
}
