//! How people of this place say things (cách nói thường ngày): everyday expressions that the office adds to the shipped ones, each
//! with what the titles of procedures call it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fold::{fold, tidy_line};

/// Most expressions that an office keeps; each is compared with every question.
pub const MOST: usize = 500;
/// Longest side of an expression, in characters.
pub const LONGEST: usize = 80;

/// An everyday expression and its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expression {
    /// As people say it; «…» stands for a few words that do not matter.
    pub said: String,
    /// In the words of titles.
    pub meant: String,
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.said, self.meant)
    }
}

/// The office's own expressions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expressions(pub Vec<Expression>);

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// It has no «=» between what is said and what is meant.
    NoMeaning,
    /// One side has no word.
    Blank,
    /// One side is longer than [`LONGEST`].
    TooLong,
    /// Both sides say the same.
    Same,
    /// The line with this number says the same already.
    Twice(usize),
    /// There are more than [`MOST`].
    TooMany,
}

impl Expressions {
    /// Reads `said = meant` from each line that is not blank; every line that cannot be read is told by its number.
    pub fn read(text: &str) -> Result<Self, Vec<(usize, LineFault)>> {
        let mut all: Vec<(usize, Expression)> = Vec::new();
        let mut faults = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            match expression(line) {
                Ok(one) => {
                    let same =
                        |(_, known): &&(usize, Expression)| fold(&known.said) == fold(&one.said);
                    match all.iter().find(same) {
                        Some((first, _)) => faults.push((number, LineFault::Twice(*first))),
                        None if all.len() == MOST => {
                            faults.push((number, LineFault::TooMany));
                            break;
                        }
                        None => all.push((number, one)),
                    }
                }
                Err(fault) => faults.push((number, fault)),
            }
        }
        if faults.is_empty() {
            Ok(Self(all.into_iter().map(|(_, one)| one).collect()))
        } else {
            Err(faults)
        }
    }

    /// The lines that [`Expressions::read`] reads.
    pub fn lines(&self) -> String {
        let lines: Vec<String> = self.0.iter().map(Expression::to_string).collect();
        lines.join("\n")
    }
}

fn expression(line: &str) -> Result<Expression, LineFault> {
    let (said, meant) = line.split_once('=').ok_or(LineFault::NoMeaning)?;
    let (said, meant) = (tidy_line(said), tidy_line(meant));
    let blank = |text: &str| !text.chars().any(char::is_alphanumeric);
    let long = |text: &str| text.chars().count() > LONGEST;
    if blank(&said) || blank(&meant) {
        Err(LineFault::Blank)
    } else if long(&said) || long(&meant) {
        Err(LineFault::TooLong)
    } else if fold(&said) == fold(&meant) {
        Err(LineFault::Same)
    } else {
        Ok(Expression { said, meant })
    }
}
