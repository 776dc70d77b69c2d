//! From a slip to what its template reads: the facts, and the marks that a scanner reads.

use serde_json::{Map, Value, json};

use super::{PrintError, marks, words};
use crate::domain::slip::{PaperSize, Sheet, SlipKind, facts};

/// How many pages a paper takes when everything fits; `None` for papers that are as long as their contents. A paper that
/// takes more is set again with `flow` true, closer and with page numbers.
pub(super) const fn pages(kind: SlipKind) -> Option<usize> {
    match kind {
        SlipKind::Receipt => Some(2),
        SlipKind::Supplement
        | SlipKind::Refusal
        | SlipKind::Apology
        | SlipKind::Stop
        | SlipKind::Cover => Some(1),
        SlipKind::Control
        | SlipKind::Register
        | SlipKind::Envelope
        | SlipKind::Label
        | SlipKind::Checklist
        | SlipKind::Form => None,
    }
}

/// What the template reads.
pub(super) fn data(sheet: &Sheet, size: PaperSize, template: &str) -> Result<Value, PrintError> {
    let facts = facts::complete(sheet.kind, &sheet.facts)
        .map_err(|error| PrintError::Facts(error.to_string()))?;
    let Value::Object(mut data) = facts else {
        return Err(PrintError::Facts("not an object".to_owned()));
    };
    let text = |name: &str| data.get(name).and_then(Value::as_str);
    let pieces = json!({
        "parent": words::agency(text("parent_agency").unwrap_or_default()),
        "office": words::agency(text("office").unwrap_or_default()),
    });
    let mut marked = Map::new();
    if let Some(said) = scanned(sheet, &data) {
        marked.insert("qr".to_owned(), marks::qr(&said)?.svg.into());
    }
    if let Some(code) = text("dossier").or(text("code")) {
        let bars = marks::code128(code)?;
        marked.insert("bars".to_owned(), bars.svg.into());
        marked.insert("bar_modules".to_owned(), bars.modules.into());
    }
    data.append(&mut marked);
    data.insert("pieces".to_owned(), pieces);
    data.insert("form".to_owned(), json!(sheet.form));
    data.insert("template".to_owned(), template.into());
    data.insert("sealed".to_owned(), sheet.token.is_some().into());
    data.insert("void".to_owned(), json!(sheet.void));
    data.insert("size".to_owned(), size.key().into());
    data.insert("flow".to_owned(), false.into());
    Ok(Value::Object(data))
}

/// What the QR code says: the signed token at the address where it is checked; on papers without one the page that
/// tells more.
fn scanned(sheet: &Sheet, facts: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| facts.get(name).and_then(Value::as_str);
    if let Some(token) = &sheet.token {
        return Some(format!("{}{token}", text("verify_url").unwrap_or_default()));
    }
    let page = text("track_url").or(text("url")).or(text("dossier"));
    page.map(ToOwned::to_owned)
}

/// What the PDF calls itself.
pub(super) fn title(sheets: &[Sheet]) -> String {
    let [sheet] = sheets else {
        return format!("{} giấy tờ", sheets.len());
    };
    let text = |name: &str| sheet.facts.get(name).and_then(Value::as_str);
    let name = match sheet.kind {
        SlipKind::Form => text("title").unwrap_or(sheet.kind.official_name()),
        kind => kind.official_name(),
    };
    let about = match sheet.kind {
        SlipKind::Register => text("volume"),
        SlipKind::Form => text("code"),
        _ => text("dossier").or(text("procedure_code")),
    };
    match about {
        Some(about) => format!("{name} {about}"),
        None => name.to_owned(),
    }
}
