//! Personal identity numbers and what their digits say.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Sex as on the identity card (giới tính).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Sex {
    /// The stable name in forms and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// A personal identity number (số định danh cá nhân, 12 digits) or the number of an old card (số CMND, 9 digits).
///
/// Its `Debug` form is masked, so that no log shows it by accident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNumber(String);

/// Why a text is not an identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdNumberError {
    /// It holds something else than digits.
    NotDigits,
    /// It has neither 12 nor 9 digits.
    BadLength,
}

impl fmt::Display for IdNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDigits => "an identity number has digits only",
            Self::BadLength => "an identity number has 12 digits, an old one 9",
        })
    }
}

impl std::error::Error for IdNumberError {}

/// Codes of the 63 provinces of before July 2025, which existing numbers keep (first three digits, all below 100).
const PROVINCES: [u8; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

impl IdNumber {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a 12-digit personal identity number.
    pub fn is_personal(&self) -> bool {
        self.0.len() == 12
    }

    /// The number for eyes that need not know it: `001******345`.
    pub fn masked(&self) -> String {
        let (head, rest) = self.0.split_at(3);
        let (middle, tail) = rest.split_at(rest.len() - 3);
        format!("{head}{}{tail}", "*".repeat(middle.len()))
    }

    /// The digits from `from` to `to` as a number.
    fn number(&self, from: usize, to: usize) -> Option<i16> {
        self.0.get(from..to)?.parse().ok()
    }

    /// Century and sex share the fourth digit: 0 and 1 for men and women of the 20th century, 2 and 3 of the 21st …
    fn century_and_sex(&self) -> Option<i16> {
        if self.is_personal() {
            self.number(3, 4)
        } else {
            None
        }
    }

    /// The sex that a 12-digit number tells.
    pub fn sex(&self) -> Option<Sex> {
        let digit = self.century_and_sex()?;
        Some(if digit % 2 == 0 {
            Sex::Male
        } else {
            Sex::Female
        })
    }

    /// The year of birth that a 12-digit number tells.
    pub fn birth_year(&self) -> Option<i16> {
        Some(1900 + self.century_and_sex()? / 2 * 100 + self.number(4, 6)?)
    }

    /// The code of the place where the birth was registered: a province, or from 100 a country.
    pub fn birthplace(&self) -> Option<&str> {
        self.is_personal().then(|| &self.0[..3])
    }

    /// Whether the birthplace's code was ever given out; an old number tells none and passes.
    pub fn has_known_birthplace(&self) -> bool {
        match self.birthplace().and_then(|code| code.parse::<u16>().ok()) {
            Some(code) if code < 100 => PROVINCES
                .iter()
                .any(|province| u16::from(*province) == code),
            Some(_) | None => true,
        }
    }
}

impl FromStr for IdNumber {
    type Err = IdNumberError;

    /// Blanks, dots and dashes between the digits are dropped.
    fn from_str(text: &str) -> Result<Self, IdNumberError> {
        let kept = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\u{feff}'));
        let digits: String = kept.collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdNumberError::NotDigits);
        }
        if matches!(digits.len(), 9 | 12) {
            Ok(Self(digits))
        } else {
            Err(IdNumberError::BadLength)
        }
    }
}

impl TryFrom<String> for IdNumber {
    type Error = IdNumberError;

    fn try_from(text: String) -> Result<Self, IdNumberError> {
        text.parse()
    }
}

impl From<IdNumber> for String {
    fn from(number: IdNumber) -> Self {
        number.0
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}
