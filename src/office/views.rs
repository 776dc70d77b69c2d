//! Keeping views of the work list (bộ lọc đã lưu).

use super::{Decline, Declined, Office, Viewer};
use crate::domain::fault::Fault;
use crate::domain::text::Line;
use crate::kv::{KvError, NEXT, Span, Tx, keys};
use crate::store::{Load, Record, Save, views::SavedView};

/// Views that one officer keeps at most.
const MOST: usize = 50;

impl Office {
    /// Keeps the address of a list under a name; the same name is replaced.
    pub async fn keep_view(
        &self,
        viewer: &Viewer,
        name: Line,
        search: &str,
    ) -> Result<(), Declined> {
        let owner = viewer.user().username.clone();
        let view = SavedView {
            owner,
            name,
            search: search.chars().take(2_000).collect(),
        };
        let kept = self.views(viewer)?;
        if kept.len() >= MOST && kept.iter().all(|one| one.name != view.name) {
            return Err(Decline::field("name", Fault::OutOfRange).into());
        }
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> { Ok(tx.save(&view)?) })
            .await
    }

    /// Forgets a view.
    pub async fn forget_view(&self, viewer: &Viewer, name: Line) -> Result<(), Declined> {
        let key = SavedView {
            owner: viewer.user().username.clone(),
            name,
            search: String::new(),
        }
        .key();
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                tx.remove::<SavedView>(&key)?;
                Ok(())
            })
            .await
    }

    /// The views that this officer keeps, by name.
    pub fn views(&self, viewer: &Viewer) -> Result<Vec<SavedView>, KvError> {
        let span = Span::prefix(keys::encode(&viewer.username())).limit(MOST);
        let mut views = Vec::new();
        self.kv.read(|view| {
            view.each::<SavedView>(&span, &mut |one| {
                views.push(one);
                Ok(NEXT)
            })
        })?;
        Ok(views)
    }
}
