//! How the counts of digitisation stand among the others: one for each count and day, so that a period is one short scan.

use super::audience::day_number;
use super::tallies;
use crate::domain::{digitisation::Digitised, time::Day};
use crate::kv::{KvError, Span, View, keys};

/// Begins these keys; no audience begins so.
const MARK: &str = "d";

/// The count of one day.
pub(super) fn on(what: Digitised, day: Day) -> Vec<u8> {
    keys::encode(&(MARK, what.number(), day_number(day)))
}

/// How many dossiers count towards it from one day to another, both included.
pub fn between(
    view: &(impl View + ?Sized),
    what: Digitised,
    since: Day,
    until: Day,
) -> Result<u64, KvError> {
    let after = until.tomorrow().unwrap_or(Day::MAX);
    let span = Span::range(on(what, since), on(what, after));
    tallies::sum(view, &span)
}
