//! The order of an answer: by the closer look, with the office's own level put forward.

use tantivy::DocAddress;

use super::closer::{Closer, OWN_LEVEL, WEIGHTS, at_level, score};
use super::contents::{Contents, Title};
use super::trust::is_sure;
use super::usage::Usage;
use crate::domain::procedure::Level;

/// So many of the best are looked at more closely.
pub const LOOKED_AT: usize = 80;

/// A procedure in the order of the closer look.
pub struct Ranked<'a> {
    pub address: DocAddress,
    /// By the words alone.
    words: f32,
    /// With what the office's own level adds.
    pub score: f32,
    title: &'a Title,
    own: bool,
    pub sure: bool,
}

/// Below this share of the best score a procedure shares no more than common words with the question.
const FAINT: f32 = 0.25;

/// How many at the end of the list are too far away to be shown.
pub fn faint(best: &[(f32, DocAddress)]) -> usize {
    let least = best.first().map_or(0.0, |(top, _)| top * FAINT);
    best.iter()
        .rev()
        .take_while(|(score, _)| *score < least)
        .count()
}

/// So many places the answers by words alone are sure of.
const KEPT: usize = 3;

/// The best by the first look, put in order by the closer one. The office's own level is put forward, but those of
/// other levels that stand among the first three by the words alone stay there.
pub fn looked_at<'a>(
    closer: &Closer<'_>,
    contents: &'a Contents,
    best: &[(f32, DocAddress)],
    level: Option<Level>,
) -> Vec<Ranked<'a>> {
    let top = best
        .first()
        .map_or(1.0, |(score, _)| score.max(f32::MIN_POSITIVE));
    let mut ranked: Vec<Ranked<'a>> = Vec::with_capacity(LOOKED_AT);
    for (first, address) in best.iter().take(LOOKED_AT) {
        let Some(title) = contents.at(*address) else {
            continue;
        };
        let features = closer.look(title, first / top);
        let words = score(&features, &WEIGHTS);
        let own = level.is_some_and(|level| at_level(title, level));
        ranked.push(Ranked {
            address: *address,
            words,
            score: words + if own { OWN_LEVEL } else { 0.0 },
            title,
            own,
            sure: is_sure(&features, &closer.doubts(title)),
        });
    }
    let by = |score: fn(&Ranked<'_>) -> f32| {
        move |a: &Ranked<'_>, b: &Ranked<'_>| {
            score(b)
                .total_cmp(&score(a))
                .then_with(|| a.title.code.cmp(&b.title.code))
        }
    };
    ranked.sort_by(by(|ranked| ranked.words));
    let kept: Vec<DocAddress> = ranked
        .iter()
        .take(KEPT)
        .filter(|ranked| !ranked.own)
        .map(|ranked| ranked.address)
        .collect();
    ranked.sort_by(by(|ranked| ranked.score));
    keep_first(&mut ranked, &kept);
    ranked
}

/// Raises what the office is asked for most. Whatever stands among the first three stays there, so no right answer sinks
/// below them.
pub fn prefer_used(ranked: &mut [Ranked<'_>], usage: &Usage) {
    if usage.is_empty() {
        return;
    }
    for one in &mut *ranked {
        one.score += usage.worth(&one.title.code);
    }
    let (first, others) = ranked.split_at_mut(KEPT.min(ranked.len()));
    // The sort is stable: of equals the one that the words put first stays first.
    first.sort_by(|a, b| b.score.total_cmp(&a.score));
    others.sort_by(|a, b| b.score.total_cmp(&a.score));
}

/// Moves these up to the end of the first places where they have fallen below.
fn keep_first(ranked: &mut Vec<Ranked<'_>>, kept: &[DocAddress]) {
    for address in kept.iter().rev() {
        let Some(at) = ranked.iter().position(|ranked| ranked.address == *address) else {
            continue;
        };
        if at < KEPT {
            continue;
        }
        // The last of the first places that nobody is sure of makes room.
        let room = ranked
            .iter()
            .take(KEPT)
            .rposition(|ranked| !kept.contains(&ranked.address));
        if let Some(room) = room {
            let fallen = ranked.remove(at);
            ranked.insert(KEPT, fallen);
            let moved = ranked.remove(room);
            ranked.insert(KEPT, moved);
        }
    }
}
