//! Where a value that nobody typed comes from.

use super::day;
use crate::domain::prefill::Source;
use crate::ui::language::say;

/// The sentence under a field.
pub fn source(from: &Source) -> String {
    match from {
        Source::Account => say!("Từ tài khoản của bạn").to_owned(),
        Source::Dossier { code, on } => say!(
            "Từ hồ sơ {code}, nộp ngày {day}",
            code = code,
            day = day(*on)
        ),
        Source::Card => say!("Từ thẻ căn cước").to_owned(),
        Source::Link { body } => say!("Từ liên kết của {body}", body = body),
    }
}
