//! Uploading a file (tải tệp lên): content on disk first, then the record that names it.

use super::{Declined, Office, random};
use crate::domain::{dossier::FileRef, time::Moment};
use crate::files::{FileError, Incoming, Stored};
use crate::kv::{KvError, Tx};
use crate::store::{
    Load, Save,
    contents::{Damage, Tombstone},
    papers::{Outcome, Upload},
};

impl Office {
    /// Begins to take a file's content. Blocking.
    pub fn begin_upload(&self) -> Result<Incoming, FileError> {
        self.files.begin(&random::id())
    }

    /// Records a file whose content is durable already.
    pub async fn record_upload(
        &self,
        owner: &str,
        name: &str,
        stored: Stored,
        now: Moment,
    ) -> Result<FileRef, Declined> {
        self.record_upload_once(owner, name, stored, None, now)
            .await
    }

    /// The same; a repetition with the same key answers with the file of the first one.
    pub async fn record_upload_once(
        &self,
        owner: &str,
        name: &str,
        stored: Stored,
        key: Option<&str>,
        now: Moment,
    ) -> Result<FileRef, Declined> {
        // Keys of dossiers and keys of files do not meet.
        let key = key.map(|key| format!("file {key}"));
        // Held until the record that names the content is on disk.
        let claim = stored.claim;
        let upload = Upload {
            file: FileRef {
                id: random::id(),
                name: clean_name(name),
                size: stored.size,
                media_type: stored.media_type.to_owned(),
                sha256: stored.sha256,
            },
            owner: owner.to_owned(),
            at: now,
            used_by: Vec::new(),
        };
        let recorded = self
            .kv
            .write(move |tx: &mut Tx| -> Result<FileRef, Declined> {
                if let Some(key) = &key {
                    let first = tx.load::<Outcome>(&(upload.owner.clone(), key.clone()))?;
                    if let Some(first) = first
                        && let Some(upload) = tx.load::<Upload>(&first.made)?
                    {
                        return Ok(upload.file);
                    }
                    tx.save(&Outcome {
                        who: upload.owner.clone(),
                        key: key.clone(),
                        made: upload.file.id.clone(),
                        at: now,
                    })?;
                }
                tx.save(&upload)?;
                // It is whole again, and it is named again.
                tx.remove::<Tombstone>(&upload.file.sha256)?;
                tx.remove::<Damage>(&upload.file.sha256)?;
                Ok(upload.file.clone())
            })
            .await;
        drop(claim);
        recorded
    }
}

/// The last part of a path, without control characters, at most 255 characters, NFC.
fn clean_name(raw: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.nfc().filter(|c| !c.is_control()).take(255).collect();
    if name.trim().is_empty() {
        "tep".to_owned()
    } else {
        name
    }
}

/// The uploads with these ids that `owner` may use; ids that are not theirs are left out.
pub(super) fn owned_by(tx: &Tx, owners: &[String], ids: &[&str]) -> Result<Vec<Upload>, KvError> {
    let mut uploads = Vec::new();
    for id in ids {
        let upload = tx.load::<Upload>(&(*id).to_owned())?;
        uploads.extend(upload.filter(|upload| owners.contains(&upload.owner)));
    }
    Ok(uploads)
}

/// Marks uploads as used by a dossier, in the same transaction that makes the dossier name them.
pub(super) fn use_in(tx: &mut Tx, uploads: Vec<Upload>, dossier: &str) -> Result<(), KvError> {
    for mut upload in uploads {
        if !upload.used_by.iter().any(|code| code == dossier) {
            upload.used_by.push(dossier.to_owned());
            tx.save(&upload)?;
        }
    }
    Ok(())
}
