//! The token of a slip: what a QR code can carry that proves a paper genuine.
//!
//! Claim and signature, in base64 for addresses. The claim names the paper and holds the SHA-256 of everything that is
//! printed on it, so a changed letter is a different paper. Some 170 characters with an ordinary dossier code.

use std::fmt::Write as _;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::key::{PublicKey, Purpose, Seal, Signature};
use crate::domain::slip::{Sheet, SlipKind};
use crate::domain::time::Moment;

/// The first byte of every token; another layout gets another number.
const LAYOUT: u8 = 1;

/// No token is longer, in characters; what is longer is not looked at.
const LONGEST: usize = 600;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which paper.
    pub kind: SlipKind,
    /// Running number of this kind in the office and year; 0 for papers without one.
    pub number: u64,
    /// When it was issued.
    pub at: Moment,
    /// The dossier's code, or what else the paper is about.
    pub about: String,
    /// The SHA-256 of what is printed; see [`digest`].
    pub digest: [u8; 32],
}

/// A claim with the office's signature under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it says.
    pub claim: Claim,
    signature: Signature,
}

impl Claim {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![LAYOUT, self.kind.code()];
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.at.unix().to_be_bytes());
        bytes.extend(self.digest);
        bytes.extend(self.about.as_bytes());
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (&layout, rest) = bytes.split_first()?;
        let (&kind, rest) = rest.split_first()?;
        let (number, rest) = rest.split_first_chunk::<8>()?;
        let (at, rest) = rest.split_first_chunk::<8>()?;
        let (digest, about) = rest.split_first_chunk::<32>()?;
        if layout != LAYOUT {
            return None;
        }
        let claim = Self {
            kind: SlipKind::from_code(kind)?,
            number: u64::from_be_bytes(*number),
            at: Moment::from_unix(i64::from_be_bytes(*at)),
            about: String::from_utf8(about.to_vec()).ok()?,
            digest: *digest,
        };
        // One claim, one writing: a moment outside time would be read as another one.
        (claim.bytes() == bytes).then_some(claim)
    }
}

impl Seal {
    /// The token that says `claim` for this office.
    pub fn token(&self, claim: &Claim) -> String {
        let mut bytes = claim.bytes();
        let signature = self.sign(Purpose::Slip, &bytes);
        bytes.extend(signature);
        Base64UrlUnpadded::encode_string(&bytes)
    }
}

impl Token {
    /// Reads a token, or the address that a QR code says with the token at its end; `None` for anything else. Whether
    /// it is genuine is another question.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.rsplit_once('/').map_or(text, |(_, token)| token);
        if text.len() > LONGEST {
            return None;
        }
        let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
        let (claim, signature) = bytes.split_last_chunk::<64>()?;
        Some(Self {
            claim: Claim::read(claim)?,
            signature: *signature,
        })
    }

    /// Whether this office signed it, now or under an earlier key.
    pub fn is_of(&self, seal: &Seal) -> bool {
        seal.verify(Purpose::Slip, &self.claim.bytes(), &self.signature)
    }

    /// Whether the owner of `key` signed it.
    pub fn is_by(&self, key: &PublicKey) -> bool {
        key.verify(Purpose::Slip, &self.claim.bytes(), &self.signature)
    }
}

/// Why a sheet is not genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It carries no signature.
    Unsigned,
    /// Whoever signed it is not whose key it was checked with.
    Foreign,
    /// What it says is not what was signed.
    Changed,
}

/// What the signature on a sheet says, when it is genuine; `signed` tells whether a token is of the right key.
///
/// # Errors
/// Why it is not.
pub fn genuine(sheet: &Sheet, signed: impl Fn(&Token) -> bool) -> Result<Claim, Doubt> {
    let text = sheet.token.as_ref().ok_or(Doubt::Unsigned)?;
    let token = Token::read(text).filter(|token| signed(token));
    let claim = token.ok_or(Doubt::Foreign)?.claim;
    if claim.kind == sheet.kind && claim.digest == digest(sheet) {
        Ok(claim)
    } else {
        Err(Doubt::Changed)
    }
}

/// The SHA-256 of everything that a sheet prints: its kind, form and facts, and the office's own template. What is put on it later (the token
/// itself, that it became void) does not count.
pub fn digest(sheet: &Sheet) -> [u8; 32] {
    let mut all = json!({"kind": sheet.kind, "form": sheet.form, "facts": sheet.facts});
    if let Some(source) = &sheet.own_template {
        all["own_template"] = source_digest(source).into();
    }
    let mut text = Vec::new();
    write_sorted(&all, &mut text);
    Sha256::digest(&text).into()
}

/// The SHA-256 of a template's source, hexadecimal.
pub fn source_digest(source: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(source.as_bytes()) {
        write!(hex, "{byte:02x}").expect("a String takes whatever is written");
    }
    hex
}

/// One writing for equal values: names sorted by their bytes, no white space.
fn write_sorted(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<(&String, &Value)> = Map::iter(fields).collect();
            names.sort_by_key(|(name, _)| name.as_bytes());
            out.push(b'{');
            for (at, (name, field)) in names.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                out.extend(Value::from(name.as_str()).to_string().bytes());
                out.push(b':');
                write_sorted(field, out);
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_sorted(item, out);
            }
            out.push(b']');
        }
        plain => out.extend(plain.to_string().bytes()),
    }
}
