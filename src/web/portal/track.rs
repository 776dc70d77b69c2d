//! Following a dossier without an account.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::event::Happening;
use crate::domain::person::masked_name;
use crate::office::track_dossier::Proof;
use crate::ui::Entries;
use crate::ui::portal::track::{Tracked, track_form, tracked};
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
    answer(&asked, &code, sent).await
}

/// `POST /tra-cuu/{dossier}`
pub async fn show_for(
    asked: Asked,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    answer(&asked, &code, sent).await
}

async fn answer(asked: &Asked, code: &str, sent: Sent) -> Result<Response, Problem> {
    let proof = sent.value("proof").trim().to_owned();
    let mut entries = Entries::sent(sent.0);
    entries.set("code", code);
    if code.is_empty() {
        entries.refuse("code", "Hãy nhập mã hồ sơ in trên giấy tiếp nhận.");
    }
    if proof.is_empty() {
        entries.refuse(
            "proof",
            "Hãy nhập mã tra cứu, hoặc 4 số cuối điện thoại hay căn cước.",
        );
    }
    if entries.is_faulty() {
        return Ok(asked.show_faulty(&track_form(&asked.frame(), &entries)));
    }
    let now = asked.app.now();
    let throttle = asked.app.throttle();
    let what = format!("track:{code}");
    if let Some(seconds) = throttle.wait(&what, asked.address.0, now) {
        return Err(Problem::too_many(seconds));
    }
    let proof = if proof.chars().count() == 4 {
        Proof::Last4(proof)
    } else {
        Proof::Secret(proof)
    };
    let office = asked.app.office();
    let Some(dossier) = office.track_dossier(code, &proof)? else {
        throttle.failed(&what, asked.address.0, now);
        office.note_wrong_secret(code, now).await?;
        entries.refuse(
            "proof",
            "Không có hồ sơ nào khớp cả hai thông tin. Hãy xem lại mã trên giấy tiếp nhận.",
        );
        return Ok(asked.show_as(StatusCode::NOT_FOUND, &track_form(&asked.frame(), &entries)));
    };
    throttle.succeeded(&what, asked.address.0);
    let facts = asked.facts()?;
    let view = Tracked {
        code: dossier.code.to_string(),
        procedure: dossier.procedure.name.clone(),
        applicant: masked_name(dossier.applicant.name.as_str()),
        now: view::whereabouts(&dossier, &facts.calendar, now),
        history: office
            .history(&dossier, false, 0, 1000)?
            .iter()
            .rev()
            .filter(|(_, event)| !matches!(event.happening, Happening::Messaged { .. }))
            .map(|(_, event)| view::moved(event, None))
            .collect(),
    };
    Ok(asked.show(&tracked(&asked.frame(), &view)))
}
