//! What the clock does by itself on dossiers.

use std::time::Duration;

use super::Chore;
use crate::office::run_timers::Fired;
use crate::office::{Clock, Office};

/// Due moments are looked for this often.
const AGAIN: Duration = Duration::from_secs(20);

/// Gives reminders, and ends what citizens are silent about.
pub fn timers(office: Office, clock: Clock) -> Chore {
    Chore::every(AGAIN, move || {
        match office.run_timers(clock()) {
            Ok(fired) if fired == Fired::default() => {}
            Ok(fired) => tracing::info!(
                fired.reminders,
                fired.silences,
                fired.declined,
                "đã xử lý các mốc tự động"
            ),
            Err(error) => tracing::error!(?error, "không xử lý được mốc tự động"),
        }
        AGAIN
    })
}
