//! The search learns what the office really receives.

use std::time::Duration;

use super::Chore;
use crate::office::Office;

/// Habits change slowly.
const AGAIN: Duration = Duration::from_hours(1);
/// The index of the dossiers may have to be made first.
const SOON: Duration = Duration::from_secs(20);

/// Looks once an hour which procedures are asked for most.
pub fn usage(office: Office) -> Chore {
    Chore::every(AGAIN, move || match office.learn_usage() {
        Ok(true) => AGAIN,
        Ok(false) => SOON,
        Err(error) => {
            tracing::warn!(%error, "chưa đếm được thủ tục hay gặp");
            AGAIN
        }
    })
}
