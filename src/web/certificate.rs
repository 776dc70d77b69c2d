//! `/cai-chung-thu`: how a device comes to trust this office's page, and what is answered to those who come in the clear.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Query, Request};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::collections::HashMap;

use super::App;
use super::page::{Asked, own_path};
use super::problem::Problem;
use super::session::cookie;
use crate::domain::time::Moment;
use crate::ui::guide::{CERTIFICATE, CertificatePage, certificate_page};

/// Name of the cookie that says: this device has opened the secure page before.
const KNOWN: &str = "motcua-an-toan";
/// It is remembered for a year.
const KNOWN_SECONDS: u32 = 365 * 24 * 3600;

/// The authority that devices are told to trust.
#[derive(Debug, Clone)]
pub struct InstalledAuthority {
    /// Under which name devices list it.
    pub name: String,
    /// The certificate, DER.
    pub der: Arc<[u8]>,
    /// The same as PEM text.
    pub pem: String,
    /// Its SHA-256, in pairs of digits.
    pub fingerprint: String,
    /// It holds until then.
    pub until: Moment,
}

/// Marks requests that came over TLS.
#[derive(Debug, Clone, Copy)]
pub struct Secured;

/// Routes of the guide.
pub fn routes() -> Router<App> {
    Router::new()
        .route(CERTIFICATE, get(show))
        .route("/cai-chung-thu/motcua.crt", get(der))
        .route("/cai-chung-thu/motcua.pem", get(pem))
}

fn authority(asked: &Asked) -> Result<&InstalledAuthority, Problem> {
    asked.app.authority().ok_or_else(Problem::not_found)
}

async fn show(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let authority = authority(&asked)?;
    let back = own_path(query.get("tiep").map_or("/", String::as_str));
    let page = CertificatePage {
        name: &authority.name,
        fingerprint: &authority.fingerprint,
        until: authority.until,
        secure: asked.secure,
        way_in: &format!("https://{}{back}", asked.host()),
    };
    Ok(asked.show(&certificate_page(&asked.frame(), &page)))
}

/// The ending and the type that Windows, Android and iPhone open by themselves.
async fn der(asked: Asked) -> Result<Response, Problem> {
    let authority = authority(&asked)?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-x509-ca-cert"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"motcua.crt\"",
        ),
    ];
    Ok((headers, authority.der.to_vec()).into_response())
}

async fn pem(asked: Asked) -> Result<Response, Problem> {
    let authority = authority(&asked)?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-pem-file"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"motcua.pem\"",
        ),
    ];
    Ok((headers, authority.pem.clone()).into_response())
}

/// Marks what came over TLS, and lets the device remember that it got here.
pub async fn over_tls(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Secured);
    let (parts, body) = request.into_parts();
    let known = cookie(&parts, KNOWN).is_some();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page && !known {
        // Not for TLS alone: it is read by whoever answers in the clear, and says nothing about anybody.
        let cookie = format!("{KNOWN}=1; Path=/; Max-Age={KNOWN_SECONDS}; SameSite=Lax; HttpOnly");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// Answers who comes in the clear while the office serves over TLS: this machine as ever, devices that were here before
/// with the way to the secure page, others with the page that helps them trust it. With `help` false there is no such
/// page, and everybody is sent to the secure one.
pub async fn in_the_clear(help: bool, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let here = peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    let path = request.uri().path();
    let open = ["/healthz", "/readyz", "/metrics", "/sw.js"].contains(&path)
        || path.starts_with("/assets/")
        || help && (path == CERTIFICATE || path.starts_with("/cai-chung-thu/"));
    if here || open {
        return next.run(request).await;
    }
    if path.starts_with("/api/") {
        return Problem::needs_tls().into_response();
    }
    let (parts, _) = request.into_parts();
    let way = parts.uri.path_and_query().map_or("/", |way| way.as_str());
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let secure = host
        .map(|host| format!("https://{host}{}", if reads { way } else { "/" }))
        .filter(|url| url.parse::<Uri>().is_ok());
    match secure {
        Some(url) if !help || cookie(&parts, KNOWN).is_some() => Redirect::to(&url).into_response(),
        _ => {
            let back = if reads { way } else { "/" };
            let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
            Redirect::to(&format!("{CERTIFICATE}?tiep={back}")).into_response()
        }
    }
}
