//! Paper: one Typst template for each statutory form; a slip goes in, a PDF comes out.
//!
//! A template never sees a clock, a file or the network, and data reach it as values, never as source text: whatever a
//! citizen is called prints literally. The bytes depend on the slip alone, so a slip can be drawn again years later and
//! compared. Every PDF is PDF/A-3a and PDF/UA-1 and carries its own data, from which it can be drawn again.

mod bound;
mod engine;
mod fonts;
mod mark;
mod marks;
mod pool;
mod read_back;
mod sheet;
mod templates;
mod text;
mod words;

use std::fmt;

pub use mark::Mark;
pub use pool::Printer;
pub use read_back::{Inside, read_back};
pub use templates::{shipped_template, template_names};

/// How this program draws. Raised whenever the same slip comes out as other bytes than before: a template, a font or
/// Typst itself has changed. `tests/print` holds one slip to the byte so that nobody forgets.
pub const EDITION: &str = "2";

/// A QR code as an SVG image without its quiet zone.
pub fn qr_image(text: &str) -> Result<String, PrintError> {
    marks::qr(text).map(|mark| mark.svg)
}

/// Why a slip could not be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintError {
    /// A text holds a control character (other than line ends and tabs); the path of the field.
    ControlCharacter {
        /// Where in the slip, as a JSON pointer.
        field: String,
    },
    /// The dossier code or the address cannot be written as a bar code or QR code.
    Unscannable,
    /// The facts are not those of such a paper. The text is for the log.
    Facts(String),
    /// The template itself is wrong: a fault of the program, or of the office's own template. The text says where.
    Template(String),
}

impl fmt::Display for PrintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ControlCharacter { field } => {
                write!(f, "the slip's field {field} holds a control character")
            }
            Self::Unscannable => f.write_str("the dossier code does not fit a bar code"),
            Self::Facts(reason) => write!(f, "the facts do not fit the paper: {reason}"),
            Self::Template(reason) => write!(f, "the template failed: {reason}"),
        }
    }
}

impl std::error::Error for PrintError {}
