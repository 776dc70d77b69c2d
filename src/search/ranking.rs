//! How well a procedure answers a question: BM25 over weighted fields first, then a closer look at the best titles.

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::analysis::syllables;
use super::catalogue_fields::{Card, Fields};
use super::question::{Question, Word};
use super::typing::Vocabulary;
use crate::domain::procedure::Level;

/// Weights of the fields: word with marks, word without, pair with marks, pair without. Chosen by measurement on half of
/// the labelled questions and checked on the other half.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// Title, word and pair, with marks.
    pub name: (f32, f32),
    /// Title without marks.
    pub name_folded: (f32, f32),
    /// Cases, keywords, life events.
    pub more: (f32, f32),
    /// Field of administration.
    pub field: (f32, f32),
    /// Results.
    pub results: (f32, f32),
    /// Papers.
    pub papers: (f32, f32),
    /// Steps and conditions.
    pub steps: (f32, f32),
    /// Share of the question that the title answers.
    pub answered: f32,
    /// Share of the title that was asked for.
    pub asked: f32,
    /// Carried out by communes.
    pub commune: f32,
    /// Taken off a title for a special circumstance that was not asked for.
    pub special: f32,
    /// Bonus for neighbouring words of the question that are neighbours in the title.
    pub pairs: f32,
}

/// The weights in use.
pub const WEIGHTS: Weights = Weights {
    name: (1.5, 1.5),
    name_folded: (1.5, 1.5),
    more: (0.4, 0.4),
    field: (0.4, 0.4),
    results: (0.3, 0.4),
    papers: (0.15, 0.3),
    steps: (0.1, 0.3),
    answered: 0.5,
    asked: 0.3,
    commune: 0.06,
    special: 0.15,
    pairs: 0.4,
};

/// The first look: every word and pair in every field, any of them enough.
pub fn query(question: &Question, fields: &Fields, weights: &Weights) -> Box<dyn Query> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut add = |field: Field, text: &str, weight: f32| {
        let term = TermQuery::new(
            Term::from_field_text(field, text),
            IndexRecordOption::WithFreqs,
        );
        clauses.push((
            Occur::Should,
            Box::new(BoostQuery::new(Box::new(term), weight)),
        ));
    };
    let folded_fields = [
        (fields.name_folded, weights.name_folded),
        (fields.more, weights.more),
        (fields.field_folded, weights.field),
        (fields.results, weights.results),
        (fields.papers, weights.papers),
        (fields.steps, weights.steps),
    ];
    for line in &question.lines {
        for word in line {
            if let Some(exact) = &word.exact {
                add(fields.name, exact, weights.name.0 * word.weight);
            }
            for (nth, folded) in word.folded.iter().enumerate() {
                let weight = if nth == 0 {
                    word.weight
                } else {
                    word.weight * 0.8
                };
                for (field, (single, _)) in folded_fields {
                    add(field, folded, single * weight);
                }
            }
        }
        for pair in line.windows(2) {
            let [left, right] = pair else { continue };
            let weight = pair_weight(left, right);
            if let (Some(left), Some(right)) = (&left.exact, &right.exact) {
                add(
                    fields.name,
                    &format!("{left}_{right}"),
                    weights.name.1 * weight,
                );
            }
            for left in &left.folded {
                for right in &right.folded {
                    let text = format!("{left}_{right}");
                    for (field, (_, double)) in folded_fields {
                        add(field, &text, double * weight);
                    }
                }
            }
        }
    }
    Box::new(BooleanQuery::new(clauses))
}

fn pair_weight(left: &Word, right: &Word) -> f32 {
    (left.weight * right.weight).sqrt()
}

/// The closer look at one title.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fit {
    /// Share of the question that the title (and field) answers, by weight and rarity.
    pub answered: f32,
    /// Share of the title that the question asks for.
    pub asked: f32,
    /// By commune.
    pub commune: bool,
    /// For a special circumstance that the question does not mention.
    pub special: bool,
    /// Share of the question's pairs of neighbours that are neighbours in the title.
    pub pairs: f32,
    /// The question is about something that is no administrative procedure, and the title does not speak of it either.
    pub outside: bool,
}

/// Compares the question with the title of a card.
pub fn fit(question: &Question, card: &Card, vocabulary: &Vocabulary) -> Fit {
    let name: Vec<String> = syllables(&card.name)
        .into_iter()
        .map(|syllable| syllable.folded)
        .collect();
    let field: Vec<String> = syllables(&card.field)
        .into_iter()
        .map(|syllable| syllable.folded)
        .collect();
    let (mut whole, mut answered) = (0.0, 0.0);
    for concept in &question.concepts {
        let rarest = concept
            .ways
            .iter()
            .flatten()
            .map(|word| rarity(word, vocabulary))
            .fold(0.0, f32::max);
        let worth = concept.weight * rarest;
        let best = concept
            .ways
            .iter()
            .map(|way| {
                let (all, found) = way.iter().fold((0.0, 0.0), |(all, found), word| {
                    let worth = rarity(word, vocabulary);
                    let there = if name.contains(word) {
                        1.0
                    } else if field.contains(word) {
                        0.5
                    } else {
                        0.0
                    };
                    (all + worth, worth.mul_add(there, found))
                });
                if all > 0.0 { found / all } else { 0.0 }
            })
            .fold(0.0, f32::max);
        whole += worth;
        answered += worth * best;
    }
    let (title, asked) = name.iter().fold((0.0, 0.0), |(title, asked), word| {
        let worth = rarity(word, vocabulary);
        let there = if question.words.contains(word) {
            worth
        } else {
            0.0
        };
        (title + worth, asked + there)
    });
    Fit {
        answered: if whole > 0.0 { answered / whole } else { 0.0 },
        asked: if title > 0.0 { asked / title } else { 0.0 },
        commune: card.levels.contains(&Level::Commune),
        special: is_special(question, &name),
        pairs: pairs(question, &name, vocabulary),
        outside: question
            .outside
            .iter()
            .any(|matter| !matter.iter().all(|word| name.contains(&word.folded))),
    }
}

/// Special circumstances by a word of theirs; the general procedure comes first unless the question names them.
const SPECIAL: [[&str; 2]; 4] = [
    ["nuoc", "ngoai"],
    ["bien", "gioi"],
    ["luu", "dong"],
    ["ket", "hop"],
];

fn is_special(question: &Question, name: &[String]) -> bool {
    SPECIAL.iter().any(|special| {
        let there = name
            .windows(2)
            .any(|pair| pair[0] == special[0] && pair[1] == special[1]);
        let asked = question.lines.iter().any(|line| {
            line.windows(2).any(|pair| {
                pair[0].folded.iter().any(|word| word == special[0])
                    && pair[1].folded.iter().any(|word| word == special[1])
            })
        });
        there && !asked
    })
}

fn pairs(question: &Question, name: &[String], vocabulary: &Vocabulary) -> f32 {
    let (mut all, mut found) = (0.0, 0.0);
    for line in &question.lines {
        for pair in line.windows(2) {
            let [left, right] = pair else { continue };
            let worth = pair_weight(left, right)
                * (left
                    .folded
                    .first()
                    .map_or(0.0, |word| rarity(word, vocabulary))
                    + right
                        .folded
                        .first()
                        .map_or(0.0, |word| rarity(word, vocabulary)));
            let there = name
                .windows(2)
                .any(|pair| left.folded.contains(&pair[0]) && right.folded.contains(&pair[1]));
            all += worth;
            found += if there { worth } else { 0.0 };
        }
    }
    if all > 0.0 { found / all } else { 0.0 }
}

/// Rare syllables tell more: between 1 for the commonest and about 8; a syllable of no title counts as fairly rare.
fn rarity(folded: &str, vocabulary: &Vocabulary) -> f32 {
    let count = vocabulary.count(folded);
    let count = f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    let all = f32::from(u16::try_from(vocabulary.titles()).unwrap_or(u16::MAX));
    if count < 1.0 {
        return 4.0;
    }
    ((all + 1.0) / count).ln().max(0.2)
}

impl Fit {
    /// The final score: `share` is the first look's score as a share of the best one.
    pub fn score(self, share: f32, weights: &Weights) -> f32 {
        let commune = if self.commune { weights.commune } else { 0.0 };
        let special = if self.special { weights.special } else { 0.0 };
        share
            + self
                .answered
                .mul_add(weights.answered, self.asked * weights.asked)
            + self.pairs * weights.pairs
            - special
            + commune
    }
}

/// Below this an answer is called a guess: chosen so that of the labelled questions with an answer one in twenty falls below.
const SURE: f32 = 0.62;

impl Fit {
    /// Whether the title is more than a guess at what was asked.
    pub fn is_sure(self) -> bool {
        !self.outside
            && self
                .answered
                .mul_add(0.6, self.pairs.mul_add(0.4, self.asked))
                >= SURE
    }
}
