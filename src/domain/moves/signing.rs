//! Signing the file of a result (ký số kết quả): who may, when, and what the dossier remembers of it.

use super::{Actor, Dossier, Event, Happening, Verb};
use crate::domain::{
    dossier::{FileRef, Outcome},
    signature::Obstacle,
    time::Moment,
};

/// The kind of file that can be signed.
const PDF: &str = "application/pdf";

impl Dossier {
    /// The file that `actor` may sign now: that of a result which waits for their approval, or was approved and not
    /// returned yet. A file that was signed before is signed anew from what was proposed.
    pub fn to_sign(&self, actor: &Actor) -> Result<&FileRef, Obstacle> {
        // Whoever may approve it, or call it back after the approval.
        let theirs = [Verb::Approve, Verb::Reopen]
            .iter()
            .any(|verb| self.allows(actor, *verb).is_ok());
        let outcome = self.outcome.as_ref().filter(|_| theirs);
        let outcome = outcome.ok_or(Obstacle::NotNow)?;
        let file = outcome.unsigned.as_ref().or(outcome.file.as_ref());
        file.filter(|file| file.media_type == PDF)
            .ok_or(Obstacle::NotPdf)
    }

    /// The dossier with the signed file as its result.
    pub fn with_signed(
        &self,
        file: FileRef,
        certificate: &str,
        actor: &Actor,
        now: Moment,
    ) -> Result<(Self, Event), Obstacle> {
        let unsigned = self.to_sign(actor)?.clone();
        let (Some(outcome), Some(officer)) = (&self.outcome, actor.officer()) else {
            return Err(Obstacle::NotNow);
        };
        let mut next = self.clone();
        next.outcome = Some(Outcome {
            file: Some(file),
            unsigned: Some(unsigned),
            signed: Some((officer.clone(), now)),
            ..outcome.clone()
        });
        next.version += 1;
        next.note_hand(actor);
        let happening = Happening::ResultSigned {
            certificate: certificate.to_owned(),
        };
        let event = Event::between(Some(self), &next, actor.on(self), happening, now);
        Ok((next, event))
    }
}
