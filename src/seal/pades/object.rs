//! Small readings of PDF objects.

use lopdf::{Document, Object};

/// What a reference leads to.
pub(super) fn followed<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document
        .dereference(object)
        .map_or(object, |(_, object)| object)
}

/// Upper-case hexadecimal, as PDF writes it.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}
