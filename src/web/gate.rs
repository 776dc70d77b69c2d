//! The gate in front of every route: while the store is being opened, repaired or restored, visitors are told so at once,
//! and the page asks again by itself.

use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tower::ServiceExt;

use super::{App, assets, headers, page, router};
use crate::ui::portal::faults::{FaultPage, fault_page};
use crate::ui::{Audience, Frame, Seal, Visitor};

/// Seconds until a waiting page asks again.
const AGAIN: &str = "2";

/// What is behind the gate.
#[derive(Clone, Default)]
pub struct Gate(Arc<RwLock<Behind>>);

#[derive(Default)]
struct Behind {
    open: Option<Router>,
    /// What is being done while it is closed.
    words: String,
}

impl Gate {
    /// Lets everybody in.
    pub fn open(&self, app: App) {
        self.behind().open = Some(router(app));
    }

    /// Lets nobody in any more; requests under way are not disturbed.
    pub fn close(&self) {
        *self.behind() = Behind::default();
    }

    /// Says what is being done.
    pub fn say(&self, words: impl Into<String>) {
        self.behind().words = words.into();
    }

    fn behind(&self) -> std::sync::RwLockWriteGuard<'_, Behind> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// What answers on the socket for as long as the process lives.
    pub fn service(&self) -> Router {
        let closed = Router::new()
            .merge(assets::routes())
            .route("/healthz", get(async || "ok"))
            .route("/readyz", get(not_ready))
            .fallback(waiting)
            .with_state(self.clone())
            .layer(from_fn(headers::secure));
        let state = Entrance {
            gate: self.clone(),
            closed,
        };
        Router::new().fallback(enter).with_state(state)
    }
}

#[derive(Clone)]
struct Entrance {
    gate: Gate,
    closed: Router,
}

async fn enter(State(entrance): State<Entrance>, request: Request) -> Response {
    let open = {
        let behind = entrance.gate.0.read();
        behind.unwrap_or_else(PoisonError::into_inner).open.clone()
    };
    let router = open.unwrap_or(entrance.closed);
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

fn words(gate: &Gate) -> String {
    let behind = gate.0.read();
    let behind = behind.unwrap_or_else(PoisonError::into_inner);
    behind.words.clone()
}

async fn not_ready(State(gate): State<Gate>) -> Response {
    let body = json!({ "store": false, "recovering": words(&gate) });
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}

async fn waiting(State(gate): State<Gate>, request: Request) -> Response {
    let words = words(&gate);
    let path = request.uri().path();
    let mut response = if path.starts_with("/api/") {
        let problem = json!({
            "type": "/api/problems/recovering",
            "title": "Hệ thống đang khôi phục",
            "detail": words,
            "status": 503,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (kind, problem.to_string()).into_response()
    } else {
        let face = page::face(None);
        let frame = Frame {
            office: &face,
            visitor: Visitor {
                audience: Audience::Public,
                name: None,
            },
            path,
            flash: None,
            seal: Seal {
                token: "",
                nonce: "",
            },
        };
        let page = fault_page(&frame, FaultPage::Recovering(&words));
        axum::response::Html(page.into_string()).into_response()
    };
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static(AGAIN));
    headers.insert(header::REFRESH, HeaderValue::from_static(AGAIN));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
