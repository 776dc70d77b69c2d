//! What the office really receives raises a result of the search.

use super::Office;
use super::follow_dossiers::FollowError;
use crate::search::Usage;

impl Office {
    /// Counts how often each procedure was asked for, from the index of the dossiers, and lets the search know; false
    /// while that index does not serve. Blocking.
    pub fn learn_usage(&self) -> Result<bool, FollowError> {
        let Some(index) = self.dossier_search.serving() else {
            return Ok(false);
        };
        let codes = self.public_codes()?;
        let mut counts = Vec::with_capacity(codes.len());
        for code in codes.iter() {
            counts.push((code.as_str(), index.about(code)?));
        }
        self.search.prefer(Usage::of(counts));
        Ok(true)
    }
}
