//! Changing what the office says of a procedure (sửa thủ tục): a new version each time; dossiers keep theirs.

use std::sync::PoisonError;

use super::{Decline, Declined, Office, Viewer, setting};
use crate::domain::audit::{Deed, Trace};
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::officer::Role;
use crate::domain::procedure::{Origin, Part, Procedure};
use crate::domain::time::Moment;
use crate::kv::Tx;
use crate::store::{
    Load, Save, audit,
    catalogue::CatalogueEntry,
    settings::{Kept, Visible},
};

/// Longest ground of a change, in characters.
const LONGEST_WHY: usize = 500;

impl Office {
    /// Writes the office's words of `edited` as the next version of its procedure and shows it at once; answers with what
    /// is shown then. `edited.version` is the version that was edited: when another one is shown meanwhile, it is
    /// [`Decline::Stale`] and nothing changes. The same words again make no version.
    ///
    /// Blocking; never call it on an async thread.
    pub fn change_procedure(
        &self,
        viewer: &Viewer,
        edited: &Procedure,
        why: &str,
        now: Moment,
    ) -> Result<Procedure, Declined> {
        if !viewer.has(Role::Admin) {
            return Err(Decline::Forbidden.into());
        }
        let mut faults = edited.own_faults();
        if why.chars().count() > LONGEST_WHY {
            faults.push(FieldFault::new("why", Fault::TooLong));
        }
        if !faults.is_empty() {
            return Err(Decline::Faults(faults).into());
        }
        let _alone = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        let (code, known) = (edited.code.to_string(), edited.version);
        let edited = edited.clone();
        let by = viewer.by();
        let origin = Origin {
            at: now,
            by: Some(viewer.user().username.clone()),
            own: true,
            why: why.trim().to_owned(),
        };
        let (shown, states) = self.kv.write_blocking(
            move |tx: &mut Tx| -> Result<(Procedure, Option<(Visible, Visible)>), Declined> {
                let visible = setting::<Visible>(tx)?.unwrap_or_default();
                let key = (visible.generation, code.clone());
                let entry = tx.load::<CatalogueEntry>(&key)?.ok_or(Decline::NotFound)?;
                if entry.version != known {
                    return Err(Decline::Stale(u64::from(entry.version)).into());
                }
                let shown = tx
                    .load::<Procedure>(&(code.clone(), known))?
                    .ok_or(Decline::NotFound)?;
                let mut next = shown.with_own_words(&edited);
                if Part::differing(&shown, &next).is_empty() {
                    return Ok((shown, None));
                }
                next.version += 1;
                next.origin = Some(origin.clone());
                tx.save_new(&next)?;
                tx.save(&CatalogueEntry {
                    version: next.version,
                    source: entry.source.or(Some(entry.version)),
                    ..entry
                })?;
                let changed = Visible {
                    edits: visible.edits + 1,
                    ..visible
                };
                tx.save(&Kept(changed))?;
                let trace = Trace::new(&by, Deed::ProcedureChanged, now).on(code.as_str());
                audit::write(tx, &trace.detail(format!("version {}", next.version)))?;
                Ok((next, Some((visible, changed))))
            },
        )?;
        if let Some((before, after)) = states {
            self.show_in_search(std::slice::from_ref(&shown), before, after)?;
        }
        Ok(shown)
    }
}
