//! What an officer typed to find a dossier, read: words, numbers and days, each of which the dossier must have.

use super::fields::{day_key, day_of_year_key, month_key, month_of_year_key, year_key};
use crate::domain::fold::fold;
use crate::domain::time::Day;
use crate::search::analysis::{Syllable, syllables};

/// Nobody remembers more; the rest of a pasted text is left out.
const LONGEST: usize = 200;
/// Parts beyond this are left out.
const MOST_PARTS: usize = 16;
/// From so many digits on a number is a telephone's or a paper's, and blanks in it mean nothing.
const LONG_NUMBER: usize = 8;

/// Words before a name or number that say nothing of the dossier; they are left out when something else is said.
const FILLER: [&str; 8] = [
    "ho so",
    "ma so",
    "ma ho so",
    "so dien thoai",
    "sdt",
    "cccd",
    "cmnd",
    "cua",
];

/// Ways of address, where they are written with their marks: without, they are names.
const TITLES: [&str; 3] = ["ông", "bà", "chị"];

/// A word that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub syllable: Syllable,
    /// It may be the beginning of a longer one: it is the last.
    pub begins: bool,
}

/// Something the dossier must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// One of these codes, numbers or days.
    Key(Vec<String>),
    /// This word; with a digit in it perhaps a short number or the end of a code.
    Word(Word),
}

/// A question about dossiers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub(super) parts: Vec<Part>,
}

impl Asked {
    /// Reads; never fails, whatever was typed.
    pub fn new(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let text = text.to_lowercase();
        let chunks: Vec<&str> = text.split_whitespace().collect();
        let mut parts = Vec::new();
        let mut rest = chunks.as_slice();
        while !rest.is_empty() {
            let (found, used) = filler(rest, !parts.is_empty())
                .or_else(|| day(rest))
                .or_else(|| number(rest))
                .or_else(|| code(rest))
                .unwrap_or_else(|| (words(rest[0]), 1));
            parts.extend(found);
            rest = &rest[used.max(1)..];
        }
        parts.truncate(MOST_PARTS);
        if let Some(Part::Word(last)) = parts.last_mut() {
            last.begins = true;
        }
        Self { parts }
    }

    /// Whether nothing was asked.
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The words among it.
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.parts.iter().filter_map(|part| match part {
            Part::Word(word) => Some(word),
            Part::Key(_) => None,
        })
    }
}

type Read = (Vec<Part>, usize);

/// Introductions at the beginning, when more follows.
fn filler(rest: &[&str], begun: bool) -> Option<Read> {
    if begun {
        return None;
    }
    if rest.len() > 1 && TITLES.contains(&rest[0]) {
        return Some((Vec::new(), 1));
    }
    FILLER.iter().find_map(|saying| {
        let length = saying.split(' ').count();
        let said = rest.len() > length
            && saying
                .split(' ')
                .zip(rest)
                .all(|(word, chunk)| fold(chunk.trim_end_matches(':')) == word);
        said.then(|| (Vec::new(), length))
    })
}

fn words(chunk: &str) -> Vec<Part> {
    syllables(chunk)
        .into_iter()
        .map(|syllable| {
            Part::Word(Word {
                syllable,
                begins: false,
            })
        })
        .collect()
}

/// A telephone's or a paper's number, perhaps in groups: «0912 345 678», «+84 912.345.678».
fn number(rest: &[&str]) -> Option<Read> {
    let grouped = |chunk: &&&str| {
        let marks = |c: char| matches!(c, '.' | '-' | '(' | ')' | '+');
        chunk.chars().all(|c| c.is_ascii_digit() || marks(c))
            && chunk.contains(|c: char| c.is_ascii_digit())
    };
    let run = rest.iter().take_while(grouped).count();
    let count = |chunk: &str| chunk.bytes().filter(u8::is_ascii_digit).count();
    let used = if run > 0 && count(rest[0]) >= LONG_NUMBER {
        1
    } else {
        run
    };
    let digits: String = rest[..used]
        .concat()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    // «260310-0007» and «26.18.1-260310-0007» are ends of codes.
    let of_a_code = rest[..used].iter().any(|chunk| code(&[chunk]).is_some());
    if digits.len() < LONG_NUMBER || (used == 1 && of_a_code) {
        return None;
    }
    let mut keys = vec![digits.clone()];
    if rest[0].starts_with('+')
        && let Some(inside) = digits.strip_prefix("84")
    {
        keys.push(format!("0{inside}"));
    }
    Some((vec![Part::Key(keys)], used))
}

/// The code of a dossier or of a procedure, or the end of a dossier's: «H26.18.1-260310-0007», «260310-0007», «1.001193».
fn code(rest: &[&str]) -> Option<Read> {
    let code = rest[0].trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let plain = code
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !plain || !code.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let dossier = code.rsplit_once('-').is_some_and(|(before, number)| {
        let day = before.rsplit('-').next().unwrap_or_default();
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        matches!(day.len(), 6 | 8) && digits(day) && digits(number) && !number.is_empty()
    });
    let procedure = code.split_once('.').is_some_and(|(kind, number)| {
        kind.len() == 1
            && number.len() >= 6
            && number.as_bytes()[..6].iter().all(u8::is_ascii_digit)
    });
    (dossier || procedure).then(|| (vec![Part::Key(vec![code.to_owned()])], 1))
}

/// A day, a month or a year: «12/3/2026», «2026-03-12», «ngày 12/3», «3/2026», «tháng 3», «tháng 3 năm 2026», «năm 2026».
fn day(rest: &[&str]) -> Option<Read> {
    let said = |at: usize, word: &str| rest.get(at).is_some_and(|chunk| fold(chunk) == word);
    let key = |key: String, used: usize| Some((vec![Part::Key(vec![key])], used));
    if said(0, "ngay") {
        return dated(rest.get(1)?).map(|key| (vec![Part::Key(vec![key])], 2));
    }
    if said(0, "nam") {
        return key(year_key(year(rest.get(1)?)?), 2);
    }
    if said(0, "thang") {
        let month_said = rest.get(1)?;
        if let Some((month, of_year)) = month_said.split_once(['/', '-', '.']) {
            return key(month_key(year(of_year)?, month_number(month)?), 2);
        }
        let month = month_number(month_said)?;
        if said(2, "nam")
            && let Some(year) = rest.get(3).and_then(|chunk| year(chunk))
        {
            return key(month_key(year, month), 4);
        }
        return match rest.get(2).and_then(|chunk| year(chunk)) {
            Some(year) => key(month_key(year, month), 3),
            None => key(month_of_year_key(month), 2),
        };
    }
    dated(rest[0]).map(|key| (vec![Part::Key(vec![key])], 1))
}

/// A day or month in figures.
fn dated(chunk: &str) -> Option<String> {
    let chunk = chunk.trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = chunk.split(['/', '-', '.']).collect();
    match parts.as_slice() {
        [of_year, month, day] if of_year.len() == 4 => {
            let day = Day::new(year(of_year)?, month_number(month)?, small(day)?).ok()?;
            Some(day_key(day))
        }
        [day, month, of_year] => {
            let day = Day::new(year(of_year)?, month_number(month)?, small(day)?).ok()?;
            Some(day_key(day))
        }
        [month, of_year] if of_year.len() == 4 => {
            Some(month_key(year(of_year)?, month_number(month)?))
        }
        [day, month] if chunk.contains('/') => {
            let day = small(day).filter(|day| (1..=31).contains(day))?;
            Some(day_of_year_key(month_number(month)?, day))
        }
        _ => None,
    }
}

fn small(text: &str) -> Option<i8> {
    (text.len() <= 2).then(|| text.parse().ok()).flatten()
}

fn month_number(text: &str) -> Option<i8> {
    small(text).filter(|month| (1..=12).contains(month))
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4)
        .then(|| text.parse().ok())
        .flatten()
        .filter(|year| (1900..=2100).contains(year))
}
