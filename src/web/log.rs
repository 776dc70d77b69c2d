//! One line for each request: who from, what, how long. No query, no names, no numbers of people.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::{App, session::Address};

/// Logs the request when it is answered.
pub async fn requests(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let (parts, body) = request.into_parts();
    let Address(client) = Address::of(&parts);
    let route = parts.extensions.get::<MatchedPath>().cloned();
    let route = route.as_ref().map(MatchedPath::as_str);
    let path = route.map_or_else(
        || parts.uri.path().chars().take(200).collect::<String>(),
        str::to_owned,
    );
    let start = Instant::now();
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status().as_u16();
    let took = start.elapsed();
    app.metrics().count(&method, route, status, took);
    let micros = took.as_micros();
    tracing::info!(%client, %method, path, status, micros, "request");
    response
}
