//! `POST /can-bo/ho-so/{code}/{verb}`: every deed on a dossier.

use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::Response;

use super::{
    DESK,
    dossier::{Shown, page},
    fields,
    form::read,
};
use crate::domain::action::Verb;
use crate::domain::fault::FieldFault;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::ui::desk::parts::{dossier_path, fault_words, moved};
use crate::ui::{Entries, Tone, words};
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// Does what the form asks; faults bring the page back with the input kept.
pub async fn act(
    asked: Asked,
    Path((code, verb)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let verb = Verb::from_key(&verb).ok_or_else(Problem::not_found)?;
    let sent = read(&asked, request).await?;
    asked.check_token(&sent)?;
    let expected = sent.value("version").parse().ok();
    let carried = fields::fields_of(verb, &sent.0);
    let office = asked.app.office();
    let now = asked.app.now();
    match office
        .act_on_dossier(viewer, &code, verb, carried, expected, now)
        .await
    {
        Ok(dossier) => {
            let said = format!("{}: {}.", dossier.code, done(verb));
            Ok(go(&back(&sent, &code), Some((Tone::Good, &said))))
        }
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            came_back(&asked, &code, verb, &sent, &faults).await
        }
        Err(WriteError::Declined(Decline::Stale(_))) => {
            overtaken(&asked, &code, verb, &sent, expected.unwrap_or_default()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Somebody else was faster: what they did, and the form with everything that was typed, ready to be sent again.
async fn overtaken(
    asked: &Asked,
    code: &str,
    verb: Verb,
    sent: &Sent,
    seen: u64,
) -> Result<Response, Problem> {
    let office = asked.app.office();
    let dossier = office.dossier(asked.viewer()?, code)?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let changed: Vec<_> = office
        .changes_since(&dossier, true, seen)?
        .iter()
        .map(|event| moved(event, code))
        .collect();
    let entries = Entries::sent(sent.0.clone());
    let shown = Shown {
        sent: Some((verb, &entries)),
        changed: Some(&changed),
        ..Shown::default()
    };
    Ok(asked.show_as(
        StatusCode::PRECONDITION_FAILED,
        &page(asked, &dossier, &shown).await?,
    ))
}

/// The dossier, or the leader's page when the form stood there.
fn back(sent: &Sent, code: &str) -> String {
    match sent.value("_back") {
        "/lanh-dao" => "/lanh-dao".to_owned(),
        _ => dossier_path(code),
    }
}

async fn came_back(
    asked: &Asked,
    code: &str,
    verb: Verb,
    sent: &Sent,
    faults: &[FieldFault],
) -> Result<Response, Problem> {
    let dossier = asked.app.office().dossier(asked.viewer()?, code)?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let mut entries = Entries::sent(sent.0.clone());
    for fault in faults {
        let field = fields::form_field(verb, &sent.0, &fault.field);
        entries.refuse(field.as_str(), fault_words(&field, fault.fault));
    }
    let shown = Shown {
        sent: Some((verb, &entries)),
        ..Shown::default()
    };
    Ok(asked.show_faulty(&page(asked, &dossier, &shown).await?))
}

/// The verb inside a sentence.
fn done(verb: Verb) -> String {
    let name = words::refusal::verb(verb);
    let mut letters = name.chars();
    let first = letters.next().map(char::to_lowercase);
    format!(
        "đã {}{}",
        first.into_iter().flatten().collect::<String>(),
        letters.as_str()
    )
}
