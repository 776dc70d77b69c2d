//! Identity codes of agencies.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{as_typed, code_text, is_unit_code};

/// The identity code of an agency (mã định danh cơ quan).
///
/// Two styles are alive: `H26.18.1`, from the top down (QĐ 20/2020/QĐ-TTg), and the older `000.00.01.H26`, from the
/// bottom up in three, two, two digits (QCVN 102:2016/BTTTT). Written in capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AgencyCode(String);

code_text!(AgencyCode, AgencyCodeError);

/// Why a text is not the code of an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgencyCodeError {
    /// There is nothing.
    Empty,
    /// It is longer than 35 characters.
    TooLong,
    /// A level between the dots is empty or holds something else than letters without accents and digits.
    BadLevel,
    /// Neither the first level is a ministry or province (`H26.18.1`), nor the last of four (`000.00.01.H26`).
    NoUnit,
}

impl fmt::Display for AgencyCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an agency code must not be empty",
            Self::TooLong => "an agency code has at most 35 characters",
            Self::BadLevel => "the levels of an agency code are letters and digits between dots",
            Self::NoUnit => "an agency code looks like H26.18.1 or 000.00.01.H26",
        })
    }
}

impl std::error::Error for AgencyCodeError {}

impl AgencyCode {
    /// QĐ 20/2020/QĐ-TTg allows 35 characters.
    pub const LONGEST: usize = 35;

    /// The ministry or province at the top: `H26`.
    pub fn unit(&self) -> &str {
        let end = if self.is_bottom_up() {
            self.0.rsplit('.').next()
        } else {
            self.0.split('.').next()
        };
        end.unwrap_or_default()
    }

    /// Whether it is in the older style, which names the ministry or province last.
    pub fn is_bottom_up(&self) -> bool {
        is_bottom_up(&self.0)
    }
}

fn is_bottom_up(code: &str) -> bool {
    let levels: Vec<&str> = code.split('.').collect();
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    matches!(levels[..], [v, z, y, unit] if digits(v, 3) && digits(z, 2) && digits(y, 2) && is_unit_code(unit))
}

impl FromStr for AgencyCode {
    type Err = AgencyCodeError;

    fn from_str(text: &str) -> Result<Self, AgencyCodeError> {
        let code = as_typed(text);
        if code.is_empty() {
            return Err(AgencyCodeError::Empty);
        }
        if code.chars().count() > Self::LONGEST {
            return Err(AgencyCodeError::TooLong);
        }
        if code
            .split('.')
            .any(|level| level.is_empty() || !level.bytes().all(|b| b.is_ascii_alphanumeric()))
        {
            return Err(AgencyCodeError::BadLevel);
        }
        if !is_unit_code(code.split('.').next().unwrap_or_default()) && !is_bottom_up(&code) {
            return Err(AgencyCodeError::NoUnit);
        }
        Ok(Self(code))
    }
}
