//! Asking the index of the catalogue: questions, codes, browsing, suggestions.

use std::sync::{Arc, PoisonError};

use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Order, Searcher, Term};

use super::analysis;
use super::catalogue::{Answer, CatalogueIndex, Trial};
use super::catalogue_fields::Card;
use super::closer::{Closer, Features, at_level};
use super::contents::{self, Contents};
use super::facets::{Facet, Facets};
use super::order::{LOOKED_AT, faint, looked_at, prefer_used};
use super::question::Question;
use super::ranking::{FIELD_WEIGHTS, SUGGESTION_WEIGHTS, query};
use super::trust::DOUBTS;
use super::usage::Usage;
use crate::domain::codes::ProcedureCode;
use crate::domain::procedure::Level;

/// A list ends here.
const DEEPEST: usize = 10_000;
/// So many are looked at for suggestions, which come with every letter.
const SUGGESTED_FROM: usize = 40;
/// The level of the office, which is put forward.
const OFFICE: Level = Level::Commune;
/// Suggestions while typing.
pub const SUGGESTIONS: usize = 8;

/// What is searched for and where.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// What was typed; empty lists everything by name.
    pub text: &'a str,
    /// Only those with each of these values, by name or code.
    pub only: Vec<(Facet, &'a str)>,
    /// Internal procedures too.
    pub internal: bool,
    /// Without putting the office's own level forward.
    pub neutral: bool,
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
    /// By what the answer can be narrowed further.
    pub facets: Facets,
}

/// A procedure with its measures for one question.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Its code.
    pub code: String,
    /// What speaks for it.
    pub features: Features,
    /// What speaks against any answer.
    pub doubts: [f32; DOUBTS],
    /// Of the office's own level.
    pub own_level: bool,
}

impl CatalogueIndex {
    /// Answers whatever was typed; odd input finds little or nothing, it is never an error.
    pub fn search(&self, ask: &Query<'_>) -> Answer<Found> {
        self.search_in(&self.contents(), ask)
    }

    /// The same with the expressions that are tried out.
    pub fn try_out(&self, trial: &Trial, ask: &Query<'_>) -> Answer<Found> {
        self.search_in(&trial.0, ask)
    }

    fn search_in(&self, contents: &Contents, ask: &Query<'_>) -> Answer<Found> {
        let searcher = self.reader.searcher();
        let filters = self.filters(ask);
        let limit = ask.limit.max(1);
        if let Some(card) = self.by_code(&searcher, ask, &filters)? {
            return Ok(only(card, ask.offset));
        }
        let question = Question::new(ask.text, &contents.language, &contents.synonyms);
        if question.is_empty() {
            // Typed, but nothing to look for: symbols, emoji.
            let sure = ask.text.trim().is_empty();
            return self.browse(&searcher, &filters, ask.offset, limit, sure);
        }
        let asked = narrowed(query(&question, &self.fields, &FIELD_WEIGHTS), &filters);
        let best = searcher.search(&asked, &TopDocs::with_limit(DEEPEST).order_by_score())?;
        let closer = Closer::new(&question, contents);
        let mut ranked = looked_at(&closer, contents, &best, (!ask.neutral).then_some(OFFICE));
        if !ask.neutral {
            prefer_used(&mut ranked, &self.usage());
        }
        let sure = ranked.first().is_some_and(|first| first.sure);
        let total = best.len() - faint(&best).min(best.len() - ranked.len());
        let closely = ranked.iter().map(|ranked| (ranked.score, ranked.address));
        let order = closely.chain(best.iter().skip(ranked.len()).copied());
        let end = ask.offset.saturating_add(limit).min(total);
        let mut hits = Vec::with_capacity(limit.min(total));
        for (score, address) in order.take(end).skip(ask.offset) {
            hits.push(Hit {
                card: self.card(&searcher, address)?,
                score,
            });
        }
        Ok(Found {
            next: next(ask.offset, hits.len(), total),
            hits,
            total,
            sure,
            facets: contents.facets(best.iter().take(total).map(|(_, address)| *address)),
        })
    }

    /// The measures of the best answers to a question, for those who weigh them.
    pub fn measured(&self, text: &str) -> Answer<Vec<Measured>> {
        let searcher = self.reader.searcher();
        let contents = self.contents();
        let question = Question::new(text, &contents.language, &contents.synonyms);
        let filters = self.filters(&Query::default());
        let asked = narrowed(query(&question, &self.fields, &FIELD_WEIGHTS), &filters);
        let best = searcher.search(&asked, &TopDocs::with_limit(LOOKED_AT).order_by_score())?;
        let closer = Closer::new(&question, &contents);
        let top = best
            .first()
            .map_or(1.0, |(score, _)| score.max(f32::MIN_POSITIVE));
        Ok(best
            .iter()
            .filter_map(|(score, address)| {
                let title = contents.at(*address)?;
                Some(Measured {
                    code: title.code.to_string(),
                    features: closer.look(title, score / top),
                    doubts: closer.doubts(title),
                    own_level: at_level(title, OFFICE),
                })
            })
            .collect())
    }

    /// At most [`SUGGESTIONS`] procedures for what has been typed so far; the last word may be unfinished.
    pub fn suggest(&self, typed: &str) -> Answer<Vec<Card>> {
        let typed: String = typed.chars().take(100).collect();
        if typed.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return Ok(Vec::new());
        }
        let searcher = self.reader.searcher();
        let filters = self.filters(&Query::default());
        if let Some(card) = self.by_code(
            &searcher,
            &Query {
                text: &typed,
                ..Query::default()
            },
            &filters,
        )? {
            return Ok(vec![card]);
        }
        let contents = self.contents();
        let question = Question::unfinished(&typed, &contents);
        if question.is_empty() {
            return Ok(Vec::new());
        }
        let asked = narrowed(
            query(&question, &self.fields, &SUGGESTION_WEIGHTS),
            &filters,
        );
        let best = searcher.search(
            &asked,
            &TopDocs::with_limit(SUGGESTED_FROM).order_by_score(),
        )?;
        let closer = Closer::new(&question, &contents);
        let mut ranked = looked_at(&closer, &contents, &best, Some(OFFICE));
        prefer_used(&mut ranked, &self.usage());
        ranked
            .iter()
            .take(SUGGESTIONS)
            .map(|ranked| self.card(&searcher, ranked.address))
            .collect()
    }

    /// The procedure whose code was typed and nothing else: the way straight to its sheet.
    pub fn typed_code(&self, text: &str) -> Answer<Option<Card>> {
        if text.split_whitespace().count() != 1 {
            return Ok(None);
        }
        let ask = Query {
            text,
            ..Query::default()
        };
        self.by_code(&self.reader.searcher(), &ask, &self.filters(&ask))
    }

    /// Words of a text that no procedure has.
    pub fn unknown_words(&self, text: &str) -> Vec<String> {
        let contents = self.contents();
        let known = |folded: &str| contents.knows(folded);
        analysis::places(text)
            .into_iter()
            .filter(|(_, syllable)| !known(&syllable.folded))
            .map(|(place, _)| text[place].to_owned())
            .collect()
    }

    /// By what the procedures that citizens see can be narrowed.
    pub fn facets(&self) -> Arc<Facets> {
        self.contents().browsed.clone()
    }

    /// How many procedures citizens see.
    pub fn public_total(&self) -> usize {
        self.contents().public().count()
    }

    fn usage(&self) -> Arc<Usage> {
        self.usage
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
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
        let (page, found) = searcher.search(&all, &(by_name, DocSetCollector))?;
        let total = found.len();
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
            facets: self.contents().facets(found.into_iter()),
        })
    }

    fn filters(&self, ask: &Query<'_>) -> Vec<Box<dyn TantivyQuery>> {
        let mut filters = Vec::new();
        if !ask.internal {
            filters.push(term(self.fields.internal, "0"));
        }
        for (facet, value) in &ask.only {
            filters.push(term(self.fields.asked_label, &facet.asked(value)));
        }
        filters
    }

    fn card(&self, searcher: &Searcher, address: DocAddress) -> Answer<Card> {
        contents::card(searcher, &self.fields, address)
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
        facets: Facets::default(),
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
