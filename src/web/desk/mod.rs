//! The officers' pages: work list, search, intake, dossier, deeds, papers and the register.

mod act;
mod confirm_number;
mod delegations;
mod dossier;
mod feedback;
pub mod fields;
mod find;
mod form;
mod intake;
mod live;
mod many;
mod paper_store;
mod prefill_links;
mod signing;
mod slips;
mod work_list;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::{App, upload::largest_body};
use crate::domain::officer::Role;

/// Who works on dossiers; keeping accounts is no reason to read them.
pub(super) const DESK: [Role; 3] = [Role::Reception, Role::Specialist, Role::Leader];

/// Routes of the desk.
pub fn routes(app: &App) -> Router<App> {
    // A checklist may bring several files at once; each has its own limit.
    let with_files = DefaultBodyLimit::max(largest_body(app, 4));
    Router::new()
        .route("/can-bo", get(work_list::list))
        .route("/can-bo/tim", get(find::show))
        .route("/can-bo/bo-loc", post(work_list::keep))
        .route(
            "/can-bo/uy-quyen",
            get(delegations::show).post(delegations::change),
        )
        .route(
            "/can-bo/xac-nhan-so",
            get(confirm_number::show).post(confirm_number::confirm),
        )
        .route("/can-bo/phan-anh", get(feedback::list))
        .route(
            "/can-bo/phan-anh/{code}",
            get(feedback::show).post(feedback::act),
        )
        .route("/can-bo/lien-ket", get(prefill_links::list))
        .route(
            "/can-bo/lien-ket/moi/{code}",
            get(prefill_links::begin).post(prefill_links::make),
        )
        .route(
            "/can-bo/lien-ket/{id}",
            get(prefill_links::show).post(prefill_links::close),
        )
        .route("/can-bo/su-kien", get(live::counts))
        .route("/can-bo/hang-loat", post(many::act))
        .route(
            "/can-bo/tiep-nhan",
            get(intake::begin).post(intake::go_on).layer(with_files),
        )
        .route("/can-bo/ho-so/{code}", get(dossier::show))
        .route("/can-bo/ho-so/{code}/phieu/{slip}", get(slips::slip))
        .route("/can-bo/in", get(slips::begin_many).post(slips::many))
        .route("/can-bo/so-theo-doi", get(slips::register))
        .route("/can-bo/so-theo-doi/{period}/{volume}", get(slips::volume))
        .route("/can-bo/ho-so/{code}/files/{id}", get(dossier::file))
        .route("/can-bo/ho-so/{code}/so-giay-to", post(dossier::reveal))
        .route("/can-bo/ho-so/{code}/kho-giay-to", get(paper_store::show))
        .route(
            "/can-bo/ho-so/{code}/kho-giay-to/{id}",
            post(paper_store::revoke),
        )
        .route("/can-bo/ho-so/{code}/chu-ky/{id}", get(signing::findings))
        .route(
            "/can-bo/ho-so/{code}/ky-so",
            get(signing::show).post(signing::sign),
        )
        .route(
            "/can-bo/ho-so/{code}/{verb}",
            post(act::act).layer(with_files),
        )
}
