//! `/`: search first, then life events and fields; track; office hours.

use maud::{Markup, html};

use crate::ui::assets::asset;
use crate::ui::frame::{Frame, Head};
use crate::ui::language::{message, said, say, vietnamese};
use crate::ui::parts::{Button, SearchBox, TextField, icon};
use crate::ui::words::count::counted;

/// What the home page shows besides the office itself.
#[derive(Debug, Clone, Default)]
pub struct Home {
    /// Procedures asked for most: code and a short name.
    pub often: Vec<(String, String)>,
    /// Fields of administration: code, name, number of procedures.
    pub fields: Vec<(String, String, u64)>,
    /// How many procedures there are.
    pub total: u64,
}

/// Things that happen in a life, each with what to search for: sign, name, explanation, query.
const EVENTS: [(&str, &str, &str, &str); 9] = [
    (
        "family",
        message!("Có con nhỏ"),
        message!("Khai sinh, nhận cha mẹ con"),
        "khai sinh",
    ),
    (
        "heart",
        message!("Kết hôn"),
        message!("Đăng ký, xác nhận tình trạng hôn nhân"),
        "hôn nhân",
    ),
    (
        "stamp",
        message!("Chứng thực, sao y"),
        message!("Bản sao, chữ ký, hợp đồng"),
        "chứng thực",
    ),
    (
        "place",
        message!("Cư trú"),
        message!("Thường trú, tạm trú, tạm vắng"),
        "cư trú",
    ),
    (
        "house",
        message!("Nhà đất"),
        message!("Quyền sử dụng đất, xây dựng"),
        "đất đai",
    ),
    (
        "shop",
        message!("Kinh doanh"),
        message!("Hộ kinh doanh, hợp tác xã"),
        "hộ kinh doanh",
    ),
    (
        "handover",
        message!("Trợ giúp xã hội"),
        message!("Trợ cấp, người có công, khuyết tật"),
        "trợ giúp xã hội",
    ),
    (
        "field",
        message!("Nông nghiệp"),
        message!("Trồng trọt, chăn nuôi, thiên tai"),
        "nông nghiệp",
    ),
    (
        "book",
        message!("Người thân qua đời"),
        message!("Khai tử, mai táng phí"),
        "khai tử",
    ),
];

/// The home page.
pub fn home(frame: &Frame<'_>, view: &Home) -> Markup {
    let head = Head {
        bleed: true,
        ..Head::new(say!("Trang chủ"))
    };
    frame.page(&head, &html! { (hero(view)) (below(frame, view)) })
}

fn hero(view: &Home) -> Markup {
    html! {
        div class="hero" {
            div class="hero-art" aria-hidden="true" {
                svg class="mark" viewBox="0 0 64 64" focusable="false" { use href={ (asset("icons.svg")) "#mark" } {} }
            }
            div class="wrap stack" {
                h1 { (say!("Bạn cần làm thủ tục gì?")) }
                div class="measure stack" {
                    (SearchBox {
                        action: "/thu-tuc",
                        label: say!("Tìm trong các thủ tục của phường, xã"),
                        hint: None,
                        value: "",
                        key: "dau",
                        suggest: true,
                    })
                    @if !view.often.is_empty() {
                        ul class="often" role="list" aria-label=(say!("Hay tìm")) {
                            @for (code, name) in &view.often { li { a href={ "/thu-tuc/" (code) } { (name) } } }
                        }
                    }
                }
            }
        }
    }
}

fn below(frame: &Frame<'_>, view: &Home) -> Markup {
    html! {
        div class="wrap stack stack-l home-body" {
            section class="stack" aria-labelledby="su-kien" {
                h2 id="su-kien" { (say!("Theo việc trong đời sống")) }
                div class="grid events" {
                    @for (sign, name, hint, query) in EVENTS {
                        div class="card tight link" {
                            div class="tile" {
                                (icon(sign))
                                div {
                                    h3 { a href={ "/thu-tuc?q=" (encoded(query)) } { (said(name)) } }
                                    p class="small soft" { (said(hint)) }
                                }
                            }
                        }
                    }
                }
            }
            div class="split" {
                section class="stack" aria-labelledby="linh-vuc" {
                    div class="row spread" {
                        h2 id="linh-vuc" { (say!("Theo lĩnh vực")) }
                        a href="/thu-tuc" { (say!("Tất cả {total} thủ tục", total = view.total)) }
                    }
                    (fields(&view.fields))
                }
                div class="stack" { (track_box(frame)) (super::answers::home_box()) (hours(frame)) }
            }
        }
    }
}

/// The largest fields in sight, the rest on demand: every procedure is three clicks away.
fn fields(fields: &[(String, String, u64)]) -> Markup {
    let (first, rest) = fields.split_at(fields.len().min(16));
    let list = |fields: &[(String, String, u64)]| {
        html! {
            ul class="fields" role="list" {
                @for (code, name, count) in fields {
                    li { a href={ "/thu-tuc?field=" (encoded(code)) } { span { (said(name)) } span class="count" { (count) } } }
                }
            }
        }
    };
    html! {
        (list(first))
        @if !rest.is_empty() {
            details class="fold" {
                summary { (counted(rest.len(), message!("Thêm 1 lĩnh vực"), message!("Thêm {n} lĩnh vực"))) }
                (list(rest))
            }
        }
    }
}

fn track_box(frame: &Frame<'_>) -> Markup {
    html! {
        section class="card" aria-labelledby="theo-doi" {
            h2 id="theo-doi" { (say!("Hồ sơ của bạn đến đâu?")) }
            form method="post" action="/tra-cuu" class="stack" {
                (frame.seal)
                (TextField::new("code", say!("Mã hồ sơ")).hint(say!("Ghi trên giấy tiếp nhận.")).autocomplete("off"))
                (TextField::new("proof", say!("Mã tra cứu")).hint(say!("Hoặc 4 số cuối điện thoại hay căn cước.")).autocomplete("off"))
                (Button::new(say!("Tra cứu")).icon("search"))
            }
        }
    }
}

fn hours(frame: &Frame<'_>) -> Markup {
    html! {
        @if !frame.office.hours.is_empty() {
            section class="card" aria-labelledby="gio-lam-viec" {
                h2 id="gio-lam-viec" { (say!("Giờ tiếp công dân")) }
                table class="hours" {
                    tbody {
                        @for (days, times) in &frame.office.hours {
                            tr { th scope="row" { (days) } td { (times) } }
                        }
                    }
                }
                @if let Some(address) = &frame.office.address { p class="small soft" lang=[vietnamese()] { (address) } }
            }
        }
    }
}

/// A value inside a query string.
pub(super) fn encoded(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
        out
    })
}
