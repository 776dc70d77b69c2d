//! `/quan-tri/nhat-ky`: the audit record for whoever keeps the machine, its end as a signed QR, and the whole as a file.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body_util::channel::Channel;
use maud::PreEscaped;
use serde::Deserialize;

use super::{App, page::Asked, problem::Problem};
use crate::domain::audit::{Deed, Trace};
use crate::domain::officer::Role;
use crate::kv::KvError;
use crate::office::audit::checkpoint_text;
use crate::ui::admin::{AuditPage, AuditRow, CheckpointSheet, audit_page, checkpoint_page};
use crate::ui::words;

/// Pieces of an export that may wait for the network.
const WAITING: usize = 4;

/// Entries on a page.
const PAGE: usize = 100;

/// Routes of the audit record.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/quan-tri/nhat-ky", get(list))
        .route("/quan-tri/nhat-ky/diem-chot", get(checkpoint))
        .route("/quan-tri/nhat-ky.jsonl", get(export))
}

#[derive(Debug, Deserialize)]
struct At {
    /// Entries before this one.
    before: Option<u64>,
}

async fn list(asked: Asked, Query(at): Query<At>) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let before = at.before.unwrap_or(u64::MAX);
    let entries = asked.app.office().audited(before, PAGE)?;
    let next = entries
        .last()
        .filter(|last| entries.len() == PAGE && last.seq > 1)
        .map(|last| format!("/quan-tri/nhat-ky?before={}", last.seq));
    let rows: Vec<AuditRow> = entries
        .iter()
        .map(|entry| match entry.trace() {
            Ok(trace) => row(entry.seq, &trace),
            Err(_) => AuditRow::unreadable(entry.seq),
        })
        .collect();
    let page = AuditPage {
        rows: &rows,
        next: next.as_deref(),
        later: at.before.is_some(),
    };
    Ok(asked.show(&audit_page(&asked.frame(), &page)))
}

fn row(seq: u64, trace: &Trace) -> AuditRow {
    AuditRow {
        seq,
        at: words::moment(trace.at),
        who: words::audit::who(&trace.who),
        from: trace.from.map(|from| from.to_string()).unwrap_or_default(),
        deed: words::audit::deed(trace.deed).to_owned(),
        object: trace.object.clone().unwrap_or_default(),
        ground: trace
            .ground
            .map(|ground| words::audit::ground(ground).to_owned())
            .unwrap_or_default(),
        detail: trace
            .detail
            .as_deref()
            .map(|detail| words::audit::detail(trace.deed, detail))
            .unwrap_or_default(),
    }
}

async fn checkpoint(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let (office, now) = (asked.app.office().clone(), asked.app.now());
    let signed = tokio::task::spawn_blocking(move || office.sign_checkpoint(now))
        .await
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))??;
    let signed = signed.ok_or_else(Problem::not_found)?;
    let text = checkpoint_text(&signed);
    let qr = crate::print::qr_image(&text)
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?;
    let sheet = CheckpointSheet {
        seq: signed.head.seq,
        at: words::moment(signed.at),
        link: signed.head.link.to_hex(),
        qr: PreEscaped(qr),
        text,
    };
    Ok(asked.show(&checkpoint_page(&asked.frame(), &sheet)))
}

/// The entries at hand as JSON lines, oldest first, as they were hashed; taking them out is written down first.
async fn export(asked: Asked) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?;
    let office = asked.app.office().clone();
    let trace = Trace::new(&viewer.by(), Deed::Exported, asked.app.now()).on("audit");
    office.note(trace).await?;
    let (mut send, body) = Channel::<Bytes, std::io::Error>::new(WAITING);
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let exported = office.export_audit(&mut |lines| {
            let piece = Bytes::from(lines);
            handle.block_on(send.send_data(piece)).is_ok()
        });
        if let Err(error) = exported {
            // The body breaks off, so that nobody takes it for whole.
            send.abort(std::io::Error::other(error));
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"nhat-ky-kiem-toan.jsonl\"",
        ),
    ];
    Ok((headers, Body::new(body)).into_response())
}
