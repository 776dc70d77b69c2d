//! `/can-bo/tim`: finding a dossier by what is remembered of it.

use axum::extract::RawQuery;
use axum::response::Response;

use super::DESK;
use super::work_list::pairs;
use crate::office::find_dossiers::Sought;
use crate::ui::desk::{FindFilter, FindPage, Fit, FoundRow, find_page};
use crate::web::page::go;
use crate::web::{api::paging, page::Asked, problem::Problem};

/// Dossiers on a page.
const PAGE: usize = 50;

/// `/can-bo/tim`; a whole code leads straight to its dossier, as a scanner reads it off a receipt.
pub async fn show(asked: Asked, RawQuery(search): RawQuery) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let facts = asked.facts()?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let pairs = pairs(search.as_deref().unwrap_or_default());
    let filter = FindFilter::read(&pairs);
    let cursor = pairs.iter().find(|(name, _)| name == "sau");
    let after = paging::position(cursor.map(|(_, position)| position.as_str()))?;
    if let Some(dossier) = office.dossier(viewer, &filter.text.to_uppercase())? {
        return Ok(go(&format!("/can-bo/ho-so/{}", dossier.code), None));
    }
    let sought = Sought {
        text: filter.text.clone(),
        status: filter.status,
        since: filter.since,
        until: filter.until,
    };
    if !sought.is_empty() {
        office.note_search(viewer, &filter.text, now).await?;
    }
    let found = office.find_dossiers(viewer, &sought, after.as_deref(), PAGE)?;
    let next = found.next.as_deref().map(paging::written);
    let items = found.items.iter().map(|item| FoundRow {
        summary: &item.summary,
        applicant: &item.applicant,
        title: &item.title,
        passages: &item.passages,
    });
    let page = FindPage {
        filter: &filter,
        asked: !sought.is_empty(),
        items: items.collect(),
        next: next.as_deref(),
        later: after.is_some(),
        fit: match (found.partly, found.nearly) {
            (true, _) => Fit::Partly,
            (false, true) => Fit::Nearly,
            (false, false) => Fit::Whole,
        },
        now,
        calendar: &facts.calendar,
    };
    Ok(asked.show(&find_page(&asked.frame(), &page)))
}
