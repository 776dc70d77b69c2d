//! Finding a procedure: home, search and browse, fact sheet.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::Response;

use crate::search::{Card, Facet, Query as Sought};
use crate::ui::language::{message, said};
use crate::ui::parts::Choice;
use crate::ui::portal::find::{Found, Hit, Narrow, find as find_page};
use crate::ui::portal::home::{Home, home as home_page};
use crate::ui::portal::sheet::sheet as sheet_page;
use crate::ui::words::names;
use crate::web::api::procedures::FACETS;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// Procedures on a page.
const PAGE: usize = 20;
/// Procedures shown when nothing fits.
const NEAREST: usize = 5;
/// Values that a filter offers at most.
const OFFERED: usize = 60;

/// What people ask for most at a commune; those that the catalogue has are shown.
const OFTEN: [(&str, &str); 8] = [
    ("1.001193", message!("Khai sinh")),
    ("1.000894", message!("Kết hôn")),
    ("1.004873", message!("Tình trạng hôn nhân")),
    ("1.000656", message!("Khai tử")),
    ("2.000635", message!("Bản sao trích lục hộ tịch")),
    ("2.000815", message!("Chứng thực bản sao")),
    ("1.001612", message!("Đăng ký hộ kinh doanh")),
    ("1.004222", message!("Đăng ký thường trú")),
];

/// `/`
pub async fn home(asked: Asked) -> Result<Response, Problem> {
    let office = asked.app.office();
    let mut often = Vec::new();
    for (code, name) in OFTEN {
        if office.procedure(code)?.is_some() {
            often.push((code.to_owned(), said(name).to_owned()));
        }
    }
    let view = Home {
        often,
        fields: fields(&asked),
        total: office.search.public_total() as u64,
    };
    Ok(asked.show(&home_page(&asked.frame(), &view)))
}

/// `/thu-tuc`
pub async fn find(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let given = |name: &str| query.get(name).map_or("", |value| value.trim());
    let q = given("q");
    let office = asked.app.office();
    if let Some(card) = office.search.typed_code(q)? {
        return Ok(go(&format!("/thu-tuc/{}", card.code), None));
    }
    let offset: usize = given("after").parse().unwrap_or_default();
    let chosen: Vec<(Facet, &str)> = FACETS
        .iter()
        .map(|(facet, name)| (*facet, given(name)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let mut sought = Sought {
        text: q,
        only: chosen.clone(),
        offset,
        limit: PAGE,
        ..Sought::default()
    };
    let found = office.search.search(&sought)?;
    // Never an empty page: without the filters something is near, and otherwise what people ask for most.
    let mut nearest = Vec::new();
    if found.hits.is_empty() && offset == 0 {
        sought.only.clear();
        sought.limit = NEAREST;
        nearest = office.search.search(&sought)?.hits;
    }
    let choices = |facet: Facet| {
        let all;
        let values = if found.hits.is_empty() {
            all = office.search.facets();
            all.of(facet)
        } else {
            found.facets.of(facet)
        };
        choices(facet, values)
    };
    let narrow = FACETS.map(|(facet, name)| Narrow {
        name,
        label: names::facet(name),
        chosen: given(name).to_owned(),
        choices: choices(facet),
    });
    let view = Found {
        narrow: narrow.into(),
        total: found.total,
        hits: found.hits.into_iter().map(|hit| shown(hit.card)).collect(),
        nearest: nearest.into_iter().map(|hit| shown(hit.card)).collect(),
        next: found.next.map(|next| next.to_string()),
        size: PAGE,
        offset,
        sure: found.sure,
        q: q.to_owned(),
    };
    Ok(asked.show(&find_page(&asked.frame(), &view)))
}

/// What a filter offers, each with how many procedures it would leave; of long lists the most frequent.
fn choices(facet: Facet, values: &[(String, usize)]) -> Vec<Choice> {
    let mut counts: Vec<usize> = values.iter().map(|(_, count)| *count).collect();
    counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
    let least = counts.get(OFFERED).copied().unwrap_or(0);
    values
        .iter()
        .filter(|(_, count)| *count > least)
        .map(|(value, count)| {
            let name = names::facet_value(facet == Facet::Level, facet == Facet::Online, value);
            let label = format!("{name} ({count})");
            // What has no English stays as the catalogue has it.
            if name == *value {
                Choice::of_catalogue(value.as_str(), label)
            } else {
                Choice::new(value.as_str(), label)
            }
        })
        .collect()
}

/// Fields with their numbers: value for the address, name, how many.
fn fields(asked: &Asked) -> Vec<(String, String, u64)> {
    let facets = asked.app.office().search.facets();
    facets
        .of(Facet::Field)
        .iter()
        .map(|(name, count)| (name.clone(), name.clone(), *count as u64))
        .collect()
}

fn shown(card: Card) -> Hit {
    Hit {
        code: card.code,
        name: card.name,
        field: card.field,
        levels: card.levels,
        full_online: card.full_online,
    }
}

/// `/thu-tuc/{code}`
pub async fn sheet(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    let procedure = asked
        .app
        .office()
        .procedure(&code)?
        .ok_or_else(Problem::not_found)?;
    Ok(asked.show(&sheet_page(&asked.frame(), &procedure)))
}
