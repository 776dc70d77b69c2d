//! The page of papers: each with its file, or how it will be handed in.

use maud::{Markup, html};

use super::{REUSE, Wizard, short};
use crate::domain::procedure::component::Component;
use crate::ui::frame::{Frame, Tone};
use crate::ui::parts::{Checkbox, Choice, FileField, Radios, Select, Width, notice, tag};
use crate::ui::portal::heading;
use crate::ui::words::{names, papers as words};

/// Page 2: papers. For each component id sends `components.{id}.upload` (file), `.file` (id kept), `.drop`, and `.kind`:
/// `original`, `copy`, or [`REUSE`] with the id of a verified paper.
pub fn papers_page(frame: &Frame<'_>, wizard: &Wizard<'_>) -> Markup {
    let largest = names::file_size(wizard.largest_file);
    wizard.page(
        frame,
        "Giấy tờ kèm theo",
        &html! {
            p class="measure" {
                "Chụp ảnh rõ nét hoặc dùng tệp PDF, mỗi tệp tối đa " (largest) ". Chỉ nộp những giấy tờ áp dụng cho trường hợp của bạn; thiếu giấy nào, cán bộ sẽ báo bổ sung."
            }
            @if wizard.papers().next().is_none() {
                (notice(Tone::Info, &html! { p { "Danh mục không ghi giấy tờ nào cho thủ tục này. Bạn có thể tiếp tục." } }))
            }
            @for group in wizard.procedure.components.chunk_by(|a, b| a.group == b.group) {
                div class="stack measure" {
                    @if let Some(first) = group.first() && !first.group.is_empty() { h2 { (heading(&first.group)) } }
                    @for component in group {
                        @if component.note {
                            div class="paper-note prose" { (component.name) }
                        } @else {
                            (paper_field(wizard, component))
                        }
                    }
                }
            }
        },
    )
}

fn paper_field(wizard: &Wizard<'_>, component: &Component) -> Markup {
    let entries = wizard.entries;
    let id = &component.id;
    let upload = format!("components.{id}.upload");
    let kind = format!("components.{id}.kind");
    let kinds = [
        Choice::new("original", "Tôi sẽ nộp bản chính bằng giấy"),
        Choice::new("copy", "Tôi sẽ nộp bản sao bằng giấy"),
    ];
    let counts = names::counts(component.original, component.copy);
    html! {
        fieldset class="card tight" {
            legend class="sr" { (short(&component.name)) }
            div {
                p class="prose" { strong { (component.name) } }
                p class="paper-count" {
                    @if !counts.is_empty() { "Cần: " (counts) }
                    @if component.required { " " (tag("warn", "alert", "Bắt buộc")) }
                }
                @for form in &component.forms { p class="paper-count" { "Theo mẫu: " (form) } }
            }
            @if let Some(file) = wizard.file(component) {
                div class="row" { (tag("good", "done", "Đã tải lên")) strong { (file.name) } span class="soft" { (names::file_size(file.size)) } }
                input type="hidden" name={ "components." (id) ".file" } value=(file.id);
                (Checkbox::new(&format!("components.{id}.drop"), "Bỏ tệp này"))
                (FileField::new(&upload, "Thay bằng tệp khác").of(entries).optional())
            } @else {
                (FileField::new(&upload, "Tải tệp lên").of(entries).optional())
                @if wizard.offers(component).next().is_some() {
                    (Radios::new(&kind, "Nếu không tải tệp", &with_offers(wizard, component, kinds)).of(entries).fault(entries.fault(&kind)).boxed())
                } @else {
                    (Select::new(&kind, "Nếu không tải tệp", &kinds).of(entries).blank("Không nộp giấy này").width(Width::Middle))
                }
            }
        }
    }
}

/// Verified papers first: nobody is asked twice for what the office knows.
fn with_offers(wizard: &Wizard<'_>, component: &Component, kinds: [Choice; 2]) -> Vec<Choice> {
    let offers = wizard.offers(component).map(|offer| {
        let value = format!("{REUSE}{}", offer.paper.id);
        Choice::new(value, words::offer(&offer.paper)).hint("Không phải tải tệp hay mang giấy này.")
    });
    let none = Choice::new("", "Không nộp giấy này");
    offers.chain(kinds).chain([none]).collect()
}
