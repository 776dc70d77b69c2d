//! What a signature shows on the page: a drawing that was made elsewhere, put where it belongs.

use std::collections::BTreeMap;

use lopdf::{Document, IncrementalDocument, Object, ObjectId, dictionary};

use super::append::{SignError, stream};
use super::object::followed;
use super::place::Place;

/// A mark on a page.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// The drawing: a PDF of one page, as large as the mark.
    pub drawing: &'a [u8],
    /// Where it goes.
    pub place: Place,
}

const BROKEN: SignError = SignError::Failed("the drawing of the signature cannot be read");

/// Brings the drawing into the document as a form.
pub(super) fn form(
    update: &mut IncrementalDocument,
    look: &Look<'_>,
) -> Result<ObjectId, SignError> {
    let drawing = Document::load_mem(look.drawing).map_err(|_| BROKEN)?;
    let page = *drawing.get_pages().get(&1).ok_or(BROKEN)?;
    let dict = drawing.get_dictionary(page).map_err(|_| BROKEN)?;
    let part = |key: &[u8]| dict.get(key).map(|found| followed(&drawing, found).clone());
    let extent = part(b"MediaBox").map_err(|_| BROKEN)?;
    let mut moved = BTreeMap::new();
    let mut form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => extent,
        // Upright on a page that is shown turned.
        "Matrix" => upright(look.place.turned).map(Object::from).to_vec(),
    };
    for key in [b"Resources".as_slice(), b"Group"] {
        if let Ok(mut found) = part(key) {
            move_in(&drawing, update, &mut found, &mut moved);
            form.set(key.to_vec(), found);
        }
    }
    let content = drawing.get_page_content(page);
    Ok(update.new_document.add_object(stream(form, content)))
}

/// Brings everything that `object` refers to into the document, under new numbers.
fn move_in(
    from: &Document,
    update: &mut IncrementalDocument,
    object: &mut Object,
    moved: &mut BTreeMap<ObjectId, ObjectId>,
) {
    match object {
        Object::Reference(id) => {
            let old = *id;
            if let Some(new) = moved.get(&old) {
                *id = *new;
                return;
            }
            let new = update.new_document.new_object_id();
            moved.insert(old, new);
            *id = new;
            let mut copy = from.get_object(old).cloned().unwrap_or(Object::Null);
            move_in(from, update, &mut copy, moved);
            update.new_document.set_object(new, copy);
        }
        Object::Array(items) => {
            for item in items {
                move_in(from, update, item, moved);
            }
        }
        Object::Dictionary(dict) => {
            for (_, item) in dict {
                move_in(from, update, item, moved);
            }
        }
        Object::Stream(stream) => {
            for (_, item) in &mut stream.dict {
                move_in(from, update, item, moved);
            }
        }
        _ => {}
    }
}

/// Turns a drawing against the page.
const fn upright(turned: i64) -> [i64; 6] {
    match turned {
        90 => [0, 1, -1, 0, 0, 0],
        180 => [-1, 0, 0, -1, 0, 0],
        270 => [0, -1, 1, 0, 0, 0],
        _ => [1, 0, 0, 1, 0, 0],
    }
}
