//! People and organisations that ask for something.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{cccd::Sex, fault::Fault, text::Line, time::Day};

/// Whether the applicant is a citizen (cá nhân) or an organisation (tổ chức).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// A citizen.
    Person,
    /// An enterprise, cooperative or other body.
    Organisation,
}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks and normalises what was typed.
            pub fn new(raw: &str) -> Result<Self, Fault> {
                $check(raw).map(Self)
            }

            /// The normalised text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The last four characters, which a citizen may give to follow a dossier.
            pub fn last4(&self) -> &str {
                let cut = self.0.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
                &self.0[cut..]
            }
        }

        impl TryFrom<String> for $name {
            type Error = Fault;

            fn try_from(raw: String) -> Result<Self, Fault> {
                Self::new(&raw)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn check_phone(raw: &str) -> Result<String, Fault> {
    let mut digits = String::new();
    for c in raw.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => {}
            ' ' | '.' | '-' | '(' | ')' => {}
            _ => return Err(Fault::BadPhone),
        }
    }
    // 84 is Vietnam's country code; inside the country numbers begin with 0.
    if raw.trim().starts_with('+')
        && let Some(rest) = digits.strip_prefix("84")
    {
        digits = format!("0{rest}");
    }
    match digits.len() {
        0 => Err(Fault::Missing),
        8..=15 => Ok(digits),
        _ => Err(Fault::BadPhone),
    }
}

fn check_id_number(raw: &str) -> Result<String, Fault> {
    let text: String = raw
        .trim()
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-'))
        .collect();
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    let fits = (6..=20).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric());
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    if fits && has_digit {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(Fault::BadIdNumber)
    }
}

fn check_email(raw: &str) -> Result<String, Fault> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    let (name, host) = text.split_once('@').ok_or(Fault::BadEmail)?;
    let plain = text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && !name.is_empty()
        && host.contains('.')
        && !host.contains('@')
        && !host.starts_with('.')
        && !host.ends_with('.');
    if plain {
        Ok(text.to_owned())
    } else {
        Err(Fault::BadEmail)
    }
}

checked_text!(
    /// A telephone number, digits only, beginning with 0 inside the country.
    Phone, check_phone
);
checked_text!(
    /// An identity number as papers bear it: citizen number (12 digits), old card (9),
    /// passport or tax code. The strict reading of a card is `cccd`'s.
    PaperNumber, check_id_number
);
checked_text!(
    /// An e-mail address, checked for shape only.
    Email, check_email
);

impl PaperNumber {
    /// The number with its middle hidden, for lists.
    pub fn masked(&self) -> String {
        let length = self.0.len();
        let shown = if length >= 9 { 3 } else { 1 };
        format!(
            "{}{}{}",
            &self.0[..shown],
            "*".repeat(length - 2 * shown),
            &self.0[length - shown..]
        )
    }
}

/// The person or organisation whose matter it is (chủ hồ sơ), or who files for them (người nộp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// Citizen or organisation.
    pub kind: ApplicantKind,
    /// Full name as on the papers.
    pub name: Line,
    /// Number of the identity paper, or tax code.
    #[serde(default)]
    pub id_number: Option<PaperNumber>,
    /// Date of birth; organisations have none.
    #[serde(default)]
    pub birth_date: Option<Day>,
    /// Sex as on the identity paper.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Where the person lives or the organisation has its seat.
    pub address: Line,
    /// Commune code of the address.
    #[serde(default)]
    pub ward_code: Option<String>,
    /// Where to reach them.
    pub phone: Phone,
    /// Where to write to them.
    #[serde(default)]
    pub email: Option<Email>,
}

/// A name for pages that anybody can open: the family name, then first letters only:
/// `Nguyễn Văn An` → `Nguyễn V** A*`.
pub fn masked_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let Some(family) = words.next() else {
        return String::new();
    };
    words.fold(family.to_owned(), |mut masked, word| {
        let mut letters = word.chars();
        masked.push(' ');
        masked.extend(letters.next());
        masked.extend(letters.map(|_| '*'));
        masked
    })
}
