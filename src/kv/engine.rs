//! The seam: two verbs of an engine and two of a view.

use std::ops::ControlFlow;

use super::{Changes, KvError, Span};

/// A named region of rows with its own order. Its id is what engines store and is never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Space {
    /// The number that is stored; for ever the same.
    pub id: u8,
    /// The name for people: messages, findings, documentation.
    pub name: &'static str,
}

impl Space {
    /// A space with this number and name.
    pub const fn new(id: u8, name: &'static str) -> Self {
        Self { id, name }
    }
}

/// A key and its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// What a visitor answers after a row: [`NEXT`], [`STOP`], or an error that ends the scan.
pub type Step = Result<ControlFlow<()>, KvError>;

/// A visitor of rows; both slices live only until it returns.
pub type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> Step + 'a;

/// The visitor wants the next row.
pub const NEXT: ControlFlow<()> = ControlFlow::Continue(());

/// The visitor has seen enough.
pub const STOP: ControlFlow<()> = ControlFlow::Break(());

/// One consistent state of all rows.
pub trait View {
    /// The value under `key`.
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, KvError>;

    /// The values under `keys`, in the same order; one round trip where an engine has those.
    fn get_many(&self, space: Space, keys: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>, KvError> {
        keys.iter().map(|key| self.get(space, key)).collect()
    }

    /// Shows the rows of `span` to `visit`, in the span's direction, until its limit or [`STOP`].
    fn scan(&self, space: Space, span: &Span, visit: &mut Visit<'_>) -> Result<(), KvError>;

    /// The rows of `span`, collected. Give the span a limit.
    fn rows(&self, space: Space, span: &Span) -> Result<Vec<Row>, KvError> {
        let mut rows = Vec::new();
        self.scan(space, span, &mut |key, value| {
            rows.push((key.to_vec(), value.to_vec()));
            Ok(NEXT)
        })?;
        Ok(rows)
    }
}

/// When a commit counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// After the disk has confirmed it. Every answer to a person rests on this.
    #[default]
    Sync,
    /// As soon as it is visible; the next `Sync` commit makes it durable. For preparing large test data only.
    Relaxed,
}

/// A plan: reads the state and says which rows shall change. It may be asked again after a conflict.
pub type Plan<'a> = dyn FnMut(&dyn View) -> Result<Changes, KvError> + 'a;

/// An engine that keeps rows. Both verbs block on purpose.
pub trait Engine: Send + Sync {
    /// Runs `job` once on a consistent state that later writes do not touch.
    fn read(&self, job: &mut dyn FnMut(&dyn View) -> Result<(), KvError>) -> Result<(), KvError>;

    /// Opens a serializable transaction, lets `plan` read, applies the changes it returns and makes them
    /// durable; after a conflict the plan is asked again. An error of the plan leaves no trace. A `Sync`
    /// write also makes every earlier `Relaxed` one durable, even when it changes nothing itself.
    fn write(&self, durability: Durability, plan: &mut Plan<'_>) -> Result<(), KvError>;

    /// Brings everything written into its resting form: what a fresh start has least to do with. Called when the
    /// writer falls idle; without it nothing is lost.
    fn rest(&self) -> Result<(), KvError> {
        Ok(())
    }

    /// Gives unused room back to the disk. Writes wait for it; reads meanwhile fail with [`KvError::Busy`], and so does
    /// this when some read goes on for too long.
    fn compact(&self) -> Result<(), KvError> {
        Ok(())
    }
}
