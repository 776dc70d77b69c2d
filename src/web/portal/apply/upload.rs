//! Sending a file in pieces (tải tệp từng phần): what has arrived stays when the network goes, and the rest follows.
//!
//! What is under way lives in memory and in a file that has no name yet; it is forgotten with the process or after an
//! hour without a piece. A browser without scripts sends files with the page, as ever.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{go_on, open_for_filing};
use crate::domain::dossier::FileRef;
use crate::domain::time::Moment;
use crate::files::Incoming;
use crate::kv::KvError;
use crate::office::random;
use crate::store::papers::Draft;
use crate::web::{page::Asked, problem::Problem, upload};

/// Without a piece for so long, a file is given up.
const IDLE_SECONDS: i64 = 3600;

/// Files under way at once; more are asked to wait.
const MOST: usize = 200;

/// Files under way, by their id.
#[derive(Clone, Default)]
pub struct Arriving(Arc<Mutex<HashMap<String, Part>>>);

/// A file of which a part has arrived.
struct Part {
    draft: String,
    component: String,
    name: String,
    size: u64,
    received: u64,
    last: Moment,
    /// Taken out while a piece is written.
    content: Option<Incoming>,
}

impl Arriving {
    fn parts(&self) -> MutexGuard<'_, HashMap<String, Part>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Papers of a draft of which a file is still under way: component and name.
    pub fn of(&self, draft: &Draft, now: Moment) -> Vec<(String, String)> {
        let parts = self.parts();
        let mine = parts
            .values()
            .filter(|part| part.draft == draft.id && now.seconds_since(part.last) < IDLE_SECONDS);
        mine.map(|part| (part.component.clone(), part.name.clone()))
            .collect()
    }
}

/// `POST …/nop/tep?nhap=&giay=&ten=&co=`: begins a file of `co` bytes for a paper. Answers with its id.
pub async fn begin(
    asked: Asked,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    open_for_filing(&asked)?;
    let asks = |name: &str| query.get(name).map_or("", String::as_str);
    let draft = go_on::existing(&asked, &code, asks("nhap"))?;
    let office = asked.app.office();
    let most = office.files.largest();
    let size: u64 = asks("co").parse().unwrap_or_default();
    if size == 0 {
        return Err(upload::refused(&crate::files::FileError::Empty));
    }
    if size > most {
        return Err(upload::refused(&crate::files::FileError::TooLarge { most }));
    }
    let component = asks("giay");
    let procedure = office.procedure(&code)?.ok_or_else(Problem::not_found)?;
    if !procedure
        .components
        .iter()
        .any(|known| known.id == component)
    {
        return Err(Problem::not_found());
    }
    let (begun, now) = (office.clone(), asked.app.now());
    let content = blocking(move || begun.begin_upload()).await?;
    let content = content.map_err(|error| upload::refused(&error))?;
    let mut parts = asked.app.arriving().parts();
    // A new file for a paper takes the place of one that was left; those that were left long ago go.
    parts.retain(|_, part| {
        now.seconds_since(part.last) < IDLE_SECONDS
            && !(part.draft == draft.id && part.component == component)
    });
    if parts.len() >= MOST {
        return Err(Problem::too_many(60));
    }
    let id = random::id();
    parts.insert(
        id.clone(),
        Part {
            draft: draft.id,
            component: component.to_owned(),
            name: asks("ten").to_owned(),
            size,
            received: 0,
            last: now,
            content: Some(content),
        },
    );
    drop(parts);
    Ok((StatusCode::CREATED, Json(json!({"id": id, "received": 0}))).into_response())
}

/// `GET …/nop/tep/{id}`: how much has arrived.
pub async fn state(
    asked: Asked,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let parts = asked.app.arriving().parts();
    let part = parts.get(&id).ok_or_else(Problem::not_found)?;
    Ok(Json(json!({"received": part.received})).into_response())
}

/// `PATCH …/nop/tep/{id}?tu=`: the piece that begins at byte `tu`. A piece that does not fit is answered with what has
/// arrived (409); the last one with the file as it is kept.
pub async fn piece(
    asked: Asked,
    Path((code, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    open_for_filing(&asked)?;
    let from: u64 = query
        .get("tu")
        .and_then(|from| from.parse().ok())
        .unwrap_or(u64::MAX);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut content = {
        let mut parts = asked.app.arriving().parts();
        let part = parts.get_mut(&id).ok_or_else(Problem::not_found)?;
        let fits = part.received == from && from.saturating_add(length) <= part.size;
        match part.content.take() {
            Some(content) if fits => content,
            content => {
                part.content = content;
                let known = Json(json!({"received": part.received}));
                return Ok((StatusCode::CONFLICT, known).into_response());
            }
        }
    };
    let written = blocking(move || content.take(&bytes).map(|()| content)).await?;
    let done = {
        let mut parts = asked.app.arriving().parts();
        let content = match written {
            Ok(content) => content,
            Err(error) => {
                parts.remove(&id);
                return Err(upload::refused(&error));
            }
        };
        let part = parts.get_mut(&id).ok_or_else(Problem::not_found)?;
        part.received += length;
        part.last = asked.app.now();
        if part.received < part.size {
            part.content = Some(content);
            return Ok(Json(json!({"received": part.received})).into_response());
        }
        parts.remove(&id).map(|part| (part, content))
    };
    let (part, content) = done.ok_or_else(Problem::not_found)?;
    let file = finish(&asked, &code, part, content).await?;
    Ok(Json(json!({"received": file.size, "file": {"name": file.name, "size": file.size, "sha256": file.sha256}})).into_response())
}

/// Keeps the whole file and puts it into the place of its paper.
async fn finish(
    asked: &Asked,
    code: &str,
    part: Part,
    content: Incoming,
) -> Result<FileRef, Problem> {
    let draft = go_on::existing(asked, code, &part.draft)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let name = part.name.clone();
    let stored = blocking(move || content.keep(&name)).await?;
    let stored = stored.map_err(|error| upload::refused(&error))?;
    let file = office
        .record_upload(&draft.mark(), &part.name, stored, now)
        .await?;
    office
        .attach_to_draft(&draft.id, &part.component, file.clone(), now)
        .await?;
    Ok(file)
}

async fn blocking<T: Send + 'static>(
    deed: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(deed)
        .await
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))
}
