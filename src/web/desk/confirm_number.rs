//! `/can-bo/xac-nhan-so`: confirming the citizen number of an account.

use axum::response::Response;

use crate::domain::fault::Fault;
use crate::domain::officer::Role;
use crate::domain::person::PaperNumber;
use crate::domain::text::Line;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::office::confirm_number::OnThePaper;
use crate::ui::desk::confirm_number_page;
use crate::ui::desk::parts::fault_words;
use crate::ui::{Entries, Tone};
use crate::web::{
    card,
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// `/can-bo/xac-nhan-so`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Reception])?;
    Ok(asked.show(&confirm_number_page(&asked.frame(), &Entries::new(), &[])))
}

/// `POST /can-bo/xac-nhan-so`: reads the card, or confirms.
pub async fn confirm(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Reception])?;
    asked.check_token(&sent)?;
    let confirms = sent.value("_do") == "confirm" && sent.value("card").trim().is_empty();
    let mut entries = Entries::sent(sent.0);
    let warnings = card::fill_in(&mut entries);
    if !confirms {
        let page = confirm_number_page(&asked.frame(), &entries, &warnings);
        return Ok(if entries.is_faulty() {
            asked.show_faulty(&page)
        } else {
            asked.show(&page)
        });
    }
    let name = Line::new(entries.value("applicant.name"));
    let number = PaperNumber::new(entries.value("applicant.id_number"));
    let mut faults = Vec::new();
    if entries.value("username").trim().is_empty() {
        faults.push(("username", Fault::Missing));
    }
    faults.extend(name.as_ref().err().map(|fault| ("name", *fault)));
    faults.extend(number.as_ref().err().map(|fault| ("id_number", *fault)));
    if let (true, Ok(name), Ok(number)) = (faults.is_empty(), name, number) {
        let (office, now) = (asked.app.office(), asked.app.now());
        let paper = OnThePaper { name, number };
        match office
            .confirm_number(viewer, entries.value("username"), paper, now)
            .await
        {
            Ok(user) => {
                let said = format!("Đã xác nhận số giấy tờ của {}.", user.name);
                return Ok(go("/can-bo/xac-nhan-so", Some((Tone::Good, &said))));
            }
            Err(WriteError::Declined(Decline::Faults(wrong))) => {
                let field = |name: &str| match name {
                    "name" => "name",
                    "id_number" => "id_number",
                    _ => "username",
                };
                faults.extend(wrong.iter().map(|one| (field(&one.field), one.fault)));
            }
            Err(other) => return Err(other.into()),
        }
    }
    for (field, fault) in faults {
        let name = match field {
            "username" => field.to_owned(),
            part => format!("applicant.{part}"),
        };
        entries.refuse(name, fault_words(field, fault));
    }
    Ok(asked.show_faulty(&confirm_number_page(&asked.frame(), &entries, &warnings)))
}
