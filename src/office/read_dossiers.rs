//! Reading dossiers: one, a list, its history, its slips and files; never more than one may see.

use super::{Decline, Declined, Office, Viewer, issue_receipt};
use crate::domain::{
    audit::Deed,
    dossier::{Dossier, FileRef},
    event::Event,
    fold::fold,
    slip::{Slip, SlipKind},
    status::Status,
    time::Moment,
    workflow::StepKind,
};
use crate::kv::{KvError, NEXT, STOP, Space, Span, keys};
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
    /// Only what is at this step.
    pub step: Option<StepKind>,
    /// Only what this officer holds.
    pub holder: Option<String>,
    /// Only what is due before this moment.
    pub due_before: Option<Moment>,
    /// Code, telephone, identity number, or the beginning of a name.
    pub query: Option<String>,
    /// Only what the citizen asks to withdraw.
    pub withdrawal_asked: bool,
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Dossiers, in the list's order.
    pub items: Vec<Summary>,
    /// Where the next page begins.
    pub next: Option<Vec<u8>>,
}

/// Rows looked at for one page at most, however few of them match.
const LOOK: usize = 5_000;

/// How an index is walked.
enum Walk {
    /// Rows carry the summary.
    Rich(Space, Span),
    /// Rows carry only the code, last in their key after the parts given.
    Bare(Space, Span, fn(&[u8]) -> Option<String>),
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
        let citizen = (!viewer.is_officer()).then(|| viewer.username());
        let query = filter.query.as_deref().map(fold);
        let fits = |summary: &Summary| {
            filter.status.is_none_or(|status| summary.status == status)
                && filter.step.is_none_or(|step| summary.step.kind() == step)
                && filter
                    .holder
                    .as_ref()
                    .is_none_or(|holder| summary.holder.as_ref() == Some(holder))
                && filter
                    .due_before
                    .is_none_or(|before| summary.due_at.is_some_and(|due| due < before))
                && (!filter.withdrawal_asked || summary.withdrawal_asked)
        };
        if let Some(code) = filter.query.as_deref().map(str::trim)
            && let Some(dossier) = self.dossier(viewer, &code.to_uppercase())?
        {
            let items = [Summary::of(&dossier)].into_iter().filter(fits).collect();
            return Ok(Page { items, next: None });
        }
        let walk = walk(filter, citizen);
        let named = |summary: &Summary| {
            citizen.is_none()
                || query.as_ref().is_none_or(|query| {
                    fold(&summary.title).contains(query.as_str())
                        || fold(&summary.applicant).contains(query.as_str())
                })
        };
        self.kv.read(|view| {
            let mut page = Page::default();
            let mut last: Option<Vec<u8>> = None;
            let mut looked = 0;
            let mut full = false;
            let mut cut = None;
            let mut take = |key: &[u8], summary: Summary| {
                looked += 1;
                if page.items.len() == limit || looked > LOOK {
                    full = true;
                    return STOP;
                }
                last = Some(key.to_vec());
                if fits(&summary) && named(&summary) {
                    page.items.push(summary);
                }
                NEXT
            };
            let from = |span: Span| match after {
                Some(key) => span.after(key.to_vec()),
                None => span,
            };
            match walk {
                Walk::Rich(space, span) => view.scan(space, &from(span), &mut |key, value| {
                    let summary = store::summary(space, key, value)?;
                    Ok(take(key, summary))
                })?,
                Walk::Bare(space, span, code) => {
                    let mut keys = Vec::new();
                    let most = LOOK.min(limit * 8 + 1);
                    view.scan(space, &from(span.limit(most)), &mut |key, _| {
                        keys.push(key.to_vec());
                        Ok(NEXT)
                    })?;
                    // Rows that were not looked at for want of room are the next page's.
                    cut = keys.last().filter(|_| keys.len() == most).cloned();
                    for key in keys {
                        let Some(code) = code(&key) else { continue };
                        let Some(dossier) = view.load::<Dossier>(&code)? else {
                            continue;
                        };
                        if take(&key, Summary::of(&dossier)) == STOP {
                            break;
                        }
                    }
                }
            }
            page.next = if full { last } else { cut };
            Ok(page)
        })
    }

    /// How many dossiers are in a status, counted up to `most`.
    pub fn count_status(&self, status: Status, most: usize) -> Result<usize, KvError> {
        let span = Span::prefix(keys::encode(&status.code())).limit(most);
        self.count(spaces::DOSSIERS_BY_STATUS, &span)
    }

    /// How many dossiers an officer holds, counted up to `most`.
    pub fn count_held(&self, username: &str, most: usize) -> Result<usize, KvError> {
        let span = Span::prefix(keys::encode(&username)).limit(most);
        self.count(spaces::DOSSIERS_BY_HOLDER, &span)
    }

    fn count(&self, space: Space, span: &Span) -> Result<usize, KvError> {
        self.kv.read(|view| {
            let mut count = 0;
            view.scan(space, span, &mut |_, _| {
                count += 1;
                Ok(NEXT)
            })?;
            Ok(count)
        })
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

    /// The newest slip of a kind that was issued on a dossier.
    pub fn slip(&self, dossier: &Dossier, kind: SlipKind) -> Result<Option<Slip>, KvError> {
        self.kv
            .read(|view| issue_receipt::newest(view, dossier.code.as_str(), kind))
    }

    /// A file of a dossier, if this person may see the dossier and the part of it that names the file.
    pub async fn open_file(
        &self,
        viewer: &Viewer,
        code: &str,
        id: &str,
        now: Moment,
    ) -> Result<FileRef, Declined> {
        let dossier = self.dossier(viewer, code)?.ok_or(Decline::NotFound)?;
        let file = self.file_of(viewer, &dossier, id)?;
        self.note_reading(viewer, Deed::FileRead, &dossier, Some(id), now)
            .await?;
        Ok(file)
    }

    fn file_of(&self, viewer: &Viewer, dossier: &Dossier, id: &str) -> Result<FileRef, Declined> {
        if viewer.sees_masked() {
            return Err(Decline::NotFound.into());
        }
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

/// The index that serves a filter best.
fn walk(filter: &Filter, citizen: Option<&str>) -> Walk {
    if let Some(username) = citizen {
        let span = Span::prefix(keys::encode(&username));
        return Walk::Rich(spaces::DOSSIERS_BY_OWNER, span);
    }
    if let Some(query) = filter
        .query
        .as_deref()
        .filter(|query| !query.trim().is_empty())
    {
        let digits: String = query
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '.')
            .collect();
        if digits.len() >= 6 && digits.chars().all(|c| c.is_ascii_digit()) {
            let span = Span::prefix(keys::encode(&digits));
            return Walk::Bare(spaces::DOSSIERS_BY_CONTACT, span, last_of_two);
        }
        let span = Span::prefix(keys::open_text(&name_key(query)));
        return Walk::Bare(spaces::DOSSIERS_BY_NAME, span, last_of_two);
    }
    if let Some(holder) = &filter.holder {
        let span = Span::prefix(keys::encode(&holder.as_str()));
        return Walk::Rich(spaces::DOSSIERS_BY_HOLDER, span);
    }
    if let Some(status) = filter.status {
        let span = Span::prefix(keys::encode(&status.code()));
        return Walk::Rich(spaces::DOSSIERS_BY_STATUS, span);
    }
    if filter.due_before.is_some() || filter.withdrawal_asked {
        return Walk::Rich(spaces::DOSSIERS_BY_STATUS, Span::all());
    }
    Walk::Bare(spaces::DOSSIERS_BY_TIME, Span::all(), |key| {
        keys::decode::<(crate::kv::keys::Desc<i64>, String)>(key)
            .ok()
            .map(|(_, code)| code)
    })
}

fn last_of_two(key: &[u8]) -> Option<String> {
    keys::decode::<(String, String)>(key)
        .ok()
        .map(|(_, code)| code)
}
