//! What slips from the keyboard: Telex and VNI keys left in the text, one wrong letter.

use std::collections::HashMap;

/// The folded syllables of the catalogue's titles with the number of titles they occur in.
#[derive(Debug, Default)]
pub struct Vocabulary {
    counts: HashMap<String, u32>,
    titles: u32,
}

impl Vocabulary {
    /// Takes the counts of folded syllables and the number of titles.
    pub fn new(counts: HashMap<String, u32>, titles: u32) -> Self {
        Self { counts, titles }
    }

    /// How many titles there are.
    pub fn titles(&self) -> u32 {
        self.titles
    }

    /// In how many titles this folded syllable occurs.
    pub fn count(&self, folded: &str) -> u32 {
        self.counts.get(folded).copied().unwrap_or(0)
    }

    /// Syllables that begin with this, the most frequent first.
    pub fn starting_with(&self, start: &str, limit: usize) -> Vec<&str> {
        let mut found: Vec<(&str, u32)> = self
            .counts
            .iter()
            .filter(|(word, _)| word.starts_with(start))
            .map(|(word, count)| (word.as_str(), *count))
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        found
            .into_iter()
            .take(limit)
            .map(|(word, _)| word)
            .collect()
    }

    /// The syllables that an unknown one probably stands for, best first; none when it is known or nothing is near.
    pub fn repaired(&self, folded: &str) -> Vec<String> {
        if self.count(folded) > 0 || folded.len() < 2 || folded.len() > 12 || !folded.is_ascii() {
            return Vec::new();
        }
        let decoded = decoded(folded);
        if let Some(decoded) = decoded.filter(|decoded| self.count(decoded) > 0) {
            return vec![decoded];
        }
        if folded.len() < 3 || folded.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let mut near: Vec<(&String, u32)> = self
            .counts
            .iter()
            .filter(|(word, _)| is_one_slip(folded.as_bytes(), word.as_bytes()))
            .map(|(word, count)| (word, *count))
            .collect();
        near.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        near.into_iter()
            .take(3)
            .map(|(word, _)| word.clone())
            .collect()
    }
}

impl Vocabulary {
    /// The two syllables that were run together (`căncước`), without marks; the pair whose rarer half is the most frequent.
    pub fn split(&self, folded: &str) -> Option<[String; 2]> {
        if self.count(folded) > 0 || folded.len() > 14 || !folded.is_ascii() {
            return None;
        }
        (2..folded.len().saturating_sub(1))
            .map(|at| folded.split_at(at))
            .map(|(left, right)| (self.count(left).min(self.count(right)), left, right))
            .filter(|(count, _, _)| *count > 0)
            .max_by_key(|(count, _, _)| *count)
            .map(|(_, left, right)| [left.to_owned(), right.to_owned()])
    }
}

/// The syllable that Telex keys (`giaays`, `ddaats`) or VNI keys (`gia6y1`) would have made, without its marks.
fn decoded(keys: &str) -> Option<String> {
    let bytes = keys.as_bytes();
    let starts_with_letter = bytes.first().is_some_and(u8::is_ascii_alphabetic);
    if starts_with_letter && bytes.iter().any(u8::is_ascii_digit) {
        let letters: String = keys.chars().filter(|c| !c.is_ascii_digit()).collect();
        return Some(letters);
    }
    let mut letters: Vec<u8> = bytes.to_vec();
    // The tone key comes last, or right after its vowel.
    if let Some(at) = letters
        .iter()
        .rposition(|byte| b"sfrxj".contains(byte))
        .filter(|at| *at > 0 && letters[..*at].iter().any(|byte| b"aeiouyw".contains(byte)))
    {
        letters.remove(at);
    }
    let mut plain: Vec<u8> = Vec::with_capacity(letters.len());
    for byte in letters {
        let doubled = b"aeod".contains(&byte)
            && plain.contains(&byte)
            && (plain.last() == Some(&byte) || byte != b'd');
        let horned = byte == b'w' && plain.iter().any(|letter| b"aou".contains(letter));
        if !doubled && !horned {
            plain.push(if byte == b'w' { b'u' } else { byte });
        }
    }
    let plain = String::from_utf8(plain).ok()?;
    (plain != keys).then_some(plain)
}

/// One letter too many, too few, wrong, or two neighbours swapped.
fn is_one_slip(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || short.is_empty() {
        return false;
    }
    let same = short
        .iter()
        .zip(long)
        .take_while(|(left, right)| left == right)
        .count();
    let (short, long) = (&short[same..], &long[same..]);
    match (short, long) {
        ([], _) => true,
        (_, [_, rest @ ..]) if short == rest => true,
        ([_, left @ ..], [_, right @ ..]) if left == right => true,
        ([first, second, left @ ..], [third, fourth, right @ ..]) => {
            first == fourth && second == third && left == right
        }
        _ => false,
    }
}
