//! What went wrong, as one value that becomes problem+json or a page.

use std::any::Any;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::domain::fault::FieldFault;
use crate::domain::refusal::RefusalKind;
use crate::kv::{KvError, WriteError};
use crate::office::{Decline, Declined, random};
use crate::search::SearchError;
use crate::ui::language::say;
use crate::ui::words;

/// A problem (RFC 9457) with a Vietnamese title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable type, relative to the API's problem pages.
    pub kind: &'static str,
    /// One sentence: what it is.
    pub title: Box<str>,
    /// What to do.
    pub detail: Option<Box<str>>,
    /// Wrong fields with their sentences.
    pub errors: Vec<(String, String)>,
    /// Number under which the incident is in the log.
    pub incident: Option<Box<str>>,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &str, detail: &str) -> Self {
        Self {
            status,
            kind,
            title: title.into(),
            detail: (!detail.is_empty()).then(|| detail.into()),
            errors: Vec::new(),
            incident: None,
            retry_after: None,
        }
    }

    /// Nobody is signed in.
    pub fn sign_in_first() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign-in-first",
            say!("Cần đăng nhập"),
            say!("Hãy đăng nhập rồi thực hiện lại."),
        )
    }

    /// Name or password is wrong.
    pub fn wrong_password() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "wrong-password",
            say!("Tên đăng nhập hoặc mật khẩu không đúng"),
            say!("Hãy kiểm tra lại, hoặc nhờ quản trị viên đặt lại mật khẩu."),
        )
    }

    /// There is no such thing, or one may not know of it.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            say!("Không tìm thấy nội dung"),
            say!("Hãy kiểm tra lại địa chỉ hoặc mã hồ sơ, hoặc quay về trang chủ."),
        )
    }

    /// Systems speak to the office over TLS, so that no token travels in the clear.
    pub fn needs_tls() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "needs-tls",
            say!("Chỉ nhận kết nối mã hóa"),
            say!("Hãy gọi lại cùng địa chỉ với https://."),
        )
    }

    /// Not for this role.
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            say!("Tài khoản không có quyền thực hiện việc này"),
            say!("Hãy nhờ người có thẩm quyền hoặc đăng nhập bằng tài khoản khác."),
        )
    }

    /// A form that came from elsewhere.
    pub fn foreign_form() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "foreign-form",
            say!("Biểu mẫu đã hết hiệu lực"),
            say!("Hãy quay lại trang trước, tải lại trang rồi gửi lại."),
        )
    }

    /// The request itself cannot be read.
    pub fn malformed(detail: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            say!("Không đọc được nội dung gửi lên"),
            detail,
        )
    }

    /// Too much at once.
    pub fn too_large(detail: &str) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            say!("Nội dung gửi lên quá lớn"),
            detail,
        )
    }

    /// A file of a kind that is not taken.
    pub fn file_kind() -> Self {
        let labels: Vec<&str> = crate::files::ALLOWED
            .iter()
            .map(|kind| kind.label)
            .collect();
        let detail = say!(
            "Hãy gửi tệp thuộc các loại: {kinds}. Tên tệp phải đúng với nội dung.",
            kinds = labels.join(", ")
        );
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "file-kind",
            say!("Loại tệp không được nhận"),
            &detail,
        )
    }

    /// Fields are wrong.
    pub fn faults(faults: &[FieldFault]) -> Self {
        let errors = faults
            .iter()
            .map(|fault| {
                (
                    fault.field.clone(),
                    words::fault::fault(fault.fault).to_owned(),
                )
            })
            .collect();
        Self {
            errors,
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                say!("Có nội dung chưa đúng"),
                say!("Hãy sửa các trường được nêu rồi gửi lại."),
            )
        }
    }

    /// Too many failed attempts.
    pub fn too_many(seconds: u64) -> Self {
        let minutes = seconds.div_ceil(60);
        let detail = say!("Hãy thử lại sau {minutes} phút.", minutes = minutes);
        Self {
            retry_after: Some(seconds),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-attempts",
                say!("Đã nhập sai quá nhiều lần"),
                &detail,
            )
        }
    }

    /// The machine failed; logged once under a number that is shown.
    pub fn machine(error: &KvError) -> Self {
        let incident = random::clear(8);
        tracing::error!(%incident, %error, "the store failed");
        Self {
            incident: Some(incident.into()),
            ..Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "incident",
                say!("Máy chủ gặp sự cố"),
                say!(
                    "Việc vừa làm chưa được ghi nhận. Hãy thử lại; nếu vẫn lỗi, hãy báo quản trị viên kèm mã sự cố."
                ),
            )
        }
    }

    /// A stored file is missing or no longer what was handed in; it is never served in that state.
    pub fn damaged_file(sha256: &str) -> Self {
        let incident = random::clear(8);
        tracing::error!(%incident, sha256, "a stored file is damaged");
        Self {
            incident: Some(incident.into()),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "damaged-file",
                say!("Tệp lưu trữ bị hỏng hoặc bị mất"),
                say!(
                    "Tệp không còn đúng như lúc nhận nên không được mở. Hãy báo quản trị viên kèm mã sự cố để khôi phục từ bản sao lưu."
                ),
            )
        }
    }

    /// The disk of the office's machine has no room; what was typed is still in the page.
    pub fn disk_full(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "the disk is full");
        Self {
            retry_after: Some(60),
            ..Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk-full",
                say!("Máy chủ đã hết chỗ lưu"),
                say!(
                    "Việc vừa làm chưa được ghi nhận. Hãy giữ trang này, báo quản trị viên giải phóng ổ đĩa, rồi gửi lại."
                ),
            )
        }
    }

    /// The store is put in order; a little later everything is as before.
    pub fn busy() -> Self {
        Self {
            retry_after: Some(30),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "maintenance",
                say!("Hệ thống đang bảo trì dữ liệu"),
                say!("Việc này mất ít phút. Hãy giữ trang này và gửi lại sau."),
            )
        }
    }

    /// The office is not set up yet.
    pub fn not_set_up() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "not-set-up",
            say!("Hệ thống chưa được thiết lập"),
            say!("Quản trị viên cần hoàn thành trang thiết lập ban đầu."),
        )
    }

    /// Title and what to do, with the wrong fields, in one text for a page.
    pub fn words(&self) -> String {
        let mut sentences = vec![self.title.to_string()];
        let faults = self.errors.iter();
        sentences.extend(faults.map(|(field, message)| format!("{field}: {message}")));
        sentences.extend(self.detail.as_deref().map(str::to_owned));
        sentences.join(". ").replace("..", ".")
    }

    /// The body as JSON.
    fn body(&self) -> Value {
        let mut body = json!({
            "type": format!("/api/problems/{}", self.kind),
            "title": self.title,
            "status": self.status.as_u16(),
        });
        if let Some(detail) = &self.detail {
            body["detail"] = json!(detail);
        }
        if !self.errors.is_empty() {
            let errors: Vec<Value> = self
                .errors
                .iter()
                .map(|(field, message)| json!({"field": field, "message": message}))
                .collect();
            body["errors"] = json!(errors);
        }
        if let Some(incident) = &self.incident {
            body["incident"] = json!(incident);
        }
        body
    }
}

impl From<KvError> for Problem {
    fn from(error: KvError) -> Self {
        // Within the limit of a body but beyond that of a record: the sender's to shorten, no incident.
        if matches!(
            error,
            KvError::TooLarge {
                what: "value" | "job",
                ..
            }
        ) {
            return Self::too_large(say!(
                "Nội dung vượt quá mức lưu được trong một hồ sơ. Hãy rút gọn hoặc gửi thành tệp."
            ));
        }
        if error.is_disk_full() {
            return Self::disk_full(&error);
        }
        if matches!(error, KvError::Busy) {
            return Self::busy();
        }
        Self::machine(&error)
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        Self::machine(&KvError::Panicked(error.to_string()))
    }
}

impl From<Decline> for Problem {
    fn from(decline: Decline) -> Self {
        match decline {
            Decline::NotFound => Self::not_found(),
            Decline::Forbidden => Self::forbidden(),
            Decline::Faults(faults) => Self::faults(&faults),
            Decline::Refused(refusal) => {
                let said = words::refusal::refusal(&refusal);
                match refusal.kind() {
                    RefusalKind::Forbidden => {
                        Self::new(StatusCode::FORBIDDEN, "not-yours", &said, "")
                    }
                    _ => Self::new(StatusCode::CONFLICT, "refused", &said, ""),
                }
            }
            Decline::Obstacle(obstacle) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "signature",
                words::signature::obstacle(obstacle),
                "",
            ),
            Decline::Hindrance(hindrance) => Self::new(
                StatusCode::CONFLICT,
                "refused",
                words::feedback::hindrance(hindrance),
                "",
            ),
            Decline::BadProcess(_) => Self::new(
                StatusCode::CONFLICT,
                "bad-process",
                say!("Quy trình còn lỗi nên chưa ban hành được"),
                say!("Hãy mở lại quy trình và sửa các lỗi được nêu."),
            ),
            Decline::Stale(_) => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "stale",
                say!("Hồ sơ đã được người khác cập nhật"),
                say!("Hãy tải lại trang để xem nội dung mới nhất rồi thực hiện lại."),
            ),
            Decline::NotSetUp => Self::not_set_up(),
            Decline::AlreadySetUp => Self::new(
                StatusCode::CONFLICT,
                "already-set-up",
                say!("Hệ thống đã được thiết lập"),
                say!("Hãy đăng nhập bằng tài khoản quản trị."),
            ),
            Decline::WrongPassword => Self::wrong_password(),
        }
    }
}

impl From<Declined> for Problem {
    fn from(declined: Declined) -> Self {
        match declined {
            WriteError::Declined(decline) => decline.into(),
            WriteError::Store(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body())).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // Pages find the value here and show it in words instead.
        response.extensions_mut().insert(self);
        response
    }
}

/// A handler panicked: the store is not touched by it, the visitor gets a number.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that the panic layer asks for"
)]
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let words = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    Problem::machine(&KvError::Panicked(words.to_owned())).into_response()
}
