//! Where a dossier lies and which index rows it owns.

use serde::{Deserialize, Serialize};

use super::{Carried, IndexRow, Record, spaces};
use crate::domain::{
    dossier::{Channel, Dossier},
    fold::fold,
    person::PaperNumber,
    status::Status,
    time::Moment,
    workflow::Step,
};
use crate::kv::{Space, keys::Desc};

/// What a list shows of a dossier; rides on the index row, so that a page is one scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Dossier code.
    pub code: String,
    /// Official status.
    pub status: Status,
    /// Procedure code.
    pub procedure: String,
    /// Procedure name.
    pub title: String,
    /// Applicant's name.
    pub applicant: String,
    /// How it came in.
    pub channel: Channel,
    /// When it was filed.
    pub submitted_at: Moment,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Moment>,
    /// When the result was ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Moment>,
    /// Step of the process.
    pub step: Step,
    /// Unit that holds it.
    pub unit: String,
    /// Username of the holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Name of the holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_name: Option<String>,
    /// The citizen asks to withdraw.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawal_asked: bool,
}

impl Summary {
    /// What a list shows of this dossier.
    pub fn of(dossier: &Dossier) -> Self {
        let holder = dossier.place.holder.as_ref();
        Self {
            code: dossier.code.to_string(),
            status: dossier.status,
            procedure: dossier.procedure.code.clone(),
            title: dossier.procedure.name.clone(),
            applicant: dossier.applicant.name.to_string(),
            channel: dossier.channel,
            submitted_at: dossier.submitted_at,
            due_at: dossier.due_at,
            finished_at: dossier.finished_at,
            step: dossier.place.step.clone(),
            unit: dossier.place.unit.clone(),
            holder: holder.map(|holder| holder.username.to_string()),
            holder_name: holder.map(|holder| holder.name.clone()),
            withdrawal_asked: dossier.withdrawal_asked.is_some(),
        }
    }

    /// What orders work lists: the due date, or the filing while there is none.
    pub fn urgency(&self) -> i64 {
        self.due_at.unwrap_or(self.submitted_at).unix()
    }

    /// Whether it is late as of `now`; the rule is [`Dossier::is_overdue`]'s.
    pub fn is_overdue(&self, now: Moment) -> bool {
        let Some(due) = self.due_at else { return false };
        match self.status {
            Status::Received | Status::Processing => now > due,
            Status::Finished | Status::Returned => self.finished_at.is_some_and(|at| at > due),
            _ => false,
        }
    }
}

/// A name, or its beginning, as dossiers are found by it; cut so that the longest name of the longest letters fits a key.
pub fn name_key(name: &str) -> String {
    const BYTES: usize = 400;
    let mut key = fold(name);
    key.truncate(key.floor_char_boundary(BYTES));
    key
}

impl Record for Dossier {
    type Key = String;
    const SPACE: Space = spaces::DOSSIERS;
    const INDICES: &'static [Space] = &[
        spaces::DOSSIERS_BY_STATUS,
        spaces::DOSSIERS_BY_HOLDER,
        spaces::DOSSIERS_BY_OWNER,
        spaces::DOSSIERS_BY_TIME,
        spaces::DOSSIERS_BY_CONTACT,
        spaces::DOSSIERS_BY_NAME,
    ];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.code.to_string()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        let summary = Summary::of(self);
        let carried = Carried::of(&summary);
        let code = summary.code.as_str();
        let urgency = summary.urgency();
        rows.push(IndexRow::carrying(
            spaces::DOSSIERS_BY_STATUS,
            &(self.status.code(), urgency, code),
            &carried,
        ));
        if let Some(holder) = summary
            .holder
            .as_deref()
            .filter(|_| !self.status.is_closed())
        {
            rows.push(IndexRow::carrying(
                spaces::DOSSIERS_BY_HOLDER,
                &(holder, urgency, code),
                &carried,
            ));
        }
        let filed = Desc(self.submitted_at.unix());
        if let Some(owner) = &self.owner {
            rows.push(IndexRow::carrying(
                spaces::DOSSIERS_BY_OWNER,
                &(owner.as_str(), filed, code),
                &carried,
            ));
        }
        rows.push(IndexRow::bare(spaces::DOSSIERS_BY_TIME, &(filed, code)));
        let mut contacts = vec![self.applicant.phone.as_str()];
        contacts.extend(self.applicant.id_number.as_ref().map(PaperNumber::as_str));
        contacts.dedup();
        for contact in contacts {
            rows.push(IndexRow::bare(
                spaces::DOSSIERS_BY_CONTACT,
                &(contact, code),
            ));
        }
        let name = name_key(self.applicant.name.as_str());
        rows.push(IndexRow::bare(spaces::DOSSIERS_BY_NAME, &(name, code)));
    }
}
