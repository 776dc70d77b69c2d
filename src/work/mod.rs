//! What happens by itself while the office is open: each chore on a task of its own, with the clock that it is given.

mod chore;
pub mod tidy;

pub use chore::Chore;
