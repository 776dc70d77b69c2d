//! `/thiet-lap/khoi-phuc`: the first run on a new machine, from a backup.

use std::path::Path;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::{
    App,
    form::Sent,
    page::Asked,
    problem::Problem,
    setup::{self, check_code},
};
use crate::office::backups::Offered;
use crate::ui::restore::{RestorePage, restore_page};
use crate::ui::{Entries, words};

/// Where.
const HERE: &str = "/thiet-lap/khoi-phuc";

/// Seconds until the page looks again how far it has come.
const AGAIN: HeaderValue = HeaderValue::from_static("2");

/// Routes of the restoring.
pub fn routes() -> Router<App> {
    Router::new().route(HERE, get(show).post(begin))
}

async fn show(asked: Asked) -> Result<Response, Problem> {
    if asked.app.office().facts().is_some() {
        // What was restored is open: this page has asked again by itself.
        return Ok(Redirect::to("/dang-nhap").into_response());
    }
    let mut response = asked.show(&page(&asked, &Entries::new())?);
    if restorer(&asked)?.doing().is_some() {
        response.headers_mut().insert(header::REFRESH, AGAIN);
    }
    Ok(response)
}

fn restorer(asked: &Asked) -> Result<&dyn crate::office::backups::Restorer, Problem> {
    asked.app.restorer().ok_or_else(Problem::not_found)
}

fn page(asked: &Asked, entries: &Entries) -> Result<maud::Markup, Problem> {
    let restorer = restorer(asked)?;
    let found: Vec<(String, String)> = restorer.offered().iter().filter_map(in_words).collect();
    let (doing, wrong) = (restorer.doing(), restorer.wrong());
    let view = RestorePage {
        entries,
        found: &found,
        doing: doing.as_deref(),
        wrong: wrong.as_deref(),
        asks_code: !asked.address.0.is_loopback(),
    };
    Ok(restore_page(&asked.frame(), &view))
}

/// `20260310-013000` as people say it; a path that is no text cannot be chosen in a form.
fn in_words(offered: &Offered) -> Option<(String, String)> {
    let when = &offered.when;
    let part = |from: usize, to: usize| when.get(from..to);
    let said = format!(
        "{}:{} ngày {}/{}/{}, {}",
        part(9, 11)?,
        part(11, 13)?,
        part(6, 8)?,
        part(4, 6)?,
        part(0, 4)?,
        words::file_size(offered.size)
    );
    Some((offered.path.to_str()?.to_owned(), said))
}

async fn begin(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    setup::still_open(&asked)?;
    let mut entries = Entries::sent(sent.0.clone());
    check_code(&asked, &sent, &mut entries)?;
    let file = match sent.value("file").trim() {
        "" => sent.value("found"),
        typed => typed,
    };
    if file.is_empty() {
        entries.refuse("file", "Bản sao lưu: hãy chọn một bản hoặc nhập đường dẫn.");
    }
    if entries.is_faulty() {
        return Ok(asked.show_faulty(&page(&asked, &entries)?));
    }
    // A second press while it is under way changes nothing.
    restorer(&asked)?.begin(Path::new(file), sent.value("key"));
    Ok(Redirect::to(HERE).into_response())
}
