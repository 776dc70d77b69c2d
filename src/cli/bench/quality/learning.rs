//! How the weights of the closer look were found: by the labelled questions, and checked on topics that took no part.
//!
//! For each question the right answers are to score above the rest of the first look's best (softmax over the list), with a
//! penalty on large weights; trust in the best answer is a logistic measure of the same kind. Both are plain gradient
//! descent, so that anybody can learn them again: `motcua bench search --queries FILE --procedures FILE --learn`.

use super::super::super::failure::Failure;
use super::broken;
use super::labelled::Labelled;
use super::score::Tries;
use crate::search::closer::{self, FEATURES};
use crate::search::trust::{self, DOUBTS};
use crate::search::{CatalogueIndex, Measured};

/// Topics are parted into so many; each part is held back once.
const PARTS: u64 = 6;
/// Penalty on large weights, for the order and for trust.
const CALM: f64 = 0.15;
const CALM_TRUST: f64 = 0.03;
/// The share of answerable questions that may be called a guess, when the threshold is chosen.
const GUESSES: f64 = 0.045;

/// One question with the measures of its candidates.
struct Lesson<'a> {
    question: &'a Labelled,
    part: u64,
    candidates: Vec<Measured>,
    rows: Vec<Vec<f64>>,
    right: Vec<bool>,
}

pub(super) fn run(index: &CatalogueIndex, questions: &[Labelled]) -> Result<(), Failure> {
    let mut lessons = Vec::with_capacity(questions.len());
    for question in questions {
        let candidates = index.measured(&question.query).map_err(broken)?;
        lessons.push(Lesson {
            part: part(question.topic()),
            rows: candidates.iter().map(row).collect(),
            right: candidates
                .iter()
                .map(|one| question.codes.contains(&one.code))
                .collect(),
            candidates,
            question,
        });
    }
    let (mut held, mut trust) = (Tries::default(), Vec::new());
    for part in 0..PARTS {
        let learned: Vec<&Lesson<'_>> = lessons.iter().filter(|one| one.part != part).collect();
        let weights = order(&learned);
        let threshold = trust_of(&learned, &weights);
        for lesson in lessons.iter().filter(|one| one.part == part) {
            let ranked = ranked(lesson, &weights);
            let sure = threshold.is_sure(lesson, &ranked);
            trust.push((lesson.question.codes.is_empty(), sure));
            if !lesson.question.codes.is_empty() {
                let codes = ranked.iter().map(|at| lesson.candidates[*at].code.as_str());
                held.saw(lesson.question, &codes.collect::<Vec<_>>(), sure);
            }
        }
    }
    println!(
        "{}",
        super::table::row("để riêng theo chủ đề", &held.score())
    );
    let empty: Vec<bool> = trust
        .iter()
        .filter(|(empty, _)| *empty)
        .map(|(_, sure)| *sure)
        .collect();
    let unsure = empty.iter().filter(|sure| !**sure).count();
    println!(
        "để riêng, không có đáp án: {unsure}/{} nói là chưa chắc",
        empty.len()
    );
    let all: Vec<&Lesson<'_>> = lessons.iter().collect();
    let weights = order(&all);
    for (name, weight) in closer::NAMES.iter().zip(&weights) {
        println!("{name:<28}{weight:>8.3}");
    }
    println!(
        "{:<28}{:>8.3}",
        "own level",
        weights.last().copied().unwrap_or(0.0)
    );
    let threshold = trust_of(&all, &weights);
    println!(
        "trust {:?}, sure from {:.3}",
        rounded(&threshold.weights),
        threshold.from
    );
    Ok(())
}

fn rounded(weights: &[f64]) -> Vec<f64> {
    weights
        .iter()
        .map(|weight| (weight * 1000.0).round() / 1000.0)
        .collect()
}

fn row(candidate: &Measured) -> Vec<f64> {
    let own = if candidate.own_level { 1.0 } else { 0.0 };
    let features = candidate.features.iter().map(|measure| f64::from(*measure));
    features.chain([own]).collect()
}

fn part(topic: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211);
    (topic.bytes().fold(14_695_981_039_346_656_037, mix) >> 17) % PARTS
}

/// Places of the candidates, best first.
fn ranked(lesson: &Lesson<'_>, weights: &[f64]) -> Vec<usize> {
    let scores: Vec<f64> = lesson.rows.iter().map(|row| dot(row, weights)).collect();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    order
}

fn dot(row: &[f64], weights: &[f64]) -> f64 {
    row.iter()
        .zip(weights)
        .map(|(measure, weight)| measure * weight)
        .sum()
}

/// Mean and spread of each column, so that no measure counts more for its unit.
struct Scale {
    mean: Vec<f64>,
    spread: Vec<f64>,
}

impl Scale {
    fn of<'a>(rows: impl Iterator<Item = &'a Vec<f64>> + Clone, columns: usize) -> Self {
        let count = rows.clone().count().max(1);
        #[expect(clippy::cast_precision_loss, reason = "some thousands of rows")]
        let count = count as f64;
        let mut mean = vec![0.0; columns];
        for row in rows.clone() {
            mean.iter_mut()
                .zip(row)
                .for_each(|(mean, measure)| *mean += measure / count);
        }
        let mut spread = vec![0.0; columns];
        for row in rows {
            for ((spread, measure), mean) in spread.iter_mut().zip(row).zip(&mean) {
                *spread += (measure - mean).powi(2) / count;
            }
        }
        for spread in &mut spread {
            *spread = spread.sqrt().max(1e-3);
        }
        Self { mean, spread }
    }

    fn scaled(&self, row: &[f64]) -> Vec<f64> {
        let columns = row.iter().zip(&self.mean).zip(&self.spread);
        columns
            .map(|((measure, mean), spread)| (measure - mean) / spread)
            .collect()
    }
}

/// Descends along a gradient with momentum and a step for each weight (Adam).
fn descend(weights: &mut [f64], steps: i32, mut gradient: impl FnMut(&[f64]) -> Vec<f64>) {
    let (mut first, mut second) = (vec![0.0; weights.len()], vec![0.0; weights.len()]);
    for step in 1..=steps {
        let slope = gradient(weights);
        for (at, slope) in slope.into_iter().enumerate() {
            first[at] = 0.9f64.mul_add(first[at], 0.1 * slope);
            second[at] = 0.999f64.mul_add(second[at], 0.001 * slope * slope);
            let (mean, size) = (
                first[at] / (1.0 - 0.9f64.powi(step)),
                second[at] / (1.0 - 0.999f64.powi(step)),
            );
            weights[at] -= 0.03 * mean / (size.sqrt() + 1e-8);
        }
    }
}

/// Learns the weights of the order.
fn order(lessons: &[&Lesson<'_>]) -> Vec<f64> {
    let columns = FEATURES + 1;
    let lessons: Vec<_> = lessons
        .iter()
        .filter(|one| one.right.contains(&true))
        .collect();
    let scale = Scale::of(lessons.iter().flat_map(|one| &one.rows), columns);
    let scaled: Vec<(Vec<Vec<f64>>, &[bool])> = lessons
        .iter()
        .map(|one| {
            let rows = one.rows.iter().map(|row| scale.scaled(row)).collect();
            (rows, one.right.as_slice())
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "some hundreds of questions")]
    let count = scaled.len().max(1) as f64;
    let mut weights = vec![0.0; columns];
    weights[..2].fill(0.5);
    descend(&mut weights, 400, |weights| {
        let mut slope: Vec<f64> = weights.iter().map(|weight| CALM * weight).collect();
        for (rows, right) in &scaled {
            let scores: Vec<f64> = rows.iter().map(|row| dot(row, weights)).collect();
            let top = scores.iter().copied().fold(f64::MIN, f64::max);
            let odds: Vec<f64> = scores.iter().map(|score| (score - top).exp()).collect();
            let all: f64 = odds.iter().sum();
            let good: f64 = odds
                .iter()
                .zip(*right)
                .filter(|(_, right)| **right)
                .map(|(odds, _)| odds)
                .sum();
            for ((row, odds), right) in rows.iter().zip(&odds).zip(*right) {
                let pull = odds / all - if *right { odds / good } else { 0.0 };
                for (slope, measure) in slope.iter_mut().zip(row) {
                    *slope += pull * measure / count;
                }
            }
        }
        slope
    });
    weights
        .iter()
        .zip(&scale.spread)
        .map(|(weight, spread)| weight / spread)
        .collect()
}

/// What trust is measured by: the places in [`trust::TRUST`] and [`trust::DOUBT`], and a constant.
struct Threshold {
    weights: Vec<f64>,
    from: f64,
}

impl Threshold {
    fn is_sure(&self, lesson: &Lesson<'_>, ranked: &[usize]) -> bool {
        ranked.first().is_some_and(|best| {
            let candidate = &lesson.candidates[*best];
            candidate.doubts[0] < 0.5 && dot(&trust_row(candidate), &self.weights) >= self.from
        })
    }
}

fn trust_row(candidate: &Measured) -> Vec<f64> {
    let trust = trust::TRUST
        .iter()
        .map(|(at, _)| f64::from(candidate.features[*at]));
    let doubts: [f32; DOUBTS] = candidate.doubts;
    let doubt = trust::DOUBT.iter().map(|(at, _)| f64::from(doubts[*at]));
    trust.chain(doubt).chain([1.0]).collect()
}

/// Learns trust in the best answers of these.
fn trust_of(lessons: &[&Lesson<'_>], weights: &[f64]) -> Threshold {
    let examples: Vec<(Vec<f64>, bool)> = lessons
        .iter()
        .filter_map(|one| {
            let best = one.candidates.get(*ranked(one, weights).first()?)?;
            // What lies outside by name is no matter of measure.
            (best.doubts[0] < 0.5).then(|| (trust_row(best), !one.question.codes.is_empty()))
        })
        .collect();
    let columns = trust::TRUST.len() + trust::DOUBT.len() + 1;
    let mut scale = Scale::of(examples.iter().map(|(row, _)| row), columns);
    // The constant stays a constant.
    scale.mean[columns - 1] = 0.0;
    scale.spread[columns - 1] = 1.0;
    let share = |answerable: bool| {
        let number = examples
            .iter()
            .filter(|(_, one)| *one == answerable)
            .count();
        0.5 / f64::from(u32::try_from(number.max(1)).unwrap_or(u32::MAX))
    };
    let (good, bad) = (share(true), share(false));
    let scaled: Vec<(Vec<f64>, bool)> = examples
        .iter()
        .map(|(row, answerable)| (scale.scaled(row), *answerable))
        .collect();
    let mut learned = vec![0.0; columns];
    descend(&mut learned, 600, |weights| {
        let mut slope: Vec<f64> = weights.iter().map(|weight| CALM_TRUST * weight).collect();
        slope[columns - 1] = 0.0;
        for (row, answerable) in &scaled {
            let likely = 1.0 / (1.0 + (-dot(row, weights)).exp());
            let (goal, worth) = if *answerable { (1.0, good) } else { (0.0, bad) };
            for (slope, measure) in slope.iter_mut().zip(row) {
                *slope += (likely - goal) * worth * measure;
            }
        }
        slope
    });
    let shift: f64 = (0..columns - 1)
        .map(|at| learned[at] * scale.mean[at] / scale.spread[at])
        .sum();
    let mut weights: Vec<f64> = learned
        .iter()
        .zip(&scale.spread)
        .map(|(weight, spread)| weight / spread)
        .collect();
    weights[columns - 1] -= shift;
    let mut scores: Vec<f64> = examples
        .iter()
        .filter(|(_, answerable)| *answerable)
        .map(|(row, _)| dot(row, &weights))
        .collect();
    scores.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a length is a length"
    )]
    let at = (scores.len() as f64 * GUESSES) as usize;
    Threshold {
        from: scores.get(at).copied().unwrap_or(0.0),
        weights,
    }
}
