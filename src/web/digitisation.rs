//! `/lanh-dao/so-hoa`: the counts of digitisation, by period.

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::Response;

use super::{page::Asked, problem::Problem};
use crate::domain::fault::Fault;
use crate::domain::officer::Role;
use crate::domain::time::Day;
use crate::ui::leader::{DigitisedPeriod, digitisation_page};
use crate::ui::{Entries, words};

/// The page, with `tu` and `den` for a period of one's own. The counts are the whole office's, so they are for leaders who
/// see the whole office.
pub async fn show(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Leader])?;
    if !viewer.sight().reach().is_whole() {
        return Err(Problem::forbidden());
    }
    let office = asked.app.office();
    let counted = |name, since, until| -> Result<DigitisedPeriod, Problem> {
        Ok(DigitisedPeriod {
            name,
            since,
            until,
            counts: office.digitised(since, until)?,
        })
    };
    let value = |name: &str| query.get(name).map_or("", |text| text.trim());
    let mut entries = Entries::new()
        .with("tu", value("tu"))
        .with("den", value("den"));
    let own = own_period(&mut entries);
    let today = asked.app.now().day();
    let mut periods = Vec::new();
    if let Some((since, until)) = own {
        periods.push(counted("", since, until)?);
    }
    for (name, since, until) in usual(today) {
        periods.push(counted(name, since, until)?);
    }
    let page = digitisation_page(&asked.frame(), &periods, &entries);
    Ok(if entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    })
}

/// The period that was typed, when it is one.
fn own_period(entries: &mut Entries) -> Option<(Day, Day)> {
    let typed = ["tu", "den"].map(|name| entries.value(name).to_owned());
    if typed.iter().all(String::is_empty) {
        return None;
    }
    let [since, until] = typed.map(|text| text.parse::<Day>());
    for (name, label, day) in [("tu", "Từ ngày", &since), ("den", "Đến ngày", &until)] {
        if day.is_err() {
            let words = words::fault::fault(Fault::BadDate);
            entries.refuse(name, format!("{label}: {words}"));
        }
    }
    let (since, until) = (since.ok()?, until.ok()?);
    if until < since {
        entries.refuse("den", "Đến ngày: Phải từ ngày đầu kỳ trở đi. Hãy chọn lại.");
        return None;
    }
    Some((since, until))
}

/// The periods that everybody asks for, the shortest first.
fn usual(today: Day) -> [(&'static str, Day, Day); 4] {
    let month = today.first_of_month();
    let before = month.yesterday().unwrap_or(Day::MIN);
    let behind = (today.month() - 1) % 3;
    let quarter = (0..behind).fold(month, |first, _| {
        first.yesterday().unwrap_or(Day::MIN).first_of_month()
    });
    [
        ("Tháng này", month, today),
        ("Tháng trước", before.first_of_month(), before),
        ("Quý này", quarter, today),
        ("Năm nay", today.first_of_year(), today),
    ]
}
