//! Following a dossier without an account.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Answer;
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::time::Moment;
use crate::office::track_dossier::Proof;
use crate::web::{
    App,
    body::{LineBody, ProcedureBody, StatusBody, masked_applicant},
    problem::Problem,
    session::Address,
};

/// What anybody with the code and a proof may know.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrackBody {
    code: String,
    procedure: ProcedureBody,
    /// Name with letters hidden.
    #[schema(value_type = Object)]
    applicant: Value,
    status: StatusBody,
    /// Name of the step.
    step: String,
    /// Unit that holds it.
    unit: String,
    #[schema(value_type = String)]
    submitted_at: Moment,
    #[schema(value_type = Option<String>)]
    received_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    due_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    due_original: Option<Moment>,
    paused: bool,
    overdue: bool,
    history: Vec<LineBody>,
}

/// Follows a dossier by its code and the secret on the receipt, or the last four characters of the
/// telephone or identity number.
#[utoipa::path(get, path = "/api/v1/track", tag = "track", security(()),
    params(("code" = String, Query), ("secret" = Option<String>, Query), ("last4" = Option<String>, Query)),
    responses((status = 200, body = TrackBody), (status = 404), (status = 422), (status = 429)))]
pub async fn track(
    State(app): State<App>,
    Address(address): Address,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<TrackBody> {
    let given = |name: &str| {
        query
            .get(name)
            .map(|value| value.trim())
            .filter(|v| !v.is_empty())
    };
    let missing = |name: &str| Problem::faults(&[FieldFault::new(name, Fault::Missing)]);
    let code = given("code").ok_or_else(|| missing("code"))?;
    let proof = match (given("secret"), given("last4")) {
        (Some(secret), _) => Proof::Secret(secret.to_owned()),
        (None, Some(last4)) => Proof::Last4(last4.to_owned()),
        (None, None) => return Err(missing("secret")),
    };
    let now = app.now();
    let what = format!("track:{code}");
    if let Some(seconds) = app.throttle().wait(&what, address, now) {
        return Err(Problem::too_many(seconds));
    }
    let Some(dossier) = app.office().track_dossier(code, &proof)? else {
        app.throttle().failed(&what, address, now);
        app.used_by(Address(address).bearer())
            .office()
            .note_wrong_secret(code, now)
            .await?;
        return Err(Problem::not_found());
    };
    app.throttle().succeeded(&what, address);
    let lines = app.office().history(&dossier, false, 0, 1000)?;
    Ok(Json(TrackBody {
        code: dossier.code.to_string(),
        procedure: ProcedureBody {
            code: dossier.procedure.code.clone(),
            name: dossier.procedure.name.clone(),
            version: dossier.procedure.version,
        },
        applicant: masked_applicant(&dossier.applicant),
        status: dossier.status.into(),
        step: dossier.place.step.official_name().to_owned(),
        unit: dossier.place.unit.clone(),
        submitted_at: dossier.submitted_at,
        received_at: dossier.received_at,
        due_at: dossier.due_at,
        due_original: dossier.due_original,
        paused: dossier.is_paused(),
        overdue: dossier.is_overdue(now),
        history: lines
            .iter()
            .filter(|(_, event)| {
                !matches!(
                    event.happening,
                    crate::domain::event::Happening::Messaged { .. }
                )
            })
            .map(|(_, event)| LineBody::of(event, true))
            .collect(),
    }))
}
