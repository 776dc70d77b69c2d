//! Links that fill forms in (liên kết điền sẵn): the list, making one, and handing it out.

use maud::{Markup, PreEscaped, html};

use super::ProcedureHit;
use crate::domain::form::FilledSection;
use crate::domain::prefill::PrefillLink;
use crate::domain::procedure::Procedure;
use crate::domain::time::Day;
use crate::ui::parts::{
    Button, ButtonKind, Column, DateField, EmptyState, Row, SummaryRow, Table, TextField, card,
    copy_button, error_summary, link_button, qr_image, shortened, summary, tag,
};
use crate::ui::portal::apply::{FormPage, filled_form, sheet_fields};
use crate::ui::words::{OnDay, day, labels};
use crate::ui::{Entries, Frame, Head};

/// Address of the list.
pub const PREFILL_LINKS: &str = "/can-bo/lien-ket";

/// Name of the list.
const TITLE: &str = "Liên kết điền sẵn";

/// Fields that a link may fill in besides those of the form, with what they are for.
pub const LINK_FIELDS: [(&str, &str); 4] = [
    ("applicant.address", "Địa chỉ của người dân"),
    ("submitter.name", "Họ và tên người nộp thay"),
    ("submitter.phone", "Điện thoại người nộp thay"),
    ("submitter.address", "Địa chỉ người nộp thay"),
];

/// The page of a link.
pub fn link_path(id: &str) -> String {
    format!("{PREFILL_LINKS}/{id}")
}

/// The list of links.
#[derive(Debug, Clone, Copy)]
pub struct LinkList<'a> {
    /// The links, the newest first.
    pub links: &'a [PrefillLink],
    /// What was searched for.
    pub sought: &'a str,
    /// Procedures for it; `None` when nothing was searched for.
    pub hits: Option<&'a [ProcedureHit]>,
    /// Today.
    pub today: Day,
}

/// The page with the list.
pub fn link_list(frame: &Frame<'_>, page: &LinkList<'_>) -> Markup {
    let columns = [
        Column::new("Giao cho"),
        Column::new("Thủ tục"),
        Column::new("Dùng đến hết"),
        Column::new("Tình trạng"),
    ];
    let rows: Vec<Row> = page.links.iter().map(|one| row(one, page.today)).collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { (TITLE) }
            p class="measure" { "Giao cho trường học, trạm y tế, trưởng thôn một liên kết đã điền sẵn phần giống nhau. Ai mở liên kết chỉ còn khai phần của mình, và dưới mỗi ô thấy rõ ô ấy do đâu mà có." }
            section class="stack" aria-labelledby="tao-moi" {
                h2 id="tao-moi" { "Tạo liên kết mới" }
                form method="get" action=(PREFILL_LINKS) role="search" class="field" {
                    label class="label" for="tim-thu-tuc" { "Tìm thủ tục" }
                    p class="hint" id="tim-thu-tuc-goi-y" { "Gõ tên hoặc mã thủ tục, ví dụ: khai sinh." }
                    div class="search-line" {
                        input class="control" id="tim-thu-tuc" type="search" name="q" value=(page.sought) autocomplete="off" aria-describedby="tim-thu-tuc-goi-y";
                        (Button::new("Tìm").icon("search").kind(ButtonKind::Second))
                    }
                }
                @if let Some(hits) = page.hits {
                    @if hits.is_empty() { p role="status" { "Không tìm thấy thủ tục nào. Hãy thử từ khác hoặc nhập mã thủ tục." } }
                    ul class="stack" role="list" {
                        @for hit in hits {
                            li { a href={ (PREFILL_LINKS) "/moi/" (hit.code) } { (shortened(&hit.name, 160)) } p class="small soft" { (hit.code) " · " (hit.field) } }
                        }
                    }
                }
            }
            section class="stack" aria-labelledby="da-giao" {
                h2 id="da-giao" { "Đã giao" }
                @if rows.is_empty() {
                    (EmptyState { icon: "handover", title: "Chưa có liên kết nào.", body: html! { p { "Tìm thủ tục ở trên để tạo liên kết đầu tiên." } } })
                } @else {
                    (Table { caption: "Các liên kết", show_caption: false, columns: &columns, rows })
                }
            }
        }
    };
    frame.page(&Head::new(TITLE).under("/can-bo", "Việc cần làm"), &body)
}

fn row(link: &PrefillLink, today: Day) -> Row {
    Row {
        late: false,
        cells: vec![
            html! { a href=(link_path(&link.id)) { (link.body) } span class="under code" { (link.by) } },
            html! { (link.title) span class="under code" { (link.procedure) } },
            html! { (OnDay(link.until)) },
            state(link, today),
        ],
    }
}

fn state(link: &PrefillLink, today: Day) -> Markup {
    if link.closed_at.is_some() {
        tag("plain", "stop", "Đã đóng")
    } else if link.is_open(today) {
        tag("good", "check", "Đang dùng")
    } else {
        tag("plain", "done", "Hết hạn")
    }
}

/// Making a link.
#[derive(Debug, Clone, Copy)]
pub struct NewLinkPage<'a> {
    /// Where it leads.
    pub procedure: &'a Procedure,
    /// The form of the procedure, with nothing required.
    pub form: &'a FormPage<'a>,
    /// What was typed.
    pub entries: &'a Entries,
}

/// The page on which a link is made. Sends `body`, `until` and the fields to be filled in.
pub fn new_link_page(frame: &Frame<'_>, page: &NewLinkPage<'_>) -> Markup {
    let entries = page.entries;
    let code = page.procedure.code.as_str();
    let body = html! {
        div class="stack stack-l" {
            div class="stack measure" {
                h1 { "Tạo liên kết điền sẵn" }
                p { (page.procedure.name) " " span class="code soft" { (code) } }
                (error_summary(entries))
            }
            form method="post" action={ (PREFILL_LINKS) "/moi/" (code) } class="stack stack-l" novalidate {
                (frame.seal)
                div {
                    (TextField::new("body", "Giao cho ai?").of(entries).hint("Tên này hiện dưới mỗi ô đã điền, ví dụ: Trường Tiểu học Hưng Nguyên.").maxlength(200))
                    (DateField::new("until", "Dùng đến hết ngày").of(entries).between(Some(page.form.today), None))
                }
                section class="stack" aria-labelledby="dien-san" {
                    h2 id="dien-san" { "Điền sẵn những gì?" }
                    p class="measure" { "Chỉ điền những ô giống nhau với mọi người mở liên kết, không điền thông tin riêng của ai. Ô để trống thì người dân tự khai." }
                    div {
                        @for (name, label) in LINK_FIELDS {
                            (TextField::new(name, label).of(entries).optional().maxlength(300).autocomplete("off"))
                        }
                    }
                    (sheet_fields(entries, page.form))
                }
                div class="actions" { (Button::new("Tạo liên kết").icon("check")) }
            }
        }
        script type="module" src=(crate::ui::assets::asset("form.js")) {}
    };
    let head = Head::new("Tạo liên kết điền sẵn")
        .under("/can-bo", "Việc cần làm")
        .under(PREFILL_LINKS, TITLE)
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

/// A link to be handed out.
#[derive(Debug, Clone, Copy)]
pub struct LinkPage<'a> {
    /// The link.
    pub link: &'a PrefillLink,
    /// What it fills in besides the form: label and value.
    pub fields: &'a [(&'static str, &'a str)],
    /// What it fills in of the form.
    pub form: &'a [FilledSection],
    /// Its whole address.
    pub address: &'a str,
    /// Today.
    pub today: Day,
}

/// The page of a link: address and QR, printable; closing it.
pub fn link_page(frame: &Frame<'_>, page: &LinkPage<'_>) -> Markup {
    let link = page.link;
    let open = link.is_open(page.today);
    let rows: Vec<SummaryRow> = page
        .fields
        .iter()
        .map(|(label, value)| SummaryRow::new(*label, html! { (value) }))
        .collect();
    let body = html! {
        div class="stack stack-l measure" {
            div class="stack stack-s" {
                h1 { (link.body) }
                p { (link.title) " " span class="code soft" { (link.procedure) } }
                p { (state(link, page.today)) " Dùng đến hết ngày " (day(link.until)) "." }
            }
            @if open {
                (card(&html! {
                    div class="secret" {
                        div class="qr" role="img" aria-label="Mã QR mở liên kết" { (PreEscaped(qr_image(page.address))) }
                        div class="stack" {
                            p { "Quét mã bằng điện thoại, hoặc mở địa chỉ này:" }
                            p class="code break" { (page.address) }
                            div class="row no-print" { (copy_button(page.address, "Chép địa chỉ")) }
                        }
                    }
                }))
            }
            section class="stack" aria-labelledby="da-dien" {
                h2 id="da-dien" { "Đã điền sẵn" }
                @if !rows.is_empty() { (summary(&rows)) }
                (filled_form(page.form))
            }
            div class="row actions no-print" {
                (link_button(PREFILL_LINKS, "Các liên kết khác", ButtonKind::Second, None))
                @if open {
                    form method="post" action=(link_path(&link.id)) {
                        (frame.seal)
                        (Button::new("Đóng liên kết").kind(ButtonKind::Second).icon("stop").sends("_do", "close"))
                    }
                }
            }
            @if open { p class="small soft no-print" { "Đóng liên kết thì từ đó về sau nó không điền sẵn gì nữa; hồ sơ đã nộp không đổi." } }
        }
    };
    let head = Head::new(link.body.to_string())
        .under("/can-bo", "Việc cần làm")
        .under(PREFILL_LINKS, TITLE);
    frame.page(&head, &body)
}

/// What a field is called that stands on no form.
pub fn link_field(name: &str) -> &'static str {
    let known = LINK_FIELDS.iter().find(|(field, _)| *field == name);
    known.map_or_else(|| labels::label(name), |(_, label)| label)
}
