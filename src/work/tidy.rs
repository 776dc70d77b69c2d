//! Keeping the attachments in order: what nobody names goes, what is there is read through again and again.

use std::time::Duration;

use super::Chore;
use crate::office::collect_files::Cleared;
use crate::office::{Clock, Office};

/// Unused uploads and the trash are looked at this often.
const CLEAR: Duration = Duration::from_hours(1);

/// Between two pieces of reading through, and after a whole round.
const BETWEEN: Duration = Duration::from_secs(2);
const AFTER_A_ROUND: Duration = Duration::from_hours(6);

/// Bytes read through at a time: five megabytes a second, ten gigabytes in little more than half an hour.
const PIECE: u64 = 10 * 1024 * 1024;

/// Clears away drafts that were left, then what no record names.
pub fn clear(office: Office, clock: Clock) -> Chore {
    Chore::every(CLEAR, move || {
        match office.forget_drafts(clock()) {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "đã dọn hồ sơ nháp bỏ lâu ngày"),
            Err(error) => tracing::error!(?error, "không dọn được hồ sơ nháp"),
        }
        match office.clear_files(clock()) {
            Ok(cleared) if cleared == Cleared::default() => {}
            Ok(cleared) => tracing::info!(
                cleared.forgotten,
                cleared.discarded,
                cleared.purged,
                "đã dọn các tệp mà không hồ sơ nào dùng"
            ),
            Err(error) => tracing::error!(%error, "không dọn được tệp đính kèm"),
        }
        CLEAR
    })
}

/// Reads the attachments through.
pub fn scrub(office: Office, clock: Clock) -> Chore {
    Chore::every(AFTER_A_ROUND, move || {
        match office.scrub_files(PIECE, clock()) {
            Ok(0) => AFTER_A_ROUND,
            Ok(_) => BETWEEN,
            Err(error) => {
                tracing::error!(?error, "không rà soát được tệp đính kèm");
                AFTER_A_ROUND
            }
        }
    })
}
