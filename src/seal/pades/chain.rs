//! From a certificate to an authority that the office trusts (RFC 5280, section 6, without policies and name constraints:
//! a certificate that insists on them is not accepted).
//!
//! There is a well-kept path builder for TLS servers (rustls-webpki), but it asks for names of servers; what follows rests
//! on `x509-cert` for reading and on [`algorithm`] for every signature.

use der::Encode;

use super::{Certificate, algorithm, certificate};
use crate::domain::signature::Trust;
use crate::domain::time::Moment;

/// Most authorities on the way.
const LONGEST: u8 = 8;
/// Most signatures that are checked on the way, however the certificates are arranged.
const MOST: usize = 64;

/// Who vouches for `leaf` at this moment, by way of `others`, among `roots`.
pub(super) fn trust(
    leaf: &Certificate,
    others: &[Certificate],
    roots: &[Certificate],
    at: Moment,
) -> Trust {
    if roots.is_empty() {
        return Trust::NoRoots;
    }
    if let Some(reason) = unfit(leaf, at) {
        return reason;
    }
    let mut search = Search {
        others,
        roots,
        at,
        checks: 0,
        refused: None,
    };
    match search.up_from(leaf, 0) {
        Some(root) => Trust::Root(root),
        None => search.refused.unwrap_or(Trust::Unknown),
    }
}

/// Why a certificate does not serve on the way, wherever it stands.
fn unfit(one: &Certificate, at: Moment) -> Option<Trust> {
    let facts = certificate::facts(one);
    if !certificate::is_understood(one) {
        return Some(Trust::Unfit(facts.name));
    }
    (!facts.holds_at(at)).then_some(Trust::Expired(facts))
}

struct Search<'a> {
    others: &'a [Certificate],
    roots: &'a [Certificate],
    at: Moment,
    checks: usize,
    /// Why the first authority that would have led further was refused.
    refused: Option<Trust>,
}

impl Search<'_> {
    /// The root above `one`, which has so many authorities below it.
    fn up_from(&mut self, one: &Certificate, below: u8) -> Option<String> {
        if self.roots.contains(one) {
            return Some(certificate::facts(one).name);
        }
        if below > LONGEST {
            return None;
        }
        let (roots, others) = (self.roots, self.others);
        for issuer in roots.iter().chain(others) {
            if self.issued(issuer, one, below)
                && let Some(root) = self.up_from(issuer, below + 1)
            {
                return Some(root);
            }
        }
        None
    }

    /// Whether `issuer` may have issued `one`, and did.
    fn issued(&mut self, issuer: &Certificate, one: &Certificate, below: u8) -> bool {
        let tbs = one.tbs_certificate();
        if issuer.tbs_certificate().subject() != tbs.issuer() || issuer == one {
            return false;
        }
        self.checks += 1;
        if self.checks > MOST || !signed_by(issuer, one) {
            return false;
        }
        let reason = match (certificate::authority(issuer), unfit(issuer, self.at)) {
            (Some(deepest), None) if deepest >= below => return true,
            (_, Some(reason)) => reason,
            _ => Trust::Unfit(certificate::facts(issuer).name),
        };
        self.refused.get_or_insert(reason);
        false
    }
}

/// Whether `one` carries the signature of `issuer`.
fn signed_by(issuer: &Certificate, one: &Certificate) -> bool {
    let tbs = one.tbs_certificate();
    let (Ok(message), Some(signature)) = (tbs.to_der(), one.signature().as_bytes()) else {
        return false;
    };
    tbs.signature() == one.signature_algorithm()
        && algorithm::verify(
            issuer.tbs_certificate().subject_public_key_info(),
            one.signature_algorithm(),
            None,
            &message,
            signature,
        )
        .is_ok()
}
