//! Reading dossiers: one, a list, its history and files; never more than one may see.

use super::walk::{Page, Stretch, walk};
use super::work_lists::{audiences, held_by, newest_first, pile_rows};
use super::{Decline, Declined, Office, Viewer};
use crate::domain::{
    audit::Deed,
    dossier::{Dossier, FileRef},
    event::Event,
    fold::fold,
    pile::Pile,
    status::Status,
    time::Moment,
};
use crate::kv::{KvError, keys};
use crate::store::audience::Audience;
use crate::store::{
    self, Load, Subject,
    dossiers::{Summary, name_key},
    papers::Upload,
    spaces,
};

/// Which dossiers a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this status.
    pub status: Option<Status>,
    /// Only what this officer holds.
    pub holder: Option<String>,
    /// Only what is due before this moment.
    pub due_before: Option<Moment>,
    /// What is remembered of it: see [`super::find_dossiers`]. Without the index: code, telephone, identity number, or the
    /// beginning of a name.
    pub query: Option<String>,
}

impl Office {
    /// A dossier, if this person may see it.
    pub fn dossier(&self, viewer: &Viewer, code: &str) -> Result<Option<Dossier>, KvError> {
        let dossier = self
            .kv
            .read(|view| view.load::<Dossier>(&code.to_owned()))?;
        Ok(dossier.filter(|dossier| viewer.may_see(dossier)))
    }

    /// A page of the dossiers this person may see, after the position given.
    pub fn dossiers(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Page, KvError> {
        let citizen = !viewer.is_officer();
        let query = filter.query.as_deref().map(fold);
        let named = |summary: &Summary| {
            !citizen
                || query.as_ref().is_none_or(|query| {
                    fold(&summary.title).contains(query.as_str())
                        || fold(&summary.applicant).contains(query.as_str())
                })
        };
        let fits = |summary: &Summary| {
            filter.status.is_none_or(|status| summary.status == status)
                && filter
                    .holder
                    .as_ref()
                    .is_none_or(|holder| summary.holder.as_ref() == Some(holder))
                && filter
                    .due_before
                    .is_none_or(|before| summary.due_at.is_some_and(|due| due < before))
        };
        if let Some(code) = filter.query.as_deref().map(str::trim)
            && let Some(dossier) = self.dossier(viewer, &code.to_uppercase())?
        {
            let items = [Summary::of(&dossier)].into_iter().filter(fits).collect();
            return Ok(Page { items, next: None });
        }
        if !citizen
            && let Some(text) = &filter.query
            && let Some(page) = self.list_found(viewer, filter, text, after, limit)?
        {
            return Ok(page);
        }
        let stretches = stretches(viewer, filter);
        let fits = |summary: &Summary| fits(summary) && named(summary);
        self.kv
            .read(|view| walk(view, &stretches, viewer.sight(), after, limit, &fits))
    }

    /// History lines of a dossier after the `after`-th, oldest first; citizens do not see internal ones.
    /// With each line comes its position.
    pub fn history(
        &self,
        dossier: &Dossier,
        internal: bool,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Event)>, KvError> {
        let subject = Subject::record(dossier);
        let mut lines = Vec::new();
        let mut from = after;
        // Hidden lines take no room on a page, so a page may need more than one look.
        while lines.len() < limit {
            let wanted = limit - lines.len();
            let entries = self
                .kv
                .read(|view| store::history(view, &subject, from, wanted))?;
            let last = entries.len() < wanted;
            for entry in entries {
                from = entry.seq;
                let event = entry.event::<Event>()?;
                if internal || !event.happening.is_internal() {
                    lines.push((entry.seq, event));
                }
            }
            if last {
                break;
            }
        }
        Ok(lines)
    }

    /// What happened to a dossier after the version that somebody saw, oldest first.
    pub fn changes_since(
        &self,
        dossier: &Dossier,
        internal: bool,
        version: u64,
    ) -> Result<Vec<Event>, KvError> {
        let all = self.history(dossier, internal, 0, usize::MAX)?;
        let newer = all.into_iter().map(|(_, event)| event);
        Ok(newer.filter(|event| event.version > version).collect())
    }

    /// A file of a dossier, if this person may see the dossier and the part of it that names the file.
    pub async fn open_file(
        &self,
        viewer: &Viewer,
        code: &str,
        id: &str,
        now: Moment,
    ) -> Result<FileRef, Declined> {
        viewer.must_read_dossiers()?;
        let dossier = self.dossier(viewer, code)?.ok_or(Decline::NotFound)?;
        let file = self.file_of(viewer, &dossier, id)?;
        self.note_reading(viewer, Deed::FileRead, &dossier, Some(id), now)
            .await?;
        Ok(file)
    }

    fn file_of(&self, viewer: &Viewer, dossier: &Dossier, id: &str) -> Result<FileRef, Declined> {
        let upload = self
            .kv
            .read(|view| view.load::<Upload>(&id.to_owned()))?
            .filter(|upload| {
                upload
                    .used_by
                    .iter()
                    .any(|used| used == dossier.code.as_str())
            })
            .ok_or(Decline::NotFound)?;
        if !viewer.is_officer() {
            let issued = matches!(dossier.status, Status::Finished | Status::Returned);
            let in_papers = dossier
                .papers
                .iter()
                .any(|paper| paper.file.as_ref().is_some_and(|file| file.id == id));
            let in_result = issued
                && dossier
                    .outcome
                    .as_ref()
                    .and_then(|outcome| outcome.file.as_ref())
                    .is_some_and(|file| file.id == id);
            let in_messages = self
                .history(dossier, false, 0, usize::MAX)?
                .iter()
                .any(|(_, event)| event.happening.file().is_some_and(|file| file.id == id));
            if !(in_papers || in_result || in_messages) {
                return Err(Decline::NotFound.into());
            }
        }
        Ok(upload.file)
    }
}

/// The indices that serve a filter best.
fn stretches(viewer: &Viewer, filter: &Filter) -> Vec<Stretch> {
    if !viewer.is_officer() {
        let own = keys::encode(&viewer.username());
        return vec![Stretch::of_summaries(spaces::DOSSIERS_BY_OWNER, own)];
    }
    let query = filter.query.as_deref().map(str::trim);
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        let digits: String = query
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '.')
            .collect();
        let number = digits.len() >= 6 && digits.chars().all(|c| c.is_ascii_digit());
        return vec![if number {
            let prefix = keys::encode(&digits);
            Stretch::of_codes(spaces::DOSSIERS_BY_CONTACT, prefix, |place| {
                keys::decode::<String>(place).ok()
            })
        } else {
            let prefix = keys::open_text(&name_key(query));
            Stretch::of_codes(spaces::DOSSIERS_BY_NAME, prefix, |place| {
                // What is left of the name, then the code.
                let names = keys::decode::<(String, String)>(place).ok();
                names.map(|(_, code)| code)
            })
        }];
    }
    if let Some(holder) = &filter.holder {
        return vec![held_by(holder, None)];
    }
    // What was never received has no due date.
    let dated = |status: &Status| !matches!(status, Status::Registered | Status::Refused);
    let (statuses, range): (Vec<Status>, _) = match (filter.status, filter.due_before) {
        (Some(status), _) => (vec![status], None),
        (None, Some(before)) => (
            Status::ALL.into_iter().filter(dated).collect(),
            Some((Moment::MIN, before)),
        ),
        (None, None) => return vec![newest_first()],
    };
    let rows = |status: Status| {
        let pile = Pile::In(status);
        let whose = if status.is_closed() {
            vec![Audience::Office]
        } else {
            audiences(viewer.sight(), pile)
        };
        whose
            .into_iter()
            .map(move |audience| pile_rows(audience, pile, range))
            .collect::<Vec<_>>()
    };
    statuses.into_iter().flat_map(rows).collect()
}
