//! Digital signatures in PDF (chữ ký số, PAdES): making them with the office's certificate, and judging those that others
//! bring. Nothing here uses the network.
//!
//! Borrowed: `p12-keystore` opens PKCS#12, `cms`, `x509-cert` and `der` read and write what is signed, `rsa`, `p256`,
//! `p384` and `sha2` are the cryptography, `lopdf` reads PDF and appends to it. No kept crate joins them into PAdES: which
//! bytes are signed, what a signature must span and what was added later is said here.

mod additions;
mod algorithm;
mod append;
mod certificate;
mod chain;
mod cms;
mod find;
mod identity;
mod inspect;
mod look;
mod object;
mod place;
mod stamp;
mod words;

pub use append::{Said, SignError, sign};
pub use identity::{Identity, KeyFileError, LARGEST, lock_away, unlock};
pub use inspect::inspect;
pub use look::Look;
pub use place::{Place, Wanted, place};

use crate::domain::signature::Certified;
pub(super) use certificate::called;

use x509_cert::Certificate;

/// The authorities that the office trusts (các tổ chức chứng thực chữ ký số được tin cậy).
#[derive(Debug, Clone, Default)]
pub struct Roots(Vec<Certificate>);

impl Roots {
    /// Those that lie in these files, DER or PEM, one in each; what is no certificate is left out.
    pub fn read<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> Self {
        Self(files.into_iter().filter_map(certificate::read).collect())
    }
}

/// Reads the certificate of an authority: its bytes as they are kept, and whose it is. `None` when it is none, or none of an
/// authority.
pub fn authority(file: &[u8]) -> Option<(Vec<u8>, Certified)> {
    let one = certificate::read(file)?;
    certificate::authority(&one)?;
    Some((certificate::der(&one), certificate::facts(&one)))
}
