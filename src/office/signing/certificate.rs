//! The office's certificate (chứng thư chữ ký số của cơ quan): brought as PKCS#12, kept locked, taken away again.
//!
//! The passphrase is asked at every signature and kept nowhere. Under the office's own key it would lie beside what it
//! opens: whoever copies the data directory or a backup could sign as the commune. Asked each time, a copy alone signs
//! nothing, and the deed stays with somebody who knows the secret, as NĐ 68/2024/NĐ-CP wants it. An office signs some
//! dozens of results a day; typing a passphrase is what it can live with.

use super::{packed, unpacked};
use crate::domain::signature::{Certified, Obstacle};
use crate::domain::time::Moment;
use crate::kv::{KvError, Tx};
use crate::office::{Decline, Declined, Office, Viewer};
use crate::seal::pades::{Identity, KeyFileError, lock_away, unlock};
use crate::store::{
    Save, audit,
    settings::{Kept, setting},
    signing::{InUse, OfficeCertificate},
};

impl Office {
    /// The certificate that the office signs with.
    pub fn certificate(&self) -> Result<Option<OfficeCertificate>, KvError> {
        let kept = self.kv.read(|view| setting::<InUse>(view))?;
        Ok(kept.and_then(|in_use| in_use.0))
    }

    /// Takes a PKCS#12 file as the office's certificate, in place of an earlier one.
    pub async fn keep_certificate(
        &self,
        viewer: &Viewer,
        pkcs12: Vec<u8>,
        passphrase: String,
        now: Moment,
    ) -> Result<Certified, Declined> {
        let locked = self
            .with_secret(move || {
                let identity = Identity::open(&pkcs12, &passphrase)?;
                let locked = lock_away(&pkcs12, &passphrase);
                Ok((identity.certified(), locked))
            })
            .await?;
        let (certified, locked) = locked.map_err(|wrong| Decline::from(Obstacle::from(wrong)))?;
        if !certified.holds_at(now) {
            return Err(Decline::from(Obstacle::CertificateEnded).into());
        }
        let locked = locked.ok_or_else(|| KvError::Panicked("locking a certificate".to_owned()))?;
        let kept = OfficeCertificate {
            certified: certified.clone(),
            locked: packed(&locked),
            since: now,
            by: viewer.user().username.clone(),
        };
        self.put_certificate(Some(kept), now).await?;
        Ok(certified)
    }

    /// Takes the certificate away; results can no longer be signed here.
    pub async fn drop_certificate(&self, now: Moment) -> Result<(), Declined> {
        self.put_certificate(None, now).await
    }

    async fn put_certificate(
        &self,
        certificate: Option<OfficeCertificate>,
        now: Moment,
    ) -> Result<(), Declined> {
        let what = match &certificate {
            Some(kept) => format!("office_certificate {}", kept.certified.serial),
            None => "office_certificate_dropped".to_owned(),
        };
        let trace = self.setting_changed(&what, now);
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(InUse(certificate.clone())))?)
            })
            .await
    }

    /// Does something with a passphrase that takes memory and time; only so many at once as there are cores.
    pub(super) async fn with_secret<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, KeyFileError> + Send + 'static,
    ) -> Result<Result<T, KeyFileError>, KvError> {
        let permit = self.passwords.acquire().await;
        let done = tokio::task::spawn_blocking(work).await;
        drop(permit);
        done.map_err(|error| KvError::Panicked(error.to_string()))
    }
}

/// Opens the certificate that is kept. Blocking.
pub(super) fn opened(kept: &OfficeCertificate, passphrase: &str) -> Result<Identity, KeyFileError> {
    unlock(&unpacked(&kept.locked), passphrase)
}
