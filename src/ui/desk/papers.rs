//! The checklist of papers (thành phần hồ sơ): ticked, counted, scanned.
//!
//! Each paper has the fields `{form}paper.{id}.on`, `.original`, `.copy`, `.file`, `.reuse` where a verified paper fits, and,
//! once its file was taken, `.kept`; `{form}` tells several checklists of one page apart.

use maud::{Markup, html};

use crate::domain::procedure::component::Component;
use crate::domain::verified_paper::Offer;
use crate::ui::Entries;
use crate::ui::parts::{field_id, icon};
use crate::ui::words::papers::offer;

/// A kept file in the form: its id and its name with a bar between them.
pub fn kept(id: &str, name: &str) -> String {
    format!("{id}|{name}")
}

/// The id and the name of a kept file.
pub fn read_kept(value: &str) -> Option<(&str, &str)> {
    value.split_once('|').filter(|(id, _)| !id.is_empty())
}

/// The checklist of a procedure's papers; remarks stand between them as they do in the catalogue.
/// `form` ends with a point or is empty; `offers` are verified papers that fit.
pub fn checklist(
    form: &str,
    components: &[Component],
    offers: &[Offer],
    entries: &Entries,
) -> Markup {
    html! {
        ul class="checklist" role="list" {
            @for (at, component) in components.iter().enumerate() {
                @let before = at.checked_sub(1).and_then(|at| components.get(at)).map(|c| c.group.as_str());
                @if !component.group.is_empty() && before != Some(component.group.as_str()) {
                    li class="checklist-group" { (component.group) }
                }
                @if component.note {
                    li class="checklist-note" { (component.name) }
                } @else {
                    (paper(form, component, offers, entries))
                }
            }
        }
    }
}

fn paper(form: &str, component: &Component, offers: &[Offer], entries: &Entries) -> Markup {
    let name = |part: &str| format!("{form}paper.{}.{part}", component.id);
    let (on, file) = (name("on"), name("file"));
    let fault = ["on", "original", "copy", "file"]
        .iter()
        .find_map(|part| entries.fault(&name(part)));
    let described = fault.map(|_| format!("{}-loi", field_id(&on)));
    html! {
        li class=[fault.map(|_| "faulty")] {
            label class="choice" {
                input type="checkbox" id=(field_id(&on)) name=(on) value="yes" checked[entries.has(&on, "yes")]
                    aria-describedby=[described.as_deref()] aria-invalid=[fault.map(|_| "true")];
                span {
                    (component.name)
                    @if component.required { strong { " (bắt buộc)" } }
                    span class="hint" { (wanted(component)) }
                }
            }
            @if let Some(fault) = fault {
                p class="fault" id=[described.as_deref()] { (icon("alert")) span { span class="sr" { "Lỗi: " } (fault) } }
            }
            @for fitting in offers.iter().filter(|one| one.component == component.id) {
                @let id = fitting.paper.id.as_str();
                label class="choice offer" {
                    input type="checkbox" name=(name("reuse")) value=(id) checked[entries.has(&name("reuse"), id)];
                    span { (offer(&fitting.paper)) }
                }
            }
            div class="checklist-counts" {
                (count(&name("original"), "Bản chính", component.original.max(u32::from(component.copy == 0)), component, entries))
                (count(&name("copy"), "Bản sao", component.copy, component, entries))
                (attached(&name("kept"), &file, component, entries))
            }
        }
    }
}

/// How many the catalogue asks for.
fn wanted(component: &Component) -> String {
    match (component.original, component.copy) {
        (0, 0) => "Danh mục không ghi số lượng".to_owned(),
        (originals, 0) => format!("Cần {originals} bản chính"),
        (0, copies) => format!("Cần {copies} bản sao"),
        (originals, copies) => format!("Cần {originals} bản chính, {copies} bản sao"),
    }
}

fn count(name: &str, label: &str, usual: u32, component: &Component, entries: &Entries) -> Markup {
    let sent = entries.values().iter().any(|(known, _)| known == name);
    let value = if sent {
        entries.value(name).to_owned()
    } else {
        usual.to_string()
    };
    html! {
        label for=(field_id(name)) {
            (label) span class="sr" { ": " (component.name) }
            input class="control" type="number" min="0" max="999" inputmode="numeric" id=(field_id(name)) name=(name) value=(value);
        }
    }
}

fn attached(kept: &str, file: &str, component: &Component, entries: &Entries) -> Markup {
    let held = read_kept(entries.value(kept));
    html! {
        label class="checklist-file" for=(field_id(file)) {
            "Tệp quét hoặc ảnh chụp" span class="sr" { ": " (component.name) }
            input class="control" type="file" id=(field_id(file)) name=(file)
                accept="application/pdf,image/jpeg,image/png,image/heic,.doc,.docx";
        }
        @if let Some((_, name)) = held {
            input type="hidden" name=(kept) value=(entries.value(kept));
            p class="small" { (icon("file")) " Đã có tệp: " (name) }
        }
    }
}
