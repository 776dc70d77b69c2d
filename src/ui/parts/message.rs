//! Notices, the summary of what is wrong in a form, and the page part that says there is nothing.

use maud::{Markup, Render, html};

use super::{field_id, icon};
use crate::ui::entries::Entries;
use crate::ui::frame::Tone;
use crate::ui::language::say;

/// A message in the page.
pub fn notice(tone: Tone, body: &Markup) -> Markup {
    html! {
        div class={ "notice " (tone.class()) } {
            (icon(tone.icon()))
            div { (body) }
        }
    }
}

/// What is wrong in the form, with a link to each field; takes the focus. Nothing when nothing is wrong.
///
/// Stands before the form, after the `h1`.
pub fn error_summary(entries: &Entries) -> Markup {
    html! {
        @if entries.is_faulty() {
            div class="faults" role="alert" tabindex="-1" autofocus aria-labelledby="loi-tom-tat" {
                h2 id="loi-tom-tat" { (say!("Chưa gửi được: có {count} chỗ cần sửa", count = entries.faults().len())) }
                ul {
                    @for (field, words) in entries.faults() {
                        li {
                            @if field.is_empty() { (words) } @else { a href={ "#" (field_id(field)) } { (words) } }
                        }
                    }
                }
            }
        }
    }
}

/// Nothing to show, and what to do about it.
#[derive(Debug, Clone)]
pub struct EmptyState<'a> {
    /// A sign.
    pub icon: &'a str,
    /// What is not there, in one sentence.
    pub title: &'a str,
    /// Why, or what to do.
    pub body: Markup,
}

impl Render for EmptyState<'_> {
    fn render(&self) -> Markup {
        html! {
            div class="empty" {
                (icon(self.icon))
                p { strong { (self.title) } }
                div { (self.body) }
            }
        }
    }
}
