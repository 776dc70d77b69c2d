//! Where a dossier lies, which index rows it owns and which counts it raises.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::audience::{Audience, DueKind};
use super::{Carried, IndexRow, Record, digitisation, spaces};
use crate::domain::{
    authority::{Concern, lies_at_the_counter},
    dossier::{Channel, Dossier},
    fold::fold,
    person::PaperNumber,
    pile::Pile,
    status::Status,
    time::Moment,
    workflow::Step,
};
use crate::kv::{
    Space,
    keys::{self, Desc},
};

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
    /// Field (lĩnh vực).
    #[serde(default)]
    pub field: String,
    /// Applicant's name.
    pub applicant: String,
    /// The citizen's account that filed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// How it came in.
    pub channel: Channel,
    /// When it was filed.
    pub submitted_at: Moment,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Moment>,
    /// Until when it must be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_due_at: Option<Moment>,
    /// When the result was ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Moment>,
    /// Step of the process.
    pub step: Step,
    /// Unit that holds it.
    pub unit: String,
    /// Other units that had it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past_units: Vec<String>,
    /// Username of the holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Name of the holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_name: Option<String>,
    /// Usernames of everybody who has a hand in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hands: Vec<String>,
    /// The citizen asks to withdraw.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawal_asked: bool,
    /// The leader urges.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urged: bool,
    /// The version as of this row, so that several can be acted upon without opening each.
    #[serde(default)]
    pub version: u64,
}

impl Summary {
    /// What a list shows of this dossier.
    pub fn of(dossier: &Dossier) -> Self {
        let holder = dossier.place.holder.as_ref();
        let concern = dossier.concern();
        let own = dossier.place.unit.as_str();
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
        let past: Vec<&str> = concern
            .units
            .iter()
            .copied()
            .filter(|unit| *unit != own)
            .collect();
        Self {
            code: dossier.code.to_string(),
            status: dossier.status,
            procedure: dossier.procedure.code.clone(),
            title: dossier.procedure.name.clone(),
            field: dossier.procedure.field.clone(),
            applicant: dossier.applicant.name.to_string(),
            owner: concern.owner.map(str::to_owned),
            channel: dossier.channel,
            submitted_at: dossier.submitted_at,
            due_at: dossier.due_at,
            answer_due_at: dossier.answer_due_at,
            finished_at: dossier.finished_at,
            step: dossier.place.step.clone(),
            unit: dossier.place.unit.clone(),
            past_units: texts(&past),
            holder: holder.map(|holder| holder.username.to_string()),
            holder_name: holder.map(|holder| holder.name.clone()),
            hands: texts(&concern.hands),
            withdrawal_asked: dossier.withdrawal_asked.is_some(),
            urged: dossier.urged.is_some(),
            version: dossier.version,
        }
    }

    /// Whose matter it is, as far as sight depends on it.
    pub fn concern(&self) -> Concern<'_> {
        let past = self.past_units.iter().map(String::as_str);
        Concern {
            owner: self.owner.as_deref(),
            units: past.chain([self.unit.as_str()]).collect(),
            field: &self.field,
            hands: self.hands.iter().map(String::as_str).collect(),
            at_the_counter: lies_at_the_counter(self.step.kind(), self.status.is_closed()),
        }
    }

    /// What orders work lists: the rule is [`Dossier::urgency`]'s.
    pub fn urgency(&self) -> i64 {
        let due = match self.status {
            Status::Registered => self.answer_due_at,
            _ => self.due_at,
        };
        due.unwrap_or(self.submitted_at).unix()
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

/// What is due at which moment while the clock runs.
fn due(dossier: &Dossier) -> Option<(DueKind, Moment)> {
    match dossier.status {
        Status::Registered => dossier.answer_due_at.map(|at| (DueKind::Answer, at)),
        Status::Received | Status::Processing => dossier.due_at.map(|at| (DueKind::Result, at)),
        _ => None,
    }
}

/// Advisers whose opinion is waited for.
fn advisers(dossier: &Dossier) -> BTreeSet<&str> {
    let open = |opinion: &&crate::domain::dossier::Opinion| opinion.answer.is_none();
    let asked = dossier.opinions.iter().filter(open);
    asked.map(|opinion| opinion.of.username.as_str()).collect()
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
        spaces::DOSSIERS_BY_DESK,
        spaces::TIMERS,
    ];
    const INDEX_EPOCH: u32 = 3;
    const COUNTS: bool = true;
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
        if let Some((at, _)) = self.timer() {
            rows.push(IndexRow::bare(spaces::TIMERS, &(at.unix(), code)));
        }
        if !self.status.is_closed() {
            desk_rows(self, urgency, code, rows);
        }
    }

    fn tally(&self, counts: &mut Vec<Vec<u8>>) {
        let digitised = self.digitised().into_iter();
        counts.extend(digitised.map(|(what, day)| digitisation::on(what, day)));
        let piles = Pile::of(self);
        if self.status.is_closed() {
            counts.extend(piles.into_iter().map(|pile| Audience::Office.count(pile)));
            return;
        }
        let (unit, field) = (self.place.unit.as_str(), self.procedure.field.as_str());
        let mut audiences = vec![
            Audience::Office,
            Audience::Unit(unit),
            Audience::Field(field),
            Audience::UnitField(unit, field),
        ];
        let holder = self.place.holder.as_ref();
        audiences.extend(holder.map(|holder| Audience::Holder(holder.username.as_str())));
        for audience in audiences {
            counts.extend(piles.iter().map(|pile| audience.count(*pile)));
            if let Some((kind, at)) = due(self) {
                counts.extend(audience.due(kind, at));
            }
        }
        for hand in self.everybody() {
            let hand = Audience::Hand(hand.as_str());
            counts.extend(piles.iter().map(|pile| hand.count(*pile)));
        }
        for adviser in advisers(self) {
            counts.push(Audience::Adviser(adviser).count(Pile::Opinion));
        }
    }
}

/// Rows of an open dossier for those who do not see the whole office, and for piles that are no status.
fn desk_rows(dossier: &Dossier, urgency: i64, code: &str, rows: &mut Vec<IndexRow>) {
    let mut row = |audience: Audience<'_>, pile: Pile| {
        rows.push(IndexRow {
            space: spaces::DOSSIERS_BY_DESK,
            key: [audience.rows(pile), keys::encode(&(urgency, code))].concat(),
            value: Vec::new(),
        });
    };
    for pile in Pile::of(dossier) {
        if !matches!(pile, Pile::In(_)) {
            row(Audience::Office, pile);
        }
        row(Audience::Unit(&dossier.place.unit), pile);
        row(Audience::Field(&dossier.procedure.field), pile);
        for hand in dossier.everybody() {
            row(Audience::Hand(hand.as_str()), pile);
        }
    }
    for adviser in advisers(dossier) {
        row(Audience::Adviser(adviser), Pile::Opinion);
    }
}
