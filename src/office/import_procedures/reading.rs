//! One JSON object of a catalogue file, read with reasons in Vietnamese that name the field.

use serde_json::{Map, Value};

use crate::domain::codes::ProcedureCode;
use crate::domain::fold::{tidy, tidy_line};
use crate::domain::procedure::Named;
use crate::domain::time::Day;

/// Titles of the catalogue reach 1,200 characters; beyond this a column has slipped.
const LONGEST_NAME: usize = 3_000;

/// A JSON object and where it stands in the row.
pub(super) struct Reading<'a> {
    map: &'a Map<String, Value>,
    path: String,
}

impl<'a> Reading<'a> {
    pub(super) const fn new(map: &'a Map<String, Value>) -> Self {
        Self {
            map,
            path: String::new(),
        }
    }

    fn at(&self, key: &str) -> String {
        format!("{}{key}", self.path)
    }

    fn wrong(&self, key: &str, what: &str) -> String {
        format!("Trường «{}» {what}.", self.at(key))
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// Free text with its line breaks; numbers read as text, missing and null as empty.
    pub(super) fn text(&self, key: &str) -> Result<String, String> {
        match self.get(key) {
            None => Ok(String::new()),
            Some(Value::String(text)) => self.checked(key, text).map(tidy),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(_) => Err(self.wrong(key, "phải là chữ")),
        }
    }

    /// Text on one line.
    pub(super) fn line(&self, key: &str) -> Result<String, String> {
        self.text(key).map(|text| tidy_line(&text))
    }

    fn checked<'t>(&self, key: &str, text: &'t str) -> Result<&'t str, String> {
        let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        if text.contains(control) {
            return Err(self.wrong(key, "có ký tự điều khiển"));
        }
        Ok(text)
    }

    pub(super) fn flag(&self, key: &str) -> Result<bool, String> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(text)) if matches!(text.as_str(), "0" | "" | "false") => Ok(false),
            Some(Value::String(text)) if matches!(text.as_str(), "1" | "true") => Ok(true),
            Some(Value::Number(number)) if number.as_u64().is_some_and(|number| number < 2) => {
                Ok(number.as_u64() == Some(1))
            }
            Some(_) => Err(self.wrong(key, "phải là true hoặc false")),
        }
    }

    /// A number, also when written as text; `None` when missing, null or blank.
    pub(super) fn number(&self, key: &str) -> Result<Option<f64>, String> {
        let number = match self.get(key) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
            Some(Value::String(text)) => text.trim().replace(',', ".").parse().ok(),
            Some(_) => None,
        };
        match number {
            Some(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
            _ => Err(self.wrong(key, "phải là số không âm")),
        }
    }

    /// An amount in whole units of a currency.
    pub(super) fn amount(&self, key: &str) -> Result<Option<i64>, String> {
        let Some(number) = self.number(key)? else {
            return Ok(None);
        };
        let whole = format!("{number:.0}").parse().ok();
        match whole {
            Some(whole) if number < 1e15 => Ok(Some(whole)),
            _ => Err(self.wrong(key, "là số tiền quá lớn")),
        }
    }

    /// A number of sheets.
    pub(super) fn count(&self, key: &str) -> Result<u32, String> {
        let Some(number) = self.number(key)? else {
            return Ok(0);
        };
        format!("{number}")
            .parse()
            .ok()
            .filter(|count| *count <= 10_000)
            .ok_or_else(|| self.wrong(key, "phải là số nguyên từ 0 đến 10000"))
    }

    /// The objects of a list; missing and null read as empty.
    pub(super) fn objects(&self, key: &str) -> Result<Vec<Reading<'a>>, String> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => list
                .iter()
                .enumerate()
                .map(|(nth, value)| match value {
                    Value::Object(map) => Ok(Reading {
                        map,
                        path: format!("{}{key}[{nth}].", self.path),
                    }),
                    _ => Err(self.wrong(key, "phải là danh sách các đối tượng")),
                })
                .collect(),
            Some(_) => Err(self.wrong(key, "phải là danh sách")),
        }
    }

    pub(super) fn object(&self, key: &str) -> Result<Option<Reading<'a>>, String> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Reading {
                map,
                path: format!("{}{key}.", self.path),
            })),
            Some(_) => Err(self.wrong(key, "phải là đối tượng")),
        }
    }

    /// The texts of a list, each on one line; blank ones left out. A single text counts as a list of one.
    pub(super) fn lines(&self, key: &str) -> Result<Vec<String>, String> {
        let list = match self.get(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(list)) => list.as_slice(),
            Some(text @ Value::String(_)) => std::slice::from_ref(text),
            Some(_) => return Err(self.wrong(key, "phải là danh sách")),
        };
        let mut lines = Vec::with_capacity(list.len());
        for value in list {
            let Value::String(text) = value else {
                return Err(self.wrong(key, "phải là danh sách chữ"));
            };
            let line = tidy_line(self.checked(key, text)?);
            if !line.is_empty() {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// A list of entries with code and name; those without a name are left out.
    pub(super) fn named(&self, list: &str, code: &str, name: &str) -> Result<Vec<Named>, String> {
        let mut entries = Vec::new();
        for entry in self.objects(list)? {
            let named = Named {
                code: entry.line(code)?,
                name: entry.line(name)?,
            };
            if !named.name.is_empty() {
                entries.push(named);
            }
        }
        Ok(entries)
    }

    /// A day `YYYY-MM-DD`, of a date and time its day.
    pub(super) fn day(&self, key: &str) -> Result<Option<Day>, String> {
        let text = self.line(key)?;
        if text.is_empty() {
            return Ok(None);
        }
        text.get(..10)
            .and_then(|day| day.parse().ok())
            .map(Some)
            .ok_or_else(|| self.wrong(key, "phải là ngày dạng YYYY-MM-DD"))
    }

    /// The code and the name that every row must have.
    pub(super) fn identity(
        &self,
        code: &str,
        name: &str,
    ) -> Result<(ProcedureCode, String), String> {
        let code = read_code(&self.line(code)?)?;
        let name = read_name(&self.line(name)?)?;
        Ok((code, name))
    }

    /// One of a fixed set of words.
    pub(super) fn unknown(&self, key: &str, word: &str) -> String {
        let word: String = word.chars().take(40).collect();
        self.wrong(key, &format!("có giá trị lạ «{word}»"))
    }
}

/// A code with its blanks trimmed (the portal itself lists one with a leading blank), or why it is none.
pub(super) fn read_code(code: &str) -> Result<ProcedureCode, String> {
    if code.is_empty() {
        return Err("Thiếu mã thủ tục.".to_owned());
    }
    code.parse().map_err(|_| {
        let code: String = code.chars().take(60).collect();
        format!("Mã thủ tục «{code}» sai quy cách (3–41 chữ cái không dấu, chữ số, dấu chấm, gạch ngang).")
    })
}

/// A title, or why it is none.
pub(super) fn read_name(name: &str) -> Result<String, String> {
    match name.chars().count() {
        0 => Err("Thiếu tên thủ tục.".to_owned()),
        1..=LONGEST_NAME => Ok(name.to_owned()),
        _ => Err(format!("Tên thủ tục dài quá {LONGEST_NAME} ký tự.")),
    }
}
