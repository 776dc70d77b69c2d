//! Finding dossiers as officers remember them (tìm hồ sơ), never more than one may see: the law stands in the question that
//! the index is asked, and each answer is held against it once more as the dossier is now.

use std::sync::Arc;

use super::dossier_words::{people, written};
use super::read_dossiers::Filter;
use super::{Office, Page, Viewer};
use crate::domain::dossier::Dossier;
use crate::domain::passage::{Passage, Source};
use crate::domain::status::Status;
use crate::domain::time::{Day, Moment};
use crate::kv::KvError;
use crate::search::dossiers::{Asked, DossierIndex, Find, FoundCodes, Place, passages};
use crate::store::{Load, dossiers::Summary};

/// Passages that are shown of one dossier.
const PASSAGES: usize = 2;

/// What somebody looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// What they remember.
    pub text: String,
    /// Only this status.
    pub status: Option<Status>,
    /// Only what was filed from this day on.
    pub since: Option<Day>,
    /// Only what was filed up to this day.
    pub until: Option<Day>,
}

impl Sought {
    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        let dated = self.since.is_some() || self.until.is_some();
        !dated && Asked::new(&self.text).is_empty()
    }
}

/// A dossier that was found, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDossier {
    /// What a list shows of it.
    pub summary: Summary,
    /// The applicant's name.
    pub applicant: Passage,
    /// The title of the procedure.
    pub title: Passage,
    /// Further passages with words that neither of the two has.
    pub passages: Vec<Passage>,
}

/// A page of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundPage {
    /// The best first, of equally good ones the newest.
    pub items: Vec<FoundDossier>,
    /// Where the next page begins.
    pub next: Option<Vec<u8>>,
    /// Nothing has all that was asked for; these have all but one of it.
    pub nearly: bool,
    /// The index is being made: only codes, numbers and beginnings of names are found.
    pub partly: bool,
}

impl Office {
    /// A page of the dossiers that this officer remembers and may see.
    pub fn find_dossiers(
        &self,
        viewer: &Viewer,
        sought: &Sought,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<FoundPage, KvError> {
        let asked = Asked::new(&sought.text);
        if sought.is_empty() || !viewer.is_officer() {
            return Ok(FoundPage::default());
        }
        let midnight = |day: Day| Moment::from_civil(day.at(0, 0, 0, 0));
        let end = |day: Day| midnight(day.tomorrow().unwrap_or(Day::MAX));
        let find = Find {
            asked: &asked,
            rule: viewer.sight().rule(),
            status: sought.status,
            holder: None,
            due_before: None,
            filed_from: sought.since.map(midnight),
            filed_before: sought.until.map(end),
            after: after.and_then(Place::from_bytes),
            limit,
        };
        let Some((index, found)) = self.ask_index(&find) else {
            return self.find_in_records(viewer, sought, &asked, after, limit);
        };
        let dossiers = self.still_seen(viewer, &found)?;
        let mut items = Vec::with_capacity(dossiers.len());
        for dossier in dossiers {
            items.push(self.with_passages(&dossier, &asked, Some(&index))?);
        }
        Ok(FoundPage {
            items,
            next: next(&found),
            nearly: found.nearly,
            partly: false,
        })
    }

    /// The page of a list that is narrowed by what somebody typed; `None` when the records have to be asked.
    pub(super) fn list_found(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        text: &str,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Option<Page>, KvError> {
        let asked = Asked::new(text);
        if asked.is_empty() {
            return Ok(None);
        }
        let find = Find {
            asked: &asked,
            rule: viewer.sight().rule(),
            status: filter.status,
            holder: filter.holder.as_deref(),
            due_before: filter.due_before,
            filed_from: None,
            filed_before: None,
            after: after.and_then(Place::from_bytes),
            limit,
        };
        let Some((_, found)) = self.ask_index(&find) else {
            return Ok(None);
        };
        let dossiers = self.still_seen(viewer, &found)?;
        Ok(Some(Page {
            items: dossiers.iter().map(Summary::of).collect(),
            next: next(&found),
        }))
    }

    /// What the index answers; `None` while none serves. One that fails is looked through before it serves again.
    fn ask_index(&self, find: &Find<'_>) -> Option<(Arc<DossierIndex>, FoundCodes)> {
        let index = self.dossier_search.serving()?;
        match index.find(find) {
            Ok(found) => Some((index, found)),
            Err(error) => {
                tracing::error!(%error, "chỉ mục hồ sơ hỏng, đang dựng lại");
                self.dossier_search.doubt();
                None
            }
        }
    }

    /// The dossiers as they are now: what went out of sight since the index was written is left out.
    fn still_seen(&self, viewer: &Viewer, found: &FoundCodes) -> Result<Vec<Dossier>, KvError> {
        self.kv.read(|view| {
            let mut dossiers = Vec::with_capacity(found.hits.len());
            for (_, code) in &found.hits {
                dossiers.extend(view.load::<Dossier>(code)?);
            }
            dossiers.retain(|dossier| viewer.may_see(dossier));
            Ok(dossiers)
        })
    }

    /// While the index is being made: codes, numbers, and beginnings of names, from the index rows of the records.
    fn find_in_records(
        &self,
        viewer: &Viewer,
        sought: &Sought,
        asked: &Asked,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<FoundPage, KvError> {
        let filter = Filter {
            status: sought.status,
            query: Some(sought.text.clone()).filter(|text| !text.trim().is_empty()),
            ..Filter::default()
        };
        let page = self.dossiers(viewer, &filter, after, limit)?;
        let filed = |summary: &&Summary| {
            let day = summary.submitted_at.day();
            sought.since.is_none_or(|since| since <= day)
                && sought.until.is_none_or(|until| day <= until)
        };
        let found = page.items.iter().filter(filed);
        Ok(FoundPage {
            items: found.map(|summary| named(summary, asked)).collect(),
            next: page.next,
            nearly: false,
            partly: true,
        })
    }

    /// With the words that were asked for; where the name and the title do not have all of them, with more of what was written.
    fn with_passages(
        &self,
        dossier: &Dossier,
        asked: &Asked,
        index: Option<&DossierIndex>,
    ) -> Result<FoundDossier, KvError> {
        let mut found = named(&Summary::of(dossier), asked);
        let shown = format!("{} {}", found.applicant.text, found.title.text);
        let total = passages::words(asked);
        if passages::answered(&shown, asked) >= total {
            return Ok(found);
        }
        let history = self.history(dossier, true, 0, usize::MAX)?;
        let history: Vec<_> = history.into_iter().map(|(_, event)| event).collect();
        let people = people(dossier).skip(1);
        let people = people.map(|(source, name)| (source, name.to_owned()));
        let attached = index.and_then(|index| index.attached(dossier.code.as_str()).ok());
        let attached = attached.unwrap_or_default().0.into_iter();
        let texts = people
            .chain(written(dossier, &history).into_iter().skip(1))
            .chain(attached.map(|(_, text)| (Source::Attachment, text)));
        // Those with the most of the words first; of equals the earlier, which is nearer to people.
        let mut texts: Vec<_> = texts
            .map(|(source, text)| (passages::answered(&text, asked), source, text))
            .filter(|(answered, ..)| *answered > 0)
            .collect();
        texts.sort_by_key(|(answered, ..)| std::cmp::Reverse(*answered));
        let mut seen = shown;
        for (_, source, text) in texts {
            let more = format!("{seen} {text}");
            let news = passages::answered(&more, asked) > passages::answered(&seen, asked);
            if news && found.passages.len() < PASSAGES {
                found
                    .passages
                    .extend(passages::excerpt(source, &text, asked));
                seen = more;
            }
        }
        Ok(found)
    }
}

fn named(summary: &Summary, asked: &Asked) -> FoundDossier {
    FoundDossier {
        applicant: passages::whole(Source::Applicant, &summary.applicant, asked),
        title: passages::whole(Source::Procedure, &summary.title, asked),
        summary: summary.clone(),
        passages: Vec::new(),
    }
}

fn next(found: &FoundCodes) -> Option<Vec<u8>> {
    let last = found.hits.last().filter(|_| found.more);
    last.map(|(place, _)| place.to_bytes())
}
