//! The receipt of a dossier as PDF, drawn from its slip record.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{App, problem::Problem};
use crate::domain::{audit::Deed, dossier::Dossier, slip::SlipKind};
use crate::kv::KvError;
use crate::office::Viewer;
use crate::print::Receipt;

/// The newest receipt that was issued on the dossier; not found when none was.
pub async fn pdf(app: &App, viewer: &Viewer, dossier: &Dossier) -> Result<Response, Problem> {
    let slip = app
        .office()
        .slip(dossier, SlipKind::Receipt)?
        .ok_or_else(Problem::not_found)?;
    let (kind, now) = (SlipKind::Receipt.key(), app.now());
    app.office()
        .note_reading(viewer, Deed::SlipRead, dossier, Some(kind), now)
        .await?;
    let receipt: Receipt = serde_json::from_value(slip.facts)
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?;
    let printer = app.printer().clone();
    let bytes = tokio::task::spawn_blocking(move || printer.receipt(&receipt))
        .await
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?;
    let name = format!("inline; filename=\"{}-giay-tiep-nhan.pdf\"", dossier.code);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}
