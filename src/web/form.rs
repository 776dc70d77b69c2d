//! Bodies as people and systems send them: JSON objects and forms, with Vietnamese words for what cannot be read.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use serde_json::{Map, Value};

use super::{App, problem::Problem, upload::cut_off};

/// A JSON object.
#[derive(Debug, Clone)]
pub struct JsonObject(pub Map<String, Value>);

impl FromRequest<App> for JsonObject {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let bytes = whole(request, app).await?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Problem::malformed("Nội dung phải là văn bản UTF-8."))?;
        match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(_) => Err(Problem::malformed("Nội dung phải là một đối tượng JSON.")),
            Err(error) => Err(Problem::malformed(&format!(
                "JSON sai ở dòng {}, cột {}.",
                error.line(),
                error.column()
            ))),
        }
    }
}

/// Fields of a form, in the order in which they were sent.
#[derive(Debug, Clone, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// The first value of a field; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Reads a form body.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(bytes)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        // Bytes that are no UTF-8 were replaced; taking them would store something nobody typed.
        let broken = |text: &str| text.contains('\u{FFFD}');
        if fields
            .iter()
            .any(|(name, value)| broken(name) || broken(value))
        {
            return Err(Problem::malformed("Nội dung phải là văn bản UTF-8."));
        }
        Ok(Self(fields))
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Problem::malformed("Hãy gửi nội dung dưới dạng biểu mẫu."));
        }
        Self::parse(&whole(request, app).await?)
    }
}

/// A form whose files are small and stay in memory: certificates, images of signatures. Nothing is stored by reading it.
#[derive(Debug, Default)]
pub struct SmallFiles {
    /// What is no file.
    pub fields: Sent,
    files: Vec<(String, Vec<u8>)>,
}

impl SmallFiles {
    /// Reads a form with or without files, each of at most so many bytes.
    pub async fn read(request: Request, app: &App, largest: usize) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let files = kind
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"));
        if !files {
            let fields = Sent::from_request(request, app).await?;
            return Ok(Self {
                fields,
                files: Vec::new(),
            });
        }
        let mut form = Multipart::from_request(request, app)
            .await
            .map_err(|_| Problem::malformed("Hãy gửi lại biểu mẫu."))?;
        let mut read = Self::default();
        while let Some(mut field) = form.next_field().await.map_err(|error| cut_off(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            let mut bytes = Vec::new();
            while let Some(piece) = field.chunk().await.map_err(|error| cut_off(&error))? {
                bytes.extend_from_slice(&piece);
                if bytes.len() > largest {
                    let most = format!("Mỗi tệp ở đây không được quá {} KB.", largest / 1024);
                    return Err(Problem::too_large(&most));
                }
            }
            if is_file {
                // A field without a chosen file comes as an empty one.
                if !bytes.is_empty() {
                    read.files.push((name, bytes));
                }
            } else {
                let text = String::from_utf8(bytes)
                    .map_err(|_| Problem::malformed("Nội dung phải là văn bản UTF-8."))?;
                read.fields.0.push((name, text));
            }
        }
        Ok(read)
    }

    /// The file of a field, if one was chosen.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let found = self.files.iter().find(|(known, _)| known == name);
        found.map(|(_, bytes)| bytes.as_slice())
    }
}

/// The whole body, within the limit.
async fn whole(request: Request, app: &App) -> Result<Bytes, Problem> {
    Bytes::from_request(request, app)
        .await
        .map_err(|rejection: BytesRejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                let most = super::LARGEST_BODY / 1024;
                Problem::too_large(&format!(
                    "Biểu mẫu không được quá {most} KB; tệp đính kèm hãy tải lên riêng."
                ))
            } else {
                Problem::malformed("Kết nối bị ngắt giữa chừng. Hãy gửi lại.")
            }
        })
}
