//! What can be said of a page before the next one, and of the whole before it is sent.

use serde_json::{Map, Value, json};

use super::{Work, words_of};
use crate::domain::fault::{Fault, FieldFault, read_json};
use crate::domain::person::Applicant;
use crate::ui::Entries;
use crate::ui::portal::apply::{Gap, Stage};

/// Refuses what is wrong on this page.
pub(super) fn check(work: &mut Work, stage: Stage) {
    match stage {
        Stage::Applicant => check_applicant(&mut work.entries),
        Stage::Delivery => check_delivery(&mut work.entries),
        Stage::Section(_) | Stage::Sheet => {
            for wrong in &work.judged.wrong {
                if stage.has(&work.form, &wrong.field) {
                    let words = words_of(&work.form, &wrong.field, &wrong.wrong);
                    work.entries.refuse(format!("form.{}", wrong.field), words);
                }
            }
        }
        _ => {}
    }
}

/// Everything that keeps the dossier from being sent, at once.
pub(super) fn gaps(work: &Work) -> Vec<Gap> {
    let mut gaps = gaps_of(work, Stage::Applicant, check_applicant);
    for wrong in &work.judged.wrong {
        let at = work
            .form
            .sections
            .iter()
            .enumerate()
            .map(|(at, _)| Stage::Section(at))
            .find(|stage| stage.has(&work.form, &wrong.field));
        gaps.push(Gap {
            stage: at.unwrap_or(Stage::Sheet),
            field: format!("form.{}", wrong.field),
            words: words_of(&work.form, &wrong.field, &wrong.wrong),
        });
    }
    gaps.extend(gaps_of(work, Stage::Delivery, check_delivery));
    gaps
}

/// What the check of a page refuses.
fn gaps_of(work: &Work, stage: Stage, check: impl Fn(&mut Entries)) -> Vec<Gap> {
    let mut entries = Entries::sent(work.entries.values().to_vec());
    check(&mut entries);
    let faults = entries.faults().iter();
    faults
        .map(|(field, words)| Gap {
            stage,
            field: field.clone(),
            words: words.clone(),
        })
        .collect()
}

fn check_delivery(entries: &mut Entries) {
    let post = entries.value("delivery.method") == "post";
    if post && entries.value("delivery.address").trim().is_empty() {
        entries.refuse_fault(&FieldFault::new("delivery.address", Fault::AddressNeeded));
    }
}

fn check_applicant(entries: &mut Entries) {
    missing_ones(entries);
    check_person(entries, "applicant");
    // Whoever files for somebody else is known by name, or is nobody.
    if !entries.value("submitter.name").trim().is_empty() {
        missing(entries, &["submitter.address", "submitter.phone"]);
        check_person(entries, "submitter");
    }
}

/// What the law says of the person in the fields that begin with `who`.
fn check_person(entries: &mut Entries, who: &str) {
    if let Err(fault) = read_json::<Applicant>(applicant(entries, who)) {
        let fault = FieldFault::new(format!("{who}.{}", fault.field), fault.fault);
        if entries.fault(&fault.field).is_none() {
            entries.refuse_fault(&fault);
        }
    }
}

/// All empty fields at once, so that nobody is sent back twice.
fn missing_ones(entries: &mut Entries) {
    let person = entries.value("applicant.kind") != "organisation";
    let mut needed = vec!["applicant.name"];
    if person {
        needed.push("applicant.id_number");
    }
    needed.extend(["applicant.address", "applicant.phone"]);
    missing(entries, &needed);
}

fn missing(entries: &mut Entries, needed: &[&str]) {
    for name in needed {
        if entries.value(name).trim().is_empty() {
            entries.refuse_fault(&FieldFault::new(*name, Fault::Missing));
        }
    }
}

/// An applicant as the API takes it, from the fields that begin with `who`.
pub(super) fn applicant(entries: &Entries, who: &str) -> Value {
    let mut fields = Map::new();
    for name in [
        "name",
        "id_number",
        "birth_date",
        "sex",
        "address",
        "phone",
        "email",
    ] {
        let value = entries.value(&format!("{who}.{name}")).trim();
        if !value.is_empty() {
            fields.insert(name.to_owned(), json!(value));
        }
    }
    let kind = match entries.value(&format!("{who}.kind")) {
        "organisation" => "organisation",
        _ => "person",
    };
    fields.insert("kind".to_owned(), json!(kind));
    Value::Object(fields)
}
