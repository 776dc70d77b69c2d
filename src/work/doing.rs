//! What is being done (đang làm), in words: one task at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where a task tells what it does; clones tell of the same.
#[derive(Debug, Clone, Default)]
pub struct Doing(Arc<Mutex<Option<String>>>);

impl Doing {
    /// Begins a task; `None` while another is under way.
    pub fn begin(&self) -> Option<Turn> {
        let mut words = self.lock();
        if words.is_some() {
            return None;
        }
        *words = Some("Đang bắt đầu".to_owned());
        drop(words);
        Some(Turn(self.clone()))
    }

    /// What is being done; `None` when nothing is.
    pub fn words(&self) -> Option<String> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A task under way; it ends when this is dropped.
#[derive(Debug)]
pub struct Turn(Doing);

impl Turn {
    /// Tells how far it has come.
    pub fn say(&self, words: &str) {
        *self.0.lock() = Some(words.to_owned());
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}
