//! The files of records: the tree and the log in front of it.

use std::io;
use std::sync::Arc;

use motcua::kv::{Disk, KvError};
use redb::{Builder, Database, StorageBackend};

use super::{Dice, Machine, SECTOR};

/// A file as a reader sees it, as it is safe, and what lies between.
#[derive(Debug, Default)]
pub struct Image {
    pub current: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<Pending>,
}

#[derive(Debug, Clone)]
pub enum Pending {
    Write { at: usize, bytes: Vec<u8> },
    Len(usize),
}

impl Pending {
    fn do_to(&self, image: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => {
                if image.len() < at + bytes.len() {
                    image.resize(at + bytes.len(), 0);
                }
                image[*at..at + bytes.len()].copy_from_slice(bytes);
            }
            Self::Len(len) => image.resize(*len, 0),
        }
    }
}

impl Image {
    /// Does something that is safe only after a sync.
    pub fn change(&mut self, pending: Pending) {
        pending.do_to(&mut self.current);
        self.pending.push(pending);
    }

    /// Everything so far is safe.
    pub fn sync(&mut self) {
        let Self {
            durable, pending, ..
        } = self;
        pending.drain(..).for_each(|done| done.do_to(durable));
    }

    /// What is there after a power cut: what is safe, and of the rest nothing, everything, or torn pieces.
    pub fn after(self, dice: &mut Dice) -> Self {
        let mut kept = self.durable;
        let fate = dice.roll(4);
        for pending in &self.pending {
            match (fate, pending) {
                (0, _) => {}
                (1, all) => all.do_to(&mut kept),
                (_, Pending::Write { at, bytes }) => torn(*at, bytes, dice, &mut kept),
                (_, len) => {
                    if dice.coin() {
                        len.do_to(&mut kept);
                    }
                }
            }
        }
        Self {
            current: kept.clone(),
            durable: kept,
            pending: Vec::new(),
        }
    }
}

fn torn(at: usize, bytes: &[u8], dice: &mut Dice, kept: &mut Vec<u8>) {
    for (number, sector) in bytes.chunks(SECTOR).enumerate() {
        if dice.coin() {
            let part = Pending::Write {
                at: at + number * SECTOR,
                bytes: sector.to_vec(),
            };
            part.do_to(kept);
        }
    }
}

#[derive(Debug)]
struct Face {
    machine: Machine,
    file: usize,
    /// The lock, until this is dropped.
    _hold: Arc<()>,
}

impl Face {
    fn open(machine: &Machine, file: usize) -> io::Result<Self> {
        Ok(Self {
            _hold: machine.hold(file)?,
            machine: machine.clone(),
            file,
        })
    }
}

impl StorageBackend for Face {
    fn len(&self) -> io::Result<u64> {
        let mut state = self.machine.state();
        state.call(false)?;
        Ok(state.records[self.file].current.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut state = self.machine.state();
        state.call(false)?;
        let at = usize::try_from(offset).unwrap();
        let found = state.records[self.file].current.get(at..at + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.machine.state();
        let len = usize::try_from(len).unwrap();
        let grows = len > state.records[self.file].current.len();
        let outcome = state.call(grows);
        if outcome.is_ok() {
            state.records[self.file].change(Pending::Len(len));
        }
        outcome
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.machine.state();
        let outcome = state.call(false);
        // After an error nobody knows; a restart decides.
        if outcome.is_ok() {
            state.records[self.file].sync();
        }
        outcome
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.machine.state();
        let at = usize::try_from(offset).unwrap();
        let grows = at + data.len() > state.records[self.file].current.len();
        let outcome = state.call(grows);
        let mut bytes = data.to_vec();
        if outcome.is_err() {
            // A failed write has got some way.
            let some = state.dice.roll(data.len() as u64 + 1);
            bytes.truncate(usize::try_from(some).unwrap());
        }
        state.records[self.file].change(Pending::Write { at, bytes });
        outcome
    }
}

impl Disk for Machine {
    fn tree(&self, builder: &mut Builder) -> Result<Database, KvError> {
        let face = Face::open(self, 0).map_err(|error| KvError::engine("open", error))?;
        let opened = builder.create_with_backend(face);
        opened.map_err(|error| KvError::engine("open", redb::Error::from(error)))
    }

    fn log(&self) -> io::Result<Box<dyn StorageBackend>> {
        Ok(Box::new(Face::open(self, 1)?))
    }

    fn settle_names(&self) -> io::Result<()> {
        Ok(())
    }
}
