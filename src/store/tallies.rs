//! Counts that are kept with the records: whatever a value counts towards is raised and lowered in the transaction that
//! writes the value, so that a count is one read at any size.
//!
//! A record says in [`Record::tally`] which counts it raises by one; the self-check recounts them.

use std::collections::BTreeMap;

use super::Record;
use super::spaces::TALLIES;
use crate::kv::keys;
use crate::kv::{KvError, NEXT, Span, Tx, View};

/// How each count changes between two values of a record.
pub(super) fn difference<R: Record>(
    before: Option<&R>,
    after: Option<&R>,
) -> BTreeMap<Vec<u8>, i64> {
    let mut changes: BTreeMap<Vec<u8>, i64> = BTreeMap::new();
    for (record, by) in [(before, -1), (after, 1)] {
        let mut keys = Vec::new();
        if let Some(record) = record {
            record.tally(&mut keys);
        }
        for key in keys {
            *changes.entry(key).or_default() += by;
        }
    }
    changes.retain(|_, by| *by != 0);
    changes
}

/// Raises and lowers counts. A count that would fall below nothing stays at nothing; the self-check tells of it.
pub(super) fn apply(tx: &mut Tx<'_>, changes: BTreeMap<Vec<u8>, i64>) -> Result<(), KvError> {
    for (key, by) in changes {
        let now = get(tx, &key)?.saturating_add_signed(by);
        if now == 0 {
            tx.delete(TALLIES, key)?;
        } else {
            tx.put(TALLIES, key, now.to_be_bytes())?;
        }
    }
    Ok(())
}

/// The count under `key`, as [`Record::tally`] names it.
pub fn get(view: &(impl View + ?Sized), key: &[u8]) -> Result<u64, KvError> {
    match view.get(TALLIES, key)? {
        None => Ok(0),
        Some(value) => read(key, &value),
    }
}

/// The sum of the counts of `span`.
pub fn sum(view: &(impl View + ?Sized), span: &Span) -> Result<u64, KvError> {
    let mut sum = 0;
    view.scan(TALLIES, span, &mut |key, value| {
        sum += read(key, value)?;
        Ok(NEXT)
    })?;
    Ok(sum)
}

pub(super) fn read(key: &[u8], value: &[u8]) -> Result<u64, KvError> {
    keys::decode(value).map_err(|cause| KvError::unreadable(TALLIES, key, cause))
}
