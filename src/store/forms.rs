//! Definitions of electronic forms, every version for ever: drafts and dossiers keep theirs.

use serde::{Deserialize, Serialize};

use super::{IndexRow, Record, spaces};
use crate::domain::time::Moment;
use crate::kv::Space;

/// One version of a procedure's form (biểu mẫu điện tử).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormVersion {
    /// Procedure code.
    pub procedure: String,
    /// Version, from 1.
    pub version: u32,
    /// The definition as it was written, JSON.
    pub text: String,
    /// Since when it is kept here.
    pub since: Moment,
    /// Who published it; `None` for one that was shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Record for FormVersion {
    type Key = (String, u32);
    const SPACE: Space = spaces::FORMS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (self.procedure.clone(), self.version)
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}
