//! What happens by itself while the office is open: each chore on a task of its own, with the clock that it is given.

pub mod backing_up;
mod chore;
pub mod doing;
pub mod drill;
mod follow;
pub mod nightly;
pub mod tidy;
mod timers;
mod usage;

pub use chore::Chore;
pub use follow::follow;
pub use timers::timers;
pub use usage::usage;
