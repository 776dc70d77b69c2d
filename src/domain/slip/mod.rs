//! Slips (phiếu): the papers that the office prints.
//!
//! A deed issues a record with everything that is printed; the PDF is drawn from it on demand, the same bytes every
//! time. Other papers say how things stand now and leave no record.

pub mod facts;
mod form;
mod period;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use form::{Form, FormName, FormSet, FormSets};
pub use period::Period;

use super::{codes::DossierCode, officer::Holder, time::Moment};

/// Which paper (loại giấy).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipKind {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement,
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refusal,
    /// Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết.
    Apology,
    /// Thông báo dừng giải quyết hồ sơ.
    Stop,
    /// Phiếu kiểm soát quá trình giải quyết hồ sơ.
    Control,
    /// Sổ theo dõi hồ sơ.
    Register,
    /// Phiếu chuyển trả kết quả.
    Cover,
    /// Phong bì.
    Envelope,
    /// Nhãn hồ sơ.
    Label,
    /// Danh mục giấy tờ cần chuẩn bị.
    Checklist,
    /// Đơn, tờ khai: trống hoặc đã điền.
    Form,
}

impl SlipKind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Receipt,
        Self::Supplement,
        Self::Refusal,
        Self::Apology,
        Self::Stop,
        Self::Control,
        Self::Register,
        Self::Cover,
        Self::Envelope,
        Self::Label,
        Self::Checklist,
        Self::Form,
    ];

    /// Kinds that a deed issues, with a number and a record.
    pub const ISSUED: [Self; 5] = [
        Self::Receipt,
        Self::Supplement,
        Self::Refusal,
        Self::Apology,
        Self::Stop,
    ];

    /// Kinds that are drawn from a dossier as it stands now.
    pub const AS_OF_NOW: [Self; 5] = [
        Self::Control,
        Self::Cover,
        Self::Envelope,
        Self::Label,
        Self::Form,
    ];

    /// The stable name in addresses and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Supplement => "supplement",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::Stop => "stop",
            Self::Control => "control",
            Self::Register => "register",
            Self::Cover => "cover",
            Self::Envelope => "envelope",
            Self::Label => "label",
            Self::Checklist => "checklist",
            Self::Form => "form",
        }
    }

    /// What the paper is called.
    pub const fn official_name(self) -> &'static str {
        match self {
            Self::Receipt => "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            Self::Supplement => "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
            Self::Refusal => "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
            Self::Apology => "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
            Self::Stop => "Thông báo dừng giải quyết hồ sơ",
            Self::Control => "Phiếu kiểm soát quá trình giải quyết hồ sơ",
            Self::Register => "Sổ theo dõi hồ sơ",
            Self::Cover => "Phiếu chuyển trả kết quả giải quyết hồ sơ",
            Self::Envelope => "Phong bì",
            Self::Label => "Nhãn hồ sơ",
            Self::Checklist => "Giấy tờ cần chuẩn bị",
            Self::Form => "Đơn, tờ khai",
        }
    }

    /// The kind with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The number that stands for it in a signed token; never reused.
    pub const fn code(self) -> u8 {
        match self {
            Self::Receipt => 1,
            Self::Supplement => 2,
            Self::Refusal => 3,
            Self::Apology => 4,
            Self::Stop => 5,
            Self::Control => 6,
            Self::Register => 7,
            Self::Cover => 8,
            Self::Envelope => 9,
            Self::Label => 10,
            Self::Checklist => 11,
            Self::Form => 12,
        }
    }

    /// The kind with this number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a deed issues it, with a number and a record.
    pub fn is_issued(self) -> bool {
        Self::ISSUED.contains(&self)
    }

    /// Whether it speaks for the office, so that whoever holds it may want to know that it is genuine.
    pub const fn is_sealed(self) -> bool {
        !matches!(
            self,
            Self::Envelope | Self::Label | Self::Checklist | Self::Form
        )
    }
}

/// An issued slip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slip {
    /// The dossier it belongs to.
    pub dossier: DossierCode,
    /// Which slip.
    pub kind: SlipKind,
    /// 1 for the first of its kind on this dossier; the next one takes its place or follows it.
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
    /// The number, as written, of the slip that took its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// The statutory form it follows.
    #[serde(default)]
    pub form: Option<FormName>,
    /// Version of the office's own template that was in use, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_template: Option<u32>,
    /// What its QR code says: the office's signature over what is printed.
    #[serde(default)]
    pub token: Option<String>,
    /// Everything that is printed, as it was known at the time.
    pub facts: Value,
}

impl Slip {
    /// The form, or the one that applied to slips before it was noted.
    pub fn form(&self) -> FormName {
        self.form
            .clone()
            .unwrap_or_else(|| FormName::plain(self.kind))
    }

    /// Its number as written.
    pub fn written_number(&self) -> Option<&str> {
        self.facts.get("number").and_then(Value::as_str)
    }

    /// What a list shows of it.
    pub fn issued(&self) -> Issued {
        Issued {
            kind: self.kind,
            edition: self.edition,
            number: self.written_number().unwrap_or_default().to_owned(),
            at: self.issued_at,
            replaced_by: self.replaced_by.clone(),
            void: self.void,
        }
    }
}

/// A slip that was issued, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Which slip.
    pub kind: SlipKind,
    /// Which of its kind on this dossier.
    pub edition: u32,
    /// Its number as written.
    pub number: String,
    /// When it was issued.
    pub at: Moment,
    /// The number of the slip that took its place; void when there is one.
    pub replaced_by: Option<String>,
    /// No longer valid.
    pub void: bool,
}

/// A paper with everything that its drawing needs: what a PDF carries inside, so that a machine can read it back and
/// draw it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Which paper.
    pub kind: SlipKind,
    /// The form it follows.
    pub form: FormName,
    /// Everything that is printed.
    pub facts: Value,
    /// The office's signature over what stands above, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Why it is void, in words; printed across its head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<String>,
    /// The office's own template, in full; without one the shipped template draws it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_template: Option<String>,
}

/// The size of the paper (khổ giấy).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm.
    A5,
}

impl PaperSize {
    /// The stable name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
        }
    }

    /// The size with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::A4, Self::A5]
            .into_iter()
            .find(|size| size.key() == key)
    }
}

/// One PDF: one paper or many, on one size of paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// The papers in order.
    pub sheets: Vec<Sheet>,
    /// The size of the paper; envelopes and the register have their own.
    #[serde(default)]
    pub size: PaperSize,
    /// The moment that the PDF names as its creation: that of the record, so that the bytes never change.
    pub at: Moment,
}

impl Print {
    /// A PDF of one paper.
    pub fn one(sheet: Sheet, size: PaperSize, at: Moment) -> Self {
        Self {
            sheets: vec![sheet],
            size,
            at,
        }
    }
}
