//! Filing online in four pages. What is typed is kept in a draft at every step.

use std::collections::HashMap;

use axum::extract::{Path, Query, Request};
use axum::response::Response;
use maud::Markup;
use serde_json::{Map, Value, json};

use super::mine::read;
use crate::domain::fault::{FieldFault, read_json};
use crate::domain::person::Applicant;
use crate::domain::procedure::Procedure;
use crate::kv::WriteError;
use crate::office::submit_dossier::{Filer, Once, read_new_dossier};
use crate::office::{Decline, Viewer};
use crate::store::papers::Draft;
use crate::store::settings::OnlineFiling;
use crate::ui::portal::apply::{Wizard, applicant_page, check_page, delivery_page, papers_page};
use crate::ui::portal::receipt::{Filed, receipt as receipt_page};
use crate::ui::{Entries, words};
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// `/thu-tuc/{code}/nop`: a new draft, or with `nhap` the one that is under way or filed.
pub async fn begin(
    asked: Asked,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let office = asked.app.office();
    let procedure = office.procedure(&code)?.ok_or_else(Problem::not_found)?;
    open_for_filing(&asked)?;
    if let Some(id) = query.get("nhap") {
        let draft = office
            .draft(id, asked.viewer.as_ref())?
            .filter(|draft| draft.procedure == code)
            .ok_or_else(Problem::not_found)?;
        if draft.filed_as.is_some() {
            return filed(&asked, &draft);
        }
        let entries = typed(&draft);
        return Ok(asked.show(&page(&asked, &procedure, &draft, &entries, 1)));
    }
    let draft = Draft {
        id: String::new(),
        procedure: code,
        owner: None,
        since: asked.app.now(),
        saved_at: asked.app.now(),
        fields: Map::new(),
        files: Vec::new(),
        filed_as: None,
    };
    let entries = asked.viewer.as_ref().map(known).unwrap_or_default();
    Ok(asked.show(&page(&asked, &procedure, &draft, &entries, 1)))
}

/// Citizens file here only where the office takes online dossiers.
fn open_for_filing(asked: &Asked) -> Result<(), Problem> {
    let facts = asked.facts()?;
    if asked.viewer.as_ref().is_some_and(Viewer::is_officer) {
        return Err(Problem::forbidden());
    }
    if facts.profile.online_filing == OnlineFiling::On {
        Ok(())
    } else {
        Err(Decline::Refused(crate::domain::refusal::Refusal::OnlineFilingOff).into())
    }
}

/// What the account knows already.
fn known(viewer: &Viewer) -> Entries {
    let user = viewer.user();
    let or_empty = |text: Option<String>| text.unwrap_or_default();
    Entries::new()
        .with("applicant.name", user.name.to_string())
        .with(
            "applicant.phone",
            or_empty(user.phone.as_ref().map(ToString::to_string)),
        )
        .with(
            "applicant.id_number",
            or_empty(user.id_number.as_ref().map(ToString::to_string)),
        )
}

/// What was typed so far.
fn typed(draft: &Draft) -> Entries {
    let mut entries = Entries::new();
    for (name, value) in &draft.fields {
        entries.set(name, value.as_str().unwrap_or_default());
    }
    entries.set("draft", &draft.id);
    entries
}

fn page(asked: &Asked, procedure: &Procedure, draft: &Draft, entries: &Entries, at: u8) -> Markup {
    let wizard = Wizard {
        procedure,
        entries,
        files: &draft.files,
        largest_file: asked.app.office().files.largest(),
        filled_from: (asked.viewer.is_some() && draft.id.is_empty()).then_some("tài khoản của bạn"),
    };
    let frame = asked.frame();
    match at {
        2 => papers_page(&frame, &wizard),
        3 => delivery_page(&frame, &wizard),
        4 => check_page(&frame, &wizard),
        _ => applicant_page(&frame, &wizard),
    }
}

/// `POST /thu-tuc/{code}/nop`: saves what was typed, then goes to the page that was asked for.
pub async fn go_on(
    asked: Asked,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Result<Response, Problem> {
    let procedure = asked
        .app
        .office()
        .procedure(&code)?
        .ok_or_else(Problem::not_found)?;
    open_for_filing(&asked)?;
    // Files need an owner before the fields are read, hence the draft is made first.
    let mut draft = match query.get("nhap") {
        Some(id) => asked
            .app
            .office()
            .draft(id, asked.viewer.as_ref())?
            .ok_or_else(Problem::not_found)?,
        None => {
            asked
                .app
                .office()
                .begin_draft(&code, asked.viewer.as_ref(), Map::new(), asked.app.now())
                .await?
        }
    };
    let (sent, files) = read(&asked, &format!("draft:{}", draft.id), request).await?;
    asked.check_token(&sent)?;
    draft = keep(&asked, draft, &sent, &files).await?;
    if draft.filed_as.is_some() {
        return Ok(to_receipt(&draft));
    }
    let step: u8 = sent.value("_step").parse().unwrap_or(1);
    let mut entries = typed(&draft);
    let go_to = match sent.value("_do") {
        "back" => step.saturating_sub(1).max(1),
        "step1" => 1,
        "step2" => 2,
        "step3" => 3,
        "send" => return send(&asked, &procedure, &draft, entries).await,
        _ => {
            check(step, &mut entries);
            if entries.is_faulty() {
                step
            } else {
                (step + 1).min(4)
            }
        }
    };
    let shown = page(&asked, &procedure, &draft, &entries, go_to);
    Ok(if entries.is_faulty() {
        asked.show_faulty(&shown)
    } else {
        asked.show(&shown)
    })
}

/// Saves fields and files in the draft.
async fn keep(
    asked: &Asked,
    draft: Draft,
    sent: &Sent,
    files: &[(String, String)],
) -> Result<Draft, Problem> {
    let office = asked.app.office();
    let now = asked.app.now();
    let mut fields = Map::new();
    for (name, value) in &sent.0 {
        let own = !name.starts_with('_')
            && name != "draft"
            && name.strip_suffix(".drop").is_none()
            && name.len() <= 200;
        if own {
            fields.insert(name.clone(), json!(value));
        }
    }
    let mut draft = office.save_draft(&draft.id, fields, now).await?;
    for (name, value) in &sent.0 {
        let component = name
            .strip_prefix("components.")
            .and_then(|n| n.strip_suffix(".drop"));
        if let Some(component) = component.filter(|_| !value.is_empty()) {
            draft = drop_file(asked, draft, component).await?;
        }
    }
    for (name, id) in files {
        let component = name
            .strip_prefix("components.")
            .and_then(|n| n.strip_suffix(".upload"));
        if let (Some(component), Some(file)) = (component, office.draft_file(&draft, id)?) {
            draft = drop_file(asked, draft, component).await?;
            draft = office
                .attach_to_draft(&draft.id, component, file, now)
                .await?;
        }
    }
    Ok(draft)
}

async fn drop_file(asked: &Asked, draft: Draft, component: &str) -> Result<Draft, Problem> {
    let old: Vec<String> = draft
        .files
        .iter()
        .filter(|(id, _)| id == component)
        .map(|(_, file)| file.id.clone())
        .collect();
    let mut draft = draft;
    for id in old {
        let now = asked.app.now();
        draft = asked
            .app
            .office()
            .detach_from_draft(&draft.id, &id, now)
            .await?;
    }
    Ok(draft)
}

/// What can be said of a page before the next one: the applicant and the delivery.
fn check(step: u8, entries: &mut Entries) {
    let fault = match step {
        1 => read_json::<Applicant>(applicant(entries, "applicant"))
            .err()
            .map(|fault| FieldFault::new(format!("applicant.{}", fault.field), fault.fault)),
        3 if entries.value("delivery.method") == "post"
            && entries.value("delivery.address").trim().is_empty() =>
        {
            Some(FieldFault::new(
                "delivery.address",
                crate::domain::fault::Fault::AddressNeeded,
            ))
        }
        _ => None,
    };
    if step == 1 {
        missing_ones(entries);
    }
    if let Some(fault) = fault.filter(|fault| entries.fault(&fault.field).is_none()) {
        entries.refuse(fault.field, words::fault::fault(fault.fault));
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
    for name in needed {
        if entries.value(name).trim().is_empty() {
            entries.refuse(
                name,
                words::fault::fault(crate::domain::fault::Fault::Missing),
            );
        }
    }
}

/// An applicant as the API takes it, from the fields that begin with `who`.
fn applicant(entries: &Entries, who: &str) -> Value {
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

/// The dossier as the API takes it.
fn new_dossier(procedure: &Procedure, draft: &Draft, entries: &Entries) -> Value {
    let mut papers = Vec::new();
    for component in procedure
        .components
        .iter()
        .filter(|component| !component.note)
    {
        let file = draft.files.iter().find(|(id, _)| *id == component.id);
        let kind = entries.value(&format!("components.{}.kind", component.id));
        if let Some((_, file)) = file {
            papers.push(
                json!({"id": component.id, "kind": "electronic", "count": 1, "file": file.id}),
            );
        } else if !kind.is_empty() {
            papers.push(json!({"id": component.id, "kind": kind, "count": 1, "file": null}));
        }
    }
    let method = match entries.value("delivery.method") {
        "" => "counter",
        method => method,
    };
    let filled = |name: &str| Some(entries.value(name).trim()).filter(|value| !value.is_empty());
    let submitter = filled("submitter.name").map(|_| applicant(entries, "submitter"));
    json!({
        "procedure": procedure.code,
        "case": entries.value("case").parse::<usize>().unwrap_or_default(),
        "channel": "online",
        "applicant": applicant(entries, "applicant"),
        "submitter": submitter,
        "components": papers,
        "delivery": {"method": method, "address": filled("delivery.address").filter(|_| method == "post")},
        "note": filled("note"),
    })
}

/// Files the draft; a second try of the same draft leads to the same receipt.
async fn send(
    asked: &Asked,
    procedure: &Procedure,
    draft: &Draft,
    mut entries: Entries,
) -> Result<Response, Problem> {
    if entries.value("declared").is_empty() {
        entries.refuse("declared", "Hãy đánh dấu cam đoan trước khi gửi.");
        return Ok(asked.show_faulty(&page(asked, procedure, draft, &entries, 4)));
    }
    let filed = match read_new_dossier(new_dossier(procedure, draft, &entries)) {
        Err(fault) => Err(vec![fault]),
        Ok(input) => {
            let filer = match &asked.viewer {
                Some(viewer) => Filer::Viewer(viewer.clone()),
                None => Filer::Draft(draft.clone()),
            };
            let once = Once {
                key: None,
                draft: Some(draft.id.clone()),
            };
            let office = asked.app.office();
            match office
                .submit_dossier(filer, input, once, asked.app.now())
                .await
            {
                Ok(_) => Ok(()),
                Err(WriteError::Declined(Decline::Faults(faults))) => Err(faults),
                Err(other) => return Err(other.into()),
            }
        }
    };
    match filed {
        Ok(()) => Ok(to_receipt(draft)),
        Err(faults) => {
            let at = faults.first().map_or(4, step_of);
            for fault in faults {
                entries.refuse(fault.field, words::fault::fault(fault.fault));
            }
            Ok(asked.show_faulty(&page(asked, procedure, draft, &entries, at)))
        }
    }
}

/// The page that has the field.
fn step_of(fault: &FieldFault) -> u8 {
    match fault.field.split(['.', '[']).next() {
        Some("applicant" | "submitter" | "case") => 1,
        Some("components") => 2,
        _ => 3,
    }
}

fn to_receipt(draft: &Draft) -> Response {
    go(
        &format!("/thu-tuc/{}/nop?nhap={}", draft.procedure, draft.id),
        None,
    )
}

/// The page after filing.
fn filed(asked: &Asked, draft: &Draft) -> Result<Response, Problem> {
    let code = draft.filed_as.clone().unwrap_or_default();
    let dossier = asked
        .app
        .office()
        .filed_dossier(draft)?
        .ok_or_else(Problem::not_found)?;
    let files = dossier
        .files()
        .map(|file| {
            (
                file.name.clone(),
                words::names::file_size(file.size),
                file.sha256.clone(),
            )
        })
        .collect();
    let view = Filed {
        code,
        secret: dossier.lookup_secret.clone(),
        procedure: dossier.procedure.name.clone(),
        at: words::moment(dossier.submitted_at),
        files,
        signed_in: asked.viewer.is_some(),
    };
    Ok(asked.show(&receipt_page(&asked.frame(), &view)))
}
