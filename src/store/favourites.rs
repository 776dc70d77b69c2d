//! Procedures that officers keep at hand.

use serde::{Deserialize, Serialize};

use super::{IndexRow, Record, spaces};
use crate::domain::officer::Username;
use crate::kv::Space;

/// A procedure that an officer keeps at hand at the counter (thủ tục ghim).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Favourite {
    /// Whose.
    pub owner: Username,
    /// Code of the procedure.
    pub procedure: String,
}

impl Record for Favourite {
    type Key = (String, String);
    const SPACE: Space = spaces::FAVOURITES;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (self.owner.to_string(), self.procedure.clone())
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}
