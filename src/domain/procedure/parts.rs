//! What a procedure is made of: levels, ways of filing, fees, cases, steps, legal basis.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::dossier::Channel;
use crate::domain::time::Day;

/// Whose procedure it is (phạm vi áp dụng).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Published by a ministry for the whole country.
    #[default]
    #[serde(rename = "STANDARD")]
    National,
    /// Published by a province for itself (đặc thù địa phương).
    #[serde(rename = "SPECIFIC")]
    Local,
    /// Between agencies (nội bộ).
    #[serde(rename = "STANDARD_INTERNAL")]
    Internal,
}

/// Level of administration (cấp thực hiện).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Ministry (cấp bộ).
    #[serde(rename = "bo")]
    Ministry,
    /// Province (cấp tỉnh).
    #[serde(rename = "tinh")]
    Province,
    /// District (cấp huyện), ended on 1/7/2025; old files still name it.
    #[serde(rename = "huyen")]
    District,
    /// Commune (cấp xã).
    #[serde(rename = "xa")]
    Commune,
    /// Vertical agencies (cơ quan ngành dọc): police, tax, social insurance …
    #[serde(rename = "nganh_doc")]
    Vertical,
    /// Other agencies (cơ quan khác).
    #[serde(rename = "co_quan_khac")]
    Other,
}

impl Level {
    /// Every level, in the order of lists.
    pub const ALL: [Self; 6] = [
        Self::Commune,
        Self::Province,
        Self::Ministry,
        Self::Vertical,
        Self::Other,
        Self::District,
    ];

    /// The code used in catalogue files, the API and URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ministry => "bo",
            Self::Province => "tinh",
            Self::District => "huyen",
            Self::Commune => "xa",
            Self::Vertical => "nganh_doc",
            Self::Other => "co_quan_khac",
        }
    }

    /// Reads [`Level::as_str`] back; `None` for anything else.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == code)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Marks that the source puts on a procedure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flags {
    /// May be filed at any office of the province (phi địa giới hành chính).
    pub non_territorial: bool,
    /// Never online (chỉ tiếp nhận trực tiếp).
    pub offline_only: bool,
    /// Shared service of several ministries (dịch vụ dùng chung).
    pub shared_service: bool,
}

/// A name with the code that the source gives it, if any (mục danh mục).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Code in the source, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Name.
    pub name: String,
}

/// Publishing decision (quyết định công bố).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number, such as `163/QĐ-BTP`.
    pub no: String,
    /// Day of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Deciding agency, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agency: String,
}

/// Unit of a time limit as the catalogue writes it (đơn vị thời hạn giải quyết).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimeUnit {
    /// Working days (ngày làm việc).
    #[serde(rename = "ngay_lam_viec")]
    WorkingDay,
    /// Calendar days (ngày).
    #[serde(rename = "ngay")]
    Day,
    /// Working hours (giờ).
    #[serde(rename = "gio")]
    Hour,
    /// Months (tháng).
    #[serde(rename = "thang")]
    Month,
    /// Years (năm).
    #[serde(rename = "nam")]
    Year,
    /// Said in prose only (khác): no number to compute with.
    #[default]
    #[serde(rename = "khac")]
    Other,
}

impl TimeUnit {
    /// Every unit, the commonest first.
    pub const ALL: [Self; 6] = [
        Self::WorkingDay,
        Self::Day,
        Self::Hour,
        Self::Month,
        Self::Year,
        Self::Other,
    ];

    /// The code used in catalogue files and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingDay => "ngay_lam_viec",
            Self::Day => "ngay",
            Self::Hour => "gio",
            Self::Month => "thang",
            Self::Year => "nam",
            Self::Other => "khac",
        }
    }
}

/// Way of filing (cách thức thực hiện) with its time limit and fees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Channels to which it applies.
    pub channels: Vec<Channel>,
    /// Time limit in `unit`, where the source gives a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    /// Unit of `time`.
    #[serde(default)]
    pub unit: TimeUnit,
    /// Remark, free text, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Fees; an empty list or a zero does not mean free of charge, the remark may hold the amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
}

/// Fee or charge (phí, lệ phí) as the catalogue lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// Label of the source; agencies use it inconsistently, show it with care.
    #[serde(default)]
    pub kind: FeeKind,
    /// Amount in `currency`; `None` where only the remark tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// ISO 4217 code, `VND` nearly always.
    #[serde(default = "vnd")]
    pub currency: String,
    /// Remark, free text, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn vnd() -> String {
    "VND".to_owned()
}

/// Kind of fee (loại phí).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FeeKind {
    /// Phí, lệ phí.
    #[default]
    #[serde(rename = "FEE")]
    Fee,
    /// Lệ phí, phí dịch vụ.
    #[serde(rename = "SERVICE_FEE")]
    ServiceFee,
    /// Mức giá.
    #[serde(rename = "PRICE_LEVEL")]
    PriceLevel,
}

/// Case (trường hợp thực hiện) with its own time limit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Code of the source, such as `1.004222.01`, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Name.
    pub name: String,
    /// Time limit in `unit`, where the source gives a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    /// Unit of `time`.
    #[serde(default)]
    pub unit: TimeUnit,
    /// Made up by us because the catalogue lists no case.
    #[serde(default, skip_serializing_if = "is_false")]
    pub made_up: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this signature"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Step of the procedure (bước thực hiện).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Heading, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Free text with line breaks.
    #[serde(default)]
    pub text: String,
}

/// Legal document that the procedure rests on (căn cứ pháp lý).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    /// Number as the agency typed it, such as `60/2014/QH13`, may be empty.
    #[serde(default)]
    pub no: String,
    /// Title, may be empty.
    #[serde(default)]
    pub title: String,
}

/// Life event (sự kiện đời sống) of the national portal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// `CITIZEN` or `CORPORATE`, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Name, such as «Khai sinh».
    pub name: String,
}
