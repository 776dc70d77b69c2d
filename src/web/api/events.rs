//! The ordered feed of everything that happens, for other systems.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{Answer, PageBody, paging};
use crate::domain::officer::Role;
use crate::web::{App, problem::Problem, session::Bearer};

/// An entry of the feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventBody {
    /// Position; send the last one as `after`.
    seq: u64,
    /// Dossier code.
    dossier: Option<String>,
    /// What happened.
    #[schema(value_type = Object)]
    event: Value,
}

/// Everything that happened after a position, oldest first. Administrators only.
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    params(("after" = Option<u64>, Query), ("limit" = Option<usize>, Query)),
    responses((status = 200, body = PageBody<EventBody>), (status = 401), (status = 403), (status = 422)))]
pub async fn feed(
    State(app): State<App>,
    bearer: Bearer,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<PageBody<EventBody>> {
    if !bearer.viewer.has(Role::Admin) {
        return Err(Problem::forbidden());
    }
    let limit = paging::limit(query.get("limit").map(String::as_str))?;
    let after = paging::number(query.get("after").map(String::as_str))?;
    let items: Vec<EventBody> = app
        .office()
        .feed(after, limit)?
        .into_iter()
        .map(|entry| EventBody {
            seq: entry.seq,
            dossier: entry.dossier,
            event: json!(entry.event),
        })
        .collect();
    let next = items
        .last()
        .filter(|_| items.len() == limit)
        .map(|item| item.seq.to_string());
    Ok(Json(PageBody { items, next }))
}
