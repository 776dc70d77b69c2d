//! What was added to a PDF after it was signed: the signed revision and the file of today, object by object, from what a
//! reader sees. Objects that nothing leads to do not count.

use std::collections::{BTreeSet, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::find;
use super::object::followed;
use crate::domain::signature::Addition;

/// How many objects lie in one another, at most, before a file is taken for one that was made to confuse.
const DEEPEST: usize = 400;

/// Every kind of thing that was added, changed or removed.
pub(super) fn between(signed: &Document, now: &Document) -> Vec<Addition> {
    let mut compared = Compared {
        signed,
        now,
        changed: changed(signed, now),
        seen: HashSet::new(),
        fields: find::fields(now)
            .iter()
            .filter_map(|field| field.id)
            .collect(),
        found: BTreeSet::new(),
    };
    compared.catalog();
    compared.pages();
    compared.fields();
    compared.found.into_iter().collect()
}

/// Objects that are other than they were, or no longer there.
fn changed(signed: &Document, now: &Document) -> HashSet<ObjectId> {
    let other = |id: &ObjectId| match (signed.objects.get(id), now.objects.get(id)) {
        (Some(before), Some(after)) => !same(before, after),
        _ => true,
    };
    let ids: BTreeSet<&ObjectId> = signed.objects.keys().chain(now.objects.keys()).collect();
    ids.into_iter().filter(|id| other(id)).copied().collect()
}

fn same(before: &Object, after: &Object) -> bool {
    match (before, after) {
        (Object::Stream(before), Object::Stream(after)) => {
            before.dict == after.dict && before.content == after.content
        }
        _ => before == after,
    }
}

/// Entries of a page that show nothing by themselves, or are looked at on their own.
const BESIDE: [&[u8]; 9] = [
    b"Annots",
    b"Parent",
    b"P",
    b"Metadata",
    b"LastModified",
    b"PieceInfo",
    b"StructParents",
    b"StructParent",
    b"Tabs",
];

struct Compared<'a> {
    signed: &'a Document,
    now: &'a Document,
    changed: HashSet<ObjectId>,
    /// Objects whose reach was looked at already.
    seen: HashSet<ObjectId>,
    /// Fields of the form as it is now.
    fields: HashSet<ObjectId>,
    found: BTreeSet<Addition>,
}

impl Compared<'_> {
    /// The catalog's own entries: what readers do and offer besides showing pages.
    fn catalog(&mut self) {
        let (Ok(before), Ok(after)) = (self.signed.catalog(), self.now.catalog()) else {
            self.found.insert(Addition::Other);
            return;
        };
        let keys: BTreeSet<&[u8]> = before
            .iter()
            .chain(after.iter())
            .map(|(key, _)| key.as_slice())
            .collect();
        for key in keys {
            let kind = match key {
                b"Pages" | b"AcroForm" => continue,
                b"DSS" | b"Extensions" => Addition::Evidence,
                b"Perms" => Addition::Signature,
                b"Metadata" | b"StructTreeRoot" | b"MarkInfo" | b"PieceInfo" | b"Version"
                | b"Lang" => Addition::Metadata,
                _ => Addition::Other,
            };
            if self.differs(before.get(key).ok(), after.get(key).ok(), 0) {
                self.found.insert(kind);
            }
        }
        let info = |document: &Document| document.trailer.get(b"Info").ok().cloned();
        if self.differs(info(self.signed).as_ref(), info(self.now).as_ref(), 0) {
            self.found.insert(Addition::Metadata);
        }
    }

    /// Whether an entry is another one, or leads to something that is.
    fn differs(&mut self, before: Option<&Object>, after: Option<&Object>, depth: usize) -> bool {
        match (before, after) {
            (None, None) => false,
            (Some(before), Some(after)) if before == after => self.reaches_change(after, depth),
            _ => true,
        }
    }

    /// Whether something that `object` leads to has changed.
    fn reaches_change(&mut self, object: &Object, depth: usize) -> bool {
        if depth > DEEPEST {
            return true;
        }
        match object {
            Object::Reference(id) => {
                if self.changed.contains(id) && !self.is_page(*id) {
                    return true;
                }
                if self.is_page(*id) || !self.seen.insert(*id) {
                    return false;
                }
                let now = self.now;
                match now.objects.get(id) {
                    Some(object) => self.reaches_change(object, depth + 1),
                    None => false,
                }
            }
            Object::Array(items) => items
                .iter()
                .any(|item| self.reaches_change(item, depth + 1)),
            Object::Dictionary(dict) => self.dict_reaches_change(dict, depth),
            Object::Stream(stream) => self.dict_reaches_change(&stream.dict, depth),
            _ => false,
        }
    }

    fn dict_reaches_change(&mut self, dict: &Dictionary, depth: usize) -> bool {
        dict.iter()
            .filter(|(key, _)| !BESIDE.contains(&key.as_slice()))
            .any(|(_, item)| self.reaches_change(item, depth + 1))
    }

    /// Pages are compared one by one, not by way of what points to them.
    fn is_page(&self, id: ObjectId) -> bool {
        let kind = |document: &Document| {
            document
                .get_dictionary(id)
                .and_then(|dict| dict.get(b"Type"))
                .and_then(Object::as_name)
                .is_ok_and(|kind| kind == b"Page" || kind == b"Pages")
        };
        kind(self.signed) && kind(self.now)
    }

    fn pages(&mut self) {
        let before: Vec<ObjectId> = self.signed.page_iter().collect();
        let after: Vec<ObjectId> = self.now.page_iter().collect();
        if before != after {
            self.found.insert(Addition::Pages);
        }
        self.seen.clear();
        for id in after.into_iter().filter(|id| before.contains(id)) {
            self.page(id);
        }
    }

    fn page(&mut self, id: ObjectId) {
        let (signed, now) = (self.signed, self.now);
        let (Ok(before), Ok(after)) = (signed.get_dictionary(id), now.get_dictionary(id)) else {
            self.found.insert(Addition::Page);
            return;
        };
        if without(before, &BESIDE) != without(after, &BESIDE)
            || self.dict_reaches_change(after, 0)
            || self.inherits_otherwise(before, after)
        {
            self.found.insert(Addition::Page);
        }
        let notes = |document: &Document, page: &Dictionary| {
            let list = page.get(b"Annots").map(|list| followed(document, list));
            list.and_then(Object::as_array).cloned().unwrap_or_default()
        };
        let (before, after) = (notes(signed, before), notes(now, after));
        if before.iter().any(|note| !after.contains(note)) {
            self.found.insert(Addition::Note);
        }
        for note in &after {
            let is_new = !before.contains(note);
            if (is_new || self.reaches_change(note, 0)) && !self.is_field(note) {
                self.found.insert(Addition::Note);
            }
        }
    }

    /// What a page takes over from the folders above it.
    fn inherits_otherwise(&mut self, before: &Dictionary, after: &Dictionary) -> bool {
        let folder = |document: &Document, page: &Dictionary| {
            let parent = page.get(b"Parent").and_then(Object::as_reference);
            parent.and_then(|id| document.get_dictionary(id).cloned())
        };
        let mut pair = (folder(self.signed, before), folder(self.now, after));
        for _ in 0..DEEPEST {
            let (Ok(before), Ok(after)) = pair else {
                return false;
            };
            let skipped: [&[u8]; 4] = [b"Kids", b"Count", b"Parent", b"Type"];
            let rest = without(&after, &skipped);
            if without(&before, &skipped) != rest
                || rest.iter().any(|(_, item)| self.reaches_change(item, 0))
            {
                return true;
            }
            pair = (folder(self.signed, &before), folder(self.now, &after));
        }
        true
    }

    /// Whether an annotation is a field of the form, which is looked at as such.
    fn is_field(&self, note: &Object) -> bool {
        let dict = followed(self.now, note).as_dict();
        let is_widget = dict.is_ok_and(|dict| {
            let kind = dict.get(b"Subtype").and_then(Object::as_name);
            kind.is_ok_and(|kind| kind == b"Widget")
        });
        is_widget
            && note
                .as_reference()
                .is_ok_and(|id| self.fields.contains(&id))
    }

    fn fields(&mut self) {
        let form = |document: &Document| {
            let form = document
                .catalog()
                .and_then(|catalog| catalog.get(b"AcroForm"));
            form.and_then(|form| followed(document, form).as_dict())
                .cloned()
                .unwrap_or_default()
        };
        let skipped: [&[u8]; 4] = [b"Fields", b"SigFlags", b"DR", b"DA"];
        self.seen.clear();
        let (before, after) = (form(self.signed), form(self.now));
        let rest = without(&after, &skipped);
        if without(&before, &skipped) != rest || self.dict_reaches_change(&rest, 0) {
            self.found.insert(Addition::Field);
        }
        self.seen.clear();
        let (signed, now) = (self.signed, self.now);
        let before = find::fields(signed);
        let after = find::fields(now);
        for field in &after {
            let same = |other: &&find::Field<'_>| match field.id {
                Some(_) => other.id == field.id,
                None => other.name == field.name,
            };
            let was = before.iter().find(same);
            let is_other = match was {
                Some(was) => was.dict != field.dict || self.dict_reaches_change(field.dict, 0),
                None => true,
            };
            if !is_other {
                continue;
            }
            // A field that stood empty and is signed now, or a new one that is.
            let was_empty = was.is_none_or(|was| !was.dict.has(b"V"));
            let is_signed = field.is_signature && field.dict.has(b"V") && was_empty;
            self.found.insert(if is_signed {
                Addition::Signature
            } else {
                Addition::Field
            });
        }
        let gone = |was: &find::Field<'_>| !after.iter().any(|field| field.name == was.name);
        if before.iter().any(gone) {
            self.found.insert(Addition::Field);
        }
    }
}

/// The dictionary without these entries.
fn without(dict: &Dictionary, keys: &[&[u8]]) -> Dictionary {
    let mut rest = dict.clone();
    for key in keys {
        rest.remove(key);
    }
    rest
}
