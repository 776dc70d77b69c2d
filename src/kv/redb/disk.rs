//! Where an engine's two files lie, so that a test can put a disk there that fails.

use std::fmt::Debug;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Builder, Database, StorageBackend};

use super::{failed, lost};
use crate::kv::KvError;

/// The places of the tree and of the log in front of it. Each is opened again after the disk has failed.
pub trait Disk: Debug + Send + Sync {
    /// Opens the tree, or makes one.
    fn tree(&self, builder: &mut Builder) -> Result<Database, KvError>;

    /// Opens the log, or makes one.
    fn log(&self) -> io::Result<Box<dyn StorageBackend>>;

    /// Makes the names of new files as durable as their content.
    fn settle_names(&self) -> io::Result<()>;
}

/// Two files side by side: the tree under its own name, the log under the same name with the ending `wal`.
#[derive(Debug)]
pub(super) struct Files(pub PathBuf);

impl Disk for Files {
    fn tree(&self, builder: &mut Builder) -> Result<Database, KvError> {
        if !self.0.exists() {
            // A power cut in the middle of this leaves a file that nobody can open: it gets its name when it is whole.
            let new = self.0.with_extension("new");
            match std::fs::remove_file(&new) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(lost("open")(error));
                }
                _ => drop(builder.create(&new).map_err(failed("open"))?),
            }
            let synced = File::open(&new).and_then(|file| file.sync_all());
            let named = synced.and_then(|()| std::fs::rename(&new, &self.0));
            named.map_err(lost("open"))?;
        }
        builder.open(&self.0).map_err(failed("open"))
    }

    fn log(&self) -> io::Result<Box<dyn StorageBackend>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.open(self.0.with_extension("wal"))?;
        let backend = FileBackend::new(file).map_err(io::Error::other)?;
        Ok(Box::new(backend))
    }

    fn settle_names(&self) -> io::Result<()> {
        // Windows keeps a name durable with its file.
        if cfg!(unix) {
            let directory = match self.0.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
            File::open(directory)?.sync_all()?;
        }
        Ok(())
    }
}
