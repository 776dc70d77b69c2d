//! Signing a PDF (PAdES baseline B, ETSI EN 319 142-1): what is there stays byte for byte, the signature is appended, so
//! that earlier signatures stay valid.

use lopdf::{
    Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, dictionary, text_string,
};

use super::cms;
use super::identity::Identity;
use super::look::{self, Look};
use super::object::{followed, hex};
use crate::domain::time::Moment;

/// Stands in the file until the real number is known: as many digits as the largest file needs.
const LATER: i64 = 9_999_999_999;
/// Bytes beside the certificates that a signature takes, at most.
const AROUND: usize = 3072;

/// Why a file cannot be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignError {
    /// It is no PDF that can be read as it is written.
    NotPdf,
    /// It is locked with a password.
    Locked,
    /// An earlier signature forbids any change.
    Closed,
    /// It has no such page.
    NoPage,
    /// The program's own fault; the text is for the log.
    Failed(&'static str),
}

/// Why it is signed, as the signature says it.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Why, in words.
    pub reason: &'a str,
    /// Where.
    pub place: &'a str,
}

/// Signs `pdf` at this moment, with a mark on a page where `look` says so. Blocking.
pub fn sign(
    pdf: &[u8],
    identity: &Identity,
    said: &Said<'_>,
    look: Option<&Look<'_>>,
    at: Moment,
) -> Result<Vec<u8>, SignError> {
    let document = open(pdf)?;
    let room = room(identity);
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), document);
    let signature = update.new_document.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), LATER.into(), LATER.into(), LATER.into()],
        "Contents" => Object::String(vec![0; room], lopdf::StringFormat::Hexadecimal),
        "M" => Object::string_literal(pdf_date(at)),
        "Name" => text_string(&identity.certified().name),
        "Reason" => text_string(said.reason),
        "Location" => text_string(said.place),
    });
    add_field(&mut update, signature, look)?;
    // Where a hybrid file has its second table; it does not know of the update.
    update.new_document.trailer.remove(b"XRefStm");
    let mut bytes = Vec::with_capacity(pdf.len() + 2 * room + 16 * 1024);
    update
        .save_to(&mut bytes)
        .map_err(|_| SignError::Failed("the update cannot be written"))?;
    fill_in(&mut bytes, pdf.len(), room, identity)
}

/// The document, if it can be read as it is written and may be changed.
fn open(pdf: &[u8]) -> Result<Document, SignError> {
    let document = Document::load_mem(pdf).map_err(|_| SignError::NotPdf)?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(SignError::Locked);
    }
    // A reader that had to guess where things lie cannot say what an update follows.
    if document.xref_recovery.is_some() || document.catalog().is_err() {
        return Err(SignError::NotPdf);
    }
    if forbids(&document) {
        return Err(SignError::Closed);
    }
    Ok(document)
}

/// Whether a certifying signature allows no change (DocMDP, level 1).
fn forbids(document: &Document) -> bool {
    let dict = |object: &Object| followed(document, object).as_dict().ok().cloned();
    let certifying = || {
        let catalog = document.catalog().ok()?;
        let permissions = dict(catalog.get(b"Perms").ok()?)?;
        let signature = dict(permissions.get(b"DocMDP").ok()?)?;
        let references = followed(document, signature.get(b"Reference").ok()?);
        references.as_array().ok().cloned()
    };
    certifying().is_some_and(|references| {
        references.iter().any(|reference| {
            let level = dict(reference)
                .and_then(|reference| dict(reference.get(b"TransformParams").ok()?))
                .and_then(|parameters| parameters.get(b"P").ok()?.as_i64().ok());
            level == Some(1)
        })
    })
}

/// Bytes that the signature may take.
fn room(identity: &Identity) -> usize {
    let certificates = std::iter::once(&identity.certificate).chain(&identity.chain);
    let sum: usize = certificates
        .map(|one| super::certificate::der(one).len())
        .sum();
    sum + AROUND
}

/// Puts the field of the signature into the form of the document, and its mark on the page.
fn add_field(
    update: &mut IncrementalDocument,
    signature: ObjectId,
    look: Option<&Look<'_>>,
) -> Result<(), SignError> {
    let failed = |_| SignError::NotPdf;
    let pages = update.get_prev_documents().get_pages();
    let number = look.map_or(1, |look| look.place.page);
    let page = *pages.get(&number).ok_or(SignError::NoPage)?;
    let name = free_name(update.get_prev_documents());
    let mut field = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => text_string(&name),
        "V" => signature,
        // Printed, and locked in its place.
        "F" => 132,
        "P" => page,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
    };
    if let Some(look) = look {
        let form = look::form(update, look)?;
        field.set("Rect", look.place.rect.map(Object::Real).to_vec());
        field.set("AP", dictionary! { "N" => form });
    }
    let field = update.new_document.add_object(field);
    push(update, page, b"Annots", field).map_err(failed)?;
    let catalog = update
        .get_prev_documents()
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(failed)?;
    update
        .opt_clone_object_to_new_document(catalog)
        .map_err(failed)?;
    let form = own_dict(update, catalog, b"AcroForm").map_err(failed)?;
    if let Some(form) = form {
        push(update, form, b"Fields", field).map_err(failed)?;
        let form = update.new_document.get_dictionary_mut(form);
        form.map_err(failed)?.set("SigFlags", 3);
    } else {
        let form = update.new_document.add_object(dictionary! {
            "Fields" => vec![field.into()],
            "SigFlags" => 3,
        });
        let catalog = update.new_document.get_dictionary_mut(catalog);
        catalog.map_err(failed)?.set("AcroForm", form);
    }
    Ok(())
}

/// A name that no field of the document has.
fn free_name(document: &Document) -> String {
    let taken: Vec<String> = super::find::fields(document)
        .into_iter()
        .map(|field| field.name)
        .collect();
    // One more name than there are fields: one of them is free.
    (1..=taken.len() + 1)
        .map(|number| format!("ChuKySo{number}"))
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

/// The id of the dictionary under `key` of an object that is to change, made an object of its own when it was inside.
fn own_dict(
    update: &mut IncrementalDocument,
    owner: ObjectId,
    key: &[u8],
) -> lopdf::Result<Option<ObjectId>> {
    let Ok(found) = update.new_document.get_dictionary(owner)?.get(key).cloned() else {
        return Ok(None);
    };
    if let Object::Reference(id) = found {
        update.opt_clone_object_to_new_document(id)?;
        return Ok(Some(id));
    }
    let id = update.new_document.add_object(found);
    let owner = update.new_document.get_dictionary_mut(owner)?;
    owner.set(key.to_vec(), id);
    Ok(Some(id))
}

/// Adds `item` to the list under `key` of an object, wherever that list lies.
fn push(
    update: &mut IncrementalDocument,
    owner: ObjectId,
    key: &[u8],
    item: ObjectId,
) -> lopdf::Result<()> {
    update.opt_clone_object_to_new_document(owner)?;
    let dict: &mut Dictionary = update.new_document.get_dictionary_mut(owner)?;
    let list = match dict.get(key).cloned() {
        Ok(Object::Reference(list)) => list,
        Ok(Object::Array(mut list)) => {
            list.push(item.into());
            dict.set(key.to_vec(), list);
            return Ok(());
        }
        _ => {
            dict.set(key.to_vec(), vec![Object::from(item)]);
            return Ok(());
        }
    };
    update.opt_clone_object_to_new_document(list)?;
    let list = update.new_document.get_object_mut(list)?.as_array_mut()?;
    list.push(item.into());
    Ok(())
}

/// Writes down which bytes are signed, signs them, and puts the signature where its room was left.
fn fill_in(
    bytes: &mut Vec<u8>,
    begin: usize,
    room: usize,
    identity: &Identity,
) -> Result<Vec<u8>, SignError> {
    let lost = SignError::Failed("the room for the signature is not where it was left");
    let hole = format!("<{}>", "0".repeat(2 * room)).into_bytes();
    let start = find(&bytes[begin..], &hole).ok_or(lost)? + begin;
    let end = start + hole.len();
    let placeholder = format!("[0 {LATER} {LATER} {LATER}]").into_bytes();
    let range = find(&bytes[begin..], &placeholder).ok_or(lost)? + begin;
    let real = format!("[0 {start} {end} {}]", bytes.len() - end);
    let real = format!("{real:<width$}", width = placeholder.len());
    bytes[range..range + placeholder.len()].copy_from_slice(real.as_bytes());
    let digest = identity.hash().digest(&[&bytes[..start], &bytes[end..]]);
    let signature = cms::sign(identity, &digest)
        .map_err(|_| SignError::Failed("the signature cannot be made"))?;
    if signature.len() > room {
        return Err(SignError::Failed("the signature needs more room"));
    }
    let hex = hex(&signature);
    bytes[start + 1..start + 1 + hex.len()].copy_from_slice(hex.as_bytes());
    Ok(std::mem::take(bytes))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, what)
}

/// A moment as PDF writes it: `D:20261126090000+07'00'`.
fn pdf_date(at: Moment) -> String {
    format!("D:{}+07'00'", at.civil().strftime("%Y%m%d%H%M%S"))
}

/// A stream of the update.
pub(super) fn stream(dict: Dictionary, content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(dict, content);
    // What does not become smaller stays as it is.
    drop(stream.compress());
    stream
}
