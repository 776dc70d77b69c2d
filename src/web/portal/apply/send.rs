//! Sending the draft: once, however often it is sent.

use axum::response::Response;
use serde_json::{Value, json};

use super::check::applicant;
use super::{Extra, Work, answers, check};
use crate::domain::fault::FieldFault;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::office::submit_dossier::{Filer, Once, read_new_dossier};
use crate::store::papers::Draft;
use crate::ui::language::say;
use crate::ui::portal::apply::{Gap, REUSE, Stage};
use crate::ui::portal::receipt::{Filed, receipt as receipt_page};
use crate::ui::words;
use crate::web::{
    page::{Asked, go},
    problem::Problem,
};

/// Files the draft; a second try of the same draft leads to the same receipt.
pub(super) async fn send(asked: &Asked, work: &mut Work) -> Result<Response, Problem> {
    let mut gaps = check::gaps(work);
    let arriving = asked.app.arriving().of(&work.draft, asked.app.now());
    gaps.extend(arriving.into_iter().map(|(component, name)| Gap {
        stage: Stage::Papers,
        field: format!("components.{component}.upload"),
        words: say!(
            "Tệp «{name}» chưa tải lên xong. Hãy chờ, hoặc chọn lại tệp.",
            name = name
        ),
    }));
    if work.entries.value("declared").is_empty() {
        work.entries
            .refuse("declared", say!("Hãy đánh dấu cam đoan trước khi gửi."));
    }
    if work.entries.is_faulty() || !gaps.is_empty() {
        return back(asked, work, &gaps);
    }
    let faults = match read_new_dossier(new_dossier(work)) {
        Err(fault) => vec![fault],
        Ok(mut input) => {
            input.form_version = Some(work.form.version);
            let filer = match &asked.viewer {
                Some(viewer) => Filer::Viewer(viewer.clone()),
                None => Filer::Draft(work.draft.clone()),
            };
            let once = Once {
                key: None,
                draft: Some(work.draft.id.clone()),
            };
            let (office, now) = (asked.app.office(), asked.app.now());
            match office.submit_dossier(filer, input, once, now).await {
                Ok(dossier) => {
                    work.draft.filed_as = Some(dossier.code.to_string());
                    return Ok(to_receipt(&work.draft));
                }
                Err(WriteError::Declined(Decline::Faults(faults))) => faults,
                Err(other) => return Err(other.into()),
            }
        }
    };
    let gaps: Vec<Gap> = faults
        .into_iter()
        .map(|fault| Gap {
            stage: stage_of(&fault),
            words: words::fault::named(&fault),
            field: fault.field,
        })
        .collect();
    back(asked, work, &gaps)
}

fn back(asked: &Asked, work: &Work, gaps: &[Gap]) -> Result<Response, Problem> {
    let page = work.page(asked, Stage::Check, &Extra::default(), gaps)?;
    Ok(asked.show_faulty(&page))
}

/// The dossier as the API takes it.
fn new_dossier(work: &Work) -> Value {
    let entries = &work.entries;
    let procedure = &work.procedure;
    let mut papers = Vec::new();
    for component in procedure
        .components
        .iter()
        .filter(|component| !component.note)
    {
        let file = work.draft.files.iter().find(|(id, _)| *id == component.id);
        let kind = entries.value(&format!("components.{}.kind", component.id));
        if let Some((_, file)) = file {
            papers.push(
                json!({"id": component.id, "kind": "electronic", "count": 1, "file": file.id}),
            );
        } else if let Some(paper) = kind.strip_prefix(REUSE) {
            papers.push(json!({"id": component.id, "kind": "verified", "reuse": paper}));
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
        "form": answers(entries),
        "components": papers,
        "delivery": {"method": method, "address": filled("delivery.address").filter(|_| method == "post")},
        "note": filled("note"),
    })
}

/// The page that has the field.
fn stage_of(fault: &FieldFault) -> Stage {
    match fault.field.split(['.', '[']).next() {
        Some("applicant" | "submitter" | "case") => Stage::Applicant,
        Some("form") => Stage::Sheet,
        Some("components") => Stage::Papers,
        _ => Stage::Delivery,
    }
}

pub(super) fn to_receipt(draft: &Draft) -> Response {
    go(&super::resume::address(draft), None)
}

/// The page after filing.
pub(super) fn filed(asked: &Asked, draft: &Draft) -> Result<Response, Problem> {
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
