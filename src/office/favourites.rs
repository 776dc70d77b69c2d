//! Keeping procedures at hand (ghim thủ tục).

use super::{Decline, Declined, Office, Viewer};
use crate::kv::{KvError, NEXT, Span, Tx, keys};
use crate::store::{Load, Record, Save, favourites::Favourite};

/// Procedures that one officer keeps at hand at most: as many as there are keys for them.
pub const MOST_FAVOURITES: usize = 8;

impl Office {
    /// Keeps a procedure at hand, or no longer. Answers false when there is no room for another one.
    pub async fn favour(
        &self,
        viewer: &Viewer,
        procedure: &str,
        yes: bool,
    ) -> Result<bool, Declined> {
        let favourite = Favourite {
            owner: viewer.user().username.clone(),
            procedure: procedure.to_owned(),
        };
        if !yes {
            let key = favourite.key();
            return self
                .kv
                .write(move |tx: &mut Tx| -> Result<bool, Declined> {
                    tx.remove::<Favourite>(&key)?;
                    Ok(true)
                })
                .await;
        }
        self.procedure(procedure)?.ok_or(Decline::NotFound)?;
        let kept = self.favourites(viewer)?;
        if kept.len() >= MOST_FAVOURITES && !kept.iter().any(|code| code == procedure) {
            return Ok(false);
        }
        self.kv
            .write(move |tx: &mut Tx| -> Result<bool, Declined> {
                tx.save(&favourite)?;
                Ok(true)
            })
            .await
    }

    /// Codes of the procedures that this officer keeps at hand.
    pub fn favourites(&self, viewer: &Viewer) -> Result<Vec<String>, KvError> {
        let span = Span::prefix(keys::encode(&viewer.username())).limit(MOST_FAVOURITES);
        let mut codes = Vec::new();
        self.kv.read(|view| {
            view.each::<Favourite>(&span, &mut |one| {
                codes.push(one.procedure);
                Ok(NEXT)
            })
        })?;
        Ok(codes)
    }
}
