//! Reading a definition: JSON into a [`Form`], with every flaw named by its place.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::rule::{self, Rule, Verb};
use super::{Check, Choice, Field, Form, Kind, Origin, Section};

/// Most fields of a form, unfolded.
const MOST_FIELDS: usize = 400;

/// Ready parts of a person (họ tên, ngày sinh …) by name, as fields that a definition may ask for under a heading.
pub type Parts = BTreeMap<String, WrittenField>;

/// A definition as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Procedure code.
    pub procedure: String,
    /// Version; the office counts it up when it publishes.
    pub version: u32,
    /// Name of the official form.
    pub title: String,
    /// Where it is laid down.
    #[serde(default)]
    pub basis: String,
    /// Sections in order.
    pub sections: Vec<WrittenSection>,
}

/// A section as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenSection {
    /// Stands in addresses.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What to know beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// When its fields are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Json>,
    /// Its fields.
    pub fields: Vec<WrittenField>,
}

/// A field as it is written; which attributes it may have depends on its kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenField {
    /// Unique within its form; letters a–z, digits, `_`.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// Kind.
    pub kind: WrittenKind,
    /// How to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Whether an answer is needed.
    #[serde(default)]
    pub required: bool,
    /// When it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Json>,
    /// How it is worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// What must be true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<WrittenCheck>,
    /// Where its first value comes from; of a person (`applicant`) or an address those of its parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// When it comes from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_when: Option<Json>,
    /// Most characters, or the largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Whether a day may lie after today.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub future: bool,
    /// The answers to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// List of words to offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggest: Option<String>,
    /// Parts of a person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Columns of a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<WrittenField>,
}

/// A check as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCheck {
    /// What must be true.
    pub that: Json,
    /// What to say where it is not.
    pub say: String,
}

/// Kinds as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenKind {
    Text,
    Prose,
    Number,
    Money,
    Date,
    Choice,
    IdNumber,
    Phone,
    Email,
    Table,
    Declaration,
    /// Province, commune and the rest of an address.
    Address,
    /// Parts of a person under one heading.
    Person,
}

/// Something wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Where: a path such as `sections[1].fields[0]`, or the id of a field.
    pub at: String,
    /// What.
    pub kind: FlawKind,
}

/// What is wrong with a definition. The words are in `ui::words::form`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlawKind {
    /// Not JSON of this shape; what the reader says.
    Shape(String),
    /// An id is blank or has other characters than a–z, 0–9, `_`.
    BadId,
    /// An id stands twice.
    Twice,
    /// A title, label or message is blank.
    Blank,
    /// A rule cannot be read; quoted.
    BadRule(String),
    /// A rule speaks of a field that does not come before it.
    NotEarlier(String),
    /// A rule speaks of a field that does not exist.
    NoSuchField(String),
    /// A choice without answers, or with the same one twice.
    BadChoices,
    /// There is no such part of a person.
    NoSuchPart(String),
    /// A table within a table, or a person in a table.
    NotInTables,
    /// Limits that nothing can meet.
    BadLimits,
    /// More fields than a form may have.
    TooMany,
    /// Nothing is asked.
    Empty,
}

/// Reads the library of ready parts.
pub fn read_parts(json: &str) -> Result<Parts, Flaw> {
    let parts: Vec<WrittenField> = serde_json::from_str(json).map_err(|error| Flaw {
        at: String::new(),
        kind: FlawKind::Shape(error.to_string()),
    })?;
    Ok(parts
        .into_iter()
        .map(|part| (part.id.clone(), part))
        .collect())
}

/// Reads a definition.
pub fn read(json: &str, parts: &Parts) -> Result<Form, Vec<Flaw>> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let written: Written =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            vec![Flaw {
                at: error.path().to_string(),
                kind: FlawKind::Shape(error.inner().to_string()),
            }]
        })?;
    let mut reader = Reader {
        parts,
        flaws: Vec::new(),
        known: BTreeSet::new(),
        columns: BTreeSet::new(),
    };
    let sections: Vec<Section> = written
        .sections
        .iter()
        .map(|section| reader.section(section))
        .collect();
    let form = Form {
        procedure: written.procedure,
        version: written.version,
        title: written.title,
        basis: written.basis,
        sections,
    };
    if form.title.trim().is_empty() {
        reader.flaw("title", FlawKind::Blank);
    }
    match form.fields().count() {
        0 => reader.flaw("sections", FlawKind::Empty),
        1..=MOST_FIELDS => {}
        _ => reader.flaw("sections", FlawKind::TooMany),
    }
    let mut sections = BTreeSet::new();
    for section in &form.sections {
        if !sections.insert(&section.id) {
            reader.flaw(&section.id, FlawKind::Twice);
        }
    }
    reader.checks(&form);
    if reader.flaws.is_empty() {
        Ok(form)
    } else {
        Err(reader.flaws)
    }
}

/// What the part of a person is called on the page about the applicant; the others are asked by forms alone.
fn known_as(part: &str) -> &str {
    match part {
        "ho_ten" => "name",
        "ngay_sinh" => "birth_date",
        "gioi_tinh" => "sex",
        "giay_to" => "id_number",
        other => other,
    }
}

struct Reader<'a> {
    parts: &'a Parts,
    flaws: Vec<Flaw>,
    /// Fields so far.
    known: BTreeSet<String>,
    /// Columns of tables so far, as `table.column`.
    columns: BTreeSet<String>,
}

impl Reader<'_> {
    fn flaw(&mut self, at: &str, kind: FlawKind) {
        self.flaws.push(Flaw {
            at: at.to_owned(),
            kind,
        });
    }

    fn section(&mut self, written: &WrittenSection) -> Section {
        self.id(&written.id);
        if written.title.trim().is_empty() {
            self.flaw(&written.id, FlawKind::Blank);
        }
        let when = self.rule(&written.id, written.when.as_ref());
        let mut fields = Vec::new();
        for field in &written.fields {
            self.field(field, "", None, when.as_ref(), &mut fields);
        }
        Section {
            id: written.id.clone(),
            title: written.title.clone(),
            help: written.help.clone(),
            fields,
        }
    }

    fn id(&mut self, id: &str) {
        let plain = !id.is_empty()
            && id.len() <= 60
            && id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !plain {
            self.flaw(id, FlawKind::BadId);
        }
    }

    /// A rule that may speak of what came before.
    fn rule(&mut self, at: &str, json: Option<&Json>) -> Option<Rule> {
        match rule::read(json?) {
            Ok(rule) => {
                self.names(at, &rule, true);
                Some(rule)
            }
            Err(quoted) => {
                self.flaw(at, FlawKind::BadRule(quoted));
                None
            }
        }
    }

    fn names(&mut self, at: &str, rule: &Rule, earlier: bool) {
        if let Rule::Call(Verb::Sum, about) = rule {
            if let [Rule::Answer(name)] = &about[..]
                && !self.columns.contains(name)
            {
                self.flaw(at, FlawKind::NoSuchField(name.clone()));
            }
            return;
        }
        match rule {
            Rule::Answer(name) if !self.known.contains(name) => {
                let kind = if earlier {
                    FlawKind::NotEarlier(name.clone())
                } else {
                    FlawKind::NoSuchField(name.clone())
                };
                self.flaw(at, kind);
            }
            Rule::Call(_, about) => about
                .iter()
                .for_each(|inner| self.names(at, inner, earlier)),
            _ => {}
        }
    }

    /// One field as it is written becomes one or, for a person or an address, several.
    fn field(
        &mut self,
        written: &WrittenField,
        prefix: &str,
        heading: Option<&str>,
        outer: Option<&Rule>,
        fields: &mut Vec<Field>,
    ) {
        self.id(&written.id);
        let id = format!("{prefix}{}", written.id);
        if written.label.trim().is_empty() {
            self.flaw(&id, FlawKind::Blank);
        }
        let own = self.rule(&id, written.when.as_ref());
        let when = match outer {
            Some(outer) => Some(outer.clone().and(own)),
            None => own,
        };
        match written.kind {
            WrittenKind::Person => {
                let inner = format!("{id}.");
                let mut heading = Some(written.label.as_str());
                for name in &written.parts {
                    let Some(part) = self.parts.get(name) else {
                        self.flaw(&id, FlawKind::NoSuchPart(name.clone()));
                        continue;
                    };
                    let mut part = part.clone();
                    part.required &= written.required;
                    if let (Some(who), None) = (&written.from, &part.from) {
                        part.from = Some(format!("{who}.{}", known_as(name)));
                        part.from_when.clone_from(&written.from_when);
                    }
                    self.field(&part, &inner, heading.take(), when.as_ref(), fields);
                }
                if written.parts.is_empty() {
                    self.flaw(&id, FlawKind::Empty);
                }
            }
            WrittenKind::Address => self.address(written, &id, heading, when.as_ref(), fields),
            kind => {
                let Some(kind) = self.kind(written, kind, &id) else {
                    return;
                };
                let value = self.rule(&id, written.value.as_ref());
                let from = self.origin(&id, written);
                if !self.known.insert(id.clone()) {
                    self.flaw(&id, FlawKind::Twice);
                }
                let mut checks = Vec::new();
                for check in &written.checks {
                    if check.say.trim().is_empty() {
                        self.flaw(&id, FlawKind::Blank);
                    }
                    match rule::read(&check.that) {
                        Ok(that) => checks.push(Check {
                            that,
                            say: check.say.clone(),
                        }),
                        Err(quoted) => self.flaw(&id, FlawKind::BadRule(quoted)),
                    }
                }
                fields.push(Field {
                    id,
                    label: written.label.clone(),
                    help: written.help.clone(),
                    heading: heading.map(str::to_owned),
                    kind,
                    required: written.required,
                    when,
                    value,
                    checks,
                    from,
                });
            }
        }
    }

    fn address(
        &mut self,
        written: &WrittenField,
        id: &str,
        heading: Option<&str>,
        when: Option<&Rule>,
        fields: &mut Vec<Field>,
    ) {
        let from = self.origin(id, written);
        let province = format!("{id}.tinh");
        let kinds = [
            ("tinh", Kind::Province),
            (
                "xa",
                Kind::Commune {
                    province: province.clone(),
                },
            ),
            (
                "chi_tiet",
                Kind::Text {
                    max: 200,
                    suggest: None,
                },
            ),
        ];
        for (at, (part, kind)) in kinds.into_iter().enumerate() {
            let part_id = format!("{id}.{part}");
            if !self.known.insert(part_id.clone()) {
                self.flaw(&part_id, FlawKind::Twice);
            }
            fields.push(Field {
                id: part_id,
                label: written.label.clone(),
                help: written.help.clone().filter(|_| at == 0),
                heading: heading.filter(|_| at == 0).map(str::to_owned),
                required: written.required && at < 2,
                when: when.cloned(),
                value: None,
                checks: Vec::new(),
                from: from.clone().map(|from| Origin {
                    what: format!("{}.{part}", from.what),
                    ..from
                }),
                kind,
            });
        }
    }

    /// Where the first value of a field comes from.
    fn origin(&mut self, id: &str, written: &WrittenField) -> Option<Origin> {
        let when = self.rule(id, written.from_when.as_ref());
        let what = written.from.clone()?;
        Some(Origin { what, when })
    }

    fn kind(&mut self, written: &WrittenField, kind: WrittenKind, id: &str) -> Option<Kind> {
        let most = |usual: usize| {
            written
                .max
                .map_or(usual, |max| usize::try_from(max).unwrap_or(0))
        };
        let kind = match kind {
            WrittenKind::Text => Kind::Text {
                max: most(300),
                suggest: written.suggest.clone(),
            },
            WrittenKind::Prose => Kind::Prose { max: most(2000) },
            WrittenKind::Number => Kind::Number {
                min: written.min.unwrap_or(0),
                max: written.max.unwrap_or(999_999_999),
            },
            WrittenKind::Money => Kind::Money,
            WrittenKind::Date => Kind::Date {
                future: written.future,
            },
            WrittenKind::Choice => {
                let values: BTreeSet<&str> =
                    written.choices.iter().map(|one| &*one.value).collect();
                if values.is_empty() || values.len() != written.choices.len() {
                    self.flaw(id, FlawKind::BadChoices);
                }
                Kind::Choice(written.choices.clone())
            }
            WrittenKind::IdNumber => Kind::IdNumber,
            WrittenKind::Phone => Kind::Phone,
            WrittenKind::Email => Kind::Email,
            WrittenKind::Declaration => Kind::Declaration,
            WrittenKind::Table => self.table(written, id),
            WrittenKind::Person | WrittenKind::Address => return None,
        };
        let possible = match &kind {
            Kind::Text { max, .. } => (1..=300).contains(max),
            Kind::Prose { max } => (1..=10_000).contains(max),
            Kind::Number { min, max } => min <= max,
            Kind::Table { columns, most } => !columns.is_empty() && (1..=50).contains(most),
            _ => true,
        };
        if !possible {
            self.flaw(id, FlawKind::BadLimits);
        }
        Some(kind)
    }

    fn table(&mut self, written: &WrittenField, id: &str) -> Kind {
        let mut columns = Vec::new();
        for column in &written.columns {
            self.id(&column.id);
            let simple = !matches!(
                column.kind,
                WrittenKind::Table | WrittenKind::Person | WrittenKind::Address
            ) && column.when.is_none()
                && column.value.is_none()
                && column.checks.is_empty();
            let path = format!("{id}.{}", column.id);
            if !simple {
                self.flaw(&path, FlawKind::NotInTables);
                continue;
            }
            let Some(kind) = self.kind(column, column.kind, &path) else {
                continue;
            };
            if !self.columns.insert(path.clone()) {
                self.flaw(&path, FlawKind::Twice);
            }
            columns.push(Field {
                id: column.id.clone(),
                label: column.label.clone(),
                help: column.help.clone(),
                heading: None,
                kind,
                required: column.required,
                when: None,
                value: None,
                checks: Vec::new(),
                from: None,
            });
        }
        let most = written.max.unwrap_or(10);
        Kind::Table {
            columns,
            most: usize::try_from(most).unwrap_or(0),
        }
    }

    /// Checks may speak of every field.
    fn checks(&mut self, form: &Form) {
        for field in form.fields() {
            for check in &field.checks {
                self.names(&field.id, &check.that, false);
            }
        }
    }
}
