//! What is counted of the answers, and what it comes to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::DEPTH;
use super::labelled::Labelled;

/// Scores of one kind of question, each from 0 to 1.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Score {
    pub questions: u32,
    pub success_at_1: f64,
    pub success_at_3: f64,
    pub mrr_at_10: f64,
    pub ndcg_at_10: f64,
    /// Answers that called themselves sure.
    pub sure: f64,
}

/// Scores of all questions that have an answer, of those that have none, and of each kind and group.
#[derive(Debug, Serialize)]
pub(super) struct Scores {
    pub answerable: Score,
    pub empty: Score,
    pub groups: BTreeMap<String, Score>,
    pub kinds: BTreeMap<String, Score>,
}

/// What came of the questions of one kind.
#[derive(Debug, Default, Clone)]
pub(super) struct Tries {
    questions: u32,
    first: u32,
    third: u32,
    reciprocal: f64,
    gain: f64,
    sure: u32,
}

impl Tries {
    /// Counts an answer; one to a question without a right answer counts only as sure or not.
    pub fn saw(&mut self, question: &Labelled, codes: &[&str], sure: bool) {
        let rank = question.rank(codes).filter(|rank| *rank < DEPTH);
        self.questions += 1;
        self.first += u32::from(rank == Some(0));
        self.third += u32::from(rank.is_some_and(|rank| rank < 3));
        if let Some(rank) = rank.and_then(|rank| u32::try_from(rank).ok()) {
            self.reciprocal += 1.0 / f64::from(rank + 1);
        }
        self.gain += gain(question, codes);
        self.sure += u32::from(sure);
    }

    pub fn score(&self) -> Score {
        let of = f64::from(self.questions.max(1));
        let share = |part: u32| f64::from(part) / of;
        Score {
            questions: self.questions,
            success_at_1: share(self.first),
            success_at_3: share(self.third),
            mrr_at_10: self.reciprocal / of,
            ndcg_at_10: self.gain / of,
            sure: share(self.sure),
        }
    }
}

/// Normalised discounted cumulative gain: every right procedure counts, the later the less.
fn gain(question: &Labelled, codes: &[&str]) -> f64 {
    let worth =
        |place: usize| 1.0 / (f64::from(u32::try_from(place).unwrap_or(u32::MAX)) + 2.0).log2();
    let right = |code: &&str| question.codes.iter().any(|right| right == code);
    let found: f64 = codes
        .iter()
        .take(DEPTH)
        .enumerate()
        .filter(|(_, code)| right(code))
        .map(|(place, _)| worth(place))
        .sum();
    let ideal: f64 = (0..question.codes.len().min(DEPTH)).map(worth).sum();
    if ideal > 0.0 { found / ideal } else { 0.0 }
}

/// Tries by kind and group.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    answerable: Tries,
    empty: Tries,
    groups: BTreeMap<&'static str, Tries>,
    kinds: BTreeMap<String, Tries>,
}

impl Tallies {
    pub fn saw(&mut self, question: &Labelled, codes: &[&str], sure: bool) {
        let whole = if question.codes.is_empty() {
            &mut self.empty
        } else {
            &mut self.answerable
        };
        whole.saw(question, codes, sure);
        let group = self.groups.entry(question.group()).or_default();
        group.saw(question, codes, sure);
        let kind = self.kinds.entry(question.kind.clone()).or_default();
        kind.saw(question, codes, sure);
    }

    pub fn scores(&self) -> Scores {
        Scores {
            answerable: self.answerable.score(),
            empty: self.empty.score(),
            groups: self
                .groups
                .iter()
                .map(|(name, tries)| ((*name).to_owned(), tries.score()))
                .collect(),
            kinds: self
                .kinds
                .iter()
                .map(|(name, tries)| (name.clone(), tries.score()))
                .collect(),
        }
    }
}

/// How many points of success at the first place a kind of noise costs, beside the same questions written properly.
pub(super) fn lost(questions: &[Labelled], ranks: &[Option<usize>], kind: &str) -> f64 {
    let (mut count, mut proper, mut noisy) = (0u32, 0u32, 0u32);
    for (question, rank) in questions.iter().zip(ranks) {
        if question.kind != kind || question.codes.is_empty() {
            continue;
        }
        let Some((root, _)) = question.root(questions) else {
            continue;
        };
        count += 1;
        noisy += u32::from(*rank == Some(0));
        proper += u32::from(ranks.get(root) == Some(&Some(0)));
    }
    100.0 * (f64::from(proper) - f64::from(noisy)) / f64::from(count.max(1))
}
