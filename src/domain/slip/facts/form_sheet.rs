//! Đơn, tờ khai: a form with fields, blank, half filled or filled. Whoever defines forms hands this in; the template
//! knows nothing of procedures.

use serde::{Deserialize, Serialize};

use crate::domain::time::Moment;

/// A form on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSheet {
    /// The moment it was drawn.
    pub issued_at: Moment,
    /// What the form is called (tên loại): `TỜ KHAI ĐĂNG KÝ KHAI SINH`.
    pub title: String,
    /// Under the title, smaller.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// The form's own number in its circular (`Mẫu số 02/…`), top right.
    #[serde(default)]
    pub form_number: Option<String>,
    /// To whom it is addressed (kính gửi).
    #[serde(default)]
    pub recipient: Option<String>,
    /// Dossier or draft it belongs to; printed as Code 128, so that the counter finds what was typed already.
    #[serde(default)]
    pub code: Option<String>,
    /// Its parts in order.
    pub sections: Vec<Section>,
    /// What the applicant vouches for (cam đoan).
    #[serde(default)]
    pub declaration: Option<String>,
    /// Place in the date line; a blank form leaves place and date open.
    #[serde(default)]
    pub place: Option<String>,
    /// Whether the date of [`Self::issued_at`] is printed.
    #[serde(default)]
    pub dated: bool,
    /// What the signature is called (`NGƯỜI KHAI`).
    #[serde(default)]
    pub signature: Option<String>,
    /// The name printed under the signature.
    #[serde(default)]
    pub signer: Option<String>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    #[serde(default)]
    pub title: Option<String>,
    /// What it asks, in order.
    pub items: Vec<Item>,
}

/// Something that a form asks or says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Item {
    /// A field to write into.
    Field(Field),
    /// Boxes to tick.
    Choice(Choice),
    /// Rows to write into.
    Table(Table),
    /// A sentence of the form.
    Text {
        /// The sentence.
        text: String,
    },
}

/// A field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What it asks for.
    pub label: String,
    /// What was written; none leaves a dotted line.
    #[serde(default)]
    pub value: Option<String>,
    /// Shares its line with the next field.
    #[serde(default)]
    pub half: bool,
    /// How many dotted lines a blank form leaves.
    #[serde(default)]
    pub lines: u32,
}

/// Boxes to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is asked.
    pub label: String,
    /// The answers offered, and whether each is ticked.
    pub options: Vec<(String, bool)>,
}

/// Rows to write into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it lists.
    #[serde(default)]
    pub label: Option<String>,
    /// Headings of its columns.
    pub columns: Vec<String>,
    /// What was written, row by row.
    #[serde(default)]
    pub rows: Vec<Vec<String>>,
    /// How many empty rows follow.
    #[serde(default)]
    pub blank_rows: u32,
}
