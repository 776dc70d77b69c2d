//! Filing and reading dossiers.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::{Answer, PageBody, idempotency_key, paging};
use crate::domain::audit::Deed;
use crate::domain::dossier::Dossier;
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::slip::{PaperSize, SlipKind};
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::office::Viewer;
use crate::office::read_dossiers::Filter;
use crate::office::submit_dossier::{Filer, NewDossier, Once, read_new_dossier};
use crate::web::{
    App,
    body::{DossierBody, LineBody, RowBody},
    form::JsonObject,
    paper::{self, Named},
    problem::Problem,
    session::Bearer,
    upload,
};

/// Files a dossier: status 1, or 2 with a due date when reception files it at the counter or from the post.
#[utoipa::path(post, path = "/api/v1/dossiers", tag = "dossiers",
    request_body = NewDossier,
    params(("Idempotency-Key" = Option<String>, Header, description = "a replay returns the first answer")),
    responses((status = 201, body = DossierBody), (status = 400), (status = 401), (status = 403), (status = 409),
        (status = 413), (status = 422)))]
pub async fn create(
    State(app): State<App>,
    bearer: Bearer,
    headers: HeaderMap,
    JsonObject(fields): JsonObject,
) -> Result<Response, Problem> {
    let may =
        !bearer.viewer.is_officer() || bearer.viewer.has(crate::domain::officer::Role::Reception);
    if !may {
        return Err(Problem::forbidden());
    }
    let input: NewDossier =
        read_new_dossier(Value::Object(fields)).map_err(|fault| Problem::faults(&[fault]))?;
    let once = Once {
        key: idempotency_key(&headers)?,
        draft: None,
    };
    let now = app.now();
    let filer = Filer::Viewer(bearer.viewer.clone());
    let dossier = app.office().submit_dossier(filer, input, once, now).await?;
    let body = body(&app, &dossier, &bearer.viewer, now)?;
    let place = [(
        header::LOCATION,
        format!("/api/v1/dossiers/{}", dossier.code),
    )];
    Ok((StatusCode::CREATED, place, Json(body)).into_response())
}

/// Dossiers that the caller may see.
#[utoipa::path(get, path = "/api/v1/dossiers", tag = "dossiers",
    params(
        ("status" = Option<u8>, Query, description = "1–10"),
        ("assignee" = Option<String>, Query, description = "me, or a username"),
        ("due_before" = Option<String>, Query, description = "RFC 3339"),
        ("q" = Option<String>, Query, description = "what is remembered: name, code or its end, telephone, identity number, procedure, day or month, words of notes and attached files; citizens: words of name and title"),
        ("after" = Option<String>, Query), ("limit" = Option<usize>, Query)),
    responses((status = 200, body = PageBody<RowBody>), (status = 400), (status = 401), (status = 403), (status = 422)))]
pub async fn list(
    State(app): State<App>,
    bearer: Bearer,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<PageBody<RowBody>> {
    bearer.reads_dossiers()?;
    let filter = filter(&query, bearer.viewer.username())?;
    let limit = paging::limit(query.get("limit").map(String::as_str))?;
    let after = paging::position(query.get("after").map(String::as_str))?;
    let page = app
        .office()
        .dossiers(&bearer.viewer, &filter, after.as_deref(), limit)?;
    let now = app.now();
    app.office()
        .note_list(&bearer.viewer, "dossiers", now)
        .await?;
    Ok(Json(PageBody {
        items: page
            .items
            .iter()
            .map(|summary| RowBody::of(summary, now))
            .collect(),
        next: page.next.as_deref().map(paging::written),
    }))
}

fn filter(query: &HashMap<String, String>, me: &str) -> Result<Filter, Problem> {
    let fault = |field: &str, fault| Problem::faults(&[FieldFault::new(field, fault)]);
    let given = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let status = match given("status") {
        None => None,
        Some(code) => Some(
            code.parse::<u8>()
                .ok()
                .and_then(|code| Status::try_from(code).ok())
                .ok_or_else(|| fault("status", Fault::NotAChoice))?,
        ),
    };
    let due_before = match given("due_before") {
        None => None,
        Some(text) => Some(
            text.parse::<Moment>()
                .map_err(|_| fault("due_before", Fault::BadMoment))?,
        ),
    };
    let holder = given("assignee").map(|who| {
        if who == "me" {
            me.to_owned()
        } else {
            who.clone()
        }
    });
    Ok(Filter {
        status,
        holder,
        due_before,
        query: given("q").cloned(),
    })
}

/// One dossier.
#[utoipa::path(get, path = "/api/v1/dossiers/{code}", tag = "dossiers", params(("code" = String, Path)),
    responses((status = 200, body = DossierBody), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn one(
    State(app): State<App>,
    bearer: Bearer,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let now = app.now();
    let dossier = app
        .office()
        .open_dossier(&bearer.viewer, &code, now)
        .await?
        .ok_or_else(Problem::not_found)?;
    if bearer.viewer.is_officer() {
        // The answer shows the full number of the applicant's paper.
        app.office()
            .note_reading(&bearer.viewer, Deed::NumberRevealed, &dossier, None, now)
            .await?;
    }
    let tag = [(header::ETAG, format!("\"{}\"", dossier.version))];
    Ok((tag, Json(body(&app, &dossier, &bearer.viewer, now)?)).into_response())
}

/// The dossier as `viewer` may see it, beside the papers of its procedure.
pub(super) fn body(
    app: &App,
    dossier: &Dossier,
    viewer: &Viewer,
    now: Moment,
) -> Result<DossierBody, Problem> {
    let known = &dossier.procedure;
    let procedure = app.office().procedure_version(&known.code, known.version)?;
    let components = procedure
        .as_ref()
        .map_or(&[][..], |procedure| &procedure.components);
    Ok(DossierBody::of(dossier, components, viewer, now))
}

/// What happened to a dossier, oldest first.
#[utoipa::path(get, path = "/api/v1/dossiers/{code}/history", tag = "dossiers",
    params(("code" = String, Path), ("after" = Option<String>, Query), ("limit" = Option<usize>, Query)),
    responses((status = 200, body = PageBody<LineBody>), (status = 400), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub async fn history(
    State(app): State<App>,
    bearer: Bearer,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<PageBody<LineBody>> {
    bearer.reads_dossiers()?;
    let viewer = &bearer.viewer;
    let dossier = app
        .office()
        .dossier(viewer, &code)?
        .ok_or_else(Problem::not_found)?;
    let limit = paging::limit(query.get("limit").map(String::as_str))?;
    let after = paging::number(query.get("after").map(String::as_str))?;
    let (deed, now) = (Deed::DossierRead, app.now());
    app.office()
        .note_reading(viewer, deed, &dossier, Some("history"), now)
        .await?;
    let lines = app
        .office()
        .history(&dossier, viewer.is_officer(), after, limit + 1)?;
    let more = lines.len() > limit;
    let shown = &lines[..lines.len().min(limit)];
    Ok(Json(PageBody {
        items: shown
            .iter()
            .map(|(_, event)| LineBody::of(event, false))
            .collect(),
        next: shown
            .last()
            .filter(|_| more)
            .map(|(seq, _)| seq.to_string()),
    }))
}

/// The newest slip of a kind that was issued, or the control sheet as of now.
#[utoipa::path(get, path = "/api/v1/dossiers/{code}/slips/{slip}", tag = "dossiers",
    params(("code" = String, Path), ("slip" = String, Path, description = "receipt.pdf, supplement.pdf, refusal.pdf, apology.pdf, stop.pdf; control.pdf for officers")),
    responses((status = 200, content_type = "application/pdf"), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn slip(
    State(app): State<App>,
    bearer: Bearer,
    Path((code, slip)): Path<(String, String)>,
) -> Result<Response, Problem> {
    bearer.reads_dossiers()?;
    let dossier = app
        .office()
        .dossier(&bearer.viewer, &code)?
        .ok_or_else(Problem::not_found)?;
    let named = Named::read(&slip)
        .filter(|named| {
            let kind = named.kind;
            kind.is_issued() || kind == SlipKind::Control && bearer.viewer.is_officer()
        })
        .ok_or_else(Problem::not_found)?;
    paper::pdf(&app, &bearer.viewer, &dossier, named, PaperSize::A4).await
}

/// A file of a dossier, verified against its hash.
#[utoipa::path(get, path = "/api/v1/dossiers/{code}/files/{id}", tag = "dossiers",
    params(("code" = String, Path), ("id" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn file(
    State(app): State<App>,
    bearer: Bearer,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let now = app.now();
    let file = app
        .office()
        .open_file(&bearer.viewer, &code, &id, now)
        .await?;
    send(&app, file).await
}

/// The bytes of a file, as a download that no browser runs.
pub async fn send(app: &App, file: crate::domain::dossier::FileRef) -> Result<Response, Problem> {
    let body = upload::body(app, &file.sha256).await?;
    let name: String = form_urlencoded::byte_serialize(file.name.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
        (header::CONTENT_LENGTH, file.size.to_string()),
    ];
    Ok((headers, body).into_response())
}
