//! For programs that visit: what they may read, where it is, whom to tell of a weakness, how a phone keeps the portal.

use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::{App, certificate::Secured, problem::Problem};
use crate::kv::KvError;
use crate::ui::assets::asset;

/// The pages that a crawler should know besides the procedures.
const PAGES: [&str; 6] = [
    "/",
    "/thu-tuc",
    "/tra-cuu",
    "/hoi-dap",
    "/phan-anh",
    "/huong-dan",
];

/// A security contact is looked at again after so many seconds: RFC 9116 asks for less than a year.
const CONTACT_SECONDS: i64 = 180 * 24 * 3600;

/// Routes for programs.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap))
        .route("/.well-known/security.txt", get(security))
        .route("/manifest.webmanifest", get(manifest))
}

/// Where the office is reached: its public address, or the one this request came to.
fn base(app: &App, request: &Request) -> String {
    let told = app
        .office()
        .facts()
        .map(|facts| facts.profile.base_url.clone());
    if let Some(url) = told.filter(|url| !url.is_empty()) {
        return url.trim_end_matches('/').to_owned();
    }
    let secure = request.extensions().get::<Secured>().is_some();
    let scheme = if secure { "https" } else { "http" };
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| {
            host.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"[]:.-".contains(&b))
        })
        .unwrap_or("localhost");
    format!("{scheme}://{host}")
}

/// `/robots.txt`: search engines may read what is public.
async fn robots(State(app): State<App>, request: Request) -> String {
    let base = base(&app, &request);
    format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /can-bo\nDisallow: /ho-so\nDisallow: /lanh-dao\nDisallow: /quan-tri\nDisallow: /tra-cuu/\nDisallow: /phan-anh/\nSitemap: {base}/sitemap.xml\n"
    )
}

/// `/sitemap.xml`: every public procedure.
async fn sitemap(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let base = base(&app, &request);
    let office = app.office().clone();
    let codes = tokio::task::spawn_blocking(move || office.public_codes())
        .await
        .unwrap_or_else(|gone| Err(KvError::Panicked(gone.to_string())))?;
    let mut xml = String::with_capacity(64 * 1024);
    xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let pages = PAGES.iter().map(ToString::to_string);
    let sheets = codes.iter().map(|code| format!("/thu-tuc/{code}"));
    for path in pages.chain(sheets) {
        // Codes are letters, digits, dots and hyphens, the base is a plain address: nothing to escape.
        writeln!(xml, "<url><loc>{base}{path}</loc></url>").expect("a string takes everything");
    }
    xml.push_str("</urlset>\n");
    Ok((
        [(header::CONTENT_TYPE, "application/xml; charset=utf-8")],
        xml,
    )
        .into_response())
}

/// `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness.
async fn security(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let base = base(&app, &request);
    let facts = app.office().facts().ok_or_else(Problem::not_set_up)?;
    let digits: String = facts
        .profile
        .hotline
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let mut text = String::new();
    if let Some(number) = digits.strip_prefix('0').filter(|number| !number.is_empty()) {
        writeln!(text, "Contact: tel:+84{number}").expect("a string takes everything");
    }
    let expires = app.now().plus_seconds(CONTACT_SECONDS);
    writeln!(
        text,
        "Contact: {base}/huong-dan\nExpires: {expires}\nPreferred-Languages: vi, en\nCanonical: {base}/.well-known/security.txt"
    )
    .expect("a string takes everything");
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// `/manifest.webmanifest`: the portal on a phone's home screen.
async fn manifest(State(app): State<App>) -> Response {
    let name = app.office().facts().map_or_else(
        || "Một cửa điện tử".to_owned(),
        |facts| facts.profile.centre_name.clone(),
    );
    let manifest = json!({
        "name": name,
        "short_name": "Một cửa",
        "lang": "vi",
        "start_url": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b4744",
        "icons": [{"src": asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    });
    (
        [(header::CONTENT_TYPE, "application/manifest+json")],
        Json(manifest),
    )
        .into_response()
}
