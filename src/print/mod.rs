//! Paper: one data struct and one Typst template per statutory form; a slip goes in, a PDF comes out.
//!
//! A template never sees a clock, a file or the network, and data reach it as a value, never as source text: whatever a
//! citizen is called prints literally. The bytes depend on the slip alone, so a slip can be drawn again years later and
//! compared.

mod engine;
mod form;
mod marks;
mod pool;
mod receipt;
mod words;

use std::fmt;

pub use form::FormSet;
pub use pool::Printer;
pub use receipt::{Applicant, ApplicantKind, Fee, Lookup, Paper, PaperKind, Receipt};

/// A QR code as an SVG image without its quiet zone.
pub fn qr_image(text: &str) -> Result<String, PrintError> {
    marks::qr(text).map(|mark| mark.svg)
}

/// Why a slip could not be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintError {
    /// A text holds a control character (other than line ends and tabs, which print as a space); the path of the field.
    ControlCharacter {
        /// Where in the slip, as a JSON pointer.
        field: String,
    },
    /// The dossier code or the address cannot be written as a bar code or QR code.
    Unscannable,
    /// The template itself is wrong: a fault of the program, not of the data. The text is for the log.
    Template(String),
}

impl fmt::Display for PrintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ControlCharacter { field } => {
                write!(f, "the slip's field {field} holds a control character")
            }
            Self::Unscannable => f.write_str("the dossier code does not fit a bar code"),
            Self::Template(reason) => write!(f, "the template failed: {reason}"),
        }
    }
}

impl std::error::Error for PrintError {}
