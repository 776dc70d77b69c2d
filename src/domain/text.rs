//! Text as people type it: normalised to NFC, free of control characters, bounded.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::fault::Fault;

/// Characters that steer terminals or hide text; a name or reason never needs them.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

fn clean(raw: &str, max: usize, multiline: bool) -> Result<String, Fault> {
    let text: String = raw.trim().nfc().collect();
    let text = if multiline {
        text.replace("\r\n", "\n")
    } else {
        text
    };
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    if text.chars().count() > max {
        return Err(Fault::TooLong);
    }
    if text
        .chars()
        .any(|c| is_control(c) && !(multiline && matches!(c, '\n' | '\t')))
    {
        return Err(Fault::ControlCharacter);
    }
    Ok(text)
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $max:expr, $multiline:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// Longest allowed text, in characters.
            pub const MAX: usize = $max;

            /// Normalises and checks; blank, overlong and control characters are faults.
            pub fn new(raw: &str) -> Result<Self, Fault> {
                clean(raw, $max, $multiline).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
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

text_type!(
    /// One line of text of up to 300 characters: names, titles, addresses.
    Line, 300, false
);
text_type!(
    /// Text of several lines, up to 10,000 characters: reasons, notes, messages.
    Prose, 10_000, true
);
