//! Doing something with a dossier.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::dossiers::body;
use crate::domain::action::Verb;
use crate::domain::fault::{Fault, FieldFault};
use crate::kv::WriteError;
use crate::office::Decline;
use crate::ui::words;
use crate::web::{App, body::DossierBody, form::JsonObject, problem::Problem, session::Bearer};

/// A verb with what it carries; the fields are those of the contract's table.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the body")]
struct ActionForm {
    /// The verb, e.g. `accept`.
    #[schema(value_type = String, examples("accept", "forward", "request_supplement"))]
    action: String,
}

/// Does something with a dossier.
#[utoipa::path(post, path = "/api/v1/dossiers/{code}/actions", tag = "dossiers",
    params(("code" = String, Path), ("If-Match" = Option<String>, Header, description = "version of the dossier")),
    request_body = ActionForm,
    responses((status = 200, body = DossierBody), (status = 400), (status = 401), (status = 403), (status = 404),
        (status = 409), (status = 412), (status = 413), (status = 422)))]
pub async fn act(
    State(app): State<App>,
    bearer: Bearer,
    Path(code): Path<String>,
    headers: HeaderMap,
    JsonObject(mut fields): JsonObject,
) -> Result<Response, Problem> {
    bearer.reads_dossiers()?;
    if app.office().dossier(&bearer.viewer, &code)?.is_none() {
        return Err(Problem::not_found());
    }
    let fault = |fault| Problem::faults(&[FieldFault::new("action", fault)]);
    let verb = match fields.remove("action") {
        Some(Value::String(key)) => Verb::from_key(&key).ok_or_else(|| fault(Fault::NotAChoice))?,
        Some(_) => return Err(fault(Fault::WrongKind)),
        None => return Err(fault(Fault::Missing)),
    };
    if !verb.roles().iter().any(|role| bearer.viewer.has(*role)) {
        return Err(Problem::forbidden());
    }
    let expected = expected(&headers)?;
    let now = app.now();
    let dossier = app
        .office()
        .act_on_dossier(&bearer.viewer, &code, verb, fields, expected, now)
        .await;
    let dossier = match dossier {
        Err(WriteError::Declined(Decline::Stale(version))) => {
            let seen = expected.unwrap_or_default();
            return Err(overtaken(&app, &bearer, &code, seen, version)?);
        }
        done => done?,
    };
    let tag = [(header::ETAG, format!("\"{}\"", dossier.version))];
    Ok((tag, Json(body(&app, &dossier, &bearer.viewer, now)?)).into_response())
}

/// Somebody else was faster: what they did since the version that the caller saw.
fn overtaken(
    app: &App,
    bearer: &Bearer,
    code: &str,
    seen: u64,
    version: u64,
) -> Result<Problem, Problem> {
    let viewer = &bearer.viewer;
    let office = app.office();
    let dossier = office.dossier(viewer, code)?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let changes = office.changes_since(&dossier, viewer.is_officer(), seen)?;
    let lines: Vec<String> = changes
        .iter()
        .map(|event| {
            let actor = words::history::actor(&event.actor);
            format!(
                "{} {actor}: {}",
                words::moment(event.at),
                words::history::line(event)
            )
        })
        .collect();
    let lines = if lines.is_empty() {
        "người nhận đã mở hồ sơ.".to_owned()
    } else {
        lines.join(" ")
    };
    let said = format!("Phiên bản hiện tại là {version}. Thay đổi từ phiên bản {seen}: {lines}");
    let mut problem = Problem::from(Decline::Stale(version));
    problem.detail = Some(said.into());
    Ok(problem)
}

/// The version that the caller saw.
fn expected(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    text.trim_start_matches("W/")
        .trim_matches('"')
        .parse()
        .map(Some)
        .map_err(|_| Problem::faults(&[FieldFault::new("If-Match", Fault::WrongKind)]))
}
