//! Walking indices in order, several at once: a page is what comes next in any of them.

use crate::domain::authority::Sight;
use crate::domain::dossier::Dossier;
use crate::kv::{KvError, NEXT, STOP, Space, Span, View};
use crate::store::{self, Load, dossiers::Summary};

/// Rows looked at in one stretch for one page at most, however few of them fit.
const LOOK: usize = 5_000;

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Dossiers, in the list's order.
    pub items: Vec<Summary>,
    /// Where the next page begins.
    pub next: Option<Vec<u8>>,
}

/// A stretch of an index. All stretches of a walk have the same kind of order after their prefixes.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// The index.
    pub space: Space,
    /// What its keys begin with.
    pub prefix: Vec<u8>,
    /// Where it begins and ends after the prefix, when not with it.
    pub range: Option<(Vec<u8>, Vec<u8>)>,
    /// How a row leads to its dossier.
    pub row: RowKind,
}

/// How an index row leads to its dossier.
#[derive(Debug, Clone, Copy)]
pub(super) enum RowKind {
    /// It carries the summary.
    Summary,
    /// Its key, after the prefix, holds the code.
    Code(fn(&[u8]) -> Option<String>),
}

impl Stretch {
    /// Everything under a prefix, with the summary on the row.
    pub fn of_summaries(space: Space, prefix: Vec<u8>) -> Self {
        Self {
            space,
            prefix,
            range: None,
            row: RowKind::Summary,
        }
    }

    /// Everything under a prefix, with the code in the key.
    pub fn of_codes(space: Space, prefix: Vec<u8>, code: fn(&[u8]) -> Option<String>) -> Self {
        Self {
            space,
            prefix,
            range: None,
            row: RowKind::Code(code),
        }
    }

    /// Only from one place of the order up to, not including, another.
    #[must_use]
    pub fn between(mut self, from: Vec<u8>, to: Vec<u8>) -> Self {
        self.range = Some((from, to));
        self
    }

    fn span(&self, after: Option<&[u8]>) -> Span {
        let at = |place: &[u8]| [self.prefix.as_slice(), place].concat();
        let span = match &self.range {
            Some((from, to)) => Span::range(at(from), at(to)),
            None => Span::prefix(self.prefix.clone()),
        };
        match after {
            Some(place) => span.after(at(place)),
            None => span,
        }
    }
}

/// A page of `limit` dossiers that are within `sight` and fit, after the place given; each dossier once.
pub(super) fn walk(
    view: &dyn View,
    stretches: &[Stretch],
    sight: &Sight,
    after: Option<&[u8]>,
    limit: usize,
    fits: &dyn Fn(&Summary) -> bool,
) -> Result<Page, KvError> {
    let mut found: Vec<(Vec<u8>, Summary)> = Vec::new();
    // No stretch was looked at beyond this place.
    let mut horizon: Option<Vec<u8>> = None;
    for stretch in stretches {
        let (mut looked, mut taken) = (0, 0);
        let mut reached = None;
        let mut take = |place: &[u8], summary: Summary| {
            looked += 1;
            if sight.sees(&summary.concern()) && fits(&summary) {
                taken += 1;
                found.push((place.to_vec(), summary));
            }
            if taken > limit || looked >= LOOK {
                reached = Some(place.to_vec());
                return STOP;
            }
            NEXT
        };
        let span = stretch.span(after);
        let cut = stretch.prefix.len();
        match stretch.row {
            RowKind::Summary => view.scan(stretch.space, &span, &mut |key, value| {
                let summary = store::summary(stretch.space, key, value)?;
                Ok(take(&key[cut..], summary))
            })?,
            RowKind::Code(code) => view.scan(stretch.space, &span, &mut |key, _| {
                let place = &key[cut..];
                let Some(code) = code(place) else {
                    return Ok(NEXT);
                };
                let dossier = view.load::<Dossier>(&code)?;
                Ok(dossier.map_or(NEXT, |dossier| take(place, Summary::of(&dossier))))
            })?,
        }
        if let Some(reached) = reached {
            horizon = Some(horizon.map_or(reached.clone(), |old| old.min(reached)));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|a, b| a.1.code == b.1.code);
    if let Some(horizon) = &horizon {
        found.retain(|(place, _)| place <= horizon);
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let next = if more {
        found.last().map(|(place, _)| place.clone())
    } else {
        horizon
    };
    Ok(Page {
        items: found.into_iter().map(|(_, summary)| summary).collect(),
        next,
    })
}
