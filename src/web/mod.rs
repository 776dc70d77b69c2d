//! HTTP: routes, who is asking, problems, and the handlers by area.

pub mod admin;
pub mod api;
pub mod assets;
pub mod audit;
pub mod backup;
pub mod body;
mod card;
pub mod certificate;
pub mod crawlers;
pub mod desk;
mod digitisation;
pub mod form;
mod forms;
pub mod gate;
pub mod headers;
pub mod health;
pub mod language;
pub mod leader;
pub mod log;
pub mod metrics;
pub mod page;
pub mod paper;
pub mod portal;
pub mod problem;
pub mod restore;
pub mod session;
pub mod setup;
pub mod throttle;
pub mod upload;
pub mod view;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::CompressionLevel;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use crate::domain::audit::By;
use crate::domain::time::Moment;
use crate::office::backups::{Keeper, Restorer};
use crate::office::{Clock, Office};
use crate::print::Printer;
use certificate::InstalledAuthority;
use metrics::Metrics;
use problem::Problem;
use throttle::Throttle;

/// Largest form or JSON body, in bytes; files have their own limit.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// What the handlers share.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    office: Office,
}

struct Parts {
    printer: Printer,
    clock: Clock,
    throttle: Throttle,
    metrics: Metrics,
    arriving: portal::apply::Arriving,
    looked_at: admin::LookedAtFiles,
    setup_code: Mutex<Option<String>>,
    keeper: OnceLock<Arc<dyn Keeper>>,
    restorer: OnceLock<Arc<dyn Restorer>>,
    authority: Option<InstalledAuthority>,
    closing: watch::Receiver<bool>,
}

/// How the server is reached.
#[derive(Debug, Clone, Default)]
pub struct WebSettings {
    /// Turns true when the server is about to end, so that streams end first.
    pub closing: Option<watch::Receiver<bool>>,
    /// The one-time code that lets somebody from another machine set the office up.
    pub setup_code: Option<String>,
    /// The office's own authority, where it serves over TLS under it.
    pub authority: Option<InstalledAuthority>,
    /// Counts are shown to other machines, too.
    pub open_metrics: bool,
}

impl App {
    /// Puts together what the handlers share.
    pub fn new(office: Office, printer: Printer, clock: Clock, settings: WebSettings) -> Self {
        let parts = Parts {
            printer,
            clock,
            throttle: Throttle::default(),
            metrics: Metrics::new(settings.open_metrics),
            arriving: portal::apply::Arriving::default(),
            looked_at: admin::LookedAtFiles::default(),
            setup_code: Mutex::new(settings.setup_code),
            keeper: OnceLock::new(),
            restorer: OnceLock::new(),
            authority: settings.authority,
            closing: settings
                .closing
                .unwrap_or_else(|| watch::Sender::new(false).subscribe()),
        };
        Self {
            parts: Arc::new(parts),
            office,
        }
    }

    /// The same as somebody else uses it: what they do is written down under their name.
    #[must_use]
    pub fn used_by(&self, by: By) -> Self {
        Self {
            parts: self.parts.clone(),
            office: self.office.used_by(by),
        }
    }

    /// Says who looks after the data; only the first one counts.
    pub fn kept_by(&self, keeper: Arc<dyn Keeper>) {
        drop(self.parts.keeper.set(keeper));
    }

    /// Who looks after the data; nobody in an office without a directory.
    pub fn keeper(&self) -> Option<&dyn Keeper> {
        self.parts.keeper.get().map(AsRef::as_ref)
    }

    /// Says who fills an empty office from a backup; only the first one counts.
    pub fn restored_by(&self, restorer: Arc<dyn Restorer>) {
        drop(self.parts.restorer.set(restorer));
    }

    /// Who fills an empty office from a backup.
    pub fn restorer(&self) -> Option<&dyn Restorer> {
        self.parts.restorer.get().map(AsRef::as_ref)
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// The printer.
    pub fn printer(&self) -> &Printer {
        &self.parts.printer
    }

    /// Now.
    pub fn now(&self) -> Moment {
        (self.parts.clock)()
    }

    /// Who failed too often.
    pub fn throttle(&self) -> &Throttle {
        &self.parts.throttle
    }

    /// Files that arrive in pieces.
    pub fn arriving(&self) -> &portal::apply::Arriving {
        &self.parts.arriving
    }

    /// Catalogue files that were looked at and wait to be taken in.
    pub fn looked_at(&self) -> &admin::LookedAtFiles {
        &self.parts.looked_at
    }

    /// What the server counts.
    pub fn metrics(&self) -> &Metrics {
        &self.parts.metrics
    }

    /// The office's own authority, where it serves over TLS under it.
    pub fn authority(&self) -> Option<&InstalledAuthority> {
        self.parts.authority.as_ref()
    }

    /// Turns true when the server is about to end.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.parts.closing.clone()
    }

    /// Whether this is the one-time setup code; a right one is used up by `forget_setup_code`.
    pub fn is_setup_code(&self, given: &str) -> bool {
        let code = self
            .parts
            .setup_code
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        code.as_deref()
            .is_some_and(|code| code.eq_ignore_ascii_case(given.trim()))
    }

    /// The setup code has done its service.
    pub fn forget_setup_code(&self) {
        *self
            .parts
            .setup_code
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Pages: forms from our own pages only, problems in words.
fn pages(app: &App) -> Router<App> {
    portal::routes(app)
        .merge(desk::routes(app))
        .merge(leader::routes())
        .merge(admin::routes())
        .merge(audit::routes())
        .merge(backup::routes())
        .merge(certificate::routes())
        .merge(language::routes())
        .merge(setup::routes())
        .merge(restore::routes())
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::not_found())
        .layer(from_fn_with_state(app.clone(), setup::before_setup))
        .layer(from_fn(page::same_site))
        .layer(from_fn_with_state(app.clone(), page::problems_as_pages))
        .layer(from_fn(language::chosen))
}

/// Every route there is.
pub fn router(app: App) -> Router {
    let compress = SizeAbove::new(512)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("application/pdf"));
    Router::new()
        .merge(api::routes())
        .merge(health::routes())
        .merge(assets::routes())
        .merge(crawlers::routes())
        .merge(metrics::routes())
        .merge(pages(&app))
        .with_state(app.clone())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn(headers::secure))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(compress),
        )
        .layer(from_fn_with_state(app, log::requests))
}
