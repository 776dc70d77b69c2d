//! What nobody types again (điền sẵn): what the account and earlier dossiers tell of whoever files.

use std::collections::BTreeMap;

use super::forms::answers_of;
use super::{Office, Viewer};
use crate::domain::dossier::Dossier;
use crate::domain::form::{Typed, flatten};
use crate::domain::person::ApplicantKind;
use crate::domain::prefill::{APPLICANT, Filled, NAME, NUMBER, Prefill, Source, told_by};
use crate::kv::{
    KvError, Span,
    keys::{self, Desc},
};
use crate::store::{Load, spaces};

/// Dossiers that are looked at, in each of the two ways to find them.
const LOOK: usize = 10;

/// An earlier dossier about the same procedure, to be filled in from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Which.
    pub from: Source,
    /// Its answers, as they would be typed, by field id.
    pub typed: Typed,
}

impl Office {
    /// What is known of whoever files: what the account says, then what their dossiers told last.
    ///
    /// Their dossiers are those that the account filed about the person themselves and, once an officer has confirmed
    /// their number, those that bear it.
    pub fn known_of(&self, viewer: &Viewer) -> Result<Prefill, KvError> {
        let user = viewer.user();
        let mut known = Prefill::new();
        let account = [
            ("name", Some(user.name.to_string())),
            ("phone", user.phone.as_ref().map(ToString::to_string)),
            (
                "id_number",
                user.id_number.as_ref().map(ToString::to_string),
            ),
        ];
        for (name, value) in account {
            put(
                &mut known,
                format!("{APPLICANT}{name}"),
                value,
                &Source::Account,
            );
        }
        for dossier in self.own_dossiers(viewer)? {
            for (name, value) in self.told_in(&dossier)? {
                put(&mut known, name, Some(value), &source(&dossier));
            }
        }
        Ok(known)
    }

    /// Their latest dossier about a procedure, with its answers.
    pub fn earlier(&self, viewer: &Viewer, procedure: &str) -> Result<Option<Earlier>, KvError> {
        let own = self.own_dossiers(viewer)?.into_iter();
        let last = own
            .filter(|dossier| dossier.procedure.code == procedure && !dossier.form.is_empty())
            .max_by_key(|dossier| dossier.submitted_at);
        Ok(last.map(|dossier| Earlier {
            from: source(&dossier),
            typed: flatten(&dossier.form),
        }))
    }

    /// Their dossiers about themselves, the latest first.
    fn own_dossiers(&self, viewer: &Viewer) -> Result<Vec<Dossier>, KvError> {
        let confirmed = viewer.confirmed_number();
        let mut found = self.kv.read(|view| {
            let mut found = BTreeMap::new();
            let own = Span::prefix(keys::encode(&viewer.username())).limit(LOOK);
            for (key, _) in view.rows(spaces::DOSSIERS_BY_OWNER, &own)? {
                let (_, _, code) = keys::decode::<(String, Desc<i64>, String)>(&key)
                    .map_err(|error| KvError::unreadable(spaces::DOSSIERS_BY_OWNER, &key, error))?;
                found.extend(view.load::<Dossier>(&code)?.map(|dossier| (code, dossier)));
            }
            if let Some(number) = confirmed {
                let span = Span::prefix(keys::encode(&number.as_str()));
                let span = span.reverse().limit(LOOK);
                for (key, _) in view.rows(spaces::DOSSIERS_BY_CONTACT, &span)? {
                    let (_, code) = keys::decode::<(String, String)>(&key).map_err(|error| {
                        KvError::unreadable(spaces::DOSSIERS_BY_CONTACT, &key, error)
                    })?;
                    found.extend(view.load::<Dossier>(&code)?.map(|dossier| (code, dossier)));
                }
            }
            Ok(found)
        })?;
        found.retain(|_, dossier| is_about(viewer, dossier));
        let mut found: Vec<Dossier> = found.into_values().collect();
        found.sort_by_key(|dossier| std::cmp::Reverse(dossier.submitted_at));
        Ok(found)
    }

    /// What a dossier tells of its applicant.
    fn told_in(&self, dossier: &Dossier) -> Result<Vec<(String, String)>, KvError> {
        let person = &dossier.applicant;
        let mut told = Vec::new();
        let mut tell = |name: &str, value: Option<String>| {
            told.extend(value.map(|value| (format!("{APPLICANT}{name}"), value)));
        };
        tell(
            "id_number",
            person.id_number.as_ref().map(ToString::to_string),
        );
        tell("birth_date", person.birth_date.map(|day| day.to_string()));
        tell("sex", person.sex.map(|sex| sex.key().to_owned()));
        tell("address", Some(person.address.to_string()));
        tell("phone", Some(person.phone.to_string()));
        tell("email", person.email.as_ref().map(ToString::to_string));
        let post = dossier.delivery.address.as_ref();
        told.extend(post.map(|address| ("delivery.address".to_owned(), address.to_string())));
        if let Some(version) = dossier.form_version
            && let Some(definition) = self.form_version(&dossier.procedure.code, version)?
        {
            let day = dossier.submitted_at.day();
            let facts = told_by(&definition.form, &answers_of(dossier), day);
            // A form may name somebody else where the applicant usually stands: then it tells nothing of the applicant.
            let theirs = person.id_number.as_ref().map(ToString::to_string);
            let is_theirs = facts
                .get(NUMBER)
                .is_none_or(|told| theirs.as_ref() == Some(told));
            let name = facts.get(NAME);
            if is_theirs && name.is_none_or(|told| told == person.name.as_str()) {
                told.extend(facts);
            }
        }
        Ok(told)
    }
}

/// Whether a dossier is about whoever is signed in: by the number of the account or, where it has none, by name.
fn is_about(viewer: &Viewer, dossier: &Dossier) -> bool {
    let (user, applicant) = (viewer.user(), &dossier.applicant);
    applicant.kind == ApplicantKind::Person
        && match &user.id_number {
            Some(number) => applicant.id_number.as_ref() == Some(number),
            None => applicant.name == user.name,
        }
}

fn source(dossier: &Dossier) -> Source {
    Source::Dossier {
        code: dossier.code.to_string(),
        on: dossier.submitted_at.day(),
    }
}

/// What was told first stays.
fn put(known: &mut Prefill, name: String, value: Option<String>, from: &Source) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        known.entry(name).or_insert_with(|| Filled {
            value,
            from: from.clone(),
        });
    }
}
