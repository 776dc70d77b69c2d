//! Slips (phiếu): the statutory papers that the office issues, as records.
//!
//! A deed issues a record; the PDF is drawn from it on demand, the same bytes every time.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{codes::DossierCode, officer::Holder, time::Moment};

/// Which slip (loại phiếu).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipKind {
    /// Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt,
    /// Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement,
    /// Mẫu 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refusal,
    /// Mẫu 04: Văn bản xin lỗi và đề nghị gia hạn.
    Apology,
    /// Mẫu 05: Thông báo dừng giải quyết hồ sơ.
    Stop,
}

impl SlipKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Receipt,
        Self::Supplement,
        Self::Refusal,
        Self::Apology,
        Self::Stop,
    ];

    /// The stable name in addresses and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Supplement => "supplement",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::Stop => "stop",
        }
    }

    /// The kind with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// An issued slip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slip {
    /// The dossier it belongs to.
    pub dossier: DossierCode,
    /// Which slip.
    pub kind: SlipKind,
    /// 1 for the first of its kind on this dossier; a correction issues the next one.
    pub edition: u32,
    /// Running number of this kind in the office and year (số thứ tự trong sổ).
    pub number: u64,
    /// When it was issued.
    pub issued_at: Moment,
    /// Who issued it; the clock itself has no name.
    pub issued_by: Option<Holder>,
    /// A later edition takes its place; this one is void.
    #[serde(default)]
    pub void: bool,
    /// Everything that is printed, as it was known at the time.
    pub facts: Value,
}
