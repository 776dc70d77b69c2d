//! Two versions of a procedure beside each other: what went, what came, part by part.

use maud::{Markup, html};

use crate::domain::procedure::{Part, Procedure};
use crate::ui::parts::tag;
use crate::ui::words::procedure as words;

/// Lines of a part that are shown at most on either side; a whole paper list can have hundreds.
const SHOWN: usize = 40;

/// What differs between two versions in these parts. `conflicts` are parts that the catalogue and the office both changed.
pub fn difference(
    before: &Procedure,
    after: &Procedure,
    parts: &[Part],
    conflicts: &[Part],
) -> Markup {
    html! {
        dl class="changes" {
            @for part in parts {
                @let old = words::lines(*part, before);
                @let new = words::lines(*part, after);
                @let (gone, come) = (without(&old, &new), without(&new, &old));
                div {
                    dt {
                        (words::part(*part))
                        @if conflicts.contains(part) { " " (tag("warn", "alert", "Cả danh mục và cơ quan cùng đổi")) }
                    }
                    @if gone.is_empty() && come.is_empty() {
                        dd { @if old.len() == new.len() { "Đổi thứ tự hoặc cách ghi" } @else { "Đổi số dòng" } }
                    }
                    @for line in gone.iter().take(SHOWN) { dd { del { span class="sr" { "Bỏ: " } (line) } } }
                    @if gone.len() > SHOWN { dd class="small soft" { "và " (gone.len() - SHOWN) " dòng bị bỏ nữa" } }
                    @for line in come.iter().take(SHOWN) { dd { ins { span class="sr" { "Thêm: " } (line) } } }
                    @if come.len() > SHOWN { dd class="small soft" { "và " (come.len() - SHOWN) " dòng thêm nữa" } }
                }
            }
        }
    }
}

/// Lines of `of` that `other` does not have.
fn without<'a>(of: &'a [String], other: &[String]) -> Vec<&'a str> {
    let missing = of.iter().filter(|line| !other.contains(line));
    missing.map(String::as_str).collect()
}
