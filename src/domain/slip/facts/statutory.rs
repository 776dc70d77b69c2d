//! The papers that a circular prescribes (TT 01/2018/TT-VPCP, TT 03/2025/TT-VPCP).

use serde::{Deserialize, Serialize};

use super::{Head, Matter};
use crate::domain::clock::Verdict;
use crate::domain::dossier::PaperKind;
use crate::domain::money::Dong;
use crate::domain::time::{Day, Moment};

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả: the receipt that a citizen takes home, and its twin that the office keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The dossier.
    #[serde(flatten)]
    pub matter: Matter,
    /// Address of the dossier's tracking page.
    #[serde(default)]
    pub track_url: Option<String>,
    /// How to look the dossier up by hand.
    #[serde(default)]
    pub lookup: Option<Lookup>,
    /// The papers handed in (thành phần hồ sơ).
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// How many sets of them (số lượng hồ sơ, bộ).
    #[serde(default = "one")]
    pub sets: u32,
    /// The legal term in words: `05 ngày làm việc`.
    #[serde(default)]
    pub term: Option<String>,
    /// When the dossier was received.
    pub received_at: Moment,
    /// When the result is due.
    #[serde(default)]
    pub due_at: Option<Moment>,
    /// How and where the result is handed over (đăng ký nhận kết quả), in words.
    #[serde(default)]
    pub delivery: Option<String>,
    /// What is to be paid; none prints as told by the office, since a catalogue without a fee does not prove that none
    /// is due.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Volume of the register (quyển số).
    #[serde(default)]
    pub book_volume: Option<String>,
    /// Number in the register (số thứ tự).
    #[serde(default)]
    pub book_number: Option<String>,
    /// Who handed the dossier in (người nộp hồ sơ); printed under the signature.
    #[serde(default)]
    pub submitter: Option<String>,
    /// Who received it (người tiếp nhận hồ sơ); printed under the signature.
    #[serde(default)]
    pub officer: Option<String>,
}

fn one() -> u32 {
    1
}

/// Where to look a dossier up, and the secret that opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// Address as a person types it: `https://dichvucong.donganh.gov.vn/tra-cuu`.
    pub url: String,
    /// The eight characters of the lookup secret (mã tra cứu).
    pub secret: String,
}

/// A paper handed in (thành phần hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is.
    pub name: String,
    /// In which shape it came.
    pub kind: PaperKind,
    /// How many of it.
    pub count: u32,
}

/// A fee or charge (phí, lệ phí).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// What it is for.
    pub name: String,
    /// How much.
    pub amount: Dong,
}

/// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The dossier.
    #[serde(flatten)]
    pub matter: Matter,
    /// What is wanted, paper by paper.
    pub items: Vec<Wanted>,
    /// Why (lý do).
    pub reason: String,
    /// Last day for the citizen.
    #[serde(default)]
    pub until: Option<Day>,
    /// How often this dossier was asked, this time included.
    #[serde(default = "one")]
    pub round: u32,
    /// Whom to ask (liên hệ với).
    #[serde(default)]
    pub contact: Option<String>,
    /// Who gives the guidance (người hướng dẫn); printed under the signature.
    #[serde(default)]
    pub officer: Option<String>,
}

/// A paper that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What it is.
    pub name: String,
    /// What is wrong with it, or why it is needed.
    pub reason: String,
    /// How many originals (bản chính).
    #[serde(default)]
    pub original: u32,
    /// How many copies (bản sao).
    #[serde(default)]
    pub copy: u32,
}

/// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The dossier.
    #[serde(flatten)]
    pub matter: Matter,
    /// Why (lý do).
    pub reason: String,
    /// Who handed the dossier in.
    #[serde(default)]
    pub submitter: Option<String>,
    /// Who refused it.
    #[serde(default)]
    pub officer: Option<String>,
}

/// Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết; under TT 01/2018 Phiếu xin lỗi và hẹn lại ngày trả kết quả.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apology {
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
    pub due_before: Option<Moment>,
    /// When it will be there.
    pub due_after: Moment,
    /// When it was due at first, where that was moved before.
    #[serde(default)]
    pub due_original: Option<Moment>,
    /// Why (lý do).
    pub reason: String,
    /// How often this dossier was put off, this time included.
    #[serde(default = "one")]
    pub round: u32,
    /// Who signs; printed under the signature.
    #[serde(default)]
    pub signer: Option<String>,
}

/// Thông báo dừng giải quyết hồ sơ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The dossier.
    #[serde(flatten)]
    pub matter: Matter,
    /// When the dossier was received.
    #[serde(default)]
    pub received_at: Option<Moment>,
    /// How far it had come (giai đoạn), in words.
    pub stage: String,
    /// Why (lý do).
    pub reason: String,
    /// The applicant asked for it, with these words.
    #[serde(default)]
    pub asked: Option<String>,
    /// What was paid and becomes of it (tài chính), in words.
    #[serde(default)]
    pub money: Option<String>,
    /// Who signs; printed under the signature.
    #[serde(default)]
    pub signer: Option<String>,
}

/// Phiếu kiểm soát quá trình giải quyết hồ sơ: who handed over to whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The dossier.
    #[serde(flatten)]
    pub matter: Matter,
    /// When the dossier was received.
    #[serde(default)]
    pub received_at: Option<Moment>,
    /// When the result is due.
    #[serde(default)]
    pub due_at: Option<Moment>,
    /// The agency that decides (cơ quan giải quyết).
    pub agency: String,
    /// Agencies that take part (cơ quan phối hợp).
    #[serde(default)]
    pub coordinating: Option<String>,
    /// The dossier's official status, in words.
    pub status: String,
    /// The way of the dossier, oldest first.
    pub steps: Vec<HandOver>,
}

/// One hand-over (giao, nhận hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The unit that hands over.
    pub from_unit: String,
    /// Who hands over (người giao).
    #[serde(default)]
    pub from: Option<String>,
    /// The unit that receives.
    pub to_unit: String,
    /// Who receives (người nhận).
    #[serde(default)]
    pub to: Option<String>,
    /// When.
    pub at: Moment,
    /// How the unit that hands over kept its time; none where no time was set.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// What was done (ghi chú).
    #[serde(default)]
    pub note: Option<String>,
}

/// Sổ theo dõi hồ sơ: the register, or a stretch of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// Volume (quyển số).
    pub volume: String,
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period.
    pub to: Day,
    /// The number of the first page in this stretch; the title stands on page 1 only.
    #[serde(default = "one")]
    pub first_page: u32,
    /// Whether the register ends with this stretch.
    #[serde(default)]
    pub last: bool,
    /// How many dossiers the period has.
    #[serde(default)]
    pub total: u64,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number in the register.
    pub number: u64,
    /// Dossier code.
    pub dossier: String,
    /// Name of the procedure.
    pub procedure: String,
    /// How many sets.
    pub sets: u32,
    /// Whose dossier it is.
    pub applicant: String,
    /// Address and telephone.
    pub contact: String,
    /// The agency that decides (cơ quan chủ trì giải quyết).
    pub agency: String,
    /// Ngày nhận hồ sơ.
    #[serde(default)]
    pub received: Option<Day>,
    /// Ngày hẹn trả.
    #[serde(default)]
    pub due: Option<Day>,
    /// Ngày chuyển đến cơ quan giải quyết.
    #[serde(default)]
    pub forwarded: Option<Day>,
    /// Ngày nhận kết quả từ cơ quan giải quyết.
    #[serde(default)]
    pub finished: Option<Day>,
    /// Ngày trả kết quả.
    #[serde(default)]
    pub returned: Option<Day>,
    /// Phương thức nhận kết quả, in words.
    #[serde(default)]
    pub method: Option<String>,
    /// Who took the result (ký nhận).
    #[serde(default)]
    pub signed_by: Option<String>,
    /// Ghi chú.
    #[serde(default)]
    pub note: Option<String>,
}
