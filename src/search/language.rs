//! How the catalogue and everyday speech put syllables together: what a reading of a typed question is judged by.

use std::collections::HashMap;

use super::analysis::Syllable;
use super::typing::is_one_slip;

/// The number of a syllable with its marks.
pub type Id = u32;

/// A form that occurs more seldom is itself a slip.
const LEAST: u32 = 3;
/// No Vietnamese syllable is longer.
const LONGEST: usize = 8;

/// The form with each of its letters left out.
fn shortened(form: &str) -> impl Iterator<Item = String> {
    (0..form.len()).map(move |at| {
        let mut shorter = form.to_owned();
        shorter.remove(at);
        shorter
    })
}

/// Syllables with their marks, how often each occurs, and how often one follows another.
#[derive(Debug, Default)]
pub struct Language {
    ids: HashMap<Box<str>, Id>,
    words: Vec<Word>,
    /// For each folded form the syllables that are written so without marks.
    folded: HashMap<Box<str>, Vec<Id>>,
    pairs: HashMap<(Id, Id), u32>,
    total: f32,
    /// For each form with one letter left out, the forms it may come from: finds slips without trying every form.
    near: HashMap<Box<str>, Vec<Box<str>>>,
}

#[derive(Debug)]
struct Word {
    exact: Box<str>,
    folded: Box<str>,
    count: u32,
}

impl Language {
    /// Counts a syllable that occurs so often.
    pub fn add(&mut self, syllable: &Syllable, count: u32) -> Id {
        #[expect(clippy::cast_precision_loss, reason = "a measure, not a count")]
        let more = count as f32;
        self.total += more;
        if let Some(id) = self.ids.get(syllable.exact.as_str()) {
            let id = *id;
            if let Some(word) = self.words.get_mut(id as usize) {
                word.count += count;
            }
            return id;
        }
        let id = Id::try_from(self.words.len()).unwrap_or(Id::MAX);
        self.ids.insert(syllable.exact.as_str().into(), id);
        self.folded
            .entry(syllable.folded.as_str().into())
            .or_default()
            .push(id);
        self.words.push(Word {
            exact: syllable.exact.as_str().into(),
            folded: syllable.folded.as_str().into(),
            count,
        });
        id
    }

    /// Counts two neighbours that occur so often.
    pub fn add_pair(&mut self, left: Id, right: Id, count: u32) {
        *self.pairs.entry((left, right)).or_default() += count;
    }

    /// Counts a phrase that people say.
    pub fn add_phrase(&mut self, phrase: &[Syllable], count: u32) {
        let ids: Vec<Id> = phrase
            .iter()
            .map(|syllable| self.add(syllable, count))
            .collect();
        for pair in ids.windows(2) {
            if let [left, right] = pair {
                self.add_pair(*left, *right, count);
            }
        }
    }

    /// The number of a syllable with these marks.
    pub fn id(&self, exact: &str) -> Option<Id> {
        self.ids.get(exact).copied()
    }

    /// The syllable behind a number.
    pub fn syllable(&self, id: Id) -> Option<Syllable> {
        let word = self.words.get(id as usize)?;
        Some(Syllable {
            exact: word.exact.to_string(),
            folded: word.folded.to_string(),
        })
    }

    /// Every syllable that is written so without marks.
    pub fn written(&self, folded: &str) -> &[Id] {
        self.folded.get(folded).map_or(&[], Vec::as_slice)
    }

    /// How often a syllable occurs.
    pub fn count(&self, id: Id) -> u32 {
        self.words.get(id as usize).map_or(0, |word| word.count)
    }

    /// How often any syllable that is written so without marks occurs.
    pub fn count_folded(&self, folded: &str) -> u32 {
        self.written(folded).iter().map(|id| self.count(*id)).sum()
    }

    /// Prepares [`Language::near`], when everything is counted.
    pub fn finish(&mut self) {
        let forms: Vec<Box<str>> = self.folded.keys().cloned().collect();
        for form in forms {
            let common = self.count_folded(&form) >= LEAST;
            if common && form.len() <= LONGEST && form.bytes().all(|byte| byte.is_ascii_lowercase())
            {
                for shorter in shortened(&form) {
                    self.near
                        .entry(shorter.into())
                        .or_default()
                        .push(form.clone());
                }
                self.near.entry(form.clone()).or_default().push(form);
            }
        }
    }

    /// Forms that one slip may have turned into this one.
    pub fn near(&self, typed: &str) -> Vec<&str> {
        if typed.len() > LONGEST + 1 || !typed.is_ascii() {
            return Vec::new();
        }
        let mut found: Vec<&str> = shortened(typed)
            .chain([typed.to_owned()])
            .filter_map(|form| self.near.get(form.as_str()))
            .flatten()
            .map(|form| &**form)
            .filter(|form| *form != typed && is_one_slip(typed.as_bytes(), form.as_bytes()))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How surprising `right` is after `left`, in natural units: small when they often stand together.
    #[expect(clippy::cast_precision_loss, reason = "a measure, not a count")]
    pub fn surprise(&self, left: Option<Id>, right: Option<Id>) -> f32 {
        const UNKNOWN: f32 = 16.0;
        let Some(right) = right else { return UNKNOWN };
        let alone = (self.count(right) as f32 + 0.5) / (self.total + 1.0);
        let after = left.map_or(0.0, |left| {
            let together = self.pairs.get(&(left, right)).copied().unwrap_or(0) as f32;
            together / (self.count(left) as f32 + 5.0)
        });
        let likely = 0.75f32.mul_add(after, 0.25 * alone);
        (-likely.ln()).min(UNKNOWN)
    }
}
