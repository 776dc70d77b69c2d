//! What a backup says about itself: which one it is, and in the end what it holds.

use serde::{Deserialize, Serialize};

use crate::domain::content::Harm;
use crate::domain::time::Moment;
use crate::store::audit;

/// Which backup this is; its first frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Unguessable, 32 hexadecimal digits.
    pub id: String,
    /// The backup that this one goes on from; `None` for a full one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The moment whose records and files it holds.
    pub at: Moment,
    /// Version of the program that made it.
    pub program: String,
    /// Schema of its records.
    pub schema: u32,
    /// Whose records: mã định danh, empty before the office is set up.
    #[serde(default)]
    pub agency: String,
    /// Number of the last line of the feed.
    pub feed: u64,
    /// End of the audit record.
    pub audit: audit::Head,
}

/// An attachment that was not as it should be when the backup was made, so that the backup does not hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// SHA-256 of the content.
    pub sha256: String,
    /// What people call it.
    pub name: String,
    /// What was wrong with it.
    pub harm: Harm,
}

/// What a backup holds with those it goes on from; its last frame.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows of the store.
    pub rows: u64,
    /// Attachments.
    pub attachments: u64,
    /// Attachments that were harmed already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}
