//! Money as it is written: `20.000 đ`.

use maud::{Markup, Render, html};

use crate::domain::money::Dong;

/// An amount with points between the thousands; the sign stays on the line of the number.
pub fn dong(amount: Dong) -> String {
    let digits = amount.0.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 6);
    if amount.0 < 0 {
        text.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text.push('\u{a0}');
    text.push('đ');
    text
}

/// An amount on a page.
#[derive(Debug, Clone, Copy)]
pub struct Amount(pub Dong);

impl Render for Amount {
    fn render(&self) -> Markup {
        html! { span class="nowrap" { (dong(self.0)) } }
    }
}
