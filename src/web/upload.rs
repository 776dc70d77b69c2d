//! Taking a file's content off the wire with bounded memory, durable before anything names it.

use std::io::Read;

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use http_body_util::channel::Channel;
use tokio::sync::mpsc;

use super::{App, problem::Problem};
use crate::domain::dossier::FileRef;
use crate::files::{FileError, Sound, Stored};
use crate::kv::KvError;
use crate::ui::language::say;

/// What may surround the files in a body: other fields, names, boundaries.
const AROUND: usize = 1024 * 1024;

/// Largest body of a request with so many files.
pub fn largest_body(app: &App, files: usize) -> usize {
    let largest = usize::try_from(app.office().files.largest()).unwrap_or(usize::MAX);
    largest.saturating_mul(files).saturating_add(AROUND)
}

/// Pieces that may wait for the disk or the network.
const WAITING: usize = 8;

/// Bytes of a piece that goes out.
const PIECE: usize = 64 * 1024;

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
    let (send, mut pieces) = mpsc::channel::<Bytes>(WAITING);
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
                drop(send.send(Bytes::new()).await);
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

/// A stored content as a body, checked before its first byte goes out; a large one with bounded memory.
pub async fn body(app: &App, sha256: &str) -> Result<Body, Problem> {
    let gone =
        |error: tokio::task::JoinError| Problem::machine(&KvError::Panicked(error.to_string()));
    let (files, name) = (app.office().files.clone(), sha256.to_owned());
    let sound = tokio::task::spawn_blocking(move || files.sound(&name))
        .await
        .map_err(gone)?
        .map_err(|error| refused(&error))?;
    let mut checked = match sound {
        Sound::Held(bytes) => return Ok(Body::from(bytes)),
        Sound::Streamed(checked) => checked,
    };
    let (mut send, body) = Channel::<Bytes, std::io::Error>::new(WAITING);
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; PIECE];
            match checked.read(&mut piece) {
                Ok(0) => return,
                Ok(read) => {
                    piece.truncate(read);
                    if handle.block_on(send.send_data(piece.into())).is_err() {
                        return; // Whoever asked has gone.
                    }
                }
                // The body breaks off, so that nobody takes it for whole.
                Err(error) => return send.abort(error),
            }
        }
    });
    Ok(Body::new(body))
}

/// A file that is not taken, in words.
pub fn refused(error: &FileError) -> Problem {
    match error {
        FileError::TooLarge { most } => Problem::too_large(&say!(
            "Mỗi tệp không được quá {most} MB. Hãy quét hoặc chụp lại với cỡ nhỏ hơn.",
            most = most >> 20
        )),
        FileError::Empty => {
            Problem::malformed(say!("Tệp trống hoặc bị ngắt khi gửi. Hãy chọn lại tệp."))
        }
        FileError::NotAllowed => Problem::file_kind(),
        FileError::Damaged { sha256 } | FileError::Missing { sha256 } => {
            Problem::damaged_file(sha256)
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
        Problem::too_large(say!(
            "Các tệp gửi cùng lúc quá lớn. Hãy gửi từng tệp, hoặc giảm cỡ tệp."
        ))
    } else {
        Problem::malformed(say!("Tệp bị ngắt khi gửi. Hãy gửi lại."))
    }
}
