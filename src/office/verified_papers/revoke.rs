//! Taking a verified paper back (thu hồi): it was verified by mistake, or whoever issued it no longer stands by it.

use super::knows;
use crate::domain::audit::{Deed, Trace};
use crate::domain::dossier::Dossier;
use crate::domain::event::{Event, Happening};
use crate::domain::refusal::Refusal;
use crate::domain::text::Prose;
use crate::domain::time::Moment;
use crate::domain::verified_paper::{Revocation, VerifiedPaper};
use crate::kv::Tx;
use crate::office::{Decline, Declined, Office, Viewer};
use crate::store::{self, Load, Save, Subject, audit};

impl Office {
    /// Takes a verified paper back on behalf of an officer who may know of it; it is not offered any more. Dossiers that it
    /// served keep what they have.
    pub async fn revoke_paper(
        &self,
        viewer: &Viewer,
        id: &str,
        reason: Prose,
        now: Moment,
    ) -> Result<VerifiedPaper, Declined> {
        viewer.must_read_dossiers()?;
        self.known_paper(viewer, id)?;
        let actor = viewer.actor();
        let officer = actor.officer().cloned().ok_or(Decline::Forbidden)?;
        let (viewer, id) = (viewer.clone(), id.to_owned());
        self.kv
            .write(move |tx: &mut Tx| -> Result<VerifiedPaper, Declined> {
                let mut paper = tx.load::<VerifiedPaper>(&id)?.ok_or(Decline::NotFound)?;
                if !knows(tx, &viewer, &paper)? {
                    return Err(Decline::NotFound.into());
                }
                if paper.revoked.is_some() {
                    return Err(Decline::from(Refusal::AlreadyRevoked).into());
                }
                paper.revoked = Some(Revocation {
                    at: now,
                    by: officer.clone(),
                    reason: reason.clone(),
                });
                tx.save(&paper)?;
                let source = tx.load::<Dossier>(&paper.from.dossier)?;
                let source = source.ok_or(Decline::NotFound)?;
                let happening = Happening::PaperRevoked {
                    title: paper.title.clone(),
                    reason: reason.clone(),
                };
                let line =
                    Event::between(Some(&source), &source, actor.on(&source), happening, now);
                store::journal(tx, &Subject::record(&source), &line)?;
                let trace = Trace::new(&viewer.by(), Deed::PaperRevoked, now);
                audit::write(tx, &trace.on(source.code.as_str()).detail(id.as_str()))?;
                Ok(paper)
            })
            .await
    }
}
