//! The legal clock: examples worked out by hand with the calendar on the wall, and random dossiers against an oracle.

mod examples;
mod office;
pub mod oracle;
mod pauses;
mod properties;

use motcua::domain::clock::{
    ClockLine, Due, OfficeCalendar, Pause, PauseGround, Remaining, Term, due, remaining,
};
use motcua::domain::time::Moment;
use motcua::ui::words::clock as words;

const HOLIDAYS: &str = include_str!("../data-samples/calendar/holidays_vn_2020_2030.csv");
const SWAPS: &str = include_str!("../data-samples/calendar/swap_working_days.csv");

fn calendar() -> OfficeCalendar {
    OfficeCalendar::from_csv(HOLIDAYS, SWAPS).unwrap()
}

/// `"2026-02-12 09:15"` in Vietnam.
fn at(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("{day}T{time}{seconds}+07:00").parse().unwrap()
}

fn told(due: &Due) -> Vec<String> {
    due.lines.iter().map(words::clock_line).collect()
}

fn pause(from: &str, to: &str) -> Pause {
    Pause {
        from: at(from),
        to: Some(at(to)),
        ground: PauseGround::Supplement,
    }
}

fn left(now: &str, due: &str) -> String {
    words::remaining(remaining(at(now), at(due), &calendar()))
}

/// Asserts the due moment and that each of `lines` is told, in this order.
#[track_caller]
fn assert_due(term: Term, received: &str, expected: &str, lines: &[&str]) {
    assert_told(&due(term, at(received), &calendar()), expected, lines);
}

#[track_caller]
fn assert_told(due: &Due, expected: &str, lines: &[&str]) {
    let told = told(due);
    assert_eq!(due.at, at(expected), "{told:#?}");
    assert_eq!(due.lines.last(), Some(&ClockLine::Due { at: due.at }));
    let mut rest = told.iter();
    for line in lines {
        assert!(
            rest.any(|told| told == line),
            "missing in its place: {line}\n{told:#?}"
        );
    }
}
