//! The office's own facts, one record each.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{IndexRow, Load, Record, spaces};
use crate::domain::{
    calendar::CalendarRows,
    code_list::CodeLists,
    codes::{AgencyCode, DossierCodeTemplate},
    expressions::Expressions,
    org_units::OrgUnits,
};
use crate::kv::{KvError, Space, View};

/// Whether citizens may file here online (nộp hồ sơ trực tuyến).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlineFiling {
    /// They may.
    On,
    /// They may not.
    Off,
    /// They are sent to the national portal, with help at the counter.
    #[default]
    Link,
}

/// Who the office is (thông tin đơn vị).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Mã định danh; stands in every dossier code.
    pub agency_code: AgencyCode,
    /// Name of the commune's people's committee, e.g. "UBND xã …".
    pub agency_name: String,
    /// Name of the one-stop shop.
    pub centre_name: String,
    /// The authority above.
    pub parent_name: String,
    /// Place named in the date line of slips.
    pub place: String,
    /// Commune code.
    pub ward_code: Option<String>,
    /// Address of the counter.
    pub address: String,
    /// Telephone for questions.
    pub hotline: String,
    /// Unit name of the counter.
    pub reception_unit: String,
    /// Online filing.
    pub online_filing: OnlineFiling,
    /// Where citizens reach the portal, for the QR on slips; empty until known.
    #[serde(default)]
    pub base_url: String,
    /// A demonstration, not an office.
    #[serde(default)]
    pub demo: bool,
}

/// Which generation of the catalogue is visible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visible {
    /// Generation number; 0 before the first import.
    pub generation: u32,
    /// How many procedures it has.
    pub count: u32,
    /// How many procedures the office has changed in it.
    #[serde(default)]
    pub edits: u32,
}

impl Visible {
    /// Tells this state of the catalogue from every other; the search index says which one it shows.
    pub fn mark(self) -> u64 {
        u64::from(self.edits) << 32 | u64::from(self.generation)
    }
}

/// A setting: a record of which there is one.
pub trait Setting: Serialize + DeserializeOwned {
    /// Its name, which is its key.
    const NAME: &'static str;
}

impl Setting for Profile {
    const NAME: &'static str = "profile";
}

impl Setting for Visible {
    const NAME: &'static str = "catalogue";
}

impl Setting for CalendarRows {
    const NAME: &'static str = "calendar";
}

impl Setting for DossierCodeTemplate {
    const NAME: &'static str = "dossier_codes";
}

impl Setting for CodeLists {
    const NAME: &'static str = "code_lists";
}

impl Setting for OrgUnits {
    const NAME: &'static str = "units";
}

impl Setting for Expressions {
    const NAME: &'static str = "expressions";
}

/// A setting as it lies in the store.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Kept<S: Setting>(pub S);

impl<S: Setting> Record for Kept<S> {
    type Key = String;
    const SPACE: Space = spaces::SETTINGS;
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        S::NAME.to_owned()
    }

    fn index(&self, _rows: &mut Vec<IndexRow>) {}
}

/// A setting, if it was ever written.
pub fn setting<S: Setting>(view: &(impl View + ?Sized)) -> Result<Option<S>, KvError> {
    Ok(view
        .load::<Kept<S>>(&S::NAME.to_owned())?
        .map(|kept| kept.0))
}
