//! `/can-bo`: the work list.

use axum::extract::RawQuery;
use axum::response::Response;
use jiff::civil::Time;

use super::DESK;
use crate::domain::officer::Role;
use crate::domain::time::Moment;
use crate::domain::workflow::StepKind;
use crate::kv::KvError;
use crate::office::{Office, Viewer, read_dossiers::Filter};
use crate::ui::desk::{Tray, WorkFilter, WorkList, work_list};
use crate::web::{api::paging, page::Asked, problem::Problem};

/// Dossiers on a page.
const PAGE: usize = 50;

/// A tray is counted up to here, so that a count costs the same in an old office as in a new one.
const COUNTED: usize = 100;

/// `/can-bo`
pub async fn list(asked: Asked, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let filter = WorkFilter::read(&pairs, home(viewer));
    let cursor = pairs.iter().find(|(name, _)| name == "sau");
    let after = paging::position(cursor.map(|(_, position)| position.as_str()))?;
    let page = office.dossiers(viewer, &sought(&filter, viewer), after.as_deref(), PAGE)?;
    office
        .note_list(viewer, "work_list", asked.app.now())
        .await?;
    let counts = counts(office, viewer)?;
    let next = page.next.as_deref().map(paging::written);
    let view = WorkList {
        filter: &filter,
        counts: &counts,
        items: &page.items,
        next: next.as_deref(),
        later: after.is_some(),
        receives: viewer.has(Role::Reception),
        now: asked.app.now(),
        calendar: &facts.calendar,
    };
    Ok(asked.show(&work_list(&asked.frame(), &view)))
}

/// What opens without a filter: the counter shares its dossiers, the others hold theirs.
fn home(viewer: &Viewer) -> Tray {
    if viewer.user().role() == Role::Reception {
        Tray::In(crate::domain::status::Status::Registered)
    } else {
        Tray::Mine
    }
}

/// The filter as the office reads it.
fn sought(filter: &WorkFilter, viewer: &Viewer) -> Filter {
    let mine = filter.mine || filter.tray == Tray::Mine;
    let status = match filter.tray {
        Tray::In(status) => Some(status),
        Tray::Approval => Some(crate::domain::status::Status::Processing),
        Tray::Mine | Tray::Withdrawal | Tray::All => None,
    };
    Filter {
        status,
        step: (filter.tray == Tray::Approval).then_some(StepKind::Approval),
        holder: mine.then(|| viewer.username().to_owned()),
        due_before: filter
            .due_before
            .map(|day| Moment::on(day, Time::MAX).plus_seconds(1)),
        query: Some(filter.query.clone()).filter(|query| !query.is_empty()),
        withdrawal_asked: filter.tray == Tray::Withdrawal,
    }
}

/// What stands beside each tray.
fn counts(office: &Office, viewer: &Viewer) -> Result<Vec<(Tray, String)>, KvError> {
    let said = |count: usize| match count {
        COUNTED => format!("{}+", COUNTED - 1),
        count => count.to_string(),
    };
    let mut counts = Vec::new();
    for tray in Tray::ALL {
        let count = match tray {
            Tray::Mine => office.count_held(viewer.username(), COUNTED)?,
            Tray::In(status) => office.count_status(status, COUNTED)?,
            Tray::Approval | Tray::Withdrawal | Tray::All => continue,
        };
        counts.push((tray, said(count)));
    }
    Ok(counts)
}
