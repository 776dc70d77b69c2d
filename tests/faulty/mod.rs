//! A machine whose disk fails as disks do: it forgets what was not synced, tears what was under way, runs full, reports
//! errors. Records ([`disk`]) and attachments ([`drive`]) lie on the same machine, so a power cut befalls both at once.

pub mod disk;
pub mod drive;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use disk::Image;
use drive::Tree;

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

    pub fn coin(&mut self) -> bool {
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

impl Fault {
    /// Some fault within the next so many calls.
    pub fn some(dice: &mut Dice, within: u64) -> Self {
        let at = dice.roll(within);
        match dice.roll(4) {
            0 => Self::Full {
                at,
                calls: 1 + dice.roll(300),
            },
            1 => Self::Error { at },
            _ => Self::PowerCut { at },
        }
    }
}

#[derive(Debug)]
pub struct State {
    records: [Image; 2],
    /// Who has the files of records open: as on a real disk, nobody else may until they let go.
    held: [Weak<()>; 2],
    tree: Tree,
    calls: u64,
    fault: Option<Fault>,
    dice: Dice,
}

/// The machine; clones are the same machine.
#[derive(Debug, Clone)]
pub struct Machine(Arc<Mutex<State>>);

impl Machine {
    pub fn new(seed: u64) -> Self {
        Self::with(Default::default(), Tree::default(), Dice(seed))
    }

    fn with(records: [Image; 2], tree: Tree, dice: Dice) -> Self {
        Self(Arc::new(Mutex::new(State {
            records,
            held: Default::default(),
            tree,
            calls: 0,
            fault: None,
            dice,
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

    /// Takes the lock of a file of records.
    fn hold(&self, file: usize) -> io::Result<Arc<()>> {
        let mut state = self.state();
        if state.held[file].strong_count() > 0 {
            return Err(io::Error::other("another handle holds the file"));
        }
        let hold = Arc::new(());
        state.held[file] = Arc::downgrade(&hold);
        Ok(hold)
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
        let records = std::mem::take(&mut state.records).map(|image| image.after(&mut dice));
        let tree = std::mem::take(&mut state.tree).after(&mut dice);
        // Whoever still holds the old machine writes into the void.
        state.fault = Some(Fault::PowerCut { at: 0 });
        state.calls = 1;
        Self::with(records, tree, Dice(dice.roll(u64::MAX)))
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
