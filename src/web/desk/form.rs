//! Forms with files: each file is stored as it comes, and the form goes on with its id and name.

use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

use crate::ui::desk::papers::kept;
use crate::web::{LARGEST_BODY, form::Sent, page::Asked, problem::Problem, upload};

/// The fields of a form. A file in `x.file` becomes `x.kept`, before what an earlier try had kept there.
pub async fn read(asked: &Asked, request: Request) -> Result<Sent, Problem> {
    let owner = asked.viewer()?.username().to_owned();
    let kind = request.headers().get(header::CONTENT_TYPE);
    let files = kind
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !files {
        return Sent::from_request(request, &asked.app).await;
    }
    let mut form = Multipart::from_request(request, &asked.app)
        .await
        .map_err(|_| Problem::malformed("Hãy gửi lại biểu mẫu."))?;
    let mut sent = Vec::new();
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|error| upload::cut_off(&error))?
    {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name() {
            Some("") => {}
            Some(_) => {
                let file = upload::store(&asked.app, &owner, field).await?;
                let stem = name.strip_suffix(".file").unwrap_or(&name);
                sent.insert(0, (format!("{stem}.kept"), kept(&file.id, &file.name)));
            }
            None => sent.push((name, text(field).await?)),
        }
    }
    Ok(Sent(sent))
}

/// A field that is no file, within the limit of a form.
async fn text(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field
        .chunk()
        .await
        .map_err(|error| upload::cut_off(&error))?
    {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LARGEST_BODY {
            return Err(Problem::too_large("Mỗi ô nhập không được quá 1 MB."));
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::malformed("Nội dung phải là văn bản UTF-8."))
}
