//! The full text of the catalogue: opened, filled, kept up to date.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

use super::catalogue_fields::{EPOCH, Fields, document, schema};
use super::contents::Contents;
use super::synonyms::Synonyms;
use super::usage::Usage;
use crate::domain::expressions::Expressions;
use crate::domain::procedure::Procedure;

/// Memory of the writer while it writes, in bytes: the least that tantivy accepts. It is given back afterwards.
const WRITER_BYTES: usize = 15_000_000;

/// The index of the catalogue; may be deleted at any time and filled again from the records.
pub struct CatalogueIndex {
    index: Index,
    pub(super) fields: Fields,
    pub(super) reader: IndexReader,
    contents: RwLock<Arc<Contents>>,
    /// What the office adds to the shipped expressions.
    own: RwLock<Expressions>,
    pub(super) usage: RwLock<Arc<Usage>>,
    /// One writer at a time.
    writing: Mutex<()>,
}

impl std::fmt::Debug for CatalogueIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CatalogueIndex")
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

/// The search with other expressions, without anybody else noticing.
#[derive(Debug)]
pub struct Trial(pub(super) Contents);

/// The index could not be read or written; the records are not touched by it.
#[derive(Debug)]
pub struct SearchError(TantivyError);

impl std::fmt::Display for SearchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "search index: {}", self.0)
    }
}

impl std::error::Error for SearchError {}

impl<E: Into<TantivyError>> From<E> for SearchError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

pub(super) type Answer<T> = Result<T, SearchError>;

impl CatalogueIndex {
    /// Opens the index below this directory. One that is missing, broken or of another epoch is made anew, empty; see
    /// [`CatalogueIndex::mark`] for how the caller notices.
    pub fn open(dir: &Path) -> Answer<Self> {
        let own = dir.join(format!("catalogue-{EPOCH}"));
        remove_other_epochs(dir, &own);
        if let Ok(index) = Self::open_existing(&own) {
            return Ok(index);
        }
        if own.exists() {
            fs::remove_dir_all(&own)?;
        }
        fs::create_dir_all(&own)?;
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(&own)?;
        Self::with(Index::open_or_create(directory, schema)?, fields)
    }

    fn open_existing(dir: &Path) -> Answer<Self> {
        let (wanted, fields) = schema();
        let index = Index::open_in_dir(dir)?;
        if index.schema() != wanted {
            return Err(TantivyError::SchemaError("another schema".to_owned()).into());
        }
        let damaged = index.validate_checksum()?;
        if !damaged.is_empty() {
            return Err(TantivyError::InternalError("damaged files".to_owned()).into());
        }
        Self::with(index, fields)
    }

    /// An empty index in memory, for tests.
    pub fn in_ram() -> Answer<Self> {
        let (schema, fields) = schema();
        Self::with(Index::create_in_ram(schema), fields)
    }

    fn with(index: Index, fields: Fields) -> Answer<Self> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(16)
            .try_into()?;
        let opened = Self {
            index,
            fields,
            reader,
            contents: RwLock::default(),
            own: RwLock::default(),
            usage: RwLock::default(),
            writing: Mutex::new(()),
        };
        opened.refresh()?;
        Ok(opened)
    }

    /// How many procedures it holds.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// The mark that the last writer left: which state of the records the index shows. `None` when it was never filled.
    pub fn mark(&self) -> Option<u64> {
        self.index.load_metas().ok()?.payload?.parse().ok()
    }

    /// Empties the index and fills it with these, in one commit; the old content serves until then.
    pub fn replace_all<'a>(
        &self,
        procedures: impl IntoIterator<Item = &'a Procedure>,
        mark: u64,
    ) -> Answer<()> {
        self.write(mark, |writer| {
            writer.delete_all_documents()?;
            for procedure in procedures {
                writer.add_document(document(&self.fields, procedure))?;
            }
            Ok(())
        })
    }

    /// Adds these or puts them in place of those with the same codes, in one commit.
    pub fn upsert<'a>(
        &self,
        procedures: impl IntoIterator<Item = &'a Procedure>,
        mark: u64,
    ) -> Answer<()> {
        self.write(mark, |writer| {
            for procedure in procedures {
                writer.delete_term(self.code_term(procedure.code.as_str()));
                writer.add_document(document(&self.fields, procedure))?;
            }
            Ok(())
        })
    }

    /// Takes the procedures with these codes out, in one commit.
    pub fn remove<'a>(&self, codes: impl IntoIterator<Item = &'a str>, mark: u64) -> Answer<()> {
        self.write(mark, |writer| {
            for code in codes {
                writer.delete_term(self.code_term(code));
            }
            Ok(())
        })
    }

    fn write(&self, mark: u64, fill: impl FnOnce(&mut IndexWriter) -> Answer<()>) -> Answer<()> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
        fill(&mut writer)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&mark.to_string());
        commit.commit()?;
        // The writer's threads and memory go with it.
        writer.wait_merging_threads()?;
        self.refresh()
    }

    /// Shows what was committed.
    fn refresh(&self) -> Answer<()> {
        self.reader.reload()?;
        let own = self
            .own
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let contents = self.understood(&own)?;
        *self
            .contents
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(contents);
        Ok(())
    }

    /// The catalogue as it is understood with these expressions beside the shipped ones.
    fn understood(&self, own: &Expressions) -> Answer<Contents> {
        let synonyms = Synonyms::with(own);
        Contents::of(&self.reader.searcher(), &self.fields, synonyms)
    }

    /// Understands these expressions besides the shipped ones from now on.
    pub fn understand(&self, own: Expressions) -> Answer<()> {
        let same = *self.own.read().unwrap_or_else(PoisonError::into_inner) == own;
        if same {
            return Ok(());
        }
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = own;
        self.refresh()
    }

    /// The search as it would be with these expressions, to be tried out.
    pub fn trial(&self, own: &Expressions) -> Answer<Trial> {
        Ok(Trial(self.understood(own)?))
    }

    /// Lets what the office really receives raise a result: how often each procedure was asked for.
    pub fn prefer(&self, usage: Usage) {
        *self.usage.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(usage);
    }

    pub(super) fn contents(&self) -> Arc<Contents> {
        self.contents
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn code_term(&self, code: &str) -> Term {
        Term::from_field_text(self.fields.code, &code.to_ascii_lowercase())
    }
}

fn remove_other_epochs(dir: &Path, own: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let ours = entry
            .file_name()
            .to_string_lossy()
            .starts_with("catalogue-");
        if ours && path != own {
            // Left behind by another version; nothing depends on its removal.
            let _ = fs::remove_dir_all(path);
        }
    }
}
