//! What a check found, in sentences for a clerk.

use crate::domain::content::Harm;

/// How a content is not as it should be.
pub(super) fn harm(harm: Harm) -> &'static str {
    match harm {
        Harm::Missing => "không còn trên đĩa",
        Harm::Changed => "đã bị thay đổi so với lúc nhận",
        Harm::Unreadable => "không đọc được từ đĩa",
    }
}
