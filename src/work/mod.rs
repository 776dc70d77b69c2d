//! What happens by itself while the office is open: each chore on a task of its own, with the clock that it is given.

pub mod backing_up;
mod chore;
pub mod doing;
pub mod drill;
pub mod nightly;
pub mod tidy;
mod timers;

pub use chore::Chore;
pub use timers::timers;
