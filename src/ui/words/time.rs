//! Days and moments in Vietnamese: `24/11/2026`, `09:15, thứ Ba 24/11/2026`.

use jiff::civil::Weekday;
use maud::{Markup, Render, html};

use crate::domain::time::{Day, Moment};

/// The day of the week inside a sentence.
pub const fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}

/// `24/11/2026`
pub fn day(day: Day) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// `09:15, thứ Ba 24/11/2026`
pub fn moment(at: Moment) -> String {
    let civil = at.civil();
    format!(
        "{:02}:{:02}, {}\u{a0}{}",
        civil.hour(),
        civil.minute(),
        weekday(civil.weekday()),
        day(civil.date())
    )
}

/// How long ago, roughly: `5 phút trước`, `2 ngày trước`.
pub fn ago(seconds: i64) -> String {
    match seconds {
        ..60 => "vừa xong".to_owned(),
        60..3_600 => format!("{} phút trước", seconds / 60),
        3_600..86_400 => format!("{} giờ trước", seconds / 3_600),
        _ => format!("{} ngày trước", seconds / 86_400),
    }
}

/// A day on a page.
#[derive(Debug, Clone, Copy)]
pub struct OnDay(pub Day);

impl Render for OnDay {
    fn render(&self) -> Markup {
        html! { time datetime=(self.0) { (day(self.0)) } }
    }
}

/// A moment on a page.
#[derive(Debug, Clone, Copy)]
pub struct AtMoment(pub Moment);

impl Render for AtMoment {
    fn render(&self) -> Markup {
        html! { time datetime=(self.0) { (moment(self.0)) } }
    }
}
