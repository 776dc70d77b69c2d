//! Notes, messages, urging and the rating: nothing moves.

use super::{Actor, Circumstances, Dossier, Happening, Moved};
use crate::domain::{
    action::{Letter, Rate},
    dossier::Rating,
};

impl Dossier {
    /// An internal note, in any status.
    pub(super) fn note_down(&self, letter: &Letter, around: &Circumstances<'_>) -> Moved {
        let file = around.file(letter.file.as_deref(), "file")?;
        let text = letter.text.clone();
        Ok((self.clone(), Happening::Noted { text, file }))
    }

    /// A message that both sides see, in any status.
    pub(super) fn message(&self, letter: &Letter, around: &Circumstances<'_>) -> Moved {
        let file = around.file(letter.file.as_deref(), "file")?;
        let text = letter.text.clone();
        Ok((self.clone(), Happening::Messaged { text, file }))
    }

    /// A word from the leader to the holder, in any status.
    pub(super) fn urge(&self, actor: &Actor, letter: &Letter, around: &Circumstances<'_>) -> Moved {
        let file = around.file(letter.file.as_deref(), "file")?;
        let text = letter.text.clone();
        let mut next = self.clone();
        if !self.status.is_closed() {
            let leader = actor.officer().cloned();
            next.urged = leader.map(|leader| (around.now, leader, text.clone()));
        }
        Ok((next, Happening::Urged { text, file }))
    }

    /// 9, 10 → same, once.
    pub(super) fn rate(&self, rate: &Rate, around: &Circumstances<'_>) -> (Dossier, Happening) {
        let mut next = self.clone();
        next.rating = Some(Rating {
            score: rate.score,
            comment: rate.comment.as_ref().map(ToString::to_string),
            at: around.now,
        });
        (next, Happening::Rated { score: rate.score })
    }
}
