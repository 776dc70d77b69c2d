//! Mẫu số 01: the receipt that a citizen takes home, and its twin that the office keeps.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::engine::Sheet;
use super::{FormSet, PrintError, marks, words};
use crate::domain::money::Dong;
use crate::domain::time::Moment;

/// A receipt (Giấy tiếp nhận hồ sơ và hẹn trả kết quả, Mẫu số 01).
///
/// Everything the paper says, so that it can be drawn again from this alone. Texts are plain words, printed as they are;
/// an absent one leaves a dotted line where the form has a place for it. Agency names print in capitals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The set of forms that applied on the day of reception.
    #[serde(default)]
    pub form: FormSet,
    /// Number of the slip (Số), as written: `0012/TNHS`.
    pub number: String,
    /// When the slip was issued; also the PDF's own date.
    pub issued_at: Moment,
    /// Place in the date line (địa danh): `Đông Anh`.
    pub place: String,
    /// The agency above (cơ quan chủ quản): `Ủy ban nhân dân xã Đông Anh`.
    pub parent_agency: String,
    /// The office that issues the slip: `Trung tâm Phục vụ hành chính công xã Đông Anh`.
    pub office: String,
    /// The desk that received the dossier (bộ phận tiếp nhận và trả kết quả).
    pub reception_unit: String,
    /// Dossier code (mã số hồ sơ); printed, as Code 128, and as QR code when there is no `track_url`.
    pub dossier: String,
    /// Address of the dossier's tracking page; what the QR code says.
    #[serde(default)]
    pub track_url: Option<String>,
    /// How to look the dossier up by hand.
    #[serde(default)]
    pub lookup: Option<Lookup>,
    /// The office's telephone for questions.
    #[serde(default)]
    pub hotline: Option<String>,
    /// Whose dossier it is (chủ hồ sơ).
    pub applicant: Applicant,
    /// Name of the procedure (nội dung yêu cầu giải quyết).
    pub procedure_name: String,
    /// Code of the procedure (mã thủ tục): `1.001193`.
    pub procedure_code: String,
    /// The papers handed in (thành phần hồ sơ).
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
    /// What is to be paid; none prints as told by the office, since a catalogue without a fee does not prove that none is due.
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
    /// The number of the slip that this one replaces (thay thế phiếu số …).
    #[serde(default)]
    pub replaces: Option<String>,
    /// Why the slip is void, in words; printed across its head. An issued slip has none.
    #[serde(default)]
    pub void: Option<String>,
}

fn one() -> u32 {
    1
}

/// Where to look a dossier up, and the secret that opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// Address as a person types it: `https://dichvucong.donganh.gov.vn/tra-cuu`.
    pub url: String,
    /// The eight characters of the lookup secret (mã tra cứu).
    pub secret: String,
}

/// Whose dossier it is (chủ hồ sơ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Person or organisation: decides what the number is called.
    pub kind: ApplicantKind,
    /// Full name.
    pub name: String,
    /// Number of the identity card or tax code, masked as the office wants it printed.
    #[serde(default)]
    pub id_number: Option<String>,
    /// Address.
    #[serde(default)]
    pub address: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Email.
    #[serde(default)]
    pub email: Option<String>,
}

/// What an applicant is in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// A citizen (cá nhân), known by the personal identification number.
    Person,
    /// An organisation (tổ chức), known by its tax code.
    Organisation,
}

impl ApplicantKind {
    fn id_label(self) -> &'static str {
        match self {
            Self::Person => "Số định danh cá nhân/CCCD",
            Self::Organisation => "Mã số thuế",
        }
    }
}

/// A paper handed in (thành phần hồ sơ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is.
    pub name: String,
    /// In which shape it came.
    pub kind: PaperKind,
    /// How many of it.
    pub count: u32,
}

/// The shape of a paper handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// The original (bản chính).
    Original,
    /// A copy (bản sao).
    Copy,
    /// An electronic document (bản điện tử).
    Electronic,
}

impl PaperKind {
    /// As the form says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Original => "Bản chính",
            Self::Copy => "Bản sao",
            Self::Electronic => "Bản điện tử",
        }
    }
}

/// A fee or charge (phí, lệ phí).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// What it is for.
    pub name: String,
    /// How much.
    pub amount: Dong,
}

impl Receipt {
    /// The sum of all fees.
    pub fn total(&self) -> Dong {
        self.fees.iter().map(|fee| &fee.amount).sum()
    }

    /// What the template reads: the same facts, worded.
    pub(super) fn sheet(&self) -> Result<Sheet, PrintError> {
        let qr = marks::qr(self.track_url.as_deref().unwrap_or(&self.dossier))?;
        let bars = marks::code128(&self.dossier)?;
        let papers: Vec<Value> = self
            .papers
            .iter()
            .map(|paper| json!([paper.name, paper.kind.words(), two_digits(paper.count)]))
            .collect();
        let fees: Vec<Value> = self
            .fees
            .iter()
            .map(|fee| json!([fee.name, words::dong(fee.amount)]))
            .collect();
        let data = json!({
            "form": self.form.receipt(),
            "circular": self.form.circular(),
            "number": self.number,
            "date": words::day(self.issued_at.day()),
            "place": self.place,
            "parent": words::agency(&self.parent_agency),
            "office": words::agency(&self.office),
            "unit": self.reception_unit,
            "dossier": self.dossier,
            "qr": qr.svg,
            "bars": bars.svg,
            "bar_modules": bars.modules,
            "lookup": self.lookup,
            "hotline": self.hotline,
            "applicant": self.applicant,
            "id_label": self.applicant.kind.id_label(),
            "procedure": self.procedure_name,
            "procedure_code": self.procedure_code,
            "papers": papers,
            "sets": two_digits(self.sets),
            "term": self.term,
            "received": words::moment(self.received_at),
            "due": self.due_at.map(words::moment),
            "delivery": self.delivery,
            "fees": fees,
            "total": words::dong(self.total()),
            "book_volume": self.book_volume,
            "book_number": self.book_number,
            "submitter": self.submitter,
            "officer": self.officer,
            "replaces": self.replaces,
            "void": self.void,
        });
        Ok(Sheet {
            template: "receipt.typ",
            data,
            ident: format!("receipt {} {}", self.dossier, self.number),
            at: self.issued_at,
            pages: 2,
        })
    }
}

/// Counts below ten get a leading zero, so that none can be written in front.
fn two_digits(count: u32) -> String {
    format!("{count:02}")
}
