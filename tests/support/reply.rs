//! An answer, and what must be true of every one.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Response};
use serde_json::Value;

use super::described;

/// What came back.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    asked: String,
}

impl Reply {
    pub async fn read(response: Response<Body>, asked: String) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            bytes: bytes.to_vec(),
            asked,
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The body, when the status is as expected.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        if self.bytes.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }

    /// A 422 that names exactly these fields, each in a Vietnamese sentence.
    #[track_caller]
    pub fn names(&self, fields: &[&str]) {
        let body = self.expect(422);
        let errors = body["errors"].as_array().unwrap();
        let named: Vec<&str> = errors
            .iter()
            .map(|e| e["field"].as_str().unwrap())
            .collect();
        assert_eq!(named, fields, "{}: {body}", self.asked);
        for error in errors {
            assert!(
                is_vietnamese(error["message"].as_str().unwrap()),
                "{}: {error}",
                self.asked
            );
        }
    }

    /// Never a 500; every problem is a problem; every answer is as `/api/openapi.json` tells.
    #[track_caller]
    pub fn check(&self, method: &Method, path: &str) {
        assert!(self.status < 500, "{}: {}", self.asked, self.text());
        if self.status >= 400 && path.starts_with("/api") {
            self.check_problem();
        }
        described::check(method, path, self);
    }

    #[track_caller]
    fn check_problem(&self) {
        let kind = self.header("content-type");
        let whole = format!("{}: {} {kind} {}", self.asked, self.status, self.text());
        assert!(kind.starts_with("application/problem+json"), "{whole}");
        let body = self.json();
        assert_eq!(body["status"], self.status, "{whole}");
        assert!(
            body["type"]
                .as_str()
                .is_some_and(|kind| kind.starts_with('/')),
            "{whole}"
        );
        assert!(is_vietnamese(body["title"].as_str().unwrap()), "{whole}");
        for debris in ["Some(", "None", "Error", "panicked", "{ "] {
            assert!(!body["title"].as_str().unwrap().contains(debris), "{whole}");
        }
    }
}

/// A sentence with marks that only Vietnamese has.
pub fn is_vietnamese(text: &str) -> bool {
    let marks = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";
    text.chars().count() > 5 && text.to_lowercase().chars().any(|c| marks.contains(c))
}
