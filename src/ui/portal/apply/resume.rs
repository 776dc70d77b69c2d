//! Going on with what was begun: on this device, or on another by code or QR.

use maud::{Markup, PreEscaped, html};

use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head};
use crate::ui::language::{say, vietnamese};
use crate::ui::parts::{
    Button, ButtonKind, TextField, Width, card, copy_button, error_summary, link_button,
};

/// A draft that was begun.
#[derive(Debug, Clone)]
pub struct Unfinished {
    /// What it asks for.
    pub procedure: String,
    /// Where to go on.
    pub address: String,
    /// Since when it lies there, in words.
    pub saved: String,
    /// Whose matter, as far as it was typed.
    pub applicant: String,
}

/// Go on, or start anew?
pub fn unfinished(frame: &Frame<'_>, draft: &Unfinished, anew: &str) -> Markup {
    frame.page(
        &Head::new(say!("Khai tiếp hay làm mới?")).under("/thu-tuc", say!("Thủ tục")),
        &html! {
            div class="stack stack-l measure" {
                p class="soft" { (say!("Nộp hồ sơ: ")) span lang=[vietnamese()] { (draft.procedure) } }
                h1 { (say!("Bạn đang khai dở hồ sơ này")) }
                (card(&html! {
                    @if !draft.applicant.is_empty() { p { (say!("Người có hồ sơ: ")) strong lang=[vietnamese()] { (draft.applicant) } } }
                    p { (say!("Lưu lần cuối: ")) strong { (draft.saved) } }
                    div class="row actions" {
                        (link_button(&draft.address, say!("Khai tiếp"), ButtonKind::Main, Some("next")))
                        (link_button(anew, say!("Làm hồ sơ mới"), ButtonKind::Second, Some("plus")))
                    }
                    p class="small soft" { (say!("Làm hồ sơ mới không xóa hồ sơ đang khai dở.")) }
                }))
            }
        },
    )
}

/// How to go on elsewhere.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The short code, in two groups.
    pub code: String,
    /// The QR of the address, an SVG image.
    pub qr: String,
    /// Where the code is entered.
    pub page: String,
    /// Until when it opens, in words.
    pub until: String,
    /// Back to the draft on this device.
    pub back: String,
}

/// Code and QR for another device.
pub fn elsewhere(frame: &Frame<'_>, view: &Elsewhere) -> Markup {
    frame.page(
        &Head::new(say!("Khai tiếp trên máy khác")),
        &html! {
            div class="stack stack-l measure" {
                h1 { (say!("Khai tiếp trên máy khác")) }
                (card(&html! {
                    div class="secret" {
                        div class="stack" {
                            p { (say!("Cách 1: dùng điện thoại quét mã này.")) }
                            div class="qr" role="img" aria-label=(say!("Mã QR mở hồ sơ đang khai")) { (PreEscaped(&view.qr)) }
                        }
                        div class="stack" {
                            p { (say!("Cách 2: mở ")) strong { (view.page) } (say!(" trên máy kia rồi nhập mã:")) }
                            p class="big-code" { (view.code) }
                            (copy_button(&view.code, say!("Chép mã")))
                        }
                    }
                    p class="small soft" { (say!("Mã dùng được đến {until}. Ai có mã đều xem và sửa được hồ sơ đang khai, đừng đưa cho người lạ.", until = view.until)) }
                }))
                (link_button(&view.back, say!("Khai tiếp trên máy này"), ButtonKind::Second, Some("next")))
            }
        },
    )
}

/// `/tiep-tuc`: the code from the other device. Sends `ma`.
pub fn go_on_form(frame: &Frame<'_>, entries: &Entries) -> Markup {
    frame.page(
        &Head::new(say!("Khai tiếp hồ sơ")).faulty(entries.is_faulty()),
        &html! {
            div class="stack stack-l measure" {
                h1 { (say!("Khai tiếp hồ sơ đang dở")) }
                (error_summary(entries))
                form class="card" method="post" action="/tiep-tuc" novalidate {
                    (frame.seal)
                    (TextField::new("ma", say!("Mã khai tiếp")).of(entries).width(Width::Middle).hint(say!("8 ký tự, xem ở cuối trang đang khai trên máy kia.")).autocomplete("off").maxlength(20))
                    div class="actions" { (Button::new(say!("Khai tiếp")).icon("next")) }
                }
            }
        },
    )
}
