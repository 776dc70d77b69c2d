//! Pages: who looks, in which frame, and how a deed answers.

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::Markup;

use super::{
    App,
    certificate::Secured,
    form::Sent,
    problem::Problem,
    session::{Address, COOKIE_NAME, cookie},
};
use crate::domain::officer::Role;
use crate::office::{Facts, Viewer, random};
use crate::store::settings::OnlineFiling;
use crate::ui::language::say;
use crate::ui::portal::faults::{FaultPage, fault_page};
use crate::ui::{Audience, Filing, Flash, Frame, OfficeFace, Seal, Tone, Visitor};

/// Name of the cookie that carries one sentence to the next page.
const FLASH: &str = "motcua-flash";

/// Name of the cookie that remembers the draft of a procedure on this device.
pub const DRAFT: &str = "motcua-nhap";

/// Where online dossiers go when the office does not take them itself.
const NATIONAL_PORTAL: &str = "https://dichvucong.gov.vn";

/// Everything a page handler needs to know of the request.
pub struct Asked {
    /// What the handlers share.
    pub app: App,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// Where the request comes from.
    pub address: Address,
    /// The path asked for.
    pub path: String,
    /// The draft of this procedure that this device remembers.
    pub draft_here: Option<String>,
    /// It came over TLS.
    pub secure: bool,
    host: String,
    face: OfficeFace,
    flash: Option<Flash>,
    nonce: String,
}

impl FromRequestParts<App> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let address = Address::of(parts);
        let viewer = match cookie(parts, COOKIE_NAME) {
            Some(token) => app.office().viewer(&token, app.now())?,
            None => None,
        }
        .map(|viewer| viewer.at(address.0));
        let by = viewer.as_ref().map_or_else(|| address.bearer(), Viewer::by);
        Ok(Self {
            app: app.used_by(by),
            viewer,
            address,
            path: parts.uri.path().to_owned(),
            draft_here: cookie(parts, DRAFT).filter(|id| !id.is_empty()),
            secure: parts.extensions.get::<Secured>().is_some(),
            host: host(parts),
            face: face(app.office().facts()),
            flash: cookie(parts, FLASH).and_then(|text| read_flash(&text)),
            nonce: random::id(),
        })
    }
}

/// What this browser calls us.
fn host(parts: &Parts) -> String {
    let named = parts.headers.get(header::HOST);
    let named = named.and_then(|value| value.to_str().ok());
    named.unwrap_or("localhost").to_owned()
}

impl Asked {
    /// Where the portal is reached from other devices: as the office says, otherwise as this browser came.
    pub fn base_url(&self) -> Result<String, Problem> {
        let facts = self.facts()?;
        let said = facts.profile.base_url.trim_end_matches('/');
        if !said.is_empty() {
            return Ok(said.to_owned());
        }
        let scheme = if self.secure { "https" } else { "http" };
        Ok(format!("{scheme}://{}", self.host))
    }

    /// What this browser calls us.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Who is signed in, or the way to the sign-in page.
    pub fn viewer(&self) -> Result<&Viewer, Problem> {
        self.viewer.as_ref().ok_or_else(Problem::sign_in_first)
    }

    /// Somebody of the office with one of these roles.
    pub fn officer(&self, roles: &[Role]) -> Result<&Viewer, Problem> {
        let viewer = self.viewer()?;
        if roles.iter().any(|role| viewer.has(*role)) {
            Ok(viewer)
        } else {
            Err(Problem::forbidden())
        }
    }

    /// The settings of the office, once it is set up.
    pub fn facts(&self) -> Result<Facts, Problem> {
        self.app.office().facts().ok_or_else(Problem::not_set_up)
    }

    /// A form must come from a page of this sign-in.
    pub fn check_token(&self, sent: &Sent) -> Result<(), Problem> {
        match &self.viewer {
            Some(viewer) if viewer.form_token() != sent.value("_token") => {
                Err(Problem::foreign_form())
            }
            _ => Ok(()),
        }
    }

    /// Hidden fields for the forms of this page.
    pub fn seal(&self) -> Seal<'_> {
        Seal {
            token: self.viewer.as_ref().map_or("", Viewer::form_token),
            nonce: &self.nonce,
        }
    }

    /// The frame around the page.
    pub fn frame(&self) -> Frame<'_> {
        Frame {
            office: &self.face,
            visitor: Visitor {
                audience: self.viewer.as_ref().map_or(Audience::Public, audience),
                name: self
                    .viewer
                    .as_ref()
                    .map(|viewer| viewer.user().name.as_str()),
            },
            path: &self.path,
            flash: self.flash.as_ref(),
            seal: self.seal(),
        }
    }

    /// The face of the office.
    pub fn face(&self) -> &OfficeFace {
        &self.face
    }

    /// A page.
    pub fn show(&self, page: &Markup) -> Response {
        self.show_as(StatusCode::OK, page)
    }

    /// A page with another status than 200: a form that came back, a problem.
    pub fn show_as(&self, status: StatusCode, page: &Markup) -> Response {
        let mut response = (status, Html(page.0.clone())).into_response();
        if self.flash.is_some() {
            set_cookie(
                response.headers_mut(),
                &format!("{FLASH}=; Path=/; Max-Age=0"),
            );
        }
        response
    }

    /// A form that came back because fields are wrong.
    pub fn show_faulty(&self, page: &Markup) -> Response {
        self.show_as(StatusCode::UNPROCESSABLE_ENTITY, page)
    }
}

fn audience(viewer: &Viewer) -> Audience {
    match viewer.user().role() {
        Role::Citizen => Audience::Citizen,
        Role::Reception => Audience::Officer { receives: true },
        Role::Specialist => Audience::Officer {
            receives: viewer.has(Role::Reception),
        },
        Role::Leader => Audience::Leader,
        Role::Admin => Audience::Admin,
    }
}

pub(super) fn face(facts: Option<Facts>) -> OfficeFace {
    let Some(facts) = facts else {
        return OfficeFace {
            name: say!("Một cửa điện tử").to_owned(),
            ..OfficeFace::default()
        };
    };
    let profile = &facts.profile;
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    OfficeFace {
        name: profile.agency_name.clone(),
        parent: filled(&profile.parent_name),
        address: filled(&profile.address),
        phone: filled(&profile.hotline),
        email: None,
        hours: crate::ui::words::office_hours(&facts.calendar),
        demo: profile.demo,
        filing: match profile.online_filing {
            OnlineFiling::On => Filing::On,
            OnlineFiling::Off => Filing::Off,
            OnlineFiling::Link => Filing::Link(NATIONAL_PORTAL.to_owned()),
        },
    }
}

/// Goes on to another page after a deed (303), with a sentence of how it went.
pub fn go(to: &str, said: Option<(Tone, &str)>) -> Response {
    let mut response = Redirect::to(to).into_response();
    if let Some((tone, words)) = said {
        let tone = match tone {
            Tone::Info => "i",
            Tone::Good => "g",
            Tone::Warn => "w",
            Tone::Bad => "b",
        };
        let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let value = format!("{FLASH}={tone}{words}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
        set_cookie(response.headers_mut(), &value);
    }
    response
}

fn read_flash(text: &str) -> Option<Flash> {
    let tone = match text.chars().next()? {
        'i' => Tone::Info,
        'g' => Tone::Good,
        'w' => Tone::Warn,
        _ => Tone::Bad,
    };
    let (words, _) = form_urlencoded::parse(text.get(1..)?.as_bytes()).next()?;
    Some(Flash {
        tone,
        words: words.into_owned(),
    })
}

/// Adds a cookie to an answer.
pub fn set_cookie(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// The sign-in cookie; whoever signs in over TLS is known over TLS only.
pub fn session_cookie(asked: &Asked, token: &str, seconds: i64) -> String {
    let secure = if asked.secure { "; Secure" } else { "" };
    format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Forms are taken from our own pages only, told by what browsers say of where they come from.
pub async fn same_site(request: Request, next: Next) -> Response {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) || from_here(request.headers())
    {
        next.run(request).await
    } else {
        Problem::foreign_form().into_response()
    }
}

fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
    {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, own)| own == host),
        // Neither header: no browser of the last years, hence no cookie that it would add by itself.
        (None, _) => true,
        (Some(_), None) => false,
    }
}

/// Shows problems as pages; whoever must sign in first is led there and back.
pub async fn problems_as_pages(asked: Asked, request: Request, next: Next) -> Response {
    let way = request
        .uri()
        .path_and_query()
        .map_or_else(|| "/".to_owned(), ToString::to_string);
    let reading = *request.method() == Method::GET;
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>() else {
        return response;
    };
    if problem.status == StatusCode::UNAUTHORIZED {
        let back = if reading { way } else { "/".to_owned() };
        let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
        return go(
            &format!("/dang-nhap?tiep={back}"),
            Some((Tone::Info, say!("Hãy đăng nhập để tiếp tục."))),
        );
    }
    problem_page(&asked, problem)
}

/// A problem in the office's frame.
pub fn problem_page(asked: &Asked, problem: &Problem) -> Response {
    let frame = asked.frame();
    let why = problem.words();
    let fault = match problem.status.as_u16() {
        401 => FaultPage::SignIn,
        403 => FaultPage::Forbidden(&why),
        404 => FaultPage::NotFound,
        409 | 412 => FaultPage::Conflict(&why),
        413 => FaultPage::TooLarge(&why),
        422 | 415 => FaultPage::Invalid(&why),
        429 => FaultPage::TooMany,
        503 => FaultPage::Recovering(""),
        _ => match &problem.incident {
            Some(incident) => FaultPage::Broken(incident),
            None => FaultPage::Odd(&why),
        },
    };
    let mut response = asked.show_as(problem.status, &fault_page(&frame, fault));
    if let Some(seconds) = problem.retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A path within this office, so that `tiep` never leads elsewhere.
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control);
    if own { path } else { "/" }
}
