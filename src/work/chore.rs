//! A chore: something that is done again and again until the office closes.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A chore under way; it ends when this is dropped, between two rounds or at once if it waits.
#[derive(Debug)]
pub struct Chore(JoinHandle<()>);

impl Chore {
    /// Does `round` on a thread that may block, now and then again after what it answers. A round that panics is the last
    /// trouble of that round only.
    pub fn every(
        otherwise: Duration,
        round: impl Fn() -> Duration + Clone + Send + Sync + 'static,
    ) -> Self {
        Self(tokio::spawn(async move {
            loop {
                let round = round.clone();
                let pause = tokio::task::spawn_blocking(round).await;
                tokio::time::sleep(pause.unwrap_or(otherwise)).await;
            }
        }))
    }

    /// Does `round` at once, and again `pause` after each commit of the store: what is committed meanwhile is dealt with
    /// together. A round that answers false is tried again after `otherwise`, without waiting for a commit.
    pub fn after_commits(
        mut commits: watch::Receiver<u64>,
        pause: Duration,
        otherwise: Duration,
        round: impl Fn() -> bool + Clone + Send + Sync + 'static,
    ) -> Self {
        Self(tokio::spawn(async move {
            loop {
                commits.mark_unchanged();
                let done = tokio::task::spawn_blocking(round.clone()).await;
                if !done.unwrap_or(false) {
                    tokio::time::sleep(otherwise).await;
                } else if commits.changed().await.is_err() {
                    return;
                } else {
                    tokio::time::sleep(pause).await;
                }
            }
        }))
    }
}

impl Drop for Chore {
    fn drop(&mut self) {
        self.0.abort();
    }
}
