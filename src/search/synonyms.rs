//! Everyday words and abbreviations with what the catalogue calls them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use super::analysis::{Syllable, syllables};
use crate::domain::expressions::{Expression, Expressions};

/// What stands in an everyday expression for a few words that do not matter.
const GAP: char = '…';
/// So many words the gap may be.
const WIDEST_GAP: usize = 4;

/// One everyday expression.
#[derive(Debug, Clone)]
struct Synonym {
    /// The words said; between two parts a few others may stand.
    said: Vec<Vec<Syllable>>,
    meant: Vec<Syllable>,
}

impl Synonym {
    fn new(said: &str, meant: &str) -> Option<Self> {
        let said: Vec<Vec<Syllable>> = said
            .split(GAP)
            .map(syllables)
            .filter(|part| !part.is_empty())
            .collect();
        let meant = syllables(meant);
        (!said.is_empty() && !meant.is_empty()).then_some(Self { said, meant })
    }

    fn words(&self) -> usize {
        self.said.iter().map(Vec::len).sum()
    }

    /// Where the query says this from the word at `at` on: the place of each part.
    fn places(&self, query: &[Syllable], at: usize) -> Option<Vec<Range<usize>>> {
        let mut places: Vec<Range<usize>> = Vec::with_capacity(self.said.len());
        for part in &self.said {
            let (from, latest) = match places.last() {
                None => (at, at),
                Some(last) => (last.end, last.end + WIDEST_GAP),
            };
            let found = (from..=latest).find(|start| {
                query
                    .get(*start..*start + part.len())
                    .is_some_and(|words| says(words, part))
            })?;
            places.push(found..found + part.len());
        }
        Some(places)
    }
}

/// Expressions by the first word that is said, without its marks; the longest first.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    by_word: HashMap<String, Vec<Arc<Synonym>>>,
}

/// An everyday expression in a query.
#[derive(Debug)]
pub struct Meaning<'a> {
    /// Places of the words that were said.
    pub places: Vec<Range<usize>>,
    /// What they mean.
    pub meant: &'a [Syllable],
}

impl Synonyms {
    /// The office's own expressions and the shipped ones; where both say the same, the office's meaning holds.
    pub fn with(own: &Expressions) -> Self {
        let mut synonyms = Self::default();
        for Expression { said, meant } in &own.0 {
            synonyms.add(said, meant);
        }
        for (said, meant) in shipped() {
            synonyms.add(said, meant);
        }
        for same in synonyms.by_word.values_mut() {
            same.sort_by_key(|synonym| std::cmp::Reverse(synonym.words()));
        }
        synonyms
    }

    fn add(&mut self, said: &str, meant: &str) {
        if let Some(synonym) = Synonym::new(said, meant)
            && let Some(first) = synonym.said.first().and_then(|part| part.first())
        {
            self.by_word
                .entry(first.folded.clone())
                .or_default()
                .push(Arc::new(synonym));
        }
    }

    /// What the everyday expressions in a query mean; longer expressions first, and no word is explained twice.
    pub fn meanings(&self, query: &[Syllable]) -> Vec<Meaning<'_>> {
        let mut candidates: Vec<(usize, Vec<Range<usize>>, &Synonym)> = Vec::new();
        for (at, word) in query.iter().enumerate() {
            for synonym in self.by_word.get(&word.folded).into_iter().flatten() {
                if let Some(places) = synonym.places(query, at) {
                    candidates.push((synonym.words(), places, synonym));
                }
            }
        }
        candidates.sort_by_key(|(words, _, _)| std::cmp::Reverse(*words));
        let mut used = vec![false; query.len()];
        let mut found = Vec::new();
        for (_, places, synonym) in candidates {
            let free = |place: &Range<usize>| !used[place.clone()].contains(&true);
            if places.iter().all(free) {
                for place in &places {
                    used[place.clone()].fill(true);
                }
                found.push(Meaning {
                    places,
                    meant: &synonym.meant,
                });
            }
        }
        found
    }

    /// Every expression, as phrases that people say.
    pub fn phrases(&self) -> impl Iterator<Item = &[Syllable]> {
        self.by_word
            .values()
            .flatten()
            .flat_map(|synonym| synonym.said.iter().map(Vec::as_slice))
    }
}

/// The shipped expressions with their meanings, as they are written.
pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../../assets/search/synonyms.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
}

static ABBREVIATIONS: LazyLock<HashMap<String, Vec<Syllable>>> = LazyLock::new(|| {
    include_str!("../../assets/search/abbreviations.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .filter_map(|(short, long)| {
            let short = syllables(short).into_iter().next()?;
            Some((short.exact, syllables(long)))
        })
        .collect()
});

/// What an abbreviation of offices stands for.
pub fn spelled_out(syllable: &Syllable) -> Option<&'static [Syllable]> {
    ABBREVIATIONS.get(&syllable.exact).map(Vec::as_slice)
}

/// A text with its abbreviations spelled out, as titles, papers and questions are all compared.
pub fn spell_out(text: Vec<Syllable>) -> Vec<Syllable> {
    if !text.iter().any(|syllable| spelled_out(syllable).is_some()) {
        return text;
    }
    text.into_iter()
        .flat_map(|syllable| match spelled_out(&syllable) {
            Some(long) => long.to_vec(),
            None => vec![syllable],
        })
        .collect()
}

/// Matters that no administrative procedure settles: `assets/search/outside.csv`.
struct Outside {
    matter: Synonym,
    /// With one of these beside it the matter is the office's after all.
    unless: Vec<Vec<Syllable>>,
}

static OUTSIDE: LazyLock<Vec<Outside>> = LazyLock::new(|| {
    include_str!("../../assets/search/outside.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .filter_map(|(matter, unless)| {
            Some(Outside {
                matter: Synonym::new(matter, matter)?,
                unless: unless
                    .split('|')
                    .map(syllables)
                    .filter(|words| !words.is_empty())
                    .collect(),
            })
        })
        .collect()
});

/// The matters outside the office's competence that a query names.
pub fn outside(query: &[Syllable]) -> Vec<Vec<Syllable>> {
    let has = |words: &Vec<Syllable>| query.windows(words.len()).any(|window| says(window, words));
    OUTSIDE
        .iter()
        .filter(|outside| {
            (0..query.len()).any(|at| outside.matter.places(query, at).is_some())
                && !outside.unless.iter().any(has)
        })
        .map(|outside| outside.matter.meant.clone())
        .collect()
}

/// Marks must agree where a word has them; a word without any is compared without.
fn says(words: &[Syllable], said: &[Syllable]) -> bool {
    let plain = words.iter().all(Syllable::is_plain);
    // One short unmarked syllable means too many things: «ba» is father and three.
    if plain && said.len() == 1 && said[0].folded.len() < 3 && !said[0].is_plain() {
        return false;
    }
    words.iter().zip(said).all(|(word, said)| {
        word.exact == said.exact || word.is_plain() && word.folded == said.folded
    })
}
