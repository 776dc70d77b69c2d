//! The identity card (thẻ căn cước) in a form: a place to scan it into, and one for a photograph of it.

use maud::{Markup, Render, html};

use super::field::Frame;
use super::{Button, ButtonKind, FileField};
use crate::ui::entries::Entries;
use crate::ui::language::say;

/// The field for what a scanner types.
pub const CARD: &str = "card";
/// The field for a photograph of the card.
pub const CARD_PHOTO: &str = "card_photo";

/// A photograph of the card; sends `_do=card` with the form, unchecked.
pub fn card_photo(entries: &Entries) -> Markup {
    html! {
        (FileField::new(CARD_PHOTO, say!("Ảnh mặt thẻ có mã QR")).of(entries).optional().accept("image/jpeg,image/png")
            .hint(say!("Chụp gần, đủ sáng, thấy trọn mã QR. Ảnh chỉ để đọc mã, không được lưu lại.")))
        p { (Button::new(say!("Điền từ ảnh thẻ")).kind(ButtonKind::Second).icon("card").sends("_do", "card").unchecked()) }
    }
}

/// The QR of an identity card (căn cước): a hand scanner types it here, and the form fills itself in.
#[derive(Debug, Clone, Copy)]
pub struct CardScan<'a> {
    frame: Frame<'a>,
    value: &'a str,
    autofocus: bool,
}

impl<'a> CardScan<'a> {
    /// A field with this name; its button sends `_do=card` with the form, unchecked.
    pub fn new(name: &'a str) -> Self {
        Self {
            frame: Frame {
                hint: Some(say!(
                    "Đặt con trỏ vào ô rồi quét mã QR trên thẻ, hoặc dán nội dung mã QR."
                )),
                optional: true,
                ..Frame::new(name, say!("Quét thẻ căn cước"))
            },
            value: "",
            autofocus: false,
        }
    }

    /// Takes value and fault from what was sent.
    #[must_use]
    pub fn of(mut self, entries: &'a Entries) -> Self {
        self.value = entries.value(self.frame.name);
        self.frame.fault = entries.fault(self.frame.name);
        self
    }

    /// Where typing begins.
    #[must_use]
    pub const fn autofocus(mut self, yes: bool) -> Self {
        self.autofocus = yes;
        self
    }
}

impl Render for CardScan<'_> {
    fn render(&self) -> Markup {
        self.frame.wrap(&html! {
            div class="search-line" {
                input class="control code" type="text" id=(self.frame.id()) name=(self.frame.name) value=(self.value)
                    autocomplete="off" spellcheck="false" autofocus[self.autofocus]
                    aria-describedby=[self.frame.described()] aria-invalid=[self.frame.fault.map(|_| "true")];
                (Button::new(say!("Điền từ thẻ")).kind(ButtonKind::Second).icon("card").sends("_do", "card").unchecked())
            }
        })
    }
}
