//! Internal processes (quy trình nội bộ): which there are, and one of them as a table that is filled in.

use maud::{Markup, html};

use super::cells::Cells;
use super::diagram::diagram;
use crate::domain::workflow::{Process, STEP_VERBS, StepKind};
use crate::ui::parts::{
    Button, ButtonKind, Column, Row, Table, TextArea, TextField, Width, error_summary, link_button,
    notice, tag,
};
use crate::ui::words::{process as words, refusal};
use crate::ui::{Entries, Frame, Head, Tone};

/// Address of the list.
pub const PROCESSES: &str = "/quan-tri/quy-trinh";

/// A line of the list.
#[derive(Debug, Clone, Copy)]
pub struct ListedProcess<'a> {
    /// Codes of the procedures that it serves.
    pub procedures: &'a [String],
    /// Its current version.
    pub process: &'a Process,
    /// How many faults it has in today's office.
    pub faults: usize,
}

/// The list.
pub fn processes_page(frame: &Frame<'_>, listed: &[ListedProcess<'_>]) -> Markup {
    let columns = [
        Column::new("Quy trình"),
        Column::numeric("Bước"),
        Column::new("Áp dụng cho"),
        Column::numeric("Phiên bản"),
        Column::new("Kiểm tra"),
    ];
    let rows = listed
        .iter()
        .map(|one| Row {
            late: false,
            cells: vec![
                html! {
                    a href={ (PROCESSES) "/" (one.process.id) } { (one.process.name) }
                    span class="under code" { (one.process.id) }
                },
                html! { (one.process.steps.len()) },
                html! {
                    @if one.procedures.is_empty() { "Mọi thủ tục chưa có quy trình riêng" }
                    @else { (one.procedures.len()) " thủ tục" span class="under" { (first(one.procedures)) } }
                },
                html! { (one.process.version) },
                if one.faults == 0 {
                    tag("good", "check", "Đạt")
                } else {
                    tag("bad", "alert", &format!("{} lỗi", one.faults))
                },
            ],
        })
        .collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Quy trình nội bộ" }
            p { "Mỗi lần ban hành tạo một phiên bản mới. Hồ sơ đang giải quyết giữ phiên bản lúc nộp." }
            (Table { caption: "Quy trình nội bộ", show_caption: false, columns: &columns, rows })
            p { (link_button(&format!("{PROCESSES}/moi"), "Tạo quy trình mới", ButtonKind::Second, Some("plus"))) }
        }
    };
    frame.page(
        &Head::new("Quy trình nội bộ").under("/quan-tri", "Quản trị"),
        &body,
    )
}

fn first(procedures: &[String]) -> String {
    let shown = procedures.len().min(3);
    let mut text = procedures[..shown].join(", ");
    if procedures.len() > shown {
        text.push_str(" …");
    }
    text
}

/// What the editor shows.
#[derive(Debug, Clone, Copy)]
pub struct ProcessPage<'a> {
    /// Id of the process that is edited; none for a new one.
    pub id: Option<&'a str>,
    /// The form, filled in.
    pub entries: &'a Entries,
    /// Rows of the table.
    pub rows: usize,
    /// The process that the form describes, as far as it can be read.
    pub process: &'a Process,
    /// What is wrong with the process, in words.
    pub faults: &'a [String],
    /// It was checked just now and nothing is wrong.
    pub sound: bool,
    /// Units that exist today.
    pub units: &'a [String],
}

/// The editor.
pub fn process_page(frame: &Frame<'_>, page: &ProcessPage<'_>) -> Markup {
    let entries = page.entries;
    let title = page
        .id
        .map_or("Quy trình mới", |_| page.process.name.as_str());
    let action = format!("{PROCESSES}/{}", page.id.unwrap_or("moi"));
    let body = html! {
        div class="stack stack-l" {
            h1 { (title) }
            (error_summary(entries))
            @if !page.faults.is_empty() { (wrong(page.faults)) }
            @if page.sound {
                (notice(Tone::Good, &html! { p { "Quy trình không có lỗi. Có thể ban hành." } }))
            }
            form method="post" action=(action) class="stack" id="quy-trinh" {
                (frame.seal)
                div class="pair" {
                    (TextField::new("name", "Tên quy trình").of(entries).maxlength(300))
                    @if page.id.is_none() {
                        (TextField::new("id", "Mã quy trình").hint("Chữ thường không dấu, chữ số, gạch nối.").of(entries).maxlength(40).width(Width::Middle))
                    }
                }
                (TextField::new("basis", "Quyết định ban hành").of(entries).maxlength(300).optional())
                (TextArea::new("procedures", "Áp dụng cho các thủ tục").hint("Mã thủ tục, cách nhau bằng dấu cách hoặc xuống dòng. Để trống ở quy trình chuẩn: áp dụng cho mọi thủ tục còn lại.").of(entries).rows(2).optional())
                section aria-labelledby="cac-buoc" {
                    h2 id="cac-buoc" { "Các bước" }
                    p class="hint" { "Chuyển đến: mỗi dòng một nhánh, dạng «mã bước | tên nhánh | điều kiện»; điều kiện là «trường hợp 2», «trực tuyến», «tại quầy» hoặc «bưu chính». Phối hợp: mỗi dòng «tài khoản | câu hỏi | bắt buộc». Bước để trống mã và tên thì bỏ đi." }
                    (table(page))
                }
                datalist id="don-vi" { @for unit in page.units { option value=(unit) {} } }
                div class="actions" {
                    (Button::new("Ban hành phiên bản mới").icon("check").sends("_do", "publish"))
                    (Button::new("Kiểm tra").kind(ButtonKind::Second).sends("_do", "check"))
                    (Button::new("Thêm bước").kind(ButtonKind::Second).icon("plus").sends("_do", "add"))
                }
            }
            section aria-labelledby="so-do" {
                h2 id="so-do" { "Sơ đồ" }
                div class="diagram-box" tabindex="0" role="group" aria-label="Sơ đồ, cuộn được" { (diagram(page.process)) }
            }
        }
    };
    let head = Head::new(title)
        .under(PROCESSES, "Quy trình nội bộ")
        .faulty(entries.is_faulty() || !page.faults.is_empty());
    frame.page(&head, &body)
}

fn wrong(faults: &[String]) -> Markup {
    html! {
        div class="faults" role="alert" tabindex="-1" autofocus aria-labelledby="loi-quy-trinh" {
            h2 id="loi-quy-trinh" { "Chưa ban hành được: quy trình có " (faults.len()) " lỗi" }
            ul { @for fault in faults { li { (fault) } } }
        }
    }
}

const COLUMNS: [Column<'static>; 5] = [
    Column::new("Bước"),
    Column::new("Ai làm"),
    Column::new("Thời gian"),
    Column::new("Thao tác cho phép"),
    Column::new("Chuyển đến, phối hợp"),
];

fn table(page: &ProcessPage<'_>) -> Markup {
    let rows = (0..page.rows)
        .map(|at| row(page.entries, at))
        .collect::<Vec<_>>();
    html! {
        div class="filled-in" {
            (Table { caption: "Các bước của quy trình", show_caption: false, columns: &COLUMNS, rows })
        }
    }
}

fn row(entries: &Entries, at: usize) -> Row {
    let number = at + 1;
    let (of, said) = (format!("step.{at}"), format!("bước {number}"));
    let cells = Cells::new(entries, &of, &said);
    let kinds = StepKind::OF_A_PROCESS.map(|kind| (kind.key(), words::kind(kind)));
    Row {
        late: false,
        cells: vec![
            html! {
                (cells.line("name", "Tên", None))
                (cells.line("key", "Mã", None))
                (cells.choice("kind", "Loại", &kinds))
            },
            html! {
                (cells.line("unit", "Đơn vị", Some("don-vi")))
                (cells.line("people", "Tài khoản", None))
            },
            html! {
                (cells.line("time", "Bao lâu", None))
                (cells.choice("time_unit", "Tính bằng", &[("share", "% thời hạn"), ("hours", "giờ làm việc")]))
            },
            html! {
                fieldset class="cell-choices" {
                    legend class="sr" { "Thao tác cho phép ở bước " (number) "; không chọn là cho phép tất cả" }
                    @for verb in STEP_VERBS { (cells.tick("actions", verb.key(), refusal::verb(verb))) }
                }
            },
            html! {
                (cells.lines("next", "Chuyển đến", 2))
                (cells.lines("opinions", "Phối hợp", 2))
            },
        ],
    }
}
