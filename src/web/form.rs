//! Bodies as people and systems send them: JSON objects and forms, with Vietnamese words for what cannot be read.

use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use serde_json::{Map, Value};

use super::{App, LARGEST_BODY, problem::Problem, upload::cut_off};
use crate::ui::language::say;
use crate::ui::words::file_size;

/// A JSON object.
#[derive(Debug, Clone)]
pub struct JsonObject(pub Map<String, Value>);

impl FromRequest<App> for JsonObject {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let bytes = whole(request, app).await?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Problem::malformed(say!("Nội dung phải là văn bản UTF-8.")))?;
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
            return Err(Problem::malformed(say!("Nội dung phải là văn bản UTF-8.")));
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
            return Err(Problem::malformed(say!(
                "Hãy gửi nội dung dưới dạng biểu mẫu."
            )));
        }
        Self::parse(&whole(request, app).await?)
    }
}

/// A form as it comes, field by field, whether it was sent with files or without.
pub enum Parts {
    /// Without: everything is there already.
    Plain(std::vec::IntoIter<(String, String)>),
    /// With files.
    Mixed(Multipart),
}

/// One field of a form.
pub enum Part<'a> {
    /// Name and value.
    Text(String, String),
    /// Name, and the file as it comes.
    File(String, Box<Field<'a>>),
    /// A place for a file for which none was chosen.
    Blank,
}

impl Parts {
    /// Begins to read.
    pub async fn open(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let mixed = kind
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"));
        if !mixed {
            let Sent(fields) = Sent::from_request(request, app).await?;
            return Ok(Self::Plain(fields.into_iter()));
        }
        let form = Multipart::from_request(request, app).await;
        form.map(Self::Mixed)
            .map_err(|_| Problem::malformed(say!("Hãy gửi lại biểu mẫu.")))
    }

    /// The next field, in the order in which they were sent.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Problem> {
        let form = match self {
            Self::Plain(fields) => {
                return Ok(fields.next().map(|(name, value)| Part::Text(name, value)));
            }
            Self::Mixed(form) => form,
        };
        let field = form.next_field().await.map_err(|error| cut_off(&error))?;
        let Some(field) = field else { return Ok(None) };
        let name = field.name().unwrap_or_default().to_owned();
        Ok(Some(match field.file_name() {
            Some("") => Part::Blank,
            Some(_) => Part::File(name, Box::new(field)),
            None => Part::Text(name, text(field).await?),
        }))
    }
}

/// The value of a field that is no file.
async fn text(field: Field<'_>) -> Result<String, Problem> {
    let bytes = all_of(field, LARGEST_BODY, say!("Mỗi ô nhập không được quá 1 MB.")).await?;
    String::from_utf8(bytes)
        .map_err(|_| Problem::malformed(say!("Nội dung phải là văn bản UTF-8.")))
}

/// The whole content of a field, of at most so many bytes; `words` say so where it is longer.
pub(super) async fn all_of(
    mut field: Field<'_>,
    most: usize,
    words: &str,
) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| cut_off(&error))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > most {
            return Err(Problem::too_large(words));
        }
    }
    Ok(bytes)
}

/// A form whose files are small and stay in memory: certificates, images of signatures. Nothing is stored by reading it.
#[derive(Debug, Default)]
pub struct SmallFiles {
    /// What is no file.
    pub fields: Sent,
    files: Vec<SmallFile>,
}

/// One of them.
#[derive(Debug)]
struct SmallFile {
    field: String,
    name: String,
    bytes: Vec<u8>,
}

impl SmallFiles {
    /// Reads a form with files of at most so many bytes each.
    pub async fn read(request: Request, app: &App, largest: usize) -> Result<Self, Problem> {
        let size = u64::try_from(largest).map_or_else(|_| String::new(), file_size);
        let words = say!("Mỗi tệp ở đây không được quá {size}.", size = size);
        let mut parts = Parts::open(request, app).await?;
        let mut read = Self::default();
        while let Some(part) = parts.next().await? {
            match part {
                Part::Text(name, value) => read.fields.0.push((name, value)),
                Part::File(name, field) => {
                    let file = SmallFile {
                        field: name,
                        name: field.file_name().unwrap_or_default().to_owned(),
                        bytes: all_of(*field, largest, &words).await?,
                    };
                    read.files.push(file);
                }
                Part::Blank => {}
            }
        }
        Ok(read)
    }

    /// The file of a field, if one was chosen.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.named_file(name).map(|(_, bytes)| bytes)
    }

    /// The same with the name that the file has on the sender's machine.
    pub fn named_file(&self, name: &str) -> Option<(&str, &[u8])> {
        let found = self.files.iter().find(|file| file.field == name);
        found.map(|file| (file.name.as_str(), file.bytes.as_slice()))
    }
}

/// The whole body, within the limit.
async fn whole(request: Request, app: &App) -> Result<Bytes, Problem> {
    Bytes::from_request(request, app)
        .await
        .map_err(|rejection: BytesRejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                let most = super::LARGEST_BODY / 1024;
                Problem::too_large(&say!(
                    "Biểu mẫu không được quá {most} KB; tệp đính kèm hãy tải lên riêng.",
                    most = most
                ))
            } else {
                Problem::malformed(say!("Kết nối bị ngắt giữa chừng. Hãy gửi lại."))
            }
        })
}
