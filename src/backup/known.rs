//! What a backup and those before it hold, kept beside the office so that the next backup need not hold it again. May be
//! deleted: then the next backup is a full one.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::durable;

/// First bytes of the file.
const MAGIC: &[u8; 16] = b"motcua known 1\n\0";

/// Kept for so long.
const OLD: Duration = Duration::from_hours(60 * 24);

/// Ending of its name.
const ENDING: &str = ".known";

/// Hashes of chunks of rows and of attachments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub chunks: HashSet<[u8; 32]>,
    pub files: HashSet<[u8; 32]>,
}

impl Known {
    fn path(folder: &Path, id: &str) -> PathBuf {
        folder.join(format!("{id}{ENDING}"))
    }

    /// The backup whose id begins with `short`, and what it holds; `None` unless that is known for certain.
    pub fn starting(folder: &Path, short: &str) -> Option<(String, Self)> {
        let id = fs::read_dir(folder).ok()?.find_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            let id = name.strip_suffix(ENDING)?;
            id.starts_with(short).then(|| id.to_owned())
        })?;
        let known = Self::of(folder, &id)?;
        Some((id, known))
    }

    fn of(folder: &Path, id: &str) -> Option<Self> {
        let bytes = fs::read(Self::path(folder, id)).ok()?;
        let (bytes, hash) = bytes.split_last_chunk::<32>()?;
        if <[u8; 32]>::from(Sha256::digest(bytes)) != *hash {
            return None;
        }
        let rest = bytes.strip_prefix(MAGIC)?;
        let (chunks, rest) = hashes(rest)?;
        let (files, rest) = hashes(rest)?;
        rest.is_empty().then_some(Self { chunks, files })
    }

    /// Keeps it.
    pub fn keep(&self, folder: &Path, id: &str) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        forget_old(folder)?;
        let mut bytes = MAGIC.to_vec();
        for set in [&self.chunks, &self.files] {
            bytes.extend_from_slice(&(set.len() as u64).to_be_bytes());
            bytes.extend(set.iter().flatten());
        }
        let hash = Sha256::digest(&bytes);
        bytes.extend_from_slice(&hash);
        durable::file(&Self::path(folder, id), |file| file.write_all(&bytes)).map(drop)
    }
}

/// Backups of long ago are not gone on from.
fn forget_old(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age > OLD {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn hashes(bytes: &[u8]) -> Option<(HashSet<[u8; 32]>, &[u8])> {
    let (count, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u64::from_be_bytes(*count))
        .ok()?
        .checked_mul(32)?;
    let (all, rest) = rest.split_at_checked(length)?;
    let all = all.chunks_exact(32).filter_map(|hash| hash.try_into().ok());
    Some((all.collect(), rest))
}
