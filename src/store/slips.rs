//! Issued slips, and the office's sets of forms.

use super::settings::Setting;
use super::{IndexRow, Record, spaces};
use crate::domain::slip::{FormSets, Slip};
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
