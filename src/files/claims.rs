//! Contents that are on disk while their record is not: the collector must leave them alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many times each content is claimed.
type Counts = HashMap<String, usize>;

/// Who holds which content back from the trash.
#[derive(Debug, Clone, Default)]
pub(super) struct Claims(Arc<Mutex<Counts>>);

/// Holds one content back from the trash until it is dropped.
#[derive(Debug)]
pub struct Claim {
    name: String,
    claims: Claims,
}

impl Claims {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Claims a content before it gets its name.
    pub fn claim(&self, name: &str) -> Claim {
        *self.counts().entry(name.to_owned()).or_default() += 1;
        Claim {
            name: name.to_owned(),
            claims: self.clone(),
        }
    }

    /// Runs `deed` while nobody can claim the content; `None` when somebody has.
    pub fn unless_claimed<T, E>(
        &self,
        name: &str,
        deed: impl FnOnce() -> Result<Option<T>, E>,
    ) -> Result<Option<T>, E> {
        let counts = self.counts();
        if counts.contains_key(name) {
            return Ok(None);
        }
        deed()
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut counts = self.claims.counts();
        if let Some(count) = counts.get_mut(&self.name) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.name);
            }
        }
    }
}
