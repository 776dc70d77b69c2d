//! The one place that reads the machine's clock; everything below takes the time as an argument.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::Moment;

/// Now, to the second.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock that is handed to everything below"
)]
pub(super) fn now() -> Moment {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    Moment::from_unix(i64::try_from(seconds).unwrap_or(i64::MAX))
}
