//! The marks that a scanner reads, as small SVG images: one path each, so that neighbouring modules never show a seam.
//!
//! Neither carries its quiet zone: the template keeps the white around them (4 modules for QR, 10 for Code 128).

use std::fmt::Write;

use barcoders::sym::code128::Code128;
use fast_qr::{ECL, QRBuilder};

use super::PrintError;

/// A mark and how many modules wide it is, so that the template can give a module its width in millimetres.
pub(super) struct Mark {
    pub(super) svg: String,
    pub(super) modules: usize,
}

/// A QR code at error correction M: 15 % may be lost to a stamp or a fold.
pub(super) fn qr(text: &str) -> Result<Mark, PrintError> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_| PrintError::Unscannable)?;
    let mut path = String::new();
    for row in 0..code.size {
        bars(
            &mut path,
            code[row].iter().map(|module| module.value()),
            row,
        );
    }
    Ok(mark(&path, code.size, code.size))
}

/// A Code 128 bar code of printable ASCII, as every dossier code is.
pub(super) fn code128(text: &str) -> Result<Mark, PrintError> {
    if text.is_empty() || !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(PrintError::Unscannable);
    }
    let bits = Code128::new(with_sets(text))
        .map_err(|_| PrintError::Unscannable)?
        .encode();
    let mut path = String::new();
    bars(&mut path, bits.iter().map(|bit| *bit == 1), 0);
    Ok(mark(&path, bits.len(), 1))
}

/// Appends the dark runs of row `y` to an SVG path.
fn bars(path: &mut String, row: impl Iterator<Item = bool>, y: usize) {
    let mut start = None;
    for (x, dark) in row.chain([false]).enumerate() {
        match (start, dark) {
            (None, true) => start = Some(x),
            (Some(from), false) => {
                let width = x - from;
                write!(path, "M{from} {y}h{width}v1h-{width}z")
                    .expect("a String takes whatever is written");
                start = None;
            }
            _ => {}
        }
    }
}

fn mark(path: &str, width: usize, height: usize) -> Mark {
    Mark {
        svg: format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\"><path d=\"{path}\"/></svg>"
        ),
        modules: width,
    }
}

/// Marks where the encoder changes its character set: set C packs two digits into one symbol, set B takes the rest.
/// Changing pays from four digits at either end and from six between.
fn with_sets(text: &str) -> String {
    const SET_B: char = '\u{0181}';
    const SET_C: char = '\u{0106}';
    let mut marked = String::with_capacity(text.len() + 8);
    let mut set = None;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let at_an_end = rest.len() == text.len() || digits == rest.len();
        let pairs = if digits >= if at_an_end { 4 } else { 6 } {
            digits / 2 * 2
        } else {
            0
        };
        let (wanted, length) = if pairs > 0 {
            (SET_C, pairs)
        } else {
            (SET_B, digits.max(1))
        };
        if set != Some(wanted) {
            marked.push(wanted);
            set = Some(wanted);
        }
        let (now, later) = rest.split_at(length);
        marked.push_str(now);
        rest = later;
    }
    marked
}
