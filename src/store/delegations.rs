//! Who does whose work.

use super::{IndexRow, Record, spaces};
use crate::domain::delegation::Delegation;
use crate::kv::Space;

impl Record for Delegation {
    type Key = String;
    const SPACE: Space = spaces::DELEGATIONS;
    const INDICES: &'static [Space] = &[spaces::DELEGATIONS_BY_DELEGATE];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.id.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        rows.push(IndexRow::bare(
            spaces::DELEGATIONS_BY_DELEGATE,
            &(self.to.as_str(), self.until.to_string(), self.id.as_str()),
        ));
    }
}
