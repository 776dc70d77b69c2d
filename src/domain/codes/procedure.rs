//! Codes of administrative procedures.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AgencyCode, code_text, is_unit_code};

/// The code of an administrative procedure (mã thủ tục hành chính), as the national catalogue has it: `1.004222`,
/// but also `1.0133611`, `1.014325-H60`, or with the suffix of a province, `1.000948.H38`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProcedureCode(String);

code_text!(ProcedureCode, ProcedureCodeError);

/// Why a text is not the code of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcedureCodeError {
    /// It has fewer than 3 or more than 41 characters.
    BadLength,
    /// It begins with something else than a letter without accent or a digit.
    BadStart,
    /// It holds something else than letters without accents, digits, dots and dashes.
    BadCharacter,
}

impl fmt::Display for ProcedureCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadLength => "a procedure code has 3 to 41 characters",
            Self::BadStart => "a procedure code begins with a letter or a digit",
            Self::BadCharacter => "a procedure code has letters, digits, dots and dashes only",
        })
    }
}

impl std::error::Error for ProcedureCodeError {}

impl ProcedureCode {
    /// The national code without the suffix of the agency that copied it: `1.000948` of `1.000948.H38`, `1.004222` of
    /// `1.004222.000.00.00.H26`; other codes as they are.
    #[must_use]
    pub fn bare(&self) -> Self {
        let suffix = self.0.match_indices('.').nth(1).map(|(at, _)| at);
        let Some((national, suffix)) = suffix.map(|at| self.0.split_at(at)) else {
            return self.clone();
        };
        let suffix = &suffix[1..];
        let is_national = national.split_once('.').is_some_and(|(kind, number)| {
            number.len() >= 6 && is_digits(kind) && is_digits(number)
        });
        let upper = suffix.to_ascii_uppercase();
        let is_agency = is_unit_code(upper.split('.').next().unwrap_or_default())
            || upper
                .parse::<AgencyCode>()
                .is_ok_and(|code| code.is_bottom_up());
        if is_national && is_agency {
            Self(national.to_owned())
        } else {
            self.clone()
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

impl FromStr for ProcedureCode {
    type Err = ProcedureCodeError;

    /// Blanks around the code are dropped; the portal lists one code with a leading blank.
    fn from_str(text: &str) -> Result<Self, ProcedureCodeError> {
        let code = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        {
            return Err(ProcedureCodeError::BadCharacter);
        }
        if !(3..=41).contains(&code.len()) {
            return Err(ProcedureCodeError::BadLength);
        }
        if !code.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(ProcedureCodeError::BadStart);
        }
        Ok(Self(code.to_owned()))
    }
}
