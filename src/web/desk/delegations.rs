//! `/can-bo/uy-quyen`: who does whose work.

use axum::response::Response;

use super::DESK;
use crate::domain::delegation::AwayGround;
use crate::domain::fault::Fault;
use crate::domain::officer::{Role, Username};
use crate::domain::text::Line;
use crate::domain::time::Day;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::office::delegate::NewDelegation;
use crate::ui::desk::parts::fault_words;
use crate::ui::desk::{DELEGATIONS, DelegationsPage, delegations_page};
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// `/can-bo/uy-quyen`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&DESK)?;
    Ok(asked.show(&page(&asked, &Entries::new())?))
}

fn page(asked: &Asked, entries: &Entries) -> Result<maud::Markup, Problem> {
    let viewer = asked.viewer()?;
    let office = asked.app.office();
    let view = DelegationsPage {
        delegations: &office.delegations(viewer)?,
        colleagues: &office.colleagues()?,
        own: &viewer.user().username,
        directs: viewer.has(Role::Leader),
        entries,
        now: asked.app.now(),
    };
    Ok(delegations_page(&asked.frame(), &view))
}

/// `POST /can-bo/uy-quyen`: arranges a delegation, or ends one.
pub async fn change(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    if sent.value("_do") == "end" {
        office.end_delegation(viewer, sent.value("id"), now).await?;
        return Ok(go(DELEGATIONS, Some((Tone::Good, "Đã kết thúc uỷ quyền."))));
    }
    let mut entries = Entries::sent(sent.0.clone());
    if let Some(new) = new(&sent, &mut entries) {
        match office.delegate(viewer, new, now).await {
            Ok(made) => {
                let said = format!(
                    "Đã uỷ quyền cho {} đến hết ngày {}.",
                    made.to,
                    crate::ui::words::day(made.until)
                );
                return Ok(go(DELEGATIONS, Some((Tone::Good, &said))));
            }
            Err(WriteError::Declined(Decline::Faults(faults))) => {
                for fault in faults {
                    entries.refuse(fault.field.as_str(), fault_words(&fault.field, fault.fault));
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(asked.show_faulty(&page(&asked, &entries)?))
}

/// The delegation, or the faults in `entries`.
fn new(sent: &Sent, entries: &mut Entries) -> Option<NewDelegation> {
    let mut refuse = |field: &str, fault| entries.refuse(field, fault_words(field, fault));
    let mut officer = |field: &str| {
        let name = Username::new(sent.value(field));
        name.map_err(|_| refuse(field, Fault::NotAnOfficer)).ok()
    };
    let (from, to) = (officer("from"), officer("to"));
    let mut day = |field: &str| {
        let day = sent.value(field).trim().parse::<Day>();
        day.map_err(|_| refuse(field, Fault::BadDate)).ok()
    };
    let (since, until) = (day("since"), day("until"));
    let ground = AwayGround::ALL
        .into_iter()
        .find(|ground| ground.key() == sent.value("ground"));
    if ground.is_none() {
        refuse("ground", Fault::NotAChoice);
    }
    let note = match sent.value("note").trim() {
        "" => None,
        text => match Line::new(text) {
            Ok(note) => Some(note),
            Err(fault) => {
                refuse("note", fault);
                return None;
            }
        },
    };
    Some(NewDelegation {
        from: from?,
        to: to?,
        since: since?,
        until: until?,
        ground: ground?,
        note,
    })
}
