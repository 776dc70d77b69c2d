//! Counters without gaps: a refused job gives its number back with everything else it did.
//!
//! A name says whose numbers they are, for example an agency and a day. There is no counter for all
//! agencies together: it would be the one row that every node fights over.

use super::spaces::COUNTERS;
use crate::kv::keys::{self, KeyPart};
use crate::kv::{KvError, Tx, View};

/// The next number under `name`; the first is 1.
pub fn next(tx: &mut Tx<'_>, name: &impl KeyPart) -> Result<u64, KvError> {
    let number = last(tx, name)? + 1;
    tx.put(COUNTERS, keys::encode(name), number.to_be_bytes())?;
    Ok(number)
}

/// The last number given under `name`; 0 when there is none yet.
pub fn last(view: &(impl View + ?Sized), name: &impl KeyPart) -> Result<u64, KvError> {
    let key = keys::encode(name);
    match view.get(COUNTERS, &key)? {
        None => Ok(0),
        Some(value) => {
            keys::decode(&value).map_err(|cause| KvError::unreadable(COUNTERS, &key, cause))
        }
    }
}
