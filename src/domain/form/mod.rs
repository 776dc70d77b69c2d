//! The electronic form (tờ khai điện tử) of a procedure: what is asked, when, and what makes an answer good.
//!
//! A definition is written as JSON, in sections of fields; [`read`] checks it and unfolds people and addresses into their
//! parts, so that everything after it knows single fields and tables only. [`evaluate`] judges what was typed in one pass
//! from the first field to the last: a rule may speak of earlier fields only, hence there are no circles.

mod compare;
mod evaluate;
mod read;
pub mod rule;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::money::Dong;
use super::time::Day;
pub use compare::{Change, What, compare};
pub use evaluate::{Around, Evaluation, Typed, Wrong, WrongField, evaluate, flatten};
pub use read::{Flaw, FlawKind, Parts, Written, read, read_parts};
use rule::Rule;

/// A form as it is filled in: one version of one procedure's.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Procedure code.
    pub procedure: String,
    /// Goes up with every published change; a dossier keeps the one it was filled in under.
    pub version: u32,
    /// Name of the official form, e.g. "Tờ khai đăng ký khai sinh".
    pub title: String,
    /// Where the form is laid down (căn cứ).
    pub basis: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A section: one page of the wizard, one heading on the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Stands in addresses.
    pub id: String,
    /// Its heading, put as a question where that is natural.
    pub title: String,
    /// What to know beforehand.
    pub help: Option<String>,
    /// Fields, unfolded.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Unique within the form, e.g. `me.ho_ten`.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// How to answer.
    pub help: Option<String>,
    /// Heading of the group it was unfolded from, on the first of it.
    pub heading: Option<String>,
    /// What kind of answer.
    pub kind: Kind,
    /// Whether an answer is needed where the field is shown.
    pub required: bool,
    /// When it is asked; always without. The section's own condition is part of it.
    pub when: Option<Rule>,
    /// How it is worked out; then nobody types it.
    pub value: Option<Rule>,
    /// What must be true of it.
    pub checks: Vec<Check>,
    /// Where its first value comes from.
    pub from: Option<Origin>,
}

/// Where the first value of a field comes from, while nobody has answered it.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The name of what is known (`applicant.name`), or a literal after `=`.
    pub what: String,
    /// When that is so: the form may be about somebody else.
    pub when: Option<Rule>,
}

impl Origin {
    /// Whether it is so under these answers.
    pub fn holds(&self, answers: &Answers, today: Day) -> bool {
        let when = self.when.as_ref();
        when.is_none_or(|when| when.holds(answers, today))
    }
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// One line.
    Text {
        /// Most characters.
        max: usize,
        /// List of words to offer, e.g. `dan_toc`.
        suggest: Option<String>,
    },
    /// Several lines.
    Prose {
        /// Most characters.
        max: usize,
    },
    /// A whole number.
    Number {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// Whole đồng.
    Money,
    /// A day.
    Date {
        /// Whether it may lie after today.
        future: bool,
    },
    /// One of several.
    Choice(Vec<Choice>),
    /// Identity, passport or tax number.
    IdNumber,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// A province (tỉnh, thành phố).
    Province,
    /// A commune (xã, phường, đặc khu) of the province in another field; an old name gives the new one.
    Commune {
        /// The field with the province.
        province: String,
    },
    /// Rows of the same fields.
    Table {
        /// Fields of a row.
        columns: Vec<Field>,
        /// Most rows.
        most: usize,
    },
    /// A statement to be ticked.
    Declaration,
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// Something that must be true of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What.
    pub that: Rule,
    /// What to say where it is not: what is wrong and what to do.
    pub say: String,
}

/// An answer that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A number or an amount.
    Number(i64),
    /// Text, a day as `YYYY-MM-DD`, the value of a choice.
    Text(String),
    /// A statement that was ticked.
    Yes(bool),
    /// Rows of a table.
    Rows(Vec<BTreeMap<String, Answer>>),
}

impl Answer {
    /// As it would be typed into one field; rows are typed into many.
    pub fn typed(&self) -> Option<String> {
        match self {
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.clone()),
            Self::Yes(true) => Some("yes".to_owned()),
            Self::Yes(false) | Self::Rows(_) => None,
        }
    }
}

/// Answers by field id.
pub type Answers = BTreeMap<String, Answer>;

impl Form {
    /// Every field, first to last.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// A field.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| field.id == id)
    }

    /// A section and its number, from 0.
    pub fn section(&self, id: &str) -> Option<(usize, &Section)> {
        self.sections
            .iter()
            .enumerate()
            .find(|(_, section)| section.id == id)
    }

    /// The same questions, none of which needs an answer or hangs on another: for filling some of them in beforehand.
    /// What is worked out, ticked or listed in a table is left to whoever files.
    #[must_use]
    pub fn without_conditions(&self) -> Self {
        let mut form = self.clone();
        for section in &mut form.sections {
            section.fields.retain(|field| {
                let left = matches!(field.kind, Kind::Declaration | Kind::Table { .. });
                field.value.is_none() && !left
            });
            for field in &mut section.fields {
                (field.required, field.when, field.from) = (false, None, None);
                field.checks.clear();
            }
        }
        form.sections.retain(|section| !section.fields.is_empty());
        form
    }

    /// The form as it was filled in, to be read and printed: what an officer sees and what paper draws.
    pub fn filled(&self, answers: &Answers) -> Vec<FilledSection> {
        self.sections
            .iter()
            .map(|section| FilledSection {
                title: section.title.clone(),
                lines: section
                    .fields
                    .iter()
                    .filter(|field| !section.is_rest_of_address(field))
                    .filter_map(|field| {
                        let answer = answers.get(&field.id)?;
                        let value = match field.kind {
                            Kind::Province => Shown::Text(address(&field.id, answers)),
                            _ => field.kind.shown(answer),
                        };
                        Some(FilledLine {
                            heading: field.heading.clone(),
                            label: field.label.clone(),
                            value,
                        })
                    })
                    .collect(),
            })
            .filter(|section| !section.lines.is_empty())
            .collect()
    }
}

impl Section {
    /// Whether the field belongs to an address whose province stands before it.
    pub fn is_rest_of_address(&self, field: &Field) -> bool {
        let base = field
            .id
            .strip_suffix(".xa")
            .or_else(|| field.id.strip_suffix(".chi_tiet"));
        base.is_some_and(|base| {
            self.fields.iter().any(|other| {
                other.kind == Kind::Province && other.id.strip_suffix(".tinh") == Some(base)
            })
        })
    }
}

/// An address in the order in which it is written: house, commune, province.
fn address(province: &str, answers: &Answers) -> String {
    let base = province.strip_suffix(".tinh").unwrap_or(province);
    let parts: Vec<&str> = ["chi_tiet", "xa", "tinh"]
        .iter()
        .filter_map(|part| match answers.get(&format!("{base}.{part}")) {
            Some(Answer::Text(text)) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    parts.join(", ")
}

/// A section as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledSection {
    /// Its heading.
    pub title: String,
    /// Its answers.
    pub lines: Vec<FilledLine>,
}

/// An answer, to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledLine {
    /// Heading of the group that begins here.
    pub heading: Option<String>,
    /// What was asked.
    pub label: String,
    /// What was answered.
    pub value: Shown,
}

/// An answer in a form that can be put into words without the definition at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// As it stands.
    Text(String),
    /// The label of what was chosen.
    Choice(String),
    /// A number.
    Number(i64),
    /// An amount.
    Money(Dong),
    /// A day as `YYYY-MM-DD`.
    Day(String),
    /// Ticked.
    Ticked,
    /// Rows: column headings, then cells.
    Rows(Vec<String>, Vec<Vec<Shown>>),
}

impl Kind {
    /// An answer of this kind, to be read.
    pub fn shown(&self, answer: &Answer) -> Shown {
        match (self, answer) {
            (Self::Money, Answer::Number(amount)) => Shown::Money(Dong(*amount)),
            (_, Answer::Number(number)) => Shown::Number(*number),
            (Self::Date { .. }, Answer::Text(day)) => Shown::Day(day.clone()),
            (Self::Choice(choices), Answer::Text(value)) => {
                let label = choices.iter().find(|choice| choice.value == *value);
                Shown::Choice(label.map_or_else(|| value.clone(), |choice| choice.label.clone()))
            }
            (_, Answer::Text(text)) => Shown::Text(text.clone()),
            (_, Answer::Yes(_)) => Shown::Ticked,
            (Self::Table { columns, .. }, Answer::Rows(rows)) => {
                let cell = |row: &Answers, column: &Field| {
                    row.get(&column.id).map_or_else(
                        || Shown::Text(String::new()),
                        |answer| column.kind.shown(answer),
                    )
                };
                Shown::Rows(
                    columns.iter().map(|column| column.label.clone()).collect(),
                    rows.iter()
                        .map(|row| columns.iter().map(|column| cell(row, column)).collect())
                        .collect(),
                )
            }
            (_, Answer::Rows(_)) => Shown::Text(String::new()),
        }
    }

    /// The name it is written under in a definition.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Prose { .. } => "prose",
            Self::Number { .. } => "number",
            Self::Money => "money",
            Self::Date { .. } => "date",
            Self::Choice(_) => "choice",
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Province => "province",
            Self::Commune { .. } => "commune",
            Self::Table { .. } => "table",
            Self::Declaration => "declaration",
        }
    }
}
