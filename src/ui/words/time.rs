//! Days and moments in words: `24/11/2026`, `09:15, thứ Ba 24/11/2026`.

use jiff::civil::Weekday;
use maud::{Markup, Render, html};

use super::count::counted;
use crate::domain::time::{Day, Moment};
use crate::ui::language::{message, say};

/// The day of the week inside a sentence.
pub fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => say!("thứ Hai"),
        Weekday::Tuesday => say!("thứ Ba"),
        Weekday::Wednesday => say!("thứ Tư"),
        Weekday::Thursday => say!("thứ Năm"),
        Weekday::Friday => say!("thứ Sáu"),
        Weekday::Saturday => say!("thứ Bảy"),
        Weekday::Sunday => say!("Chủ nhật"),
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
        ..60 => say!("vừa xong").to_owned(),
        60..3_600 => counted(
            seconds / 60,
            message!("1 phút trước"),
            message!("{n} phút trước"),
        ),
        3_600..86_400 => counted(
            seconds / 3_600,
            message!("1 giờ trước"),
            message!("{n} giờ trước"),
        ),
        _ => counted(
            seconds / 86_400,
            message!("1 ngày trước"),
            message!("{n} ngày trước"),
        ),
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
