//! Whether the best answer is more than a guess.

use super::closer::{Closer, Features, holds};
use super::contents::{TermId, Title};

/// Measures of how far the best answer can be trusted, beside its own.
pub const DOUBTS: usize = 6;

impl Closer<'_> {
    /// Whether the question is about something that is no administrative procedure, and the title does not speak of it
    /// either.
    fn is_outside(&self, title: &Title) -> bool {
        self.outside.iter().any(|matter| {
            !matter
                .iter()
                .all(|word| word.is_some_and(|id| title.words.contains(&id)))
        })
    }

    /// What speaks against an answer: the question is about no procedure at all; it has words that nothing knows; the share
    /// of its subjects that the title lacks, that the whole procedure lacks, that the title lacks although the question
    /// names a procedure; how many those are.
    pub fn doubts(&self, title: &Title) -> [f32; DOUBTS] {
        let (mut subjects, mut not_in_title, mut nowhere) = (0.0f32, 0.0f32, 0.0f32);
        for (weight, ways) in self.concepts.iter().filter(|(weight, _)| *weight >= 0.45) {
            let best = |has: &dyn Fn(TermId) -> bool| {
                ways.iter()
                    .map(|way| {
                        let (all, found) =
                            way.iter().fold((0.0, 0.0), |(all, found), (id, rarity)| {
                                let there = id.is_some_and(has);
                                (all + rarity, found + if there { *rarity } else { 0.0 })
                            });
                        if all > 0.0 { found / all } else { 0.0 }
                    })
                    .fold(0.0f32, f32::max)
            };
            subjects += weight;
            not_in_title += weight * (1.0 - best(&|id| title.words.contains(&id)));
            nowhere += weight
                * (1.0
                    - best(&|id| {
                        title.words.contains(&id) || title.parts.iter().any(|part| holds(part, id))
                    }));
        }
        let share = |part: f32| if subjects > 0.0 { part / subjects } else { 1.0 };
        let formal = if self.formal {
            share(not_in_title)
        } else {
            0.0
        };
        [
            f32::from(u8::from(self.is_outside(title))),
            self.strange,
            share(not_in_title),
            share(nowhere),
            formal,
            not_in_title.min(6.0) / 6.0,
        ]
    }
}

/// What each measure says for trust in an answer; learned like those of the closer look.
pub const TRUST: [(usize, f32); 7] = [
    (1, -0.696),
    (2, 2.925),
    (3, 1.597),
    (4, 1.125),
    (7, 3.820),
    (18, 0.588),
    (20, 0.525),
];
/// What each doubt takes away.
pub const DOUBT: [(usize, f32); 3] = [(2, 1.302), (3, -0.607), (4, -6.802)];
const TRUST_AT_ALL: f32 = -3.014;
/// Below this an answer is called a guess: of the labelled questions with an answer one in twenty-five falls below.
const SURE: f32 = -0.5;

/// Whether a title is more than a guess.
pub fn is_sure(features: &Features, doubts: &[f32; DOUBTS]) -> bool {
    let trust: f32 = TRUST
        .iter()
        .map(|(at, weight)| features[*at] * weight)
        .sum();
    let doubt: f32 = DOUBT.iter().map(|(at, weight)| doubts[*at] * weight).sum();
    doubts[0] < 0.5 && trust + doubt + TRUST_AT_ALL >= SURE
}
