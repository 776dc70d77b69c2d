//! The form with which an officer checks papers: what was found of each, and what a paper says of itself when it goes to the
//! person's store.
//!
//! Each paper has the fields `check_papers.paper.{id}.state`, `.issuer`, `.number`, `.issued_on`, `.valid_until`.

use maud::{Markup, html};

use crate::domain::dossier::Dossier;
use crate::domain::paper_state::PaperFinding;
use crate::domain::procedure::component::Component;
use crate::ui::Entries;
use crate::ui::parts::{Choice, DateField, Select, TextField, Width, field_id, paper_tag};
use crate::ui::words::papers::finding;

/// What a document is read off, by the end of the field's name.
pub const DOCUMENT: [&str; 4] = ["issuer", "number", "issued_on", "valid_until"];

/// The fields of the form.
pub(super) fn fields(dossier: &Dossier, components: &[Component], entries: &Entries) -> Markup {
    let papers = components.iter().filter(|component| !component.note);
    let (here, others): (Vec<_>, Vec<_>) = papers.partition(|component| {
        dossier.handed_in(&component.id).next().is_some() || dossier.concerns(component)
    });
    let touched = |component: &&&Component| !entries.value(&name(component, "state")).is_empty();
    html! {
        p { "Chọn kết luận cho giấy tờ đã xem; giấy tờ để nguyên thì không đổi. Ghi cơ quan cấp và ngày cấp thì giấy tờ được lưu vào kho để lần sau không phải nộp lại." }
        span id=(field_id("check_papers.items")) tabindex="-1" {}
        @for component in &here { (paper(dossier, component, entries)) }
        @if !others.is_empty() {
            details class="fold" open[others.iter().any(|one| touched(&one))] {
                summary { "Giấy tờ khác của thủ tục (" (others.len()) ")" }
                div class="stack" { @for component in &others { (paper(dossier, component, entries)) } }
            }
        }
    }
}

fn name(component: &Component, part: &str) -> String {
    format!("check_papers.paper.{}.{part}", component.id)
}

fn paper(dossier: &Dossier, component: &Component, entries: &Entries) -> Markup {
    let id = component.id.as_str();
    let waits = dossier.handed_in(id).any(|paper| paper.reused.is_none());
    let mut findings = Vec::new();
    if waits {
        findings.push(PaperFinding::Verified);
    }
    findings.push(PaperFinding::NotApplicable);
    if dossier.paper_check(id).is_some() {
        findings.push(PaperFinding::Checking);
    }
    let choices: Vec<Choice> = findings
        .into_iter()
        .map(|one| Choice::new(one.key(), finding(one)))
        .collect();
    let [issuer, number, issued_on, valid_until] = DOCUMENT.map(|part| name(component, part));
    let filled = [&issuer, &number, &issued_on, &valid_until]
        .into_iter()
        .any(|field| !entries.value(field).is_empty() || entries.fault(field).is_some());
    html! {
        fieldset class="group-small" {
            legend class="label" { (component.name) }
            p { (paper_tag(dossier.paper_state(id, component.required))) }
            (Select::new(&name(component, "state"), "Kết luận", &choices).of(entries).blank("Để nguyên").width(Width::Middle))
            @if waits {
                details class="fold" open[filled] {
                    summary { "Lưu vào kho giấy tờ" }
                    div class="stack stack-s" {
                        (TextField::new(&issuer, "Cơ quan cấp").of(entries).maxlength(300))
                        (TextField::new(&number, "Số, ký hiệu").of(entries).maxlength(300).optional())
                        (DateField::new(&issued_on, "Ngày cấp").of(entries))
                        (DateField::new(&valid_until, "Có giá trị đến").of(entries).optional())
                    }
                }
            }
        }
    }
}
