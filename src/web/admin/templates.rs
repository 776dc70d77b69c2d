//! `/quan-tri/mau-in`: the administrator writes print templates.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::domain::officer::Role;
use crate::domain::slip::Print;
use crate::kv::KvError;
use crate::office::templates::{LONGEST, Template};
use crate::print::{self, PrintError};
use crate::ui::admin::{
    ListedTemplate, OwnTemplate, TEMPLATES, TemplateSheet, template_page, templates_page,
};
use crate::ui::{Entries, Tone};
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// `/quan-tri/mau-in`
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let own = asked.facts()?.own;
    let listed: Vec<ListedTemplate<'_>> = print::template_names()
        .filter_map(|name| {
            Some(ListedTemplate {
                name,
                paper: paper(&asked, name)?,
                own: in_use(&own, name),
            })
        })
        .collect();
    Ok(asked.show(&templates_page(&asked.frame(), &listed)))
}

/// What the paper of a template is called.
fn paper(asked: &Asked, name: &str) -> Option<&'static str> {
    // Two circulars word the apology differently.
    if name == "apology-2018" {
        return Some("Phiếu xin lỗi và hẹn lại ngày trả kết quả (TT 01/2018)");
    }
    let kind = asked.app.office().template_kind(name)?;
    Some(kind.official_name())
}

fn in_use<'a>(own: &'a BTreeMap<String, Template>, name: &str) -> Option<OwnTemplate<'a>> {
    own.get(name).map(|template| OwnTemplate {
        version: template.version,
        at: template.saved_at,
        by: &template.saved_by,
    })
}

/// `/quan-tri/mau-in/{name}`
pub async fn show(asked: Asked, Path(name): Path<String>) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let shipped = print::shipped_template(&name).ok_or_else(Problem::not_found)?;
    let own = asked.facts()?.own;
    let newest = asked.app.office().newest_template(&name)?;
    let source = own
        .get(&name)
        .or(newest.as_ref())
        .map_or(shipped, |template| template.source.as_str());
    page(&asked, &name, &Entries::new().with("source", source))
}

/// `/quan-tri/mau-in/{name}/goc`: the shipped source, to read or to begin from.
pub async fn shipped(asked: Asked, Path(name): Path<String>) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let source = print::shipped_template(&name).ok_or_else(Problem::not_found)?;
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((headers, source).into_response())
}

/// `POST /quan-tri/mau-in/{name}`
pub async fn change(
    asked: Asked,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?.clone();
    asked.check_token(&sent)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let here = format!("{TEMPLATES}/{name}");
    if sent.value("_do") == "shipped" {
        office.drop_template(&viewer, &name, now).await?;
        let words = "Đã quay về mẫu đi kèm. Giấy đã cấp giữ nguyên mẫu lúc cấp.";
        return Ok(go(&here, Some((Tone::Good, words))));
    }
    let source = sent.value("source").replace("\r\n", "\n");
    let mut entries = Entries::new().with("source", source.clone());
    if source.trim().is_empty() {
        entries.refuse("source", "Mẫu: hãy soạn mẫu, hoặc quay về mẫu đi kèm.");
        return page(&asked, &name, &entries);
    }
    if source.len() > LONGEST {
        entries.refuse("source", "Mẫu: tối đa 60.000 byte; hãy rút gọn.");
        return page(&asked, &name, &entries);
    }
    let trials = office.trials(&viewer, &name, &source, now)?;
    let tried = try_out(&asked, trials.prints).await?;
    let pdf = match tried {
        Ok(pdf) => pdf,
        Err(words) => {
            entries.refuse("source", words);
            return page(&asked, &name, &entries);
        }
    };
    if sent.value("_do") == "preview" {
        if trials.shows_real {
            let which = format!("template {name}");
            office.note_list(&viewer, &which, now).await?;
        }
        let headers = [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("inline; filename=\"{name}-xem-thu.pdf\""),
            ),
        ];
        return Ok((headers, pdf).into_response());
    }
    let version = office.save_template(&viewer, &name, &source, now).await?;
    let words = format!("Đã lưu mẫu riêng, phiên bản {version}. Giấy cấp từ nay dùng mẫu này.");
    Ok(go(&here, Some((Tone::Good, &words))))
}

/// Draws every trial; the first of them, or what is wrong in words.
async fn try_out(asked: &Asked, trials: Vec<Print>) -> Result<Result<Vec<u8>, String>, Problem> {
    let printer = asked.app.printer().clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let mut first = None;
        for trial in &trials {
            let pdf = printer.try_out(trial)?;
            first.get_or_insert(pdf);
        }
        Ok(first.unwrap_or_default())
    })
    .await
    .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?;
    Ok(drawn.map_err(|error: PrintError| match error {
        PrintError::Template(said) => format!(
            "Mẫu: chưa in được. Bộ dàn trang báo: {}. Hãy sửa rồi xem thử lại.",
            said.replace("own-0.typ:", "dòng ")
        ),
        other => format!("Mẫu: chưa in được ({other}). Hãy sửa rồi xem thử lại."),
    }))
}

fn page(asked: &Asked, name: &str, entries: &Entries) -> Result<Response, Problem> {
    let office = asked.app.office();
    let paper = paper(asked, name).ok_or_else(Problem::not_found)?;
    let own = asked.facts()?.own;
    let facts = office.template_facts(name).ok_or_else(Problem::not_found)?;
    let facts = serde_json::to_string_pretty(&facts)
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?;
    let sheet = TemplateSheet {
        name,
        paper,
        own: in_use(&own, name),
        entries,
        facts: &facts,
    };
    let page = template_page(&asked.frame(), &sheet);
    Ok(if entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    })
}
