//! What the public reads: questions and answers that their senders let be shown, without names.

use super::{PublicCard, feedback};
use crate::domain::feedback::Feedback;
use crate::domain::fold::fold;
use crate::kv::{KvError, View};
use crate::office::Office;
use crate::store::Load;

/// Cards looked at in one go for one page, however few of them fit.
const LOOK: usize = 2_000;

/// A page of what is public.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// The cards, the newest first.
    pub cards: Vec<PublicCard>,
    /// Where the next page begins.
    pub next: Option<Vec<u8>>,
}

impl Office {
    /// A page of what is public, the newest first: with all these words, about this procedure. Blocking.
    pub fn published_feedback(
        &self,
        words: &str,
        procedure: Option<&str>,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Published, KvError> {
        let folded = fold(words);
        let sought: Vec<&str> = folded.split_whitespace().collect();
        self.kv.read(|view| {
            let mut found = Published {
                next: after.map(<[u8]>::to_vec),
                ..Published::default()
            };
            let mut looked = 0;
            loop {
                let left = limit - found.cards.len();
                let (cards, next) = feedback::public(view, procedure, found.next.as_deref(), left)?;
                looked += cards.len();
                for card in cards {
                    if sought.is_empty() || has_all(view, &card.code, &sought)? {
                        found.cards.push(card);
                    }
                }
                found.next = next;
                if found.next.is_none() || found.cards.len() >= limit || looked >= LOOK {
                    return Ok(found);
                }
            }
        })
    }

    /// A public piece; nothing of it but its public words, the answer and their dates may be shown.
    pub fn published(&self, code: &str) -> Result<Option<Feedback>, KvError> {
        let piece = self.feedback(code)?;
        Ok(piece.filter(|piece| piece.public.is_some()))
    }
}

/// Whether the public words and the answer have all these folded words in them.
fn has_all(view: &dyn View, code: &str, sought: &[&str]) -> Result<bool, KvError> {
    let Some(piece) = view.load::<Feedback>(&code.to_owned())? else {
        return Ok(false);
    };
    let Some(public) = &piece.public else {
        return Ok(false);
    };
    let answer = piece.answer().map_or("", |answer| answer.text.as_str());
    let about = piece.procedure.as_ref().map_or("", |about| &about.name);
    let text = fold(&format!(
        "{} {} {answer} {about}",
        public.title, public.text
    ));
    Ok(sought.iter().all(|word| text.contains(word)))
}
