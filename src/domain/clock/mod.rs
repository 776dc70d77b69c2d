//! The legal clock: when a dossier is due, and every fact that made it so.
//!
//! NĐ 61/2018 counts in working days; the Civil Code (BLDS 2015 Điều 147–148) leaves out the day of receipt and moves
//! a term that ends on a day off to the end of the next working day. Explanations are facts, not sentences: `ui::words`
//! turns each [`ClockLine`] into Vietnamese.

mod explanation;
mod office_time;
mod term;

use jiff::Span;
use serde::{Deserialize, Serialize};

pub use self::explanation::ClockLine;
use self::explanation::{Rests, skipped, term_lines};
pub use self::office_time::{
    OfficeTime, Remaining, is_office_time, office_time_between, open_from, remaining, shift,
};
pub use self::term::{ANSWER_ONLINE_WITHIN, HOURS_A_DAY, Term};
pub use super::calendar::{
    CalendarError, CalendarRows, DayOff, DayOffStatus, Hours, OfficeCalendar,
};
use super::time::{Day, Moment};

/// A due moment (hạn trả kết quả) and why it is that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment that is still on time.
    pub at: Moment,
    /// The facts in the order in which they are told; the last one is [`ClockLine::Due`].
    pub lines: Vec<ClockLine>,
}

/// Why a clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseGround {
    /// Papers are asked for (yêu cầu bổ sung giấy tờ, status 5).
    Supplement,
    /// A tax or fee has to be paid (thực hiện nghĩa vụ tài chính, status 6).
    Payment,
    /// Processing is stopped (dừng xử lý, status 8).
    Stop,
}

/// A pause of the clock (tạm dừng).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The clock stopped.
    pub from: Moment,
    /// The clock went on; `None` while it still stands.
    pub to: Option<Moment>,
    /// Why it stopped.
    pub ground: PauseGround,
}

/// When the dossier is due that was received at `received` and has the term `term`.
pub fn due(term: Term, received: Moment, calendar: &OfficeCalendar) -> Due {
    due_with_pauses(term, received, &[], calendar)
}

/// As [`due`], moved by the office time that each closed pause covered (NĐ 61/2018).
///
/// Pauses may come in any order; time before the receipt, and time in two pauses at once, counts once or not at all.
pub fn due_with_pauses(
    term: Term,
    received: Moment,
    pauses: &[Pause],
    calendar: &OfficeCalendar,
) -> Due {
    let mut at = term_end(term, received, calendar);
    let mut lines = term_lines(term, received, at, calendar);
    let mut pauses = pauses.to_vec();
    pauses.sort_by_key(|pause| pause.from);
    let mut told = received;
    for mut pause in pauses {
        pause.from = pause.from.max(told);
        told = told.max(pause.to.unwrap_or(told));
        at = after_pause(at, &pause, calendar, &mut lines);
    }
    lines.push(ClockLine::Due { at });
    Due { at, lines }
}

/// Moves `at` by the office time that a pause covered and adds the facts to `lines`.
///
/// A pause that has not ended yet only says so; one without length says nothing.
#[must_use]
pub fn after_pause(
    at: Moment,
    pause: &Pause,
    calendar: &OfficeCalendar,
    lines: &mut Vec<ClockLine>,
) -> Moment {
    let Pause { from, to, ground } = *pause;
    let Some(to) = to else {
        lines.push(ClockLine::PausedSince {
            ground,
            since: from,
        });
        return at;
    };
    if to <= from {
        return at;
    }
    let covered = office_time_between(from, to, calendar);
    let after = shift(at, covered, calendar);
    lines.push(ClockLine::PauseMovedDue {
        ground,
        from,
        to,
        covered,
        before: at,
        after,
    });
    if let Ok(next) = at.day().tomorrow() {
        skipped(next, after.day(), Rests::All, calendar, lines);
    }
    after
}

/// Until when reception hands a dossier over to the specialised unit: the end of the working day of receipt, or, when
/// it came after the cutoff or on a day of rest, the start of the next working day (NĐ 61/2018 Điều 18).
pub fn hand_over_by(received: Moment, calendar: &OfficeCalendar) -> Moment {
    let today = received.day();
    let by = if in_time_today(received, calendar) {
        calendar.closes(today)
    } else {
        calendar
            .working_day_after(today)
            .and_then(|day| calendar.opens(day))
    };
    by.unwrap_or(Moment::MAX)
}

/// Whether work on what came at `received` starts the same day: a working day, not after the cutoff ("sau 15 giờ"),
/// and before the office closes.
fn in_time_today(received: Moment, calendar: &OfficeCalendar) -> bool {
    received.time() <= calendar.cutoff()
        && calendar
            .closes(received.day())
            .is_some_and(|closes| received < closes)
}

/// The end of the term before any pause.
fn term_end(term: Term, received: Moment, calendar: &OfficeCalendar) -> Moment {
    let today = received.day();
    let working_days = |days| {
        let last = (0..days).try_fold(today, |day, _| calendar.working_day_after(day))?;
        calendar.closes(last)
    };
    let end = match term {
        term if term.is_same_day() && in_time_today(received, calendar) => calendar.closes(today),
        term if term.is_same_day() => working_days(1),
        Term::WorkingDays(days) => working_days(days),
        Term::WorkingDaysAndHours { days, hours } => {
            // Zero whole days leave nothing to count the hours from but the receipt itself.
            let end = if days == 0 {
                Some(received)
            } else {
                working_days(days)
            };
            end.map(|end| shift(end, OfficeTime::from_hours(hours), calendar))
        }
        Term::Hours(hours) => Some(shift(received, OfficeTime::from_hours(hours), calendar)),
        Term::CalendarDays(_) | Term::Months(_) | Term::Years(_) | Term::SameDay => {
            let last = calendar_end(term, today).and_then(|day| calendar.working_day_from(day));
            last.and_then(|day| calendar.closes(day))
        }
    };
    end.unwrap_or(Moment::MAX)
}

/// The day on which a term in days, months or years ends, working day or not; `None` for other terms and beyond time.
///
/// A month without the day of that number ends it on its last day (BLDS 2015 Điều 148).
pub(super) fn calendar_end(term: Term, received: Day) -> Option<Day> {
    let span = match term {
        Term::CalendarDays(days) => Span::new().try_days(days),
        Term::Months(months) => Span::new().try_months(months),
        Term::Years(years) => Span::new().try_years(years),
        Term::WorkingDays(_)
        | Term::WorkingDaysAndHours { .. }
        | Term::Hours(_)
        | Term::SameDay => {
            return None;
        }
    };
    received.checked_add(span.ok()?).ok()
}

/// How a finished dossier stands against its due moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Before the due day (trước hạn).
    Early,
    /// On the due day, up to the due moment (đúng hạn).
    OnTime,
    /// After the due moment (quá hạn).
    Late,
}

/// Judges a dossier finished at `finished` against its due moment.
pub fn verdict(due: Moment, finished: Moment) -> Verdict {
    if finished > due {
        Verdict::Late
    } else if finished.day() == due.day() {
        Verdict::OnTime
    } else {
        Verdict::Early
    }
}
