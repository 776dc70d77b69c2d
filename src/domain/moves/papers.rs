//! Checking papers (kiểm tra giấy tờ): what an officer finds holds until other papers come for the same component.

use super::{Actor, Circumstances, Dossier, Happening, Moved, Refusal};
use crate::domain::{
    action::{CheckPapers, PaperVerdict},
    event::CheckedPaper,
    fault::{Fault, FieldFault},
    paper_state::{PaperCheck, PaperFinding},
    time::Day,
    verified_paper::PaperDocument,
};

impl Dossier {
    /// What is wrong with what an officer says of the papers.
    pub(super) fn check_verdicts(
        &self,
        check: &CheckPapers,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        for (at, item) in check.items.iter().enumerate() {
            let before = check.items.iter().take(at);
            let twice = before.filter(|one| one.component == item.component).count() > 0;
            let fault = if !around.components.contains_key(&item.component) {
                Some(("component", Fault::UnknownComponent))
            } else if twice {
                Some(("component", Fault::Repeated))
            } else {
                self.verdict_fault(item, around.now.day())
            };
            if let Some((field, fault)) = fault {
                return Err(FieldFault::new(format!("items[{at}].{field}"), fault).into());
            }
        }
        Ok(())
    }

    fn verdict_fault(&self, item: &PaperVerdict, today: Day) -> Option<(&'static str, Fault)> {
        let verified = item.state == PaperFinding::Verified;
        // What stands in for a paper was verified before.
        let mut waiting = self.handed_in(&item.component);
        if verified && !waiting.any(|paper| paper.reused.is_none()) {
            return Some(("state", Fault::NothingToCheck));
        }
        let document = item.document.as_ref()?;
        if !verified {
            return Some(("document", Fault::Unknown));
        }
        if self.applicant.id_number.is_none() {
            return Some(("document", Fault::NoOwnerNumber));
        }
        document_fault(document, today)
    }

    /// Open before 9 → same; the finding replaces an earlier one.
    pub(super) fn check_papers(
        &self,
        actor: &Actor,
        check: &CheckPapers,
        around: &Circumstances<'_>,
    ) -> Moved {
        self.check_verdicts(check, around)?;
        let officer = actor.officer().ok_or(Refusal::NotYours)?;
        let mut next = self.clone();
        for item in &check.items {
            next.forget_checks(|component| component == item.component);
            if item.state != PaperFinding::Checking {
                next.checked.push(PaperCheck {
                    component: item.component.clone(),
                    finding: item.state,
                    by: officer.clone(),
                    at: around.now,
                });
            }
        }
        let papers = check.items.iter().map(|item| CheckedPaper {
            component: item.component.clone(),
            state: item.state,
            kept: item.document.is_some(),
        });
        let papers = papers.collect();
        Ok((next, Happening::PapersChecked { papers }))
    }

    /// Findings on these components no longer hold.
    pub(super) fn forget_checks(&mut self, gone: impl Fn(&str) -> bool) {
        self.checked.retain(|check| !gone(&check.component));
    }
}

fn document_fault(document: &PaperDocument, today: Day) -> Option<(&'static str, Fault)> {
    if document.issued_on > today {
        return Some(("document.issued_on", Fault::IssuedLater));
    }
    let over = |until: Day| until < today || until < document.issued_on;
    document
        .valid_until
        .is_some_and(over)
        .then_some(("document.valid_until", Fault::NoLongerValid))
}
