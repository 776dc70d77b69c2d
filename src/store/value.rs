//! Values: one tag byte and JSON, deflated when long.

use std::error::Error;
use std::fmt;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;

/// JSON longer than this many bytes is deflated.
const LONG: usize = 4096;

/// Set in the tag of a deflated value; so tags themselves run from 1 to 127.
const DEFLATED: u8 = 0x80;

/// The longest JSON a value may unfold to, in bytes.
const MAX_UNFOLDED: u64 = 16 * 1024 * 1024;

/// Why bytes are no value.
#[derive(Debug)]
pub(super) enum ValueError {
    /// Not even a tag.
    Empty,
    /// The deflated part is damaged or unfolds to too much.
    Deflate,
    /// Written by a newer version of the record.
    Newer { found: u8, known: u8 },
    /// The JSON is not of the expected shape.
    Json(serde_json::Error),
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the value is empty"),
            Self::Deflate => f.write_str("the value cannot be unfolded"),
            Self::Newer { found, known } => {
                write!(f, "the value has version {found}, known is up to {known}")
            }
            Self::Json(cause) => cause.fmt(f),
        }
    }
}

impl Error for ValueError {}

/// The stored form of `content` under `tag`.
pub(super) fn encode(tag: u8, content: &impl Serialize) -> Vec<u8> {
    debug_assert!((1..DEFLATED).contains(&tag), "tags run from 1 to 127");
    let mut value = vec![tag];
    serde_json::to_writer(&mut value, content)
        .expect("records have text keys and no fallible Serialize, so writing to memory succeeds");
    if value.len() <= LONG {
        return value;
    }
    let folded = vec![tag | DEFLATED];
    let mut folding = DeflateEncoder::new(folded, Compression::new(4));
    folding
        .write_all(&value[1..])
        .and_then(|()| folding.finish())
        .expect("writing to memory succeeds")
}

/// The tag and the JSON of a stored value.
pub(super) fn open(
    value: &[u8],
    known: u8,
) -> Result<(u8, std::borrow::Cow<'_, [u8]>), ValueError> {
    let (tag, rest) = value.split_first().ok_or(ValueError::Empty)?;
    let found = tag & !DEFLATED;
    if found > known {
        return Err(ValueError::Newer { found, known });
    }
    if tag & DEFLATED == 0 {
        return Ok((found, rest.into()));
    }
    let mut json = Vec::with_capacity(rest.len() * 4);
    let mut unfolding = DeflateDecoder::new(rest).take(MAX_UNFOLDED + 1);
    match unfolding.read_to_end(&mut json) {
        Ok(length) if length as u64 <= MAX_UNFOLDED => Ok((found, json.into())),
        _ => Err(ValueError::Deflate),
    }
}
