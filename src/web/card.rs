//! The identity card (thẻ căn cước) in a form: scanned, pasted or photographed, it fills the applicant in.

use axum::extract::multipart::Field;

use super::{App, form::all_of, problem::Problem};
use crate::domain::cccd;
use crate::ui::Entries;
use crate::ui::desk::card;
use crate::ui::parts::{CARD, CARD_PHOTO};

/// Largest photograph of a card, in bytes.
const LARGEST: usize = 15 * 1024 * 1024;

/// What stands in place of a photograph that could not be read.
const UNREAD: &str = "unread";

/// A photograph as the form goes on with it: what its QR code says, or that there is none.
pub(super) async fn photographed(app: &App, field: Field<'_>) -> Result<(String, String), Problem> {
    let photo = all_of(field, LARGEST, "Ảnh thẻ không được quá 15 MB.").await?;
    Ok(match app.office().text_on_photo(photo).await {
        Some(text) => (CARD.to_owned(), text),
        None => (CARD_PHOTO.to_owned(), UNREAD.to_owned()),
    })
}

/// Fills the applicant in from the card; what is odd about it comes back in words, what is wrong as a fault.
pub(super) fn fill_in(entries: &mut Entries) -> Vec<String> {
    if entries.value(CARD_PHOTO) == UNREAD {
        entries.set(CARD_PHOTO, "");
        entries.refuse(CARD_PHOTO, card::UNREAD);
        return Vec::new();
    }
    // The field for scanning is there too, and empty where the card was photographed.
    let scanned = entries.values().iter().filter(|(name, _)| name == CARD);
    let scanned = scanned
        .map(|(_, text)| text.trim())
        .find(|text| !text.is_empty());
    let Some(scanned) = scanned.map(str::to_owned) else {
        return Vec::new();
    };
    match cccd::parse(&scanned) {
        Ok(person) => {
            let born = person
                .birth_date
                .map_or_else(String::new, |day| day.to_string());
            entries.set("applicant.kind", "person");
            entries.set("applicant.name", person.name);
            entries.set("applicant.id_number", person.number.as_str());
            entries.set("applicant.birth_date", born);
            entries.set("applicant.sex", card::sex_key(person.sex));
            entries.set("applicant.address", person.address);
            entries.set(CARD, "");
            person.warnings.iter().map(card::warning).collect()
        }
        Err(error) => {
            entries.refuse(CARD, card::error(error));
            Vec::new()
        }
    }
}
