//! Links that fill forms in beforehand.

use super::{IndexRow, Record, spaces};
use crate::domain::prefill::PrefillLink;
use crate::kv::{Space, keys::Desc};

impl Record for PrefillLink {
    type Key = String;
    const SPACE: Space = spaces::PREFILL_LINKS;
    const INDICES: &'static [Space] = &[spaces::PREFILL_LINKS_BY_TIME];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.id.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        rows.push(IndexRow::bare(
            spaces::PREFILL_LINKS_BY_TIME,
            &(Desc(self.made_at.unix()), self.id.as_str()),
        ));
    }
}
