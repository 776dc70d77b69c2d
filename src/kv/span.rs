//! Which rows of a space a scan shall show.

use std::ops::Bound;

/// The order in which a scan shows rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Reverse,
}

/// Two borrowed bounds.
pub(super) type Bounds<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// A stretch of keys with a direction and a limit.
#[derive(Debug, Clone)]
pub struct Span {
    from: Bound<Vec<u8>>,
    to: Bound<Vec<u8>>,
    after: Option<Vec<u8>>,
    limit: Option<usize>,
    direction: Direction,
}

impl Span {
    /// Every key.
    pub fn all() -> Self {
        Self::between(Bound::Unbounded, Bound::Unbounded)
    }

    /// The keys that start with `prefix`.
    pub fn prefix(prefix: impl Into<Vec<u8>>) -> Self {
        let from = prefix.into();
        let to = successor(&from).map_or(Bound::Unbounded, Bound::Excluded);
        Self::between(Bound::Included(from), to)
    }

    /// The keys from `from` up to but not including `to`.
    pub fn range(from: impl Into<Vec<u8>>, to: impl Into<Vec<u8>>) -> Self {
        Self::between(Bound::Included(from.into()), Bound::Excluded(to.into()))
    }

    /// The keys between two bounds.
    pub fn between(from: Bound<Vec<u8>>, to: Bound<Vec<u8>>) -> Self {
        Self {
            from,
            to,
            after: None,
            limit: None,
            direction: Direction::Forward,
        }
    }

    /// Only what comes strictly beyond `key` in the span's direction: how a page continues where the last one ended.
    #[must_use]
    pub fn after(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.after = Some(key.into());
        self
    }

    /// At most `rows` rows.
    #[must_use]
    pub fn limit(mut self, rows: usize) -> Self {
        self.limit = Some(rows);
        self
    }

    /// From the largest key down.
    #[must_use]
    pub fn reverse(mut self) -> Self {
        self.direction = Direction::Reverse;
        self
    }

    /// The same stretch with room for `rows` more.
    pub(super) fn with_room_for(&self, rows: usize) -> Self {
        let mut wider = self.clone();
        wider.limit = self.limit.map(|limit| limit.saturating_add(rows));
        wider
    }

    pub(super) fn most(&self) -> usize {
        self.limit.unwrap_or(usize::MAX)
    }

    pub(super) fn direction(&self) -> Direction {
        self.direction
    }

    /// The bounds with `after` worked in; `None` when no key can lie between them (ordered maps panic on such a range).
    pub(super) fn bounds(&self) -> Option<Bounds<'_>> {
        let mut from = self.from.as_ref().map(Vec::as_slice);
        let mut to = self.to.as_ref().map(Vec::as_slice);
        if let Some(key) = self.after.as_deref() {
            match self.direction {
                Direction::Forward => {
                    if let Bound::Unbounded = from {
                        from = Bound::Excluded(key);
                    } else if let Bound::Included(low) | Bound::Excluded(low) = from
                        && low <= key
                    {
                        from = Bound::Excluded(key);
                    }
                }
                Direction::Reverse => {
                    if let Bound::Unbounded = to {
                        to = Bound::Excluded(key);
                    } else if let Bound::Included(high) | Bound::Excluded(high) = to
                        && key <= high
                    {
                        to = Bound::Excluded(key);
                    }
                }
            }
        }
        let possible = match (from, to) {
            (Bound::Unbounded, Bound::Excluded(high)) => !high.is_empty(),
            (Bound::Unbounded, _) | (_, Bound::Unbounded) => true,
            (Bound::Included(low), Bound::Included(high)) => low <= high,
            (
                Bound::Included(low) | Bound::Excluded(low),
                Bound::Included(high) | Bound::Excluded(high),
            ) => low < high,
        };
        (possible && self.limit != Some(0)).then_some((from, to))
    }
}

/// The smallest bytes that are greater than everything starting with `prefix`; `None` when nothing is.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let keep = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut next = prefix[..=keep].to_vec();
    next[keep] += 1;
    Some(next)
}
