//! One index of the dossiers, written in commits that say how far the journal was followed.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::collector::TopDocs;
use tantivy::directory::MmapDirectory;
use tantivy::schema::{Field, Value};
use tantivy::{
    Index, IndexReader, IndexWriter, Order, ReloadPolicy, TantivyDocument, TantivyError, Term,
};

use super::fields::{Attached, Entry, Fields, ORDER, document, schema};
use super::scope::is;
use crate::search::SearchError;

/// Memory of the writer, in bytes.
const WRITER_BYTES: usize = 24_000_000;

pub(super) type Answer<T> = Result<T, SearchError>;

/// How far an index follows the journal, and a checksum of the entry there: another office's journal, or one that was
/// restored, has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Place of the last entry of the feed that is in the index.
    pub seq: u64,
    /// Checksum of that entry; 0 where the feed is empty.
    pub entry: u32,
}

impl Mark {
    fn written(self) -> String {
        format!("{} {}", self.seq, self.entry)
    }

    fn read(text: &str) -> Option<Self> {
        let (seq, entry) = text.split_once(' ')?;
        Some(Self {
            seq: seq.parse().ok()?,
            entry: entry.parse().ok()?,
        })
    }
}

/// An index of the dossiers.
pub struct DossierIndex {
    index: Index,
    pub(super) fields: Fields,
    order: Field,
    pub(super) reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
}

impl std::fmt::Debug for DossierIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DossierIndex")
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

impl DossierIndex {
    /// A new one in an empty folder.
    pub(super) fn create(dir: &Path) -> Answer<Self> {
        Self::with(Index::create_in_dir(dir, schema().0)?)
    }

    /// A new one in memory.
    pub(super) fn in_ram() -> Answer<Self> {
        Self::with(Index::create_in_ram(schema().0))
    }

    /// The one in this folder, when it was completed once.
    pub(super) fn open(dir: &Path) -> Answer<Self> {
        let index = Index::open(MmapDirectory::open(dir)?)?;
        if index.schema() != schema().0 {
            return Err(TantivyError::SchemaError("another schema".to_owned()).into());
        }
        let opened = Self::with(index)?;
        match opened.mark() {
            Some(_) => Ok(opened),
            None => Err(TantivyError::InternalError("never completed".to_owned()).into()),
        }
    }

    fn with(index: Index) -> Answer<Self> {
        let (schema, fields) = schema();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(16)
            .try_into()?;
        Ok(Self {
            order: schema.get_field(ORDER)?,
            index,
            fields,
            reader,
            writer: Mutex::default(),
        })
    }

    /// How many dossiers it holds.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// How far it follows the journal; `None` while it was never completed.
    pub fn mark(&self) -> Option<Mark> {
        Mark::read(&self.index.load_metas().ok()?.payload?)
    }

    /// Whether every byte of it is as it was written. Reads all of it.
    pub fn is_sound(&self) -> bool {
        let damaged = self.index.validate_checksum();
        damaged.is_ok_and(|damaged| damaged.is_empty())
    }

    /// Puts dossiers in place of what it knew of them, and then says that it follows the journal as far as `mark`: both or
    /// nothing, whenever the machine stops.
    pub fn put<'a>(&self, entries: impl IntoIterator<Item = Entry<'a>>, mark: Mark) -> Answer<()> {
        self.writing(|writer| {
            for entry in entries {
                self.add(writer, &entry, true)?;
            }
            commit(writer, mark)
        })?;
        Ok(self.reader.reload()?)
    }

    /// Adds a dossier that it does not have yet; it shows with the next [`DossierIndex::put`].
    pub fn stage(&self, entry: &Entry<'_>) -> Answer<()> {
        self.writing(|writer| self.add(writer, entry, false))
    }

    fn add(&self, writer: &IndexWriter, entry: &Entry<'_>, replaces: bool) -> Answer<()> {
        if replaces {
            let code = entry.dossier.code.as_str();
            writer.delete_term(Term::from_field_text(self.fields.code, code));
        }
        writer.add_document(document(&self.fields, self.order, entry))?;
        Ok(())
    }

    /// Whatever fails, the next attempt begins with a new writer after the last commit.
    fn writing(&self, write: impl FnOnce(&mut IndexWriter) -> Answer<()>) -> Answer<()> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, WRITER_BYTES)?,
        };
        write(&mut writer)?;
        *held = Some(writer);
        Ok(())
    }

    /// What was read from the files of a dossier.
    pub fn attached(&self, code: &str) -> Answer<Attached> {
        let searcher = self.reader.searcher();
        let found = searcher.search(
            &is(self.fields.code, code),
            &TopDocs::with_limit(1).order_by_u64_field(ORDER, Order::Desc),
        )?;
        let Some((_, address)) = found.first() else {
            return Ok(Attached::default());
        };
        let document: TantivyDocument = searcher.doc(*address)?;
        let kept = document.get_first(self.fields.attached);
        let kept = kept.and_then(|value| value.as_bytes());
        Ok(kept
            .and_then(|json| serde_json::from_slice(json).ok())
            .unwrap_or_default())
    }
}

fn commit(writer: &mut IndexWriter, mark: Mark) -> Answer<()> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&mark.written());
    commit.commit()?;
    Ok(())
}
