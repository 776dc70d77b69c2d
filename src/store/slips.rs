//! Issued slips, the office's own templates, and its sets of forms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::settings::Setting;
use super::{IndexRow, Record, spaces};
use crate::domain::{
    slip::{FormSets, Slip},
    time::Moment,
};
use crate::kv::Space;

impl Record for Slip {
    type Key = (String, String, u32);
    const SPACE: Space = spaces::SLIPS;
    const INDICES: &'static [Space] = &[spaces::SLIPS_BY_TIME];
    const INDEX_EPOCH: u32 = 2;
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (
            self.dossier.to_string(),
            self.kind.key().to_owned(),
            self.edition,
        )
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        rows.push(IndexRow::bare(
            spaces::SLIPS_BY_TIME,
            &(
                self.kind.key(),
                self.issued_at.unix(),
                self.number,
                self.dossier.as_str(),
                self.edition,
            ),
        ));
    }
}

impl Setting for FormSets {
    const NAME: &'static str = "form_sets";
}

/// A template of the office's own (mẫu in riêng), in one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The shipped template it stands in for.
    pub name: String,
    /// 1 for the first; each saving makes the next.
    pub version: u32,
    /// Typst source.
    pub source: String,
    /// SHA-256 of the source, hexadecimal.
    pub sha256: String,
    /// When it was saved.
    pub saved_at: Moment,
    /// The account that saved it.
    pub saved_by: String,
}

impl Record for Template {
    type Key = (String, u32);
    const SPACE: Space = spaces::TEMPLATES;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> Self::Key {
        (self.name.clone(), self.version)
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}

/// Which of its own templates the office uses, by name; what is not named is drawn as shipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TemplatesInUse(pub BTreeMap<String, u32>);

impl Setting for TemplatesInUse {
    const NAME: &'static str = "templates";
}
