//! `/can-bo`: the work list, and the views of it that officers keep.

use axum::extract::RawQuery;
use axum::response::Response;

use super::DESK;
use crate::domain::officer::Role;
use crate::domain::text::Line;
use crate::domain::tray::Tray;
use crate::office::Viewer;
use crate::office::act_on_many::FOR_MANY;
use crate::office::read_dossiers::Filter;
use crate::office::work_lists::Sieve;
use crate::ui::Tone;
use crate::ui::desk::{ME, WorkFilter, WorkList, work_list};
use crate::web::form::Sent;
use crate::web::page::go;
use crate::web::{api::paging, page::Asked, problem::Problem};

/// Dossiers on a page.
const PAGE: usize = 100;

/// `/can-bo`
pub async fn list(asked: Asked, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let now = asked.app.now();
    let pairs = pairs(query.as_deref().unwrap_or_default());
    let filter = WorkFilter::read(&pairs, home(viewer));
    let cursor = pairs.iter().find(|(name, _)| name == "sau");
    let after = paging::position(cursor.map(|(_, position)| position.as_str()))?;
    office.note_list(viewer, "work_list", now).await?;
    let page = if filter.query.is_empty() {
        let sieve = sieve(&filter, viewer);
        office.work_list(viewer, &sieve, after.as_deref(), PAGE, now)?
    } else {
        office.dossiers(viewer, &sought(&filter, viewer), after.as_deref(), PAGE)?
    };
    let counts = office.tray_counts(viewer, now)?;
    let views = office.views(viewer)?;
    let units = office.unit_names()?;
    let next = page.next.as_deref().map(paging::written);
    let verbs: Vec<_> = FOR_MANY
        .into_iter()
        .filter(|verb| verb.roles().iter().any(|role| viewer.has(*role)))
        .collect();
    let view = WorkList {
        filter: &filter,
        counts: &counts,
        views: &views,
        units: &units,
        verbs: &verbs,
        stands_for: viewer.stands_for(),
        items: &page.items,
        next: next.as_deref(),
        later: after.is_some(),
        receives: viewer.has(Role::Reception),
        now,
        calendar: &facts.calendar,
    };
    Ok(asked.show(&work_list(&asked.frame(), &view)))
}

/// The fields of a query string.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.trim_start_matches('?');
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

/// What opens without a filter: the counter shares its dossiers, the others hold theirs.
pub(super) fn home(viewer: &Viewer) -> Tray {
    if viewer.user().role() == Role::Reception {
        Tray::In(crate::domain::status::Status::Registered)
    } else {
        Tray::Mine
    }
}

/// The filter as the office reads it.
pub(super) fn sieve(filter: &WorkFilter, viewer: &Viewer) -> Sieve {
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    Sieve {
        tray: filter.tray,
        holder: match (filter.tray, filter.holder.as_str()) {
            // What is mine is also what I do for others.
            (Tray::Mine, ME) => None,
            (_, ME) => Some(viewer.username().to_owned()),
            _ => text(&filter.holder),
        },
        unit: text(&filter.unit),
        field: text(&filter.field),
        procedure: text(&filter.procedure),
        channel: filter.channel,
        due_until: filter.due_before,
    }
}

/// A search, narrowed by status and holder.
fn sought(filter: &WorkFilter, viewer: &Viewer) -> Filter {
    let mine = filter.holder == ME;
    Filter {
        status: match filter.tray {
            Tray::In(status) => Some(status),
            _ => None,
        },
        holder: mine.then(|| viewer.username().to_owned()),
        due_before: None,
        query: Some(filter.query.clone()),
    }
}

/// `POST /can-bo/bo-loc`: keeps or forgets a view.
pub async fn keep(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let filter = WorkFilter::read(&pairs(sent.value("search")), home(viewer));
    let back = filter.href(None);
    let Ok(name) = Line::new(sent.value("name")) else {
        let said = "Chưa lưu: hãy đặt tên cho bộ lọc.";
        return Ok(go(&back, Some((Tone::Warn, said))));
    };
    let office = asked.app.office();
    let said = if sent.value("_do") == "forget" {
        office.forget_view(viewer, name).await?;
        "Đã bỏ bộ lọc."
    } else {
        office.keep_view(viewer, name, &filter.search(None)).await?;
        "Đã lưu bộ lọc."
    };
    Ok(go(&back, Some((Tone::Good, said))))
}
