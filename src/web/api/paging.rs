//! Cursors: opaque to clients, a position in an index to us.

use crate::domain::fault::{Fault, FieldFault};
use crate::files::hex;
use crate::web::problem::Problem;

/// Entries on a page when the client does not say.
const USUAL: usize = 50;
/// Entries on a page at most.
pub const MOST: usize = 200;

/// How many entries the client wants.
pub fn limit(asked: Option<&str>) -> Result<usize, Problem> {
    let fault = |fault| Problem::faults(&[FieldFault::new("limit", fault)]);
    match asked {
        None | Some("") => Ok(USUAL),
        Some(text) => match text.parse::<usize>() {
            Ok(0) => Err(fault(Fault::OutOfRange)),
            Ok(limit) => Ok(limit.min(MOST)),
            Err(_) => Err(fault(Fault::WrongKind)),
        },
    }
}

/// A position as clients carry it.
pub fn written(position: &[u8]) -> String {
    hex(position)
}

/// The position that a client brings back.
pub fn position(text: Option<&str>) -> Result<Option<Vec<u8>>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let read = || -> Option<Vec<u8>> {
        if text.len() % 2 != 0 || !text.is_ascii() {
            return None;
        }
        (0..text.len() / 2)
            .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok())
            .collect()
    };
    read()
        .map(Some)
        .ok_or_else(|| Problem::faults(&[FieldFault::new("after", Fault::WrongKind)]))
}

/// The position as a number, for the feed and histories.
pub fn number(text: Option<&str>) -> Result<u64, Problem> {
    match text.filter(|text| !text.is_empty()) {
        None => Ok(0),
        Some(text) => text
            .parse()
            .map_err(|_| Problem::faults(&[FieldFault::new("after", Fault::WrongKind)])),
    }
}
