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

/// Matters that no administrative procedure settles; a question about one is answered as a guess.
static OUTSIDE: LazyLock<Vec<Vec<Syllable>>> = LazyLock::new(|| {
    [
        "ly hôn",
        "ly dị",
        "kiện",
        "khởi kiện",
        "tòa án",
        "đi tù",
        "ngoại tình",
        "vu khống",
        "lừa đảo",
        "bị lừa",
        "đòi nợ",
        "nợ lương",
        "phạt",
        "bị phạt",
        "mức phạt",
        "nồng độ cồn",
        "thời tiết",
        "dự báo",
        "giá vàng",
        "giá xăng",
        "tỷ giá",
        "chứng khoán",
        "bóng đá",
        "xổ số",
        "lịch nghỉ",
        "lương cơ sở",
        "nấu ăn",
        "vé máy bay",
    ]
    .iter()
    .map(|matter| syllables(matter))
    .collect()
});

/// The matters outside the office's competence that a query names.
pub fn outside(query: &[Syllable]) -> Vec<&'static [Syllable]> {
    OUTSIDE
        .iter()
        .filter(|matter| query.windows(matter.len()).any(|words| says(words, matter)))
        .map(Vec::as_slice)
        .collect()
}

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

/// Marks must agree where a word has them; a word without any is compared without.
fn says(words: &[Syllable], said: &[Syllable]) -> bool {
    let plain = words.iter().all(Syllable::is_plain);
    // One short unmarked syllable means too many things: «ba» is father and three.
    if plain && said.len() == 1 && said[0].folded.len() < 3 {
        return false;
    }
    words.iter().zip(said).all(|(word, said)| {
        word.exact == said.exact || word.is_plain() && word.folded == said.folded
    })
}
