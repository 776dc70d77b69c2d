//! `/quan-tri/thu-tuc`: what the office says of its procedures.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;

use super::procedure_form::{self, Read, filled};
use crate::domain::officer::Role;
use crate::domain::procedure::{Merged, Prefer, Procedure};
use crate::kv::{KvError, WriteError};
use crate::office::Decline;
use crate::search::Query as Sought;
use crate::ui::admin::{
    Meanwhile, PROCEDURES, ProcedurePage, ProceduresPage, VersionPage, procedure_page,
    procedures_page, version_page,
};
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// Procedures on a page.
const PAGE: usize = 30;

/// `/quan-tri/thu-tuc`: with `q` what fits best, with `rieng` those that the office changed.
pub async fn list(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let given = |name: &str| query.get(name).map_or("", |value| value.trim());
    let office = asked.app.office();
    let (q, own_only) = (given("q"), !given("rieng").is_empty());
    let offset: usize = given("after").parse().unwrap_or_default();
    let own = office.own_procedures()?;
    let (codes, next) = if own_only {
        let codes: Vec<String> = own.iter().skip(offset).take(PAGE).cloned().collect();
        (codes, Some(offset + PAGE).filter(|next| *next < own.len()))
    } else {
        let found = office.search.search(&Sought {
            text: q,
            internal: true,
            neutral: true,
            offset,
            limit: PAGE,
            ..Sought::default()
        })?;
        let codes = found.hits.into_iter().map(|hit| hit.card.code);
        (codes.collect(), found.next)
    };
    let mut shown: Vec<Arc<Procedure>> = Vec::new();
    for code in codes {
        shown.extend(office.procedure(&code)?);
    }
    let here = |after: Option<usize>| {
        let mut address = form_urlencoded::Serializer::new(String::new());
        if !q.is_empty() {
            address.append_pair("q", q);
        }
        if own_only {
            address.append_pair("rieng", "co");
        }
        if let Some(after) = after {
            address.append_pair("after", &after.to_string());
        }
        format!("{PROCEDURES}?{}", address.finish())
    };
    let page = ProceduresPage {
        q,
        own_only,
        counts: (u64::from(office.procedure_count()?), own.len() as u64),
        shown: &shown,
        next: next.map(|next| here(Some(next))),
        first: (offset > 0).then(|| here(None)),
    };
    Ok(asked.show(&procedures_page(&asked.frame(), &page)))
}

/// `/quan-tri/thu-tuc/{code}`; with `tu` the form begins with the office's words of another version.
pub async fn show(
    asked: Asked,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let office = asked.app.office();
    let shown = office.procedure(&code)?.ok_or_else(Problem::not_found)?;
    let from = query.get("tu").and_then(|number| number.parse().ok());
    let old = match from {
        Some(version) => office.procedure_version(&code, version)?,
        None => None,
    };
    let begun = old.map_or_else(|| (*shown).clone(), |old| shown.with_own_words(&old));
    page(&asked, &begun_form(begun), None, None)
}

fn begun_form(procedure: Procedure) -> Read {
    Read {
        rows: (procedure.methods.len(), procedure.components.len()),
        entries: filled(&procedure),
        edited: procedure,
    }
}

fn page(
    asked: &Asked,
    read: &Read,
    preview: Option<&Procedure>,
    meanwhile: Option<Meanwhile<'_>>,
) -> Result<Response, Problem> {
    let office = asked.app.office();
    let code = read.edited.code.as_str();
    let shown = office.procedure(code)?.ok_or_else(Problem::not_found)?;
    let versions = office.procedure_versions(code)?;
    let view = ProcedurePage {
        shown: &shown,
        entries: &read.entries,
        rows: read.rows,
        preview,
        meanwhile,
        versions: &versions,
    };
    let page = procedure_page(&asked.frame(), &view);
    Ok(if read.entries.is_faulty() {
        asked.show_faulty(&page)
    } else if meanwhile.is_some() {
        asked.show_as(StatusCode::PRECONDITION_FAILED, &page)
    } else {
        asked.show(&page)
    })
}

/// `POST /quan-tri/thu-tuc/{code}`: adds a row, shows what would change, or saves.
pub async fn change(
    asked: Asked,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?.clone();
    asked.check_token(&sent)?;
    let office = asked.app.office();
    let version = sent.value("version").parse().unwrap_or_default();
    let base = office
        .procedure_version(&code, version)?
        .ok_or_else(Problem::not_found)?;
    let mut read = procedure_form::read(&sent, &base);
    match sent.value("_do") {
        "add_method" => {
            read.rows.0 += 1;
            read.entries = without_faults(&read.entries);
            return page(&asked, &read, None, None);
        }
        "add_paper" => {
            read.rows.1 += 1;
            read.entries = without_faults(&read.entries);
            return page(&asked, &read, None, None);
        }
        _ if read.entries.is_faulty() => return page(&asked, &read, None, None),
        "preview" => return page(&asked, &read, Some(&read.edited), None),
        _ => {}
    }
    let (deed, now) = (office.clone(), asked.app.now());
    let (edited, why) = (read.edited.clone(), sent.value("why").to_owned());
    let done =
        tokio::task::spawn_blocking(move || deed.change_procedure(&viewer, &edited, &why, now))
            .await
            .map_err(|error| KvError::Panicked(error.to_string()))?;
    match done {
        Ok(saved) => {
            let words = if saved.version == base.version {
                "Không có gì thay đổi nên không tạo phiên bản mới.".to_owned()
            } else {
                format!(
                    "Đã lưu phiên bản {}. Hồ sơ nộp từ nay theo phiên bản này.",
                    saved.version
                )
            };
            Ok(go(
                &format!("{PROCEDURES}/{code}"),
                Some((Tone::Good, &words)),
            ))
        }
        Err(WriteError::Declined(Decline::Stale(_))) => overtaken(&asked, &read, &base, &sent),
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            for fault in &faults {
                read.entries.refuse_fault(fault);
            }
            page(&asked, &read, None, None)
        }
        Err(other) => Err(other.into()),
    }
}

/// Somebody else saved a version meanwhile: both changes in one form, to be looked at and saved.
fn overtaken(
    asked: &Asked,
    read: &Read,
    base: &Procedure,
    sent: &Sent,
) -> Result<Response, Problem> {
    let now = asked.app.office().procedure(base.code.as_str())?;
    let now = now.ok_or_else(Problem::not_found)?;
    let Merged {
        mut procedure,
        conflicts,
    } = read.edited.merged(base, &now, Prefer::Office);
    procedure.version = now.version;
    let mut both = begun_form(procedure);
    both.entries.set("why", sent.value("why"));
    let meanwhile = Meanwhile {
        base,
        now: &now,
        conflicts: &conflicts,
    };
    page(asked, &both, None, Some(meanwhile))
}

/// Whoever asks for another row is not done yet: what is missing is told when they are.
fn without_faults(entries: &Entries) -> Entries {
    Entries::sent(entries.values().to_vec())
}

/// `/quan-tri/thu-tuc/{code}/phien-ban/{version}`
pub async fn version(
    asked: Asked,
    Path((code, version)): Path<(String, u32)>,
) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let office = asked.app.office();
    let shown = office.procedure(&code)?.ok_or_else(Problem::not_found)?;
    let one = office
        .procedure_version(&code, version)?
        .ok_or_else(Problem::not_found)?;
    let before = match version.checked_sub(1) {
        Some(before) => office.procedure_version(&code, before)?,
        None => None,
    };
    let page = VersionPage {
        version: &one,
        before: before.as_deref(),
        shown: shown.version,
    };
    Ok(asked.show(&version_page(&asked.frame(), &page)))
}
