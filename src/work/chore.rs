//! A chore: something that is done again and again until the office closes.

use std::time::Duration;

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
}

impl Drop for Chore {
    fn drop(&mut self) {
        self.0.abort();
    }
}
