//! Preparing a dossier (hồ sơ nháp): whoever has the draft's id may go on with it.

use serde_json::{Map, Value};

use super::{Decline, Declined, Office, Viewer, random};
use crate::domain::{
    dossier::{Dossier, FileRef},
    fault::Fault,
    prefill::{self, APPLICANT, Prefill},
    time::Moment,
};
use crate::kv::{KvError, NEXT, Span, Tx, View, keys};
use crate::store::{
    Load, Save,
    papers::{Draft, DraftCode, Upload},
    spaces,
};

/// Most that a draft holds, in bytes: what a value of the store takes, with room.
const LARGEST: usize = 50_000;

/// Drafts of an account that are looked at.
const MOST_LISTED: usize = 50;

/// A short code opens for three days.
const CODE_SECONDS: i64 = 3 * 24 * 3600;

/// A draft is kept for sixty days after its last change.
const KEPT_SECONDS: i64 = 60 * 24 * 3600;

/// How many are removed at a time.
const PIECE: usize = 200;

impl Office {
    /// Begins a draft for a procedure, with what is known beforehand.
    pub async fn begin_draft(
        &self,
        procedure: &str,
        viewer: Option<&Viewer>,
        known: Prefill,
        now: Moment,
    ) -> Result<Draft, Declined> {
        if self.procedure(procedure)?.is_none() {
            return Err(Decline::NotFound.into());
        }
        let draft = Draft {
            id: random::token(),
            procedure: procedure.to_owned(),
            owner: viewer.map(|viewer| viewer.user().username.clone()),
            since: now,
            saved_at: now,
            fields: typed_in(&known),
            filled: known,
            files: Vec::new(),
            form_version: Some(self.form(procedure)?.form.version),
            filed_as: None,
        };
        self.kv
            .write(move |tx: &mut Tx| -> Result<Draft, Declined> {
                tx.save(&draft)?;
                Ok(draft.clone())
            })
            .await
    }

    /// A draft: whoever has its id may go on with it, signed in or not, so that nothing is lost with a sign-in.
    pub fn draft(&self, id: &str) -> Result<Option<Draft>, KvError> {
        self.kv.read(|view| view.load::<Draft>(&id.to_owned()))
    }

    /// What an account is preparing, the latest first; for one procedure or for all.
    pub fn drafts_of(
        &self,
        viewer: &Viewer,
        procedure: Option<&str>,
    ) -> Result<Vec<Draft>, KvError> {
        let span = match procedure {
            Some(procedure) => Span::prefix(keys::encode(&(viewer.username(), procedure))),
            None => Span::prefix(keys::encode(&viewer.username())),
        };
        let mut drafts = self.kv.read(|view| {
            let mut drafts = Vec::new();
            for (key, _) in view.rows(spaces::DRAFTS_BY_OWNER, &span.limit(MOST_LISTED))? {
                let (_, _, id) = keys::decode::<(String, String, String)>(&key)
                    .map_err(|error| KvError::unreadable(spaces::DRAFTS_BY_OWNER, &key, error))?;
                drafts.extend(view.load::<Draft>(&id)?);
            }
            Ok(drafts)
        })?;
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
        Ok(drafts)
    }

    /// A short code with which whoever has the draft goes on with it on another device.
    pub async fn draft_code(&self, draft: &Draft, now: Moment) -> Result<DraftCode, Declined> {
        let code = DraftCode {
            code: random::clear(8),
            draft: draft.id.clone(),
            until: now.plus_seconds(CODE_SECONDS),
        };
        self.kv
            .write(move |tx: &mut Tx| -> Result<DraftCode, Declined> {
                tx.save(&code)?;
                Ok(code.clone())
            })
            .await
    }

    /// The draft behind a short code that has not run out.
    pub fn draft_by_code(
        &self,
        code: &str,
        now: Moment,
    ) -> Result<Option<(Draft, DraftCode)>, KvError> {
        let code: String = code
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_uppercase();
        self.kv.read(|view| {
            let Some(code) = view.load::<DraftCode>(&code)? else {
                return Ok(None);
            };
            if now > code.until {
                return Ok(None);
            }
            let draft = view.load::<Draft>(&code.draft)?;
            Ok(draft.map(|draft| (draft, code)))
        })
    }

    /// Removes drafts that nobody has touched for long, and codes that have run out. Blocking.
    pub fn forget_drafts(&self, now: Moment) -> Result<u64, Declined> {
        let until = now.plus_seconds(-KEPT_SECONDS).unix().div_euclid(24 * 3600);
        let mut all = 0;
        loop {
            let forgotten =
                self.kv
                    .write_blocking(move |tx: &mut Tx| -> Result<u64, Declined> {
                        let span = Span::range(Vec::new(), keys::encode(&until)).limit(PIECE);
                        let rows = tx.rows(spaces::DRAFTS_BY_DAY, &span)?;
                        for (key, _) in &rows {
                            let (_, id) = keys::decode::<(i64, String)>(key).map_err(|error| {
                                KvError::unreadable(spaces::DRAFTS_BY_DAY, key, error)
                            })?;
                            let Some(draft) = tx.load::<Draft>(&id)? else {
                                continue;
                            };
                            for (_, file) in &draft.files {
                                release(tx, &draft, &file.id)?;
                            }
                            tx.remove::<Draft>(&id)?;
                        }
                        Ok(rows.len() as u64)
                    })?;
            all += forgotten;
            if forgotten < PIECE as u64 {
                break;
            }
        }
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                let mut over = Vec::new();
                tx.each::<DraftCode>(&Span::all(), &mut |code| {
                    if now > code.until && over.len() < PIECE {
                        over.push(code.code);
                    }
                    Ok(NEXT)
                })?;
                for code in over {
                    tx.remove::<DraftCode>(&code)?;
                }
                Ok(())
            })?;
        Ok(all)
    }

    /// Saves what was typed, as it was typed, and what was `filled` in for it; fields that are not mentioned stay.
    pub async fn save_draft(
        &self,
        id: &str,
        fields: Map<String, Value>,
        filled: Prefill,
        now: Moment,
    ) -> Result<Draft, Declined> {
        self.change_draft(id, now, move |_, draft| {
            draft.fields.extend(fields.clone());
            note_filled(draft, &filled);
            // What was emptied is not kept; a field that nobody filled in is none.
            draft.fields.retain(|_, value| value.as_str() != Some(""));
            Ok(())
        })
        .await
    }

    /// Puts an uploaded file into the place of a paper; the one that lay there goes. The upload is the draft's from now on,
    /// and no longer one that nobody uses.
    pub async fn attach_to_draft(
        &self,
        id: &str,
        component: &str,
        file: FileRef,
        now: Moment,
    ) -> Result<Draft, Declined> {
        let component = component.to_owned();
        self.change_draft(id, now, move |tx, draft| {
            take_off(tx, draft, &component)?;
            if let Some(mut upload) = tx.load::<Upload>(&file.id)? {
                let mark = draft.mark();
                if !upload.used_by.contains(&mark) {
                    upload.used_by.push(mark);
                    tx.save(&upload)?;
                }
                draft.files.push((component.clone(), file.clone()));
            }
            Ok(())
        })
        .await
    }

    /// Takes the file of a paper off the draft.
    pub async fn detach_from_draft(
        &self,
        id: &str,
        component: &str,
        now: Moment,
    ) -> Result<Draft, Declined> {
        let component = component.to_owned();
        self.change_draft(id, now, move |tx, draft| take_off(tx, draft, &component))
            .await
    }

    async fn change_draft(
        &self,
        id: &str,
        now: Moment,
        mut change: impl FnMut(&mut Tx, &mut Draft) -> Result<(), KvError> + Send + 'static,
    ) -> Result<Draft, Declined> {
        let id = id.to_owned();
        self.kv
            .write(move |tx: &mut Tx| {
                let mut draft = tx.load::<Draft>(&id)?.ok_or(Decline::NotFound)?;
                if draft.filed_as.is_some() {
                    return Ok(draft);
                }
                change(tx, &mut draft)?;
                draft.saved_at = now;
                let typed = draft.fields.iter();
                let typed = typed.map(|(name, value)| name.len() + value.to_string().len());
                let filled = draft.filled.iter();
                let filled = filled.map(|(name, one)| name.len() + one.value.len());
                if typed.chain(filled).sum::<usize>() > LARGEST {
                    return Err(Decline::field("note", Fault::TooLong).into());
                }
                tx.save(&draft)?;
                Ok(draft)
            })
            .await
    }

    /// The dossier that a draft became; whoever holds the draft filed it.
    pub fn filed_dossier(&self, draft: &Draft) -> Result<Option<Dossier>, KvError> {
        match &draft.filed_as {
            Some(code) => self.kv.read(|view| view.load::<Dossier>(code)),
            None => Ok(None),
        }
    }

    /// An upload of a draft, to show it again.
    pub fn draft_file(&self, draft: &Draft, id: &str) -> Result<Option<FileRef>, KvError> {
        let upload = self.kv.read(|view| view.load::<Upload>(&id.to_owned()))?;
        Ok(upload
            .filter(|upload| upload.owner == draft.mark())
            .map(|upload| upload.file))
    }
}

/// What is known that a page asks for, as if it had been typed; the rest waits for a form that asks for it.
pub fn typed_in(known: &Prefill) -> Map<String, Value> {
    let asked = known.iter().filter(|(name, _)| prefill::is_a_field(name));
    asked
        .map(|(name, filled)| (name.clone(), filled.value.clone().into()))
        .collect()
}

/// Keeps where values come from. What is known of one person is nothing that is known of another: it goes when a card of
/// somebody else is read, and what was filled in unseen with it when somebody else's number is typed.
fn note_filled(draft: &mut Draft, filled: &Prefill) {
    let number = |known: &Prefill| known.get(prefill::NUMBER).map(|one| one.value.clone());
    if number(filled).is_some_and(|new| number(&draft.filled).is_some_and(|old| old != new)) {
        draft.filled.retain(|name, _| !name.starts_with(APPLICANT));
    }
    draft.filled.extend(filled.clone());
    let typed = |name: &str| draft.fields.get(name).and_then(Value::as_str);
    if !prefill::is_of(&draft.filled, typed(prefill::NUMBER).unwrap_or_default()) {
        for name in prefill::PERSONAL {
            let was = draft.filled.get(name).map(|one| one.value.as_str());
            if was.is_some() && was == draft.fields.get(name).and_then(Value::as_str) {
                draft.fields.remove(name);
            }
        }
    }
}

/// Takes the file of a paper off; the upload is one that nobody uses again.
fn take_off(tx: &mut Tx, draft: &mut Draft, component: &str) -> Result<(), KvError> {
    let (gone, kept) = std::mem::take(&mut draft.files)
        .into_iter()
        .partition(|(id, _)| id == component);
    draft.files = kept;
    let gone: Vec<(String, FileRef)> = gone;
    for (_, file) in gone {
        release(tx, draft, &file.id)?;
    }
    Ok(())
}

fn release(tx: &mut Tx, draft: &Draft, upload: &str) -> Result<(), KvError> {
    if let Some(mut upload) = tx.load::<Upload>(&upload.to_owned())? {
        let mark = draft.mark();
        upload.used_by.retain(|used| *used != mark);
        tx.save(&upload)?;
    }
    Ok(())
}
