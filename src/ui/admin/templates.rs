//! `/quan-tri/mau-in`: the print templates, as shipped or the office's own.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::ui::parts::{
    Button, ButtonKind, Column, Row, Table, error_summary, fold, link_button, notice, tag,
};
use crate::ui::words;
use crate::ui::{Entries, Frame, Head, Tone};

/// Address of the list.
pub const TEMPLATES: &str = "/quan-tri/mau-in";

/// The office's own version of a template.
#[derive(Debug, Clone, Copy)]
pub struct OwnTemplate<'a> {
    /// Its version.
    pub version: u32,
    /// When it was saved.
    pub at: Moment,
    /// The account that saved it.
    pub by: &'a str,
}

/// A line of the list.
#[derive(Debug, Clone, Copy)]
pub struct ListedTemplate<'a> {
    /// The shipped name.
    pub name: &'a str,
    /// The paper that it draws.
    pub paper: &'a str,
    /// The office's own that is in use.
    pub own: Option<OwnTemplate<'a>>,
}

/// The list.
pub fn templates_page(frame: &Frame<'_>, listed: &[ListedTemplate<'_>]) -> Markup {
    let columns = [Column::new("Giấy"), Column::new("Mẫu đang dùng")];
    let rows = listed
        .iter()
        .map(|one| Row {
            late: false,
            cells: vec![
                html! {
                    a href={ (TEMPLATES) "/" (one.name) } { (one.paper) }
                    span class="under code" { (one.name) }
                },
                state(one.own),
            ],
        })
        .collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Mẫu in" }
            p class="measure" {
                "Mẫu đi kèm theo đúng thông tư và Nghị định 30/2020/NĐ-CP. Cơ quan có thể dùng mẫu riêng cho từng giấy; "
                "giấy đã cấp giữ nguyên mẫu lúc cấp."
            }
            (Table { caption: "Mẫu in", show_caption: false, columns: &columns, rows })
        }
    };
    frame.page(&Head::new("Mẫu in").under("/quan-tri", "Quản trị"), &body)
}

fn state(own: Option<OwnTemplate<'_>>) -> Markup {
    html! {
        @match own {
            None => { (tag("idle", "check", "Mẫu đi kèm")) },
            Some(own) => {
                (tag("good", "edit", "Mẫu riêng"))
                span class="under" { "phiên bản " (own.version) ", " (words::moment(own.at)) ", " (own.by) }
            },
        }
    }
}

/// A template under the pen.
#[derive(Debug, Clone)]
pub struct TemplateSheet<'a> {
    /// The shipped name.
    pub name: &'a str,
    /// The paper that it draws.
    pub paper: &'a str,
    /// The office's own that is in use.
    pub own: Option<OwnTemplate<'a>>,
    /// What was typed, and what is wrong with it.
    pub entries: &'a Entries,
    /// The facts of a paper that says everything it may, so that whoever writes knows what there is.
    pub facts: &'a str,
}

/// The editor. Sends `source` and `_do` (`preview`, `save`, `shipped`).
pub fn template_page(frame: &Frame<'_>, sheet: &TemplateSheet<'_>) -> Markup {
    let path = format!("{TEMPLATES}/{}", sheet.name);
    let body = html! {
        div class="stack stack-l" {
            (error_summary(sheet.entries))
            div class="stack stack-s" {
                h1 { (sheet.paper) }
                p { (state(sheet.own)) }
            }
            @if sheet.own.is_some() {
                form method="post" action=(path) class="actions" {
                    (frame.seal)
                    (Button::new("Quay về mẫu đi kèm").kind(ButtonKind::Second).sends("_do", "shipped"))
                }
            }
            form class="stack" method="post" action=(path) {
                (frame.seal)
                label class="label" for=(crate::ui::parts::field_id("source")) { "Mẫu (Typst)" }
                textarea class="control code definition" id=(crate::ui::parts::field_id("source")) name="source" rows="28" spellcheck="false" wrap="off" { (sheet.entries.value("source")) }
                div class="row actions" {
                    (Button::new("Xem thử PDF").kind(ButtonKind::Second).icon("check").sends("_do", "preview"))
                    (Button::new("Lưu và dùng từ nay").sends("_do", "save"))
                }
            }
            p class="soft measure" {
                "«Xem thử» in theo mẫu đang soạn mà không lưu: giấy mới nhất của cơ quan nếu bạn được xem hồ sơ (lần xem có ghi "
                "nhật ký), nếu không thì giấy ví dụ. Mẫu chỉ được lưu khi in được giấy mới nhất đó, dữ liệu đầy đủ và dữ liệu "
                "thiếu mọi mục không bắt buộc."
            }
            (fold("Dữ liệu mà mẫu nhận được", false, &html! { pre class="code" { (sheet.facts) } }))
            (notice(Tone::Info, &html! {
                p { "Hàm dùng chung (tiêu đề, quốc hiệu, mã QR, chữ ký): " code { "nd30.typ" } ". Mẫu không đọc được tệp, mạng hay đồng hồ." }
            }))
            p { (link_button(&format!("{path}/goc"), "Xem mẫu đi kèm", ButtonKind::Second, None)) }
        }
    };
    let head = Head::new(format!("Mẫu in: {}", sheet.paper))
        .under("/quan-tri", "Quản trị")
        .under(TEMPLATES, "Mẫu in")
        .faulty(sheet.entries.is_faulty());
    frame.page(&head, &body)
}
