//! Contents on the shelf as the records know them: tombstones of those that nobody names, and those found damaged.

use serde::{Deserialize, Serialize};

use super::{IndexRow, Record, spaces};
use crate::domain::{content::Harm, time::Moment};
use crate::kv::Space;

/// Why a content went to the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discarded {
    /// It was uploaded and no dossier came to use it.
    Unused,
    /// It lay on the shelf and no record ever named it.
    Orphan,
}

/// What remains of a content that no record names (bia mộ): for thirty days it lies in the trash, then only this is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// SHA-256 of the content.
    pub sha256: String,
    /// What people called it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Why.
    pub why: Discarded,
    /// Since when it lies in the trash.
    pub since: Moment,
    /// When it was removed for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purged_at: Option<Moment>,
}

impl Record for Tombstone {
    type Key = String;
    const SPACE: Space = spaces::TOMBSTONES;
    const INDICES: &'static [Space] = &[spaces::TOMBSTONES_IN_TRASH];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.sha256.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        if self.purged_at.is_none() {
            let key = (self.since.unix(), self.sha256.as_str());
            rows.push(IndexRow::bare(spaces::TOMBSTONES_IN_TRASH, &key));
        }
    }
}

/// A content that a record names and that is not as it should be (tệp hỏng).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// SHA-256 of the content.
    pub sha256: String,
    /// How it was found.
    pub harm: Harm,
    /// When.
    pub found_at: Moment,
}

impl Record for Damage {
    type Key = String;
    const SPACE: Space = spaces::DAMAGES;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.sha256.clone()
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}
