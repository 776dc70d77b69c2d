//! `/xac-thuc/{token}` and the papers that anybody may print.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;

use super::preparing::Answered;
use crate::domain::slip::PaperSize;
use crate::office::slips::{Standing, Verified};
use crate::ui::language::{Language, in_language};
use crate::ui::portal::verify::{Checked, Verdict, verify_page};
use crate::ui::words::office_hours;
use crate::web::{page::Asked, paper, problem::Problem};

/// `/xac-thuc/{token}`: open to anybody; a token cannot be guessed, it carries the office's signature.
pub async fn show(asked: Asked, Path(token): Path<String>) -> Result<Response, Problem> {
    let checked = asked.app.office().verify_token(&token)?.map(checked);
    let status = if checked.is_some() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    Ok(asked.show_as(status, &verify_page(&asked.frame(), checked.as_ref())))
}

fn checked(verified: Verified) -> Checked {
    Checked {
        verdict: match verified.standing {
            Standing::Valid => Verdict::Valid,
            Standing::Replaced(number) => Verdict::Replaced(number),
            Standing::Snapshot => Verdict::Snapshot,
            Standing::Unknown => Verdict::Unknown,
        },
        kind: verified.claim.kind,
        number: verified.number,
        about: verified.claim.about,
        at: verified.claim.at,
        applicant: verified.applicant,
        procedure: verified.procedure,
    }
}

/// `/thu-tuc/{code}/giay-to.pdf`: what to bring, on one page; with the answers of `chuan-bi` only what they leave.
pub async fn checklist(
    asked: Asked,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let office = asked.app.office();
    let procedure = office.procedure(&code)?.ok_or_else(Problem::not_found)?;
    let facts = asked.facts()?;
    // Paper is Vietnamese, whatever the page speaks.
    let hours = in_language(Language::Vietnamese, || office_hours(&facts.calendar));
    let hours: Vec<String> = hours
        .into_iter()
        .map(|(days, hours)| format!("{days}: {hours}"))
        .collect();
    let now = asked.app.now();
    let left = Answered::read(&procedure, &query.unwrap_or_default()).left(&procedure);
    let print = office.checklist(&procedure, 0, &left, &hours, PaperSize::A4, now);
    let print = print.ok_or_else(Problem::not_set_up)?;
    paper::drawn(
        &asked.app,
        print,
        &format!("{}-giay-to", procedure.code.as_str()),
    )
    .await
}

/// `/thu-tuc/{code}/don.pdf`: the blank form.
pub async fn blank_form(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    let office = asked.app.office();
    let procedure = office.procedure(&code)?.ok_or_else(Problem::not_found)?;
    let print = office.blank_form(&procedure, PaperSize::A4, asked.app.now());
    let print = print.ok_or_else(Problem::not_set_up)?;
    paper::drawn(
        &asked.app,
        print,
        &format!("{}-don", procedure.code.as_str()),
    )
    .await
}
