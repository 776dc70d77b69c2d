//! What is counted of digitisation (số hóa hồ sơ, kết quả và dùng lại): nhóm chỉ số số hóa of QĐ 766/QĐ-TTg, and the counts
//! that NĐ 107/2021/NĐ-CP has offices report.
//!
//! A dossier counts on the day it was received, its result on the day it was finished; each figure is a count of dossiers.

use super::dossier::Dossier;
use super::time::{Day, Moment};

/// Something that a dossier counts towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Digitised {
    /// Tiếp nhận: received.
    Received,
    /// Có số hóa thành phần hồ sơ: received, with a file or verified data for at least one paper.
    Papers,
    /// Có tái sử dụng: received, with verified data in the place of at least one paper.
    Reused,
    /// Đã giải quyết: finished.
    Finished,
    /// Kết quả đã số hóa: finished with a file as its result.
    Result,
    /// Số hóa đủ: finished, with papers and result digitised (chỉ số 4.2).
    Whole,
}

impl Digitised {
    /// Every count.
    pub const ALL: [Self; 6] = [
        Self::Received,
        Self::Papers,
        Self::Reused,
        Self::Finished,
        Self::Result,
        Self::Whole,
    ];

    /// Its number in keys; never reused.
    pub const fn number(self) -> u8 {
        match self {
            Self::Received => 1,
            Self::Papers => 2,
            Self::Reused => 3,
            Self::Finished => 4,
            Self::Result => 5,
            Self::Whole => 6,
        }
    }
}

impl Dossier {
    /// What the dossier counts towards, each with the day on which it does.
    pub fn digitised(&self) -> Vec<(Digitised, Day)> {
        let reused = self.papers.iter().any(|paper| paper.reused.is_some());
        let papers = reused || self.papers.iter().any(|paper| paper.file.is_some());
        let outcome = self.outcome.as_ref();
        let result = outcome.is_some_and(|outcome| outcome.file.is_some());
        let received = [
            (Digitised::Received, true),
            (Digitised::Papers, papers),
            (Digitised::Reused, reused),
        ];
        let finished = [
            (Digitised::Finished, true),
            (Digitised::Result, result),
            (Digitised::Whole, papers && result),
        ];
        let on = |at: Option<Moment>, counts: [(Digitised, bool); 3]| {
            let counted = counts.into_iter().filter(|(_, counts)| *counts);
            at.into_iter()
                .flat_map(move |at| counted.clone().map(move |(what, _)| (what, at.day())))
        };
        on(self.received_at, received)
            .chain(on(self.finished_at, finished))
            .collect()
    }
}
