//! The QR code of the identity card (thẻ căn cước công dân, thẻ căn cước), as a scanner types it.
//!
//! `number|old number|name|ddmmyyyy|Nam or Nữ|address|ddmmyyyy` and, on cards since July 2024, more fields that are not
//! needed. Scanners add line ends and tabs; an input method may turn letters and bars into others. What the card's own
//! fields contradict is a warning, not an error: the officer holds the card and decides.

mod number;

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use self::number::{IdNumber, IdNumberError, Sex};
use super::time::Day;

/// A card's text has some 150 characters; what is longer than this is something else.
const LONGEST: usize = 4096;

/// The person whom a card names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPerson {
    /// 12 digits.
    pub number: IdNumber,
    /// The number of the old card (CMND), when there was one.
    pub old_number: Option<IdNumber>,
    /// Full name (họ và tên), NFC.
    pub name: String,
    /// Date of birth; `None` when the card knows only the year.
    pub birth_date: Option<Day>,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex.
    pub sex: Sex,
    /// Place of residence (nơi thường trú), NFC; may be empty.
    pub address: String,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// What does not fit together.
    pub warnings: Vec<CardWarning>,
}

/// Something on the card to look at twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardWarning {
    /// The number belongs to somebody born in another year.
    BirthYearMismatch {
        /// The year in the number.
        number: i16,
        /// The year in the date of birth.
        card: i16,
    },
    /// The number belongs to somebody of the other sex.
    SexMismatch {
        /// The sex in the number.
        number: Sex,
        /// The sex in its own field.
        card: Sex,
    },
    /// The number begins with a code that no province ever had.
    UnknownBirthplace {
        /// The first three digits.
        code: String,
    },
    /// The card gives only the year of birth.
    OnlyBirthYear,
    /// The field of the sex was not readable: it is taken from the number.
    SexFromNumber,
    /// The old number is neither empty nor a number: it is left out.
    OldNumberUnreadable,
    /// The day of issue is neither empty nor a date: it is left out.
    IssueDayUnreadable,
}

/// Why a text is not what a card's QR code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardError {
    /// There is nothing.
    Empty,
    /// It is far longer than any card.
    TooLong,
    /// Fewer than seven fields between bars.
    TooFewFields {
        /// How many.
        found: usize,
    },
    /// The first field is not a 12-digit number.
    BadNumber,
    /// There is no name, or it holds control characters.
    BadName,
    /// The fourth field is not a date of birth.
    BadBirthDate,
}

impl fmt::Display for CardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing was scanned"),
            Self::TooLong => f.write_str("longer than the text of a card"),
            Self::TooFewFields { found } => {
                write!(f, "a card has at least 7 fields, this has {found}")
            }
            Self::BadNumber => f.write_str("the first field is not a 12-digit number"),
            Self::BadName => f.write_str("the third field is not a name"),
            Self::BadBirthDate => f.write_str("the fourth field is not a date of birth"),
        }
    }
}

impl std::error::Error for CardError {}

/// Reads what a scanner typed.
pub fn parse(scanned: &str) -> Result<CardPerson, CardError> {
    if scanned.len() > LONGEST {
        return Err(CardError::TooLong);
    }
    let text =
        scanned.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    if text.is_empty() {
        return Err(CardError::Empty);
    }
    let fields: Vec<&str> = text.split(is_bar).map(str::trim).collect();
    let [number, old_number, name, birth, sex, address, issued, ..] = fields[..] else {
        return Err(CardError::TooFewFields {
            found: fields.len(),
        });
    };
    let mut warnings = Vec::new();

    let number: IdNumber = figures(number).parse().map_err(|_| CardError::BadNumber)?;
    let (Some(number_sex), Some(number_year)) = (number.sex(), number.birth_year()) else {
        return Err(CardError::BadNumber);
    };
    if let Some(code) = number
        .birthplace()
        .filter(|_| !number.has_known_birthplace())
    {
        warnings.push(CardWarning::UnknownBirthplace {
            code: code.to_owned(),
        });
    }

    let name = plain_text(name).filter(|name| name.chars().any(char::is_alphabetic));
    let name = name.ok_or(CardError::BadName)?;

    let (birth_date, birth_year) = match date(birth).ok_or(CardError::BadBirthDate)? {
        CardDate::Day(day) => (Some(day), day.year()),
        CardDate::Year(year) => {
            warnings.push(CardWarning::OnlyBirthYear);
            (None, year)
        }
    };
    if birth_year != number_year {
        warnings.push(CardWarning::BirthYearMismatch {
            number: number_year,
            card: birth_year,
        });
    }

    let sex = match sex_of(sex) {
        Some(card) if card != number_sex => {
            warnings.push(CardWarning::SexMismatch {
                number: number_sex,
                card,
            });
            card
        }
        Some(card) => card,
        None => {
            warnings.push(CardWarning::SexFromNumber);
            number_sex
        }
    };

    let old_number = match figures(old_number) {
        none if none.is_empty() => None,
        digits => digits
            .parse()
            .map_err(|_| warnings.push(CardWarning::OldNumberUnreadable))
            .ok(),
    };
    let issued_on = match date(issued) {
        Some(CardDate::Day(day)) => Some(day),
        _ if issued.is_empty() => None,
        _ => {
            warnings.push(CardWarning::IssueDayUnreadable);
            None
        }
    };
    let address = plain_text(address).unwrap_or_default();
    Ok(CardPerson {
        number,
        old_number,
        name,
        birth_date,
        birth_year,
        sex,
        address,
        issued_on,
        warnings,
    })
}

/// The bar between fields, and what keyboards and input methods make of it.
fn is_bar(c: char) -> bool {
    matches!(
        c,
        '|' | '\u{ff5c}'
            | '\u{ffe8}'
            | '\u{a6}'
            | '\u{1c0}'
            | '\u{2223}'
            | '\u{2502}'
            | '\u{2503}'
            | '\u{2758}'
            | '\u{23d0}'
    )
}

/// Full-width and other odd digits as plain ones; nothing of what merely surrounds them.
fn figures(field: &str) -> String {
    let plain = field.nfkc();
    plain
        .filter(|c| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
        })
        .collect()
}

/// Text in NFC with single blanks; `None` when it holds control characters, which no card does.
fn plain_text(field: &str) -> Option<String> {
    let composed: String = field.nfc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    let text = words.join(" ");
    (!text.chars().any(char::is_control)).then_some(text)
}

fn sex_of(field: &str) -> Option<Sex> {
    // Bare letters, because a scanner's keyboard layout often loses the horn and the tilde of "Nữ".
    let letters = field
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && c.is_alphabetic());
    let bare: String = letters.flat_map(char::to_lowercase).collect();
    match bare.as_str() {
        "nam" | "male" | "m" => Some(Sex::Male),
        // "nuwx" and the like are the keys of "nữ" in Telex, typed without an input method.
        "nu" | "nuw" | "nuwx" | "nuxw" | "nux" | "female" | "f" => Some(Sex::Female),
        _ => None,
    }
}

/// A date as cards have it: some people know only their year of birth.
enum CardDate {
    Day(Day),
    Year(i16),
}

/// Reads `ddmmyyyy`, also with slashes, dashes or dots; day and month may be `00` or missing.
fn date(field: &str) -> Option<CardDate> {
    let text = figures(field);
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let (day, month, year) = match parts[..] {
        [whole] if whole.len() == 8 && whole.is_ascii() => (&whole[..2], &whole[2..4], &whole[4..]),
        [year] if year.len() == 4 => ("0", "0", year),
        [year, month, day] if year.len() == 4 => (day, month, year),
        [day, month, year] if year.len() == 4 => (day, month, year),
        _ => return None,
    };
    let number = |text: &str| -> Option<i16> {
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let (day, month, year) = (number(day)?, number(month)?, number(year)?);
    if !(1850..=2200).contains(&year) {
        return None;
    }
    if day == 0 && (0..=12).contains(&month) {
        return Some(CardDate::Year(year));
    }
    let day = Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(CardDate::Day(day))
}
