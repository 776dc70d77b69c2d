//! How codes of dossiers look (mẫu mã hồ sơ), with the code that the next dossier would get.

use maud::{Markup, html};

use crate::ui::parts::{
    Button, ButtonKind, Choice, Fact, Radios, Select, Width, error_summary, facts, notice,
};
use crate::ui::{Entries, Frame, Head, Tone};

/// Address of the page.
pub const DOSSIER_CODES: &str = "/quan-tri/ma-ho-so";

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct DossierCodesPage<'a> {
    /// The form.
    pub entries: &'a Entries,
    /// The code of the next dossier as things stand.
    pub next: &'a str,
    /// The same by the pattern that is tried.
    pub tried: Option<&'a str>,
}

/// The page.
pub fn dossier_codes_page(frame: &Frame<'_>, page: &DossierCodesPage<'_>) -> Markup {
    let entries = page.entries;
    let years = [
        Choice::new("yymmdd", "Hai chữ số năm: 260212").hint("Theo Thông tư 01/2018/TT-VPCP."),
        Choice::new("yyyymmdd", "Bốn chữ số năm: 20260212"),
    ];
    let widths: Vec<Choice> = (4..=8)
        .map(|width| {
            Choice::new(
                width.to_string(),
                format!("Ít nhất {width} chữ số: {:0width$}", 7),
            )
        })
        .collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Mẫu mã hồ sơ" }
            p { "Mã gồm mã định danh của cơ quan, ngày tiếp nhận và số thứ tự trong ngày. Đổi mẫu chỉ áp dụng cho hồ sơ nộp từ lúc lưu; mã đã cấp không đổi và vẫn tra cứu được." }
            (error_summary(entries))
            (facts(true, &[Fact::new("Hồ sơ tiếp theo hôm nay", html! { span class="big-code" { (page.next) } })]))
            @if let Some(tried) = page.tried {
                (notice(Tone::Info, &html! { p { strong { "Chưa lưu. " } "Theo mẫu này, hồ sơ tiếp theo hôm nay là " span class="big-code" { (tried) } } }))
            }
            form method="post" action=(DOSSIER_CODES) class="stack" {
                (frame.seal)
                (Radios::new("year", "Ngày trong mã", &years).of(entries))
                (Select::new("width", "Số thứ tự trong ngày", &widths).of(entries).width(Width::Middle))
                div class="actions" {
                    (Button::new("Lưu").icon("check").sends("_do", "save"))
                    (Button::new("Xem trước").kind(ButtonKind::Second).sends("_do", "preview"))
                }
            }
        }
    };
    let head = Head::new("Mẫu mã hồ sơ")
        .under("/quan-tri", "Quản trị")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}
