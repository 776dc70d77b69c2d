//! What the issued slips say of a dossier.

use serde::Serialize;
use serde_json::Value;

use super::issue::Occasion;
use super::wording;
use crate::domain::dossier::Dossier;
use crate::domain::event::{Actor, Happening};
use crate::domain::officer::Role;
use crate::domain::person::{Applicant, PaperNumber};
use crate::domain::slip::SlipKind;
use crate::domain::slip::facts::{
    Apology, Fee, Head, Lookup, Matter, Paper, Party, Receipt, Refusal, Stop, Supplement, Wanted,
};
use crate::store::settings::Profile;

/// The facts of a slip of this kind.
pub(super) fn facts(
    kind: SlipKind,
    head: Head,
    occasion: &Occasion<'_>,
    profile: &Profile,
) -> Value {
    let matter = matter(occasion.dossier, profile);
    match kind {
        SlipKind::Supplement => written(&supplement(head, matter, occasion)),
        SlipKind::Refusal => written(&refusal(head, matter, occasion)),
        SlipKind::Apology => written(&apology(head, matter, occasion)),
        SlipKind::Stop => written(&stop(head, matter, occasion)),
        _ => written(&receipt(head, matter, occasion, profile)),
    }
}

pub(super) fn written(facts: &impl Serialize) -> Value {
    serde_json::to_value(facts).expect("facts are plain JSON")
}

/// Which dossier the paper is about.
pub(super) fn matter(dossier: &Dossier, profile: &Profile) -> Matter {
    Matter {
        dossier: dossier.code.to_string(),
        reception_unit: profile.reception_unit.clone(),
        applicant: party(&dossier.applicant),
        procedure_name: dossier.procedure.name.clone(),
        procedure_code: dossier.procedure.code.clone(),
    }
}

/// A person as a paper names them: what lies about on a desk shows no whole identity number.
pub(super) fn party(applicant: &Applicant) -> Party {
    Party {
        kind: applicant.kind,
        name: applicant.name.to_string(),
        id_number: applicant.id_number.as_ref().map(PaperNumber::masked),
        address: Some(applicant.address.to_string()),
        phone: Some(applicant.phone.to_string()),
        email: applicant.email.as_ref().map(ToString::to_string),
    }
}

fn submitter(dossier: &Dossier) -> String {
    let who = dossier.submitter.as_ref().unwrap_or(&dossier.applicant);
    who.name.to_string()
}

fn officer(actor: &Actor) -> Option<String> {
    actor.officer().map(|officer| officer.name.clone())
}

/// Only a leader signs for the office; a specialist's draft leaves the place open.
fn signer(actor: &Actor) -> Option<String> {
    officer(actor).filter(|_| actor.has(Role::Leader))
}

fn receipt(head: Head, matter: Matter, occasion: &Occasion<'_>, profile: &Profile) -> Receipt {
    let dossier = occasion.dossier;
    let code = &matter.dossier;
    let base = profile.base_url.trim_end_matches('/');
    Receipt {
        track_url: (!base.is_empty()).then(|| format!("{base}/tra-cuu/{code}")),
        lookup: Some(Lookup {
            url: format!("{base}/tra-cuu"),
            secret: dossier.lookup_secret.clone(),
        }),
        papers: dossier
            .papers
            .iter()
            .map(|paper| Paper {
                name: paper.name.clone(),
                kind: paper.kind,
                count: paper.count,
            })
            .collect(),
        sets: 1,
        term: dossier.procedure.term.map(wording::term),
        received_at: dossier.received_at.unwrap_or(occasion.now),
        due_at: dossier.due_at,
        delivery: Some(wording::delivery(&dossier.delivery)),
        fees: dossier
            .fees
            .iter()
            .map(|fee| Fee {
                name: fee.name.clone(),
                amount: fee.amount,
            })
            .collect(),
        book_volume: None,
        book_number: None,
        submitter: Some(submitter(dossier)),
        officer: officer(occasion.actor),
        head,
        matter,
    }
}

fn supplement(head: Head, matter: Matter, occasion: &Occasion<'_>) -> Supplement {
    let dossier = occasion.dossier;
    let asked = dossier.supplements.last();
    let wanted = |id: &str, reason: &str| {
        let component = occasion
            .procedure
            .and_then(|procedure| procedure.component(id));
        Wanted {
            name: component.map_or_else(|| id.to_owned(), |component| component.name.clone()),
            reason: reason.to_owned(),
            original: component.map_or(0, |component| component.original),
            copy: component.map_or(0, |component| component.copy),
        }
    };
    Supplement {
        items: asked
            .iter()
            .flat_map(|asked| &asked.items)
            .map(|item| wanted(&item.component, item.reason.as_str()))
            .collect(),
        reason: asked.map_or_else(String::new, |asked| asked.reason.to_string()),
        until: asked.and_then(|asked| asked.until),
        round: u32::try_from(dossier.supplements.len()).unwrap_or(u32::MAX),
        contact: asked.map(|asked| format!("{}, {}", asked.asked_by.name, asked.asked_by.unit)),
        officer: asked.map(|asked| asked.asked_by.name.clone()),
        head,
        matter,
    }
}

fn refusal(head: Head, matter: Matter, occasion: &Occasion<'_>) -> Refusal {
    let dossier = occasion.dossier;
    Refusal {
        reason: reason(dossier),
        submitter: Some(submitter(dossier)),
        officer: officer(occasion.actor),
        head,
        matter,
    }
}

fn reason(dossier: &Dossier) -> String {
    let reason = dossier.closing_reason.as_ref();
    reason.map_or_else(String::new, ToString::to_string)
}

fn apology(head: Head, matter: Matter, occasion: &Occasion<'_>) -> Apology {
    let dossier = occasion.dossier;
    let event = occasion.event;
    let reason = match &event.happening {
        Happening::Apologised { reason } => reason.to_string(),
        _ => String::new(),
    };
    Apology {
        received_at: dossier.received_at,
        due_before: event.due_before,
        due_after: event.due_after.unwrap_or(occasion.now),
        due_original: dossier.due_original,
        reason,
        round: u32::try_from(dossier.apologies.len()).unwrap_or(u32::MAX),
        signer: signer(occasion.actor),
        head,
        matter,
    }
}

fn stop(head: Head, matter: Matter, occasion: &Occasion<'_>) -> Stop {
    let dossier = occasion.dossier;
    let before = dossier.waiting.as_ref();
    let stage = before.map_or(&dossier.place.step, |waiting| &waiting.place.step);
    let paid = dossier.paid_total();
    Stop {
        received_at: dossier.received_at,
        stage: stage.official_name().to_owned(),
        reason: reason(dossier),
        asked: dossier
            .withdrawal_asked
            .as_ref()
            .map(|(_, reason)| reason.to_string()),
        money: (!paid.is_zero()).then(|| {
            format!(
                "đã nộp {}; giải quyết theo quy định về phí, lệ phí",
                wording::dong(paid)
            )
        }),
        signer: signer(occasion.actor),
        head,
        matter,
    }
}
