//! The API for other systems, version 1, and its description made from the same code.

mod actions;
mod dossiers;
mod events;
mod files;
pub mod paging;
pub(super) mod procedures;
mod sessions;
mod track;

use std::sync::LazyLock;

use axum::http::{HeaderMap, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use dossiers::send as send_file;

use super::{App, problem::Problem};
use crate::domain::fault::{Fault, FieldFault};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "motcua API",
        description = "Thủ tục hành chính và hồ sơ một cửa của xã, phường, đặc khu. Lỗi trả về theo RFC 9457.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    security(("bearer" = []))
)]
struct Description;

fn described() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (router, mut description) = OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(sessions::open))
        .routes(routes!(sessions::close))
        .routes(routes!(procedures::list))
        .routes(routes!(procedures::suggest))
        .routes(routes!(procedures::one))
        .routes(routes!(files::upload))
        .routes(routes!(dossiers::create, dossiers::list))
        .routes(routes!(dossiers::one))
        .routes(routes!(dossiers::history))
        .routes(routes!(dossiers::slip))
        .routes(routes!(dossiers::file))
        .routes(routes!(actions::act))
        .routes(routes!(track::track))
        .routes(routes!(events::feed))
        .split_for_parts();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    description
        .components
        .get_or_insert_with(Default::default)
        .add_security_scheme("bearer", bearer);
    (router, description)
}

/// The description as JSON text.
pub fn openapi() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let (_, description) = described();
        description
            .to_pretty_json()
            .expect("the description is plain JSON")
    });
    &TEXT
}

/// API routes.
pub fn routes() -> Router<App> {
    let (router, _) = described();
    let json = [(axum::http::header::CONTENT_TYPE, "application/json")];
    router
        .route(
            "/api/openapi.json",
            get(async move || (json, openapi()).into_response()),
        )
        .route("/api", any(nothing))
        .route("/api/", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .method_not_allowed_fallback(wrong_method)
        .layer(map_response(in_words))
}

/// What the framework refuses before a handler is reached, such as an address that is no UTF-8, in our words.
async fn in_words(response: Response) -> Response {
    if !response.status().is_client_error() || response.extensions().get::<Problem>().is_some() {
        return response;
    }
    let problem = match response.status() {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(""),
        _ => Problem::malformed("Hãy kiểm tra lại địa chỉ và nội dung rồi gửi lại."),
    };
    problem.into_response()
}

/// The key that makes a repetition harmless.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    match value.to_str() {
        Ok(key) if (1..=200).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Problem::faults(&[FieldFault::new(
            "Idempotency-Key",
            Fault::TooLong,
        )])),
    }
}

async fn nothing() -> Problem {
    Problem::not_found()
}

async fn wrong_method() -> Problem {
    Problem {
        status: StatusCode::METHOD_NOT_ALLOWED,
        ..Problem::malformed("Địa chỉ này không nhận phương thức vừa dùng.")
    }
}

/// A page of a list.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PageBody<T> {
    /// Entries.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; null at the end.
    pub next: Option<String>,
}

/// An answer as JSON.
type Answer<T> = Result<Json<T>, Problem>;
