//! Styles, scripts and icons: named by their content, hence kept for ever by browsers.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::problem::Problem;
use crate::ui::assets::{named, serve};

/// Asset routes.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{file}", get(asset))
        .route("/sw.js", get(keeper))
}

/// `/sw.js`: a service worker must lie above the pages it keeps, under a name that stays.
async fn keeper() -> Response {
    let Some(script) = named("sw.js") else {
        return Problem::not_found().into_response();
    };
    let about = [
        (header::CONTENT_TYPE, script.media_type),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (about, script.bytes.clone()).into_response()
}

async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = serve(&file) else {
        return Problem::not_found().into_response();
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|tag| tag.as_bytes() == asset.etag.as_bytes());
    let zipped = asset.gzip.as_deref().filter(|_| accepts_gzip(&headers));
    let about = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::ETAG, asset.etag.as_str()),
        (header::VARY, "accept-encoding"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    match zipped {
        Some(small) => {
            let packed = [(header::CONTENT_ENCODING, "gzip")];
            (about, packed, small.to_vec()).into_response()
        }
        None => (about, asset.bytes.clone()).into_response(),
    }
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| accepted.contains("gzip"))
}
