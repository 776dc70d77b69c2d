//! What the office signs with, and whose signatures it trusts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::settings::Setting;
use crate::domain::dossier::FileRef;
use crate::domain::officer::Username;
use crate::domain::signature::Certified;
use crate::domain::time::Moment;

/// The office's certificate with its private key (chứng thư chữ ký số của cơ quan).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeCertificate {
    /// Whose it is, and until when.
    pub certified: Certified,
    /// The PKCS#12 file, locked under its own passphrase, base64. The passphrase is kept nowhere.
    pub locked: String,
    /// Since when the office has it here.
    pub since: Moment,
    /// Who brought it.
    pub by: Username,
}

/// The office's seal as an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealImage {
    /// PNG.
    pub png: FileRef,
    /// How far across the seal is in truth, in millimetres.
    pub across: u8,
}

/// What signatures show on a page (hình ảnh chữ ký, dấu).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureImages {
    /// The office's seal.
    #[serde(default)]
    pub seal: Option<SealImage>,
    /// PNG of each leader's own signature.
    #[serde(default)]
    pub signatures: BTreeMap<Username, FileRef>,
}

/// An authority whose certificates the office trusts (tổ chức chứng thực chữ ký số).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedRoot {
    /// Whose certificate, and until when.
    pub certified: Certified,
    /// The certificate, DER in base64.
    pub der: String,
}

/// All of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedRoots(pub Vec<TrustedRoot>);

/// The certificate that is in use; none after it was taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InUse(pub Option<OfficeCertificate>);

impl SignatureImages {
    /// How uploads say that an image is in use.
    pub const MARK: &'static str = "office:signature_images";

    /// Every image there is.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        let seal = self.seal.iter().map(|seal| &seal.png);
        seal.chain(self.signatures.values())
    }
}

impl Setting for InUse {
    const NAME: &'static str = "office_certificate";
}

impl Setting for SignatureImages {
    const NAME: &'static str = "signature_images";
}

impl Setting for TrustedRoots {
    const NAME: &'static str = "trusted_roots";
}
