//! Finding a procedure: home, search and browse, fact sheet.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::Response;

use crate::domain::procedure::Level;
use crate::search::{Card, Query as Sought};
use crate::ui::parts::Choice;
use crate::ui::portal::find::{Found, Hit, find as find_page};
use crate::ui::portal::home::{Home, home as home_page};
use crate::ui::portal::sheet::sheet as sheet_page;
use crate::web::{page::Asked, problem::Problem};

/// Procedures on a page.
const PAGE: usize = 20;

/// What people ask for most at a commune; those that the catalogue has are shown.
const OFTEN: [(&str, &str); 8] = [
    ("1.001193", "Khai sinh"),
    ("1.000894", "Kết hôn"),
    ("1.004873", "Tình trạng hôn nhân"),
    ("1.000656", "Khai tử"),
    ("2.000635", "Bản sao trích lục hộ tịch"),
    ("2.000815", "Chứng thực bản sao"),
    ("1.001612", "Đăng ký hộ kinh doanh"),
    ("1.004222", "Đăng ký thường trú"),
];

/// Subjects (đối tượng) as the national catalogue calls them.
const SUBJECTS: [&str; 7] = [
    "Công dân Việt Nam",
    "Người Việt Nam định cư ở nước ngoài",
    "Người nước ngoài",
    "Cán bộ, công chức, viên chức",
    "Doanh nghiệp",
    "Hợp tác xã",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)",
];

/// `/`
pub async fn home(asked: Asked) -> Result<Response, Problem> {
    let office = asked.app.office();
    let mut often = Vec::new();
    for (code, name) in OFTEN {
        if office.procedure(code)?.is_some() {
            often.push((code.to_owned(), name.to_owned()));
        }
    }
    let view = Home {
        often,
        fields: fields(&asked)?,
        total: public_total(&asked)?,
    };
    Ok(asked.show(&home_page(&asked.frame(), &view)))
}

/// `/thu-tuc`
pub async fn find(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let given = |name: &str| {
        query
            .get(name)
            .map(|v| v.trim().to_owned())
            .unwrap_or_default()
    };
    let (q, field, subject, level) = (given("q"), given("field"), given("subject"), given("level"));
    let offset: usize = given("after").parse().unwrap_or_default();
    let found = asked.app.office().search.search(&Sought {
        text: &q,
        field: Some(field.as_str()).filter(|field| !field.is_empty()),
        subject: Some(subject.as_str()).filter(|subject| !subject.is_empty()),
        level: Level::parse(&level),
        internal: false,
        offset,
        limit: PAGE,
    })?;
    let fields = fields(&asked)?
        .into_iter()
        .map(|(value, name, count)| Choice::new(value, format!("{name} ({count})")))
        .collect();
    let view = Found {
        fields,
        subjects: SUBJECTS
            .iter()
            .map(|name| Choice::new(*name, *name))
            .collect(),
        hits: found.hits.into_iter().map(|hit| shown(hit.card)).collect(),
        next: found.next.map(|next| next.to_string()),
        later: offset > 0,
        sure: found.sure,
        q,
        field,
        subject,
        level,
    };
    Ok(asked.show(&find_page(&asked.frame(), &view)))
}

/// How many procedures citizens see.
fn public_total(asked: &Asked) -> Result<u64, Problem> {
    let found = asked.app.office().search.search(&Sought {
        limit: 1,
        ..Sought::default()
    })?;
    Ok(found.total as u64)
}

/// Fields with their numbers: value for the address, name, how many.
fn fields(asked: &Asked) -> Result<Vec<(String, String, u64)>, Problem> {
    let names = asked.app.office().search.field_names()?;
    Ok(names
        .into_iter()
        .map(|(name, count)| (name.clone(), name, count as u64))
        .collect())
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
