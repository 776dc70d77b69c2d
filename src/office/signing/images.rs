//! What signatures show on a page: the office's seal and the leaders' own signatures, as images.

use crate::domain::dossier::FileRef;
use crate::domain::fault::Fault;
use crate::domain::officer::Username;
use crate::domain::signature::Obstacle;
use crate::domain::time::Moment;
use crate::files::FileError;
use crate::kv::{KvError, Tx};
use crate::office::{Decline, Declined, Office, random};
use crate::store::{
    Load, Save, audit,
    papers::Upload,
    settings::{Kept, setting},
    signing::{SealImage, SignatureImages},
};

/// Largest image that is taken, in bytes: a clear scan of a signature has some 50 KB.
pub const LARGEST: usize = 300 * 1024;
/// How far across seals are, in millimetres; a commune's has 36 (TT 21/2012/TT-BCA).
const ACROSS: std::ops::RangeInclusive<u8> = 20..=50;
/// How every PNG begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The images for one signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Images {
    /// PNG of the signature of whoever signs.
    pub signature: Option<Vec<u8>>,
    /// PNG of the seal, and how many millimetres it is across.
    pub seal: Option<(Vec<u8>, u8)>,
}

impl Office {
    /// All images.
    pub fn signature_images(&self) -> Result<SignatureImages, KvError> {
        let kept = self.kv.read(|view| setting::<SignatureImages>(view))?;
        Ok(kept.unwrap_or_default())
    }

    /// The images for a signature of this person. Blocking.
    pub fn images_of(&self, username: &Username) -> Result<Images, FileError> {
        let kept = self
            .signature_images()
            .map_err(|error| FileError::Io(std::io::Error::other(error.to_string())))?;
        let read = |file: &FileRef| self.files.read(&file.sha256);
        let seal = kept.seal.as_ref();
        Ok(Images {
            signature: kept.signatures.get(username).map(read).transpose()?,
            seal: seal
                .map(|seal| Ok::<_, FileError>((read(&seal.png)?, seal.across)))
                .transpose()?,
        })
    }

    /// The seal alone; one that is harmed is as good as missing. Blocking.
    pub fn seal_image(&self) -> Option<(Vec<u8>, u8)> {
        let seal = self.signature_images().ok()?.seal?;
        let png = self.files.read(&seal.png.sha256).ok()?;
        Some((png, seal.across))
    }

    /// Takes an image of the seal, with how many millimetres it is across, or takes it away.
    pub async fn keep_seal(
        &self,
        seal: Option<(Vec<u8>, u8)>,
        now: Moment,
    ) -> Result<(), Declined> {
        let across = seal.as_ref().map_or(0, |(_, across)| *across);
        if seal.is_some() && !ACROSS.contains(&across) {
            return Err(Decline::field("across", Fault::OutOfRange).into());
        }
        let png = seal.map(|(png, _)| png);
        self.change_images("seal_image", png, now, move |images, file| {
            images.seal = file.map(|png| SealImage { png, across });
        })
        .await
    }

    /// Takes an image of a leader's signature, or takes it away.
    pub async fn keep_signature(
        &self,
        of: &Username,
        png: Option<Vec<u8>>,
        now: Moment,
    ) -> Result<(), Declined> {
        let what = format!("signature_image {of}");
        let of = of.clone();
        self.change_images(&what, png, now, move |images, file| match file {
            Some(file) => drop(images.signatures.insert(of.clone(), file)),
            None => drop(images.signatures.remove(&of)),
        })
        .await
    }

    /// Content on disk first, then the setting that names it; what it no longer names is left to the collector.
    async fn change_images(
        &self,
        what: &str,
        png: Option<Vec<u8>>,
        now: Moment,
        change: impl Fn(&mut SignatureImages, Option<FileRef>) + Send + Sync + 'static,
    ) -> Result<(), Declined> {
        let mut claim = None;
        let mut file = None;
        if let Some(png) = png {
            check(&png)?;
            let office = self.clone();
            let stored = tokio::task::spawn_blocking(move || {
                let mut incoming = office.begin_upload()?;
                incoming.take(&png)?;
                incoming.keep("hinh.png")
            })
            .await
            .map_err(|error| KvError::Panicked(error.to_string()))?
            .map_err(|error| KvError::Panicked(format!("{error:?}")))?;
            claim = Some(stored.claim);
            file = Some(FileRef {
                id: random::id(),
                name: "hinh.png".to_owned(),
                size: stored.size,
                media_type: stored.media_type.to_owned(),
                sha256: stored.sha256,
            });
        }
        let trace = self.setting_changed(what, now);
        let owner = SignatureImages::MARK.to_owned();
        let done = self
            .kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                let mut images = setting::<SignatureImages>(tx)?.unwrap_or_default();
                let before: Vec<FileRef> = images.files().cloned().collect();
                change(&mut images, file.clone());
                for gone in before
                    .iter()
                    .filter(|it| !images.files().any(|now| now == *it))
                {
                    if let Some(mut upload) = tx.load::<Upload>(&gone.id)? {
                        upload.used_by.clear();
                        tx.save(&upload)?;
                    }
                }
                if let Some(file) = &file {
                    tx.save(&Upload {
                        file: file.clone(),
                        owner: owner.clone(),
                        at: now,
                        used_by: vec![SignatureImages::MARK.to_owned()],
                    })?;
                }
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(images))?)
            })
            .await;
        drop(claim);
        done
    }
}

fn check(png: &[u8]) -> Result<(), Decline> {
    if png.len() > LARGEST {
        return Err(Obstacle::TooLarge.into());
    }
    if !png.starts_with(PNG) {
        return Err(Obstacle::NotAnImage.into());
    }
    Ok(())
}
