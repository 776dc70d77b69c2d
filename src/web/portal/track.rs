//! Following a dossier without an account.

use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::Response;

use super::mine::{self, Done, Owner};
use crate::domain::dossier::Dossier;
use crate::domain::event::Happening;
use crate::domain::person::masked_name;
use crate::office::{Viewer, track_dossier::Proof};
use crate::ui::Entries;
use crate::ui::language::say;
use crate::ui::portal::track::{Own, Tracked, track_form, tracked};
use crate::web::{form::Sent, page::Asked, problem::Problem, view};

/// `/tra-cuu`
pub async fn form(asked: Asked) -> Response {
    asked.show(&track_form(&asked.frame(), &Entries::new()))
}

/// `/tra-cuu/{dossier}`: the code is known, the proof is asked for.
pub async fn form_for(asked: Asked, Path(code): Path<String>) -> Response {
    asked.show(&track_form(
        &asked.frame(),
        &Entries::new().with("code", code),
    ))
}

/// `POST /tra-cuu`: the proof travels in the body, so that it is in no history and no log.
pub async fn show(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let code = sent.value("code").trim().to_uppercase();
    answer(&asked, &code, sent, &Vec::new()).await
}

/// `POST /tra-cuu/{dossier}`: shows it, and with the secret does what needs no account; the verb is in `_do`.
pub async fn show_for(
    asked: Asked,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let code = code.trim().to_uppercase();
    let (sent, files) = mine::read(&asked, Owner::Bearer(&code), request).await?;
    answer(&asked, &code, sent, &files).await
}

/// Whose the files are that come with the proof in `sent`; without a right secret nothing is stored.
pub(super) async fn whose(asked: &Asked, code: &str, sent: &Sent) -> Result<String, Problem> {
    let proof = proof(sent.value("proof"));
    let dossier = found(asked, code, &proof).await?;
    let dossier = dossier.filter(|_| is_secret(&proof));
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let viewer = Viewer::bearer(&dossier, asked.address.0);
    Ok(viewer.username().to_owned())
}

fn proof(text: &str) -> Proof {
    let text = text.trim().to_owned();
    if text.chars().count() == 4 {
        Proof::Last4(text)
    } else {
        Proof::Secret(text)
    }
}

/// Four digits that many people know show where a dossier is, and no more.
const fn is_secret(proof: &Proof) -> bool {
    matches!(proof, Proof::Secret(_))
}

/// The dossier that the proof fits; a wrong one is counted and written down.
async fn found(asked: &Asked, code: &str, proof: &Proof) -> Result<Option<Dossier>, Problem> {
    let (office, now) = (asked.app.office(), asked.app.now());
    let throttle = asked.app.throttle();
    let what = format!("track:{code}");
    if let Some(seconds) = throttle.wait(&what, asked.address.0, now) {
        return Err(Problem::too_many(seconds));
    }
    let dossier = office.track_dossier(code, proof)?;
    if dossier.is_some() {
        throttle.succeeded(&what, asked.address.0);
    } else {
        throttle.failed(&what, asked.address.0, now);
        office.note_wrong_secret(code, now).await?;
    }
    Ok(dossier)
}

async fn answer(
    asked: &Asked,
    code: &str,
    sent: Sent,
    files: &mine::Files,
) -> Result<Response, Problem> {
    let given = sent.value("proof").trim().to_owned();
    let mut entries = Entries::sent(sent.0.clone());
    entries.set("code", code);
    if code.is_empty() {
        entries.refuse("code", say!("Hãy nhập mã hồ sơ in trên giấy tiếp nhận."));
    }
    if given.is_empty() {
        entries.refuse(
            "proof",
            say!("Hãy nhập mã tra cứu, hoặc 4 số cuối điện thoại hay căn cước."),
        );
    }
    if entries.is_faulty() {
        return Ok(asked.show_faulty(&track_form(&asked.frame(), &entries)));
    }
    let proof = proof(&given);
    let Some(dossier) = found(asked, code, &proof).await? else {
        entries.refuse(
            "proof",
            say!("Không có hồ sơ nào khớp cả hai thông tin. Hãy xem lại mã trên giấy tiếp nhận."),
        );
        return Ok(asked.show_as(StatusCode::NOT_FOUND, &track_form(&asked.frame(), &entries)));
    };
    if is_secret(&proof) {
        bearer(asked, dossier, &given, sent, files).await
    } else {
        let entries = Entries::new();
        Ok(asked.show(&tracked(
            &asked.frame(),
            &view(asked, &dossier)?,
            None,
            &entries,
        )))
    }
}

/// The page of whoever holds the secret: what is asked of them, messages, and what they may do.
async fn bearer(
    asked: &Asked,
    dossier: Dossier,
    secret: &str,
    sent: Sent,
    files: &mine::Files,
) -> Result<Response, Problem> {
    let viewer = Viewer::bearer(&dossier, asked.address.0);
    let mut entries = Entries::new();
    let mut done = None;
    if !sent.value("_do").is_empty() {
        match mine::done(asked, &viewer, dossier.code.as_str(), sent, files).await? {
            Done::Well(words) => done = Some(words),
            Done::Not(faulty) => entries = faulty,
        }
    }
    let (office, now) = (asked.app.office(), asked.app.now());
    let dossier = office
        .open_dossier(&viewer, dossier.code.as_str(), now)
        .await?
        .ok_or_else(Problem::not_found)?;
    let mut own = mine::view(asked, &viewer, &dossier, &entries)?;
    own.proof = Some(secret);
    let page = tracked(
        &asked.frame(),
        &view(asked, &dossier)?,
        Some(&Own { own, done }),
        &entries,
    );
    Ok(if entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    })
}

fn view(asked: &Asked, dossier: &Dossier) -> Result<Tracked, Problem> {
    let facts = asked.facts()?;
    Ok(Tracked {
        code: dossier.code.to_string(),
        procedure: dossier.procedure.name.clone(),
        applicant: masked_name(dossier.applicant.name.as_str()),
        now: view::whereabouts(dossier, &facts.calendar, asked.app.now()),
        history: asked
            .app
            .office()
            .history(dossier, false, 0, 1000)?
            .iter()
            .rev()
            .filter(|(_, event)| !matches!(event.happening, Happening::Messaged { .. }))
            .map(|(_, event)| view::moved(event, None))
            .collect(),
    })
}
