//! Reads a catalogue file: which shape it has, which rows are good, what is wrong with the others.
//!
//! Four shapes: the national catalogue's JSON lines, the national portal's `LayThuTuc`, the new portal's detail, CSV.

mod catalogue;
mod lay_thu_tuc;
mod portal;
mod reading;
mod sheet;

use std::collections::HashMap;

use serde_json::{Map, Value};

use self::reading::Reading;
use super::rows::{Parsed, line_of, open};
use crate::domain::fold::tidy;
use crate::domain::procedure::{Legal, Procedure};

/// Legal documents by the number that a catalogue file refers to.
#[derive(Debug, Default)]
pub struct LegalDocuments(HashMap<String, Legal>);

impl LegalDocuments {
    /// Reads `legal_documents.jsonl`, which lies beside some catalogue files; lines that are not understood are left out,
    /// since an unknown number is kept as it is.
    pub fn parse(bytes: &[u8]) -> Self {
        let Ok(text) = open(bytes) else {
            return Self::default();
        };
        let documents = text.lines().filter_map(|line| {
            let row: Value = serde_json::from_str(line).ok()?;
            let word = |key: &str| {
                row.get(key)
                    .and_then(Value::as_str)
                    .map(tidy)
                    .unwrap_or_default()
            };
            let document = Legal {
                no: word("no"),
                title: word("name"),
            };
            Some((row.get("id")?.to_string(), document))
        });
        Self(documents.collect())
    }

    fn resolve(&self, id: &str) -> Legal {
        self.0.get(id).cloned().unwrap_or_else(|| Legal {
            no: id.to_owned(),
            title: String::new(),
        })
    }
}

/// Checks the whole file. Pure: nothing is written, and the versions are all 1; storing compares with what is there.
///
/// `file_name` tells CSV from JSON; `legal` resolves numbers of legal documents where the file holds such.
pub fn parse(bytes: &[u8], file_name: &str, legal: &LegalDocuments) -> Parsed<Procedure> {
    let text = match open(bytes) {
        Ok(text) => text,
        Err(bad) => return Parsed::unreadable(bad),
    };
    let name = file_name.to_ascii_lowercase();
    let is_csv = name.trim_end_matches(".gz").rsplit('.').next() == Some("csv");
    let parsed = if is_csv {
        sheet::parse(&text)
    } else {
        let mut parsed = Parsed::default();
        for (line, entry) in entries(&text, &mut parsed) {
            match entry {
                Value::Object(entry) => match read(&entry, legal) {
                    Ok(procedure) => parsed.rows.push((line, procedure)),
                    Err(reason) => parsed.refuse(line, &code_of(&entry), reason),
                },
                _ => parsed.refuse(line, "", "Dòng không phải một thủ tục (đối tượng JSON)."),
            }
        }
        parsed
    };
    refuse_repeated(parsed).finish()
}

fn read(entry: &Map<String, Value>, legal: &LegalDocuments) -> Result<Procedure, String> {
    let reading = Reading::new(entry);
    if entry.contains_key("MATTHC") || entry.contains_key("TENTTHC") {
        lay_thu_tuc::read(&reading)
    } else if entry.contains_key("executionMethods") || entry.contains_key("codeNotation") {
        portal::read(&reading)
    } else {
        catalogue::read(&reading, legal)
    }
}

fn code_of(entry: &Map<String, Value>) -> String {
    ["code", "MATTHC"]
        .iter()
        .find_map(|key| entry.get(*key)?.as_str())
        .map(|code| code.trim().chars().take(60).collect())
        .unwrap_or_default()
}

/// One JSON value a line, or one JSON document that holds one entry or a list of them.
fn entries(text: &str, parsed: &mut Parsed<Procedure>) -> Vec<(usize, Value)> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(mut document)) => {
            // `{"result": […]}` of the adapter, `{"code": "OK", "data": {…}}` of the new portal.
            let inner = ["result", "data", "items"]
                .iter()
                .find(|key| {
                    document
                        .get(**key)
                        .is_some_and(|value| value.is_array() || value.is_object())
                })
                .and_then(|key| document.remove(*key));
            match inner {
                Some(Value::Array(list)) => with_lines(text, list, 2),
                Some(entry) => vec![(1, entry)],
                None => vec![(1, Value::Object(document))],
            }
        }
        Ok(Value::Array(list)) => with_lines(text, list, 1),
        Ok(other) => vec![(1, other)],
        Err(error) => {
            let lines: Vec<(usize, &str)> = text
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(at, line)| (at + 1, line))
                .collect();
            let first = lines.first().map_or("", |(_, line)| line.trim());
            let is_lines = lines.len() > 1 && first.starts_with('{') && first.ends_with('}');
            if !is_lines {
                let reason = "Tệp không phải JSON đúng quy cách.";
                if !lines.is_empty() {
                    parsed.refuse(error.line().max(1), "", reason);
                }
                return Vec::new();
            }
            let mut read = Vec::with_capacity(lines.len());
            for (at, line) in lines {
                match serde_json::from_str(line) {
                    Ok(value) => read.push((at, value)),
                    Err(error) => {
                        let reason = format!(
                            "Dòng không phải JSON đúng quy cách (cột {}).",
                            error.column()
                        );
                        parsed.refuse(at, "", reason);
                    }
                }
            }
            read
        }
    }
}

/// The lines on which the entries of a list begin: objects opened at this depth of brackets. Where another list of the
/// document confuses the count, their order in the list stands in.
fn with_lines(text: &str, list: Vec<Value>, depth: usize) -> Vec<(usize, Value)> {
    let mut open_brackets = 0_usize;
    let (mut in_text, mut escaped) = (false, false);
    let mut starts = Vec::with_capacity(list.len());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => {
                if byte == b'{' && open_brackets == depth {
                    starts.push(at);
                }
                open_brackets += 1;
            }
            b'}' | b']' => open_brackets = open_brackets.saturating_sub(1),
            _ => {}
        }
    }
    let known = starts.len() == list.len();
    let (mut line, mut seen) = (1, 0);
    list.into_iter()
        .enumerate()
        .map(|(nth, value)| {
            if known {
                line += line_of(&text.as_bytes()[seen..starts[nth]], usize::MAX) - 1;
                seen = starts[nth];
                (line, value)
            } else {
                (nth + 1, value)
            }
        })
        .collect()
}

/// A code or an id may stand in a file once; the second row is the bad one.
fn refuse_repeated(parsed: Parsed<Procedure>) -> Parsed<Procedure> {
    let mut kept = Parsed {
        rows: Vec::with_capacity(parsed.rows.len()),
        bad: parsed.bad,
    };
    let mut codes: HashMap<String, usize> = HashMap::new();
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (line, procedure) in parsed.rows {
        let code = procedure.code.to_string();
        if let Some(first) = codes.get(&code) {
            let reason = format!("Mã thủ tục {code} đã có ở dòng {first}.");
            kept.refuse(line, &code, reason);
        } else if let Some(first) = ids.get(&procedure.id) {
            let reason = format!("Định danh (id) {} đã có ở dòng {first}.", procedure.id);
            kept.refuse(line, &code, reason);
        } else {
            ids.insert(procedure.id.clone(), line);
            codes.insert(code, line);
            kept.rows.push((line, procedure));
        }
    }
    kept
}
