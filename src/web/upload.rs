//! Taking a file's content off the wire with bounded memory, durable before anything names it.

use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use tokio::sync::mpsc;

use super::{App, problem::Problem};
use crate::domain::dossier::FileRef;
use crate::files::{FileError, LARGEST, Stored};
use crate::kv::KvError;

/// Largest body of a request with files: the file and what surrounds it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "fifty megabytes fit any machine"
)]
pub const LARGEST_UPLOAD: usize = LARGEST as usize + 1024 * 1024;

/// Pieces that may wait for the disk.
const WAITING: usize = 8;

/// Stores the file of a multipart field for `owner`.
pub async fn store(app: &App, owner: &str, field: Field<'_>) -> Result<FileRef, Problem> {
    store_once(app, owner, None, field).await
}

/// The same; a repetition with the same key answers with the file of the first one.
pub async fn store_once(
    app: &App,
    owner: &str,
    key: Option<&str>,
    mut field: Field<'_>,
) -> Result<FileRef, Problem> {
    let name = field.file_name().unwrap_or("tep").to_owned();
    let (send, mut pieces) = mpsc::channel::<axum::body::Bytes>(WAITING);
    let office = app.office().clone();
    let called = name.clone();
    let writer = tokio::task::spawn_blocking(move || -> Result<Stored, FileError> {
        let mut incoming = office.begin_upload()?;
        let mut cut = true;
        while let Some(piece) = pieces.blocking_recv() {
            // An empty piece says that the field ended and was not cut off.
            if piece.is_empty() {
                cut = false;
                break;
            }
            incoming.take(&piece)?;
        }
        if cut {
            return Err(FileError::Empty);
        }
        incoming.keep(&called)
    });
    let mut broken = None;
    loop {
        match field.chunk().await {
            Ok(Some(piece)) if piece.is_empty() => {}
            Ok(Some(piece)) => {
                if send.send(piece).await.is_err() {
                    break; // The writer has given up and will say why.
                }
            }
            Ok(None) => {
                drop(send.send(axum::body::Bytes::new()).await);
                break;
            }
            Err(error) => {
                broken = Some(cut_off(&error));
                break;
            }
        }
    }
    drop(send);
    let stored = writer
        .await
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?;
    if let Some(problem) = broken {
        return Err(problem);
    }
    let stored = stored.map_err(|error| refused(&error))?;
    let file = app
        .office()
        .record_upload_once(owner, &name, stored, key, app.now())
        .await?;
    Ok(file)
}

/// A file that is not taken, in words.
pub fn refused(error: &FileError) -> Problem {
    match error {
        FileError::TooLarge => too_large(),
        FileError::Empty => Problem::malformed("Tệp trống hoặc bị ngắt khi gửi. Hãy chọn lại tệp."),
        FileError::NotAllowed => Problem::file_kind(),
        FileError::Damaged { sha256 } => {
            Problem::machine(&KvError::Panicked(format!("file {sha256} is damaged")))
        }
        FileError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
            Problem::disk_full(error)
        }
        FileError::Io(error) => Problem::machine(&KvError::Panicked(error.to_string())),
    }
}

/// What multipart says when a body ends early or is too long.
pub fn cut_off(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        Problem::malformed("Tệp bị ngắt khi gửi. Hãy gửi lại.")
    }
}

fn too_large() -> Problem {
    let most = LARGEST / 1024 / 1024;
    Problem::too_large(&format!("Mỗi tệp không được quá {most} MB."))
}
