//! Uploads, drafts, and the outcomes of forms that were sent once.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{IndexRow, Record, spaces};
use crate::domain::{dossier::FileRef, officer::Username, prefill::Prefill, time::Moment};
use crate::kv::Space;

/// A file somebody uploaded (tệp tải lên) and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The file.
    pub file: FileRef,
    /// The account or draft (`draft:<id>`) that uploaded it and alone may use it.
    pub owner: String,
    /// When; unreferenced uploads are collected after 24 hours.
    pub at: Moment,
    /// Dossiers that refer to it.
    #[serde(default)]
    pub used_by: Vec<String>,
}

impl Record for Upload {
    type Key = String;
    const SPACE: Space = spaces::UPLOADS;
    const INDICES: &'static [Space] = &[spaces::UPLOADS_UNUSED, spaces::UPLOADS_BY_HASH];
    const INDEX_EPOCH: u32 = 2;
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.file.id.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        if self.used_by.is_empty() {
            rows.push(IndexRow::bare(
                spaces::UPLOADS_UNUSED,
                &(self.at.unix(), self.file.id.as_str()),
            ));
        }
        rows.push(IndexRow::bare(
            spaces::UPLOADS_BY_HASH,
            &(self.file.sha256.as_str(), self.file.id.as_str()),
        ));
    }
}

/// A dossier that is being prepared (hồ sơ nháp). Whoever has its id may go on with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Unguessable id.
    pub id: String,
    /// What it will ask for.
    pub procedure: String,
    /// The account that began it, if any.
    pub owner: Option<Username>,
    /// When it began.
    pub since: Moment,
    /// When it was last saved.
    pub saved_at: Moment,
    /// What was typed, by field name, as it was typed.
    pub fields: Map<String, Value>,
    /// What was filled in beforehand, and what else is known of whoever files, with the sources.
    #[serde(default, skip_serializing_if = "Prefill::is_empty")]
    pub filled: Prefill,
    /// Uploads by component id.
    pub files: Vec<(String, FileRef)>,
    /// The version of the electronic form it is filled in under; `None` where the procedure has no form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_version: Option<u32>,
    /// The dossier it became.
    pub filed_as: Option<String>,
}

impl Draft {
    /// How an upload names the draft that uses it.
    pub fn mark(&self) -> String {
        format!("draft:{}", self.id)
    }
}

impl Record for Draft {
    type Key = String;
    const SPACE: Space = spaces::DRAFTS;
    const INDICES: &'static [Space] = &[spaces::DRAFTS_BY_OWNER, spaces::DRAFTS_BY_DAY];
    const INDEX_EPOCH: u32 = 2;
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.id.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        if let Some(owner) = self.owner.as_ref().filter(|_| self.filed_as.is_none()) {
            let key = (owner.as_str(), self.procedure.as_str(), self.id.as_str());
            rows.push(IndexRow::bare(spaces::DRAFTS_BY_OWNER, &key));
        }
        // By the day and not by the second: a field that is saved does not move the row.
        let day = self.saved_at.unix().div_euclid(24 * 3600);
        rows.push(IndexRow::bare(
            spaces::DRAFTS_BY_DAY,
            &(day, self.id.as_str()),
        ));
    }
}

/// A short code under which a draft is found on another device (mã khai tiếp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftCode {
    /// Eight clear characters.
    pub code: String,
    /// The draft.
    pub draft: String,
    /// Until when it opens.
    pub until: Moment,
}

impl Record for DraftCode {
    type Key = String;
    const SPACE: Space = spaces::DRAFT_CODES;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.code.clone()
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}

/// The outcome of a request that carries a key of its own, so that a repetition answers the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whose key: account or draft.
    pub who: String,
    /// The key they chose.
    pub key: String,
    /// What it led to: the dossier's code, or the file's id.
    pub made: String,
    /// When.
    pub at: Moment,
}

impl Record for Outcome {
    type Key = (String, String);
    const SPACE: Space = spaces::OUTCOMES;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (self.who.clone(), self.key.clone())
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}
