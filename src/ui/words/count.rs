//! Numbers with what they count.

use std::fmt::Display;

use crate::domain::procedure::TimeUnit;
use crate::ui::language::{message, said, said_with};

/// `1 ngày`, `{n} ngày`: one of something and several of it are two messages, because English tells them apart.
pub fn counted(n: impl Display, one: &str, several: &str) -> String {
    let n = n.to_string();
    if n == "1" {
        said(one).to_owned()
    } else {
        said_with(several, &[("n", &n)])
    }
}

/// A length of time: `5 ngày làm việc`; the bare number where the unit is not one.
pub fn length(n: impl Display, unit: TimeUnit) -> String {
    match unit {
        TimeUnit::WorkingDay => counted(
            n,
            message!("1 ngày làm việc"),
            message!("{n} ngày làm việc"),
        ),
        TimeUnit::Day => counted(n, message!("1 ngày"), message!("{n} ngày")),
        TimeUnit::Hour => counted(n, message!("1 giờ làm việc"), message!("{n} giờ làm việc")),
        TimeUnit::Month => counted(n, message!("1 tháng"), message!("{n} tháng")),
        TimeUnit::Year => counted(n, message!("1 năm"), message!("{n} năm")),
        TimeUnit::Other => n.to_string(),
    }
}

/// Hours by the clock: `3 giờ`.
pub fn hours(n: impl Display) -> String {
    counted(n, message!("1 giờ"), message!("{n} giờ"))
}

/// A number that stays on the line of what it counts.
pub fn unbroken(counted: &str) -> String {
    counted.replacen(' ', "\u{a0}", 1)
}
