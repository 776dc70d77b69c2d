//! Certificates (chứng thư chữ ký số): reading them, and saying whose they are.

use der::{Decode, DecodePem, Encode, Tag, Tagged};
use x509_cert::attr::AttributeValue;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;

use super::Certificate;
use crate::domain::signature::Certified;
use crate::domain::time::Moment;

const COMMON_NAME: &str = "2.5.4.3";
const ORGANISATION: &str = "2.5.4.10";
const ORGANISATIONAL_UNIT: &str = "2.5.4.11";

const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";

/// Longest part of a name that is shown, in characters.
const LONGEST: usize = 200;

/// Reads one certificate, DER or PEM; `None` when it is none.
pub(super) fn read(bytes: &[u8]) -> Option<Certificate> {
    Certificate::from_der(bytes)
        .ok()
        .or_else(|| Certificate::from_pem(bytes.trim_ascii()).ok())
}

/// Whose it is and how long it holds.
pub(super) fn facts(certificate: &Certificate) -> Certified {
    let tbs = certificate.tbs_certificate();
    let name = called(tbs.subject());
    let organisation = part(tbs.subject(), ORGANISATION).filter(|part| *part != name);
    let validity = tbs.validity();
    Certified {
        name,
        organisation,
        issuer: called(tbs.issuer()),
        serial: hex(tbs.serial_number().as_bytes()),
        from: moment(validity.not_before.to_unix_duration()),
        until: moment(validity.not_after.to_unix_duration()),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn moment(since_1970: std::time::Duration) -> Moment {
    Moment::from_unix(i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX))
}

/// What somebody is called: the common name, or what comes nearest.
pub(in crate::seal) fn called(name: &Name) -> String {
    [COMMON_NAME, ORGANISATION, ORGANISATIONAL_UNIT]
        .iter()
        .find_map(|kind| part(name, kind))
        .unwrap_or_else(|| name.to_string().chars().take(LONGEST).collect())
}

/// The last part of this kind: the most specific one.
fn part(name: &Name, kind: &str) -> Option<String> {
    name.iter()
        .filter(|part| part.oid.to_string() == kind)
        .last()
        .map(|part| text(&part.value))
        .filter(|text| !text.is_empty())
}

/// A part of a name as text, without what would disturb a line.
fn text(value: &AttributeValue) -> String {
    let bytes = value.value();
    let text: String = match value.tag() {
        Tag::BmpString => {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        Tag::TeletexString => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let shown = |c: &char| !c.is_control() && !is_direction(*c);
    text.chars()
        .filter(shown)
        .take(LONGEST)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Marks that turn the direction of writing, with which a name could pose as another.
const fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether it may issue others, with so many authorities in between: `None` when it may not.
pub(super) fn authority(certificate: &Certificate) -> Option<u8> {
    let tbs = certificate.tbs_certificate();
    let (_, basic) = tbs.get_extension::<BasicConstraints>().ok()??;
    let usage = tbs.get_extension::<KeyUsage>().ok()?;
    let signs = usage.is_none_or(|(_, usage)| usage.key_cert_sign());
    (basic.ca && signs).then(|| basic.path_len_constraint.unwrap_or(u8::MAX))
}

/// Whether it may sign documents.
pub(super) fn signs(certificate: &Certificate) -> bool {
    match certificate.tbs_certificate().get_extension::<KeyUsage>() {
        Ok(usage) => {
            usage.is_none_or(|(_, usage)| usage.digital_signature() || usage.non_repudiation())
        }
        Err(_) => false,
    }
}

/// Whether it may make time-stamps (RFC 3161, 2.3): without that, any holder of a certificate could move the clock.
pub(super) fn stamps(certificate: &Certificate) -> bool {
    let usage = certificate
        .tbs_certificate()
        .get_extension::<ExtendedKeyUsage>();
    usage.is_ok_and(|usage| {
        usage.is_some_and(|(_, usage)| usage.0.iter().any(|one| one.to_string() == TIME_STAMPING))
    })
}

/// Extensions of RFC 5280 that are critical and understood here.
const UNDERSTOOD: [&str; 5] = [
    "2.5.29.15", // key usage
    "2.5.29.17", // other names of the holder
    "2.5.29.19", // basic constraints
    "2.5.29.32", // policies: the office asks for none
    "2.5.29.37", // extended usage
];

/// Whether every condition that it makes is understood here.
pub(super) fn is_understood(certificate: &Certificate) -> bool {
    let extensions = certificate.tbs_certificate().extensions();
    extensions.is_none_or(|extensions| {
        extensions
            .iter()
            .filter(|extension| extension.critical)
            .all(|extension| UNDERSTOOD.contains(&extension.extn_id.to_string().as_str()))
    })
}

/// Its bytes.
pub(super) fn der(certificate: &Certificate) -> Vec<u8> {
    certificate.to_der().unwrap_or_default()
}

/// The bytes of any part of a signature.
pub(super) fn encoded(part: &der::Any) -> Option<Vec<u8>> {
    part.to_der().ok()
}
