//! Views that officers keep: a name for the address of a list.

use serde::{Deserialize, Serialize};

use super::{IndexRow, Record, spaces};
use crate::domain::{officer::Username, text::Line};
use crate::kv::Space;

/// A saved view (bộ lọc đã lưu).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Whose.
    pub owner: Username,
    /// What they call it.
    pub name: Line,
    /// Query string of the list, with its question mark.
    pub search: String,
}

impl Record for SavedView {
    type Key = (String, String);
    const SPACE: Space = spaces::VIEWS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        // A name is at most 300 characters of at most four bytes; a key has room for less.
        let mut name = self.name.to_string();
        name.truncate(name.floor_char_boundary(400));
        (self.owner.to_string(), name)
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}
