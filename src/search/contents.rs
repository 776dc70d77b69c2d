//! What the closer look needs of each procedure, ready in memory: its title word by word, and the words of its other parts.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use tantivy::schema::{Field, IndexRecordOption, TantivyDocument, Value};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyError};

use super::analysis::{Syllable, syllables};
use super::catalogue::Answer;
use super::catalogue_fields::{Card, Fields, read};
use super::deeds::Deeds;
use super::facets::{Facet, Facets};
use super::language::Language;
use super::question::SAYINGS;
use super::synonyms::Synonyms;
use crate::domain::procedure::Level;

/// The number of a syllable without marks.
pub type TermId = u32;

/// Parts of a procedure beside its title.
pub const PARTS: usize = 5;

/// A procedure as the closer look sees it.
#[derive(Debug)]
pub struct Title {
    /// Procedure code, the tie-breaker.
    pub code: Box<str>,
    /// Syllables of the title in order, without marks.
    pub words: Box<[TermId]>,
    /// The same with marks.
    pub exact: Box<[u32]>,
    /// Words of cases and keywords, field, results, papers, steps; each sorted.
    pub parts: [Box<[TermId]>; PARTS],
    /// What it does.
    pub deeds: Deeds,
    /// Levels of execution.
    pub levels: Box<[Level]>,
    /// By one province for itself.
    pub local: bool,
    /// Between agencies, no citizen's matter.
    pub internal: bool,
    /// Numbers of its labels in [`Contents`].
    pub labels: Box<[u16]>,
}

/// The catalogue's words and titles.
#[derive(Debug, Default)]
pub struct Contents {
    ids: HashMap<Box<str>, TermId>,
    /// In how many titles or fields a syllable occurs.
    counts: Vec<u32>,
    titles: Vec<Vec<Option<Title>>>,
    number: u32,
    /// Syllables of titles without marks, in order.
    begun: BTreeSet<Box<str>>,
    labels: Vec<(Facet, String)>,
    /// By what the procedures that citizens see can be narrowed.
    pub browsed: Arc<Facets>,
    /// How syllables stand together.
    pub language: Language,
    /// Everyday expressions with their meanings.
    pub synonyms: Synonyms,
}

impl Contents {
    /// Reads the index through once.
    pub fn of(searcher: &Searcher, fields: &Fields, synonyms: Synonyms) -> Answer<Self> {
        let mut contents = Self {
            number: u32::try_from(searcher.num_docs()).unwrap_or(u32::MAX),
            synonyms,
            ..Self::default()
        };
        for segment in searcher.segment_readers() {
            contents.learn(segment, fields)?;
        }
        for phrase in contents.synonyms.phrases() {
            contents.language.add_phrase(phrase, 30);
        }
        for saying in SAYINGS.lines() {
            contents.language.add_phrase(&syllables(saying), 400);
        }
        contents.language.finish();
        for (ord, segment) in (0..).zip(searcher.segment_readers()) {
            let parts = contents.parts(segment, fields)?;
            let labels = contents.labels(segment, fields)?;
            let mut titles = Vec::with_capacity(parts.len());
            for (doc, (parts, labels)) in (0..).zip(parts.into_iter().zip(labels)) {
                let title = if segment.is_deleted(doc) {
                    None
                } else {
                    let card = card(searcher, fields, DocAddress::new(ord, doc))?;
                    Some(contents.title(&card, parts, labels))
                };
                titles.push(title);
            }
            contents.titles.push(titles);
        }
        contents.begun = contents
            .ids
            .iter()
            .filter(|(_, id)| {
                contents
                    .counts
                    .get(**id as usize)
                    .is_some_and(|count| *count > 0)
            })
            .map(|(word, _)| word.clone())
            .collect();
        contents.browsed = Arc::new(contents.facets(contents.public()));
        Ok(contents)
    }

    fn learn(&mut self, segment: &SegmentReader, fields: &Fields) -> Answer<()> {
        let inverted = segment.inverted_index(fields.spoken)?;
        let mut terms = inverted.terms().stream()?;
        let mut pairs = Vec::new();
        while let Some((term, info)) = terms.next() {
            let Ok(term) = std::str::from_utf8(term) else {
                continue;
            };
            match term.split_once('_') {
                None => {
                    let syllable = Syllable {
                        folded: without_marks(term),
                        exact: term.to_owned(),
                    };
                    self.language.add(&syllable, info.doc_freq);
                }
                Some((left, right)) if info.doc_freq > 1 => {
                    pairs.push((left.to_owned(), right.to_owned(), info.doc_freq));
                }
                Some(_) => {}
            }
        }
        for (left, right, count) in pairs {
            if let (Some(left), Some(right)) = (self.language.id(&left), self.language.id(&right)) {
                self.language.add_pair(left, right, count);
            }
        }
        Ok(())
    }

    /// For each document of a segment the words of its parts.
    fn parts(
        &mut self,
        segment: &SegmentReader,
        fields: &Fields,
    ) -> Answer<Vec<[Vec<TermId>; PARTS]>> {
        let mut all: Vec<[Vec<TermId>; PARTS]> = Vec::new();
        all.resize_with(segment.max_doc() as usize, Default::default);
        self.each_word(segment, fields.name_folded, &mut |contents, id, doc| {
            let _ = doc;
            contents.counts[id as usize] += 1;
        })?;
        let parts = [
            fields.more,
            fields.field_folded,
            fields.results,
            fields.papers,
            fields.steps,
        ];
        for (part, field) in parts.into_iter().enumerate() {
            self.each_word(segment, field, &mut |_, id, doc| {
                if let Some(parts) = all.get_mut(doc as usize) {
                    parts[part].push(id);
                }
            })?;
        }
        for parts in &mut all {
            for part in parts {
                part.sort_unstable();
            }
        }
        Ok(all)
    }

    /// For each document of a segment the numbers of its labels.
    fn labels(&mut self, segment: &SegmentReader, fields: &Fields) -> Answer<Vec<Vec<u16>>> {
        let mut all: Vec<Vec<u16>> = Vec::new();
        all.resize_with(segment.max_doc() as usize, Default::default);
        let inverted = segment.inverted_index(fields.label)?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            let label = std::str::from_utf8(term).ok().and_then(Facet::read);
            let Some((facet, value)) = label else {
                continue;
            };
            // Spelled differently by two agencies, and still the same.
            let asked = facet.asked(value);
            let known = self
                .labels
                .iter()
                .position(|(facet, value)| facet.asked(value) == asked);
            let at = known.unwrap_or_else(|| {
                self.labels.push((facet, value.to_owned()));
                self.labels.len() - 1
            });
            let Ok(number) = u16::try_from(at) else {
                continue;
            };
            let mut postings =
                inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if let Some(labels) = all.get_mut(doc as usize)
                    && !labels.contains(&number)
                {
                    labels.push(number);
                }
                doc = postings.advance();
            }
        }
        Ok(all)
    }

    /// How many of these procedures have which label.
    pub fn facets(&self, found: impl Iterator<Item = DocAddress>) -> Facets {
        let mut counts = vec![0; self.labels.len()];
        for title in found.filter_map(|address| self.at(address)) {
            for label in &title.labels {
                if let Some(count) = counts.get_mut(usize::from(*label)) {
                    *count += 1;
                }
            }
        }
        let labels = self.labels.iter().zip(counts);
        Facets::new(labels.map(|((facet, value), count)| (*facet, value.clone(), count)))
    }

    /// Every procedure that citizens see.
    pub fn public(&self) -> impl Iterator<Item = DocAddress> {
        (0..).zip(&self.titles).flat_map(|(segment, titles)| {
            (0..)
                .zip(titles)
                .filter(|(_, title)| title.as_ref().is_some_and(|title| !title.internal))
                .map(move |(doc, _)| DocAddress::new(segment, doc))
        })
    }

    fn each_word(
        &mut self,
        segment: &SegmentReader,
        field: Field,
        visit: &mut dyn FnMut(&mut Self, TermId, DocId),
    ) -> Answer<()> {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            let Some(word) = std::str::from_utf8(term)
                .ok()
                .filter(|word| !word.contains('_'))
            else {
                continue;
            };
            let id = self.intern(word);
            let mut postings =
                inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                visit(self, id, doc);
                doc = postings.advance();
            }
        }
        Ok(())
    }

    fn intern(&mut self, word: &str) -> TermId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = TermId::try_from(self.counts.len()).unwrap_or(TermId::MAX);
        self.ids.insert(word.into(), id);
        self.counts.push(0);
        id
    }

    fn title(&mut self, card: &Card, parts: [Vec<TermId>; PARTS], labels: Vec<u16>) -> Title {
        let name = read(&card.name);
        let folded: Vec<&str> = name.iter().map(|word| word.folded.as_str()).collect();
        let deeds = Deeds::of_title(&folded);
        Title {
            code: card.code.as_str().into(),
            words: folded.iter().map(|word| self.intern(word)).collect(),
            exact: name
                .iter()
                .map(|word| self.language.id(&word.exact).unwrap_or(u32::MAX))
                .collect(),
            parts: parts.map(Vec::into_boxed_slice),
            deeds,
            levels: card.levels.as_slice().into(),
            local: card.local,
            internal: card.internal,
            labels: labels.into_boxed_slice(),
        }
    }

    /// The number of a syllable without marks.
    pub fn id(&self, folded: &str) -> Option<TermId> {
        self.ids.get(folded).copied()
    }

    /// Whether any procedure has the syllable, in its title or elsewhere.
    pub fn knows(&self, folded: &str) -> bool {
        self.id(folded).is_some()
    }

    /// In how many titles a syllable occurs.
    pub fn count(&self, folded: &str) -> u32 {
        self.id(folded)
            .and_then(|id| self.counts.get(id as usize))
            .copied()
            .unwrap_or(0)
    }

    /// Rare syllables tell more: from 0.2 for the commonest to about 8; a syllable of no title counts as fairly rare.
    pub fn rarity(&self, folded: &str) -> f32 {
        self.id(folded).map_or(4.0, |id| self.rarity_of(id))
    }

    /// [`Contents::rarity`] by number.
    pub fn rarity_of(&self, id: TermId) -> f32 {
        let count = self.counts.get(id as usize).copied().unwrap_or(0);
        let count = f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        let all = f32::from(u16::try_from(self.number).unwrap_or(u16::MAX));
        if count < 1.0 {
            return 4.0;
        }
        ((all + 1.0) / count).ln().max(0.2)
    }

    /// The procedure at a place of the index.
    pub fn at(&self, address: DocAddress) -> Option<&Title> {
        self.titles
            .get(address.segment_ord as usize)?
            .get(address.doc_id as usize)?
            .as_ref()
    }

    /// How a begun syllable probably ends: by what stands in titles, and after the word before it.
    pub fn ends(&self, before: Option<&Syllable>, begun: &Syllable, limit: usize) -> Vec<Syllable> {
        let before = before.and_then(|word| self.language.id(&word.exact));
        let plain = begun.is_plain();
        let mut found: Vec<(f32, Syllable)> = self
            .begun
            .range::<str, _>((Bound::Included(begun.folded.as_str()), Bound::Unbounded))
            .take_while(|form| form.starts_with(&begun.folded))
            .filter(|form| ***form != *begun.folded || !plain)
            .flat_map(|form| self.language.written(form))
            .filter_map(|id| {
                let syllable = self.language.syllable(*id)?;
                let fits = plain || begins(&syllable.exact, &begun.exact);
                fits.then(|| (self.language.surprise(before, Some(*id)), syllable))
            })
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.exact.cmp(&b.1.exact)));
        found.truncate(limit);
        found.into_iter().map(|(_, syllable)| syllable).collect()
    }
}

/// Whether a syllable begins with the letters of another; the tone comes at the end of both and may still change.
fn begins(whole: &str, begun: &str) -> bool {
    let letters = begun.trim_end_matches(|c: char| c.is_ascii_digit());
    whole.starts_with(letters)
}

/// The settled form of a syllable without its marks.
fn without_marks(exact: &str) -> String {
    let toned = exact.len() > 1 && exact.ends_with(|c: char| ('1'..='5').contains(&c));
    let letters = exact.chars().any(char::is_alphabetic);
    let bare = if toned && letters {
        &exact[..exact.len() - 1]
    } else {
        exact
    };
    bare.chars()
        .filter(|c| !matches!(c, '\u{0302}' | '\u{0306}' | '\u{031B}'))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// What a list shows of the procedure at this place.
pub fn card(searcher: &Searcher, fields: &Fields, address: DocAddress) -> Answer<Card> {
    let document: TantivyDocument = searcher.doc(address)?;
    let json = document
        .get_first(fields.card)
        .and_then(|value| value.as_str())
        .unwrap_or_default();
    serde_json::from_str(json)
        .map_err(|error| TantivyError::InternalError(error.to_string()).into())
}
