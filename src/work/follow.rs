//! The index of the dossiers follows the journal.

use std::time::Duration;

use super::Chore;
use crate::office::Office;

/// What is written within this time goes into one commit of the index: a commit costs some 20 ms, whatever is in it.
const TOGETHER: Duration = Duration::from_millis(250);

/// After trouble the next attempt waits this long.
const AGAIN: Duration = Duration::from_secs(5);

/// Lets what was written be found.
pub fn follow(office: Office) -> Chore {
    let commits = office.kv.commits();
    Chore::after_commits(commits, TOGETHER, AGAIN, move || {
        let trusted = office.dossier_search.is_trusted();
        match office.follow_dossiers() {
            Ok(written) => {
                if !trusted {
                    tracing::info!(written, "chỉ mục hồ sơ đã theo kịp dữ liệu");
                }
                true
            }
            Err(error) => {
                tracing::error!(%error, "chỉ mục hồ sơ chưa theo kịp dữ liệu");
                false
            }
        }
    })
}
