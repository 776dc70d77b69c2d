//! The office's papers: issuing slips as records, and saying what papers that leave no record show now.

mod as_of_now;
mod form_of;
mod hand_overs;
mod issue;
mod of_procedure;
mod read;
mod register;
mod statutory;
mod verify;
mod wording;

pub use read::{Batch, MOST_AT_ONCE};
pub use register::VOLUME;
pub use verify::{Standing, Verified};

pub(super) use issue::{Issuer, Occasion};
