//! Papers that leave no record: what a dossier looks like now.

use serde_json::Value;

use super::form_of::Answered;
use super::issue::Issuer;
use super::statutory::{matter, written};
use super::{form_of, hand_overs, wording};
use crate::domain::dossier::Dossier;
use crate::domain::event::Event;
use crate::domain::procedure::Procedure;
use crate::domain::slip::facts::{Control, Cover, Envelope, Label, Postal, Recipient, Sender};
use crate::domain::slip::{Sheet, SlipKind};
use crate::domain::time::Moment;
use crate::domain::workflow::StepKind;

/// What is known of a dossier beside its record.
pub(super) struct Known<'a> {
    /// Everything that happened to it, for the control sheet.
    pub history: &'a [Event],
    /// Its procedure.
    pub procedure: Option<&'a Procedure>,
    /// Its electronic form, for the form on paper.
    pub answered: Option<&'a Answered>,
}

impl Issuer {
    /// A paper of this kind as of `now`; `None` where the dossier has nothing to put on it.
    pub(super) fn paper_now(
        &self,
        kind: SlipKind,
        dossier: &Dossier,
        known: &Known<'_>,
        now: Moment,
    ) -> Option<Sheet> {
        let facts = match kind {
            SlipKind::Control => self.control(dossier, known, now),
            SlipKind::Cover => self.cover(dossier, now)?,
            SlipKind::Envelope => written(&Envelope {
                postal: self.postal(dossier, now),
            }),
            SlipKind::Label => written(&Label {
                postal: self.postal(dossier, now),
                procedure_name: dossier.procedure.name.clone(),
                received: dossier.received_at.map(Moment::day),
                due: dossier.due_at.map(Moment::day),
            }),
            SlipKind::Form => written(&form_of::filled(
                dossier,
                known.answered,
                &self.facts.profile,
                now,
            )),
            _ => return None,
        };
        Some(self.sheet_now(kind, facts, dossier.code.as_str(), now))
    }

    fn control(&self, dossier: &Dossier, known: &Known<'_>, now: Moment) -> Value {
        let profile = &self.facts.profile;
        let coordinating = known
            .procedure
            .map(|procedure| procedure.coordinating.join(", "));
        written(&Control {
            head: self.head(None, now),
            matter: matter(dossier, profile),
            received_at: dossier.received_at,
            due_at: dossier.due_at,
            agency: agency(dossier, &profile.agency_name),
            coordinating: coordinating.as_deref().and_then(wording::given),
            status: dossier.status.official_name().to_owned(),
            steps: hand_overs::of(dossier, known.history, &self.facts.calendar),
        })
    }

    fn cover(&self, dossier: &Dossier, now: Moment) -> Option<Value> {
        let outcome = dossier.outcome.as_ref()?;
        outcome.approved.as_ref()?;
        let profile = &self.facts.profile;
        Some(written(&Cover {
            head: self.head(None, now),
            matter: matter(dossier, profile),
            received_at: dossier.received_at,
            due_at: dossier.due_at,
            finished_at: dossier.finished_at,
            result: outcome.title.clone(),
            result_number: outcome.number.clone(),
            delivery: wording::delivery(&dossier.delivery),
            officer: None,
        }))
    }

    fn postal(&self, dossier: &Dossier, now: Moment) -> Postal {
        let profile = &self.facts.profile;
        let applicant = &dossier.applicant;
        let chosen = dossier.delivery.address.as_ref();
        Postal {
            issued_at: now,
            dossier: dossier.code.to_string(),
            sender: Sender {
                name: profile.centre_name.clone(),
                address: wording::given(&profile.address),
                phone: wording::given(&profile.hotline),
            },
            recipient: Recipient {
                name: applicant.name.to_string(),
                address: Some(chosen.unwrap_or(&applicant.address).to_string()),
                phone: Some(applicant.phone.to_string()),
            },
        }
    }
}

/// The unit that decides: where the dossier is or was examined, otherwise the office itself.
pub(super) fn agency(dossier: &Dossier, office: &str) -> String {
    let waiting = dossier.waiting.iter().map(|waiting| &waiting.place);
    let places = dossier.trail.iter().chain([&dossier.place]).chain(waiting);
    places
        .filter(|place| place.step.kind() == StepKind::Work)
        .map(|place| place.unit.clone())
        .next_back()
        .unwrap_or_else(|| office.to_owned())
}
