//! `/quan-tri/quy-trinh`: internal processes, as a list and as a table that is filled in, checked and published.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::process_form::{self, Read};
use crate::domain::officer::Role;
use crate::domain::workflow::{Process, ProcessFault, standard};
use crate::kv::WriteError;
use crate::office::Decline;
use crate::ui::admin::{ListedProcess, PROCESSES, ProcessPage, process_page, processes_page};
use crate::ui::words::process as words;
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// What stands in the address of a process that does not exist yet.
const NEW: &str = "moi";

/// `/quan-tri/quy-trinh`
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let office = asked.app.office();
    let all = office.all_processes()?;
    let mut listed = Vec::with_capacity(all.len());
    for (used, process) in &all {
        let faults = office.check_process(process, &used.procedures)?.len();
        listed.push(ListedProcess {
            procedures: &used.procedures,
            process,
            faults,
        });
    }
    Ok(asked.show(&processes_page(&asked.frame(), &listed)))
}

/// `/quan-tri/quy-trinh/{id}`; `moi` begins with the steps of the standard process.
pub async fn show(asked: Asked, Path(id): Path<String>) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let (process, procedures) = found(&asked, &id)?;
    let entries = process_form::filled(&process, &procedures);
    let rows = process.steps.len();
    let page = Page {
        id: &id,
        entries: &entries,
        rows,
        process: &process,
        faults: &[],
        sound: false,
    };
    Ok(asked.show(&page.markup(&asked)?))
}

/// The current version of a process, or what a new one begins with.
fn found(asked: &Asked, id: &str) -> Result<(Process, Vec<String>), Problem> {
    if id == NEW {
        let process = Process {
            id: String::new(),
            name: String::new(),
            ..standard().clone()
        };
        return Ok((process, Vec::new()));
    }
    let all = asked.app.office().all_processes()?;
    let known = all.into_iter().find(|(used, _)| used.id == id);
    let (used, process) = known.ok_or_else(Problem::not_found)?;
    Ok(((*process).clone(), used.procedures))
}

struct Page<'a> {
    id: &'a str,
    entries: &'a Entries,
    rows: usize,
    process: &'a Process,
    faults: &'a [String],
    sound: bool,
}

impl Page<'_> {
    fn markup(&self, asked: &Asked) -> Result<maud::Markup, Problem> {
        let units = asked.app.office().unit_names()?;
        let view = ProcessPage {
            id: (self.id != NEW).then_some(self.id),
            entries: self.entries,
            rows: self.rows,
            process: self.process,
            faults: self.faults,
            sound: self.sound,
            units: &units,
        };
        Ok(process_page(&asked.frame(), &view))
    }
}

/// `POST /quan-tri/quy-trinh/{id}`: adds a row, checks, or publishes.
pub async fn change(asked: Asked, Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let (before, _) = found(&asked, &id)?;
    let office = asked.app.office();
    let Read {
        process,
        procedures,
        entries,
        rows,
    } = process_form::read(&sent, (id != NEW).then_some(before.id.as_str()));
    for code in &procedures {
        if office.procedure(code)?.is_none() {
            let mut entries = entries;
            entries.refuse(
                "procedures",
                format!("Áp dụng cho: không có thủ tục mang mã {code}."),
            );
            return came_back(&asked, &id, &entries, rows, &process, &[]);
        }
    }
    let deed = sent.value("_do");
    if deed == "add" {
        let page = Page {
            id: &id,
            entries: &entries,
            rows: rows + 1,
            process: &process,
            faults: &[],
            sound: false,
        };
        return Ok(asked.show(&page.markup(&asked)?));
    }
    if entries.is_faulty() {
        return came_back(&asked, &id, &entries, rows, &process, &[]);
    }
    if id == NEW && office.process_exists(&process.id)? {
        let mut entries = entries;
        entries.refuse("id", "Mã quy trình: đã có quy trình mang mã này.");
        return came_back(&asked, &id, &entries, rows, &process, &[]);
    }
    if deed == "check" {
        let faults = said(&office.check_process(&process, &procedures)?, &process);
        if !faults.is_empty() {
            return came_back(&asked, &id, &entries, rows, &process, &faults);
        }
        let page = Page {
            id: &id,
            entries: &entries,
            rows,
            process: &process,
            faults: &[],
            sound: true,
        };
        return Ok(asked.show(&page.markup(&asked)?));
    }
    let now = asked.app.now();
    match office
        .publish_process(process.clone(), procedures, viewer, now)
        .await
    {
        Ok(published) => {
            let said = format!(
                "Đã ban hành «{}», phiên bản {}. Hồ sơ đang giải quyết giữ phiên bản cũ.",
                published.name, published.version
            );
            Ok(go(PROCESSES, Some((Tone::Good, &said))))
        }
        Err(WriteError::Declined(Decline::BadProcess(faults))) => {
            let faults = said(&faults, &process);
            came_back(&asked, &id, &entries, rows, &process, &faults)
        }
        Err(other) => Err(other.into()),
    }
}

fn said(faults: &[ProcessFault], process: &Process) -> Vec<String> {
    faults
        .iter()
        .map(|fault| words::fault(fault, process))
        .collect()
}

fn came_back(
    asked: &Asked,
    id: &str,
    entries: &Entries,
    rows: usize,
    process: &Process,
    faults: &[String],
) -> Result<Response, Problem> {
    let page = Page {
        id,
        entries,
        rows,
        process,
        faults,
        sound: false,
    };
    let markup = page.markup(asked)?;
    Ok(asked.show_as(StatusCode::UNPROCESSABLE_ENTITY, &markup))
}
