//! The catalogue of procedures: versions that never change, and the list that is visible now.

use serde::{Deserialize, Serialize};

use super::{IndexRow, Record, spaces};
use crate::domain::procedure::Procedure;
use crate::kv::Space;

impl Record for Procedure {
    type Key = (String, u32);
    const SPACE: Space = spaces::PROCEDURE_VERSIONS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (self.code.to_string(), self.version)
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}

/// An entry of one generation of the catalogue: which version of a procedure it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueEntry {
    /// The import that made it.
    pub generation: u32,
    /// Procedure code.
    pub code: String,
    /// Version shown.
    pub version: u32,
    /// Fingerprint of what the catalogue said last, so that an import bumps the version only when something changed.
    pub fingerprint: String,
    /// The version that holds what the catalogue said last, where the office has changed it since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<u32>,
}

impl Record for CatalogueEntry {
    type Key = (u32, String);
    const SPACE: Space = spaces::CATALOGUE;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (self.generation, self.code.clone())
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}
