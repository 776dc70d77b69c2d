//! The content of an attachment, apart from what it is called and who needs it.

use serde::{Deserialize, Serialize};

/// How a stored content was found that is not as it should be (tệp hỏng).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// It is not there.
    Missing,
    /// Its bytes have changed.
    Changed,
    /// The disk does not give it.
    Unreadable,
}
