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
            event: without_persons(json!(entry.event)),
        })
        .collect();
    let next = items
        .last()
        .filter(|_| items.len() == limit)
        .map(|item| item.seq.to_string());
    Ok(Json(PageBody { items, next }))
}

/// What people wrote, and what they are called: the feed tells other systems what happened, the dossier tells the rest
/// to whoever may read it.
const PERSONAL: [&str; 10] = [
    "name",
    "reason",
    "note",
    "text",
    "question",
    "title",
    "reference",
    "received_by",
    "before",
    "after",
];

/// The event without words and names of persons; officers keep their account names, steps their names.
fn without_persons(mut event: Value) -> Value {
    for part in ["happening", "actor"] {
        strip(&mut event[part]);
    }
    event
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_step = fields.contains_key("key") && fields.contains_key("kind");
            fields.retain(|name, _| is_step || !PERSONAL.contains(&name.as_str()));
            fields.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}
