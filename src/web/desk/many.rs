//! `/can-bo/hang-loat`: the same deed on many dossiers at once, with a result for each.

use axum::response::Response;

use super::work_list::{home, pairs, sieve};
use super::{DESK, fields};
use crate::domain::action::Verb;
use crate::domain::officer::User;
use crate::kv::WriteError;
use crate::office::act_on_many::{FOR_MANY, MOST_AT_ONCE};
use crate::office::{Decline, Viewer};
use crate::ui::desk::parts::fault_words;
use crate::ui::desk::{ManyPage, Outcome, WorkFilter, many_page, results_page};
use crate::ui::{Entries, Tone, words};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// `POST /can-bo/hang-loat`: asks what the deed carries, or does it.
pub async fn act(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let verb = Verb::from_key(sent.value("verb")).filter(|verb| FOR_MANY.contains(verb));
    let verb = verb.ok_or_else(Problem::not_found)?;
    let filter = WorkFilter::read(&pairs(sent.value("search")), home(viewer));
    let chosen = chosen(&asked, viewer, &sent, &filter)?;
    let back = match sent.value("_back") {
        "/lanh-dao" => "/lanh-dao".to_owned(),
        _ => filter.href(None),
    };
    if chosen.is_empty() {
        let said = "Chưa chọn hồ sơ nào. Hãy đánh dấu các hồ sơ cần xử lý.";
        return Ok(go(&back, Some((Tone::Warn, said))));
    }
    let mut entries = Entries::sent(sent.0.clone());
    if sent.value("_do") != "go" {
        return ask(&asked, verb, &chosen, &filter, &back, &entries);
    }
    let carried = fields::fields_of(verb, &sent.0);
    let office = asked.app.office();
    let tried = office
        .act_on_many(viewer, chosen.clone(), verb, carried, asked.app.now())
        .await;
    match tried {
        Ok(tried) => {
            let outcomes: Vec<Outcome> = tried
                .into_iter()
                .map(|tried| Outcome {
                    code: tried.code,
                    failed: tried.outcome.err().map(|decline| said(&decline)),
                })
                .collect();
            Ok(asked.show(&results_page(&asked.frame(), verb, &outcomes, &back)))
        }
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            for fault in faults {
                let field = fields::form_field(verb, &sent.0, &fault.field);
                entries.refuse(field.as_str(), fault_words(&field, fault.fault));
            }
            ask(&asked, verb, &chosen, &filter, &back, &entries)
        }
        Err(other) => Err(other.into()),
    }
}

fn ask(
    asked: &Asked,
    verb: Verb,
    chosen: &[(String, Option<u64>)],
    filter: &WorkFilter,
    back: &str,
    entries: &Entries,
) -> Result<Response, Problem> {
    let specialists: Vec<_> = asked
        .app
        .office()
        .specialists()?
        .iter()
        .map(User::holder)
        .collect();
    let view = ManyPage {
        verb,
        chosen,
        search: &filter.search(None),
        back,
        specialists: &specialists,
        entries,
    };
    let page = many_page(&asked.frame(), &view);
    Ok(if entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    })
}

/// The dossiers that were ticked, each with the version that was seen; or the first ones of the whole list.
fn chosen(
    asked: &Asked,
    viewer: &Viewer,
    sent: &Sent,
    filter: &WorkFilter,
) -> Result<Vec<(String, Option<u64>)>, Problem> {
    if sent.value("all") == "yes" && sent.value("_do") != "go" {
        let sieve = sieve(filter, viewer);
        let office = asked.app.office();
        let page = office.work_list(viewer, &sieve, None, MOST_AT_ONCE, asked.app.now())?;
        let rows = page.items.into_iter();
        return Ok(rows.map(|row| (row.code, Some(row.version))).collect());
    }
    let ticked = sent.0.iter().filter(|(name, _)| name == "code");
    Ok(ticked
        .take(MOST_AT_ONCE)
        .map(|(_, value)| match value.split_once('|') {
            Some((code, version)) => (code.to_owned(), version.parse().ok()),
            None => (value.clone(), None),
        })
        .collect())
}

/// Why one of many was not done.
fn said(decline: &Decline) -> String {
    match decline {
        Decline::Refused(refusal) => words::refusal::refusal(refusal),
        Decline::Stale(_) => {
            "Hồ sơ vừa được người khác cập nhật nên chưa thực hiện. Hãy mở xem rồi làm lại."
                .to_owned()
        }
        Decline::NotFound => "Không tìm thấy hồ sơ.".to_owned(),
        Decline::Forbidden => "Tài khoản không có quyền thực hiện việc này.".to_owned(),
        Decline::Faults(faults) => faults
            .iter()
            .map(|fault| fault_words(&fault.field, fault.fault))
            .collect::<Vec<_>>()
            .join(" "),
        _ => "Không thực hiện được.".to_owned(),
    }
}
