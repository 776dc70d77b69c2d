//! `/quan-tri`: the office's facts and settings.

mod accounts;
mod calendar;
mod code_lists;
mod dossier_codes;
mod expressions;
mod procedure_form;
mod procedure_import;
mod procedures;
mod process_form;
mod processes;
mod signing;
mod templates;
mod units;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};

pub use procedure_import::LookedAtFiles;

use super::{
    App,
    form::Sent,
    forms,
    page::{Asked, go},
    problem::Problem,
};
use crate::domain::fault::Fault;
use crate::domain::officer::Role;
use crate::office::Decline;
use crate::store::settings::{OnlineFiling, Profile};
use crate::ui::Tone;
use crate::ui::admin::{Health, OfficeSheet, OnlineChoice, overview_page};
use crate::ui::words::history::role as role_words;

/// Routes of the administrator.
pub fn routes() -> Router<App> {
    let with_catalogues = DefaultBodyLimit::max(2 * procedure_import::LARGEST);
    Router::new()
        .route("/quan-tri", get(overview).post(change_office))
        .route(
            "/quan-tri/tai-khoan",
            get(accounts::list).post(accounts::create),
        )
        .route("/quan-tri/tai-khoan/{username}", post(accounts::change))
        .route("/quan-tri/lich", get(calendar::show).post(calendar::change))
        .route(
            "/quan-tri/tu-ngu",
            get(expressions::show).post(expressions::change),
        )
        .route(
            "/quan-tri/danh-muc",
            get(code_lists::list).post(code_lists::begin),
        )
        .route(
            "/quan-tri/danh-muc/{key}",
            get(code_lists::show).post(code_lists::change),
        )
        .route(
            "/quan-tri/ma-ho-so",
            get(dossier_codes::show).post(dossier_codes::change),
        )
        .route("/quan-tri/don-vi", get(units::show).post(units::change))
        .route("/quan-tri/ky-so", get(signing::show).post(signing::change))
        .route("/quan-tri/quy-trinh", get(processes::list))
        .route(
            "/quan-tri/quy-trinh/{id}",
            get(processes::show).post(processes::change),
        )
        .route("/quan-tri/thu-tuc", get(procedures::list))
        .route(
            "/quan-tri/thu-tuc/nhap",
            get(procedure_import::show)
                .post(procedure_import::change)
                .layer(with_catalogues),
        )
        .route(
            "/quan-tri/thu-tuc/{code}",
            get(procedures::show).post(procedures::change),
        )
        .route(
            "/quan-tri/thu-tuc/{code}/phien-ban/{version}",
            get(procedures::version),
        )
        .route("/quan-tri/mau-in", get(templates::list))
        .route(
            "/quan-tri/mau-in/{name}",
            get(templates::show).post(templates::change),
        )
        .route("/quan-tri/mau-in/{name}/goc", get(templates::shipped))
        .route("/quan-tri/bieu-mau", get(forms::list))
        .route("/quan-tri/bieu-mau/moi", get(forms::new))
        .route(
            "/quan-tri/bieu-mau/{code}",
            get(forms::show).post(forms::change),
        )
}

async fn overview(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let officers = office.officers()?;
    let procedures = office.procedure_count()?;
    let able = |role: Role| officers.iter().any(|user| user.enabled && user.has(role));
    let missing: Vec<String> = [Role::Reception, Role::Specialist, Role::Leader]
        .into_iter()
        .filter(|role| !able(*role))
        .map(|role| role_words(role).to_owned())
        .collect();
    let sheet = OfficeSheet {
        facts: &profile_facts(&facts.profile),
        online: online_choice(facts.profile.online_filing),
        procedures,
        officers: (
            officers.iter().filter(|user| user.enabled).count(),
            officers.len(),
        ),
        health: &health(&asked, procedures),
        missing: &missing,
    };
    Ok(asked.show(&overview_page(&asked.frame(), &sheet)))
}

fn profile_facts(profile: &Profile) -> Vec<(String, String)> {
    [
        ("Tên cơ quan", profile.agency_name.clone()),
        ("Mã định danh", profile.agency_code.to_string()),
        ("Bộ phận một cửa", profile.centre_name.clone()),
        ("Cơ quan cấp trên", profile.parent_name.clone()),
        (
            "Mã xã, phường",
            profile.ward_code.clone().unwrap_or_default(),
        ),
        ("Địa danh trên phiếu", profile.place.clone()),
        ("Địa chỉ", profile.address.clone()),
        ("Điện thoại", profile.hotline.clone()),
        ("Địa chỉ cổng", profile.base_url.clone()),
    ]
    .map(|(term, value)| (term.to_owned(), value))
    .to_vec()
}

/// The store has answered when this page is shown; the index must hold what is visible.
fn health(asked: &Asked, procedures: u32) -> Vec<Health> {
    let indexed = asked.app.office().search.count();
    let part = |name: &str, well: bool, words: String| Health {
        name: name.to_owned(),
        well,
        words,
    };
    let mut parts = vec![
        part("Kho dữ liệu", true, "Đọc được bình thường".to_owned()),
        part(
            "Chỉ mục tìm kiếm",
            indexed == u64::from(procedures),
            format!("{indexed} thủ tục"),
        ),
        backup_health(asked),
        part(
            "Đồng hồ máy chủ",
            true,
            crate::ui::words::moment(asked.app.now()),
        ),
    ];
    parts.extend(certificate_health(asked));
    parts
}

/// The office's certificate, if it has one: well while it need not be renewed.
fn certificate_health(asked: &Asked) -> Option<Health> {
    let kept = asked.app.office().certificate().ok()??;
    let (certified, now) = (kept.certified, asked.app.now());
    let until = crate::ui::words::moment(certified.until);
    Some(Health {
        name: "Chứng thư chữ ký số".to_owned(),
        well: certified.holds_at(now) && !certified.is_to_be_renewed(now),
        words: if certified.holds_at(now) {
            format!(
                "Hiệu lực đến {until}, còn {} ngày",
                certified.days_left(now)
            )
        } else {
            format!("Đã hết hiệu lực từ {until}")
        },
    })
}

/// A backup that is older than two days, or an attempt that failed, is not well.
fn backup_health(asked: &Asked) -> Health {
    let attempts = asked.app.office().attempts().unwrap_or_default();
    let newest = asked.app.office().backups(1).unwrap_or_default().pop();
    let failed = [attempts.backup, attempts.drill]
        .into_iter()
        .flatten()
        .find_map(|attempt| attempt.wrong);
    let age = newest.map(|backup| asked.app.now().seconds_since(backup.at));
    Health {
        name: "Sao lưu".to_owned(),
        well: failed.is_none() && age.is_some_and(|age| age < 2 * 24 * 60 * 60),
        words: failed.unwrap_or_else(|| {
            age.map_or_else(
                || "Chưa có bản sao lưu nào".to_owned(),
                |age| format!("Bản gần nhất: {}", crate::ui::words::ago(age)),
            )
        }),
    }
}

const fn online_choice(filing: OnlineFiling) -> OnlineChoice {
    match filing {
        OnlineFiling::On => OnlineChoice::On,
        OnlineFiling::Off => OnlineChoice::Off,
        OnlineFiling::Link => OnlineChoice::Link,
    }
}

/// How the office takes online dossiers, from a form.
pub(super) fn online_filing(key: &str) -> Option<OnlineFiling> {
    Some(match OnlineChoice::from_key(key)? {
        OnlineChoice::On => OnlineFiling::On,
        OnlineChoice::Off => OnlineFiling::Off,
        OnlineChoice::Link => OnlineFiling::Link,
    })
}

async fn change_office(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let choice = online_filing(sent.value("online_filing"));
    let online_filing =
        choice.ok_or_else(|| Problem::from(Decline::field("online_filing", Fault::NotAChoice)))?;
    let profile = Profile {
        online_filing,
        ..(*asked.facts()?.profile).clone()
    };
    asked
        .app
        .office()
        .change_profile(profile, asked.app.now())
        .await?;
    Ok(go(
        "/quan-tri",
        Some((Tone::Good, "Đã lưu cách nộp trực tuyến.")),
    ))
}
