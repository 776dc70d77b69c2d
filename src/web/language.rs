//! `/ngon-ngu`: in which language citizens' pages are answered.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::post;

use super::App;
use super::form::Sent;
use super::page::{Asked, go, own_path, set_cookie};
use super::problem::Problem;
use super::session::cookie;
use crate::ui::frame::for_office;
use crate::ui::language::{Language, speaking};

/// Name of the cookie that remembers the language of this browser.
const LANGUAGE: &str = "motcua-ngon-ngu";

/// Routes of the choice.
pub fn routes() -> Router<App> {
    Router::new().route("/ngon-ngu", post(choose))
}

/// Remembers the choice for a year and goes back to where it was made.
async fn choose(asked: Asked, headers: HeaderMap, sent: Sent) -> Result<Response, Problem> {
    asked.check_token(&sent)?;
    let language = Language::of(sent.value("ngon-ngu")).unwrap_or_default();
    let page = own_path(sent.value("tiep"));
    let whole = asked_on(&headers, page);
    let mut response = go(whole.as_deref().unwrap_or(page), None);
    set_cookie(
        response.headers_mut(),
        &format!(
            "{LANGUAGE}={}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000",
            language.code()
        ),
    );
    Ok(response)
}

/// The page's address with what was asked for on it, as the browser says it: a search, a draft.
fn asked_on(headers: &HeaderMap, page: &str) -> Option<String> {
    let from = headers.get(header::REFERER)?.to_str().ok()?;
    let from: Uri = from.parse().ok()?;
    let whole = from.path_and_query()?.as_str();
    (from.path() == page).then(|| own_path(whole).to_owned())
}

/// Answers in the language that was chosen; the office's own pages are Vietnamese.
pub async fn chosen(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let language = if for_office(path) {
        Language::Vietnamese
    } else {
        cookie(&parts, LANGUAGE)
            .and_then(|code| Language::of(&code))
            .unwrap_or_default()
    };
    let answer = next.run(Request::from_parts(parts, body));
    let mut response = speaking(language, answer).await;
    response
        .headers_mut()
        .entry(header::CONTENT_LANGUAGE)
        .or_insert(HeaderValue::from_static(language.code()));
    response
}
