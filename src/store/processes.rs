//! Versions of the office's processes, and which one a procedure follows.

use serde::{Deserialize, Serialize};

use super::{IndexRow, Record, spaces};
use crate::domain::workflow::Process;
use crate::kv::Space;

impl Record for Process {
    type Key = (String, u32);
    const SPACE: Space = spaces::PROCESS_VERSIONS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (self.id.clone(), self.version)
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}

/// What a process is used for today (áp dụng quy trình).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessUse {
    /// Which process.
    pub id: String,
    /// The version that new dossiers get.
    pub current: u32,
    /// Codes of the procedures that follow it; none for the standard process, which serves all others.
    #[serde(default)]
    pub procedures: Vec<String>,
}

impl Record for ProcessUse {
    type Key = String;
    const SPACE: Space = spaces::PROCESSES;
    const INDICES: &'static [Space] = &[spaces::PROCESSES_BY_PROCEDURE];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.id.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        for code in &self.procedures {
            rows.push(IndexRow::bare(
                spaces::PROCESSES_BY_PROCEDURE,
                &(code.as_str(), self.id.as_str()),
            ));
        }
    }
}
