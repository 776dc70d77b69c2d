//! Uploading files.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode};

use super::idempotency_key;
use crate::domain::fault::{Fault, FieldFault};
use crate::web::{App, body::FileBody, problem::Problem, session::Bearer, upload};

/// The file to upload.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the multipart body")]
struct FileForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Uploads a file; unreferenced ones are collected after 24 hours.
#[utoipa::path(post, path = "/api/v1/files", tag = "files",
    request_body(content = FileForm, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Option<String>, Header, description = "a replay returns the first answer")),
    responses((status = 201, body = FileBody), (status = 400), (status = 401), (status = 413), (status = 415), (status = 422)))]
pub async fn upload(
    State(app): State<App>,
    bearer: Bearer,
    headers: HeaderMap,
    mut request: Request,
) -> Result<(StatusCode, Json<FileBody>), Problem> {
    let key = idempotency_key(&headers)?;
    DefaultBodyLimit::apply(
        DefaultBodyLimit::max(upload::largest_body(&app, 1)),
        &mut request,
    );
    let mut multipart = Multipart::from_request(request, &app)
        .await
        .map_err(|_| Problem::malformed("Hãy gửi tệp dưới dạng multipart/form-data."))?;
    while let Some(field) = multipart
        .next_field()
        .await
        .map_err(|error| upload::cut_off(&error))?
    {
        if field.name() == Some("file") {
            let file =
                upload::store_once(&app, bearer.viewer.username(), key.as_deref(), field).await?;
            return Ok((StatusCode::CREATED, Json(FileBody::from(&file))));
        }
    }
    Err(Problem::faults(&[FieldFault::new("file", Fault::Missing)]))
}
