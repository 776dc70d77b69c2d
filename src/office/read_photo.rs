//! Reading a card from a photograph of it. The photograph is not kept.

use tokio::sync::Semaphore;

use super::Office;
use crate::files::qr;

/// One photograph at a time is opened: a large one takes a hundred megabytes.
static TURN: Semaphore = Semaphore::const_new(1);

impl Office {
    /// The text of the QR code on a photograph; `None` when none can be read.
    pub async fn text_on_photo(&self, photo: Vec<u8>) -> Option<String> {
        let turn = TURN.acquire().await;
        // A photograph that makes the reader fail is as good as one without a code.
        let text = tokio::task::spawn_blocking(move || qr::text_on(&photo)).await;
        drop(turn);
        text.ok().flatten()
    }
}
