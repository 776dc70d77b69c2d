//! The overlay that reads its own writes.

use super::engine::{View, Visit};
use super::span::Direction;
use super::{Change, Changes, KvError, NEXT, STOP, Space, Span};

/// The longest key, in bytes: what every engine can take.
pub const MAX_KEY_BYTES: usize = 1024;

/// The longest value, in bytes: what every engine can take.
pub const MAX_VALUE_BYTES: usize = 64 * 1024;

/// A transaction: the state below, and what shall be different.
///
/// It is a [`View`] itself, so one overlay can rest on another: a job's on the batch's, the batch's on the engine.
pub struct Tx<'a> {
    base: &'a dyn View,
    changes: Changes,
    limit: usize,
}

impl<'a> Tx<'a> {
    /// An overlay on `base` without a size limit.
    pub fn over(base: &'a dyn View) -> Self {
        Self::bounded(base, usize::MAX)
    }

    /// An overlay on `base` that takes at most `limit` bytes of changes.
    pub(super) fn bounded(base: &'a dyn View, limit: usize) -> Self {
        Self {
            base,
            changes: Changes::default(),
            limit,
        }
    }

    /// Sets the value under `key`.
    pub fn put(
        &mut self,
        space: Space,
        key: impl Into<Vec<u8>>,
        value: impl Into<Vec<u8>>,
    ) -> Result<(), KvError> {
        let (key, value) = (key.into(), value.into());
        within("key", space, key.len(), MAX_KEY_BYTES)?;
        within("value", space, value.len(), MAX_VALUE_BYTES)?;
        self.note(space, key, Some(value))
    }

    /// Removes the row under `key`, if there is one.
    pub fn delete(&mut self, space: Space, key: impl Into<Vec<u8>>) -> Result<(), KvError> {
        let key = key.into();
        within("key", space, key.len(), MAX_KEY_BYTES)?;
        self.note(space, key, None)
    }

    /// What shall be different.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Ends the overlay and hands over what shall be different.
    pub fn into_changes(self) -> Changes {
        self.changes
    }

    /// Takes over the changes of an overlay that rested on this one.
    pub fn absorb(&mut self, later: Changes) {
        self.changes.absorb(later);
    }

    fn note(&mut self, space: Space, key: Vec<u8>, value: Option<Vec<u8>>) -> Result<(), KvError> {
        let bytes = self.changes.bytes() + key.len() + value.as_ref().map_or(0, Vec::len);
        within("job", space, bytes, self.limit)?;
        self.changes.set(space.id, key, value);
        Ok(())
    }
}

fn within(what: &'static str, space: Space, bytes: usize, limit: usize) -> Result<(), KvError> {
    if bytes <= limit {
        return Ok(());
    }
    Err(KvError::TooLarge {
        what,
        space: space.name,
        bytes,
        limit,
    })
}

impl View for Tx<'_> {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        match self.changes.noted(space.id, key) {
            Some(noted) => Ok(noted.value().map(<[u8]>::to_vec)),
            None => self.base.get(space, key),
        }
    }

    fn get_many(&self, space: Space, keys: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>, KvError> {
        let mut values = Vec::with_capacity(keys.len());
        let (mut asked, mut places) = (Vec::new(), Vec::new());
        for (place, key) in keys.iter().enumerate() {
            let noted = self.changes.noted(space.id, key);
            if noted.is_none() {
                asked.push(key.clone());
                places.push(place);
            }
            values.push(noted.and_then(Change::value).map(<[u8]>::to_vec));
        }
        if !asked.is_empty() {
            for (place, value) in places.into_iter().zip(self.base.get_many(space, &asked)?) {
                values[place] = value;
            }
        }
        Ok(values)
    }

    fn scan(&self, space: Space, span: &Span, visit: &mut Visit<'_>) -> Result<(), KvError> {
        // Every noted deletion may hide one row of the base, so the base is asked for that many more.
        let hidden = self.changes.within(space.id, span);
        let hidden = hidden.filter(|(_, change)| *change == Change::Delete);
        let hidden = hidden.count();
        let mut noted = self.changes.within(space.id, span).peekable();
        let mut left = span.most();
        let forward = span.direction() == Direction::Forward;

        self.base
            .scan(space, &span.with_room_for(hidden), &mut |key, value| {
                while let Some((own, change)) =
                    noted.next_if(|(own, _)| if forward { *own <= key } else { *own >= key })
                {
                    if let Change::Put(own_value) = change {
                        left -= 1;
                        if visit(own, own_value)?.is_break() || left == 0 {
                            left = 0;
                            return Ok(STOP);
                        }
                    }
                    if own == key {
                        return Ok(NEXT);
                    }
                }
                left -= 1;
                if visit(key, value)?.is_break() || left == 0 {
                    left = 0;
                    return Ok(STOP);
                }
                Ok(NEXT)
            })?;

        for (own, change) in noted {
            let Change::Put(value) = change else { continue };
            if left == 0 {
                break;
            }
            left -= 1;
            if visit(own, value)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
