//! Changing days off and office hours (lịch làm việc): first what it would do to open due dates, then, on confirmation, that.

use super::{Decline, Declined, Office, Viewer};
use crate::domain::audit::{Deed, Trace};
use crate::domain::calendar::{CalendarRows, OfficeCalendar};
use crate::domain::dossier::Dossier;
use crate::domain::fault::Fault;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::kv::{KvError, Span, Tx, keys};
use crate::store::{self, Load, Save, Subject, audit, settings::Kept, spaces};

/// Dossiers that one transaction moves.
const PIECE: usize = 100;

/// Statuses in which a due date still counts.
const COUNTING: [Status; 5] = [
    Status::Received,
    Status::Processing,
    Status::AwaitingSupplement,
    Status::AwaitingPayment,
    Status::Stopped,
];

/// A due date that another calendar moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueChange {
    /// Of which dossier.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// Due until now.
    pub before: Moment,
    /// Due then.
    pub after: Moment,
}

impl Office {
    /// Which open due dates another calendar would move; nothing is changed.
    pub fn calendar_preview(&self, rows: &CalendarRows) -> Result<Vec<DueChange>, Declined> {
        let old = self.settled()?.calendar;
        let new = read(rows)?;
        let mut changes = Vec::new();
        for code in self.counting()? {
            let dossier = self.kv.read(|view| view.load::<Dossier>(&code))?;
            if let Some(dossier) = dossier
                && let Some(after) = dossier.due_under(&old, &new)
                && let Some(before) = dossier.due_at
            {
                changes.push(DueChange {
                    code,
                    title: dossier.procedure.name.clone(),
                    before,
                    after,
                });
            }
        }
        Ok(changes)
    }

    /// Changes the calendar and moves the open due dates; answers how many.
    ///
    /// The dossiers go first: whoever is interrupted does the same again, and what has moved already stays.
    pub async fn recount_under(
        &self,
        viewer: &Viewer,
        rows: CalendarRows,
        now: Moment,
    ) -> Result<usize, Declined> {
        let old = self.settled()?.calendar;
        let new = std::sync::Arc::new(read(&rows)?);
        let mut moved = 0;
        for piece in self.counting()?.chunks(PIECE) {
            let (piece, viewer) = (piece.to_vec(), viewer.clone());
            let (old, new) = (old.clone(), new.clone());
            moved += self
                .kv
                .write(move |tx: &mut Tx| -> Result<usize, Declined> {
                    let mut moved = 0;
                    for code in &piece {
                        let Some(dossier) = tx.load::<Dossier>(code)? else {
                            continue;
                        };
                        let Some(due) = dossier.due_under(&old, &new) else {
                            continue;
                        };
                        let (next, event) = dossier.with_due(due, &viewer.actor(), now);
                        tx.save(&next)?;
                        store::journal(tx, &Subject::record(&next), &event)?;
                        let trace = Trace::new(&viewer.by(), Deed::DossierActed, now);
                        audit::write(tx, &trace.on(code.as_str()).detail("due_recount"))?;
                        moved += 1;
                    }
                    Ok(moved)
                })
                .await?;
        }
        let trace = Trace::new(&viewer.by(), Deed::SettingChanged, now).detail("calendar");
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(tx.save(&Kept(rows.clone()))?)
            })
            .await?;
        self.refresh_facts()?;
        Ok(moved)
    }

    /// Codes of the dossiers whose due date still counts, the most urgent of each status first.
    fn counting(&self) -> Result<Vec<String>, KvError> {
        self.kv.read(|view| {
            let mut codes = Vec::new();
            for status in COUNTING {
                let span = Span::prefix(keys::encode(&status.code()));
                for (key, _) in view.rows(spaces::DOSSIERS_BY_STATUS, &span)? {
                    let (_, _, code) =
                        keys::decode::<(u8, i64, String)>(&key).map_err(|cause| {
                            KvError::unreadable(spaces::DOSSIERS_BY_STATUS, &key, cause)
                        })?;
                    codes.push(code);
                }
            }
            Ok(codes)
        })
    }
}

fn read(rows: &CalendarRows) -> Result<OfficeCalendar, Decline> {
    OfficeCalendar::new(rows.clone()).map_err(|_| Decline::field("weekly", Fault::OutOfRange))
}
