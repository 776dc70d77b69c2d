//! Backups as the office remembers them, and how the last attempts ended.

use serde::{Deserialize, Serialize};

use super::settings::Setting;
use super::{IndexRow, Record, spaces};
use crate::domain::time::Moment;
use crate::kv::Space;

/// A backup that was made (bản sao lưu).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// Its id.
    pub id: String,
    /// The one it goes on from; `None` when it is a full one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The moment whose records and files it holds.
    pub at: Moment,
    /// Where it was put, as a person would say it; `None` when it went down a pipe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Nobody reads it without a passphrase or key.
    #[serde(default)]
    pub locked: bool,
    /// Rows of the store in it.
    pub rows: u64,
    /// Attachments in it.
    pub attachments: u64,
    /// Attachments that were harmed and could not be taken along.
    #[serde(default)]
    pub left_out: u64,
}

impl Record for Backup {
    type Key = (i64, String);
    const SPACE: Space = spaces::BACKUPS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> (i64, String) {
        (self.at.unix(), self.id.clone())
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}

/// How something ended that the program did by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When.
    pub at: Moment,
    /// What is wrong, for a clerk; `None` when all went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrong: Option<String>,
    /// What was done, for a clerk.
    #[serde(default)]
    pub said: String,
}

/// How the last attempts ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// To make a backup.
    #[serde(default)]
    pub backup: Option<Attempt>,
    /// To restore one for trial (diễn tập khôi phục).
    #[serde(default)]
    pub drill: Option<Attempt>,
}

impl Setting for Attempts {
    const NAME: &'static str = "attempts";
}
