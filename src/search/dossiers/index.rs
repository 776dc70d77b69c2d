//! One index of the dossiers: written in commits that say how far the journal was followed, asked in tiers.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::collector::{FilterCollector, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, RangeQuery};
use tantivy::schema::{Field, Value};
use tantivy::{
    DocAddress, Index, IndexReader, IndexWriter, Order, ReloadPolicy, Searcher, TantivyDocument,
    TantivyError, Term,
};

use super::asked::{Asked, Part};
use super::fields::{Attached, Entry, Fields, ORDER, document, first_place, schema};
use super::scope::{allowed, is};
use crate::domain::authority::Rule;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::search::SearchError;

/// Memory of the writer, in bytes.
const WRITER_BYTES: usize = 24_000_000;
/// So many longer words are looked for where the last word may be a beginning.
const MOST_ENDINGS: usize = 64;
/// From so many parts on one of them may be wrong.
const FORGIVING: usize = 3;

type Answer<T> = Result<T, SearchError>;

/// How far an index follows the journal, and a checksum of the entry there: another office's journal, or one that was
/// restored, has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Place of the last entry of the feed that is in the index.
    pub seq: u64,
    /// Checksum of that entry; 0 where the feed is empty.
    pub entry: u32,
}

impl Mark {
    fn written(self) -> String {
        format!("{} {}", self.seq, self.entry)
    }

    fn read(text: &str) -> Option<Self> {
        let (seq, entry) = text.split_once(' ')?;
        Some(Self {
            seq: seq.parse().ok()?,
            entry: entry.parse().ok()?,
        })
    }
}

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

/// An index of the dossiers.
pub struct DossierIndex {
    index: Index,
    fields: Fields,
    order: Field,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
}

impl std::fmt::Debug for DossierIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DossierIndex")
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

impl DossierIndex {
    /// A new one in an empty folder.
    pub(super) fn create(dir: &Path) -> Answer<Self> {
        Self::with(Index::create_in_dir(dir, schema().0)?)
    }

    /// A new one in memory.
    pub(super) fn in_ram() -> Answer<Self> {
        Self::with(Index::create_in_ram(schema().0))
    }

    /// The one in this folder, when it was completed once.
    pub(super) fn open(dir: &Path) -> Answer<Self> {
        let index = Index::open(MmapDirectory::open(dir)?)?;
        if index.schema() != schema().0 {
            return Err(TantivyError::SchemaError("another schema".to_owned()).into());
        }
        let opened = Self::with(index)?;
        match opened.mark() {
            Some(_) => Ok(opened),
            None => Err(TantivyError::InternalError("never completed".to_owned()).into()),
        }
    }

    fn with(index: Index) -> Answer<Self> {
        let (schema, fields) = schema();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(16)
            .try_into()?;
        Ok(Self {
            order: schema.get_field(ORDER)?,
            index,
            fields,
            reader,
            writer: Mutex::default(),
        })
    }

    /// How many dossiers it holds.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// How far it follows the journal; `None` while it was never completed.
    pub fn mark(&self) -> Option<Mark> {
        Mark::read(&self.index.load_metas().ok()?.payload?)
    }

    /// Whether every byte of it is as it was written. Reads all of it.
    pub fn is_sound(&self) -> bool {
        let damaged = self.index.validate_checksum();
        damaged.is_ok_and(|damaged| damaged.is_empty())
    }

    /// Puts dossiers in place of what it knew of them, and then says that it follows the journal as far as `mark`: both or
    /// nothing, whenever the machine stops.
    pub fn put<'a>(&self, entries: impl IntoIterator<Item = Entry<'a>>, mark: Mark) -> Answer<()> {
        self.writing(|writer| {
            for entry in entries {
                self.add(writer, &entry, true)?;
            }
            commit(writer, mark)
        })?;
        Ok(self.reader.reload()?)
    }

    /// Adds a dossier that it does not have yet; it shows with the next [`DossierIndex::put`].
    pub fn stage(&self, entry: &Entry<'_>) -> Answer<()> {
        self.writing(|writer| self.add(writer, entry, false))
    }

    fn add(&self, writer: &IndexWriter, entry: &Entry<'_>, replaces: bool) -> Answer<()> {
        if replaces {
            let code = entry.dossier.code.as_str();
            writer.delete_term(Term::from_field_text(self.fields.code, code));
        }
        writer.add_document(document(&self.fields, self.order, entry))?;
        Ok(())
    }

    /// Whatever fails, the next attempt begins with a new writer after the last commit.
    fn writing(&self, write: impl FnOnce(&mut IndexWriter) -> Answer<()>) -> Answer<()> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, WRITER_BYTES)?,
        };
        write(&mut writer)?;
        *held = Some(writer);
        Ok(())
    }

    /// What was read from the files of a dossier.
    pub fn attached(&self, code: &str) -> Answer<Attached> {
        let searcher = self.reader.searcher();
        let found = searcher.search(
            &is(self.fields.code, code),
            &TopDocs::with_limit(1).order_by_u64_field(ORDER, Order::Desc),
        )?;
        let Some((_, address)) = found.first() else {
            return Ok(Attached::default());
        };
        let document: TantivyDocument = searcher.doc(*address)?;
        let kept = document.get_first(self.fields.attached);
        let kept = kept.and_then(|value| value.as_bytes());
        Ok(kept
            .and_then(|json| serde_json::from_slice(json).ok())
            .unwrap_or_default())
    }

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

fn commit(writer: &mut IndexWriter, mark: Mark) -> Answer<()> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&mark.written());
    commit.commit()?;
    Ok(())
}
