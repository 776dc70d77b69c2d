//! The catalogue: searching, suggesting, reading.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{Answer, paging};
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::procedure::{Level, Procedure};
use crate::search::{Card, Facet, Query as Sought};
use crate::web::{App, problem::Problem, session::Bearer};

/// By what a list is narrowed, and the parameter for it.
pub const FACETS: [(Facet, &str); 6] = [
    (Facet::Field, "field"),
    (Facet::Agency, "agency"),
    (Facet::Subject, "subject"),
    (Facet::Level, "level"),
    (Facet::Online, "online"),
    (Facet::Event, "event"),
];

/// A procedure in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitBody {
    code: String,
    name: String,
    field: String,
    /// bo, tinh, xa, nganh_doc, co_quan_khac.
    levels: Vec<String>,
    full_online: bool,
}

/// Procedures found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundBody {
    items: Vec<HitBody>,
    next: Option<String>,
    /// False when the best answer is a guess.
    sure: bool,
}

/// A suggestion while typing.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionBody {
    code: String,
    name: String,
}

impl From<Card> for HitBody {
    fn from(card: Card) -> Self {
        Self {
            code: card.code,
            name: card.name,
            field: card.field,
            levels: card.levels.iter().map(ToString::to_string).collect(),
            full_online: card.full_online,
        }
    }
}

/// Searches the catalogue, or walks through it when `q` is empty.
#[utoipa::path(get, path = "/api/v1/procedures", tag = "procedures", security(()),
    params(("q" = Option<String>, Query), ("field" = Option<String>, Query), ("subject" = Option<String>, Query),
        ("level" = Option<String>, Query), ("agency" = Option<String>, Query),
        ("online" = Option<String>, Query, description = "toan_trinh, mot_phan, truc_tiep"), ("event" = Option<String>, Query),
        ("after" = Option<String>, Query), ("limit" = Option<usize>, Query)),
    responses((status = 200, body = FoundBody), (status = 422)))]
pub async fn list(
    State(app): State<App>,
    bearer: Result<Bearer, Problem>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<FoundBody> {
    let given = |name: &str| {
        query
            .get(name)
            .map(|value| value.trim())
            .filter(|v| !v.is_empty())
    };
    if let Some(level) = given("level") {
        Level::parse(level)
            .ok_or_else(|| Problem::faults(&[FieldFault::new("level", Fault::NotAChoice)]))?;
    }
    let only = FACETS
        .iter()
        .filter_map(|(facet, name)| given(name).map(|value| (*facet, value)));
    let limit = paging::limit(query.get("limit").map(String::as_str))?;
    let offset = usize::try_from(paging::number(given("after"))?).unwrap_or(usize::MAX);
    let found = app.office().search.search(&Sought {
        text: given("q").unwrap_or_default(),
        only: only.collect(),
        // Procedures between agencies are no citizen's matter.
        internal: bearer.is_ok_and(|bearer| bearer.viewer.is_officer()),
        offset,
        limit,
        ..Sought::default()
    })?;
    Ok(Json(FoundBody {
        items: found.hits.into_iter().map(|hit| hit.card.into()).collect(),
        next: found.next.map(|next| next.to_string()),
        sure: found.sure,
    }))
}

/// At most eight suggestions.
#[utoipa::path(get, path = "/api/v1/procedures/suggest", tag = "procedures", security(()),
    params(("q" = String, Query)), responses((status = 200, body = Vec<SuggestionBody>)))]
pub async fn suggest(
    State(app): State<App>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<Vec<SuggestionBody>> {
    let typed = query.get("q").map(String::as_str).unwrap_or_default();
    let cards = app.office().search.suggest(typed)?;
    let suggestions = cards.into_iter().map(|card| SuggestionBody {
        code: card.code,
        name: card.name,
    });
    Ok(Json(suggestions.collect()))
}

/// The fact sheet of a procedure.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetBody {
    code: String,
    name: String,
    version: u32,
    /// Names of the fields.
    fields: Vec<String>,
    levels: Vec<String>,
    full_online: bool,
    internal: bool,
    subjects: Vec<String>,
    agencies: Vec<String>,
    /// `{index, code, name, time, unit}`, at least one.
    #[schema(value_type = Vec<Object>)]
    cases: Value,
    /// `{id, code, group, name, original, copy, note, required}`.
    #[schema(value_type = Vec<Object>)]
    components: Value,
    /// `{channels, time, unit, note, fees}`.
    #[schema(value_type = Vec<Object>)]
    methods: Value,
    /// `{channels, kind, value, currency, note}`.
    #[schema(value_type = Vec<Object>)]
    fees: Value,
    #[schema(value_type = Vec<Object>)]
    steps: Value,
    conditions: String,
    #[schema(value_type = Vec<Object>)]
    results: Value,
    #[schema(value_type = Vec<Object>)]
    legal: Value,
    #[schema(value_type = Option<Object>)]
    decision: Value,
    source_url: String,
}

impl SheetBody {
    fn of(procedure: &Procedure) -> Self {
        let cases: Vec<Value> = procedure
            .cases
            .iter()
            .enumerate()
            .map(|(index, case)| {
                json!({
                    "index": index,
                    "code": case.code,
                    "name": case.name,
                    "time": case.time,
                    "unit": case.unit.as_str(),
                })
            })
            .collect();
        let components: Vec<Value> = procedure
            .components
            .iter()
            .map(|component| {
                json!({
                    "id": component.id,
                    "code": component.code,
                    "group": component.group,
                    "name": component.name,
                    "original": component.original,
                    "copy": component.copy,
                    "note": component.note,
                    "required": component.required,
                })
            })
            .collect();
        let fees: Vec<Value> = procedure
            .methods
            .iter()
            .flat_map(|method| {
                method.fees.iter().map(move |fee| {
                    json!({
                        "channels": method.channels,
                        "kind": fee.kind,
                        "value": fee.value,
                        "currency": fee.currency,
                        "note": fee.note,
                    })
                })
            })
            .collect();
        let steps: Vec<Value> = procedure
            .steps
            .iter()
            .map(|step| json!({"name": step.name, "text": step.text}))
            .collect();
        let legal: Vec<Value> = procedure
            .legal
            .iter()
            .map(|legal| json!({"no": legal.no, "title": legal.title}))
            .collect();
        let results: Vec<Value> = procedure
            .results
            .iter()
            .map(|result| json!({"code": result.code, "name": result.name}))
            .collect();
        Self {
            code: procedure.code.to_string(),
            name: procedure.name.clone(),
            version: procedure.version,
            fields: procedure
                .fields
                .iter()
                .map(|field| field.name.clone())
                .collect(),
            levels: procedure.levels.iter().map(ToString::to_string).collect(),
            full_online: procedure.full_online,
            internal: procedure.internal,
            subjects: procedure.subjects.clone(),
            agencies: procedure.executing.clone(),
            cases: json!(cases),
            components: json!(components),
            methods: methods(procedure),
            fees: json!(fees),
            steps: json!(steps),
            conditions: procedure.conditions.clone(),
            results: json!(results),
            legal: json!(legal),
            decision: json!(procedure.decision),
            source_url: procedure.source_url.clone(),
        }
    }
}

fn methods(procedure: &Procedure) -> Value {
    let rows: Vec<Value> = procedure
        .methods
        .iter()
        .map(|method| {
            json!({
                "channels": method.channels,
                "time": method.time,
                "unit": method.unit.as_str(),
                "note": method.note,
                "fees": method.fees,
            })
        })
        .collect();
    json!(rows)
}

/// One procedure, as it is visible now.
#[utoipa::path(get, path = "/api/v1/procedures/{code}", tag = "procedures", security(()),
    params(("code" = String, Path)), responses((status = 200, body = SheetBody), (status = 400), (status = 404)))]
pub async fn one(State(app): State<App>, Path(code): Path<String>) -> Answer<SheetBody> {
    let procedure = app
        .office()
        .procedure(&code)?
        .ok_or_else(Problem::not_found)?;
    Ok(Json(SheetBody::of(&procedure)))
}
