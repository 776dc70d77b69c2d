//! The state of papers, and what a verified paper says of itself.

use super::day;
use crate::domain::paper_state::{PaperFinding, PaperState};
use crate::domain::verified_paper::{PaperDocument, Standing, VerifiedPaper};
use crate::ui::language::say;

/// A state at the head of a line.
pub fn state(state: PaperState) -> &'static str {
    match state {
        PaperState::ToProvide => say!("Phải nộp"),
        PaperState::Replaced => say!("Thay bằng dữ liệu đã xác thực"),
        PaperState::Checking => say!("Đang chờ kiểm tra"),
        PaperState::Verified => say!("Đã xác thực"),
        PaperState::NotApplicable => say!("Không áp dụng"),
    }
}

/// A finding as an officer chooses it.
pub fn finding(finding: PaperFinding) -> &'static str {
    match finding {
        PaperFinding::Verified => say!("Đã xác thực"),
        PaperFinding::NotApplicable => say!("Không áp dụng"),
        PaperFinding::Checking => say!("Bỏ kết luận, kiểm tra lại"),
    }
}

/// Whether a verified paper still holds.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => say!("Còn giá trị"),
        Standing::Expired => say!("Hết giá trị"),
        Standing::Revoked => say!("Đã thu hồi"),
    }
}

/// «số 12/2020, UBND xã Đông Anh cấp ngày 01/02/2020, có giá trị đến 01/02/2030»
pub fn document(document: &PaperDocument) -> String {
    let number = match &document.number {
        Some(number) => say!("số {number}, ", number = number),
        None => String::new(),
    };
    let until = match document.valid_until {
        Some(until) => say!(", có giá trị đến {until}", until = day(until)),
        None => String::new(),
    };
    let issued = say!(
        "{issuer} cấp ngày {on}",
        on = day(document.issued_on),
        issuer = document.issuer
    );
    format!("{number}{issued}{until}")
}

/// What is offered beside a paper that is asked for; catalogues name papers at length, and the name stands there already.
pub fn offer(paper: &VerifiedPaper) -> String {
    const SHOWN: usize = 80;
    let mut title: String = paper.title.chars().take(SHOWN).collect();
    if title.len() < paper.title.len() {
        title = format!("{}…", title.trim_end());
    }
    say!(
        "Dùng lại giấy đã xác thực: {title}, {document}",
        document = document(&paper.document),
        title = title
    )
}
