//! The state of papers, and what a verified paper says of itself.

use super::day;
use crate::domain::paper_state::{PaperFinding, PaperState};
use crate::domain::verified_paper::{PaperDocument, Standing, VerifiedPaper};

/// A state at the head of a line.
pub const fn state(state: PaperState) -> &'static str {
    match state {
        PaperState::ToProvide => "Phải nộp",
        PaperState::Replaced => "Thay bằng dữ liệu đã xác thực",
        PaperState::Checking => "Đang chờ kiểm tra",
        PaperState::Verified => "Đã xác thực",
        PaperState::NotApplicable => "Không áp dụng",
    }
}

/// A finding as an officer chooses it.
pub const fn finding(finding: PaperFinding) -> &'static str {
    match finding {
        PaperFinding::Verified => "Đã xác thực",
        PaperFinding::NotApplicable => "Không áp dụng",
        PaperFinding::Checking => "Bỏ kết luận, kiểm tra lại",
    }
}

/// Whether a verified paper still holds.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "Còn giá trị",
        Standing::Expired => "Hết giá trị",
        Standing::Revoked => "Đã thu hồi",
    }
}

/// «số 12/2020, UBND xã Đông Anh cấp ngày 01/02/2020, có giá trị đến 01/02/2030»
pub fn document(document: &PaperDocument) -> String {
    let number = match &document.number {
        Some(number) => format!("số {number}, "),
        None => String::new(),
    };
    let until = match document.valid_until {
        Some(until) => format!(", có giá trị đến {}", day(until)),
        None => String::new(),
    };
    let (issuer, on) = (&document.issuer, day(document.issued_on));
    format!("{number}{issuer} cấp ngày {on}{until}")
}

/// What is offered beside a paper that is asked for; catalogues name papers at length, and the name stands there already.
pub fn offer(paper: &VerifiedPaper) -> String {
    const SHOWN: usize = 80;
    let mut title: String = paper.title.chars().take(SHOWN).collect();
    if title.len() < paper.title.len() {
        title = format!("{}…", title.trim_end());
    }
    let document = document(&paper.document);
    format!("Dùng lại giấy đã xác thực: {title}, {document}")
}
