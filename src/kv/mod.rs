//! Ordered bytes in a transaction.
//!
//! An [`Engine`] keeps rows of bytes in order and knows two verbs, `read` and `write`; a [`View`] of it
//! knows `get` and `scan`. Everything above is built once and is the same on every engine: [`Tx`], the
//! overlay that reads its own writes, and [`Kv`], the one writer that gathers waiting jobs into a shared
//! durable commit. The room knows neither law nor records.

mod changes;
mod engine;
mod error;
pub mod keys;
mod memory;
mod redb;
mod span;
mod tx;
mod writer;

pub use changes::{Change, Changes};
pub use engine::{Durability, Engine, NEXT, Plan, Row, STOP, Space, Step, View, Visit};
pub use error::{KvError, WriteError};
pub use memory::MemoryEngine;
pub use redb::{Disk, RedbEngine, RedbOptions, RepairProgress};
pub use span::Span;
pub use tx::{MAX_KEY_BYTES, MAX_VALUE_BYTES, Tx};
pub use writer::{Kv, KvOptions};
