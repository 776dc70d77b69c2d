//! Delegation (uỷ quyền xử lý công việc): whose work another officer does for a time.
//!
//! The delegate does what the absent officer holds, in roles that the delegate has too; a specialist never comes to approve.

use serde::{Deserialize, Serialize};

use super::fault::{Fault, FieldFault};
use super::officer::{User, Username};
use super::text::Line;
use super::time::{Day, Moment};

/// Why somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwayGround {
    /// Đi công tác.
    BusinessTrip,
    /// Nghỉ phép.
    Leave,
    /// Lý do khác.
    Other,
}

impl AwayGround {
    /// Every ground.
    pub const ALL: [Self; 3] = [Self::BusinessTrip, Self::Leave, Self::Other];

    /// The stable name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::BusinessTrip => "business_trip",
            Self::Leave => "leave",
            Self::Other => "other",
        }
    }
}

/// A delegation (uỷ quyền) for certain days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Unguessable id.
    pub id: String,
    /// Who is away.
    pub from: Username,
    /// Who does their work.
    pub to: Username,
    /// First day.
    pub since: Day,
    /// Last day.
    pub until: Day,
    /// Why.
    pub ground: AwayGround,
    /// Decision or remark.
    #[serde(default)]
    pub note: Option<Line>,
    /// Who arranged it: the absent officer or a leader.
    pub made_by: Username,
    /// When it was arranged.
    pub made_at: Moment,
    /// When it was ended early.
    #[serde(default)]
    pub ended_at: Option<Moment>,
}

impl Delegation {
    /// Whether it holds at `now`.
    pub fn holds(&self, now: Moment) -> bool {
        let today = now.day();
        self.since <= today && today <= self.until && self.ended_at.is_none_or(|ended| now < ended)
    }

    /// Whether it is over at `now`, or was ended.
    pub fn is_over(&self, now: Moment) -> bool {
        self.until < now.day() || self.ended_at.is_some_and(|ended| ended <= now)
    }

    /// What is wrong with it: days in order, two people at work, a role in common.
    pub fn check(&self, from: &User, to: &User) -> Result<(), FieldFault> {
        let common = |to: &User| {
            let mut roles = from.roles.iter();
            roles.any(|role| role.works_on_dossiers() && to.has(*role))
        };
        if self.until < self.since {
            return Err(FieldFault::new("until", Fault::DueNotAfter));
        }
        if from.username == to.username {
            return Err(FieldFault::new("to", Fault::Repeated));
        }
        if !from.enabled {
            return Err(FieldFault::new("from", Fault::NotAnOfficer));
        }
        if !to.enabled || !common(to) {
            return Err(FieldFault::new("to", Fault::NoCommonRole));
        }
        Ok(())
    }
}
