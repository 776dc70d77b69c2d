//! The index of the dossiers follows the journal: what was written is found within a second, and nothing is lost when the
//! machine stops, since each commit of the index says how far it has come.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use super::dossier_words::{files, written};
use super::{Declined, Office};
use crate::domain::dossier::Dossier;
use crate::domain::event::Event;
use crate::kv::{KvError, NEXT, STOP, Span, keys};
use crate::search::SearchError;
use crate::search::dossiers::{Attached, DossierIndex, Entry, Mark, pdf};
use crate::store::{self, Load, Subject};

/// Entries of the feed that are followed in one commit of the index.
const PIECE: usize = 2_000;
/// Dossiers that are read at a time for a new index.
const READ: usize = 500;

/// Why the index could not follow; the next round begins where it stopped.
#[derive(Debug)]
pub enum FollowError {
    /// The records could not be read.
    Store(KvError),
    /// The index could not be written.
    Index(SearchError),
}

impl std::fmt::Display for FollowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Index(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FollowError {}

impl From<KvError> for FollowError {
    fn from(error: KvError) -> Self {
        Self::Store(error)
    }
}

impl From<SearchError> for FollowError {
    fn from(error: SearchError) -> Self {
        Self::Index(error)
    }
}

impl From<FollowError> for Declined {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Store(error) => error.into(),
            FollowError::Index(error) => KvError::Panicked(error.to_string()).into(),
        }
    }
}

/// A dossier with what is said of it, as the index wants it.
struct Known {
    dossier: Dossier,
    texts: Vec<String>,
    attached: Attached,
}

impl Known {
    fn entry(&self) -> Entry<'_> {
        Entry {
            dossier: &self.dossier,
            texts: &self.texts,
            attached: &self.attached,
        }
    }
}

/// A new index that does not serve yet.
struct Built {
    generation: u64,
    index: DossierIndex,
    /// How many dossiers were read for it.
    done: u64,
}

impl Office {
    /// Brings the index of the dossiers up to what has happened. One that is missing, broken or of another journal is made
    /// anew; until then the records are asked. Answers how many dossiers were written. Blocking.
    pub fn follow_dossiers(&self) -> Result<u64, FollowError> {
        let _alone = self
            .following
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let search = &self.dossier_search;
        if search.is_trusted()
            && let Some(index) = search.newest()
        {
            return self.catch_up(&index).inspect_err(|_| search.doubt());
        }
        match search.newest() {
            Some(index) if index.is_sound() && self.belongs(&index)? => {
                let written = self.catch_up(&index)?;
                search.trust();
                Ok(written)
            }
            _ => {
                let built = self.build(&mut |_| {})?;
                self.show(built)
            }
        }
    }

    /// How many entries of the journal the index does not have yet; `None` while the records are asked instead of it.
    pub fn dossiers_behind(&self) -> Option<u64> {
        let followed = self.dossier_search.serving()?.mark()?.seq;
        let latest = self.kv.read(|view| store::latest_seq(view)).ok()?;
        Some(latest.saturating_sub(followed))
    }

    /// Makes the index of the dossiers anew from the records, beside the one that serves; answers how many it holds.
    /// Blocking.
    pub fn rebuild_dossier_search(
        &self,
        progress: &mut dyn FnMut(u64),
    ) -> Result<u64, FollowError> {
        let built = self.build(progress)?;
        let _alone = self
            .following
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.show(built)
    }

    /// Lets a new index serve, after it has caught up with what happened meanwhile.
    fn show(&self, built: Built) -> Result<u64, FollowError> {
        self.catch_up(&built.index)?;
        self.dossier_search
            .show(built.generation, Arc::new(built.index));
        Ok(built.done)
    }

    fn build(&self, progress: &mut dyn FnMut(u64)) -> Result<Built, FollowError> {
        let _alone = self
            .rebuilding
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (generation, index) = self.dossier_search.begin()?;
        let old = self.dossier_search.serving();
        // Whatever happens from here on is followed afterwards.
        let mark = self.kv.read(|view| {
            let seq = store::latest_seq(view)?;
            let entry = store::feed_mark(view, seq)?.unwrap_or_default();
            Ok(Mark { seq, entry })
        })?;
        let (mut after, mut done) = (None::<String>, 0);
        loop {
            let codes = self.codes_after(after.as_deref())?;
            let Some(last) = codes.last().cloned() else {
                break;
            };
            for code in codes {
                if let Some(known) = self.known(&code, old.as_deref())? {
                    index.stage(&known.entry())?;
                    done += 1;
                }
            }
            progress(done);
            after = Some(last);
        }
        index.put([], mark)?;
        Ok(Built {
            generation,
            index,
            done,
        })
    }

    /// Whether the index follows this very journal.
    fn belongs(&self, index: &DossierIndex) -> Result<bool, KvError> {
        let Some(mark) = index.mark() else {
            return Ok(false);
        };
        self.kv.read(|view| {
            let entry = store::feed_mark(view, mark.seq)?.unwrap_or_default();
            Ok(entry == mark.entry && mark.seq <= store::latest_seq(view)?)
        })
    }

    fn catch_up(&self, index: &DossierIndex) -> Result<u64, FollowError> {
        let mut seq = index.mark().map_or(0, |mark| mark.seq);
        let mut written = 0;
        loop {
            let (places, entry) = self.kv.read(|view| {
                let places = store::feed_places(view, seq, PIECE)?;
                let last = places.last().map_or(seq, |(_, seq)| *seq);
                Ok((places, store::feed_mark(view, last)?.unwrap_or_default()))
            })?;
            let Some((_, last)) = places.last() else {
                return Ok(written);
            };
            seq = *last;
            let codes: BTreeSet<String> = places
                .iter()
                .filter_map(|(subject, _)| subject.key::<Dossier>())
                .collect();
            let mut all = Vec::with_capacity(codes.len());
            for code in codes {
                all.extend(self.known(&code, Some(index))?);
            }
            index.put(all.iter().map(Known::entry), Mark { seq, entry })?;
            written += u64::try_from(all.len()).unwrap_or(u64::MAX);
        }
    }

    fn codes_after(&self, after: Option<&str>) -> Result<Vec<String>, KvError> {
        let span = match after {
            Some(code) => Span::all().after(keys::encode(&code)),
            None => Span::all(),
        };
        let mut codes = Vec::with_capacity(READ);
        self.kv.read(|view| {
            view.scan(store::spaces::DOSSIERS, &span, &mut |key, _| {
                codes.extend(keys::decode::<String>(key).ok());
                Ok(if codes.len() < READ { NEXT } else { STOP })
            })
        })?;
        Ok(codes)
    }

    /// A dossier as it is now, with the words of its files: those that `old` knows are not read again.
    fn known(&self, code: &str, old: Option<&DossierIndex>) -> Result<Option<Known>, FollowError> {
        let read = self.kv.read(|view| {
            let Some(dossier) = view.load::<Dossier>(&code.to_owned())? else {
                return Ok(None);
            };
            let subject = Subject::record(&dossier);
            let entries = store::history(view, &subject, 0, usize::MAX)?;
            let history: Result<Vec<Event>, KvError> =
                entries.iter().map(store::Entry::event).collect();
            Ok(Some((dossier, history?)))
        });
        let (dossier, history) = match read {
            Ok(Some(read)) => read,
            Ok(None) => return Ok(None),
            Err(error) => {
                // One damaged record is the self-check's to tell; the others are still found.
                tracing::warn!(%error, code, "hồ sơ không đọc được nên không tìm được");
                return Ok(None);
            }
        };
        let attached = self.attached(&dossier, &history, old)?;
        let texts = written(&dossier, &history);
        let texts = texts.into_iter().map(|(_, text)| text).collect();
        Ok(Some(Known {
            dossier,
            texts,
            attached,
        }))
    }

    /// The words of the dossier's PDF files.
    fn attached(
        &self,
        dossier: &Dossier,
        history: &[Event],
        old: Option<&DossierIndex>,
    ) -> Result<Attached, SearchError> {
        let readable = |file: &&&crate::domain::dossier::FileRef| {
            file.media_type == "application/pdf" && file.size <= pdf::LARGEST
        };
        let files = files(dossier, history);
        let files: Vec<_> = files.iter().filter(readable).collect();
        if files.is_empty() {
            return Ok(Attached::default());
        }
        let read = match old {
            Some(index) => index.attached(dossier.code.as_str())?,
            None => Attached::default(),
        };
        let texts = files.into_iter().map(|file| {
            let text = match read.text(&file.sha256) {
                Some(text) => text.to_owned(),
                // A file that is damaged or missing is the scrubbing's to tell.
                None => self
                    .files
                    .read(&file.sha256)
                    .map(pdf::text)
                    .unwrap_or_default(),
            };
            (file.sha256.clone(), text)
        });
        Ok(Attached(texts.collect()))
    }
}
