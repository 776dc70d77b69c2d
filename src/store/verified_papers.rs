//! The store of verified papers, by person (kho giấy tờ đã xác thực).

use super::{IndexRow, Load, Record, spaces};
use crate::domain::{person::PaperNumber, verified_paper::VerifiedPaper};
use crate::kv::{KvError, Space, Span, View, keys};

impl Record for VerifiedPaper {
    type Key = String;
    const SPACE: Space = spaces::VERIFIED_PAPERS;
    const INDICES: &'static [Space] = &[spaces::VERIFIED_PAPERS_BY_PERSON];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.id.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        rows.push(IndexRow::bare(
            spaces::VERIFIED_PAPERS_BY_PERSON,
            &(self.person.as_str(), self.id.as_str()),
        ));
    }
}

/// The verified papers of a person, the newest issue first, at most `limit` read.
pub fn of_person(
    view: &(impl View + ?Sized),
    person: &PaperNumber,
    limit: usize,
) -> Result<Vec<VerifiedPaper>, KvError> {
    let span = Span::prefix(keys::encode(&person.as_str())).limit(limit);
    let mut ids = Vec::new();
    for (key, _) in view.rows(spaces::VERIFIED_PAPERS_BY_PERSON, &span)? {
        let (_, id) = keys::decode::<(String, String)>(&key)
            .map_err(|error| KvError::unreadable(spaces::VERIFIED_PAPERS_BY_PERSON, &key, error))?;
        ids.push(id);
    }
    let papers = view.load_many::<VerifiedPaper>(&ids)?;
    let mut papers: Vec<VerifiedPaper> = papers.into_iter().flatten().collect();
    papers.sort_by_key(|paper| std::cmp::Reverse((paper.document.issued_on, paper.verified_at)));
    Ok(papers)
}
