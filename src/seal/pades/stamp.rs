//! Time-stamps (dấu thời gian, RFC 3161): who vouches for when a signature was made.

use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, Decode, Sequence};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::algorithm::Hash;
use super::cms::Signed;
use super::{Certificate, certificate};
use crate::domain::signature::Soundness;
use crate::domain::time::Moment;

/// Where a signature carries its time-stamp.
pub(super) const TOKEN: &str = "1.2.840.113549.1.9.16.2.14";
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

#[derive(Sequence)]
struct Imprint {
    hash: AlgorithmIdentifierOwned,
    digest: OctetString,
}

/// A time-stamp whose own signature is sound.
pub(super) struct Stamp {
    pub at: Moment,
    pub authority: Certificate,
    pub others: Vec<Certificate>,
}

/// Reads a time-stamp and checks that it was made by its authority for what `digest` hashes.
pub(super) fn check(token: &Signed, digest: impl Fn(Hash) -> Vec<u8>) -> Result<Stamp, Soundness> {
    let signer = token.signer();
    let authority = signer.certificate.ok_or(Soundness::Unreadable)?;
    let (kind, content) = token.content().ok_or(Soundness::Unreadable)?;
    if kind != TST_INFO || !certificate::stamps(&authority) {
        return Err(Soundness::Unreadable);
    }
    let soundness = token.check(&authority, |hash| hash.digest(&[content]));
    if soundness != Soundness::Sound {
        return Err(soundness);
    }
    let (imprint, at) = read(content).ok_or(Soundness::Unreadable)?;
    let hash = Hash::of(imprint.hash.oid)
        .map_err(|_| Soundness::Unsupported(imprint.hash.oid.to_string()))?;
    if imprint.digest.as_bytes() != digest(hash) {
        return Err(Soundness::Altered);
    }
    Ok(Stamp {
        at,
        authority,
        others: signer.others,
    })
}

/// What is stamped, and when. The fields after the time are of no concern here.
fn read(content: &[u8]) -> Option<(Imprint, Moment)> {
    let fields = Vec::<Any>::from_der(content).ok()?;
    let imprint = fields.get(2)?.decode_as().ok()?;
    // Fractions of a second may follow, which the type of `der` does not take.
    let at = moment(std::str::from_utf8(fields.get(4)?.value()).ok()?)?;
    Some((imprint, at))
}

/// `20261126020000.123Z` as a moment.
fn moment(text: &str) -> Option<Moment> {
    let digits = text.get(..14)?;
    if !text.ends_with('Z') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range);
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0..4)?,
        part(4..6)?,
        part(6..8)?,
        part(8..10)?,
        part(10..12)?,
        part(12..14)?
    )
    .parse()
    .ok()
}
