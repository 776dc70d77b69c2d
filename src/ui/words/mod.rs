//! Every sentence a person can read that more than one page says: statuses, days, money, channels, refusals.

pub mod audit;
pub mod clock;
pub mod count;
pub mod delegation;
pub mod fault;
pub mod feedback;
pub mod form;
pub mod history;
mod hours;
pub mod labels;
mod money;
pub mod names;
pub mod papers;
pub mod prefill;
pub mod procedure;
pub mod process;
pub mod refusal;
pub mod signature;
pub mod status;
mod time;

pub use hours::office_hours;
pub use money::{Amount, dong};
pub use names::{file_size, percent};
pub use time::{AtMoment, OnDay, ago, day, moment, weekday};
