//! Texts before they are set: one form of Unicode, no control characters, and which characters the fonts cannot show.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{PrintError, fonts};

/// Brings every text into NFC, and refuses control characters; `path` names the field reached so far. Line ends stay:
/// a template decides whether a text has lines.
pub(super) fn clean(value: &mut Value, path: &mut String) -> Result<(), PrintError> {
    let depth = path.len();
    match value {
        Value::String(text) => {
            if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                return Ok(());
            }
            if text.chars().any(forbidden) {
                return Err(PrintError::ControlCharacter {
                    field: path.clone(),
                });
            }
            if !is_nfc(text) || text.chars().any(|c| turns(c) || matches!(c, '\r' | '\t')) {
                *text = text
                    .nfc()
                    .filter(|c| !turns(*c) && *c != '\r')
                    .map(|c| if c == '\t' { ' ' } else { c })
                    .collect();
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter_mut().enumerate() {
                path.push('/');
                path.push_str(&place.to_string());
                clean(item, path)?;
                path.truncate(depth);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                path.push('/');
                path.push_str(name);
                clean(field, path)?;
                path.truncate(depth);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

/// Collects the characters for which the fonts have no shape: emoji, scripts that the office does not write.
pub(super) fn without_shape(value: &Value, found: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => found.extend(text.chars().filter(|c| {
            // Latin with every Vietnamese letter is there: looking it up would cost more than the rest of this.
            let common = matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
            // Joiners and variation selectors have no shape of their own.
            let silent =
                matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}');
            !common
                && !silent
                && !fonts::ALL
                    .iter()
                    .any(|font| font.info().coverage.contains(u32::from(*c)))
        })),
        Value::Array(items) => items.iter().for_each(|item| without_shape(item, found)),
        Value::Object(fields) => fields.values().for_each(|item| without_shape(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What no paper takes: control characters other than white space, and what hides or splits text.
fn forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

/// Marks without ink that turn the direction of what follows; dropped, so that a paper reads in the order it was typed.
fn turns(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
