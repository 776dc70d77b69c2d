//! Reading a card from a photograph of it. The photograph is not kept.

use tokio::sync::{Semaphore, SemaphorePermit};

use super::Office;
use crate::files::qr;

/// One photograph at a time is opened: a large one takes a hundred megabytes.
static TURN: Semaphore = Semaphore::const_new(1);

/// So many are held in memory at a time, on their way here or waiting for their turn.
static HELD: Semaphore = Semaphore::const_new(6);

/// Leave to hold one photograph in memory.
pub type PhotoLeave = SemaphorePermit<'static>;

impl Office {
    /// Leave to take a photograph in; `None` while as many as there is room for are being read.
    pub fn leave_for_photo(&self) -> Option<PhotoLeave> {
        HELD.try_acquire().ok()
    }

    /// The text of the QR code on a photograph; `None` when none can be read.
    pub async fn text_on_photo(&self, photo: Vec<u8>) -> Option<String> {
        let turn = TURN.acquire().await;
        // A photograph that makes the reader fail is as good as one without a code.
        let text = tokio::task::spawn_blocking(move || qr::text_on(&photo)).await;
        drop(turn);
        text.ok().flatten()
    }
}
