//! Judging what was typed into a form: which fields are asked, what each answer is, what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::{Answer, Answers, Field, Form, Kind};
use crate::domain::{
    fault::Fault,
    person::{Email, PaperNumber, Phone},
    text::{Line, Prose},
    time::Day,
};

/// What was typed, by field id; cells of a table as `table.row.column`, rows from 0.
pub type Typed = BTreeMap<String, String>;

/// What evaluation needs to know of the world.
pub struct Around<'a> {
    /// The day on which it is filled in.
    pub today: Day,
    /// The full name of a province from what was typed; `None` where there is none.
    pub province: &'a dyn Fn(&str) -> Option<String>,
    /// The full name of a commune today, from the province's full name and what was typed; an old name gives the new one.
    pub commune: &'a dyn Fn(&str, &str) -> Option<String>,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// As with any field.
    Fault(Fault),
    /// A check of the form is not met, in the form's own words.
    Said(String),
}

/// What is wrong with which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongField {
    /// Field id; a cell as `table.row.column`.
    pub field: String,
    /// What.
    pub wrong: Wrong,
}

/// A form, judged.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// What was understood, of the fields that are asked, with what was worked out.
    pub answers: Answers,
    /// Ids of the fields that are asked.
    pub asked: BTreeSet<String>,
    /// What is wrong, in the order of the form.
    pub wrong: Vec<WrongField>,
}

/// Judges what was typed.
pub fn evaluate(form: &Form, typed: &Typed, around: &Around<'_>) -> Evaluation {
    let mut judged = Evaluation::default();
    for field in form.fields() {
        if let Some(when) = &field.when
            && !when.holds(&judged.answers, around.today)
        {
            continue;
        }
        judged.asked.insert(field.id.clone());
        judge(field, typed, around, &mut judged);
    }
    // Checks may compare an answer with later ones, hence they come when all are known.
    let mut failed = Vec::new();
    for field in form.fields() {
        if !judged.asked.contains(&field.id) || !judged.answers.contains_key(&field.id) {
            continue;
        }
        let check = field
            .checks
            .iter()
            .find(|check| !check.that.holds(&judged.answers, around.today));
        if let Some(check) = check {
            failed.push(WrongField {
                field: field.id.clone(),
                wrong: Wrong::Said(check.say.clone()),
            });
        }
    }
    if !failed.is_empty() {
        judged.wrong.extend(failed);
        let place: BTreeMap<&str, usize> = form
            .fields()
            .enumerate()
            .map(|(at, field)| (field.id.as_str(), at))
            .collect();
        let of = |wrong: &WrongField| {
            let mut id = wrong.field.as_str();
            loop {
                if let Some(at) = place.get(id) {
                    return *at;
                }
                match id.rsplit_once('.') {
                    Some((head, _)) => id = head,
                    None => return usize::MAX,
                }
            }
        };
        judged.wrong.sort_by_key(of);
    }
    judged
}

fn judge(field: &Field, typed: &Typed, around: &Around<'_>, judged: &mut Evaluation) {
    let mut refuse = |id: &str, fault: Fault| {
        judged.wrong.push(WrongField {
            field: id.to_owned(),
            wrong: Wrong::Fault(fault),
        });
    };
    if let Some(rule) = &field.value {
        if let Some(answer) = rule.value(&judged.answers, around.today).answer() {
            judged.answers.insert(field.id.clone(), answer);
        }
        return;
    }
    if let Kind::Table { columns, most } = &field.kind {
        let rows = rows(field, columns, *most, typed, around, &mut refuse);
        if rows.is_empty() {
            if field.required {
                refuse(&field.id, Fault::Missing);
            }
        } else {
            judged.answers.insert(field.id.clone(), Answer::Rows(rows));
        }
        return;
    }
    let raw = typed.get(&field.id).map_or("", |text| text.trim());
    if raw.is_empty() {
        if field.required {
            refuse(&field.id, Fault::Missing);
        }
        return;
    }
    match understand(&field.kind, raw, &judged.answers, around) {
        Ok(answer) => {
            judged.answers.insert(field.id.clone(), answer);
        }
        Err(fault) => refuse(&field.id, fault),
    }
}

/// The rows of a table in which something was typed.
fn rows(
    field: &Field,
    columns: &[Field],
    most: usize,
    typed: &Typed,
    around: &Around<'_>,
    refuse: &mut impl FnMut(&str, Fault),
) -> Vec<Answers> {
    let mut found = Vec::new();
    for at in 0..most {
        let cell = |column: &Field| {
            let raw = typed.get(&format!("{}.{at}.{}", field.id, column.id));
            raw.map_or("", |text| text.trim())
        };
        if columns.iter().all(|column| cell(column).is_empty()) {
            continue;
        }
        let mut row = Answers::new();
        for column in columns {
            let id = || format!("{}.{at}.{}", field.id, column.id);
            match cell(column) {
                "" if column.required => refuse(&id(), Fault::Missing),
                "" => {}
                raw => match understand(&column.kind, raw, &row, around) {
                    Ok(answer) => {
                        row.insert(column.id.clone(), answer);
                    }
                    Err(fault) => refuse(&id(), fault),
                },
            }
        }
        // A row of which nothing was understood is named by its faults alone.
        if !row.is_empty() {
            found.push(row);
        }
    }
    found
}

/// The answer that a text of some kind is. Pure: the same text gives the same answer, and an answer typed again itself.
fn understand(
    kind: &Kind,
    raw: &str,
    answers: &Answers,
    around: &Around<'_>,
) -> Result<Answer, Fault> {
    let text = |text: String| Ok(Answer::Text(text));
    match kind {
        Kind::Text { max, .. } => {
            let line = Line::new(raw)?;
            if line.as_str().chars().count() > *max {
                return Err(Fault::TooLong);
            }
            text(line.to_string())
        }
        Kind::Prose { max } => {
            let prose = Prose::new(raw)?;
            if prose.as_str().chars().count() > *max {
                return Err(Fault::TooLong);
            }
            text(prose.to_string())
        }
        Kind::Number { min, max } => {
            let number = number(raw)?;
            if (*min..=*max).contains(&number) {
                Ok(Answer::Number(number))
            } else {
                Err(Fault::OutOfRange)
            }
        }
        Kind::Money => match number(raw.trim_end_matches(['đ', 'Đ', '₫', ' ']))? {
            ..0 => Err(Fault::OutOfRange),
            amount => Ok(Answer::Number(amount)),
        },
        Kind::Date { future } => {
            let day = day(raw)?;
            if !(1850..=2200).contains(&day.year()) {
                return Err(Fault::BadDate);
            }
            if !future && day > around.today {
                return Err(Fault::OutOfRange);
            }
            text(day.to_string())
        }
        Kind::Choice(choices) => {
            if choices.iter().any(|choice| choice.value == raw) {
                text(raw.to_owned())
            } else {
                Err(Fault::NotAChoice)
            }
        }
        Kind::IdNumber => text(PaperNumber::new(raw)?.to_string()),
        Kind::Phone => text(Phone::new(raw)?.to_string()),
        Kind::Email => text(Email::new(raw)?.to_string()),
        Kind::Province => text((around.province)(raw).ok_or(Fault::NotAChoice)?),
        Kind::Commune { province } => {
            // Without a province there is nothing to look it up in; that gap is named at the province.
            let Some(Answer::Text(province)) = answers.get(province) else {
                return text(Line::new(raw)?.to_string());
            };
            text((around.commune)(province, raw).ok_or(Fault::UnknownWard)?)
        }
        Kind::Declaration => match raw {
            "yes" | "true" => Ok(Answer::Yes(true)),
            _ => Err(Fault::NotAChoice),
        },
        Kind::Table { .. } => Err(Fault::WrongKind),
    }
}

/// A whole number as people write it: with dots, commas or blanks between groups of three.
fn number(raw: &str) -> Result<i64, Fault> {
    let digits: String = raw
        .chars()
        .filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}'))
        .collect();
    let plain = digits.strip_prefix('-').unwrap_or(&digits);
    if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_digit()) {
        return Err(Fault::WrongKind);
    }
    let grouped = raw.contains(['.', ',', ' ', '\u{a0}']);
    let groups_fit = raw
        .split(['.', ',', ' ', '\u{a0}'])
        .skip(1)
        .all(|group| group.len() == 3);
    if grouped && !groups_fit {
        return Err(Fault::WrongKind);
    }
    digits.parse().map_err(|_| Fault::OutOfRange)
}

/// `1990-05-17`, or as it is written here: `17/5/1990`, `17-05-1990`, `17.5.1990`.
fn day(raw: &str) -> Result<Day, Fault> {
    if let Ok(day) = raw.parse::<Day>() {
        return Ok(day);
    }
    let parts: Vec<&str> = raw.split(['/', '-', '.']).map(str::trim).collect();
    let [day, month, year] = parts[..] else {
        return Err(Fault::BadDate);
    };
    if year.len() != 4 {
        return Err(Fault::BadDate);
    }
    let read = || Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    read().ok_or(Fault::BadDate)
}

/// What another system sends as a JSON object, as it would have been typed: lists of objects are tables, objects inside
/// are groups.
pub fn flatten(form: &Map<String, Json>) -> Typed {
    fn put(name: String, value: &Json, typed: &mut Typed) {
        match value {
            Json::Null | Json::Bool(false) => {}
            Json::Bool(true) => drop(typed.insert(name, "yes".to_owned())),
            Json::Number(number) => drop(typed.insert(name, number.to_string())),
            Json::String(text) => drop(typed.insert(name, text.clone())),
            Json::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    put(format!("{name}.{at}"), item, typed);
                }
            }
            Json::Object(fields) => {
                for (inner, value) in fields {
                    put(format!("{name}.{inner}"), value, typed);
                }
            }
        }
    }
    let mut typed = Typed::new();
    for (name, value) in form {
        put(name.clone(), value, &mut typed);
    }
    typed
}
