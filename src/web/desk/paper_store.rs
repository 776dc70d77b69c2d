//! `/can-bo/ho-so/{code}/kho-giay-to`: the verified papers of the person whose dossier it is, and taking one back.

use axum::extract::Path;
use axum::response::Response;

use super::DESK;
use crate::domain::dossier::Dossier;
use crate::domain::text::Prose;
use crate::ui::desk::parts::fault_words;
use crate::ui::desk::{PaperStorePage, paper_store_page, store_path};
use crate::ui::{Entries, Tone};
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// `/can-bo/ho-so/{code}/kho-giay-to`
pub async fn show(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    asked.officer(&DESK)?;
    let dossier = dossier(&asked, &code)?;
    let page = page(&asked, &dossier, None).await?;
    Ok(asked.show(&page))
}

/// `POST /can-bo/ho-so/{code}/kho-giay-to/{id}`: takes the paper back, for a reason.
pub async fn revoke(
    asked: Asked,
    Path((code, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let dossier = dossier(&asked, &code)?;
    let office = asked.app.office();
    office.known_paper(viewer, &id)?;
    let reason = match Prose::new(sent.value("reason")) {
        Ok(reason) => reason,
        Err(fault) => {
            let mut entries = Entries::sent(sent.0);
            entries.refuse("reason", fault_words("reason", fault));
            let page = page(&asked, &dossier, Some((&id, &entries))).await?;
            return Ok(asked.show_faulty(&page));
        }
    };
    let paper = office
        .revoke_paper(viewer, &id, reason, asked.app.now())
        .await?;
    let said = format!("Đã thu hồi «{}».", paper.title);
    Ok(go(&store_path(&code), Some((Tone::Good, &said))))
}

fn dossier(asked: &Asked, code: &str) -> Result<Dossier, Problem> {
    let dossier = asked.app.office().dossier(asked.viewer()?, code)?;
    dossier.ok_or_else(Problem::not_found)
}

async fn page(
    asked: &Asked,
    dossier: &Dossier,
    sent: Option<(&str, &Entries)>,
) -> Result<maud::Markup, Problem> {
    let (viewer, now) = (asked.viewer()?, asked.app.now());
    let office = asked.app.office();
    let papers = office.papers_of_applicant(viewer, dossier, now).await?;
    let page = PaperStorePage {
        dossier,
        papers: &papers,
        sent,
        today: now.day(),
    };
    Ok(paper_store_page(&asked.frame(), &page))
}
