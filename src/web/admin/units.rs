//! `/quan-tri/don-vi`: the units of the office.

use axum::response::Response;

use crate::domain::officer::Role;
use crate::domain::org_units::UnitChange;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::ui::admin::{ListedUnit, UNITS, UnitsPage, units_page};
use crate::ui::words::fault::fault as words;
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// `/quan-tri/don-vi`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let page = page(&asked, &Entries::new())?;
    Ok(asked.show(&page))
}

fn page(asked: &Asked, entries: &Entries) -> Result<maud::Markup, Problem> {
    let office = asked.app.office();
    let counter = asked.facts()?.profile.reception_unit.clone();
    let all = office.org_units()?;
    let officers = office.officers()?;
    let mut open = Vec::new();
    for unit in all.open() {
        let own = officers
            .iter()
            .filter(|user| user.unit.as_ref() == Some(&unit.name));
        open.push(ListedUnit {
            unit,
            officers: own.count(),
            dossiers: office.open_dossiers_with(&unit.name)?,
            counter: unit.name == counter,
        });
    }
    open.sort_by(|a, b| (!a.counter, &a.unit.name).cmp(&(!b.counter, &b.unit.name)));
    let view = UnitsPage {
        all: &all,
        open: &open,
        entries,
    };
    Ok(units_page(&asked.frame(), &view))
}

/// `POST /quan-tri/don-vi`: adds, renames, merges or closes.
pub async fn change(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?.clone();
    asked.check_token(&sent)?;
    let unit = sent.value("unit").to_owned();
    let at = sent.value("at").to_owned();
    let typed = |name: &str| sent.value(name).trim().to_owned();
    let (field, change, said) = match sent.value("_do") {
        "add" => {
            let name = typed("name");
            let said = format!("Đã thêm {name}.");
            ("name".to_owned(), UnitChange::Add { name }, said)
        }
        "rename" => {
            let field = format!("rename.{at}");
            let name = typed(&field);
            let said = format!("Đã đổi tên {unit} thành {name}.");
            (field, UnitChange::Rename { unit, name }, said)
        }
        "merge" => {
            let field = format!("merge.{at}");
            let into = typed(&field);
            let said = format!("Đã gộp {unit} vào {into}.");
            (field, UnitChange::Merge { unit, into }, said)
        }
        "close" => {
            let said = format!("Đã đóng {unit}.");
            (format!("close.{at}"), UnitChange::Close { unit }, said)
        }
        _ => return Err(Problem::not_found()),
    };
    match asked
        .app
        .office()
        .change_units(&viewer, change, asked.app.now())
        .await
    {
        Ok(()) => Ok(go(UNITS, Some((Tone::Good, &said)))),
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            let mut entries = Entries::sent(sent.0.clone());
            for fault in faults {
                entries.refuse(field.clone(), words(fault.fault));
            }
            Ok(asked.show_faulty(&page(&asked, &entries)?))
        }
        Err(other) => Err(other.into()),
    }
}
