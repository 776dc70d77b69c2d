//! Correcting what was taken down wrongly (điều chỉnh): both versions are kept in the history.

use serde_json::{Map, Value};

use super::{Circumstances, Dossier, Happening, Moved, Refusal, file};
use crate::domain::{
    action::Correct,
    clock,
    dossier::{FileRef, Paper, PaperKind, ReturnMethod},
    fault::{Fault, FieldFault, read_json},
    person::Applicant,
    verified_paper::ReusedPaper,
};

impl Dossier {
    /// The citizen in 1; reception and leader in any open status before 9 → same.
    pub(super) fn correct(&self, correct: &Correct, around: &Circumstances<'_>) -> Moved {
        let changes = &correct.changes;
        let mut next = self.clone();
        if let Some(fields) = &changes.applicant {
            next.applicant = merged(&self.applicant, fields)?;
            if next.applicant.id_number != self.applicant.id_number {
                // What was verified for somebody else stands in for nothing here.
                next.papers.retain(|paper| paper.reused.is_none());
                next.checked.clear();
            }
        }
        if let Some(procedure) = &around.corrected {
            next.procedure = procedure.clone();
            next.checked.clear();
            next.recount_due(around);
        }
        if let Some(inputs) = &changes.components {
            let papers = around.papers(inputs).map_err(|refusal| match refusal {
                Refusal::Field(fault) => Refusal::Field(FieldFault {
                    field: format!("changes.{}", fault.field),
                    ..fault
                }),
                refusal => refusal,
            })?;
            let same = |id: &str| {
                let now = papers.iter().filter(|paper| paper.id == id);
                now.map(content).eq(self.handed_in(id).map(content))
            };
            next.forget_checks(|id| !same(id));
            next.papers = papers;
        }
        if let Some(delivery) = &changes.delivery {
            if delivery.method == ReturnMethod::Post && delivery.address.is_none() {
                let field = "changes.delivery.address";
                return Err(FieldFault::new(field, Fault::AddressNeeded).into());
            }
            next.delivery = delivery.clone();
        }
        if let Some(note) = &changes.note {
            next.note = Some(note.clone());
        }
        let (before, after) = difference(self, &next);
        let happening = Happening::Corrected {
            before,
            after,
            reason: correct.reason.clone(),
        };
        Ok((next, happening))
    }

    /// Under another procedure another term runs, from the same reception and with the same pauses.
    fn recount_due(&mut self, around: &Circumstances<'_>) {
        let (Some(received), Some(_)) = (self.received_at, self.due_at) else {
            return;
        };
        let Some(term) = self.procedure.term else {
            // No numeric time: the date that was promised stands.
            return;
        };
        self.due_original = Some(clock::due(term, received, around.calendar).at);
        self.due_at =
            Some(clock::due_with_pauses(term, received, &self.pauses, around.calendar).at);
    }
}

/// What a paper consists of, whenever it came.
fn content(paper: &Paper) -> (PaperKind, u32, Option<&FileRef>, Option<&ReusedPaper>) {
    let Paper {
        kind,
        count,
        file,
        reused,
        ..
    } = paper;
    (*kind, *count, file.as_ref(), reused.as_ref())
}

/// The applicant with `fields` replaced.
fn merged(applicant: &Applicant, fields: &Map<String, Value>) -> Result<Applicant, Refusal> {
    let mut value = serde_json::to_value(applicant).expect("an applicant is plain JSON");
    if let Value::Object(all) = &mut value {
        all.extend(fields.clone());
    }
    let next: Applicant = read_json(value).map_err(|fault| FieldFault {
        field: format!("changes.applicant.{}", fault.field),
        ..fault
    })?;
    file::check_applicant(&next, "changes.applicant")?;
    Ok(next)
}

/// What differs between two versions, as both sides.
fn difference(old: &Dossier, new: &Dossier) -> (Map<String, Value>, Map<String, Value>) {
    let object = |dossier: &Dossier| match serde_json::to_value(dossier) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (mut before, mut after) = (object(old), object(new));
    let same: Vec<String> = before
        .iter()
        .filter(|(name, value)| after.get(*name) == Some(*value))
        .map(|(name, _)| name.clone())
        .collect();
    for name in same {
        before.remove(&name);
        after.remove(&name);
    }
    (before, after)
}
