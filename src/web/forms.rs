//! `/quan-tri/bieu-mau`: the administrator writes electronic forms.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::Response;

use super::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};
use crate::domain::form::{Change, Flaw, Form};
use crate::domain::officer::Role;
use crate::office::forms::{self, NotPublished};
use crate::ui::admin::{Editor, editor, forms_page};
use crate::ui::{Entries, Tone};

/// `/quan-tri/bieu-mau`
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let forms: Vec<(String, u32, String)> = asked
        .app
        .office()
        .forms()?
        .into_iter()
        .map(|one| {
            let form = &one.form;
            (form.procedure.clone(), form.version, form.title.clone())
        })
        .collect();
    Ok(asked.show(&forms_page(&asked.frame(), &forms, &Entries::new())))
}

/// `/quan-tri/bieu-mau/moi?ma=`
pub async fn new(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let code = query.get("ma").map_or("", |code| code.trim());
    if asked.app.office().procedure(code)?.is_none() {
        return Err(Problem::not_found());
    }
    Ok(go(&format!("/quan-tri/bieu-mau/{code}"), None))
}

/// `/quan-tri/bieu-mau/{code}`
pub async fn show(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let definition = asked.app.office().form(&code)?;
    let form = (*definition.form).clone();
    let text = definition.text.to_string();
    // Whoever begins with the plain form writes one for this procedure.
    let text = text.replacen(
        r#""procedure": """#,
        &format!(r#""procedure": "{code}""#),
        1,
    );
    let read = Read {
        form: Some(form),
        ..Read::default()
    };
    page(&asked, &code, &text, &read)
}

/// What was found in a text.
#[derive(Default)]
struct Read {
    form: Option<Form>,
    flaws: Vec<Flaw>,
    changes: Vec<Change>,
    checked: bool,
}

/// `POST /quan-tri/bieu-mau/{code}`
pub async fn change(
    asked: Asked,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?.clone();
    asked.check_token(&sent)?;
    let (office, text) = (asked.app.office(), sent.value("text").replace("\r\n", "\n"));
    if sent.value("_do") == "publish" {
        let now = asked.app.now();
        return match office.publish_form(&viewer, &code, &text, now).await {
            Ok(version) => Ok(go(
                &format!("/quan-tri/bieu-mau/{code}"),
                Some((Tone::Good, &format!("Đã công bố phiên bản {version}."))),
            )),
            Err(NotPublished::Declined(declined)) => Err(declined.into()),
            Err(NotPublished::Flaws(flaws)) => {
                let read = Read {
                    flaws,
                    ..Read::default()
                };
                page(&asked, &code, &text, &read)
            }
        };
    }
    let read = match forms::read(&text) {
        Ok(form) => Read {
            changes: office.form_changes(&code, &form)?,
            form: Some(form),
            flaws: Vec::new(),
            checked: true,
        },
        Err(flaws) => Read {
            flaws,
            ..Read::default()
        },
    };
    page(&asked, &code, &text, &read)
}

fn page(asked: &Asked, code: &str, text: &str, read: &Read) -> Result<Response, Problem> {
    let office = asked.app.office();
    let procedure = office.procedure(code)?.ok_or_else(Problem::not_found)?;
    let view = Editor {
        code,
        procedure: &procedure.name,
        version: office.form(code)?.form.version,
        text,
        form: read.form.as_ref(),
        flaws: &read.flaws,
        changes: &read.changes,
        checked: read.checked,
    };
    let page = editor(&asked.frame(), &view);
    Ok(if read.flaws.is_empty() {
        asked.show(&page)
    } else {
        asked.show_faulty(&page)
    })
}
