//! Days, hours and money as statutory papers word them.

use crate::domain::money::Dong;
use crate::domain::time::{Day, Moment};

/// `ngày 05 tháng 02 năm 2026`: days below 10 and the months 1 and 2 get a leading zero
/// (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4).
pub(super) fn day(day: Day) -> String {
    let (number, month) = (day.day(), day.month());
    let zero = if month < 3 { "0" } else { "" };
    format!("ngày {number:02} tháng {zero}{month} năm {}", day.year())
}

/// `09 giờ 05 phút, ngày 05 tháng 02 năm 2026`.
pub(super) fn moment(at: Moment) -> String {
    let clock = at.civil();
    format!(
        "{:02} giờ {:02} phút, {}",
        clock.hour(),
        clock.minute(),
        day(clock.date())
    )
}

/// `1.250.000 đồng`.
pub(super) fn dong(amount: Dong) -> String {
    let digits = amount.0.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 8);
    if amount.0 < 0 {
        text.push('-');
    }
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text.push_str(" đồng");
    text
}

/// An agency's name in the pieces between which a head of paper may break it: never `HÀNH / CHÍNH`, never a place name
/// away from its rank.
pub(super) fn agency(name: &str) -> Vec<String> {
    const WHOLE: [&str; 3] = ["ủy ban nhân dân", "trung tâm phục vụ", "hành chính công"];
    const RANKS: [&str; 6] = ["xã", "phường", "đặc khu", "tỉnh", "thành phố", "thị trấn"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let starts = |at: usize, phrase: &str| {
        let length = phrase.split(' ').count();
        (lower[at..].len() >= length && phrase.split(' ').eq(&lower[at..at + length]))
            .then_some(length)
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rank = RANKS.iter().any(|rank| starts(at, rank).is_some());
        let length = if rank {
            // The last rank takes the rest of the name with it.
            (at + 1..words.len())
                .find(|next| RANKS.iter().any(|rank| starts(*next, rank).is_some()))
                .unwrap_or(words.len())
                - at
        } else {
            WHOLE
                .iter()
                .find_map(|phrase| starts(at, phrase))
                .unwrap_or(1)
        };
        pieces.push(words[at..at + length].join(" ").to_uppercase());
        at += length;
    }
    pieces
}
