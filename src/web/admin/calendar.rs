//! `/quan-tri/lich`: days off and office hours, looked at before they are changed.

use axum::response::Response;
use jiff::civil::Time;

use crate::domain::calendar::{CalendarRows, DayOff, Hours};
use crate::domain::officer::Role;
use crate::domain::time::Day;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::ui::admin::{CALENDAR, CalendarPage, Moving, WEEK, calendar_page};
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// `/quan-tri/lich`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let facts = asked.facts()?;
    let entries = filled(facts.calendar.rows());
    Ok(asked.show(&calendar_page(
        &asked.frame(),
        &CalendarPage {
            entries: &entries,
            preview: None,
        },
    )))
}

/// `POST /quan-tri/lich`: shows what the change would do, or does it.
pub async fn change(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let mut entries = Entries::sent(sent.0.clone());
    let before = asked.facts()?;
    let rows = read(&sent, before.calendar.rows(), &mut entries);
    let office = asked.app.office();
    if !entries.is_faulty() {
        let outcome = if sent.value("_do") == "confirm" {
            let now = asked.app.now();
            match office.recount_under(viewer, rows, now).await {
                Ok(moved) => {
                    let said = format!("Đã đổi lịch làm việc; tính lại hạn của {moved} hồ sơ.");
                    return Ok(go(CALENDAR, Some((Tone::Good, &said))));
                }
                Err(error) => Err(error),
            }
        } else {
            office.calendar_preview(&rows)
        };
        match outcome {
            Ok(changes) => {
                let moving: Vec<Moving> = changes
                    .into_iter()
                    .map(|one| (one.code, one.title, one.before, one.after))
                    .collect();
                let page = CalendarPage {
                    entries: &entries,
                    preview: Some(&moving),
                };
                return Ok(asked.show(&calendar_page(&asked.frame(), &page)));
            }
            Err(WriteError::Declined(Decline::Faults(_))) => {
                let words = "Giờ làm việc: phải có ít nhất một ngày làm việc và các khoảng giờ không chồng nhau.";
                entries.refuse("weekly.0", words);
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = CalendarPage {
        entries: &entries,
        preview: None,
    };
    Ok(asked.show_faulty(&calendar_page(&asked.frame(), &page)))
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The form of a calendar.
fn filled(rows: &CalendarRows) -> Entries {
    let mut entries = Entries::new();
    for ((name, _), hours) in WEEK.iter().zip(&rows.weekly) {
        let stretches: Vec<String> = hours
            .iter()
            .map(|one| format!("{}-{}", clock(one.from), clock(one.to)))
            .collect();
        entries.set(*name, stretches.join(", "));
    }
    let off = rows.days_off.iter().filter(|(_, off)| !off.suspended);
    let off: Vec<String> = off
        .map(|(day, off)| format!("{day}, {}", off.name))
        .collect();
    entries.set("days_off", off.join("\n"));
    let make_up: Vec<String> = rows
        .make_up
        .iter()
        .map(|(worked, off)| format!("{off}, {worked}"))
        .collect();
    entries.set("make_up", make_up.join("\n"));
    entries.set("cutoff", clock(rows.cutoff));
    entries
}

/// The calendar that the form says, or the faults in `entries`. What is known of a day besides its name stays.
fn read(sent: &Sent, before: &CalendarRows, entries: &mut Entries) -> CalendarRows {
    let mut rows = CalendarRows::default();
    for ((name, label), hours) in WEEK.iter().zip(&mut rows.weekly) {
        match stretches(sent.value(name)) {
            Some(read) => *hours = read,
            None => entries.refuse(
                *name,
                format!("{label}: hãy ghi dạng 07:30-11:30, 13:00-17:00."),
            ),
        }
    }
    for line in lines(sent.value("days_off")) {
        let (day, name) = line.split_once(',').unwrap_or((line, ""));
        match day.trim().parse::<Day>() {
            Ok(day) => {
                let known = before.days_off.get(&day).cloned();
                let mut off = known.unwrap_or_else(|| DayOff {
                    name: String::new(),
                    status: crate::domain::calendar::DayOffStatus::default(),
                    suspended: false,
                });
                name.trim().clone_into(&mut off.name);
                off.suspended = false;
                rows.days_off.insert(day, off);
            }
            Err(_) => entries.refuse("days_off", format!("Ngày nghỉ: không hiểu dòng «{line}».")),
        }
    }
    for line in lines(sent.value("make_up")) {
        let pair = line.split_once(',').and_then(|(off, worked)| {
            Some((
                off.trim().parse::<Day>().ok()?,
                worked.trim().parse::<Day>().ok()?,
            ))
        });
        match pair {
            Some((off, worked)) => {
                rows.make_up.insert(worked, off);
            }
            None => entries.refuse("make_up", format!("Ngày làm bù: không hiểu dòng «{line}».")),
        }
    }
    match time(sent.value("cutoff")) {
        Some(cutoff) => rows.cutoff = cutoff,
        None => entries.refuse("cutoff", "Giờ nhận cuối: hãy ghi dạng 15:00."),
    }
    rows
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn stretches(text: &str) -> Option<Vec<Hours>> {
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (from, to) = part.split_once('-')?;
            Some(Hours {
                from: time(from)?,
                to: time(to)?,
            })
        })
        .collect()
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
