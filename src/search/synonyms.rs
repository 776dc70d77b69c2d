//! Everyday words and abbreviations with what the catalogue calls them: `assets/search/synonyms.csv`.

use std::sync::LazyLock;

use super::analysis::{Syllable, syllables};

/// One everyday expression.
#[derive(Debug)]
struct Synonym {
    said: Vec<Syllable>,
    meant: Vec<Syllable>,
}

static SHIPPED: LazyLock<Vec<Synonym>> = LazyLock::new(|| {
    let mut synonyms: Vec<Synonym> = include_str!("../../assets/search/synonyms.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(said, meant)| Synonym {
            said: syllables(said),
            meant: syllables(meant),
        })
        .filter(|synonym| !synonym.said.is_empty() && !synonym.meant.is_empty())
        .collect();
    synonyms.sort_by_key(|synonym| std::cmp::Reverse(synonym.said.len()));
    synonyms
});

/// What the everyday expressions in a query mean, each with the place of its words in the query; longer expressions
/// first, and no word is explained twice.
pub fn meanings(query: &[Syllable]) -> Vec<(std::ops::Range<usize>, &'static [Syllable])> {
    let mut used = vec![false; query.len()];
    let mut found = Vec::new();
    for synonym in SHIPPED.iter() {
        let length = synonym.said.len();
        for (at, words) in query.windows(length).enumerate() {
            let place = at..at + length;
            if !used[place.clone()].contains(&true) && says(words, &synonym.said) {
                used[place.clone()].fill(true);
                found.push((place, synonym.meant.as_slice()));
            }
        }
    }
    found
}

/// Marks must agree where the query has them; a query without any mark is compared without.
fn says(words: &[Syllable], said: &[Syllable]) -> bool {
    let plain = words.iter().all(Syllable::is_plain);
    // One short unmarked syllable means too many things: «ba» is father and three.
    if plain && said.len() == 1 && said[0].folded.len() < 3 {
        return false;
    }
    words.iter().zip(said).all(|(word, said)| {
        if plain {
            word.folded == said.folded
        } else {
            word.exact == said.exact
        }
    })
}
