//! Verified papers (giấy tờ đã xác thực) in a person's store: checked by an officer or issued by the office itself, so that
//! nobody is asked for them twice.
//!
//! NĐ 107/2021/NĐ-CP (kho quản lý dữ liệu điện tử của tổ chức, cá nhân), TT 01/2023/TT-VPCP, Thông tư 22: what an agency
//! verified is kept for reuse. It is reused for the right person, in the right place, while it holds; an upload alone is
//! never a verified paper.

use serde::{Deserialize, Serialize};

use super::{
    dossier::FileRef,
    fold::fold,
    officer::Holder,
    person::PaperNumber,
    procedure::component::Component,
    text::{Line, Prose},
    time::{Day, Moment},
};

/// What an officer reads off a paper when verifying it for the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperDocument {
    /// Who issued it (cơ quan cấp).
    pub issuer: Line,
    /// Its number (số, ký hiệu).
    #[serde(default)]
    pub number: Option<Line>,
    /// When it was issued (ngày cấp).
    pub issued_on: Day,
    /// Last day on which it holds (có giá trị đến).
    #[serde(default)]
    pub valid_until: Option<Day>,
}

/// Where a verified paper comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperOrigin {
    /// Code of the dossier.
    pub dossier: String,
    /// Component of that dossier's procedure; `None` for its result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
}

/// One use of a verified paper in another dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperReuse {
    /// Code of that dossier.
    pub dossier: String,
    /// When.
    pub at: Moment,
}

/// Why a verified paper no longer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: Holder,
    /// Why.
    pub reason: Prose,
}

/// Whether a verified paper may be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Còn giá trị.
    Valid,
    /// Hết thời hạn.
    Expired,
    /// Đã thu hồi.
    Revoked,
}

/// A verified paper of a person or organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedPaper {
    /// Unguessable id.
    pub id: String,
    /// Whose it is.
    pub person: PaperNumber,
    /// What it is called.
    pub title: String,
    /// Code of the paper in the national catalogue; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Other names it goes by, e.g. that of the result in the catalogue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// What it says of itself.
    pub document: PaperDocument,
    /// Its scan, or the result itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileRef>,
    /// Where it comes from.
    pub from: PaperOrigin,
    /// Who verified it.
    pub verified_by: Holder,
    /// When.
    pub verified_at: Moment,
    /// Dossiers that it served again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reuses: Vec<PaperReuse>,
    /// Taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revocation>,
}

impl VerifiedPaper {
    /// Whether it holds on `day`.
    pub fn standing(&self, day: Day) -> Standing {
        let over = |until: Day| until < day;
        if self.revoked.is_some() {
            Standing::Revoked
        } else if self.document.valid_until.is_some_and(over) {
            Standing::Expired
        } else {
            Standing::Valid
        }
    }

    /// Whether it is what the component asks for: the same paper of the national catalogue, or the same name.
    pub fn is_a(&self, component: &Component) -> bool {
        if component.note {
            return false;
        }
        if !self.code.is_empty() && self.code == component.code {
            return true;
        }
        let asked = bare_name(&component.name);
        let mut names = [&self.title].into_iter().chain(&self.other_names);
        !asked.is_empty() && names.any(|name| bare_name(name) == asked)
    }

    /// Whether it may stand in for the component in a dossier of `person` on `day`.
    pub fn may_replace(&self, component: &Component, person: &PaperNumber, day: Day) -> bool {
        self.person == *person && self.standing(day) == Standing::Valid && self.is_a(component)
    }

    /// What a dossier remembers of it.
    pub fn as_reused(&self) -> ReusedPaper {
        ReusedPaper {
            paper: self.id.clone(),
            title: self.title.clone(),
            document: self.document.clone(),
        }
    }
}

/// A verified paper that fits a component of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Id of the component.
    pub component: String,
    /// The paper.
    pub paper: VerifiedPaper,
}

/// What a dossier remembers of a verified paper that stands in for one of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReusedPaper {
    /// Id of the verified paper.
    pub paper: String,
    /// What it is called.
    pub title: String,
    /// What it says of itself.
    pub document: PaperDocument,
}

/// Shapes in which a paper is asked for and which are no part of its name.
const SHAPES: [&str; 4] = ["ban chinh ", "ban sao ", "ban chup ", "ban dien tu "];

/// A name as it is compared: without marks, punctuation, and the shape that is asked for.
fn bare_name(name: &str) -> String {
    let plain: String = fold(name)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = SHAPES.iter().find_map(|shape| words.strip_prefix(shape));
    named.unwrap_or(&words).to_owned()
}
