//! Weekly office hours as people say them: "Thứ Hai – thứ Sáu", "07:30–11:30, 13:00–17:00".

use jiff::civil::{Time, Weekday};

use super::weekday;
use crate::domain::calendar::{Hours, OfficeCalendar};

/// Days and hours, weekdays with the same hours together; days without hours are left out.
pub fn office_hours(calendar: &OfficeCalendar) -> Vec<(String, String)> {
    let weekly = &calendar.rows().weekly;
    let mut said = Vec::new();
    let mut from = 0;
    while from < weekly.len() {
        let same = weekly[from..]
            .iter()
            .take_while(|hours| **hours == weekly[from])
            .count();
        if !weekly[from].is_empty() {
            said.push((days(from, from + same - 1), hours(&weekly[from])));
        }
        from += same;
    }
    said
}

fn days(first: usize, last: usize) -> String {
    let name = |at: usize| Weekday::Monday.cycle_forward().nth(at).map_or("", weekday);
    let whole = if first == last {
        name(first).to_owned()
    } else {
        format!("{} – {}", name(first), name(last))
    };
    let mut letters = whole.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn hours(stretches: &[Hours]) -> String {
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let said: Vec<String> = stretches
        .iter()
        .map(|stretch| format!("{}–{}", clock(stretch.from), clock(stretch.to)))
        .collect();
    said.join(", ")
}
