//! Papers of a dossier, printing many at once, and the register.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use tokio::task::JoinSet;

use super::DESK;
use crate::domain::audit::Deed;
use crate::domain::slip::{PaperSize, Period, SlipKind};
use crate::kv::{KvError, WriteError};
use crate::office::slips::{MOST_AT_ONCE, VOLUME};
use crate::office::{Decline, Viewer};
use crate::ui::Entries;
use crate::ui::desk::{RegisterPage, print_many_page, register_page};
use crate::web::paper::{self, Named};
use crate::web::{App, form::Sent, page::Asked, problem::Problem};

/// Lines of the register on the page.
const SHOWN: usize = 100;

/// What an address may ask for.
#[derive(Debug, Default, Deserialize)]
pub struct Wish {
    /// Size of the paper (khổ).
    #[serde(default)]
    kho: String,
    /// Period (kỳ).
    #[serde(default)]
    ky: Option<String>,
}

/// `/can-bo/ho-so/{code}/phieu/{slip}`, with `kho=a5` for the smaller paper.
pub async fn slip(
    asked: Asked,
    Path((code, slip)): Path<(String, String)>,
    Query(wish): Query<Wish>,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let dossier = asked.app.office().dossier(viewer, &code)?;
    let dossier = dossier.ok_or_else(Problem::not_found)?;
    let named = Named::read(&slip).ok_or_else(Problem::not_found)?;
    let size = PaperSize::from_key(&wish.kho).unwrap_or_default();
    paper::pdf(&asked.app, viewer, &dossier, named, size).await
}

/// `/can-bo/in`, with the codes of a period when there is one.
pub async fn begin_many(asked: Asked, Query(wish): Query<Wish>) -> Result<Response, Problem> {
    asked.officer(&DESK)?;
    let mut entries = Entries::new();
    if let Some(period) = wish.ky.as_deref().and_then(Period::read) {
        let lines = asked.app.office().register(period, 0, MOST_AT_ONCE)?;
        let codes: Vec<String> = lines.into_iter().map(|line| line.dossier).collect();
        entries.set("codes", codes.join("\n"));
    }
    Ok(asked.show(&print_many_page(&asked.frame(), &entries, MOST_AT_ONCE)))
}

/// `POST /can-bo/in`: one PDF of all, or nothing and which codes have no such paper.
pub async fn many(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let kind = SlipKind::from_key(sent.value("slip"))
        .filter(|kind| kind.is_issued() || SlipKind::AS_OF_NOW.contains(kind));
    let size = PaperSize::from_key(sent.value("size")).unwrap_or_default();
    let codes: Vec<String> = sent
        .value("codes")
        .split_whitespace()
        .map(ToOwned::to_owned)
        .collect();
    let mut entries = Entries::sent(sent.0);
    let faulty = |entries: &Entries| {
        asked.show_faulty(&print_many_page(&asked.frame(), entries, MOST_AT_ONCE))
    };
    let Some(kind) = kind else {
        entries.refuse("slip", "Loại giấy: hãy chọn một loại trong danh sách.");
        return Ok(faulty(&entries));
    };
    if codes.is_empty() {
        entries.refuse("codes", "Mã hồ sơ: hãy nhập ít nhất một mã.");
        return Ok(faulty(&entries));
    }
    let now = asked.app.now();
    let batch = match asked.app.office().papers(viewer, &codes, kind, size, now) {
        Err(WriteError::Declined(Decline::Faults(_))) => {
            let words = format!(
                "Mã hồ sơ: nhiều nhất {MOST_AT_ONCE} mã một lần; hãy chia ra in làm nhiều lần."
            );
            entries.refuse("codes", words);
            return Ok(faulty(&entries));
        }
        batch => batch?,
    };
    let Some(print) = batch.print.filter(|_| batch.missing.is_empty()) else {
        let words = format!(
            "Mã hồ sơ: các hồ sơ sau không có giấy này, hãy bỏ ra rồi in lại: {}.",
            batch.missing.join(", ")
        );
        entries.refuse("codes", words);
        return Ok(faulty(&entries));
    };
    note(&asked.app, viewer, codes, kind).await?;
    paper::drawn(&asked.app, print, kind.key()).await
}

/// Writes down each reading; they share their commits.
async fn note(
    app: &App,
    viewer: &Viewer,
    codes: Vec<String>,
    kind: SlipKind,
) -> Result<(), Problem> {
    let now = app.now();
    let mut notes = JoinSet::new();
    for code in codes {
        let (office, viewer) = (app.office().clone(), viewer.clone());
        notes.spawn(async move {
            let Some(dossier) = office.dossier(&viewer, &code.to_uppercase())? else {
                return Ok(());
            };
            office
                .note_reading(&viewer, Deed::SlipRead, &dossier, Some(kind.key()), now)
                .await
        });
    }
    while let Some(noted) = notes.join_next().await {
        noted.map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))??;
    }
    Ok(())
}

/// `/can-bo/so-theo-doi`: the register of this month, or of the period in `ky`.
pub async fn register(asked: Asked, Query(wish): Query<Wish>) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let now = asked.app.now();
    let this_month = Period::month_of(now.day());
    let typed = wish.ky.filter(|typed| !typed.trim().is_empty());
    let mut entries = Entries::new().with("ky", typed.clone().unwrap_or_default());
    let period = match typed.as_deref().map(Period::read) {
        None => this_month,
        Some(Some(period)) => period,
        Some(None) => {
            entries.refuse(
                "ky",
                "Kỳ: hãy viết như 2026, 2026-11, 2026-11-05 hoặc 2026-11-01..2026-11-15.",
            );
            this_month
        }
    };
    let office = asked.app.office();
    office.note_list(viewer, "register", now).await?;
    let total = office.register_total(period)?;
    let lines = office.register(period, 0, SHOWN)?;
    let page = register_page(
        &asked.frame(),
        &RegisterPage {
            period,
            entries: &entries,
            total,
            volumes: total.div_ceil(VOLUME).max(1),
            lines: &lines,
        },
    );
    Ok(if entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    })
}

/// `/can-bo/so-theo-doi/{period}/{volume}`: one volume as PDF.
pub async fn volume(
    asked: Asked,
    Path((period, volume)): Path<(String, usize)>,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let period = Period::read(&period).ok_or_else(Problem::not_found)?;
    let now = asked.app.now();
    let office = asked.app.office();
    office.note_list(viewer, "register", now).await?;
    let print = office
        .register_volume(period, volume, now)?
        .ok_or_else(Problem::not_found)?;
    let name = format!("so-theo-doi-{}-{}-{volume}", period.from, period.to);
    paper::drawn(&asked.app, print, &name).await
}
