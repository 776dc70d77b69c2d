//! `POST /thu-tuc/{code}/nop`: saves what was typed, then goes to the page that was asked for.

use std::collections::HashMap;

use axum::extract::{Path, Query, Request};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::{Extra, Work, check, known, open_for_filing, resume, send};
use crate::domain::form::Kind;
use crate::domain::prefill::Prefill;
use crate::office::drafts::typed_in;
use crate::store::papers::Draft;
use crate::ui::language::say;
use crate::ui::parts::{CARD, CARD_PHOTO};
use crate::ui::portal::apply::Stage;
use crate::ui::{Entries, Tone};
use crate::web::portal::mine::{Owner, read};
use crate::web::{
    card,
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// Takes a page.
pub async fn go_on(
    asked: Asked,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Result<Response, Problem> {
    open_for_filing(&asked)?;
    // Files need an owner before the fields are read, hence the draft is made first.
    let (draft, new) = known::draft(&asked, &code, &query).await?;
    let (sent, files) = read(&asked, Owner::Named(&draft.mark()), request).await?;
    // Whoever has the draft's id may go on, also after signing in anew.
    if new {
        asked.check_token(&sent)?;
    }
    let (sent, card) = with_card(sent);
    let mut work = Work::open(&asked, &code, draft)?;
    let stage = Stage::named(sent.value("_stage"), Some(&work.form));
    let filled = card.as_ref().map(|card| card.filled.clone());
    let draft = keep(
        &asked,
        &work,
        stage,
        &sent,
        &files,
        filled.unwrap_or_default(),
    )
    .await?;
    work = Work::open(&asked, &code, draft)?;
    let mut answer = match card {
        Some(card) if work.draft.filed_as.is_none() => filled_in(&asked, &mut work, stage, &card)?,
        _ => answer(&asked, &mut work, stage, &sent).await?,
    };
    resume::remember(&asked, &mut answer, &work.draft);
    Ok(answer)
}

/// The draft of this procedure with this id.
pub(super) fn existing(asked: &Asked, code: &str, id: &str) -> Result<Draft, Problem> {
    asked
        .app
        .office()
        .draft(id)?
        .filter(|draft| draft.procedure == code)
        .ok_or_else(Problem::not_found)
}

/// What a card said on the way into the form.
struct Card {
    /// What is wrong with it, by field.
    faults: Vec<(String, String)>,
    /// What is odd about it.
    warnings: Vec<String>,
    /// What it filled in.
    filled: Prefill,
}

/// The form with what its card says, if that is what was asked for.
fn with_card(sent: Sent) -> (Sent, Option<Card>) {
    if sent.value("_do") != "card" {
        return (sent, None);
    }
    let before = Entries::sent(sent.0);
    let mut entries = before.clone();
    let card = Card {
        warnings: card::fill_in(&mut entries),
        faults: entries.faults().to_vec(),
        filled: known::from_card(&before, &entries),
    };
    (Sent(entries.values().to_vec()), Some(card))
}

/// The same page again, with what the card said or why it could not be read.
fn filled_in(
    asked: &Asked,
    work: &mut Work,
    stage: Stage,
    card: &Card,
) -> Result<Response, Problem> {
    for (name, words) in &card.faults {
        work.entries.refuse(name.as_str(), words.as_str());
    }
    if work.entries.is_faulty() {
        let page = work.page(asked, stage, &Extra::default(), &[])?;
        return Ok(asked.show_faulty(&page));
    }
    let (tone, words) = match card.warnings.first() {
        Some(_) => (Tone::Warn, card.warnings.join(" ")),
        None => (
            Tone::Good,
            say!("Đã điền từ thẻ. Hãy kiểm tra lại.").to_owned(),
        ),
    };
    Ok(go(&address(work, stage, ""), Some((tone, &words))))
}

async fn answer(
    asked: &Asked,
    work: &mut Work,
    stage: Stage,
    sent: &Sent,
) -> Result<Response, Problem> {
    if work.draft.filed_as.is_some() {
        return Ok(send::to_receipt(&work.draft));
    }
    let more = sent.value("_more");
    if !more.is_empty() {
        let them: String = form_urlencoded::byte_serialize(more.as_bytes()).collect();
        let id = format!("f-form-{}", more.replace(['.', '_'], "-"));
        return Ok(to(work, stage, &format!("&them={them}#{id}")));
    }
    let back = stage.back(Some(&work.form), &work.judged);
    match sent.value("_do") {
        "back" => return Ok(to(work, back, "")),
        "earlier" => return from_earlier(asked, work, stage).await,
        "elsewhere" => return resume::to_elsewhere(asked, &work.draft).await,
        "send" => return send::send(asked, work).await,
        _ => {}
    }
    let told = sent.0.iter().any(|(name, _)| name == "_seen");
    let seen: Vec<&str> = sent.value("_seen").split(' ').collect();
    let new_here = told
        && work
            .judged
            .asked
            .iter()
            .any(|id| stage.has(&work.form, id) && !seen.contains(&id.as_str()));
    check::check(work, stage);
    let only_new = work.entries.faults().iter().all(|(name, _)| {
        let id = name.strip_prefix("form.").unwrap_or(name);
        !seen.contains(&id)
    });
    if new_here && only_new && matches!(stage, Stage::Section(_) | Stage::Sheet) {
        return Ok(to(work, stage, "&hien=1"));
    }
    if work.entries.is_faulty() {
        let page = work.page(asked, stage, &Extra::default(), &[])?;
        return Ok(asked.show_faulty(&page));
    }
    let next = stage.next(Some(&work.form), &work.judged);
    Ok(to(work, next, ""))
}

/// The same page with the answers of an earlier dossier.
async fn from_earlier(asked: &Asked, work: &Work, stage: Stage) -> Result<Response, Problem> {
    if let Some(earlier) = work.earlier(asked, stage)? {
        let values = earlier.typed.into_iter();
        let values = values.map(|(id, value)| (format!("form.{id}"), value));
        let filled = known::told(values, &earlier.from);
        let (office, now) = (asked.app.office(), asked.app.now());
        office
            .save_draft(&work.draft.id, typed_in(&filled), filled, now)
            .await?;
    }
    Ok(to(work, stage, ""))
}

/// On to a page of the draft (303), so that going back and loading again are harmless.
fn to(work: &Work, stage: Stage, more: &str) -> Response {
    go(&address(work, stage, more), None)
}

fn address(work: &Work, stage: Stage, more: &str) -> String {
    let draft = &work.draft;
    let key = stage.key(Some(&work.form));
    format!(
        "/thu-tuc/{}/nop?nhap={}&buoc={key}{more}",
        draft.procedure, draft.id
    )
}

/// Whether a name that was sent is one that a draft keeps.
pub(super) fn is_kept(name: &str) -> bool {
    !name.starts_with('_')
        && !matches!(name, "draft" | CARD | CARD_PHOTO)
        && !matches!(name.rsplit('.').next(), Some("drop" | "upload"))
        && name.len() <= 200
}

/// Saves fields and files in the draft.
async fn keep(
    asked: &Asked,
    work: &Work,
    stage: Stage,
    sent: &Sent,
    files: &[(String, String)],
    filled: Prefill,
) -> Result<Draft, Problem> {
    let office = asked.app.office();
    let now = asked.app.now();
    let mut fields: Map<String, Value> = sent
        .0
        .iter()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    // A box that is not ticked is not sent.
    for field in work.form.fields() {
        let name = format!("form.{}", field.id);
        let box_here = field.kind == Kind::Declaration && stage.has(&work.form, &field.id);
        if box_here && !fields.contains_key(&name) {
            fields.insert(name, json!(""));
        }
    }
    if stage == Stage::Check && !fields.contains_key("declared") {
        fields.insert("declared".to_owned(), json!(""));
    }
    let id = &work.draft.id;
    let mut draft = office.save_draft(id, fields, filled, now).await?;
    for (name, value) in &sent.0 {
        let component = name
            .strip_prefix("components.")
            .and_then(|n| n.strip_suffix(".drop"));
        if let Some(component) = component.filter(|_| !value.is_empty()) {
            draft = office.detach_from_draft(id, component, now).await?;
        }
    }
    for (name, file) in files {
        let component = name
            .strip_prefix("components.")
            .and_then(|n| n.strip_suffix(".upload"));
        if let (Some(component), Some(file)) = (component, office.draft_file(&draft, file)?) {
            draft = office.attach_to_draft(id, component, file, now).await?;
        }
    }
    Ok(draft)
}
