//! Terms, ways of returning and money as slips word them. What was issued keeps its words: they are facts of the slip.

use crate::domain::clock::Term;
use crate::domain::dossier::{Delivery, ReturnMethod};
use crate::domain::money::Dong;

/// A statutory term as the form writes it, with a leading zero below ten.
pub(super) fn term(term: Term) -> String {
    match term {
        Term::WorkingDays(days) => format!("{days:02} ngày làm việc"),
        Term::WorkingDaysAndHours { days, hours } => {
            format!("{days:02} ngày và {hours:02} giờ làm việc")
        }
        Term::CalendarDays(days) => format!("{days:02} ngày"),
        Term::Hours(hours) => format!("{hours:02} giờ làm việc"),
        Term::Months(months) => format!("{months:02} tháng"),
        Term::Years(years) => format!("{years:02} năm"),
        Term::SameDay => "trong ngày làm việc".to_owned(),
    }
}

/// How the result is handed over.
pub(super) fn delivery(delivery: &Delivery) -> String {
    let how = method(delivery.method);
    match &delivery.address {
        Some(address) => format!("{how}, địa chỉ: {address}"),
        None => how.to_owned(),
    }
}

const fn method(method: ReturnMethod) -> &'static str {
    match method {
        ReturnMethod::Counter => "Trực tiếp tại bộ phận tiếp nhận và trả kết quả",
        ReturnMethod::Post => "Qua dịch vụ bưu chính công ích",
        ReturnMethod::Electronic => "Bản điện tử",
    }
}

/// The same in the narrow column of the register.
pub(super) const fn short_method(method: ReturnMethod) -> &'static str {
    match method {
        ReturnMethod::Counter => "Trực tiếp",
        ReturnMethod::Post => "Bưu chính",
        ReturnMethod::Electronic => "Điện tử",
    }
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

/// A text, or nothing when it is empty.
pub(super) fn given(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(ToOwned::to_owned)
}
