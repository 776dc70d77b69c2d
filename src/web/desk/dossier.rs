//! `/can-bo/ho-so/{code}`: the dossier page, its receipt and its files.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use maud::Markup;

use super::DESK;
use crate::domain::action::Verb;
use crate::domain::dossier::Dossier;
use crate::domain::moves::available;
use crate::domain::officer::{Holder, Role, User};
use crate::ui::Entries;
use crate::ui::desk::parts::moved;
use crate::ui::desk::{DossierPage, dossier_page};
use crate::web::{page::Asked, problem::Problem, receipt};

/// Lines of history on the page.
const HISTORY: usize = 1000;

/// `/can-bo/ho-so/{code}`; whoever holds the dossier has opened it with that.
pub async fn show(
    asked: Asked,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&[DESK[0], DESK[1], DESK[2], Role::Admin])?;
    let office = asked.app.office();
    let dossier = office.open_dossier(viewer, &code, asked.app.now()).await?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let fresh = query.as_deref() == Some("moi=1");
    Ok(asked.show(&page(&asked, &dossier, None, fresh)?))
}

/// The page, with the form that came back with faults if there is one.
pub fn page(
    asked: &Asked,
    dossier: &Dossier,
    sent: Option<(Verb, &Entries)>,
    fresh: bool,
) -> Result<Markup, Problem> {
    let viewer = asked.viewer()?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let masked = viewer.sees_masked();
    let mut history: Vec<_> = office
        .history(dossier, !masked, 0, HISTORY)?
        .iter()
        .map(|(_, event)| moved(event, dossier.code.as_str()))
        .collect();
    history.reverse();
    let procedure = office.procedure_version(&dossier.procedure.code, dossier.procedure.version)?;
    let process = office.process(&dossier.process)?;
    let specialists: Vec<Holder> = office.specialists()?.iter().map(User::holder).collect();
    let at_work =
        |user: &User| user.enabled && user.roles.iter().any(|role| role.works_on_dossiers());
    let advisers: Vec<Holder> = office
        .officers()?
        .iter()
        .filter(|user| at_work(user) && user.username.as_str() != viewer.username())
        .map(User::holder)
        .collect();
    let view = DossierPage {
        dossier,
        history: &history,
        verbs: &available(dossier, &viewer.actor(), &process),
        specialists: &specialists,
        advisers: &advisers,
        process: &process,
        components: procedure
            .as_ref()
            .map_or(&[], |procedure| &procedure.components),
        sent,
        sees_secret: viewer.sees_secret(dossier),
        masked,
        fresh,
        now: asked.app.now(),
        calendar: &facts.calendar,
    };
    Ok(dossier_page(&asked.frame(), &view))
}

/// `/can-bo/ho-so/{code}/receipt.pdf`
pub async fn receipt(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let dossier = asked.app.office().dossier(viewer, &code)?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    receipt::pdf(&asked.app, viewer, &dossier).await
}

/// `/can-bo/ho-so/{code}/files/{id}`
pub async fn file(
    asked: Asked,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let now = asked.app.now();
    let file = asked
        .app
        .office()
        .open_file(viewer, &code, &id, now)
        .await?;
    crate::web::api::send_file(&asked.app, file).await
}
