//! What the counter knows already: of the person before it, and of what it was asked for lately.

use std::collections::BTreeSet;

use super::read_dossiers::Filter;
use super::{Declined, Office, Viewer};
use crate::domain::audit::Deed;
use crate::domain::dossier::Dossier;
use crate::domain::person::PaperNumber;
use crate::domain::time::Moment;
use crate::kv::KvError;
use crate::store::dossiers::Summary;

/// The same person with the same procedure within so many days may have come twice by mistake.
const TWICE_WITHIN_DAYS: i64 = 30;

/// Dossiers of a person that are looked at, and of the office for what it was asked lately.
const OF_A_PERSON: usize = 200;
const LATELY: usize = 60;

/// What is known of a person.
#[derive(Debug, Clone)]
pub struct KnownPerson {
    /// Their latest dossier, with the telephone and addresses they gave.
    pub latest: Dossier,
    /// Dossiers of the same procedure that are hardly older than a month.
    pub twice: Vec<Summary>,
}

impl Office {
    /// What is known of the person with this number, as far as the viewer may see; that it was read is noted.
    pub async fn known_person(
        &self,
        viewer: &Viewer,
        number: &PaperNumber,
        procedure: &str,
        now: Moment,
    ) -> Result<Option<KnownPerson>, Declined> {
        let filter = Filter {
            query: Some(number.as_str().to_owned()),
            ..Filter::default()
        };
        let found = self.dossiers(viewer, &filter, None, OF_A_PERSON)?.items;
        let Some(latest) = found.iter().max_by_key(|one| one.submitted_at) else {
            return Ok(None);
        };
        let latest = self.dossier(viewer, &latest.code)?;
        let own = |one: &Dossier| one.applicant.id_number.as_ref() == Some(number);
        let Some(latest) = latest.filter(own) else {
            return Ok(None);
        };
        self.note_reading(viewer, Deed::DossierRead, &latest, Some("intake"), now)
            .await?;
        let lately = now.plus_seconds(-TWICE_WITHIN_DAYS * 86_400);
        let mut twice = found;
        twice.retain(|one| one.procedure == procedure && one.submitted_at >= lately);
        Ok(Some(KnownPerson { latest, twice }))
    }

    /// Codes of the procedures that were filed last, the latest first, at most `limit`.
    pub fn recent_procedures(&self, viewer: &Viewer, limit: usize) -> Result<Vec<String>, KvError> {
        let found = self.dossiers(viewer, &Filter::default(), None, LATELY)?;
        let mut seen = BTreeSet::new();
        let codes = found.items.into_iter().map(|one| one.procedure);
        Ok(codes
            .filter(|code| seen.insert(code.clone()))
            .take(limit)
            .collect())
    }
}
