//! Which words of a text were asked for, and the piece of a long text around them.

use std::ops::Range;

use super::asked::Asked;
use crate::domain::passage::{Passage, Source};
use crate::search::analysis::places;

/// Bytes of a long text that are shown, about.
const SHOWN: usize = 220;
/// Bytes of them before the first word that was asked for, about.
const BEFORE: usize = 60;

/// The words of a text that were asked for, in order.
pub fn marks(text: &str, asked: &Asked) -> Vec<Range<usize>> {
    let found = |folded: &str| {
        asked.words().any(|word| {
            let wanted = word.syllable.folded.as_str();
            folded == wanted || word.begins && folded.starts_with(wanted)
        })
    };
    places(text)
        .into_iter()
        .filter(|(_, syllable)| found(&syllable.folded))
        .map(|(place, _)| place)
        .collect()
}

/// A whole text with its marks.
pub fn whole(source: Source, text: &str, asked: &Asked) -> Passage {
    Passage {
        source,
        text: text.to_owned(),
        marks: marks(text, asked),
    }
}

/// How many words the question has.
pub fn words(asked: &Asked) -> usize {
    asked.words().count()
}

/// How many different words of the question the text has.
pub fn answered(text: &str, asked: &Asked) -> usize {
    let words = places(text);
    let has = |wanted: &str, begins: bool| {
        words.iter().any(|(_, syllable)| {
            syllable.folded == wanted || begins && syllable.folded.starts_with(wanted)
        })
    };
    asked
        .words()
        .filter(|word| has(&word.syllable.folded, word.begins))
        .count()
}

/// The piece of a text that has most of the marks; `None` when nothing in it was asked for.
pub fn excerpt(source: Source, text: &str, asked: &Asked) -> Option<Passage> {
    let marks = marks(text, asked);
    let within = |start: usize| {
        marks
            .iter()
            .filter(|mark| (start..start + SHOWN).contains(&mark.start))
            .count()
    };
    // The first of those with the most.
    let (at, _) = marks
        .iter()
        .map(|mark| (mark.start, within(mark.start)))
        .rev()
        .max_by_key(|(_, count)| *count)?;
    let start = word_start(text, at.saturating_sub(BEFORE));
    let end = word_start(text, (start + SHOWN).min(text.len()));
    let end = end.max(marks.iter().find(|mark| mark.start == at)?.end);
    let mut piece = String::new();
    if start > 0 {
        piece.push('…');
    }
    let shift = piece.len();
    piece.push_str(text[start..end].trim_end());
    let length = piece.len();
    let marks = marks
        .iter()
        .filter(|mark| mark.start >= start && mark.end <= end)
        .map(|mark| mark.start - start + shift..mark.end - start + shift)
        .filter(|mark| mark.end <= length)
        .collect();
    if end < text.len() {
        piece.push('…');
    }
    // Line breaks are as wide as blanks, so the marks stay where they are.
    let text = piece.replace(['\n', '\r', '\t'], " ");
    Some(Passage {
        source,
        text,
        marks,
    })
}

/// The beginning of the word at or before `at`.
fn word_start(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let at = text.floor_char_boundary(at);
    text[..at]
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace())
        .map_or(0, |(blank, c)| blank + c.len_utf8())
}
