//! A disk that fails as disks do: it forgets what was not synced, tears what was under way, runs full, reports errors.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use motcua::kv::{Disk, KvError};
use redb::{Builder, Database, StorageBackend};

/// What a disk writes at once; a crash may tear a longer write between any two of them.
const SECTOR: usize = 512;

/// A small generator of reproducible numbers (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }

    fn coin(&mut self) -> bool {
        self.roll(2) == 0
    }
}

/// What goes wrong, counted in calls that reach the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// From this call on nothing answers: the power is gone.
    PowerCut { at: u64 },
    /// For so many calls no file can grow.
    Full { at: u64, calls: u64 },
    /// One call fails; what it was about may or may not have happened.
    Error { at: u64 },
}

#[derive(Debug, Default)]
struct Image {
    /// What a reader sees.
    current: Vec<u8>,
    /// What is safe.
    durable: Vec<u8>,
    /// What has happened since the last sync.
    pending: Vec<Pending>,
}

#[derive(Debug, Clone)]
enum Pending {
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

#[derive(Debug)]
struct State {
    files: [Image; 2],
    calls: u64,
    fault: Option<Fault>,
    dice: Dice,
}

/// The disk; clones are the same disk.
#[derive(Debug, Clone)]
pub struct FailingDisk(Arc<Mutex<State>>);

impl FailingDisk {
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            files: Default::default(),
            calls: 0,
            fault: None,
            dice: Dice(seed),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `fault` happen, counted from now.
    pub fn arm(&self, fault: Option<Fault>) {
        let mut state = self.state();
        state.calls = 0;
        state.fault = fault;
    }

    /// Whether the power is gone.
    pub fn is_off(&self) -> bool {
        let state = self.state();
        match state.fault {
            Some(Fault::PowerCut { at }) => state.calls > at,
            _ => false,
        }
    }

    /// The power comes back: what was not synced is there in part, torn, or not at all.
    pub fn restart(&self) -> Self {
        let mut state = self.state();
        let mut dice = state.dice.clone();
        let mut after = State {
            files: Default::default(),
            calls: 0,
            fault: None,
            dice: Dice(dice.roll(u64::MAX)),
        };
        for (image, new) in state.files.iter_mut().zip(&mut after.files) {
            let mut kept = std::mem::take(&mut image.durable);
            let fate = dice.roll(4);
            for pending in &image.pending {
                match (fate, pending) {
                    (0, _) => {}
                    (1, all) => all.do_to(&mut kept),
                    (_, Pending::Write { at, bytes }) => torn(*at, bytes, &mut dice, &mut kept),
                    (_, len) => {
                        if dice.coin() {
                            len.do_to(&mut kept);
                        }
                    }
                }
            }
            new.current.clone_from(&kept);
            new.durable = kept;
        }
        // Whoever still holds the old disk writes into the void.
        state.fault = Some(Fault::PowerCut { at: 0 });
        state.calls = 1;
        Self(Arc::new(Mutex::new(after)))
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

fn gone() -> io::Error {
    io::Error::other("the power is gone")
}

impl State {
    /// Counts a call and says what becomes of it.
    fn call(&mut self, grows: bool) -> io::Result<()> {
        let now = self.calls;
        self.calls += 1;
        match self.fault {
            Some(Fault::PowerCut { at }) if now >= at => Err(gone()),
            Some(Fault::Full { at, calls }) if grows && (at..at + calls).contains(&now) => {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Some(Fault::Error { at }) if now == at => Err(io::Error::other("input/output error")),
            _ => Ok(()),
        }
    }
}

#[derive(Debug)]
struct Face {
    disk: FailingDisk,
    file: usize,
}

impl StorageBackend for Face {
    fn len(&self) -> io::Result<u64> {
        let mut state = self.disk.state();
        state.call(false)?;
        Ok(state.files[self.file].current.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut state = self.disk.state();
        state.call(false)?;
        let at = usize::try_from(offset).unwrap();
        let found = state.files[self.file].current.get(at..at + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        let len = usize::try_from(len).unwrap();
        let grows = len > state.files[self.file].current.len();
        let outcome = state.call(grows);
        let image = &mut state.files[self.file];
        if outcome.is_ok() {
            image.pending.push(Pending::Len(len));
            image.current.resize(len, 0);
        }
        outcome
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.disk.state();
        let outcome = state.call(false);
        // After an error nobody knows; a restart decides.
        if outcome.is_ok() {
            let image = &mut state.files[self.file];
            let Image {
                durable, pending, ..
            } = image;
            pending.drain(..).for_each(|done| done.do_to(durable));
        }
        outcome
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.disk.state();
        let end = usize::try_from(offset).unwrap() + data.len();
        let grows = end > state.files[self.file].current.len();
        let outcome = state.call(grows);
        let mut bytes = data.to_vec();
        if outcome.is_err() {
            // A failed write has got some way.
            let some = state.dice.roll(data.len() as u64 + 1);
            bytes.truncate(usize::try_from(some).unwrap());
        }
        let pending = Pending::Write {
            at: usize::try_from(offset).unwrap(),
            bytes,
        };
        let image = &mut state.files[self.file];
        pending.do_to(&mut image.current);
        image.pending.push(pending);
        outcome
    }
}

impl Disk for FailingDisk {
    fn tree(&self, builder: &mut Builder) -> Result<Database, KvError> {
        let face = Face {
            disk: self.clone(),
            file: 0,
        };
        let opened = builder.create_with_backend(face);
        opened.map_err(|error| KvError::engine("open", redb::Error::from(error)))
    }

    fn log(&self) -> io::Result<Box<dyn StorageBackend>> {
        Ok(Box::new(Face {
            disk: self.clone(),
            file: 1,
        }))
    }

    fn settle_names(&self) -> io::Result<()> {
        Ok(())
    }
}
