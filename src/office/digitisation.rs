//! How far the office's dossiers are digitised, over a period.

use super::Office;
use crate::domain::{digitisation::Digitised, time::Day};
use crate::kv::KvError;
use crate::store::digitisation::between;

impl Office {
    /// How many dossiers of the office count towards each, from one day to another, both included; in the order of
    /// [`Digitised::ALL`].
    pub fn digitised(&self, since: Day, until: Day) -> Result<[u64; 6], KvError> {
        self.kv.read(|view| {
            let mut counts = [0; 6];
            for (count, what) in counts.iter_mut().zip(Digitised::ALL) {
                *count = between(view, what, since, until)?;
            }
            Ok(counts)
        })
    }
}
