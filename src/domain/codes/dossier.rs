//! Codes of dossiers and the pattern that an office gives them by.

use std::fmt::{self, Write};
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AgencyCode, as_typed, code_text};
use crate::domain::time::Day;

/// The code of a dossier (mã số hồ sơ): agency, day of receipt, number in sequence, as in `H26.18.1-260212-0007`
/// (NĐ 61/2018 Điều 26, TT 01/2018/TT-VPCP Điều 19).
///
/// Ordered as text, the way it is stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DossierCode(String);

code_text!(DossierCode, DossierCodeError);

/// Why a text is not the code of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DossierCodeError {
    /// It does not have three parts between dashes.
    NotThreeParts,
    /// The first part is not the code of an agency.
    BadAgency,
    /// The second part is not a day in six or eight digits.
    BadDay,
    /// The third part is not a positive number of at most 19 digits.
    BadSequence,
}

impl fmt::Display for DossierCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotThreeParts => {
                "a dossier code has three parts between dashes: agency-day-number"
            }
            Self::BadAgency => "a dossier code begins with the code of an agency",
            Self::BadDay => "the second part of a dossier code is a day as YYMMDD or YYYYMMDD",
            Self::BadSequence => "a dossier code ends in a positive number",
        })
    }
}

impl std::error::Error for DossierCodeError {}

/// The three parts of a code.
struct Parts {
    agency: AgencyCode,
    day: Day,
    sequence: NonZeroU64,
}

fn parts(code: &str) -> Result<Parts, DossierCodeError> {
    let mut texts = code.split('-');
    let (Some(agency), Some(day), Some(sequence), None) =
        (texts.next(), texts.next(), texts.next(), texts.next())
    else {
        return Err(DossierCodeError::NotThreeParts);
    };
    // Blanks inside would be trimmed away by the agency's own reading.
    let agency = Some(agency).filter(|text| text.trim() == *text);
    let agency = agency
        .and_then(|text| text.parse().ok())
        .ok_or(DossierCodeError::BadAgency)?;
    let day = day_of(day).ok_or(DossierCodeError::BadDay)?;
    let sequence = digits(sequence).filter(|_| sequence.len() <= 19);
    let sequence = sequence
        .and_then(NonZeroU64::new)
        .ok_or(DossierCodeError::BadSequence)?;
    Ok(Parts {
        agency,
        day,
        sequence,
    })
}

fn digits(text: &str) -> Option<u64> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn day_of(text: &str) -> Option<Day> {
    let number = i32::try_from(digits(text)?).ok()?;
    let year = match text.len() {
        // This way of writing began in 2018: two digits are always of this century.
        6 => 2000 + number / 10_000,
        8 => number / 10_000,
        _ => return None,
    };
    let month = number / 100 % 100;
    Day::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        (number % 100).try_into().ok()?,
    )
    .ok()
}

impl DossierCode {
    fn parts(&self) -> Parts {
        parts(&self.0).expect("a code is checked when it is made")
    }

    /// The agency that received the dossier.
    pub fn agency(&self) -> AgencyCode {
        self.parts().agency
    }

    /// The day of receipt.
    pub fn day(&self) -> Day {
        self.parts().day
    }

    /// The number in the agency's sequence.
    pub fn sequence(&self) -> NonZeroU64 {
        self.parts().sequence
    }
}

impl FromStr for DossierCode {
    type Err = DossierCodeError;

    fn from_str(text: &str) -> Result<Self, DossierCodeError> {
        let code = as_typed(text);
        parts(&code)?;
        Ok(Self(code))
    }
}

/// How many digits the year of receipt has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum YearDigits {
    /// `260212` (TT 01/2018/TT-VPCP Điều 19).
    #[default]
    Two,
    /// `20260212`, as codes of 2026 on the national portal have it.
    Four,
}

/// The pattern of an office's dossier codes, `{agency}-{yymmdd}-{seq:04}` unless it is set otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DossierCodeTemplate {
    year: YearDigits,
    width: u8,
}

/// Why a text is not a pattern of dossier codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// It is not `{agency}-{yymmdd}-{seq:0N}` or `{agency}-{yyyymmdd}-{seq:0N}`.
    NotAPattern,
    /// The number would have no digits or more than 12.
    BadWidth,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAPattern => {
                "a pattern is {agency}-{yymmdd}-{seq:04} or {agency}-{yyyymmdd}-{seq:04}"
            }
            Self::BadWidth => "the number of a pattern has 1 to 12 digits",
        })
    }
}

impl std::error::Error for TemplateError {}

impl Default for DossierCodeTemplate {
    /// Six digits for the day and at least four for the number (TT 01/2018/TT-VPCP Điều 19).
    fn default() -> Self {
        Self {
            year: YearDigits::Two,
            width: 4,
        }
    }
}

impl DossierCodeTemplate {
    /// A pattern whose number has at least `width` digits, 1 to 12.
    pub fn new(year: YearDigits, width: u8) -> Result<Self, TemplateError> {
        if (1..=12).contains(&width) {
            Ok(Self { year, width })
        } else {
            Err(TemplateError::BadWidth)
        }
    }

    /// The code of the `sequence`-th dossier; a number too long for the pattern gets more digits.
    ///
    /// A day outside the years 2000–2099 has four digits for the year whatever the pattern says, so that it can be
    /// read back.
    pub fn code(&self, agency: &AgencyCode, day: Day, sequence: NonZeroU64) -> DossierCode {
        let (year, month, date) = (day.year().max(0), day.month(), day.day());
        // Beyond 19 digits no counter gets; keeping to them keeps every code readable.
        let sequence = sequence.get().min(9_999_999_999_999_999_999);
        let mut code = format!("{agency}-");
        let written = if self.year == YearDigits::Two && (2000..2100).contains(&year) {
            write!(code, "{:02}{month:02}{date:02}", year % 100)
        } else {
            write!(code, "{year:04}{month:02}{date:02}")
        };
        let written = written
            .and_then(|()| write!(code, "-{sequence:0width$}", width = usize::from(self.width)));
        written.expect("writing to a string cannot fail");
        DossierCode(code)
    }
}

impl fmt::Display for DossierCodeTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = match self.year {
            YearDigits::Two => "yymmdd",
            YearDigits::Four => "yyyymmdd",
        };
        write!(f, "{{agency}}-{{{day}}}-{{seq:0{}}}", self.width)
    }
}

impl From<DossierCodeTemplate> for String {
    fn from(template: DossierCodeTemplate) -> Self {
        template.to_string()
    }
}

impl TryFrom<String> for DossierCodeTemplate {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        text.parse()
    }
}

impl FromStr for DossierCodeTemplate {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let parts: Vec<&str> = text.trim().split('-').collect();
        let [agency, day, sequence] = parts[..] else {
            return Err(TemplateError::NotAPattern);
        };
        let year = match (agency, day) {
            ("{agency}", "{yymmdd}") => YearDigits::Two,
            ("{agency}", "{yyyymmdd}") => YearDigits::Four,
            _ => return Err(TemplateError::NotAPattern),
        };
        let width = sequence
            .strip_prefix("{seq:0")
            .and_then(|rest| rest.strip_suffix('}'));
        let width = width.and_then(digits).ok_or(TemplateError::NotAPattern)?;
        Self::new(
            year,
            u8::try_from(width).map_err(|_| TemplateError::BadWidth)?,
        )
    }
}
