//! Following a dossier without an account (tra cứu hồ sơ).

use super::{Declined, Office};
use crate::domain::audit::{Deed, Trace};
use crate::domain::dossier::Dossier;
use crate::domain::person::PaperNumber;
use crate::domain::time::Moment;
use crate::kv::KvError;
use crate::store::Load;

/// What shows that somebody may follow a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The eight characters on the receipt.
    Secret(String),
    /// The last four characters of the telephone or identity number.
    Last4(String),
}

impl Office {
    /// The dossier, when the proof fits; an unknown code and a wrong proof look the same.
    pub fn track_dossier(&self, code: &str, proof: &Proof) -> Result<Option<Dossier>, KvError> {
        let code = code.trim().to_uppercase();
        let dossier = self.kv.read(|view| view.load::<Dossier>(&code))?;
        Ok(dossier.filter(|dossier| fits(dossier, proof)))
    }

    /// Notes that somebody guessed at a dossier; what was typed for a code that does not exist is not kept.
    pub async fn note_wrong_secret(&self, code: &str, now: Moment) -> Result<(), Declined> {
        let code = code.trim().to_uppercase();
        let known = self.kv.read(|view| view.load::<Dossier>(&code))?.is_some();
        let trace = Trace::new(&self.by, Deed::SecretFailed, now);
        self.note(if known { trace.on(code) } else { trace }).await
    }
}

fn fits(dossier: &Dossier, proof: &Proof) -> bool {
    match proof {
        Proof::Secret(secret) => is_secret(secret, &dossier.lookup_secret),
        Proof::Last4(last4) => {
            let given = last4.trim().to_uppercase();
            let people = [Some(&dossier.applicant), dossier.submitter.as_ref()];
            given.len() == 4
                && people.into_iter().flatten().any(|person| {
                    let id = person.id_number.as_ref().map(PaperNumber::last4);
                    same(given.as_bytes(), person.phone.last4().as_bytes())
                        | id.is_some_and(|id| same(given.as_bytes(), id.as_bytes()))
                })
        }
    }
}

/// Whether a lookup secret was typed right.
pub(super) fn is_secret(typed: &str, secret: &str) -> bool {
    let typed = typed.trim().to_uppercase();
    same(typed.as_bytes(), secret.as_bytes())
}

/// Compares without telling by time how much was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .fold(0, |different, (a, b)| different | (a ^ b))
            == 0
}
