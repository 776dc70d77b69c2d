//! What the office's own records say of a paper that somebody holds.

use super::super::Office;
use crate::domain::person::masked_name;
use crate::domain::slip::{Slip, SlipKind};
use crate::kv::{KvError, NEXT, Span, keys};
use crate::seal::{Claim, Token, digest};
use crate::store::Load;

/// How a paper stands that carries this office's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Issued, and nothing took its place.
    Valid,
    /// A later slip took its place; its number.
    Replaced(Option<String>),
    /// Drawn from the dossier as it stood then; no record was made.
    Snapshot,
    /// Signed by this office, but its records hold no such slip: they were restored from before, or the key was stolen.
    Unknown,
}

/// A paper that this office signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What the signature says.
    pub claim: Claim,
    /// How it stands.
    pub standing: Standing,
    /// The number as written.
    pub number: Option<String>,
    /// The applicant, masked: whoever holds the token need not be the applicant.
    pub applicant: Option<String>,
    /// The procedure.
    pub procedure: Option<String>,
}

impl Office {
    /// What is known of the paper with this token; `None` when this office did not sign it.
    pub fn verify_token(&self, text: &str) -> Result<Option<Verified>, KvError> {
        let Some(token) = Token::read(text).filter(|token| token.is_of(&self.seal)) else {
            return Ok(None);
        };
        self.standing(token.claim).map(Some)
    }

    /// How the paper stands that this office signed.
    pub fn standing(&self, claim: Claim) -> Result<Verified, KvError> {
        if !claim.kind.is_issued() {
            return Ok(Verified {
                standing: if claim.kind == SlipKind::Register || self.is_dossier(&claim.about)? {
                    Standing::Snapshot
                } else {
                    Standing::Unknown
                },
                number: None,
                applicant: None,
                procedure: None,
                claim,
            });
        }
        let span = Span::prefix(keys::encode(&(claim.about.as_str(), claim.kind.key())));
        let mut found: Option<Slip> = None;
        self.kv.read(|view| {
            view.each::<Slip>(&span, &mut |slip| {
                if slip.number == claim.number && slip.issued_at == claim.at {
                    found = Some(slip);
                }
                Ok(NEXT)
            })
        })?;
        let Some(slip) = found else {
            return Ok(Verified {
                claim,
                standing: Standing::Unknown,
                number: None,
                applicant: None,
                procedure: None,
            });
        };
        let text = |path: &str| {
            let value = slip.facts.pointer(path).and_then(serde_json::Value::as_str);
            value.map(ToOwned::to_owned)
        };
        let (applicant, procedure) = (text("/applicant/name"), text("/procedure_name"));
        let number = slip.written_number().map(ToOwned::to_owned);
        let (void, replaced_by) = (slip.void, slip.replaced_by.clone());
        let recorded = digest(&self.sheet_of(slip)?);
        let standing = if recorded != claim.digest {
            Standing::Unknown
        } else if void {
            Standing::Replaced(replaced_by)
        } else {
            Standing::Valid
        };
        Ok(Verified {
            claim,
            standing,
            number,
            applicant: applicant.as_deref().map(masked_name),
            procedure,
        })
    }

    fn is_dossier(&self, code: &str) -> Result<bool, KvError> {
        let dossier = self
            .kv
            .read(|view| view.load::<crate::domain::dossier::Dossier>(&code.to_owned()))?;
        Ok(dossier.is_some())
    }
}
