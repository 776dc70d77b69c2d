//! Sentences about terms, due moments and the time that is left.

use std::fmt::Write;

use super::{day, weekday};
use crate::domain::calendar::DayOffStatus;
use crate::domain::clock::{ClockLine, OfficeTime, PauseGround, Remaining, Term, Verdict};
use crate::domain::time::{Day, Moment};

/// One fact about a due moment as a sentence without full stop.
pub fn clock_line(line: &ClockLine) -> String {
    match line {
        ClockLine::Received { at } => format!("Nhận lúc {}", moment(*at)),
        ClockLine::Counting { term: length } => format!("Thời hạn giải quyết: {}", term(*length)),
        ClockLine::DayOfReceiptNotCounted { day: received } => {
            format!("Không tính ngày nhận {}", day(*received))
        }
        ClockLine::CountingStarts { at } => {
            format!(
                "Nhận ngoài giờ làm việc nên bắt đầu tính từ {}",
                moment(*at)
            )
        }
        ClockLine::CutoffPassed { cutoff } => {
            format!(
                "Nhận sau {:02}:{:02} nên tính sang ngày làm việc tiếp theo",
                cutoff.hour(),
                cutoff.minute()
            )
        }
        ClockLine::WeekendsSkipped { first, last, days } => {
            format!(
                "Không tính {days} ngày nghỉ hằng tuần ({})",
                days_between(*first, *last)
            )
        }
        ClockLine::HolidaySkipped {
            names,
            first,
            last,
            working_days,
            status,
        } => {
            let badge = match status {
                DayOffStatus::Observed => "",
                DayOffStatus::Predicted => ", lịch tạm tính",
                DayOffStatus::ToVerify => ", chờ xác nhận",
            };
            let (name, days) = (holiday(names), days_between(*first, *last));
            format!("Nghỉ {name} {days} ({working_days} ngày làm việc{badge})")
        }
        ClockLine::MakeUpCounted {
            day: worked,
            replaced,
        } => {
            format!(
                "Có tính {} {} (làm bù cho ngày {})",
                weekday(worked.weekday()),
                day(*worked),
                day(*replaced)
            )
        }
        ClockLine::HolidaysUnknown { first, last } => {
            let years = if first == last {
                format!("năm {first}")
            } else {
                format!("các năm {first}–{last}")
            };
            format!("Chưa có lịch nghỉ lễ {years}: mới chỉ trừ ngày nghỉ hằng tuần")
        }
        ClockLine::TermEndMoved { from, to } => format!(
            "Thời hạn kết thúc vào {} {} là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo: {} {}",
            weekday(from.weekday()),
            day(*from),
            weekday(to.weekday()),
            day(*to)
        ),
        ClockLine::PauseMovedDue {
            ground: why,
            from,
            to,
            covered,
            before,
            after,
        } => {
            let pause = format!(
                "Tạm dừng {} từ {} đến {}",
                ground(*why),
                moment(*from),
                moment(*to)
            );
            format!("{pause}{}", pause_effect(*covered, *before, *after))
        }
        ClockLine::PausedSince { ground: why, since } => {
            format!(
                "Đang tạm dừng {} từ {}: hạn sẽ lùi theo thời gian tạm dừng",
                ground(*why),
                moment(*since)
            )
        }
        ClockLine::Due { at } => format!(
            "Hạn trả kết quả: {}, {}",
            moment(*at),
            weekday(at.day().weekday())
        ),
    }
}

/// What a pause that is over did to the due moment.
fn pause_effect(covered: OfficeTime, before: Moment, after: Moment) -> String {
    if before == after {
        return ", không trùng giờ làm việc nào: hạn giữ nguyên".to_owned();
    }
    let covered = office_time(covered);
    format!(
        " ({covered} làm việc): hạn chuyển từ {} sang {}",
        moment(before),
        moment(after)
    )
}

/// What is left of a term: `còn 2 ngày 3 giờ làm việc`, `quá hạn 1 ngày 4 giờ`.
pub fn remaining(remaining: Remaining) -> String {
    match remaining {
        Remaining::Left(time) if time.minutes() == 0 => "đến hạn".to_owned(),
        Remaining::Left(time) => format!("còn {} làm việc", office_time(time)),
        Remaining::Over(time) if time.minutes() == 0 => "vừa quá hạn".to_owned(),
        Remaining::Over(time) => format!("quá hạn {}", office_time(time)),
    }
}

/// How a finished dossier stands against its due moment.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Early => "Trước hạn",
        Verdict::OnTime => "Đúng hạn",
        Verdict::Late => "Quá hạn",
    }
}

/// A term: `5 ngày làm việc`.
pub fn term(term: Term) -> String {
    match term {
        term if term.is_same_day() => "trong ngày làm việc".to_owned(),
        Term::SameDay => "trong ngày làm việc".to_owned(),
        Term::WorkingDays(days) => format!("{days} ngày làm việc"),
        Term::WorkingDaysAndHours { days, hours } => format!("{days} ngày {hours} giờ làm việc"),
        Term::CalendarDays(days) => format!("{days} ngày"),
        Term::Hours(hours) => format!("{hours} giờ làm việc"),
        Term::Months(months) => format!("{months} tháng"),
        Term::Years(years) => format!("{years} năm"),
    }
}

/// An amount of office time in days of eight hours, hours and minutes; minutes only when there are no days.
pub fn office_time(time: OfficeTime) -> String {
    let (days, hours, minutes) = time.split();
    let mut text = String::new();
    for (count, unit) in [
        (days, "ngày"),
        (hours, "giờ"),
        (if days == 0 { minutes } else { 0 }, "phút"),
    ] {
        if count > 0 {
            let gap = if text.is_empty() { "" } else { " " };
            write!(text, "{gap}{count} {unit}").expect("writing to a string cannot fail");
        }
    }
    if text.is_empty() {
        "0 phút".to_owned()
    } else {
        text
    }
}

/// `09:15 ngày 12/02/2026`
fn moment(at: Moment) -> String {
    let time = at.time();
    format!(
        "{:02}:{:02} ngày {}",
        time.hour(),
        time.minute(),
        day(at.day())
    )
}

/// `16/02–20/02/2026`, or one day.
fn days_between(first: Day, last: Day) -> String {
    if first == last {
        day(first)
    } else if first.year() == last.year() {
        format!("{:02}/{:02}–{}", first.day(), first.month(), day(last))
    } else {
        format!("{}–{}", day(first), day(last))
    }
}

fn ground(ground: PauseGround) -> &'static str {
    match ground {
        PauseGround::Supplement => "chờ bổ sung giấy tờ",
        PauseGround::Payment => "chờ thực hiện nghĩa vụ tài chính",
        PauseGround::Stop => "do dừng xử lý",
    }
}

/// The names of a run of days off as one: the days of Tết under its name, days in lieu under the holiday's, a swapped
/// day under none when a holiday stands beside it.
fn holiday(names: &[String]) -> String {
    let mut told: Vec<String> = Vec::new();
    for name in names {
        let name = name.trim().trim_end_matches("(nghỉ bù)").trim_end();
        let name = if is_lunar_new_year(name) {
            "Tết Nguyên đán".to_owned()
        } else if name.is_empty() || name.starts_with("Ngày nghỉ (") {
            continue;
        } else if let Some(rest) = name.strip_prefix("Ngày ") {
            format!("ngày {rest}")
        } else {
            name.to_owned()
        };
        if !told.contains(&name) {
            told.push(name);
        }
    }
    if told.is_empty() {
        "hoán đổi".to_owned()
    } else {
        told.join(", ")
    }
}

/// Whether the calendar's name is that of a day around the lunar new year ("Giao thừa …", "Mùng hai …", "29 Tết").
fn is_lunar_new_year(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains("tết nguyên đán") || lower == "29 tết" || lower == "30 tết"
}
