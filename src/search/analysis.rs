//! Vietnamese text as search sees it: syllables, each with and without its marks.
//!
//! Vietnamese writes a blank after every syllable, so a word is found as a pair of neighbours (a shingle).

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// One syllable of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syllable {
    /// Lower case with its marks in one settled form: hoà and hòa, kỹ and kĩ are the same.
    pub exact: String,
    /// Lower case without marks, đ as d.
    pub folded: String,
}

impl Syllable {
    /// Whether it was written without any mark, as people type in a hurry; then only the folded form can be compared.
    pub fn is_plain(&self) -> bool {
        self.exact == self.folded
    }
}

/// The syllables of a text in order; punctuation and symbols only part them.
pub fn syllables(text: &str) -> Vec<Syllable> {
    let composed: String = text.nfc().collect();
    composed
        .split(|c: char| !c.is_alphanumeric() && !is_combining(c))
        .filter(|word| !word.is_empty())
        .map(syllable)
        .filter(|syllable| !syllable.folded.is_empty())
        .collect()
}

/// The syllables of a text with their places in it, in bytes.
pub fn places(text: &str) -> Vec<(Range<usize>, Syllable)> {
    let mut found = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let within = c.is_alphanumeric() || is_combining(c);
        match (start, within) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let syllable = syllable(&text[from..at]);
                if !syllable.folded.is_empty() {
                    found.push((from..at, syllable));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}')
}

/// Takes letter, quality (ă â ê ô ơ ư đ) and tone apart and puts the tone at the end, wherever it was written: both
/// placements are taught, and keyboards differ.
fn syllable(word: &str) -> Syllable {
    let mut exact = String::with_capacity(word.len() + 1);
    let mut folded = String::with_capacity(word.len());
    let mut tone = None;
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{0300}' => tone = Some('2'),
            '\u{0301}' => tone = Some('1'),
            '\u{0309}' => tone = Some('3'),
            '\u{0303}' => tone = Some('4'),
            '\u{0323}' => tone = Some('5'),
            // Marks of quality stay on their letter.
            '\u{0302}' | '\u{0306}' | '\u{031B}' => exact.push(c),
            _ if is_combining(c) => {}
            'đ' => {
                exact.push(c);
                folded.push('d');
            }
            _ => {
                exact.push(c);
                folded.push(c);
            }
        }
    }
    if ends_in_y_for_i(&folded) {
        for text in [&mut exact, &mut folded] {
            text.pop();
            text.push('i');
        }
    }
    exact.extend(tone);
    Syllable { exact, folded }
}

/// kỹ and kĩ, lý and lí, quý and quí, y tế and i tế: both are in use. After another vowel (uỷ, thuý) y is another sound.
fn ends_in_y_for_i(folded: &str) -> bool {
    match folded.as_bytes() {
        [b'y'] | [b'q', b'u', b'y'] => true,
        [consonant, b'y'] => b"hklmstvbdn".contains(consonant),
        _ => false,
    }
}

/// What the index holds of these syllables: every one and every pair of neighbours, parted by blanks.
pub fn indexed(syllables: &[Syllable], form: impl Fn(&Syllable) -> &str) -> String {
    let mut words = String::with_capacity(syllables.len() * 12);
    for syllable in syllables {
        words.push_str(form(syllable));
        words.push(' ');
    }
    for pair in syllables.windows(2) {
        words.push_str(form(&pair[0]));
        words.push('_');
        words.push_str(form(&pair[1]));
        words.push(' ');
    }
    words
}

/// The order of a Vietnamese dictionary: letters first (a ă â b c d đ e ê …), then tones (ngang huyền hỏi ngã sắc nặng).
pub fn collation_key(text: &str) -> String {
    const LETTERS: &str = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    let mut letters = String::with_capacity(text.len());
    let mut tones = String::new();
    let composed: String = text.to_lowercase().nfc().collect();
    for word in composed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !letters.is_empty() {
            letters.push(' ');
        }
        let mut tone = '0';
        for c in word.chars() {
            let mut plain = c;
            for mark in std::iter::once(c).nfd() {
                tone = match mark {
                    '\u{0300}' => '1',
                    '\u{0309}' => '2',
                    '\u{0303}' => '3',
                    '\u{0301}' => '4',
                    '\u{0323}' => '5',
                    _ => tone,
                };
            }
            let toneless: String = std::iter::once(c)
                .nfd()
                .filter(|mark| {
                    !matches!(
                        mark,
                        '\u{0300}' | '\u{0309}' | '\u{0303}' | '\u{0301}' | '\u{0323}'
                    )
                })
                .nfc()
                .collect();
            if let Some(first) = toneless.chars().next() {
                plain = first;
            }
            let place = LETTERS.chars().position(|letter| letter == plain);
            // Printable ASCII from '!' on keeps the order; foreign letters come last.
            letters.push(
                place
                    .and_then(|place| u8::try_from(place).ok())
                    .map_or('~', |place| char::from(b'!' + place)),
            );
        }
        tones.push(tone);
    }
    format!("{letters}\u{1f}{tones}")
}
