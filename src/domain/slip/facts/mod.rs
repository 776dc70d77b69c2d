//! What each paper says: the facts that are kept with a slip, travel inside its PDF, and are all that its template sees.
//!
//! Texts are plain words, printed as they are; an absent one leaves a dotted line where the form has a place for it.
//! Moments are RFC 3339 and amounts whole đồng; the template words them.

mod form_sheet;
mod statutory;
mod unnumbered;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use form_sheet::{Choice, Field, FormSheet, Item, Section, Table};
pub use statutory::{
    Apology, Control, Entry, Fee, HandOver, Lookup, Paper, Receipt, Refusal, Register, Stop,
    Supplement, Wanted,
};
pub use unnumbered::{
    Checklist, ChecklistPaper, Cover, Envelope, Label, Postal, Recipient, Sender,
};

use super::SlipKind;
use crate::domain::person::ApplicantKind;
use crate::domain::time::Moment;

/// What stands at the head of every paper of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the slip (Số), as written: `0012/TNHS`.
    #[serde(default)]
    pub number: Option<String>,
    /// When it was issued; also the date in its date line.
    pub issued_at: Moment,
    /// Place in the date line (địa danh): `Đông Anh`.
    pub place: String,
    /// The agency above (cơ quan chủ quản): `Ủy ban nhân dân xã Đông Anh`.
    pub parent_agency: String,
    /// The office that issues it: `Trung tâm Phục vụ hành chính công xã Đông Anh`.
    pub office: String,
    /// The office's telephone for questions.
    #[serde(default)]
    pub hotline: Option<String>,
    /// The number of the slip that this one replaces (thay thế phiếu số …).
    #[serde(default)]
    pub replaces: Option<String>,
    /// Where tokens are checked; the QR code says this address with the token behind it.
    #[serde(default)]
    pub verify_url: Option<String>,
}

/// Which dossier a paper is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Dossier code (mã số hồ sơ); printed, and as Code 128.
    pub dossier: String,
    /// The desk that received the dossier (bộ phận tiếp nhận và trả kết quả).
    pub reception_unit: String,
    /// Whose dossier it is (chủ hồ sơ).
    pub applicant: Party,
    /// Name of the procedure (nội dung yêu cầu giải quyết).
    pub procedure_name: String,
    /// Code of the procedure (mã thủ tục): `1.001193`.
    pub procedure_code: String,
}

/// A person or organisation as a paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
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

/// The same facts with nothing among them that such a paper may do without.
pub fn bare(kind: SlipKind, facts: &Value) -> Value {
    let mut bare = facts.clone();
    let mut places = Vec::new();
    named(facts, "", &mut places);
    for place in places {
        let Some((parent, name)) = place.rsplit_once('/') else {
            continue;
        };
        let mut tried = bare.clone();
        if let Some(Value::Object(fields)) = tried.pointer_mut(parent) {
            fields.remove(name);
            if complete(kind, &tried).is_ok() {
                bare = tried;
            }
        }
    }
    bare
}

/// Where every named value stands, as JSON pointers.
fn named(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let place = format!("{place}/{name}");
                named(field, &place, found);
                found.push(place);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                named(item, &format!("{place}/{at}"), found);
            }
        }
        _ => {}
    }
}

macro_rules! papers {
    ($($kind:ident($facts:ident),)+) => {
        /// Reads the facts of a paper and writes them again with nothing missing, as its template expects them.
        ///
        /// # Errors
        /// When they are not the facts of such a paper; the words are for the log.
        pub fn complete(kind: SlipKind, facts: &Value) -> Result<Value, serde_json::Error> {
            match kind {
                $(SlipKind::$kind => serde_json::to_value($facts::deserialize(facts)?),)+
            }
        }
    };
}

papers! {
    Receipt(Receipt), Supplement(Supplement), Refusal(Refusal), Apology(Apology), Stop(Stop),
    Control(Control), Register(Register), Cover(Cover), Envelope(Envelope), Label(Label),
    Checklist(Checklist), Form(FormSheet),
}
