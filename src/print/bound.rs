//! Parts of a stack that were written one by one are bound into one PDF.
//!
//! Setting five hundred papers as one document would hold every intermediate result of all of them at once, two gigabytes,
//! on one core. In parts the memory is that of a part, the cores share them, and what is bound is no more than a shift of
//! numbers: pages, bookmarks and the structure that screen readers follow hang from the first part's. Title, metadata and
//! the data inside are the first part's; fonts are each part's own.

use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream, Writer};

/// What hangs in the air between two parts.
#[derive(Default)]
struct Book {
    out: Vec<u8>,
    /// Where each object begins, by its number less one; none for numbers that nothing uses.
    places: Vec<Option<usize>>,
    /// Numbers of the first part's roots, onto which those of the others are mapped.
    roots: Roots,
    catalog: Dictionary,
    trailer: Dictionary,
    /// The first part's metadata, until the pages are counted.
    metadata: Option<(ObjectId, Stream)>,
    pages: Children,
    bookmarks: Children,
    /// The last bookmark so far, until it is known which comes after it.
    last_bookmark: Option<(ObjectId, Dictionary)>,
    first_bookmark: Option<ObjectId>,
    structure: Dictionary,
    whole: Dictionary,
    whole_children: Vec<Object>,
    parents: Vec<Object>,
    names: Vec<Object>,
    next_parent: i64,
}

/// A root's dictionary and what hangs from it.
#[derive(Default)]
struct Children {
    kids: Vec<Object>,
    count: i64,
}

/// The objects that a PDF has once.
#[derive(Default, Clone, Copy)]
struct Roots {
    catalog: ObjectId,
    pages: ObjectId,
    bookmarks: Option<ObjectId>,
    structure: ObjectId,
    /// The one structure element that holds all others.
    whole: ObjectId,
}

/// How a part's numbers become those of the book.
struct Shift {
    base: u32,
    from: Roots,
    to: Roots,
    parents: i64,
    part: usize,
}

/// Binds `parts`, in order.
///
/// # Errors
/// When a part is not built as our own are.
pub(super) fn bound(parts: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
    let mut book = Book::default();
    for (place, part) in parts.iter().enumerate() {
        book.add(place, Document::load_mem(part)?)?;
    }
    book.finish()
}

impl Book {
    fn add(&mut self, part: usize, document: Document) -> Result<(), Error> {
        let base =
            u32::try_from(self.places.len()).map_err(|_| Error::InvalidStream(String::new()))?;
        let from = Roots::of(&document)?;
        if part == 0 {
            self.begin(&document, from)?;
        } else if self.roots.bookmarks.is_none() {
            // The first part had none.
            self.roots.bookmarks = from.bookmarks.map(|(number, _)| (number + base, 0));
        }
        let shift = Shift {
            base,
            from,
            to: self.roots,
            parents: self.next_parent,
            part,
        };
        self.gather(&document, &shift)?;
        let meta = |name: &[u8]| document.catalog().ok()?.get(name).ok()?.as_reference().ok();
        let info = document
            .trailer
            .get(b"Info")
            .and_then(Object::as_reference)
            .ok();
        let once = [meta(b"Metadata"), info];
        let ends = self.bookmark_ends(&document, &shift)?;
        self.places
            .resize(base as usize + document.max_id as usize, None);
        for (id, mut object) in document.objects {
            if from.has(id) || (part > 0 && once.contains(&Some(id))) {
                continue;
            }
            if let Object::Stream(metadata) = &object
                && once[0] == Some(id)
            {
                self.metadata = Some((id, metadata.clone()));
                continue;
            }
            shift.apply(&mut object);
            let id = shift.of(id);
            if Some(id) == ends.map(|(first, _)| first)
                && let Some((last, mut bookmark)) = self.last_bookmark.take()
            {
                bookmark.set("Next", Object::Reference(id));
                object.as_dict_mut()?.set("Prev", Object::Reference(last));
                self.write(last, &Object::Dictionary(bookmark))?;
            }
            if Some(id) == ends.map(|(_, last)| last) {
                self.last_bookmark = Some((id, object.as_dict()?.clone()));
            } else {
                self.write(id, &object)?;
            }
        }
        Ok(())
    }

    fn begin(&mut self, document: &Document, roots: Roots) -> Result<(), Error> {
        // A comment of four bytes that are no text tells transports that the file is binary.
        self.out = format!("%PDF-{}\n%", document.version).into_bytes();
        self.out.extend([0xE2, 0xE3, 0xCF, 0xD3, b'\n']);
        self.roots = roots;
        self.catalog = document.catalog()?.clone();
        self.structure = document.get_dictionary(roots.structure)?.clone();
        self.whole = document.get_dictionary(roots.whole)?.clone();
        for name in [b"Root".as_slice(), b"Info", b"ID"] {
            self.trailer.set(name, document.trailer.get(name)?.clone());
        }
        Ok(())
    }

    /// Takes over what hangs from the roots of a part.
    fn gather(&mut self, document: &Document, shift: &Shift) -> Result<(), Error> {
        let moved = |list: &Object| -> Result<Vec<Object>, Error> {
            let mut list = list.clone();
            shift.apply(&mut list);
            Ok(list.as_array()?.clone())
        };
        let pages = document.get_dictionary(shift.from.pages)?;
        self.pages.kids.extend(moved(pages.get(b"Kids")?)?);
        self.pages.count += pages.get(b"Count")?.as_i64()?;
        let whole = document.get_dictionary(shift.from.whole)?;
        self.whole_children.extend(moved(whole.get(b"K")?)?);
        let structure = document.get_dictionary(shift.from.structure)?;
        let mut parents = moved(structure.get(b"ParentTree")?.as_dict()?.get(b"Nums")?)?;
        for key in parents.iter_mut().step_by(2) {
            *key = Object::Integer(key.as_i64()? + shift.parents);
        }
        self.parents.extend(parents);
        self.next_parent += structure.get(b"ParentTreeNextKey")?.as_i64()?;
        if let Ok(tree) = structure.get(b"IDTree") {
            let mut names = moved(tree.as_dict()?.get(b"Names")?)?;
            names
                .iter_mut()
                .step_by(2)
                .for_each(|name| shift.name(name));
            self.names.extend(names);
        }
        Ok(())
    }

    /// The first and the last bookmark of a part, under their numbers in the book.
    fn bookmark_ends(
        &mut self,
        document: &Document,
        shift: &Shift,
    ) -> Result<Option<(ObjectId, ObjectId)>, Error> {
        let Some(root) = shift.from.bookmarks else {
            return Ok(None);
        };
        let root = document.get_dictionary(root)?;
        let end = |name: &[u8]| root.get(name)?.as_reference().map(|id| shift.of(id));
        let (first, last) = (end(b"First")?, end(b"Last")?);
        self.bookmarks.count += root.get(b"Count")?.as_i64()?;
        self.first_bookmark.get_or_insert(first);
        Ok(Some((first, last)))
    }

    fn write(&mut self, id: ObjectId, object: &Object) -> Result<(), Error> {
        let place = self.out.len();
        if let Some(known) = self.places.get_mut(id.0 as usize - 1) {
            *known = Some(place);
        }
        self.out.extend(format!("{} {} obj\n", id.0, id.1).bytes());
        Writer::write_object(&mut self.out, object)?;
        self.out.extend(b"\nendobj\n");
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, Error> {
        let roots = self.roots;
        if let Some((id, bookmark)) = self.last_bookmark.take() {
            self.bookmarks.kids.push(Object::Reference(id));
            self.write(id, &Object::Dictionary(bookmark))?;
        }
        if let (Some(id), Some(first), Some(last)) = (
            roots.bookmarks,
            self.first_bookmark,
            self.bookmarks.kids.pop(),
        ) {
            let mut root = Dictionary::new();
            root.set("Type", "Outlines");
            root.set("First", first);
            root.set("Last", last);
            root.set("Count", self.bookmarks.count);
            self.catalog.set("Outlines", id);
            self.write(id, &root.into())?;
        }
        if let Some((id, mut metadata)) = self.metadata.take() {
            count_pages(&mut metadata, self.pages.count);
            self.write(id, &Object::Stream(metadata))?;
        }
        let mut pages = Dictionary::new();
        pages.set("Type", "Pages");
        pages.set("Count", self.pages.count);
        pages.set("Kids", std::mem::take(&mut self.pages.kids));
        self.write(roots.pages, &pages.into())?;
        let mut whole = std::mem::take(&mut self.whole);
        whole.set("K", std::mem::take(&mut self.whole_children));
        self.write(roots.whole, &whole.into())?;
        let mut structure = std::mem::take(&mut self.structure);
        let tree = |name: &str, list: Vec<Object>| {
            let mut tree = Dictionary::new();
            tree.set(name, list);
            tree
        };
        structure.set(
            "ParentTree",
            tree("Nums", std::mem::take(&mut self.parents)),
        );
        structure.set("ParentTreeNextKey", self.next_parent);
        if !self.names.is_empty() {
            structure.set("IDTree", tree("Names", std::mem::take(&mut self.names)));
        }
        self.write(roots.structure, &structure.into())?;
        let catalog = std::mem::take(&mut self.catalog);
        self.write(roots.catalog, &catalog.into())?;
        self.close()
    }

    /// The table of objects and the trailer.
    fn close(mut self) -> Result<Vec<u8>, Error> {
        let table = self.out.len();
        let size = self.places.len() + 1;
        self.out.extend(format!("xref\n0 {size}\n").bytes());
        // Numbers that nothing uses are a chain that begins and ends at zero.
        let free: Vec<usize> = (0..self.places.len())
            .filter(|at| self.places[*at].is_none())
            .map(|at| at + 1)
            .collect();
        let mut next_free = free.iter().copied().skip(1).chain([0]);
        let head = free.first().copied().unwrap_or(0);
        self.out.extend(format!("{head:010} 65535 f \n").bytes());
        for place in &self.places {
            let line = match place {
                Some(place) => format!("{place:010} 00000 n \n"),
                None => format!("{:010} 00000 f \n", next_free.next().unwrap_or(0)),
            };
            self.out.extend(line.bytes());
        }
        let size = i64::try_from(size).map_err(|_| Error::InvalidStream(String::new()))?;
        self.trailer.set("Size", size);
        self.out.extend(b"trailer\n");
        Writer::write_object(&mut self.out, &Object::Dictionary(self.trailer))?;
        self.out
            .extend(format!("\nstartxref\n{table}\n%%EOF").bytes());
        Ok(self.out)
    }
}

/// The metadata of the first part with the pages of the whole book.
fn count_pages(metadata: &mut Stream, pages: i64) {
    const BEGINS: &str = "<xmpTPg:NPages>";
    let text = String::from_utf8_lossy(&metadata.content).into_owned();
    let Some(at) = text.find(BEGINS).map(|at| at + BEGINS.len()) else {
        return;
    };
    let (before, after) = text.split_at(at);
    let rest = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
    metadata.set_content(format!("{before}{pages}{rest}").into_bytes());
}

impl Roots {
    fn of(document: &Document) -> Result<Self, Error> {
        let catalog = document.catalog()?;
        let structure = catalog.get(b"StructTreeRoot")?.as_reference()?;
        let kids = document.get_dictionary(structure)?.get(b"K")?.as_array()?;
        let whole = kids.first().ok_or(Error::DictKey("K".to_owned()))?;
        Ok(Self {
            catalog: document.trailer.get(b"Root")?.as_reference()?,
            pages: catalog.get(b"Pages")?.as_reference()?,
            bookmarks: catalog.get(b"Outlines").and_then(Object::as_reference).ok(),
            structure,
            whole: whole.as_reference()?,
        })
    }

    fn has(&self, id: ObjectId) -> bool {
        [self.catalog, self.pages, self.structure, self.whole].contains(&id)
            || self.bookmarks == Some(id)
    }
}

impl Shift {
    fn of(&self, id: ObjectId) -> ObjectId {
        let (from, to) = (&self.from, &self.to);
        let pairs = [
            (from.catalog, to.catalog),
            (from.pages, to.pages),
            (from.structure, to.structure),
            (from.whole, to.whole),
        ];
        let bookmarks = from.bookmarks.zip(to.bookmarks);
        pairs
            .into_iter()
            .chain(bookmarks)
            .find(|(old, _)| *old == id)
            .map_or((id.0 + self.base, id.1), |(_, new)| new)
    }

    fn apply(&self, object: &mut Object) {
        match object {
            Object::Reference(id) => *id = self.of(*id),
            Object::Array(items) => items.iter_mut().for_each(|item| self.apply(item)),
            Object::Dictionary(fields) => self.apply_to(fields),
            Object::Stream(stream) => self.apply_to(&mut stream.dict),
            _ => {}
        }
    }

    fn apply_to(&self, fields: &mut Dictionary) {
        let is_element = fields.has_type(b"StructElem");
        for (name, field) in fields.iter_mut() {
            match (name.as_slice(), &mut *field) {
                (b"StructParents" | b"StructParent", Object::Integer(key)) => *key += self.parents,
                // Cells of a table name the cells that head them.
                (b"ID", name) if is_element => self.name(name),
                (b"Headers", Object::Array(names)) => {
                    for name in names.iter_mut() {
                        self.name(name);
                    }
                }
                (_, field) => self.apply(field),
            }
        }
    }

    /// Names are unique within a part; with the part before them within the book, and still in order.
    fn name(&self, name: &mut Object) {
        if let Object::String(bytes, _) = name {
            let mut own = format!("{:06}-", self.part).into_bytes();
            own.append(bytes);
            *bytes = own;
        }
    }
}
