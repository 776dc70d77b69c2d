//! Papers that no circular prescribes and no number counts.

use serde::{Deserialize, Serialize};

use super::{Head, Matter};
use crate::domain::time::{Day, Moment};

/// Phiếu chuyển trả kết quả: the letter that goes with a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The dossier.
    #[serde(flatten)]
    pub matter: Matter,
    /// When the dossier was received.
    #[serde(default)]
    pub received_at: Option<Moment>,
    /// When the result was due.
    #[serde(default)]
    pub due_at: Option<Moment>,
    /// When it was ready.
    #[serde(default)]
    pub finished_at: Option<Moment>,
    /// What the result is.
    pub result: String,
    /// Its number.
    #[serde(default)]
    pub result_number: Option<String>,
    /// How it is handed over, in words.
    pub delivery: String,
    /// Who hands it over.
    #[serde(default)]
    pub officer: Option<String>,
}

/// Who sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Name.
    pub name: String,
    /// Address.
    #[serde(default)]
    pub address: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
}

/// To whom it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Name.
    pub name: String,
    /// Address.
    #[serde(default)]
    pub address: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
}

/// What envelope and label say alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postal {
    /// When it was drawn.
    pub issued_at: Moment,
    /// Dossier code; printed, and as Code 128.
    pub dossier: String,
    /// The office.
    pub sender: Sender,
    /// The applicant.
    pub recipient: Recipient,
}

/// Phong bì, 220 × 110 mm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Who to whom.
    #[serde(flatten)]
    pub postal: Postal,
}

/// Nhãn hồ sơ, for the dossier's cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Who to whom.
    #[serde(flatten)]
    pub postal: Postal,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Day of reception.
    #[serde(default)]
    pub received: Option<Day>,
    /// Day on which the result is due.
    #[serde(default)]
    pub due: Option<Day>,
}

/// Danh mục giấy tờ cần chuẩn bị: what a citizen brings for a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Code of the procedure.
    pub procedure_code: String,
    /// The case (trường hợp), when there are several.
    #[serde(default)]
    pub case: Option<String>,
    /// Papers and remarks in order.
    pub papers: Vec<ChecklistPaper>,
    /// The term in words, for each way of filing.
    #[serde(default)]
    pub terms: Vec<String>,
    /// Fees in words.
    #[serde(default)]
    pub fees: Vec<String>,
    /// Where to hand it in.
    #[serde(default)]
    pub address: Option<String>,
    /// Office hours, one line each.
    #[serde(default)]
    pub hours: Vec<String>,
    /// Address of the procedure's page; the QR code says it.
    #[serde(default)]
    pub url: Option<String>,
}

/// A line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistPaper {
    /// What it is.
    pub name: String,
    /// How many originals.
    #[serde(default)]
    pub original: u32,
    /// How many copies.
    #[serde(default)]
    pub copy: u32,
    /// A remark, no paper.
    #[serde(default)]
    pub note: bool,
    /// The heading under which it stands.
    #[serde(default)]
    pub group: Option<String>,
}
