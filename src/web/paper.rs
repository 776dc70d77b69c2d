//! Papers as PDF: slips that were issued, and papers that show how things stand now.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{App, problem::Problem};
use crate::domain::slip::{PaperSize, Print, SlipKind};
use crate::domain::{audit::Deed, dossier::Dossier};
use crate::kv::KvError;
use crate::office::Viewer;
use crate::print::PrintError;

/// Which paper of a dossier an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Which paper.
    pub kind: SlipKind,
    /// Which of its kind; the newest without it.
    pub edition: Option<u32>,
}

impl Named {
    /// Reads `receipt.pdf`, or `receipt-2.pdf` for the second receipt.
    pub fn read(name: &str) -> Option<Self> {
        let name = name.strip_suffix(".pdf")?;
        let (kind, edition) = match name.split_once('-') {
            None => (name, None),
            Some((kind, edition)) => (kind, Some(edition.parse().ok()?)),
        };
        Some(Self {
            kind: SlipKind::from_key(kind)?,
            edition,
        })
    }
}

/// A paper of a dossier; not found when none was issued. Whoever reads it is written down.
pub async fn pdf(
    app: &App,
    viewer: &Viewer,
    dossier: &Dossier,
    named: Named,
    size: PaperSize,
) -> Result<Response, Problem> {
    let (office, now) = (app.office(), app.now());
    let print = office
        .paper(dossier, named.kind, named.edition, size, now)?
        .ok_or_else(Problem::not_found)?;
    let key = named.kind.key();
    office
        .note_reading(viewer, Deed::SlipRead, dossier, Some(key), now)
        .await?;
    drawn(app, print, &format!("{}-{key}", dossier.code)).await
}

/// The PDF under this file name, without its ending.
pub async fn drawn(app: &App, print: Print, name: &str) -> Result<Response, Problem> {
    let printer = app.printer().clone();
    let broken = |reason: String| Problem::machine(&KvError::Panicked(reason));
    let bytes = tokio::task::spawn_blocking(move || printer.draw(&print))
        .await
        .map_err(|error| broken(error.to_string()))?
        .map_err(|error: PrintError| broken(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}.pdf\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}
