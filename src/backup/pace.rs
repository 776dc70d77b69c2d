//! A backup works in turns, so that those who are at work come first.

use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::kv::Kv;

/// After so long the others come first.
const TURN: Duration = Duration::from_millis(8);
/// The longest rest at once.
const LONGEST: Duration = Duration::from_millis(100);

/// The pace (nhịp) of a backup: while people change dossiers it rests for as long as it worked, and at night it does not.
pub(super) struct Pace {
    commits: watch::Receiver<u64>,
    began: Instant,
}

impl Pace {
    pub fn beside(kv: &Kv) -> Self {
        Self {
            commits: kv.commits(),
            began: Instant::now(),
        }
    }

    /// Ends the turn if it has lasted long enough.
    pub fn turn(&mut self) {
        let worked = self.began.elapsed();
        if worked < TURN {
            return;
        }
        // Without the other end the office is closing; then there is nobody to wait for.
        if self.commits.has_changed().unwrap_or(false) {
            self.commits.mark_unchanged();
            thread::sleep(worked.min(LONGEST));
        }
        self.began = Instant::now();
    }
}
