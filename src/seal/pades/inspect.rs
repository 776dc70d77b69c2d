//! What is to be thought of the signatures in a PDF that somebody brings.

use lopdf::{Document, LoadOptions};

use super::cms::Signed;
use super::find::{self, Placed, Spanned};
use super::{Certificate, Roots, additions, certificate, chain, stamp};
use crate::domain::signature::{Addition, Finding, Inspected, SignedAt, Soundness, Trust};
use crate::domain::time::Moment;

/// Largest stream that is unpacked while a file is read, in bytes.
const UNPACKED: usize = 64 * 1024 * 1024;

/// Looks at every signature in `pdf`. Nothing is asked of the network, so whether a certificate was revoked is not known.
/// Blocking; reads the file into objects only when something in it is signed.
pub fn inspect(pdf: &[u8], roots: &Roots, now: Moment) -> Inspected {
    if memchr::memmem::find(pdf, b"ByteRange").is_none() {
        // Which bytes are signed must stand in the clear: without it nothing is.
        return Inspected::Unsigned;
    }
    let Some(document) = read(pdf) else {
        return Inspected::Unreadable;
    };
    let placed = find::signatures(&document, pdf);
    if placed.is_empty() {
        return Inspected::Unsigned;
    }
    let at_hand = Looked {
        pdf,
        document: &document,
        roots: &roots.0,
        now,
    };
    Inspected::Signed(placed.iter().map(|one| at_hand.finding(one)).collect())
}

pub(super) fn read(pdf: &[u8]) -> Option<Document> {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED);
    let document = Document::load_mem_with_options(pdf, options).ok()?;
    (!document.is_encrypted() && !document.was_encrypted()).then_some(document)
}

struct Looked<'a> {
    pdf: &'a [u8],
    document: &'a Document,
    roots: &'a [Certificate],
    now: Moment,
}

impl Looked<'_> {
    fn finding(&self, placed: &Placed<'_>) -> Finding {
        let mut finding = Finding {
            field: placed.field.clone(),
            signer: None,
            soundness: Soundness::Unreadable,
            trust: Trust::Unknown,
            at: placed
                .claimed
                .as_deref()
                .and_then(claimed)
                .map(SignedAt::Claimed),
            added: Vec::new(),
        };
        let Some(signed) = Signed::read(placed.contents) else {
            return finding;
        };
        if placed.kind == b"ETSI.RFC3161" {
            self.stamp(placed, &signed, &mut finding);
        } else {
            self.signature(placed, &signed, &mut finding);
        }
        finding
    }

    /// A signature of somebody.
    fn signature(&self, placed: &Placed<'_>, signed: &Signed, finding: &mut Finding) {
        let carried = signed.signer();
        let Some(own) = carried.certificate else {
            return;
        };
        finding.signer = Some(certificate::facts(&own));
        finding.soundness = match (placed.kind.as_slice(), placed.spanned) {
            (b"adbe.pkcs7.detached" | b"ETSI.CAdES.detached", Some(spanned)) => {
                signed.check(&own, |hash| hash.digest(&self.pieces(spanned)))
            }
            (b"adbe.pkcs7.detached" | b"ETSI.CAdES.detached", None) => Soundness::Gap,
            (other, _) => Soundness::Unsupported(String::from_utf8_lossy(other).into_owned()),
        };
        if let Some(stamp) = stamped(signed) {
            let name = certificate::facts(&stamp.authority).name;
            let trust = chain::trust(&stamp.authority, &stamp.others, self.roots, stamp.at);
            let trusted = matches!(trust, Trust::Root(_));
            finding.at = Some(SignedAt::Stamped(stamp.at, name, trusted));
        }
        // The certificate must have held when it was used; without any word on when, it must hold now.
        let at = finding.at.as_ref().map_or(self.now, SignedAt::moment);
        finding.trust = if certificate::signs(&own) {
            chain::trust(&own, &carried.others, self.roots, at)
        } else {
            Trust::Unfit(certificate::facts(&own).name)
        };
        self.look_at_what_followed(placed, finding);
    }

    /// A time-stamp of the whole file.
    fn stamp(&self, placed: &Placed<'_>, signed: &Signed, finding: &mut Finding) {
        finding.signer = signed.signer().certificate.as_ref().map(certificate::facts);
        let Some(spanned) = placed.spanned else {
            finding.soundness = Soundness::Gap;
            return;
        };
        match stamp::check(signed, |hash| hash.digest(&self.pieces(spanned))) {
            Err(soundness) => finding.soundness = soundness,
            Ok(stamp) => {
                let name = certificate::facts(&stamp.authority).name;
                finding.soundness = Soundness::Sound;
                finding.trust = chain::trust(&stamp.authority, &stamp.others, self.roots, stamp.at);
                let trusted = matches!(finding.trust, Trust::Root(_));
                finding.at = Some(SignedAt::Stamped(stamp.at, name, trusted));
            }
        }
        self.look_at_what_followed(placed, finding);
    }

    fn pieces(&self, spanned: Spanned) -> [&[u8]; 2] {
        [
            &self.pdf[..spanned.gap.0],
            &self.pdf[spanned.gap.1..spanned.end],
        ]
    }

    fn look_at_what_followed(&self, placed: &Placed<'_>, finding: &mut Finding) {
        let Some(spanned) = placed.spanned else {
            return;
        };
        if finding.soundness != Soundness::Sound || self.pdf[spanned.end..].trim_ascii().is_empty()
        {
            return;
        }
        let signed = read(&self.pdf[..spanned.end]);
        match signed {
            // The part that was signed must be a whole file by itself, or what follows decides what it means.
            Some(signed) if signed.xref_recovery.is_none() => {
                finding.added = additions::between(&signed, self.document);
                if finding.added.is_empty() {
                    finding.added.push(Addition::Metadata);
                }
            }
            _ => finding.soundness = Soundness::Gap,
        }
    }
}

/// The time-stamp that the signature carries, when it is sound.
fn stamped(signed: &Signed) -> Option<stamp::Stamp> {
    let token = signed.unsigned(stamp::TOKEN)?;
    let token = Signed::read(&certificate::encoded(token)?)?;
    stamp::check(&token, |hash| hash.digest(&[signed.value()])).ok()
}

/// `D:20261126090000+07'00'` as a moment; the parts after the year may be missing.
fn claimed(text: &str) -> Option<Moment> {
    let text = text.trim().strip_prefix("D:").unwrap_or(text.trim());
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, zone) = text.split_at(end);
    let number = |range: std::ops::Range<usize>, missing: i8| match digits.get(range) {
        Some(digits) => digits.parse::<i8>().ok(),
        None => Some(missing),
    };
    let year: i16 = digits.get(..4)?.parse().ok()?;
    let civil = jiff::civil::DateTime::new(
        year,
        number(4..6, 1)?,
        number(6..8, 1)?,
        number(8..10, 0)?,
        number(10..12, 0)?,
        number(12..14, 0)?,
        0,
    )
    .ok()?;
    let zone: Vec<&str> = zone.split('\'').collect();
    let hours = zone.first().copied().unwrap_or_default();
    let minutes: i64 = zone.get(1).and_then(|it| it.parse().ok()).unwrap_or(0);
    let east = match hours.split_at_checked(1) {
        Some(("+", hours)) => hours.parse::<i64>().ok()? * 60 + minutes,
        Some(("-", hours)) => -(hours.parse::<i64>().ok()? * 60 + minutes),
        // Without a zone it is taken for the office's own.
        None => 7 * 60,
        Some(_) => 0,
    };
    let utc = Moment::from_civil(civil).plus_seconds(7 * 3600);
    Some(utc.plus_seconds(-east * 60))
}
