//! The page of papers: each with its file, or how it will be handed in.

use maud::{Markup, html};

use super::{REUSE, Wizard};
use crate::domain::procedure::component::Component;
use crate::ui::frame::{Frame, Tone};
use crate::ui::language::{say, vietnamese};
use crate::ui::parts::{
    Checkbox, Choice, FileField, Radios, Select, Width, long_text, notice, shortened, tag,
};
use crate::ui::portal::heading;
use crate::ui::portal::sheet::notes;
use crate::ui::words::{names, papers as words};

/// Page 2: papers. For each component id sends `components.{id}.upload` (file), `.file` (id kept), `.drop`, and `.kind`:
/// `original`, `copy`, or [`REUSE`] with the id of a verified paper.
pub fn papers_page(frame: &Frame<'_>, wizard: &Wizard<'_>) -> Markup {
    let largest = names::file_size(wizard.largest_file);
    wizard.page(
        frame,
        say!("Giấy tờ kèm theo"),
        &html! {
            p class="measure" {
                (say!("Chụp ảnh rõ nét hoặc dùng tệp PDF, mỗi tệp tối đa {largest}. Chỉ nộp những giấy tờ áp dụng cho trường hợp của bạn; thiếu giấy nào, cán bộ sẽ báo bổ sung.", largest = largest))
            }
            @if wizard.papers().next().is_none() {
                (notice(Tone::Info, &html! { p { (say!("Danh mục không ghi giấy tờ nào cho thủ tục này. Bạn có thể tiếp tục.")) } }))
            }
            @for group in wizard.procedure.components.chunk_by(|a, b| a.group == b.group) {
                div class="stack measure" {
                    @if let Some(first) = group.first() && !first.group.is_empty() { h2 lang=[vietnamese()] { (heading(&first.group)) } }
                    @for part in group.chunk_by(|a, b| a.note == b.note) {
                        @if part.iter().any(|one| one.note) { (notes(part)) }
                        @else { @for component in part { (paper_field(wizard, component)) } }
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
        Choice::new("original", say!("Tôi sẽ nộp bản chính bằng giấy")),
        Choice::new("copy", say!("Tôi sẽ nộp bản sao bằng giấy")),
    ];
    let counts = names::counts(component.original, component.copy);
    html! {
        fieldset class="card tight" {
            legend class="sr" lang=[vietnamese()] { (shortened(&component.name, 49)) }
            div {
                div class="paper-name" { (long_text(&component.name)) }
                p class="paper-count" {
                    @if !counts.is_empty() { (say!("Cần: {counts}", counts = counts)) }
                    @if component.required { " " (tag("warn", "alert", say!("Bắt buộc"))) }
                }
                @for form in &component.forms { p class="paper-count" { (say!("Theo mẫu: ")) span lang=[vietnamese()] { (form) } } }
            }
            @if let Some(file) = wizard.file(component) {
                div class="row" { (tag("good", "done", say!("Đã tải lên"))) strong { (file.name) } span class="soft" { (names::file_size(file.size)) } }
                input type="hidden" name={ "components." (id) ".file" } value=(file.id);
                (Checkbox::new(&format!("components.{id}.drop"), say!("Bỏ tệp này")))
                (FileField::new(&upload, say!("Thay bằng tệp khác")).of(entries).optional())
            } @else {
                (FileField::new(&upload, say!("Tải tệp lên")).of(entries).optional())
                @if wizard.offers(component).next().is_some() {
                    (Radios::new(&kind, say!("Nếu không tải tệp"), &with_offers(wizard, component, kinds)).of(entries).fault(entries.fault(&kind)).boxed())
                } @else {
                    (Select::new(&kind, say!("Nếu không tải tệp"), &kinds).of(entries).blank(say!("Không nộp giấy này")).width(Width::Middle))
                }
            }
        }
    }
}

/// Verified papers first: nobody is asked twice for what the office knows.
fn with_offers(wizard: &Wizard<'_>, component: &Component, kinds: [Choice; 2]) -> Vec<Choice> {
    let offers = wizard.offers(component).map(|offer| {
        let value = format!("{REUSE}{}", offer.paper.id);
        Choice::new(value, words::offer(&offer.paper))
            .hint(say!("Không phải tải tệp hay mang giấy này."))
    });
    let none = Choice::new("", say!("Không nộp giấy này"));
    offers.chain(kinds).chain([none]).collect()
}
