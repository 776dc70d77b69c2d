//! Links for schools, hospitals and heads of villages (liên kết điền sẵn): making one, closing it, and what it fills in.

use std::collections::BTreeMap;

use super::{Decline, Declined, Office, Viewer, random};
use crate::domain::audit::{Deed, Trace};
use crate::domain::fault::Fault;
use crate::domain::prefill::PrefillLink;
use crate::domain::text::Line;
use crate::domain::time::{Day, Moment};
use crate::kv::{
    KvError, Span, Tx,
    keys::{self, Desc},
};
use crate::store::{Load, Save, audit, spaces};

/// Links that are listed.
const LISTED: usize = 300;

/// A link holds for two years at most: offices and forms change.
const LONGEST_DAYS: i64 = 731;

/// Most that a link fills in, in bytes: a draft holds it twice, with room for what is typed besides.
const LARGEST: usize = 10_000;

/// A link to be made.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Code of the procedure.
    pub procedure: String,
    /// To whom it is given.
    pub body: Line,
    /// What it fills in, by field, as it would be typed.
    pub values: BTreeMap<String, String>,
    /// The last day.
    pub until: Day,
}

impl Office {
    /// Makes a link; whoever works on dossiers may.
    pub async fn make_prefill_link(
        &self,
        viewer: &Viewer,
        new: NewLink,
        now: Moment,
    ) -> Result<PrefillLink, Declined> {
        must_work_here(viewer)?;
        let procedure = self.procedure(&new.procedure)?;
        let Some(procedure) = procedure.filter(|known| !known.internal) else {
            return Err(Decline::field("procedure", Fault::UnknownProcedure).into());
        };
        if new.until < now.day() {
            return Err(Decline::field("until", Fault::DueNotAfter).into());
        }
        if new.until > now.plus_seconds(LONGEST_DAYS * 86_400).day() {
            return Err(Decline::field("until", Fault::OutOfRange).into());
        }
        let length = |value: &String| value.len();
        if new.values.values().map(length).sum::<usize>() > LARGEST {
            let longest = new.values.iter().max_by_key(|(_, value)| length(value));
            let field = longest.map_or("body", |(name, _)| name.as_str());
            return Err(Decline::field(field, Fault::TooLong).into());
        }
        let link = PrefillLink {
            id: random::clear(12),
            procedure: procedure.code.to_string(),
            title: procedure.name.clone(),
            body: new.body,
            values: new.values,
            by: viewer.user().username.clone(),
            made_at: now,
            until: new.until,
            closed_at: None,
        };
        let trace = Trace::new(&viewer.by(), Deed::PrefillLinkChanged, now);
        let trace = trace.on(link.id.as_str()).detail("make");
        self.kv
            .write(move |tx: &mut Tx| -> Result<PrefillLink, Declined> {
                tx.save_new(&link)?;
                audit::write(tx, &trace)?;
                Ok(link.clone())
            })
            .await
    }

    /// Closes a link: from now on it fills nothing in.
    pub async fn close_prefill_link(
        &self,
        viewer: &Viewer,
        id: &str,
        now: Moment,
    ) -> Result<PrefillLink, Declined> {
        must_work_here(viewer)?;
        let (id, by) = (id.to_owned(), viewer.by());
        self.kv
            .write(move |tx: &mut Tx| -> Result<PrefillLink, Declined> {
                let mut link = tx.load::<PrefillLink>(&id)?.ok_or(Decline::NotFound)?;
                if link.closed_at.is_none() {
                    link.closed_at = Some(now);
                    tx.save(&link)?;
                    let trace = Trace::new(&by, Deed::PrefillLinkChanged, now);
                    audit::write(tx, &trace.on(id.as_str()).detail("close"))?;
                }
                Ok(link)
            })
            .await
    }

    /// The links, the newest first.
    pub fn prefill_links(&self, viewer: &Viewer) -> Result<Vec<PrefillLink>, Declined> {
        must_work_here(viewer)?;
        Ok(self.kv.read(|view| {
            let mut links = Vec::new();
            for (key, _) in view.rows(spaces::PREFILL_LINKS_BY_TIME, &Span::all().limit(LISTED))? {
                let (_, id) = keys::decode::<(Desc<i64>, String)>(&key).map_err(|error| {
                    KvError::unreadable(spaces::PREFILL_LINKS_BY_TIME, &key, error)
                })?;
                links.extend(view.load::<PrefillLink>(&id)?);
            }
            Ok(links)
        })?)
    }

    /// A link, to be shown to an officer.
    pub fn prefill_link(&self, viewer: &Viewer, id: &str) -> Result<PrefillLink, Declined> {
        must_work_here(viewer)?;
        let link = self
            .kv
            .read(|view| view.load::<PrefillLink>(&id.to_owned()))?;
        link.ok_or_else(|| Decline::NotFound.into())
    }

    /// What stands in the address of a link.
    pub fn prefill_token(&self, link: &PrefillLink) -> String {
        self.seal.link_token(&link.id)
    }

    /// The link behind a token, if the office signed it and it still fills something in.
    pub fn open_prefill_link(
        &self,
        token: &str,
        today: Day,
    ) -> Result<Option<PrefillLink>, KvError> {
        let Some(id) = self.seal.link_in(token) else {
            return Ok(None);
        };
        let link = self.kv.read(|view| view.load::<PrefillLink>(&id))?;
        Ok(link.filter(|link| link.is_open(today)))
    }
}

/// Whoever works on dossiers knows who should have a link.
fn must_work_here(viewer: &Viewer) -> Result<(), Decline> {
    if viewer.is_officer() {
        viewer.must_read_dossiers()
    } else {
        Err(Decline::Forbidden)
    }
}
