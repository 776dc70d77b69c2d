//! Reading a backup back: to see that it is whole, or into an empty directory.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::chunks;
use super::durable;
use super::frames::Damaged;
use super::lock::Key;
use super::reading::{self, Held, Taker};
use super::taking::Progress;
use crate::files::{FileError, Files};
use crate::kv::{Durability, Kv, KvError, Tx, WriteError};

/// Reads a backup, with those it goes on from, and keeps nothing: is every row and every file there?
pub fn examine(
    path: &Path,
    key: &Key,
    progress: &mut dyn FnMut(Progress),
) -> Result<Held, Damaged> {
    reading::read(path, key, &mut Nobody, progress)
}

/// Brings attachments back from a backup, those alone that are asked for; answers which came.
pub fn recover(
    path: &Path,
    key: &Key,
    files: &Files,
    wanted: &BTreeSet<String>,
    progress: &mut dyn FnMut(Progress),
) -> Result<BTreeSet<String>, Damaged> {
    let mut taker = Recovering {
        files,
        wanted,
        came: BTreeSet::new(),
    };
    reading::read(path, key, &mut taker, progress)?;
    Ok(taker.came)
}

struct Recovering<'a> {
    files: &'a Files,
    wanted: &'a BTreeSet<String>,
    came: BTreeSet<String>,
}

impl Taker for Recovering<'_> {
    fn rows(&mut self, _chunk: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn attachment(&mut self, sha256: &str, content: &mut dyn Read) -> io::Result<()> {
        if self.wanted.contains(sha256) {
            take_over(self.files, sha256, content)?;
            self.came.insert(sha256.to_owned());
        }
        Ok(())
    }

    fn file(&mut self, _places: &[String], _content: &mut dyn Read) -> io::Result<()> {
        Ok(())
    }
}

fn take_over(files: &Files, sha256: &str, content: &mut dyn Read) -> io::Result<()> {
    match files.take_over(sha256, content) {
        Ok(_) => Ok(()),
        Err(FileError::Io(error)) => Err(error),
        Err(error) => Err(io::Error::other(format!("{error:?}"))),
    }
}

struct Nobody;

impl Taker for Nobody {
    fn rows(&mut self, _chunk: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn attachment(&mut self, _sha256: &str, content: &mut dyn Read) -> io::Result<()> {
        io::copy(content, &mut io::sink()).map(drop)
    }

    fn file(&mut self, _places: &[String], content: &mut dyn Read) -> io::Result<()> {
        io::copy(content, &mut io::sink()).map(drop)
    }
}

/// An empty data directory.
pub struct Empty<'a> {
    /// Where records go.
    pub kv: &'a Kv,
    /// Where attachments go.
    pub files: &'a Files,
    /// Where everything else goes.
    pub root: &'a Path,
}

/// Fills an empty directory with what a backup holds. When it fails, what was filled so far is of no use.
pub fn restore(
    path: &Path,
    key: &Key,
    into: &Empty<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Held, Damaged> {
    into.kv.set_durability(Durability::Relaxed);
    let read = reading::read(path, key, &mut Filling(into), progress)?;
    into.kv.set_durability(Durability::Sync);
    into.kv.rest().map_err(|error| Damaged::here(error, path))?;
    Ok(read)
}

struct Filling<'a>(&'a Empty<'a>);

impl Taker for Filling<'_> {
    fn rows(&mut self, chunk: &[u8]) -> io::Result<()> {
        let chunk = chunk.to_vec();
        let put = self.0.kv.write_blocking(move |tx: &mut Tx<'_>| {
            for (space, key, value) in chunks::rows(&chunk).flatten() {
                if let Some(space) = chunks::space(space) {
                    tx.put(space, key, value)?;
                }
            }
            Ok::<(), WriteError<std::convert::Infallible>>(())
        });
        put.map_err(|error| match error {
            WriteError::Store(error) => from_store(error),
            WriteError::Declined(never) => match never {},
        })
    }

    fn attachment(&mut self, sha256: &str, content: &mut dyn Read) -> io::Result<()> {
        take_over(self.0.files, sha256, content)
    }

    fn file(&mut self, places: &[String], content: &mut dyn Read) -> io::Result<()> {
        let mut first = None;
        for place in places {
            let path = self.0.root.join(place);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            match &first {
                None => {
                    durable::file(&path, |file| io::copy(content, file).map(drop))?;
                    first = Some(path);
                }
                Some(first) => {
                    let mut same = fs::File::open(first)?;
                    durable::file(&path, |file| io::copy(&mut same, file).map(drop))?;
                }
            }
        }
        Ok(())
    }
}

/// The disk's own error, where there is one.
fn from_store(error: KvError) -> io::Error {
    if error.is_disk_full() {
        io::ErrorKind::StorageFull.into()
    } else {
        io::Error::other(error)
    }
}
