//! Where the signatures of a PDF are, and which bytes each of them spans.

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

use super::object::followed;

/// How deep fields lie in one another, at most.
const DEEPEST: usize = 16;
/// How many fields are looked at.
const MOST: usize = 20_000;

/// A field of the document's form.
pub(super) struct Field<'a> {
    /// Its full name.
    pub name: String,
    /// Its object; fields that stand inside another object have none.
    pub id: Option<ObjectId>,
    pub dict: &'a Dictionary,
    /// Whether it is one for signatures.
    pub is_signature: bool,
}

/// All fields of the form, from the outermost inwards.
pub(super) fn fields(document: &Document) -> Vec<Field<'_>> {
    let mut found = Vec::new();
    let roots = document
        .catalog()
        .and_then(|catalog| catalog.get(b"AcroForm"))
        .and_then(|form| followed(document, form).as_dict())
        .and_then(|form| form.get(b"Fields"))
        .and_then(|fields| followed(document, fields).as_array());
    if let Ok(roots) = roots {
        collect(document, roots, "", false, 0, &mut found);
    }
    found
}

fn collect<'a>(
    document: &'a Document,
    items: &'a [Object],
    above: &str,
    inherited: bool,
    depth: usize,
    found: &mut Vec<Field<'a>>,
) {
    for item in items {
        let Ok(dict) = followed(document, item).as_dict() else {
            continue;
        };
        if depth > DEEPEST || found.len() >= MOST {
            return;
        }
        let own = dict.get(b"T").and_then(decode_text_string).ok();
        let name = match own {
            Some(own) if above.is_empty() => own,
            Some(own) => format!("{above}.{own}"),
            None => above.to_owned(),
        };
        let is_signature = match dict.get(b"FT").and_then(Object::as_name) {
            Ok(kind) => kind == b"Sig",
            Err(_) => inherited,
        };
        let kids = dict.get(b"Kids").ok();
        let kids = kids.and_then(|kids| followed(document, kids).as_array().ok());
        found.push(Field {
            name: name.clone(),
            id: item.as_reference().ok(),
            dict,
            is_signature,
        });
        if let Some(kids) = kids {
            collect(document, kids, &name, is_signature, depth + 1, found);
        }
    }
}

/// The bytes that a signature spans: everything up to `end` but those between `gap.0` and `gap.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spanned {
    pub gap: (usize, usize),
    pub end: usize,
}

/// A signature in the file.
pub(super) struct Placed<'a> {
    pub field: String,
    /// How it is made, as the file says.
    pub kind: Vec<u8>,
    /// The signature itself.
    pub contents: &'a [u8],
    /// `None` when it does not span what a signature must.
    pub spanned: Option<Spanned>,
    /// When it was made, as the file says.
    pub claimed: Option<String>,
}

/// The signatures of `document`, which was read from `file`; those that were made first come first.
pub(super) fn signatures<'a>(document: &'a Document, file: &[u8]) -> Vec<Placed<'a>> {
    let mut seen = Vec::new();
    let mut found: Vec<Placed<'a>> = Vec::new();
    for field in fields(document) {
        let Ok(value) = field.dict.get(b"V") else {
            continue;
        };
        // A field may hand its value on to its kids: the same signature is told once.
        if let Ok(id) = value.as_reference() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
        }
        if let Ok(dict) = followed(document, value).as_dict()
            && (field.is_signature || dict.has(b"ByteRange"))
        {
            found.push(placed(document, dict, field.name, file));
        }
    }
    found.sort_by_key(|one| one.spanned.map_or(usize::MAX, |spanned| spanned.end));
    found
}

fn placed<'a>(
    document: &'a Document,
    dict: &'a Dictionary,
    field: String,
    file: &[u8],
) -> Placed<'a> {
    let part = |key: &[u8]| dict.get(key).map(|found| followed(document, found));
    let contents = part(b"Contents").and_then(Object::as_str).unwrap_or(&[]);
    Placed {
        field,
        kind: part(b"SubFilter")
            .and_then(Object::as_name)
            .unwrap_or_default()
            .to_vec(),
        contents,
        spanned: part(b"ByteRange")
            .ok()
            .and_then(|range| spanned(range, contents, file)),
        claimed: part(b"M").and_then(decode_text_string).ok(),
    }
}

/// A signature must span a whole revision of the file, from its first byte to its end, but for its own digits: whatever
/// else is left out could be exchanged unseen.
fn spanned(range: &Object, contents: &[u8], file: &[u8]) -> Option<Spanned> {
    let numbers: Vec<usize> = range
        .as_array()
        .ok()?
        .iter()
        .map(|number| number.as_i64().ok()?.try_into().ok())
        .collect::<Option<_>>()?;
    let [0, before, after, rest] = numbers[..] else {
        return None;
    };
    let end = after.checked_add(rest)?;
    let hole = file.get(before..after)?;
    let signed = file.get(..end)?;
    let digits = hole.strip_prefix(b"<")?.strip_suffix(b">")?;
    (hex_is(digits, contents) && signed.trim_ascii_end().ends_with(b"%%EOF")).then_some(Spanned {
        gap: (before, after),
        end,
    })
}

/// Whether these digits write those bytes.
fn hex_is(digits: &[u8], bytes: &[u8]) -> bool {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    !digits.is_empty()
        && digits.len() == 2 * bytes.len()
        && digits.chunks_exact(2).zip(bytes).all(|(pair, byte)| {
            let value = digit(&pair[0]).zip(digit(&pair[1]));
            value.is_some_and(|(high, low)| high * 16 + low == u32::from(*byte))
        })
}
