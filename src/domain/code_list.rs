//! Shared code lists (danh mục dùng chung): words with codes that hold from a day to a day.
//!
//! Nothing is ever taken out of a list: what no longer holds ends, so that old papers can still be read with the words of
//! their day.

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::text::Line;
use super::time::Day;

/// Longest code or key, in characters.
const LONGEST_CODE: usize = 40;

/// A word of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListWord {
    /// Its code (mã); several words may have had the same one, one after the other.
    pub code: String,
    /// The word itself.
    pub name: Line,
    /// The first day on which it holds; without it, always until now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day on which it holds; without it, until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl ListWord {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    fn is_well_dated(&self) -> bool {
        self.from.is_none() || self.until.is_none() || self.from <= self.until
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeList {
    /// What electronic forms call it, e.g. `dan_toc`.
    pub key: String,
    /// What people call it.
    pub name: Line,
    /// Where it comes from: the decision that lays it down.
    pub source: Line,
    /// Its words, in their order.
    pub words: Vec<ListWord>,
}

/// The lists that the office made or changed; those it ships stand beneath them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLists(pub Vec<CodeList>);

/// What may be done with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListChange {
    /// A new list without words.
    Begin {
        /// Its name.
        name: Line,
        /// Where it comes from.
        source: Line,
    },
    /// Another word. If one with its code holds, that one ends the day before.
    Add(ListWord),
    /// A word ends.
    End {
        /// Its code.
        code: String,
        /// The last day on which it holds.
        until: Day,
    },
}

/// A code or key: letters without marks, digits, `.`, `_` and `-`.
pub fn read_code(raw: &str) -> Result<String, Fault> {
    let code = raw.trim();
    if code.is_empty() {
        return Err(Fault::Missing);
    }
    if code.chars().count() > LONGEST_CODE {
        return Err(Fault::TooLong);
    }
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-');
    if code.chars().all(plain) {
        Ok(code.to_owned())
    } else {
        Err(Fault::NotAChoice)
    }
}

impl CodeList {
    /// The words that hold on a day.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &ListWord> {
        self.words.iter().filter(move |word| word.holds_on(day))
    }

    /// Another word, from its first day on. A word with the same code ends the day before; where both would have to hold on
    /// one day, the first day is at fault. The field that is wrong is `from` or `until`.
    pub fn add(&mut self, word: ListWord) -> Result<(), (&'static str, Fault)> {
        if !word.is_well_dated() {
            return Err(("until", Fault::OutOfRange));
        }
        let same = self.words.iter().filter(|one| one.code == word.code);
        let open: Vec<&ListWord> = same.clone().filter(|one| one.until.is_none()).collect();
        let ended = same.filter_map(|one| one.until).max();
        let Some(from) = word.from else {
            // Without a first day it would hold beside what was before it.
            if !open.is_empty() || ended.is_some() {
                return Err(("from", Fault::Missing));
            }
            self.words.push(word);
            return Ok(());
        };
        let overlaps = ended.is_some_and(|until| from <= until)
            || open
                .iter()
                .any(|one| one.from.is_some_and(|since| from <= since));
        let before = from.yesterday();
        if overlaps || before.is_err() {
            return Err(("from", Fault::Taken));
        }
        let mut place = None;
        for (at, one) in self.words.iter_mut().enumerate() {
            if one.code == word.code {
                place = Some(at + 1);
                if one.until.is_none() {
                    one.until = before.as_ref().ok().copied();
                }
            }
        }
        // What follows a word stands where that stood, so that the list keeps its order.
        self.words.insert(place.unwrap_or(self.words.len()), word);
        Ok(())
    }

    /// Ends the word with this code. The field that is wrong is `code` or `until`.
    pub fn end(&mut self, code: &str, until: Day) -> Result<(), (&'static str, Fault)> {
        let mut words = self.words.iter_mut();
        let Some(word) = words.find(|word| word.code == code && word.until.is_none()) else {
            return Err(("code", Fault::NotAChoice));
        };
        if word.from.is_some_and(|from| until < from) {
            return Err(("until", Fault::OutOfRange));
        }
        word.until = Some(until);
        Ok(())
    }
}
