//! For whoever watches over the server: is it alive, is it ready.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::App;
use crate::office::backups::{Attempt, Keeper};

/// Less than this is too little for a day's work, in bytes.
const SCARCE: u64 = 512 * 1024 * 1024;

/// So many seconds ahead is a clock that was set right, not one that is wrong.
const AHEAD: i64 = 120;

/// Health routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
}

/// Whether the store answers and the index holds what is visible.
async fn ready(State(app): State<App>) -> Response {
    let procedures = app.office().procedure_count();
    let store = procedures.is_ok();
    let indexed = app.office().search.count();
    let index = procedures.is_ok_and(|count| u64::from(count) == indexed);
    let set_up = app.office().facts().is_some();
    let status = if store {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let now = app.now();
    let free = app.keeper().map(Keeper::free).and_then(Result::ok);
    let disk = free.is_none_or(|free| free >= SCARCE);
    let newest = app.office().audited(u64::MAX, 1).unwrap_or_default();
    let newest = newest.first().and_then(|entry| entry.trace().ok());
    // What is written down already cannot lie ahead, unless the clock went back.
    let clock = newest.is_none_or(|newest| newest.at.seconds_since(now) <= AHEAD);
    let attempts = app.office().attempts().unwrap_or_default();
    let last = |attempt: Option<Attempt>| {
        attempt.map(|attempt| {
            json!({
                "at": attempt.at,
                "age_seconds": now.seconds_since(attempt.at),
                "ok": attempt.wrong.is_none(),
            })
        })
    };
    let newest = app.office().backups(1).unwrap_or_default().pop();
    let body = json!({
        "store": store,
        "index": index,
        "disk": disk,
        "free_bytes": free,
        "clock": clock,
        "backup_age_seconds": newest.map(|backup| now.seconds_since(backup.at)),
        "last_backup": last(attempts.backup),
        "last_drill": last(attempts.drill),
        "procedures_indexed": indexed,
        "dossiers_behind": app.office().dossiers_behind(),
        "set_up": set_up,
        "time": now,
    });
    (status, Json(body)).into_response()
}
