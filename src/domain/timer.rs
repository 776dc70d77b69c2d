//! What the clock does by itself on a dossier (mốc tự động): reminders before and at a due moment, and the end of a
//! citizen's silence.
//!
//! A timer is no entry that somebody sets and may forget: it follows from the dossier, as an index row does. So it
//! survives restarts, moves with the due date, and cannot fire twice.

use serde::{Deserialize, Serialize};

use super::dossier::Dossier;
use super::event::{Actor, Event, Happening};
use super::status::Status;
use super::text::Prose;
use super::time::{Day, Moment};

/// A citizen who was given no last day for a supplement has so many days.
/// No decree sets it; offices that want another one say it in each request.
pub const SILENCE_DAYS: u32 = 30;

/// "Soon" begins at midnight so many days before the due day.
const SOON_DAYS: u32 = 2;

/// A reminder (nhắc hạn), in the order in which they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// Due in a few days (sắp đến hạn).
    Soon,
    /// Due today (đến hạn hôm nay).
    Today,
    /// Past (quá hạn).
    Late,
}

impl Reminder {
    const ALL: [Self; 3] = [Self::Soon, Self::Today, Self::Late];

    /// From when on it holds for what is due at `due`.
    pub fn since(self, due: Moment) -> Moment {
        match self {
            Self::Soon => midnight(earlier(due.day(), SOON_DAYS)),
            Self::Today => midnight(due.day()),
            Self::Late => due,
        }
    }

    /// The one that holds at `now`.
    fn holding(due: Moment, now: Moment) -> Option<Self> {
        let mut latest = Self::ALL.into_iter().rev();
        latest.find(|one| one.since(due) <= now)
    }
}

/// The last reminder that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// Which.
    pub of: Reminder,
    /// Of which due moment; another one is reminded of anew.
    pub due: Moment,
}

/// What is due by itself on a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// A reminder.
    Remind,
    /// The citizen was silent for too long.
    Silence,
}

fn midnight(day: Day) -> Moment {
    Moment::from_civil(day.at(0, 0, 0, 0))
}

fn earlier(day: Day, days: u32) -> Day {
    (0..days).fold(day, |day, _| day.yesterday().unwrap_or(day))
}

fn later(day: Day, days: u32) -> Day {
    (0..days).fold(day, |day, _| day.tomorrow().unwrap_or(day))
}

impl Dossier {
    /// The moment that somebody is reminded of: the answer owed or the due date, while the clock runs.
    pub fn deadline(&self) -> Option<Moment> {
        match self.status {
            Status::Registered => self.answer_due_at,
            Status::Received | Status::Processing => self.due_at,
            _ => None,
        }
    }

    /// The next thing that the clock does by itself, and when.
    pub fn timer(&self) -> Option<(Moment, Timer)> {
        if let Some(asked) = self.open_supplement() {
            let last = match asked.until {
                Some(day) => day,
                None => later(asked.asked_at.day(), SILENCE_DAYS),
            };
            return Some((midnight(later(last, 1)), Timer::Silence));
        }
        let due = self.deadline()?;
        let told = self.reminded.filter(|told| told.due == due);
        let next = Reminder::ALL
            .into_iter()
            .find(|one| told.is_none_or(|told| told.of < *one))?;
        Some((next.since(due), Timer::Remind))
    }

    /// Gives the reminder that holds at `now`, if it was not given yet; those that it overtakes are left out.
    ///
    /// The version stays: nothing changed of what anybody may have before their eyes.
    pub fn remind(&self, now: Moment) -> Option<(Self, Event)> {
        let due = self.deadline()?;
        let of = Reminder::holding(due, now)?;
        if self
            .reminded
            .is_some_and(|told| told.due == due && told.of >= of)
        {
            return None;
        }
        let mut next = self.clone();
        next.reminded = Some(Reminded { of, due });
        let told = Happening::Reminded { of, due };
        let event = Event::between(Some(self), &next, Actor::Clock, told, now);
        Some((next, event))
    }
}

/// Why the clock ends a dossier after silence.
pub fn silence_reason() -> Prose {
    Prose::new("Quá thời hạn bổ sung hồ sơ mà cơ quan chưa nhận được giấy tờ yêu cầu.")
        .expect("a sentence of ours")
}
