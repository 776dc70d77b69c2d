//! The few things that a folder of contents asks of a disk, so that a test can put one there that fails.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A disk with folders.
pub trait Drive: Debug + Send + Sync {
    /// Makes a new file.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writing>>;
    /// Opens a file for reading.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// Bytes of a file.
    fn size(&self, path: &Path) -> io::Result<u64>;
    /// Makes a folder and those above it.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Gives a file another name, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// What lies in a folder.
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>>;
}

/// A file that is being written.
pub trait Writing: Write + Send + Debug {
    /// Makes what was written durable.
    fn sync(&mut self) -> io::Result<()>;
}

/// The machine's own disk.
#[derive(Debug)]
pub struct RealDrive;

impl Drive for RealDrive {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writing>> {
        Ok(Box::new(File::create_new(path)?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        Ok(fs::metadata(path)?.len())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Windows keeps the names with the files themselves.
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        if cfg!(unix) {
            File::open(path)?.sync_all()?;
        }
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let mut found: Vec<_> = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        found.sort();
        Ok(found)
    }
}

impl Writing for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}
