//! The first look: BM25 over weighted fields, any word of the question enough.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::catalogue_fields::Fields;
use super::question::{Question, Word};

/// Weights of a field: of a word, of a pair of neighbours.
type Pair = (f32, f32);

/// Weights of the fields in the first look.
#[derive(Clone, Copy, Debug)]
pub struct FieldWeights {
    /// Title with marks.
    pub name: Pair,
    /// Title without marks.
    pub name_folded: Pair,
    /// Cases, keywords, life events.
    pub more: Pair,
    /// Field of administration.
    pub field: Pair,
    /// Results.
    pub results: Pair,
    /// Papers.
    pub papers: Pair,
    /// Steps and conditions.
    pub steps: Pair,
}

/// The weights in use.
pub const FIELD_WEIGHTS: FieldWeights = FieldWeights {
    name: (1.5, 1.5),
    name_folded: (1.5, 1.5),
    more: (0.4, 0.4),
    field: (0.4, 0.4),
    results: (0.3, 0.4),
    papers: (0.15, 0.3),
    steps: (0.1, 0.3),
};

/// The weights while somebody is typing: titles, cases and fields, which people type the beginning of.
pub const SUGGESTION_WEIGHTS: FieldWeights = FieldWeights {
    results: (0.0, 0.0),
    papers: (0.0, 0.0),
    steps: (0.0, 0.0),
    ..FIELD_WEIGHTS
};

/// The query of the first look.
pub fn query(question: &Question, fields: &Fields, weights: &FieldWeights) -> Box<dyn Query> {
    let mut terms = Terms::default();
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
            let name = weights.name.0 * word.weight * word.marks;
            terms.want(fields.name, &word.syllable.exact, name);
            for (field, (single, _)) in folded_fields {
                // Words that name no subject stand in every paper and step.
                if word.weight > FAINT || field == fields.name_folded {
                    terms.want(field, &word.syllable.folded, single * word.weight);
                }
            }
        }
        for pair in line.windows(2) {
            let [left, right] = pair else { continue };
            let weight = pair_weight(left, right);
            if weight <= FAINT {
                continue;
            }
            let marks = left.marks.min(right.marks);
            terms.want(
                fields.name,
                &format!("{}_{}", left.syllable.exact, right.syllable.exact),
                weights.name.1 * weight * marks,
            );
            let text = format!("{}_{}", left.syllable.folded, right.syllable.folded);
            for (field, (_, double)) in folded_fields {
                terms.want(field, &text, double * weight);
            }
        }
    }
    terms.into_query()
}

/// A word of this weight or less only helps in the title.
const FAINT: f32 = 0.31;

/// Wanted terms, each once with its greatest weight.
#[derive(Default)]
struct Terms(HashMap<(Field, String), f32>);

impl Terms {
    fn want(&mut self, field: Field, text: &str, weight: f32) {
        if weight <= 0.0 {
            return;
        }
        let known = self.0.entry((field, text.to_owned())).or_default();
        *known = known.max(weight);
    }

    fn into_query(self) -> Box<dyn Query> {
        let mut wanted: Vec<_> = self.0.into_iter().collect();
        // Always in the same order, so that sums of scores are always the same.
        wanted.sort_by(|a, b| a.0.cmp(&b.0));
        let clauses: Vec<(Occur, Box<dyn Query>)> = wanted
            .into_iter()
            .map(|((field, text), weight)| {
                let term = Term::from_field_text(field, &text);
                let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
                let boosted: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(term), weight));
                (Occur::Should, boosted)
            })
            .collect();
        Box::new(BooleanQuery::new(clauses))
    }
}

/// How much two neighbours count together.
pub fn pair_weight(left: &Word, right: &Word) -> f32 {
    (left.weight * right.weight).sqrt()
}
