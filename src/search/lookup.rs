//! Asking the index of the catalogue: questions, codes, browsing, suggestions.

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, TantivyDocument, Value};
use tantivy::{DocAddress, Order, Searcher, TantivyError, Term};

use super::analysis::collation_key;
use super::catalogue::{Answer, CatalogueIndex};
use super::catalogue_fields::Card;
use super::question::Question;
use super::ranking::{WEIGHTS, Weights, fit, query};
use super::typing::Vocabulary;
use crate::domain::codes::ProcedureCode;
use crate::domain::fold::fold;
use crate::domain::procedure::Level;

/// So many of the best are looked at more closely.
const LOOKED_AT: usize = 80;
/// A list ends here.
const DEEPEST: usize = 10_000;
/// Suggestions while typing.
pub const SUGGESTIONS: usize = 8;

/// What is searched for and where.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// What was typed; empty lists everything by name.
    pub text: &'a str,
    /// Name or code of a field (lĩnh vực).
    pub field: Option<&'a str>,
    /// Name of a subject (đối tượng).
    pub subject: Option<&'a str>,
    /// Level of execution.
    pub level: Option<Level>,
    /// Internal procedures too.
    pub internal: bool,
    /// How many to skip.
    pub offset: usize,
    /// How many to answer, at least one.
    pub limit: usize,
}

/// One procedure found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What a list shows.
    pub card: Card,
    /// For comparison within one answer.
    pub score: f32,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// How many there are altogether.
    pub total: usize,
    /// The offset of the next page.
    pub next: Option<usize>,
    /// Whether the best answer is more than a guess.
    pub sure: bool,
}

impl CatalogueIndex {
    /// Answers whatever was typed; odd input finds little or nothing, it is never an error.
    pub fn search(&self, ask: &Query<'_>) -> Answer<Found> {
        self.search_weighted(ask, &WEIGHTS)
    }

    /// [`CatalogueIndex::search`] with other weights, for measuring them.
    pub fn search_weighted(&self, ask: &Query<'_>, weights: &Weights) -> Answer<Found> {
        let searcher = self.reader.searcher();
        let filters = self.filters(ask);
        let limit = ask.limit.max(1);
        if let Some(card) = self.by_code(&searcher, ask, &filters)? {
            return Ok(only(card, ask.offset));
        }
        let vocabulary = self.vocabulary();
        let question = Question::new(ask.text, &vocabulary);
        if question.is_empty() {
            // Typed, but nothing to look for: symbols, emoji.
            let sure = ask.text.trim().is_empty();
            return self.browse(&searcher, &filters, ask.offset, limit, sure);
        }
        let asked = narrowed(query(&question, &self.fields, weights), &filters);
        let end = ask.offset.saturating_add(limit).min(DEEPEST);
        let collector = TopDocs::with_limit(end.max(LOOKED_AT)).order_by_score();
        let (best, total) = searcher.search(&asked, &(collector, Count))?;
        let mut hits = self.looked_at(&searcher, &question, &vocabulary, &best, weights)?;
        let sure = hits
            .first()
            .is_some_and(|hit| fit(&question, &hit.card, &vocabulary).is_sure());
        for (score, address) in best.iter().take(end).skip(hits.len()) {
            hits.push(Hit {
                card: self.card(&searcher, *address)?,
                score: *score,
            });
        }
        let hits: Vec<Hit> = hits.into_iter().skip(ask.offset).take(limit).collect();
        Ok(Found {
            next: next(ask.offset, hits.len(), total),
            hits,
            total,
            sure,
        })
    }

    /// The best by the first look, put in order by the closer one.
    fn looked_at(
        &self,
        searcher: &Searcher,
        question: &Question,
        vocabulary: &Vocabulary,
        best: &[(f32, DocAddress)],
        weights: &Weights,
    ) -> Answer<Vec<Hit>> {
        let top = best
            .first()
            .map_or(1.0, |(score, _)| score.max(f32::MIN_POSITIVE));
        let mut hits = Vec::with_capacity(LOOKED_AT);
        for (score, address) in best.iter().take(LOOKED_AT) {
            let card = self.card(searcher, *address)?;
            let score = fit(question, &card, vocabulary).score(score / top, weights);
            hits.push(Hit { card, score });
        }
        hits.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.card.code.cmp(&b.card.code))
        });
        Ok(hits)
    }

    /// At most [`SUGGESTIONS`] procedures for what has been typed so far; the last word may be unfinished.
    pub fn suggest(&self, typed: &str) -> Answer<Vec<Card>> {
        let vocabulary = self.vocabulary();
        let typed: String = typed.chars().take(100).collect();
        let finished = typed.ends_with(char::is_whitespace);
        let last = typed.split_whitespace().next_back().unwrap_or_default();
        let last = fold(last);
        let ask = |text: &str| {
            self.search(&Query {
                text,
                limit: SUGGESTIONS,
                ..Query::default()
            })
        };
        let endings = if finished || last.chars().count() < 2 {
            Vec::new()
        } else {
            vocabulary.starting_with(&last, 3)
        };
        // As typed first; an unfinished word then also as its most frequent endings.
        let mut cards = Vec::new();
        if vocabulary.count(&last) > 0 || endings.is_empty() {
            cards = ask(&typed)?.hits;
        }
        let before =
            typed.trim_end().len() - typed.split_whitespace().next_back().map_or(0, str::len);
        for ending in endings.into_iter().filter(|ending| *ending != last) {
            for hit in ask(&format!("{}{ending}", &typed[..before]))?.hits {
                match cards
                    .iter_mut()
                    .find(|known| known.card.code == hit.card.code)
                {
                    Some(known) => known.score = known.score.max(hit.score * 0.97),
                    None => cards.push(Hit {
                        score: hit.score * 0.97,
                        ..hit
                    }),
                }
            }
        }
        cards.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.card.code.cmp(&b.card.code))
        });
        cards.truncate(SUGGESTIONS);
        Ok(cards.into_iter().map(|hit| hit.card).collect())
    }

    /// The fields (lĩnh vực) of the procedures that citizens see, with their numbers, by name.
    pub fn field_names(&self) -> Answer<Vec<(String, usize)>> {
        let searcher = self.reader.searcher();
        let mut names = std::collections::BTreeSet::new();
        for segment in searcher.segment_readers() {
            let terms = segment.inverted_index(self.fields.field_name)?;
            let mut terms = terms.terms().stream()?;
            while let Some((name, _)) = terms.next() {
                names.extend(std::str::from_utf8(name).map(str::to_owned));
            }
        }
        let mut counted = Vec::with_capacity(names.len());
        for name in names {
            let public = BooleanQuery::intersection(vec![
                term(self.fields.field_name, &name),
                term(self.fields.internal, "0"),
            ]);
            let count = searcher.search(&public, &Count)?;
            if count > 0 {
                counted.push((name, count));
            }
        }
        counted.sort_by_cached_key(|(name, _)| collation_key(name));
        Ok(counted)
    }

    /// A code, whole or with the suffix of the agency that copied it, leads straight to its procedure.
    fn by_code(
        &self,
        searcher: &Searcher,
        ask: &Query<'_>,
        filters: &[Box<dyn TantivyQuery>],
    ) -> Answer<Option<Card>> {
        let Some(code) = typed_code(ask.text) else {
            return Ok(None);
        };
        for code in [code.clone(), code.bare()] {
            let wanted = narrowed(
                term(self.fields.code, &code.as_str().to_ascii_lowercase()),
                filters,
            );
            let found = searcher.search(&wanted, &TopDocs::with_limit(1).order_by_score())?;
            if let Some((_, address)) = found.first() {
                return self.card(searcher, *address).map(Some);
            }
        }
        Ok(None)
    }

    fn browse(
        &self,
        searcher: &Searcher,
        filters: &[Box<dyn TantivyQuery>],
        offset: usize,
        limit: usize,
        sure: bool,
    ) -> Answer<Found> {
        let all = narrowed(Box::new(AllQuery), filters);
        let offset = offset.min(DEEPEST);
        let by_name = TopDocs::with_limit(limit.min(DEEPEST))
            .and_offset(offset)
            .order_by_string_fast_field("order", Order::Asc);
        let (page, total) = searcher.search(&all, &(by_name, Count))?;
        let mut hits = Vec::with_capacity(page.len());
        for (_, address) in page {
            hits.push(Hit {
                card: self.card(searcher, address)?,
                score: 0.0,
            });
        }
        Ok(Found {
            next: next(offset, hits.len(), total),
            hits,
            total,
            sure,
        })
    }

    fn filters(&self, ask: &Query<'_>) -> Vec<Box<dyn TantivyQuery>> {
        let mut filters = Vec::new();
        if !ask.internal {
            filters.push(term(self.fields.internal, "0"));
        }
        if let Some(field) = ask.field {
            filters.push(term(self.fields.in_field, &fold(field.trim())));
        }
        if let Some(subject) = ask.subject {
            filters.push(term(self.fields.for_subject, &fold(subject.trim())));
        }
        if let Some(level) = ask.level {
            filters.push(term(self.fields.at_level, level.as_str()));
        }
        filters
    }

    fn card(&self, searcher: &Searcher, address: DocAddress) -> Answer<Card> {
        let document: TantivyDocument = searcher.doc(address)?;
        let json = document
            .get_first(self.fields.card)
            .and_then(|value| value.as_str())
            .unwrap_or_default();
        serde_json::from_str(json)
            .map_err(|error| TantivyError::InternalError(error.to_string()).into())
    }
}

/// The code in what was typed: all of it, or one word that looks like a national code, «1.004194».
fn typed_code(text: &str) -> Option<ProcedureCode> {
    let text = text.trim();
    let with_digit = |code: &ProcedureCode| code.as_str().contains(|c: char| c.is_ascii_digit());
    if let Some(code) = text.parse().ok().filter(with_digit) {
        return Some(code);
    }
    let national = |word: &&str| {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        word.split_once('.').is_some_and(|(kind, rest)| {
            kind.len() == 1 && digits(kind) && rest.len() >= 6 && rest.get(..6).is_some_and(digits)
        })
    };
    text.split_whitespace()
        .take(60)
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .find(national)
        .and_then(|word| word.parse().ok())
}

fn only(card: Card, offset: usize) -> Found {
    let hits = if offset == 0 {
        vec![Hit { card, score: 1.0 }]
    } else {
        Vec::new()
    };
    Found {
        hits,
        total: 1,
        next: None,
        sure: true,
    }
}

fn next(offset: usize, shown: usize, total: usize) -> Option<usize> {
    let end = offset + shown;
    (shown > 0 && end < total.min(DEEPEST)).then_some(end)
}

fn term(field: Field, text: &str) -> Box<dyn TantivyQuery> {
    // A term is at most 64 kB; a filter that long matches nothing anyway.
    let end = text.floor_char_boundary(text.len().min(1_000));
    Box::new(TermQuery::new(
        Term::from_field_text(field, &text[..end]),
        IndexRecordOption::Basic,
    ))
}

/// The query among what all the filters let through; filters do not score.
fn narrowed(
    query: Box<dyn TantivyQuery>,
    filters: &[Box<dyn TantivyQuery>],
) -> Box<dyn TantivyQuery> {
    if filters.is_empty() {
        return query;
    }
    let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = vec![(Occur::Must, query)];
    for filter in filters {
        let silent = ConstScoreQuery::new(filter.box_clone(), 0.0);
        clauses.push((Occur::Must, Box::new(silent)));
    }
    Box::new(BooleanQuery::new(clauses))
}
