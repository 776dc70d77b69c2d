//! Papers about a procedure: what a citizen brings, and a blank form.

use super::super::Office;
use super::issue::Issuer;
use super::statutory::written;
use super::{form_of, wording};
use crate::domain::dossier::Channel;
use crate::domain::money::Dong;
use crate::domain::procedure::component::Component;
use crate::domain::procedure::{Method, Procedure, WHOLE_PROCEDURE};
use crate::domain::slip::facts::{Checklist, ChecklistPaper};
use crate::domain::slip::{PaperSize, Print, SlipKind};
use crate::domain::time::Moment;

impl Office {
    /// The checklist of a procedure with these of its papers and the office hours in words; `None` when the office is not
    /// set up.
    pub fn checklist(
        &self,
        procedure: &Procedure,
        case: usize,
        components: &[&Component],
        hours: &[String],
        size: PaperSize,
        now: Moment,
    ) -> Option<Print> {
        let facts = self.facts()?;
        let issuer = Issuer::new(&facts, &self.seal);
        let profile = &facts.profile;
        let base = profile.base_url.trim_end_matches('/');
        let code = procedure.code.as_str();
        let checklist = Checklist {
            head: issuer.head(None, now),
            procedure_name: procedure.name.clone(),
            procedure_code: code.to_owned(),
            case: procedure
                .cases
                .get(case)
                .map(|case| case.name.clone())
                .filter(|name| name != WHOLE_PROCEDURE),
            papers: papers(components),
            terms: terms(procedure, case),
            fees: fees(procedure),
            address: wording::given(&profile.address),
            hours: hours.to_vec(),
            url: (!base.is_empty()).then(|| format!("{base}/thu-tuc/{code}")),
        };
        let sheet = issuer.sheet_now(SlipKind::Checklist, written(&checklist), code, now);
        Some(Print::one(sheet, size, now))
    }

    /// The blank form of a procedure; `None` when the office is not set up.
    pub fn blank_form(&self, procedure: &Procedure, size: PaperSize, now: Moment) -> Option<Print> {
        let facts = self.facts()?;
        let issuer = Issuer::new(&facts, &self.seal);
        let form = form_of::blank(procedure, &facts.profile, now);
        let code = procedure.code.as_str();
        let sheet = issuer.sheet_now(SlipKind::Form, written(&form), code, now);
        Some(Print::one(sheet, size, now))
    }
}

fn papers(components: &[&Component]) -> Vec<ChecklistPaper> {
    components
        .iter()
        .map(|component| ChecklistPaper {
            name: component.name.clone(),
            original: component.original,
            copy: component.copy,
            note: component.note,
            group: wording::given(&component.group),
        })
        .collect()
}

/// The term for each way of filing; said once when it is the same for all.
fn terms(procedure: &Procedure, case: usize) -> Vec<String> {
    let mut terms: Vec<(String, Vec<&str>)> = Vec::new();
    for channel in Channel::ALL {
        let Some(term) = procedure.term(case, channel).map(wording::term) else {
            continue;
        };
        let name = match channel {
            Channel::Online => "trực tuyến",
            Channel::Counter => "trực tiếp",
            Channel::Post => "bưu chính",
        };
        match terms.iter_mut().find(|(known, _)| *known == term) {
            Some((_, names)) => names.push(name),
            None => terms.push((term, vec![name])),
        }
    }
    match terms.as_slice() {
        [(term, _)] => vec![term.clone()],
        terms => terms
            .iter()
            .map(|(term, names)| format!("{term} ({})", names.join(", ")))
            .collect(),
    }
}

/// Every fee that the catalogue names, with its remark.
fn fees(procedure: &Procedure) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let fees = procedure
        .methods
        .iter()
        .flat_map(|method: &Method| &method.fees);
    for fee in fees {
        let amount = fee.value.filter(|value| *value > 0).map(|value| {
            if fee.currency == "VND" {
                wording::dong(Dong(value))
            } else {
                format!("{value} {}", fee.currency)
            }
        });
        let words = match (amount, wording::given(&fee.note)) {
            (Some(amount), Some(note)) => format!("{amount} ({note})"),
            (Some(amount), None) => amount,
            (None, Some(note)) => note,
            (None, None) => continue,
        };
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}
