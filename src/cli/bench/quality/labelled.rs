//! Questions with the answers that are right.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::super::super::failure::Failure;
use crate::domain::fold::fold;

/// A question with the procedures that answer it; any of them will do, and none means that nothing in the catalogue fits.
#[derive(Debug, Deserialize)]
pub(super) struct Labelled {
    pub query: String,
    pub codes: Vec<String>,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    topic: Option<String>,
    #[serde(default)]
    qid: String,
}

impl Labelled {
    /// The first place of a right answer.
    pub fn rank(&self, codes: &[&str]) -> Option<usize> {
        codes
            .iter()
            .position(|code| self.codes.iter().any(|right| right == code))
    }

    /// Whether this is the question, word for word.
    pub fn says(&self, text: &str) -> bool {
        let bare = |text: &str| {
            let words = fold(text);
            let words = words.split(|c: char| !c.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        bare(&self.query) == bare(text)
    }

    /// Whether it repeats a proper question with a slip.
    pub fn is_noise(&self) -> bool {
        self.kind.starts_with("noise_")
    }

    /// What it is about; questions of one topic are learned from or held back together.
    pub fn topic(&self) -> &str {
        self.topic.as_deref().unwrap_or(&self.qid)
    }

    /// The group in which people look at the figures.
    pub fn group(&self) -> &'static str {
        match self.kind.as_str() {
            _ if self.codes.is_empty() => "không có đáp án",
            "noise_no_diacritics" => "không dấu",
            "noise_typo" => "gõ sai",
            "noise_abbrev" => "viết tắt",
            "situational" => "tình huống",
            _ if fold(&self.query) == self.query.to_lowercase() => "vốn không dấu",
            _ => "đủ dấu",
        }
    }

    /// The proper question among these of which this one is a variant.
    pub fn root<'a>(&self, all: &'a [Self]) -> Option<(usize, &'a Self)> {
        let own = fold(&self.query);
        all.iter()
            .enumerate()
            .filter(|(_, other)| {
                !other.is_noise() && other.topic == self.topic && other.codes == self.codes
            })
            .min_by_key(|(_, other)| distance(&own, &fold(&other.query)))
    }
}

/// In how many single letters two texts differ.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (at, other) in b.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or(left);
            let cost = corner + usize::from(letter != *other);
            corner = above;
            let next = cost.min(above + 1).min(left + 1);
            if let Some(cell) = row.get_mut(at) {
                *cell = left;
            }
            left = next;
        }
        if let Some(cell) = row.last_mut() {
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

pub(super) fn read(path: &Path) -> Result<Vec<Labelled>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::at(path, "đọc", &error))?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| {
                Failure::failed(format!(
                    "{} dòng {}: không phải câu hỏi có nhãn ({error}); hãy sửa dòng đó.",
                    path.display(),
                    at + 1
                ))
            })
        })
        .collect()
}
