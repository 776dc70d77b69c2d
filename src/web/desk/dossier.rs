//! `/can-bo/ho-so/{code}`: the dossier page and its files.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use maud::Markup;

use super::{DESK, signing};
use crate::domain::action::Verb;
use crate::domain::audit::Deed;
use crate::domain::dossier::Dossier;
use crate::domain::moves::available;
use crate::domain::officer::{Holder, User};
use crate::office::Office;
use crate::ui::Entries;
use crate::ui::desk::parts::moved;
use crate::ui::desk::{DossierPage, Signatures, dossier_page};
use crate::ui::parts::Moved;
use crate::web::{form::Sent, page::Asked, problem::Problem};

/// Lines of history on the page.
const HISTORY: usize = 1000;

/// `/can-bo/ho-so/{code}`; whoever holds the dossier has opened it with that.
pub async fn show(
    asked: Asked,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let office = asked.app.office();
    let dossier = office.open_dossier(viewer, &code, asked.app.now()).await?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let fresh = query.as_deref() == Some("moi=1");
    let shown = Shown {
        fresh,
        ..Shown::default()
    };
    Ok(asked.show(&page(&asked, &dossier, &shown).await?))
}

/// `POST /can-bo/ho-so/{code}/so-giay-to`: the page with the full number of the applicant's paper, which is noted first.
pub async fn reveal(
    asked: Asked,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let dossier = asked.app.office().dossier(viewer, &code)?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let now = asked.app.now();
    let office = asked.app.office();
    office
        .note_reading(viewer, Deed::NumberRevealed, &dossier, None, now)
        .await?;
    let shown = Shown {
        number: true,
        ..Shown::default()
    };
    Ok(asked.show(&page(&asked, &dossier, &shown).await?))
}

/// How the page is shown besides the dossier itself.
#[derive(Default)]
pub struct Shown<'a> {
    /// The form that came back with faults.
    pub sent: Option<(Verb, &'a Entries)>,
    /// What others did since the page was opened from which the form came.
    pub changed: Option<&'a [Moved]>,
    /// It was filed just now.
    pub fresh: bool,
    /// The full number of the applicant's paper.
    pub number: bool,
}

/// The page.
pub async fn page(asked: &Asked, dossier: &Dossier, shown: &Shown<'_>) -> Result<Markup, Problem> {
    let viewer = asked.viewer()?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let mut history: Vec<_> = office
        .history(dossier, true, 0, HISTORY)?
        .iter()
        .map(|(_, event)| moved(event, dossier.code.as_str()))
        .collect();
    history.reverse();
    let procedure = office.procedure_version(&dossier.procedure.code, dossier.procedure.version)?;
    let process = office.process(&dossier.process)?;
    let specialists: Vec<Holder> = office.specialists()?.iter().map(User::holder).collect();
    let advisers: Vec<Holder> = office
        .colleagues()?
        .iter()
        .filter(|user| user.username.as_str() != viewer.username())
        .map(User::holder)
        .collect();
    let verbs = available(dossier, &viewer.actor(), &process);
    let offers = match (&procedure, &dossier.applicant.id_number) {
        (Some(procedure), Some(person)) if verbs.contains(&Verb::Supply) => {
            let day = asked.app.now().day();
            office.reusable_papers(viewer, person, procedure, day)?
        }
        _ => Vec::new(),
    };
    let findings = signing::findings_of(asked, dossier).await?;
    let view = DossierPage {
        dossier,
        history: &history,
        verbs: &verbs,
        specialists: &specialists,
        advisers: &advisers,
        process: &process,
        form: &office.filled_form(dossier)?,
        components: procedure
            .as_ref()
            .map_or(&[], |procedure| &procedure.components),
        offers: &offers,
        signatures: Signatures {
            findings: &findings,
            may_sign: dossier.to_sign(&viewer.actor()).is_ok(),
        },
        sent: shown.sent,
        changed: shown.changed,
        issued: &office.issued(dossier)?,
        drawable: &Office::drawable(dossier),
        sees_secret: viewer.sees_secret(dossier),
        number: shown.number,
        fresh: shown.fresh,
        now: asked.app.now(),
        calendar: &facts.calendar,
    };
    Ok(dossier_page(&asked.frame(), &view))
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
