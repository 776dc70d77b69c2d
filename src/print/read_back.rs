//! Reading a printed PDF back: the data that travel inside it.

use lopdf::{Dictionary, Document, Object};
use serde::Deserialize;

use super::EDITION;
use crate::domain::slip::Print;

/// What travels inside a PDF of ours.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inside {
    /// How the program that drew it draws.
    pub edition: String,
    /// What was drawn.
    pub print: Print,
}

impl Inside {
    /// Whether this program draws as the one that drew it.
    pub fn is_drawn_alike(&self) -> bool {
        self.edition == EDITION
    }
}

/// The data inside `pdf`; `None` when it is no PDF of ours.
pub fn read_back(pdf: &[u8]) -> Option<Inside> {
    let document = Document::load_mem(pdf).ok()?;
    let file = embedded(&document)?;
    let stream = file.as_stream().ok()?;
    let bytes = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    serde_json::from_slice(&bytes).ok()
}

/// The first embedded file that is called as ours are.
fn embedded(document: &Document) -> Option<&Object> {
    let catalog = document.catalog().ok()?;
    let files = catalog.get(b"AF").ok()?;
    let files = followed(document, files).as_array().ok()?;
    files.iter().find_map(|spec| {
        let spec = followed(document, spec).as_dict().ok()?;
        let name = spec.get(b"F").ok()?.as_str().ok()?;
        (name == b"phieu.json").then(|| content(document, spec))?
    })
}

fn content<'a>(document: &'a Document, spec: &'a Dictionary) -> Option<&'a Object> {
    let files = followed(document, spec.get(b"EF").ok()?).as_dict().ok()?;
    Some(followed(document, files.get(b"F").ok()?))
}

/// What a reference leads to.
fn followed<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document
        .dereference(object)
        .map_or(object, |(_, object)| object)
}
