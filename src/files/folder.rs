//! A shelf in a folder: `ab/cd/<sha256>`, the trash beside it in the same order.

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::drive::{Drive, Writing};
use super::shelf::{Coming, Place, Shelf};

/// Contents on their way in; emptied at every start.
const INCOMING: &str = "incoming";
/// Contents that no record names any more.
const TRASH: &str = "trash";

/// Contents in a folder of a disk.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    drive: Arc<dyn Drive>,
    /// Folders that are there for good.
    settled: Arc<Mutex<HashSet<PathBuf>>>,
}

impl Folder {
    /// Opens or makes the folder; leftovers of broken uploads are removed.
    pub fn open(root: PathBuf, drive: Arc<dyn Drive>) -> io::Result<Self> {
        let folder = Self {
            root,
            drive,
            settled: Arc::default(),
        };
        for name in [INCOMING, TRASH] {
            folder.drive.make_folder(&folder.root.join(name))?;
        }
        for leftover in folder.drive.list(&folder.root.join(INCOMING))? {
            folder.drive.remove(&leftover)?;
        }
        let above = folder.root.parent();
        for made in [Some(folder.root.as_path()), above].into_iter().flatten() {
            if !made.as_os_str().is_empty() {
                folder.drive.sync_folder(made)?;
            }
        }
        Ok(folder)
    }

    fn base(&self, place: Place) -> PathBuf {
        match place {
            Place::Shelf => self.root.clone(),
            Place::Trash => self.root.join(TRASH),
        }
    }

    fn path(&self, place: Place, name: &str) -> PathBuf {
        let part = |from: usize| name.get(from..from + 2).unwrap_or("__");
        self.base(place).join(part(0)).join(part(2)).join(name)
    }

    fn is_there(&self, place: Place, name: &str) -> io::Result<bool> {
        match self.size(place, name) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Moves a file to its place, so that its name survives a power cut. The folders are there for good before the name
    /// leaves its old place, or a power cut in between would take both.
    fn settle(&self, from: &Path, place: Place, name: &str) -> io::Result<()> {
        let target = self.path(place, name);
        let base = self.base(place);
        let folder = target.parent().unwrap_or(&base);
        if !self.settled().contains(folder) {
            self.drive.make_folder(folder)?;
            self.drive.sync_folder(&base)?;
            self.drive.sync_folder(folder.parent().unwrap_or(&base))?;
            self.settled().insert(folder.to_owned());
        }
        self.drive.rename(from, &target)?;
        self.drive.sync_folder(folder)
    }

    fn settled(&self) -> MutexGuard<'_, HashSet<PathBuf>> {
        self.settled.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for Folder {
    fn begin(&self, token: &str) -> io::Result<Box<dyn Coming>> {
        let path = self.root.join(INCOMING).join(token);
        Ok(Box::new(Arriving {
            file: self.drive.create(&path)?,
            path,
            folder: self.clone(),
            kept: false,
        }))
    }

    fn open(&self, place: Place, name: &str) -> io::Result<Box<dyn Read + Send>> {
        self.drive.open(&self.path(place, name))
    }

    fn size(&self, place: Place, name: &str) -> io::Result<u64> {
        self.drive.size(&self.path(place, name))
    }

    fn put(&self, name: &str, to: Place) -> io::Result<bool> {
        let from = match to {
            Place::Shelf => Place::Trash,
            Place::Trash => Place::Shelf,
        };
        if !self.is_there(from, name)? {
            return Ok(false);
        }
        let source = self.path(from, name);
        self.settle(&source, to, name)?;
        let folder = source.parent().unwrap_or(&self.root);
        self.drive.sync_folder(folder)?;
        Ok(true)
    }

    fn purge(&self, name: &str) -> io::Result<()> {
        match self.drive.remove(&self.path(Place::Trash, name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn each(&self, place: Place, visit: &mut dyn FnMut(&str, u64)) -> io::Result<()> {
        for first in self.drive.list(&self.base(place))? {
            if !is_part(&first) {
                continue;
            }
            for second in self.drive.list(&first)? {
                if !is_part(&second) {
                    continue;
                }
                for file in self.drive.list(&second)? {
                    let size = self.drive.size(&file)?;
                    if let Some(name) = file.file_name().and_then(|name| name.to_str()) {
                        visit(name, size);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Two hexadecimal digits.
fn is_part(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.len() == 2 && name.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[derive(Debug)]
struct Arriving {
    file: Box<dyn Writing>,
    path: PathBuf,
    folder: Folder,
    kept: bool,
}

impl Write for Arriving {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Coming for Arriving {
    fn keep(mut self: Box<Self>, name: &str) -> io::Result<()> {
        self.file.sync()?;
        self.folder.settle(&self.path, Place::Shelf, name)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if !self.kept {
            // A leftover is harmless and removed at the next start.
            drop(self.folder.drive.remove(&self.path));
        }
    }
}
