//! Asking an index of the dossiers: in tiers, the best first, within what whoever asks may know of.

use tantivy::collector::{FilterCollector, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, RangeQuery};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, Term};

use super::asked::{Asked, Part};
use super::fields::{ORDER, first_place};
use super::index::{Answer, DossierIndex};
use super::scope::{allowed, is};
use crate::domain::authority::Rule;
use crate::domain::status::Status;
use crate::domain::time::Moment;

/// So many longer words are looked for where the last word may be a beginning.
const MOST_ENDINGS: usize = 64;
/// From so many parts on one of them may be wrong.
const FORGIVING: usize = 3;

/// How well a dossier answers, the best first. Within a tier the newest dossier comes first.
const TIERS: [Tier; 4] = [Tier::Person, Tier::Beginning, Tier::Text, Tier::Nearly];

/// Where everything that was asked is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tier {
    /// In the names of people as they were written, in codes, numbers and days.
    Person,
    /// In names without their marks, the last word perhaps unfinished.
    Beginning,
    /// In names and in everything that was written.
    Text,
    /// All but one of them; only when nothing else is found.
    Nearly,
}

/// A place in what is found, from where the next page goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    tier: u8,
    order: u64,
}

impl Place {
    /// As bytes, for a cursor.
    pub fn to_bytes(self) -> Vec<u8> {
        [&[self.tier][..], &self.order.to_be_bytes()].concat()
    }

    /// Read back; `None` when these bytes are no place.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (tier, order) = bytes.split_first()?;
        let order = order.try_into().ok()?;
        (usize::from(*tier) < TIERS.len()).then(|| Self {
            tier: *tier,
            order: u64::from_be_bytes(order),
        })
    }
}

/// What is looked for, and among which.
#[derive(Debug)]
pub struct Find<'a> {
    /// What was typed.
    pub asked: &'a Asked,
    /// Who may know of what.
    pub rule: &'a Rule,
    /// Only this status.
    pub status: Option<Status>,
    /// Only what this officer holds.
    pub holder: Option<&'a str>,
    /// Only what is due before this moment.
    pub due_before: Option<Moment>,
    /// Only what was filed from this moment on.
    pub filed_from: Option<Moment>,
    /// Only what was filed before this moment.
    pub filed_before: Option<Moment>,
    /// Where the page before ended.
    pub after: Option<Place>,
    /// How many at most.
    pub limit: usize,
}

/// Codes of what was found, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundCodes {
    /// Codes with their places.
    pub hits: Vec<(Place, String)>,
    /// Whether there are more.
    pub more: bool,
    /// Whether one of the words was left out of account.
    pub nearly: bool,
}

impl DossierIndex {
    /// About how many dossiers have this whole key, those counted twice that have changed lately.
    pub fn about(&self, key: &str) -> Answer<u64> {
        let term = Term::from_field_text(self.fields.key, &key.to_ascii_lowercase());
        Ok(self.reader.searcher().doc_freq(&term)?)
    }

    /// Finds.
    pub fn find(&self, find: &Find<'_>) -> Answer<FoundCodes> {
        let searcher = self.reader.searcher();
        let mut found = FoundCodes::default();
        let (from, mut before) = match find.after {
            Some(place) => (usize::from(place.tier), Some(place.order)),
            None => (0, None),
        };
        let scope = self.scope(find);
        for (number, tier) in (0_u8..).zip(TIERS).skip(from) {
            // Who was answered to the letter does not want to see what is only near.
            let wanted = match tier {
                Tier::Nearly => {
                    found.hits.is_empty()
                        && find.asked.parts.len() >= FORGIVING
                        && find.after.is_none_or(|place| place.tier == number)
                }
                _ => true,
            };
            let room = (find.limit + 1).saturating_sub(found.hits.len());
            if !wanted || room == 0 {
                break;
            }
            let mut clauses: Vec<(Occur, Box<dyn Query>)> =
                vec![(Occur::Must, self.tier(find.asked, tier, &searcher)?)];
            if matches!(tier, Tier::Beginning | Tier::Text) {
                let nearer = if tier == Tier::Text {
                    Tier::Beginning
                } else {
                    Tier::Person
                };
                clauses.push((Occur::MustNot, self.tier(find.asked, nearer, &searcher)?));
            }
            clauses.extend(scope.iter().map(|query| (Occur::Must, query.box_clone())));
            let page = self.newest(&searcher, clauses, find, before.take(), room)?;
            found.nearly |= tier == Tier::Nearly && !page.is_empty();
            for (order, code) in page {
                let place = Place {
                    tier: number,
                    order,
                };
                found.hits.push((place, code));
            }
        }
        found.more = found.hits.len() > find.limit;
        found.hits.truncate(find.limit);
        Ok(found)
    }

    /// The newest of what answers, before a place of the order.
    fn newest(
        &self,
        searcher: &Searcher,
        clauses: Vec<(Occur, Box<dyn Query>)>,
        find: &Find<'_>,
        before: Option<u64>,
        limit: usize,
    ) -> Answer<Vec<(u64, String)>> {
        let from = find.filed_from.map_or(0, first_place);
        let until = find.filed_before.map_or(u64::MAX, first_place);
        let until = before.unwrap_or(u64::MAX).min(until);
        let top = TopDocs::with_limit(limit).order_by_u64_field(ORDER, Order::Desc);
        let within = move |order: u64| from <= order && order < until;
        let collector = FilterCollector::new(ORDER.to_owned(), within, top);
        let page = searcher.search(&BooleanQuery::new(clauses), &collector)?;
        page.into_iter()
            .map(|(order, address)| {
                let order = order.unwrap_or_default();
                Ok((order, self.code(searcher, address)?))
            })
            .collect()
    }

    fn code(&self, searcher: &Searcher, address: DocAddress) -> Answer<String> {
        let document: TantivyDocument = searcher.doc(address)?;
        let code = document.get_first(self.fields.code);
        let code = code.and_then(|value| value.as_str()).unwrap_or_default();
        Ok(code.to_owned())
    }

    /// Among which to look.
    fn scope(&self, find: &Find<'_>) -> Vec<Box<dyn Query>> {
        let mut clauses: Vec<Box<dyn Query>> = Vec::new();
        clauses.extend(allowed(find.rule, &self.fields));
        if let Some(status) = find.status {
            clauses.push(is(self.fields.status, &status.code().to_string()));
        }
        if let Some(holder) = find.holder {
            clauses.push(is(self.fields.holder, holder));
        }
        if let Some(before) = find.due_before {
            let end = Term::from_field_i64(self.fields.due, before.unix());
            let least = Term::from_field_i64(self.fields.due, i64::MIN);
            clauses.push(Box::new(RangeQuery::new(
                std::ops::Bound::Included(least),
                std::ops::Bound::Excluded(end),
            )));
        }
        clauses
    }

    /// What answers in this tier and those before it.
    fn tier(&self, asked: &Asked, tier: Tier, searcher: &Searcher) -> Answer<Box<dyn Query>> {
        if asked.is_empty() {
            return Ok(Box::new(AllQuery));
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(asked.parts.len());
        let occur = if tier == Tier::Nearly {
            Occur::Should
        } else {
            Occur::Must
        };
        for part in &asked.parts {
            let ways = self.ways(part, tier, searcher)?;
            let ways = ways.into_iter().map(|way| (Occur::Should, way));
            clauses.push((occur, Box::new(BooleanQuery::new(ways.collect()))));
        }
        Ok(Box::new(match tier {
            Tier::Nearly => {
                let enough = clauses.len() - 1;
                BooleanQuery::with_minimum_required_clauses(clauses, enough)
            }
            _ => BooleanQuery::new(clauses),
        }))
    }

    /// In which ways a dossier may have a part of the question.
    fn ways(&self, part: &Part, tier: Tier, searcher: &Searcher) -> Answer<Vec<Box<dyn Query>>> {
        let word = match part {
            Part::Key(keys) => {
                return Ok(keys.iter().map(|key| is(self.fields.key, key)).collect());
            }
            Part::Word(word) => word,
        };
        let syllable = &word.syllable;
        let mut ways = Vec::with_capacity(4);
        if syllable.folded.contains(|c: char| c.is_ascii_digit()) {
            ways.push(is(self.fields.key, &syllable.folded));
        }
        let plain = syllable.is_plain() || tier != Tier::Person;
        ways.push(if plain {
            is(self.fields.name_folded, &syllable.folded)
        } else {
            is(self.fields.name, &syllable.exact)
        });
        if tier != Tier::Person && word.begins {
            for ending in self.beginning(&syllable.folded, searcher)? {
                ways.push(is(self.fields.name_folded, &ending));
            }
        }
        if matches!(tier, Tier::Text | Tier::Nearly) {
            ways.push(is(self.fields.text, &syllable.folded));
        }
        Ok(ways)
    }

    /// Words of names that begin like this and go on.
    fn beginning(&self, start: &str, searcher: &Searcher) -> Answer<Vec<String>> {
        let mut found = Vec::new();
        for segment in searcher.segment_readers() {
            let names = segment.inverted_index(self.fields.name_folded)?;
            let mut words = names.terms().range().gt(start).into_stream()?;
            while words.advance() && found.len() < MOST_ENDINGS * 4 {
                if !words.key().starts_with(start.as_bytes()) {
                    break;
                }
                found.extend(std::str::from_utf8(words.key()).map(str::to_owned));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_ENDINGS);
        Ok(found)
    }
}
