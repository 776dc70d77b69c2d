//! Signing the file of a result with the office's certificate (ký số kết quả): the signed file replaces it, in one
//! transaction with the history line.

use super::certificate::opened;
use crate::domain::audit::{Deed, Trace};
use crate::domain::dossier::{Dossier, FileRef};
use crate::domain::officer::Role;
use crate::domain::signature::Obstacle;
use crate::domain::time::Moment;
use crate::files::{FileError, Stored};
use crate::kv::{KvError, Tx};
use crate::office::{Decline, Declined, Office, Viewer, random};
use crate::seal::pades::{self, Look, Said, SignError, Wanted};
use crate::store::{self, Load, Save, Subject, audit, papers::Upload};

/// The mark that a signature shows, drawn already.
#[derive(Debug, Clone)]
pub struct Marked {
    /// A PDF of one page.
    pub drawing: Vec<u8>,
    /// Its size in millimetres.
    pub size: (f32, f32),
    /// Above the name of whoever signs; otherwise by page and millimetres from the lower edge.
    pub at: Option<(Option<u32>, f32)>,
}

/// How a result is to be signed.
#[derive(Debug, Clone)]
pub struct Signing {
    /// Opens the office's certificate.
    pub passphrase: String,
    /// What is shown; nothing when the signature is to be invisible.
    pub mark: Option<Marked>,
    /// The version of the dossier that the leader saw.
    pub expected: Option<u64>,
}

impl Office {
    /// Signs the file of a dossier's result on behalf of `viewer`.
    ///
    /// Declines: not found, not a leader, an [`Obstacle`], stale.
    pub async fn sign_result(
        &self,
        viewer: &Viewer,
        code: &str,
        signing: Signing,
        now: Moment,
    ) -> Result<Dossier, Declined> {
        let facts = self.settled()?;
        viewer.must_read_dossiers()?;
        let dossier = self.dossier(viewer, code)?.ok_or(Decline::NotFound)?;
        if !viewer.has(Role::Leader) {
            return Err(Decline::Forbidden.into());
        }
        let file = dossier
            .to_sign(&viewer.actor())
            .map_err(Decline::from)?
            .clone();
        let seen = signing.expected.unwrap_or(dossier.version);
        if seen != dossier.version {
            return Err(Decline::Stale(dossier.version).into());
        }
        let kept = self
            .certificate()?
            .ok_or(Decline::from(Obstacle::NoCertificate))?;
        if !kept.certified.holds_at(now) {
            return Err(Decline::from(Obstacle::CertificateEnded).into());
        }
        let certified = kept.certified.clone();
        let passphrase = signing.passphrase;
        let identity = match self.with_secret(move || opened(&kept, &passphrase)).await? {
            Ok(identity) => identity,
            Err(wrong) => {
                self.note_wrong_passphrase(viewer, code, now).await?;
                return Err(Decline::from(Obstacle::from(wrong)).into());
            }
        };
        let signer = viewer.user().name.to_string();
        let (office, reading, place) = (self.clone(), file.clone(), facts.profile.place.clone());
        let stored = tokio::task::spawn_blocking(move || {
            let pdf = office.files.read(&reading.sha256).map_err(harmed)?;
            let said = Said {
                reason: "Phát hành kết quả giải quyết thủ tục hành chính",
                place: &place,
            };
            let look = signing.mark.as_ref().map(|mark| look(&pdf, mark, &signer));
            let look = look.transpose().map_err(unsigned)?;
            let made = pades::sign(&pdf, &identity, &said, look.as_ref(), now);
            office.store_signed(&made.map_err(unsigned)?, &reading.name)
        })
        .await
        .map_err(|error| KvError::Panicked(error.to_string()))??;
        self.put_signed(viewer, &dossier, stored, &certified, now)
            .await
    }

    /// Makes the signed content durable under the name of the file.
    fn store_signed(&self, pdf: &[u8], name: &str) -> Result<(Stored, String), Declined> {
        let mut incoming = self.begin_upload().map_err(harmed)?;
        incoming.take(pdf).map_err(harmed)?;
        let stem = name
            .strip_suffix(".pdf")
            .or_else(|| name.strip_suffix(".PDF"))
            .unwrap_or(name);
        let name = format!("{stem} (đã ký số).pdf");
        Ok((incoming.keep(&name).map_err(harmed)?, name))
    }

    /// Dossier, upload and history line together.
    async fn put_signed(
        &self,
        viewer: &Viewer,
        seen: &Dossier,
        (stored, name): (Stored, String),
        certified: &crate::domain::signature::Certified,
        now: Moment,
    ) -> Result<Dossier, Declined> {
        // Held until the record that names the content is on disk.
        let claim = stored.claim;
        let file = FileRef {
            id: random::id(),
            name,
            size: stored.size,
            media_type: stored.media_type.to_owned(),
            sha256: stored.sha256,
        };
        let (viewer, certified) = (viewer.clone(), certified.clone());
        let (code, version) = (seen.code.to_string(), seen.version);
        let done = self
            .kv
            .write(move |tx: &mut Tx| -> Result<Dossier, Declined> {
                let dossier = tx.load::<Dossier>(&code)?.ok_or(Decline::NotFound)?;
                if dossier.version != version {
                    return Err(Decline::Stale(dossier.version).into());
                }
                let signed =
                    dossier.with_signed(file.clone(), &certified.name, &viewer.actor(), now);
                let (next, event) = signed.map_err(Decline::from)?;
                tx.save(&next)?;
                tx.save(&Upload {
                    file: file.clone(),
                    owner: viewer.username().to_owned(),
                    at: now,
                    used_by: vec![code.clone()],
                })?;
                store::journal(tx, &Subject::record(&next), &event)?;
                let trace = Trace::new(&viewer.by(), Deed::ResultSigned, now);
                audit::write(tx, &trace.on(&*code).detail(certified.serial.as_str()))?;
                Ok(next)
            })
            .await;
        drop(claim);
        done
    }

    async fn note_wrong_passphrase(
        &self,
        viewer: &Viewer,
        code: &str,
        now: Moment,
    ) -> Result<(), Declined> {
        let trace = Trace::new(&viewer.by(), Deed::SigningFailed, now).on(code);
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(())
            })
            .await
    }
}

/// Where the mark goes.
fn look<'a>(pdf: &[u8], mark: &'a Marked, signer: &str) -> Result<Look<'a>, SignError> {
    let wanted = match mark.at {
        None => Wanted::Above(signer),
        Some((page, bottom)) => Wanted::At(page, bottom),
    };
    Ok(Look {
        drawing: &mark.drawing,
        place: pades::place(pdf, mark.size, wanted)?,
    })
}

fn unsigned(error: SignError) -> Declined {
    let obstacle = match error {
        SignError::NotPdf => Obstacle::NotPdf,
        SignError::Locked => Obstacle::LockedPdf,
        SignError::Closed => Obstacle::ClosedPdf,
        SignError::NoPage => Obstacle::NoPage,
        SignError::Failed(reason) => return KvError::Panicked(reason.to_owned()).into(),
    };
    Decline::from(obstacle).into()
}

/// The content cannot be read or written: the machine's fault, told once in the log.
fn harmed(error: FileError) -> Declined {
    match error {
        FileError::TooLarge { .. } => Decline::from(Obstacle::TooLarge).into(),
        other => KvError::Panicked(format!("{other:?}")).into(),
    }
}
