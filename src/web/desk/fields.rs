//! From the forms of the dossier page to what an action carries, and back for faults.
//!
//! A form field is `{verb}.{field of the JSON}`; papers and supplement items carry the component's id in
//! their name and become arrays in the order of the form.

use serde_json::{Map, Value, json};

use crate::domain::action::Verb;
use crate::domain::paper_state::PaperFinding;
use crate::ui::desk::check_papers::DOCUMENT;
use crate::ui::desk::papers::read_kept;

/// The fields of a form, in the order in which they were sent.
pub type Form = [(String, String)];

/// The first value of a field; empty when it was not sent.
fn value<'a>(form: &'a Form, name: &str) -> &'a str {
    form.iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value.trim())
}

/// What the action carries, as the API takes it. Blank optional fields are left out.
pub fn fields_of(verb: Verb, form: &Form) -> Map<String, Value> {
    let mut fields = Map::new();
    let prefix = format!("{}.", verb.key());
    let get = |name: &str| value(form, &format!("{prefix}{name}"));
    let text = |fields: &mut Map<String, Value>, name: &str| {
        if !get(name).is_empty() {
            fields.insert(name.to_owned(), json!(get(name)));
        }
    };
    match verb {
        Verb::Accept => insert_moment(&mut fields, "due_at", get("due_at")),
        Verb::Forward => text(&mut fields, "assignee"),
        Verb::Assign => {
            text(&mut fields, "assignee");
            text(&mut fields, "note");
        }
        Verb::Advance => {
            text(&mut fields, "note");
            text(&mut fields, "to");
        }
        Verb::Approve => text(&mut fields, "note"),
        Verb::AskOpinion => {
            let of: Vec<&str> = form
                .iter()
                .filter(|(name, _)| name == "ask_opinion.of")
                .map(|(_, username)| username.as_str())
                .collect();
            fields.insert("of".to_owned(), json!(of));
            text(&mut fields, "question");
            text(&mut fields, "until");
            fields.insert("required".to_owned(), json!(get("required") == "yes"));
        }
        Verb::Recall => {}
        Verb::RequestSupplement => {
            let items: Vec<Value> = items(form)
                .map(|(component, reason)| json!({"component": component, "reason": reason}))
                .collect();
            fields.insert("items".to_owned(), json!(items));
            text(&mut fields, "reason");
            text(&mut fields, "until");
        }
        Verb::Supply => {
            fields.insert("components".to_owned(), components("supply.", form));
        }
        Verb::CheckPapers => {
            let items: Vec<Value> = verdicts(form).into_iter().map(|(_, item)| item).collect();
            fields.insert("items".to_owned(), json!(items));
        }
        Verb::RequestPayment => {
            insert_amount(&mut fields, get("amount"));
            text(&mut fields, "reason");
        }
        Verb::RecordPayment => {
            insert_amount(&mut fields, get("amount"));
            text(&mut fields, "method");
            text(&mut fields, "reference");
        }
        Verb::Propose => {
            let mut result = Map::new();
            text(&mut result, "title");
            text(&mut result, "number");
            insert_file(&mut result, form, "propose.");
            fields.insert("result".to_owned(), Value::Object(result));
        }
        Verb::ReturnResult => {
            text(&mut fields, "received_by");
            text(&mut fields, "method");
        }
        Verb::Apologise => {
            text(&mut fields, "reason");
            insert_moment(&mut fields, "new_due_at", get("new_due_at"));
        }
        Verb::Correct => {
            fields.insert("changes".to_owned(), Value::Object(changes(form)));
            text(&mut fields, "reason");
        }
        Verb::Note | Verb::Message | Verb::Urge | Verb::GiveOpinion => {
            text(&mut fields, "text");
            insert_file(&mut fields, form, &prefix);
        }
        Verb::Rate => {
            if let Ok(score) = get("score").parse::<u8>() {
                fields.insert("score".to_owned(), json!(score));
            }
            text(&mut fields, "comment");
        }
        Verb::Refuse
        | Verb::SendBack
        | Verb::Withdraw
        | Verb::AskWithdraw
        | Verb::Stop
        | Verb::Resume
        | Verb::Reject
        | Verb::Reopen => text(&mut fields, "reason"),
    }
    fields
}

/// The form field behind a field of the JSON, for faults.
pub fn form_field(verb: Verb, form: &Form, field: &str) -> String {
    let key = verb.key();
    match verb {
        Verb::RequestSupplement => match index(field, "items") {
            Some((at, _)) => match items(form).nth(at) {
                Some((component, _)) => format!("{key}.item.{component}"),
                None => format!("{key}.items"),
            },
            None => format!("{key}.{field}"),
        },
        Verb::Supply => paper_field("supply.", form, field),
        Verb::CheckPapers => {
            let found = index(field, "items")
                .and_then(|(at, part)| Some((verdicts(form).into_iter().nth(at)?.0, part)));
            match found {
                Some((component, part)) => {
                    let part = part.rsplit('.').next().unwrap_or_default();
                    let part = match part {
                        "document" => "issuer",
                        part if DOCUMENT.contains(&part) => part,
                        _ => "state",
                    };
                    format!("{key}.paper.{component}.{part}")
                }
                None => format!("{key}.items"),
            }
        }
        Verb::AskOpinion if field.starts_with("of[") => format!("{key}.of"),
        Verb::Propose => format!("{key}.{}", field.strip_prefix("result.").unwrap_or(field)),
        Verb::Correct => format!("{key}.{}", field.strip_prefix("changes.").unwrap_or(field)),
        _ => format!("{key}.{field}"),
    }
}

/// Papers of a checklist as the API takes them; `prefix` is that of the checklist.
pub fn components(prefix: &str, form: &Form) -> Value {
    let papers = papers(prefix, form).into_iter().map(|paper| {
        let PaperLine {
            id,
            kind,
            count,
            file,
            reuse,
        } = paper;
        json!({"id": id, "kind": kind, "count": count, "file": file, "reuse": reuse})
    });
    Value::Array(papers.collect())
}

/// The form field behind `components[2].file` and its like.
pub fn paper_field(prefix: &str, form: &Form, field: &str) -> String {
    let Some((at, part)) = index(field, "components") else {
        return format!("{prefix}{field}");
    };
    let papers = papers(prefix, form);
    match papers.get(at) {
        Some(PaperLine { id, kind, .. }) => {
            let part = match part {
                "count" if *kind == "copy" => "copy",
                "count" => "original",
                "file" => "file",
                _ => "on",
            };
            format!("{prefix}paper.{id}.{part}")
        }
        None => format!("{prefix}components"),
    }
}

/// A paper as the API takes it.
struct PaperLine<'a> {
    id: &'a str,
    kind: &'static str,
    count: u32,
    file: Option<&'a str>,
    reuse: Option<&'a str>,
}

/// What was found of each paper that the form says something of, beside its component.
fn verdicts(form: &Form) -> Vec<(&str, Value)> {
    let start = "check_papers.paper.";
    let mut verdicts = Vec::new();
    for id in ids(start, form) {
        let part = |part: &str| value(form, &format!("{start}{id}.{part}"));
        let document: Map<String, Value> = DOCUMENT
            .into_iter()
            .filter(|name| !part(name).is_empty())
            .map(|name| (name.to_owned(), json!(part(name))))
            .collect();
        // Whoever reads a document off a paper has found it right.
        let state = match part("state") {
            "" if !document.is_empty() => PaperFinding::Verified.key(),
            state => state,
        };
        if state.is_empty() {
            continue;
        }
        let mut item = json!({"component": id, "state": state});
        if !document.is_empty() {
            item["document"] = Value::Object(document);
        }
        verdicts.push((id, item));
    }
    verdicts
}

/// Components that have fields below `start`, in the order of the form.
fn ids<'a>(start: &str, form: &'a Form) -> Vec<&'a str> {
    let mut ids: Vec<&str> = Vec::new();
    for (name, _) in form {
        let id = name
            .strip_prefix(start)
            .and_then(|rest| rest.rsplit_once('.'))
            .map(|(id, _)| id);
        if let Some(id) = id.filter(|id| !ids.contains(id)) {
            ids.push(id);
        }
    }
    ids
}

/// The papers that were ticked or came with a file: originals and copies are lines of their own, and the
/// file goes with the first of them; a file alone is an electronic paper. A verified paper that was ticked stands in for all.
fn papers<'a>(prefix: &str, form: &'a Form) -> Vec<PaperLine<'a>> {
    let start = format!("{prefix}paper.");
    let mut lines = Vec::new();
    for id in ids(&start, form) {
        let part = |part: &str| value(form, &format!("{start}{id}.{part}"));
        let line = |kind, count, file| PaperLine {
            id,
            kind,
            count,
            file,
            reuse: None,
        };
        let reuse = Some(part("reuse")).filter(|paper| !paper.is_empty());
        if reuse.is_some() {
            lines.push(PaperLine {
                reuse,
                ..line("verified", 1, None)
            });
            continue;
        }
        let kept = read_kept(part("kept")).map(|(id, _)| id);
        let file = Some(part("file")).filter(|id| !id.is_empty()).or(kept);
        let ticked = part("on") == "yes";
        // What is no number is taken as one too many, so that the law refuses it by name.
        let count = |name: &str| match part(name) {
            "" => 0,
            text => text.parse::<u32>().unwrap_or(u32::MAX),
        };
        let (originals, copies) = (count("original"), count("copy"));
        if !ticked {
            lines.extend(file.map(|file| line("electronic", 1, Some(file))));
        } else if originals == 0 && copies == 0 {
            // Ticked without a number: what lies on the counter is one original, or the file itself.
            let kind = if file.is_some() {
                "electronic"
            } else {
                "original"
            };
            lines.push(line(kind, 1, file));
        } else {
            let mut file = file;
            if originals > 0 {
                lines.push(line("original", originals, file.take()));
            }
            if copies > 0 {
                lines.push(line("copy", copies, file.take()));
            }
        }
    }
    lines
}

/// Papers to be supplemented: those with a reason beside them.
fn items(form: &Form) -> impl Iterator<Item = (&str, &str)> {
    form.iter().filter_map(|(name, reason)| {
        let component = name.strip_prefix("request_supplement.item.")?;
        let reason = reason.trim();
        (!reason.is_empty()).then_some((component, reason))
    })
}

/// Only what differs from the value that rode along hidden.
fn changes(form: &Form) -> Map<String, Value> {
    let new = |name: &str| value(form, &format!("correct.{name}"));
    let differs = |name: &str| new(name) != value(form, &format!("correct.was.{name}"));
    let or_null = |text: &str| {
        if text.is_empty() {
            Value::Null
        } else {
            json!(text)
        }
    };
    let mut changes = Map::new();
    let applicant: Map<String, Value> = [
        "name",
        "id_number",
        "birth_date",
        "address",
        "phone",
        "email",
    ]
    .into_iter()
    .filter(|name| differs(&format!("applicant.{name}")))
    .map(|name| (name.to_owned(), or_null(new(&format!("applicant.{name}")))))
    .collect();
    if !applicant.is_empty() {
        changes.insert("applicant".to_owned(), Value::Object(applicant));
    }
    if differs("procedure") {
        changes.insert("procedure".to_owned(), json!(new("procedure")));
    }
    if differs("case") {
        let case = new("case");
        let case = case
            .parse::<usize>()
            .map_or_else(|_| json!(case), |at| json!(at));
        changes.insert("case".to_owned(), case);
    }
    if differs("delivery.method") || differs("delivery.address") {
        let method = new("delivery.method");
        let address = or_null(new("delivery.address"));
        changes.insert(
            "delivery".to_owned(),
            json!({"method": method, "address": address}),
        );
    }
    changes
}

/// `2026-11-24T16:30` as a browser sends it, in Vietnamese time; anything else goes on as it is and is refused by name.
pub fn moment(text: &str) -> String {
    let text = text.trim();
    match text.parse::<jiff::civil::DateTime>() {
        Ok(civil) if !text.contains('+') && !text.ends_with('Z') => {
            crate::domain::time::Moment::from_civil(civil).to_string()
        }
        _ => text.to_owned(),
    }
}

fn insert_moment(fields: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        fields.insert(name.to_owned(), json!(moment(text)));
    }
}

/// `20.000` and `20 000 đ` are numbers to people.
fn insert_amount(fields: &mut Map<String, Value>, text: &str) {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}' | 'đ' | 'Đ'))
        .collect();
    match plain.parse::<i64>() {
        Ok(amount) => fields.insert("amount".to_owned(), json!(amount)),
        Err(_) if plain.is_empty() => None,
        Err(_) => fields.insert("amount".to_owned(), json!(text)),
    };
}

fn insert_file(fields: &mut Map<String, Value>, form: &Form, prefix: &str) {
    let kept = read_kept(value(form, &format!("{prefix}kept"))).map(|(id, _)| id);
    let new = Some(value(form, &format!("{prefix}file"))).filter(|id| !id.is_empty());
    if let Some(id) = new.or(kept) {
        fields.insert("file".to_owned(), json!(id));
    }
}

/// `components[2].file` is `(2, "file")` of `components`.
fn index<'a>(field: &'a str, list: &str) -> Option<(usize, &'a str)> {
    let rest = field.strip_prefix(list)?.strip_prefix('[')?;
    let (at, part) = rest.split_once(']')?;
    Some((at.parse().ok()?, part.trim_start_matches('.')))
}
