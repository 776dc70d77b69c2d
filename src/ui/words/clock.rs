//! Sentences about terms, due moments and the time that is left.

use super::count::{self, counted};
use super::{day, weekday};
use crate::domain::calendar::DayOffStatus;
use crate::domain::clock::{ClockLine, OfficeTime, PauseGround, Remaining, Term, Verdict};
use crate::domain::procedure::TimeUnit;
use crate::domain::time::{Day, Moment};
use crate::ui::language::{message, said, say};

/// One fact about a due moment as a sentence without full stop.
pub fn clock_line(line: &ClockLine) -> String {
    match line {
        ClockLine::Received { at } => say!("Nhận lúc {at}", at = moment(*at)),
        ClockLine::Counting { term: length } => {
            say!("Thời hạn giải quyết: {term}", term = term(*length))
        }
        ClockLine::DayOfReceiptNotCounted { day: received } => {
            say!("Không tính ngày nhận {day}", day = day(*received))
        }
        ClockLine::CountingStarts { at } => {
            say!(
                "Nhận ngoài giờ làm việc nên bắt đầu tính từ {at}",
                at = moment(*at)
            )
        }
        ClockLine::CutoffPassed { cutoff } => {
            say!(
                "Nhận sau {time} nên tính sang ngày làm việc tiếp theo",
                time = format!("{:02}:{:02}", cutoff.hour(), cutoff.minute())
            )
        }
        ClockLine::WeekendsSkipped { first, last, days } => {
            say!(
                "Không tính {count} ngày nghỉ hằng tuần ({days})",
                count = days,
                days = days_between(*first, *last)
            )
        }
        ClockLine::HolidaySkipped {
            names,
            first,
            last,
            working_days,
            status,
        } => say!(
            "Nghỉ {name} {days} ({count}{badge})",
            days = days_between(*first, *last),
            count = count::length(working_days, TimeUnit::WorkingDay),
            badge = badge(*status),
            name = holiday(names)
        ),
        ClockLine::MakeUpCounted {
            day: worked,
            replaced,
        } => say!(
            "Có tính {day} (làm bù cho ngày {replaced})",
            day = named_day(*worked),
            replaced = day(*replaced)
        ),
        ClockLine::HolidaysUnknown { first, last } => {
            if first == last {
                say!(
                    "Chưa có lịch nghỉ lễ năm {year}: mới chỉ trừ ngày nghỉ hằng tuần",
                    year = first
                )
            } else {
                say!(
                    "Chưa có lịch nghỉ lễ các năm {first}–{last}: mới chỉ trừ ngày nghỉ hằng tuần",
                    first = first,
                    last = last
                )
            }
        }
        ClockLine::TermEndMoved { from, to } => say!(
            "Thời hạn kết thúc vào {from} là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo: {to}",
            from = named_day(*from),
            to = named_day(*to)
        ),
        ClockLine::PauseMovedDue {
            ground: why,
            from,
            to,
            covered,
            before,
            after,
        } => {
            let pause = say!(
                "Tạm dừng {why} từ {from} đến {to}",
                why = ground(*why),
                from = moment(*from),
                to = moment(*to)
            );
            format!("{pause}{}", pause_effect(*covered, *before, *after))
        }
        ClockLine::PausedSince { ground: why, since } => {
            say!(
                "Đang tạm dừng {why} từ {since}: hạn sẽ lùi theo thời gian tạm dừng",
                why = ground(*why),
                since = moment(*since)
            )
        }
        ClockLine::Due { at } => say!(
            "Hạn trả kết quả: {at}, {weekday}",
            at = moment(*at),
            weekday = weekday(at.day().weekday())
        ),
    }
}

/// How sure a day off is.
fn badge(status: DayOffStatus) -> &'static str {
    match status {
        DayOffStatus::Observed => "",
        DayOffStatus::Predicted => say!(", lịch tạm tính"),
        DayOffStatus::ToVerify => say!(", chờ xác nhận"),
    }
}

/// What a pause that is over did to the due moment.
fn pause_effect(covered: OfficeTime, before: Moment, after: Moment) -> String {
    if before == after {
        return say!(", không trùng giờ làm việc nào: hạn giữ nguyên").to_owned();
    }
    say!(
        " ({covered} làm việc): hạn chuyển từ {before} sang {after}",
        covered = office_time(covered),
        before = moment(before),
        after = moment(after)
    )
}

/// What is left of a term: `còn 2 ngày 3 giờ làm việc`, `quá hạn 1 ngày 4 giờ`.
pub fn remaining(remaining: Remaining) -> String {
    match remaining {
        Remaining::Left(time) if time.minutes() == 0 => say!("đến hạn").to_owned(),
        Remaining::Left(time) => say!("còn {time} làm việc", time = office_time(time)),
        Remaining::Over(time) if time.minutes() == 0 => say!("vừa quá hạn").to_owned(),
        Remaining::Over(time) => say!("quá hạn {time}", time = office_time(time)),
    }
}

/// How a finished dossier stands against its due moment.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Early => say!("Trước hạn"),
        Verdict::OnTime => say!("Đúng hạn"),
        Verdict::Late => say!("Quá hạn"),
    }
}

/// A term: `5 ngày làm việc`.
pub fn term(term: Term) -> String {
    match term {
        term if term.is_same_day() => say!("trong ngày làm việc").to_owned(),
        Term::SameDay => say!("trong ngày làm việc").to_owned(),
        Term::WorkingDays(days) => count::length(days, TimeUnit::WorkingDay),
        Term::WorkingDaysAndHours { days, hours } => format!(
            "{} {}",
            count::length(days, TimeUnit::Day),
            count::length(hours, TimeUnit::Hour)
        ),
        Term::CalendarDays(days) => count::length(days, TimeUnit::Day),
        Term::Hours(hours) => count::length(hours, TimeUnit::Hour),
        Term::Months(months) => count::length(months, TimeUnit::Month),
        Term::Years(years) => count::length(years, TimeUnit::Year),
    }
}

/// An amount of office time in days of eight hours, hours and minutes; minutes only when there are no days.
pub fn office_time(time: OfficeTime) -> String {
    let (days, hours, minutes) = time.split();
    let told: Vec<String> = [
        (days > 0).then(|| count::length(days, TimeUnit::Day)),
        (hours > 0).then(|| count::hours(hours)),
        (days == 0 && (minutes > 0 || hours == 0))
            .then(|| counted(minutes, message!("1 phút"), message!("{n} phút"))),
    ]
    .into_iter()
    .flatten()
    .collect();
    told.join(" ")
}

/// `thứ Hai 24/11/2026`
fn named_day(on: Day) -> String {
    format!("{} {}", weekday(on.weekday()), day(on))
}

/// `09:15 ngày 12/02/2026`
fn moment(at: Moment) -> String {
    let time = at.time();
    say!(
        "{time} ngày {day}",
        time = format!("{:02}:{:02}", time.hour(), time.minute()),
        day = day(at.day())
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
        PauseGround::Supplement => say!("chờ bổ sung giấy tờ"),
        PauseGround::Payment => say!("chờ thực hiện nghĩa vụ tài chính"),
        PauseGround::Stop => say!("do dừng xử lý"),
    }
}

/// The names of a run of days off as one: the days of Tết under its name, days in lieu under the holiday's, a swapped
/// day under none when a holiday stands beside it.
fn holiday(names: &[String]) -> String {
    let mut told: Vec<String> = Vec::new();
    for name in names {
        let name = name.trim().trim_end_matches("(nghỉ bù)").trim_end();
        let name = if is_lunar_new_year(name) {
            say!("Tết Nguyên đán").to_owned()
        } else if name.is_empty() || name.starts_with("Ngày nghỉ (") {
            continue;
        } else if said(name) != name {
            said(name).to_owned()
        } else if let Some(rest) = name.strip_prefix("Ngày ") {
            say!("ngày {name}", name = rest)
        } else {
            name.to_owned()
        };
        if !told.contains(&name) {
            told.push(name);
        }
    }
    if told.is_empty() {
        say!("hoán đổi").to_owned()
    } else {
        told.join(", ")
    }
}

/// Whether the calendar's name is that of a day around the lunar new year ("Giao thừa …", "Mùng hai …", "29 Tết").
fn is_lunar_new_year(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains("tết nguyên đán") || lower == "29 tết" || lower == "30 tết"
}
