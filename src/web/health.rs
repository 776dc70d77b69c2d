//! For whoever watches over the server: is it alive, is it ready.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::App;

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
    let body = json!({
        "store": store,
        "index": index,
        "procedures_indexed": indexed,
        "set_up": set_up,
        "time": app.now(),
    });
    (status, Json(body)).into_response()
}
