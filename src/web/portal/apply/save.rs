//! What the page does by itself: saving what is typed within a second, offering communes.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{clock, go_on, known, open_for_filing, resume};
use crate::domain::prefill::Prefill;
use crate::office::units;
use crate::web::{form::Sent, page::Asked, problem::Problem};

/// `POST /thu-tuc/{code}/nop/luu`: saves the fields that changed; without `nhap` a draft begins. Answers with the draft, the
/// time, and the dossier where the draft was filed meanwhile.
pub async fn save(
    asked: Asked,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    sent: Sent,
) -> Result<Response, Problem> {
    open_for_filing(&asked)?;
    if !query.contains_key("nhap") {
        asked.check_token(&sent)?;
    }
    let (draft, _) = known::draft(&asked, &code, &query).await?;
    let fields = sent
        .0
        .into_iter()
        .filter(|(name, _)| go_on::is_kept(name))
        .map(|(name, value)| (name, json!(value)))
        .collect();
    let (office, now) = (asked.app.office(), asked.app.now());
    let draft = office
        .save_draft(&draft.id, fields, Prefill::new(), now)
        .await?;
    let mut answer = Json(json!({
        "draft": draft.id,
        "saved": clock(draft.saved_at),
        "filed": draft.filed_as.is_some(),
    }))
    .into_response();
    resume::remember(&asked, &mut answer, &draft);
    Ok(answer)
}

/// `/don-vi?tinh=`: communes of a province by its full name, with what they were called before.
pub async fn communes(Query(query): Query<HashMap<String, String>>) -> Response {
    let province = query.get("tinh").map_or("", String::as_str);
    let names: Vec<Value> = units::commune_names(province)
        .into_iter()
        .map(|(name, before)| json!({"name": name, "before": before}))
        .collect();
    let kept = [("cache-control", "public, max-age=86400")];
    (kept, Json(names)).into_response()
}
