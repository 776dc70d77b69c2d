//! Folders and files of attachments. A name is safe when its folder was synced, a content when its file was; one never
//! makes the other safe.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use motcua::files::drive::{Drive, Writing};

use super::disk::{Image, Pending};
use super::{Dice, Machine};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Folder,
    File(usize),
}

/// A change of names; it happens as a whole or not at all, as file systems with a journal promise.
#[derive(Debug, Clone)]
struct Change {
    gone: Option<PathBuf>,
    there: Option<(PathBuf, Node)>,
}

impl Change {
    fn concerns(&self, folder: &Path) -> bool {
        let there = self.there.as_ref().map(|(path, _)| path);
        [self.gone.as_ref(), there]
            .into_iter()
            .flatten()
            .any(|path| folder_of(path) == folder)
    }

    fn do_to(&self, names: &mut BTreeMap<PathBuf, Node>) {
        if let Some(path) = &self.gone {
            names.remove(path);
        }
        if let Some((path, node)) = &self.there {
            names.insert(path.clone(), *node);
        }
    }
}

#[derive(Debug, Default)]
pub struct Tree {
    /// Names as a reader sees them.
    names: BTreeMap<PathBuf, Node>,
    /// Names that are safe.
    durable: BTreeMap<PathBuf, Node>,
    /// What has happened to names since their folders were synced.
    pending: Vec<Change>,
    contents: Vec<Image>,
}

fn missing() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_owned()
}

impl Tree {
    fn file(&self, path: &Path) -> io::Result<usize> {
        match self.names.get(path) {
            Some(Node::File(number)) => Ok(*number),
            _ => Err(missing()),
        }
    }

    fn change(&mut self, gone: Option<&Path>, there: Option<(&Path, Node)>) {
        let change = Change {
            gone: gone.map(Path::to_owned),
            there: there.map(|(path, node)| (path.to_owned(), node)),
        };
        change.do_to(&mut self.names);
        self.pending.push(change);
    }

    /// What is there after a power cut: of the changes that were not synced, each has got there or not.
    pub fn after(self, dice: &mut Dice) -> Self {
        let mut kept = self.durable;
        for change in &self.pending {
            if dice.coin() {
                change.do_to(&mut kept);
            }
        }
        // A folder that is gone takes everything in it along; the data directory itself was there before.
        let mut names = BTreeMap::new();
        for (path, node) in kept {
            let folder = folder_of(&path);
            if names.contains_key(&folder) || folder_of(&folder).parent().is_none() {
                names.insert(path, node);
            }
        }
        Self {
            durable: names.clone(),
            names,
            pending: Vec::new(),
            contents: self
                .contents
                .into_iter()
                .map(|image| image.after(dice))
                .collect(),
        }
    }
}

#[derive(Debug)]
struct Open {
    machine: Machine,
    number: usize,
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.machine.state();
        let outcome = state.call(true);
        let some = if outcome.is_ok() {
            bytes.len()
        } else {
            usize::try_from(state.dice.roll(bytes.len() as u64 + 1)).unwrap()
        };
        let image = &mut state.tree.contents[self.number];
        let at = image.current.len();
        image.change(Pending::Write {
            at,
            bytes: bytes[..some].to_vec(),
        });
        outcome.map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Writing for Open {
    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.machine.state();
        state.call(false)?;
        state.tree.contents[self.number].sync();
        Ok(())
    }
}

impl Drive for Machine {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writing>> {
        let mut state = self.state();
        state.call(true)?;
        if state.tree.names.contains_key(path) {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        let number = state.tree.contents.len();
        state.tree.contents.push(Image::default());
        state.tree.change(None, Some((path, Node::File(number))));
        Ok(Box::new(Open {
            machine: self.clone(),
            number,
        }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let mut state = self.state();
        state.call(false)?;
        let number = state.tree.file(path)?;
        Ok(Box::new(Cursor::new(
            state.tree.contents[number].current.clone(),
        )))
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        let mut state = self.state();
        state.call(false)?;
        let number = state.tree.file(path)?;
        Ok(state.tree.contents[number].current.len() as u64)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.call(true)?;
        let mut folders: Vec<_> = path.ancestors().collect();
        folders.reverse();
        for folder in folders {
            if !state.tree.names.contains_key(folder) {
                state.tree.change(None, Some((folder, Node::Folder)));
            }
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.call(false)?;
        let number = state.tree.file(from)?;
        state
            .tree
            .change(Some(from), Some((to, Node::File(number))));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.call(false)?;
        state.tree.file(path)?;
        state.tree.change(Some(path), None);
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.call(false)?;
        let Tree {
            durable, pending, ..
        } = &mut state.tree;
        pending.retain(|change| {
            let concerned = change.concerns(path);
            if concerned {
                change.do_to(durable);
            }
            !concerned
        });
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let mut state = self.state();
        state.call(false)?;
        let inside = state
            .tree
            .names
            .keys()
            .filter(|name| folder_of(name) == path);
        Ok(inside.cloned().collect())
    }
}
