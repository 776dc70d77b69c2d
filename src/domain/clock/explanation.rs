//! Why a due moment is the one it is: facts, in the order in which a clerk would tell them.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::office_time::{OfficeTime, open_from};
use super::term::Term;
use super::{PauseGround, calendar_end};
use crate::domain::calendar::{DayOffStatus, OfficeCalendar, Rest};
use crate::domain::time::{Day, Moment};

/// One fact in the explanation of a due moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockLine {
    /// The dossier was received.
    Received {
        /// When.
        at: Moment,
    },
    /// The term that is counted.
    Counting {
        /// How long.
        term: Term,
    },
    /// The day of receipt is not counted (BLDS 2015 Điều 147).
    DayOfReceiptNotCounted {
        /// That day.
        day: Day,
    },
    /// It came outside office hours: counting starts when the office opens.
    CountingStarts {
        /// When.
        at: Moment,
    },
    /// It came on a working day, but after the hour until which work starts the same day.
    CutoffPassed {
        /// That hour.
        cutoff: Time,
    },
    /// Days of the weekly rest within the count.
    WeekendsSkipped {
        /// The first of them.
        first: Day,
        /// The last of them.
        last: Day,
        /// How many.
        days: u32,
    },
    /// Days off that would have been working days, one run with at most a weekend inside.
    HolidaySkipped {
        /// What the days are called in the calendar, each once; may hold an empty name for a swapped day.
        names: Vec<String>,
        /// The first of them.
        first: Day,
        /// The last of them.
        last: Day,
        /// How many working days fell out.
        working_days: u32,
        /// The least sure of them.
        status: DayOffStatus,
    },
    /// A day of rest that was worked and therefore counted.
    MakeUpCounted {
        /// The day worked.
        day: Day,
        /// The day off that it is worked for.
        replaced: Day,
    },
    /// The count touched years of which no day off is known.
    HolidaysUnknown {
        /// The first such year.
        first: i16,
        /// The last such year.
        last: i16,
    },
    /// The term ended on a day of rest and was moved to the next working day (BLDS 2015 Điều 148).
    TermEndMoved {
        /// Where it would have ended.
        from: Day,
        /// Where it ends.
        to: Day,
    },
    /// A pause that is over moved the due moment.
    PauseMovedDue {
        /// Why the clock stood.
        ground: PauseGround,
        /// Since when.
        from: Moment,
        /// Until when.
        to: Moment,
        /// The office time that it covered.
        covered: OfficeTime,
        /// Due before the pause.
        before: Moment,
        /// Due after it.
        after: Moment,
    },
    /// The clock stands still now: the due moment will move.
    PausedSince {
        /// Why.
        ground: PauseGround,
        /// Since when.
        since: Moment,
    },
    /// The due moment.
    Due {
        /// When.
        at: Moment,
    },
}

/// The facts of a term without its pauses and without the due line.
pub(super) fn term_lines(
    term: Term,
    received: Moment,
    end: Moment,
    calendar: &OfficeCalendar,
) -> Vec<ClockLine> {
    let mut lines = vec![
        ClockLine::Received { at: received },
        ClockLine::Counting { term },
    ];
    let today = received.day();
    let tomorrow = today.tomorrow().unwrap_or(Day::MAX);
    match term {
        term if term.is_same_day() => {
            if end.day() > today && calendar.is_working(today) {
                lines.push(if received.time() > calendar.cutoff() {
                    ClockLine::CutoffPassed {
                        cutoff: calendar.cutoff(),
                    }
                } else {
                    ClockLine::CountingStarts {
                        at: open_from(received, calendar),
                    }
                });
            }
            skipped(today, end.day(), Rests::All, calendar, &mut lines);
        }
        Term::Hours(_) | Term::WorkingDaysAndHours { days: 0, .. } | Term::SameDay => {
            let start = open_from(received, calendar);
            if start != received {
                lines.push(ClockLine::CountingStarts { at: start });
            }
            skipped(today, end.day(), Rests::All, calendar, &mut lines);
        }
        Term::WorkingDays(_) | Term::WorkingDaysAndHours { .. } => {
            lines.push(ClockLine::DayOfReceiptNotCounted { day: today });
            skipped(tomorrow, end.day(), Rests::All, calendar, &mut lines);
        }
        Term::CalendarDays(_) | Term::Months(_) | Term::Years(_) => {
            lines.push(ClockLine::DayOfReceiptNotCounted { day: today });
            let last = calendar_end(term, today).unwrap_or(Day::MAX);
            if last < end.day() {
                lines.push(ClockLine::TermEndMoved {
                    from: last,
                    to: end.day(),
                });
            }
            skipped(
                last.min(end.day()),
                end.day(),
                Rests::Holidays,
                calendar,
                &mut lines,
            );
        }
    }
    lines
}

/// Which days of rest are worth a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rests {
    /// All that were left out of the count.
    All,
    /// Holidays only: a term in calendar days leaves no weekend out.
    Holidays,
}

/// The facts about the days from `first` to `last`: weekends in one line, then each run of holidays and each make-up
/// day by date, then years without a calendar.
pub(super) fn skipped(
    first: Day,
    last: Day,
    rests: Rests,
    calendar: &OfficeCalendar,
    lines: &mut Vec<ClockLine>,
) {
    let mut weekends: Option<(Day, Day, u32)> = None;
    let mut told = Vec::new();
    // Whether the run of holidays told last is still open: nothing but days of rest since.
    let mut running = false;
    let mut day = first;
    while day <= last {
        match calendar.rest(day) {
            None => {
                running = false;
                if let Some(replaced) = calendar.made_up_for(day) {
                    told.push(ClockLine::MakeUpCounted { day, replaced });
                }
            }
            Some(Rest::Weekly) => {
                let (from, _, days) = weekends.unwrap_or((day, day, 0));
                weekends = Some((from, day, days + 1));
            }
            Some(Rest::DayOff(off)) => {
                if !running {
                    told.push(ClockLine::HolidaySkipped {
                        names: Vec::new(),
                        first: day,
                        last: day,
                        working_days: 0,
                        status: off.status,
                    });
                }
                running = true;
                if let Some(ClockLine::HolidaySkipped {
                    names,
                    last,
                    working_days,
                    status,
                    ..
                }) = told.last_mut()
                {
                    if !names.contains(&off.name) {
                        names.push(off.name.clone());
                    }
                    *last = day;
                    *working_days += 1;
                    *status = off.status.max(*status);
                }
            }
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    if let (Some((first, last, days)), Rests::All) = (weekends, rests) {
        lines.push(ClockLine::WeekendsSkipped { first, last, days });
    }
    lines.append(&mut told);
    if first <= last {
        let mut unknown = (first.year()..=last.year()).filter(|year| !calendar.knows_year(*year));
        if let Some(first) = unknown.next() {
            lines.push(ClockLine::HolidaysUnknown {
                first,
                last: unknown.next_back().unwrap_or(first),
            });
        }
    }
}
