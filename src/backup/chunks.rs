//! Rows in chunks whose borders depend on the rows alone, so that what did not change between two backups is the same chunk
//! in both, and the later one need not hold it again.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use sha2::{Digest, Sha256};

use crate::kv::Space;
use crate::store::spaces;

/// A chunk ends after a row like that only from so many bytes on,
const LEAST: usize = 32 * 1024;
/// and after any row from so many on.
const MOST: usize = 256 * 1024;
/// One key in so many ends a chunk.
const ONE_IN: u32 = 128;

/// The longest chunk, in bytes: a whole row may come after the last border.
const LONGEST: u64 = (MOST + 128 * 1024) as u64;

/// SHA-256 of a chunk's rows.
pub(super) type ChunkHash = [u8; 32];

/// Gathers rows until a chunk is full.
#[derive(Default)]
pub(super) struct Chunker {
    rows: Vec<u8>,
}

impl Chunker {
    /// Takes a row; true when the chunk ends with it.
    pub fn take(&mut self, space: u8, key: &[u8], value: &[u8]) -> bool {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
        self.rows.push(space);
        self.rows.extend_from_slice(&length(key));
        self.rows.extend_from_slice(&length(value));
        self.rows.extend_from_slice(key);
        self.rows.extend_from_slice(value);
        let border = crc32fast::hash(key).is_multiple_of(ONE_IN);
        self.rows.len() >= MOST || (border && self.rows.len() >= LEAST)
    }

    /// The rows gathered; empty at once after a chunk ended.
    pub fn end(&mut self) -> Option<Vec<u8>> {
        (!self.rows.is_empty()).then(|| std::mem::take(&mut self.rows))
    }
}

pub(super) fn hash(rows: &[u8]) -> ChunkHash {
    Sha256::digest(rows).into()
}

pub(super) fn deflated(rows: &[u8]) -> io::Result<Vec<u8>> {
    let mut folding = DeflateEncoder::new(Vec::with_capacity(rows.len() / 4), Compression::fast());
    folding.write_all(rows)?;
    folding.finish()
}

/// The rows of a chunk; `None` when the bytes are none.
pub(super) fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rows = Vec::new();
    let mut unfolding = DeflateDecoder::new(bytes).take(LONGEST + 1);
    unfolding.read_to_end(&mut rows).ok()?;
    (rows.len() as u64 <= LONGEST).then_some(rows)
}

/// One row: space, key, value.
pub(super) type Row<'a> = (u8, &'a [u8], &'a [u8]);

/// Goes through the rows of a chunk; `None` where the bytes are no row.
pub(super) fn rows(mut chunk: &[u8]) -> impl Iterator<Item = Option<Row<'_>>> {
    std::iter::from_fn(move || {
        if chunk.is_empty() {
            return None;
        }
        let Some((row, rest)) = row(chunk) else {
            chunk = &[];
            return Some(None);
        };
        chunk = rest;
        Some(Some(row))
    })
}

fn row(chunk: &[u8]) -> Option<(Row<'_>, &[u8])> {
    let (space, rest) = chunk.split_first()?;
    let (key, rest) = rest.split_first_chunk()?;
    let (value, rest) = rest.split_first_chunk()?;
    let (key, rest) = rest.split_at_checked(u32::from_be_bytes(*key) as usize)?;
    let (value, rest) = rest.split_at_checked(u32::from_be_bytes(*value) as usize)?;
    Some(((*space, key, value), rest))
}

/// The space with this id, if this program knows it.
pub(super) fn space(id: u8) -> Option<Space> {
    spaces::ALL.iter().copied().find(|space| space.id == id)
}
