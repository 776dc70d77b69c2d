//! `/kho-giay-to`: the citizen's own verified papers.

use axum::extract::Path;
use axum::response::Response;

use crate::domain::officer::Role;
use crate::ui::portal::papers::own_papers;
use crate::web::{page::Asked, problem::Problem};

/// `/kho-giay-to`
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    let viewer = citizen(&asked)?;
    let papers = asked.app.office().own_papers(viewer)?;
    let confirmed = viewer.confirmed_number().is_some();
    let today = asked.app.now().day();
    Ok(asked.show(&own_papers(&asked.frame(), &papers, confirmed, today)))
}

/// `/kho-giay-to/{id}`: the file of a paper.
pub async fn file(asked: Asked, Path(id): Path<String>) -> Result<Response, Problem> {
    let viewer = citizen(&asked)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let file = office.open_verified_paper(viewer, &id, now).await?;
    crate::web::api::send_file(&asked.app, file).await
}

fn citizen(asked: &Asked) -> Result<&crate::office::Viewer, Problem> {
    asked.officer(&[Role::Citizen])
}
