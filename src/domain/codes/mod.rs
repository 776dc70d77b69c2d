//! Codes that name things across offices: agencies, dossiers, procedures.

mod agency;
mod dossier;
mod procedure;

pub use self::agency::{AgencyCode, AgencyCodeError};
pub use self::dossier::{
    DossierCode, DossierCodeError, DossierCodeTemplate, TemplateError, YearDigits,
};
pub use self::procedure::{ProcedureCode, ProcedureCodeError};

/// What every code that is a checked text has in common.
macro_rules! code_text {
    ($name:ident, $error:ty) => {
        impl $name {
            /// The code as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}
use code_text;

/// What people type around and inside a code: blanks at the ends, a typographic dash, lower case.
fn as_typed(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    text.chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other.to_ascii_uppercase(),
        })
        .collect()
}

/// The code of a ministry or province: a letter and two digits, `H26`, `G09`.
fn is_unit_code(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() == 3
        && bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        && bytes.all(|b| b.is_ascii_digit())
}
