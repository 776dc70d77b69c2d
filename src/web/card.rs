//! The identity card (thẻ căn cước) in a form: scanned, pasted or photographed, it fills the applicant in.

use axum::extract::multipart::Field;

use super::{App, form::all_of, problem::Problem};
use crate::domain::cccd;
use crate::ui::Entries;
use crate::ui::desk::card;
use crate::ui::language::{said, say};
use crate::ui::parts::{CARD, CARD_PHOTO};

/// Largest photograph of a card, in bytes.
const LARGEST: usize = 15 * 1024 * 1024;

/// What stands in place of a photograph that could not be read.
const UNREAD: &str = "unread";

/// What stands in place of one for which there was no room.
const CROWDED: &str = "crowded";

/// A photograph as the form goes on with it: what its QR code says, or that there is none.
pub(super) async fn photographed(app: &App, field: Field<'_>) -> Result<(String, String), Problem> {
    // Read or not, the form goes on; but no more photographs are held in memory than there is room for.
    let Some(leave) = app.office().leave_for_photo() else {
        return Ok((CARD_PHOTO.to_owned(), CROWDED.to_owned()));
    };
    let photo = all_of(field, LARGEST, say!("Ảnh thẻ không được quá 15 MB.")).await?;
    let text = app.office().text_on_photo(photo).await;
    drop(leave);
    Ok((
        CARD_PHOTO.to_owned(),
        text.unwrap_or_else(|| UNREAD.to_owned()),
    ))
}

/// Fills the applicant in from the card; what is odd about it comes back in words, what is wrong as a fault.
pub(super) fn fill_in(entries: &mut Entries) -> Vec<String> {
    let photographed = entries.value(CARD_PHOTO).to_owned();
    entries.set(CARD_PHOTO, "");
    let refused = match photographed.as_str() {
        UNREAD => Some(card::UNREAD),
        CROWDED => Some(card::CROWDED),
        _ => None,
    };
    if let Some(words) = refused {
        entries.refuse(CARD_PHOTO, said(words));
        return Vec::new();
    }
    let from_photo = !photographed.is_empty();
    let scanned = if from_photo {
        photographed
    } else {
        entries.value(CARD).trim().to_owned()
    };
    if scanned.is_empty() {
        return Vec::new();
    }
    match cccd::parse(&scanned) {
        Ok(person) => {
            let born = person
                .birth_date
                .map_or_else(String::new, |day| day.to_string());
            entries.set("applicant.kind", "person");
            entries.set("applicant.name", person.name);
            entries.set("applicant.id_number", person.number.as_str());
            entries.set("applicant.birth_date", born);
            entries.set("applicant.sex", person.sex.key());
            entries.set("applicant.address", person.address);
            entries.set(CARD, "");
            person.warnings.iter().map(card::warning).collect()
        }
        Err(_) if from_photo => {
            entries.refuse(CARD_PHOTO, said(card::OTHER_CODE));
            Vec::new()
        }
        Err(error) => {
            entries.refuse(CARD, said(card::error(error)));
            Vec::new()
        }
    }
}
