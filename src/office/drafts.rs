//! Preparing a dossier (hồ sơ nháp): whoever has the draft's id may go on with it.

use serde_json::{Map, Value};

use super::{Decline, Declined, Office, Viewer, random};
use crate::domain::{
    dossier::{Dossier, FileRef},
    fault::Fault,
    time::Moment,
};
use crate::kv::{KvError, Tx};
use crate::store::{
    Load, Save,
    papers::{Draft, Upload},
};

impl Office {
    /// Begins a draft for a procedure.
    pub async fn begin_draft(
        &self,
        procedure: &str,
        viewer: Option<&Viewer>,
        fields: Map<String, Value>,
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
            fields,
            files: Vec::new(),
            filed_as: None,
        };
        self.kv
            .write(move |tx: &mut Tx| -> Result<Draft, Declined> {
                tx.save(&draft)?;
                Ok(draft.clone())
            })
            .await
    }

    /// A draft; one that an account began opens for that account only.
    pub fn draft(&self, id: &str, viewer: Option<&Viewer>) -> Result<Option<Draft>, KvError> {
        let draft = self.kv.read(|view| view.load::<Draft>(&id.to_owned()))?;
        Ok(draft.filter(|draft| match &draft.owner {
            Some(owner) => viewer.is_some_and(|viewer| viewer.user().username == *owner),
            None => true,
        }))
    }

    /// Saves what was typed, as it was typed; fields that are not mentioned stay.
    pub async fn save_draft(
        &self,
        id: &str,
        fields: Map<String, Value>,
        now: Moment,
    ) -> Result<Draft, Declined> {
        self.change_draft(id, now, move |draft| draft.fields.extend(fields.clone()))
            .await
    }

    /// Attaches an uploaded file to a paper of the draft.
    pub async fn attach_to_draft(
        &self,
        id: &str,
        component: &str,
        file: FileRef,
        now: Moment,
    ) -> Result<Draft, Declined> {
        let component = component.to_owned();
        self.change_draft(id, now, move |draft| {
            draft.files.push((component.clone(), file.clone()));
        })
        .await
    }

    /// Takes a file off the draft.
    pub async fn detach_from_draft(
        &self,
        id: &str,
        file: &str,
        now: Moment,
    ) -> Result<Draft, Declined> {
        let file = file.to_owned();
        self.change_draft(id, now, move |draft| {
            draft.files.retain(|(_, kept)| kept.id != file);
        })
        .await
    }

    async fn change_draft(
        &self,
        id: &str,
        now: Moment,
        mut change: impl FnMut(&mut Draft) + Send + 'static,
    ) -> Result<Draft, Declined> {
        let id = id.to_owned();
        self.kv
            .write(move |tx: &mut Tx| {
                let mut draft = tx.load::<Draft>(&id)?.ok_or(Decline::NotFound)?;
                if draft.filed_as.is_some() {
                    return Ok(draft);
                }
                change(&mut draft);
                draft.saved_at = now;
                let size: usize = draft
                    .fields
                    .values()
                    .map(|value| value.to_string().len())
                    .sum();
                if size > 40_000 {
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
            .filter(|upload| upload.owner == format!("draft:{}", draft.id))
            .map(|upload| upload.file))
    }
}
