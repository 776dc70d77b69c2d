//! `/lanh-dao`: what waits for the leader.

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use super::{App, page::Asked, problem::Problem};
use crate::domain::clock::{OfficeTime, shift};
use crate::domain::officer::Role;
use crate::domain::status::Status;
use crate::domain::workflow::StepKind;
use crate::office::read_dossiers::Filter;
use crate::store::dossiers::Summary;
use crate::ui::leader::{LeaderPage, leader_page};

/// Proposals shown in full.
const PROPOSALS: usize = 20;

/// Late and urgent dossiers shown for each status.
const URGENT: usize = 20;

/// What is due within so many working days counts as urgent.
const SOON_DAYS: u32 = 2;

/// Routes of the leader.
pub fn routes() -> Router<App> {
    Router::new().route("/lanh-dao", get(show))
}

async fn show(asked: Asked) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Leader])?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let waiting = Filter {
        status: Some(Status::Processing),
        step: Some(StepKind::Approval),
        holder: Some(viewer.username().to_owned()),
        ..Filter::default()
    };
    office
        .note_list(viewer, "approvals", asked.app.now())
        .await?;
    let page = office.dossiers(viewer, &waiting, None, PROPOSALS)?;
    let mut proposals = Vec::with_capacity(page.items.len());
    for item in &page.items {
        proposals.extend(office.dossier(viewer, &item.code)?);
    }
    let more = page.next.is_some().then(|| format!("hơn {PROPOSALS}"));
    let urgent = urgent(&asked)?;
    let view = LeaderPage {
        proposals: &proposals,
        more: more.as_deref(),
        urgent: &urgent,
        now: asked.app.now(),
        calendar: &facts.calendar,
    };
    Ok(asked.show(&leader_page(&asked.frame(), &view)))
}

/// What is late or due soon while the clock runs, the most urgent first.
fn urgent(asked: &Asked) -> Result<Vec<Summary>, Problem> {
    let viewer = asked.viewer()?;
    let facts = asked.facts()?;
    let soon = shift(
        asked.app.now(),
        OfficeTime::from_days(SOON_DAYS),
        &facts.calendar,
    );
    let mut urgent = Vec::new();
    for status in [Status::Received, Status::Processing] {
        let filter = Filter {
            status: Some(status),
            due_before: Some(soon),
            ..Filter::default()
        };
        urgent.extend(
            asked
                .app
                .office()
                .dossiers(viewer, &filter, None, URGENT)?
                .items,
        );
    }
    urgent.sort_by_key(Summary::urgency);
    Ok(urgent)
}
