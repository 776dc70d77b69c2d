//! `/metrics`: how the server fares, in the format of Prometheus. Counts and times only, nothing about people.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::{App, problem::Problem, session::Address};

/// Upper ends of the latency classes, in seconds.
const CLASSES: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// A request as it is counted; the route is a pattern of ours, never what a stranger typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What the server counts.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    seconds: Family<Route, Histogram>,
    journal: Gauge<u64, AtomicU64>,
    procedures: Gauge<u64, AtomicU64>,
    memory: Gauge<u64, AtomicU64>,
    /// Whether anybody may read them, or this machine alone.
    open: bool,
}

impl Metrics {
    /// Counts from nothing; `open` shows them to other machines too.
    pub fn new(open: bool) -> Self {
        let mut registry = Registry::with_prefix("motcua");
        let answered = Family::default();
        let seconds = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(CLASSES));
        let (journal, procedures, memory) = <(Gauge<_, _>, Gauge<_, _>, Gauge<_, _>)>::default();
        registry.register("requests", "Requests answered", answered.clone());
        registry.register_with_unit(
            "request_duration",
            "Time to the answer's first byte",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register("journal_entries", "Entries of the journal", journal.clone());
        registry.register(
            "procedures",
            "Procedures that are visible",
            procedures.clone(),
        );
        registry.register_with_unit(
            "resident_memory",
            "Memory in use",
            Unit::Bytes,
            memory.clone(),
        );
        Self {
            registry,
            answered,
            seconds,
            journal,
            procedures,
            memory,
            open,
        }
    }

    /// Counts an answer.
    pub fn count(
        &self,
        method: &axum::http::Method,
        route: Option<&str>,
        status: u16,
        took: Duration,
    ) {
        let method = match method.as_str() {
            "GET" => "GET",
            "POST" => "POST",
            "HEAD" => "HEAD",
            _ => "other",
        };
        let route = route.unwrap_or("none").to_owned();
        let seconds = Route {
            route: route.clone(),
        };
        self.seconds
            .get_or_create(&seconds)
            .observe(took.as_secs_f64());
        let answered = Answered {
            method,
            route,
            status,
        };
        self.answered.get_or_create(&answered).inc();
    }
}

/// The route of the counts.
pub fn routes() -> Router<App> {
    Router::new().route("/metrics", get(show))
}

async fn show(State(app): State<App>, Address(client): Address) -> Result<Response, Problem> {
    let metrics = app.metrics();
    if !metrics.open && !client.is_loopback() {
        return Err(Problem::not_found());
    }
    metrics.journal.set(app.office().journal_length()?);
    metrics
        .procedures
        .set(app.office().procedure_count()?.into());
    metrics.memory.set(resident().unwrap_or(0));
    let mut body = String::new();
    text::encode(&mut body, &metrics.registry).expect("a string takes everything");
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

/// Bytes of memory that this process holds; only Linux tells without a library.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
