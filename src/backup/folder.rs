//! Backups in a folder (thư mục sao lưu): their names say when they were made and which one each goes on from.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::time::Moment;

/// Ending of a backup.
const ENDING: &str = ".mcb";
/// Ending of one that is closed.
const CLOSED: &str = ".mcb.age";

/// So long after the last write a backup is not under way any more.
const ABANDONED: Duration = Duration::from_hours(1);

/// Digits of an id in a name.
const SHORT: usize = 8;

/// A backup that lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    /// Where.
    pub path: PathBuf,
    /// When it was made, as the name says it: `YYYYMMDD-HHMMSS`.
    pub when: String,
    /// The first digits of its id.
    pub id: String,
    /// The first digits of the id of the one it goes on from; `None` for a full one.
    pub parent: Option<String>,
    /// Bytes.
    pub size: u64,
}

/// The name of a backup.
pub(super) fn name(id: &str, parent: Option<&str>, at: Moment, closed: bool) -> String {
    let short = |id: &str| id.chars().take(SHORT).collect::<String>();
    let kind = parent.map_or_else(
        || "full".to_owned(),
        |parent| format!("after-{}", short(parent)),
    );
    let ending = if closed { CLOSED } else { ENDING };
    let when = at.civil().strftime("%Y%m%d-%H%M%S").to_string();
    format!("motcua-{when}-{}-{kind}{ending}", short(id))
}

fn read_name(path: PathBuf, size: u64) -> Option<Lying> {
    let name = path.file_name()?.to_str()?;
    let stem = name.strip_suffix(CLOSED).or(name.strip_suffix(ENDING))?;
    let rest = stem.strip_prefix("motcua-")?;
    let when = rest.get(..15)?.to_owned();
    let rest = rest.get(15..)?.strip_prefix('-')?;
    let (id, kind) = rest.split_once('-')?;
    let parent = match kind {
        "full" => None,
        after => Some(after.strip_prefix("after-")?.to_owned()),
    };
    let short = |id: &str| id.len() == SHORT && id.bytes().all(|b| b.is_ascii_hexdigit());
    let id = id.to_owned();
    (short(&id) && parent.as_deref().is_none_or(short)).then_some(Lying {
        path,
        when,
        id,
        parent,
        size,
    })
}

/// The backups in a folder, oldest first; what is none is not looked at.
pub fn list(folder: &Path) -> io::Result<Vec<Lying>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_file() {
            found.extend(read_name(entry.path(), metadata.len()));
        }
    }
    found.sort_by(|a, b| (&a.when, &a.id).cmp(&(&b.when, &b.id)));
    Ok(found)
}

/// Removes what a backup has left that was broken off: nobody has written to it for an hour.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name();
        let left = name.to_string_lossy().starts_with("motcua-")
            && path.extension().is_some_and(|ending| ending == "part");
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if left && age > ABANDONED {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The backup with this id and those it goes on from, itself first; `None` when one is missing.
pub(super) fn chain<'a>(all: &'a [Lying], id: &str) -> Option<Vec<&'a Lying>> {
    let mut chain: Vec<&Lying> = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let one = all.iter().find(|one| id.starts_with(&one.id))?;
        if chain.iter().any(|seen| seen.id == one.id) {
            return None;
        }
        next = one.parent.as_deref();
        chain.push(one);
    }
    Some(chain)
}

/// Removes the oldest chains until `keep` full backups are left, each with those that go on from it; answers how many
/// files went. What goes on from nothing that is there is left alone: somebody may bring the rest.
pub fn rotate(folder: &Path, keep: usize) -> io::Result<usize> {
    let all = list(folder)?;
    let full: Vec<&Lying> = all.iter().filter(|one| one.parent.is_none()).collect();
    let (old, kept) = full.split_at(full.len().saturating_sub(keep.max(1)));
    // Never the only ones that can be restored.
    if kept.iter().all(|one| one.size == 0) {
        return Ok(0);
    }
    let old: HashSet<&str> = old.iter().map(|one| one.id.as_str()).collect();
    let mut removed = 0;
    for one in &all {
        let root = chain(&all, &one.id).and_then(|chain| chain.last().copied());
        if root.is_some_and(|root| old.contains(root.id.as_str())) {
            fs::remove_file(&one.path)?;
            removed += 1;
        }
    }
    Ok(removed)
}
