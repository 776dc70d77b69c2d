//! The citizen's own dossiers.

use std::collections::HashMap;

use axum::extract::{Path, Query, Request};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::track;
use crate::domain::action::Verb;
use crate::domain::dossier::Dossier;
use crate::domain::event::{Actor, Happening};
use crate::domain::moves::available;
use crate::domain::slip::{PaperSize, SlipKind};
use crate::kv::WriteError;
use crate::office::read_dossiers::Filter;
use crate::office::{Decline, Viewer};
use crate::store::dossiers::Summary;
use crate::ui::language::say;
use crate::ui::parts::CARD_PHOTO;
use crate::ui::portal::mine::{Mine, mine as mine_page};
use crate::ui::portal::my_dossier::{Letter, MyDossier, my_dossier};
use crate::ui::{Entries, Tone, words};
use crate::web::{
    api::paging,
    card::photographed,
    form::{Part, Parts, Sent},
    page::{Asked, go},
    paper::{self, Named},
    problem::Problem,
    upload, view,
};

/// Dossiers on a page.
const PAGE: usize = 20;

/// `/ho-so`
pub async fn list(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let viewer = asked.viewer()?;
    let after = paging::position(query.get("after").map(String::as_str))?;
    let page = asked
        .app
        .office()
        .dossiers(viewer, &Filter::default(), after.as_deref(), PAGE)?;
    let now = asked.app.now();
    let rows: Vec<Mine> = page.items.iter().map(|summary| row(summary, now)).collect();
    let next = page.next.as_deref().map(paging::written);
    let drafts = match after {
        None => super::apply::unfinished_of(&asked, viewer)?,
        Some(_) => Vec::new(),
    };
    Ok(asked.show(&mine_page(
        &asked.frame(),
        &drafts,
        &rows,
        next.as_deref(),
        after.is_some(),
    )))
}

fn row(summary: &Summary, now: crate::domain::time::Moment) -> Mine {
    Mine {
        code: summary.code.clone(),
        procedure: summary.title.clone(),
        status: summary.status,
        submitted_at: summary.submitted_at,
        due_at: summary.due_at,
        overdue: summary.is_overdue(now),
    }
}

/// `/ho-so/{code}`
pub async fn show(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    let viewer = asked.viewer()?;
    let dossier = asked
        .app
        .office()
        .open_dossier(viewer, &code, asked.app.now())
        .await?
        .ok_or_else(Problem::not_found)?;
    let entries = Entries::new();
    let view = view(&asked, viewer, &dossier, &entries)?;
    Ok(asked.show(&my_dossier(&asked.frame(), &view)))
}

/// The dossier as `viewer` sees it, who is its owner or holds its secret.
pub(super) fn view<'a>(
    asked: &Asked,
    viewer: &Viewer,
    dossier: &'a Dossier,
    entries: &'a Entries,
) -> Result<MyDossier<'a>, Problem> {
    let office = asked.app.office();
    let facts = asked.facts()?;
    let files = format!("/ho-so/{}/tep", dossier.code);
    let history = office.history(dossier, false, 0, 1000)?;
    let letters = history
        .iter()
        .filter_map(|(_, event)| match &event.happening {
            Happening::Messaged { text, file } => Some(Letter {
                at: event.at,
                mine: matches!(event.actor, Actor::Citizen { .. }),
                who: words::history::actor(&event.actor).to_owned(),
                text: text.to_string(),
                file: file
                    .as_ref()
                    .map(|file| (format!("{files}/{}", file.id), file.name.clone())),
            }),
            _ => None,
        })
        .collect();
    let procedure = office.procedure_version(&dossier.procedure.code, dossier.procedure.version)?;
    let components = procedure.map_or_else(Vec::new, |procedure| procedure.components.clone());
    let slips = office
        .issued(dossier)?
        .into_iter()
        .filter(|slip| !slip.void)
        .collect();
    let may = available(
        dossier,
        &viewer.actor(),
        &*office.process(&dossier.process)?,
    );
    Ok(MyDossier {
        dossier,
        now: view::whereabouts(dossier, &facts.calendar, asked.app.now()),
        history: history
            .iter()
            .rev()
            .map(|(_, event)| view::moved(event, Some(&files)))
            .collect(),
        form: office.filled_form(dossier)?,
        letters,
        may: may
            .into_iter()
            .filter(|verb| viewer.may_try(*verb))
            .collect(),
        slips,
        components,
        entries,
        proof: None,
    })
}

/// `POST /ho-so/{code}`: the verb is in `_do`.
pub async fn act(
    asked: Asked,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let viewer = asked.viewer()?.clone();
    let dossier = asked
        .app
        .office()
        .dossier(&viewer, &code)?
        .ok_or_else(Problem::not_found)?;
    let (sent, files) = read(&asked, Owner::Named(viewer.username()), request).await?;
    asked.check_token(&sent)?;
    match done(&asked, &viewer, &code, sent, &files).await? {
        Done::Well(words) => Ok(go(&format!("/ho-so/{code}"), Some((Tone::Good, words)))),
        Done::Not(entries) => {
            let view = view(&asked, &viewer, &dossier, &entries)?;
            Ok(asked.show_faulty(&my_dossier(&asked.frame(), &view)))
        }
    }
}

/// How a form ended.
pub(super) enum Done {
    /// It is done, in one sentence.
    Well(&'static str),
    /// The form comes back with what was typed and what is wrong.
    Not(Entries),
}

/// Does what the form asks for.
pub(super) async fn done(
    asked: &Asked,
    viewer: &Viewer,
    code: &str,
    sent: Sent,
    files: &Files,
) -> Result<Done, Problem> {
    let verb = Verb::from_key(sent.value("_do")).ok_or_else(Problem::not_found)?;
    let fields = fields(verb, &sent, files);
    let (office, now) = (asked.app.office(), asked.app.now());
    match office
        .act_on_dossier(viewer, code, verb, fields, None, now)
        .await
    {
        Ok(_) => Ok(Done::Well(said(verb))),
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            let mut entries = Entries::sent(sent.0);
            for fault in faults {
                entries.refuse_fault(&fault);
            }
            Ok(Done::Not(entries))
        }
        Err(other) => Err(other.into()),
    }
}

/// What was done, in one sentence.
fn said(verb: Verb) -> &'static str {
    match verb {
        Verb::Supply => say!("Đã gửi bổ sung. Hồ sơ được giải quyết tiếp."),
        Verb::Message => say!("Đã gửi tin nhắn."),
        Verb::Rate => say!("Cảm ơn bạn đã đánh giá."),
        Verb::Withdraw => say!("Đã rút hồ sơ."),
        Verb::Correct => say!("Đã lưu thông tin mới."),
        Verb::AskWithdraw => say!("Đã gửi đề nghị rút hồ sơ."),
        _ => say!("Đã thực hiện."),
    }
}

/// Files by field name.
pub(super) type Files = Vec<(String, String)>;

/// Whose the files of a form are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner<'a> {
    /// An account's or a draft's.
    Named(&'a str),
    /// Whoever proves, with the fields before the first file, to hold the secret of the dossier with this code.
    Bearer(&'a str),
}

/// Fields and stored files of a form. Whose the files are is asked when the first comes, with the fields before it, so that
/// nothing is stored for somebody who may not send any.
pub(super) async fn read(
    asked: &Asked,
    owner: Owner<'_>,
    request: Request,
) -> Result<(Sent, Files), Problem> {
    let mut parts = Parts::open(request, &asked.app).await?;
    let (mut sent, mut files) = (Sent(Vec::new()), Vec::new());
    let mut whose = None;
    while let Some(part) = parts.next().await? {
        match part {
            Part::Text(name, value) => sent.0.push((name, value)),
            Part::File(name, field) if name == CARD_PHOTO && matches!(owner, Owner::Named(_)) => {
                sent.0.push(photographed(&asked.app, *field).await?);
            }
            Part::File(name, field) => {
                let owner = match &whose {
                    Some(owner) => owner,
                    None => whose.insert(match owner {
                        Owner::Named(name) => name.to_owned(),
                        Owner::Bearer(code) => track::whose(asked, code, &sent).await?,
                    }),
                };
                let file = upload::store(&asked.app, owner, *field).await?;
                files.push((name, file.id));
            }
            Part::Blank => {}
        }
    }
    Ok((sent, files))
}

/// What the verb carries, from the fields of its form.
fn fields(verb: Verb, sent: &Sent, files: &Files) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut text = |name: &str| {
        let value = sent.value(name).trim();
        if !value.is_empty() {
            fields.insert(name.to_owned(), json!(value));
        }
    };
    match verb {
        Verb::Withdraw | Verb::AskWithdraw => text("reason"),
        Verb::Message => {
            text("text");
            if let Some((_, id)) = files.iter().find(|(name, _)| name == "file") {
                fields.insert("file".to_owned(), json!(id));
            }
        }
        Verb::Rate => {
            text("comment");
            if let Ok(score) = sent.value("score").parse::<u8>() {
                fields.insert("score".to_owned(), json!(score));
            }
        }
        Verb::Correct => {
            let mut applicant = Map::new();
            for name in ["phone", "email", "address"] {
                let value = sent.value(&format!("changes.applicant.{name}")).trim();
                let blank = name == "email" && value.is_empty();
                let value = if blank { Value::Null } else { json!(value) };
                applicant.insert(name.to_owned(), value);
            }
            fields.insert("changes".to_owned(), json!({"applicant": applicant}));
            fields.insert(
                "reason".to_owned(),
                json!("Người nộp tự sửa thông tin liên hệ."),
            );
        }
        Verb::Supply => {
            let papers: Vec<Value> = files
                .iter()
                .filter_map(|(name, id)| {
                    let component = name.strip_prefix("components.")?.strip_suffix(".upload")?;
                    Some(json!({"id": component, "kind": "electronic", "count": 1, "file": id}))
                })
                .collect();
            fields.insert("components".to_owned(), json!(papers));
        }
        _ => {}
    }
    fields
}

/// `/ho-so/{code}/tep/{id}`
pub async fn file(
    asked: Asked,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let file = asked
        .app
        .office()
        .open_file(asked.viewer()?, &code, &id, asked.app.now())
        .await?;
    crate::web::api::send_file(&asked.app, file).await
}

/// `/ho-so/{code}/phieu/{slip}`
pub async fn slip(
    asked: Asked,
    Path((code, slip)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let viewer = asked.viewer()?;
    let dossier = asked
        .app
        .office()
        .dossier(viewer, &code)?
        .ok_or_else(Problem::not_found)?;
    let named = Named::read(&slip)
        .filter(|named| named.kind.is_issued() || named.kind == SlipKind::Form)
        .ok_or_else(Problem::not_found)?;
    paper::pdf(&asked.app, viewer, &dossier, named, PaperSize::A4).await
}
