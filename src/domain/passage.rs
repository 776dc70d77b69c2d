//! What a search shows of a dossier: a passage with the words that answer.

use std::ops::Range;

/// From where in a dossier a passage comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The applicant's name.
    Applicant,
    /// The name of whoever files for them.
    Submitter,
    /// The name of the procedure.
    Procedure,
    /// Answers of the electronic form, and the applicant's own remark.
    Form,
    /// Names of the papers handed in.
    Paper,
    /// Notes, messages, reasons and opinions.
    Note,
    /// The result.
    Result,
    /// The text of an attached file.
    Attachment,
}

/// A text (đoạn khớp) with the places, in bytes, of the words that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it comes from.
    pub source: Source,
    /// The text.
    pub text: String,
    /// Words that were asked for, in order, not overlapping.
    pub marks: Vec<Range<usize>>,
}

impl Passage {
    /// The text in pieces, each with whether it was asked for.
    pub fn pieces(&self) -> impl Iterator<Item = (bool, &str)> {
        let mut at = 0;
        let mut pieces = Vec::with_capacity(2 * self.marks.len() + 1);
        for mark in &self.marks {
            pieces.push((false, &self.text[at..mark.start]));
            pieces.push((true, &self.text[mark.clone()]));
            at = mark.end;
        }
        pieces.push((false, &self.text[at..]));
        pieces.into_iter().filter(|(_, piece)| !piece.is_empty())
    }
}
