//! Pages for everybody and for citizens.

mod account;
pub(super) mod apply;
mod catalogue;
mod feedback;
mod mine;
mod papers;
mod preparing;
mod sign;
mod track;
mod verify;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::get;

use super::{App, page::Asked, upload::largest_body};
use crate::ui::guide;

/// Routes of the portal.
pub fn routes(app: &App) -> Router<App> {
    // A wizard page may bring several files at once; each has its own limit.
    let with_files = DefaultBodyLimit::max(largest_body(app, 4));
    Router::new()
        .route("/", get(catalogue::home))
        .route("/thu-tuc", get(catalogue::find))
        .route("/thu-tuc/{code}", get(catalogue::sheet))
        .route(
            "/thu-tuc/{code}/nop",
            get(apply::begin).post(apply::go_on).layer(with_files),
        )
        .route("/thu-tuc/{code}/nop/luu", axum::routing::post(apply::save))
        .route(
            "/thu-tuc/{code}/nop/tep",
            axum::routing::post(apply::begin_file),
        )
        .route(
            "/thu-tuc/{code}/nop/tep/{id}",
            get(apply::state).patch(apply::piece),
        )
        .route("/tiep-tuc", get(apply::code_form).post(apply::by_code))
        .route("/don-vi", get(apply::communes))
        .route("/phan-anh", get(feedback::form).post(feedback::send))
        .route("/phan-anh/xem", get(feedback::find).post(feedback::show))
        .route("/phan-anh/{code}", get(feedback::follow))
        .route("/hoi-dap", get(feedback::list))
        .route("/hoi-dap/{code}", get(feedback::one))
        .route("/tra-cuu", get(track::form).post(track::show))
        .route(
            "/tra-cuu/{dossier}",
            get(track::form_for).post(track::show_for).layer(with_files),
        )
        .route("/thu-tuc/{code}/chuan-bi", get(preparing::show))
        .route("/thu-tuc/{code}/giay-to.pdf", get(verify::checklist))
        .route("/thu-tuc/{code}/don.pdf", get(verify::blank_form))
        .route("/xac-thuc/{token}", get(verify::show))
        .route("/huong-dan", get(howto))
        .route("/huong-dan/thanh-phan", get(gallery))
        .route("/dang-nhap", get(sign::in_form).post(sign::sign_in))
        .route("/dang-xuat", axum::routing::post(sign::sign_out))
        .route("/dang-ky", get(sign::up_form).post(sign::sign_up))
        .route("/tai-khoan", get(account::show).post(account::change))
        .route("/kho-giay-to", get(papers::list))
        .route("/kho-giay-to/{id}", get(papers::file))
        .route("/ho-so", get(mine::list))
        .route(
            "/ho-so/{code}",
            get(mine::show).post(mine::act).layer(with_files),
        )
        .route("/ho-so/{code}/tep/{id}", get(mine::file))
        .route("/ho-so/{code}/phieu/{slip}", get(mine::slip))
}

async fn howto(asked: Asked) -> Response {
    asked.show(&guide::howto(&asked.frame()))
}

async fn gallery(asked: Asked) -> Response {
    asked.show(&guide::gallery(&asked.frame()))
}
