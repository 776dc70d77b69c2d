//! `/lanh-dao`: what waits for the leader.

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use super::{App, digitisation, page::Asked, problem::Problem};
use crate::domain::officer::Role;
use crate::domain::tray::Tray;
use crate::domain::workflow::StepKind;
use crate::office::work_lists::Sieve;
use crate::store::dossiers::Summary;
use crate::ui::desk::WorkFilter;
use crate::ui::leader::{BoardLine, LeaderPage, leader_page};

/// Proposals shown in full.
const PROPOSALS: usize = 20;

/// Late and urgent dossiers shown of each kind.
const URGENT: usize = 20;

/// Routes of the leader.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/lanh-dao", get(show))
        .route("/lanh-dao/so-hoa", get(digitisation::show))
}

async fn show(asked: Asked) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Leader])?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let waiting = Sieve {
        tray: Tray::Mine,
        ..Sieve::default()
    };
    office
        .note_list(viewer, "approvals", asked.app.now())
        .await?;
    let page = office.work_list(viewer, &waiting, None, PROPOSALS, asked.app.now())?;
    let mut proposals = Vec::with_capacity(page.items.len());
    let waits = |item: &&Summary| item.step.kind() == StepKind::Approval;
    for item in page.items.iter().filter(waits) {
        proposals.extend(office.dossier(viewer, &item.code)?);
    }
    let more = page.next.is_some().then(|| format!("hơn {PROPOSALS}"));
    let urgent = urgent(&asked)?;
    let view = LeaderPage {
        proposals: &proposals,
        more: more.as_deref(),
        urgent: &urgent,
        board: &lines(&asked)?,
        whole: viewer.sight().reach().is_whole(),
        now: asked.app.now(),
        calendar: &facts.calendar,
    };
    Ok(asked.show(&leader_page(&asked.frame(), &view)))
}

/// The board, for leaders who see whole units: those with something due, first by unit, then by officer.
fn lines(asked: &Asked) -> Result<Vec<BoardLine>, Problem> {
    let (viewer, now) = (asked.viewer()?, asked.app.now());
    let (office, sight) = (asked.app.office(), viewer.sight());
    let reach = sight.reach();
    if reach.own_only || reach.field_only {
        return Ok(Vec::new());
    }
    let seen = |unit: &String| !reach.unit_only || sight.units().contains(unit);
    let mut lines = Vec::new();
    for unit in office.unit_names()?.into_iter().filter(seen) {
        lines.push(BoardLine {
            counts: office.due_counts_of_unit(&unit, now)?,
            filter: WorkFilter {
                unit: unit.clone(),
                ..WorkFilter::default()
            },
            under: "Đơn vị".to_owned(),
            name: unit,
        });
    }
    for officer in office.colleagues()? {
        let unit = officer.unit.clone().unwrap_or_default();
        if !seen(&unit) {
            continue;
        }
        lines.push(BoardLine {
            counts: office.due_counts_of_holder(officer.username.as_str(), now)?,
            filter: WorkFilter {
                holder: officer.username.to_string(),
                ..WorkFilter::default()
            },
            under: unit,
            name: officer.name.to_string(),
        });
    }
    lines.retain(|line| line.counts != [0; 3]);
    Ok(lines)
}

/// What is late, due today or due soon, the most urgent first.
fn urgent(asked: &Asked) -> Result<Vec<Summary>, Problem> {
    let viewer = asked.viewer()?;
    let mut urgent = Vec::new();
    for tray in [Tray::Late, Tray::Today, Tray::Soon] {
        let sieve = Sieve {
            tray,
            ..Sieve::default()
        };
        let office = asked.app.office();
        let page = office.work_list(viewer, &sieve, None, URGENT, asked.app.now())?;
        urgent.extend(page.items);
    }
    Ok(urgent)
}
