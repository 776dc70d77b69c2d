//! A catalogue from a file: which rows cannot be read, what it would change, and on confirmation that.

use maud::{Markup, html};

use super::difference::difference;
use super::procedures::PROCEDURES;
use crate::domain::procedure::{Part, Prefer, Procedure};
use crate::ui::parts::{
    Button, ButtonKind, Checkbox, Choice, Column, Fact, FileField, Radios, Row, Table,
    error_summary, facts, fold, notice, tag,
};
use crate::ui::words::procedure as words;
use crate::ui::{Entries, Frame, Head, Tone};

/// Address of the page.
pub const IMPORT: &str = "/quan-tri/thu-tuc/nhap";

/// Names that a list of the preview shows at most.
const NAMED: usize = 1_000;

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Line of the file.
    pub line: usize,
    /// Code that it gives.
    pub code: String,
    /// What is wrong.
    pub reason: String,
}

/// A procedure that would change.
#[derive(Debug, Clone, Copy)]
pub struct ChangedRow<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// In which parts.
    pub parts: &'a [Part],
    /// Parts that the catalogue and the office both changed.
    pub conflicts: &'a [Part],
    /// Before and after, where it is told word by word.
    pub told: Option<(&'a Procedure, &'a Procedure)>,
}

/// What a file would change.
#[derive(Debug, Clone, Copy)]
pub struct LookedAt<'a> {
    /// Name of the file.
    pub file: &'a str,
    /// Under which it is held meanwhile.
    pub held: &'a str,
    /// The state of the catalogue with which it was compared.
    pub mark: u64,
    /// Code and name of what is new.
    pub added: &'a [(String, String)],
    /// What changes.
    pub changed: &'a [ChangedRow<'a>],
    /// How many stay as they are.
    pub unchanged: u32,
    /// Code and name of what the file does not have.
    pub gone: &'a [(String, String)],
    /// Bad rows that are left out.
    pub skipped: usize,
}

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct ImportPage<'a> {
    /// The form.
    pub entries: &'a Entries,
    /// Rows that cannot be read, while nothing else is shown.
    pub bad: &'a [BadLine],
    /// Good rows beside them, and under which the file is held.
    pub beside: Option<(usize, &'a str)>,
    /// What the file would change.
    pub looked_at: Option<LookedAt<'a>>,
}

/// The page.
pub fn import_page(frame: &Frame<'_>, page: &ImportPage<'_>) -> Markup {
    let entries = page.entries;
    let body = html! {
        div class="stack stack-l" {
            h1 { "Nhập danh mục thủ tục từ tệp" }
            (error_summary(entries))
            @if let Some(looked_at) = page.looked_at { (looked(frame, entries, &looked_at)) }
            @if !page.bad.is_empty() { (bad(frame, page)) }
            section class="stack" aria-labelledby="chon-tep" {
                h2 id="chon-tep" { @if page.looked_at.is_some() { "Chọn tệp khác" } @else { "Chọn tệp" } }
                p { "Tệp xuất từ Cổng Dịch vụ công quốc gia, từ motcua, hoặc bảng tính của cơ quan lưu dạng CSV. Chỉ xem trước, chưa ghi gì cho đến khi bạn xác nhận." }
                form method="post" action=(IMPORT) enctype="multipart/form-data" class="stack" {
                    (frame.seal)
                    (FileField::new("file", "Tệp danh mục").hint("Dạng .json, .jsonl hoặc .csv, có thể nén .gz; tối đa 64 MB.").accept(".json,.jsonl,.csv,.gz,application/json,text/csv,application/gzip").of(entries))
                    (FileField::new("legal", "Tệp văn bản pháp lý đi kèm").hint("Tệp legal_documents.jsonl, nếu danh mục chỉ ghi số thứ tự văn bản.").accept(".jsonl,.gz").of(entries).optional())
                    div class="actions" { (Button::new("Xem trước").icon("upload").sends("_do", "look")) }
                }
            }
        }
    };
    let head = Head::new("Nhập danh mục thủ tục")
        .under("/quan-tri", "Quản trị")
        .under(PROCEDURES, "Danh mục thủ tục")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

fn bad(frame: &Frame<'_>, page: &ImportPage<'_>) -> Markup {
    let columns = [
        Column::numeric("Dòng"),
        Column::new("Mã thủ tục"),
        Column::new("Lỗi"),
    ];
    let rows = page
        .bad
        .iter()
        .map(|one| Row {
            late: false,
            cells: vec![
                html! { (one.line) },
                html! { (one.code) },
                html! { (one.reason) },
            ],
        })
        .collect();
    html! {
        section class="stack" aria-labelledby="dong-sai" {
            h2 id="dong-sai" { "Dòng sai trong tệp" }
            (Table { caption: "Dòng sai trong tệp", show_caption: false, columns: &columns, rows })
            @if let Some((good, held)) = page.beside {
                form method="post" action=(IMPORT) {
                    (frame.seal)
                    input type="hidden" name="held" value=(held);
                    input type="hidden" name="skip_bad" value="yes";
                    (Button::new(&format!("Bỏ qua dòng sai, xem trước {good} dòng đúng")).kind(ButtonKind::Second).sends("_do", "look"))
                }
            }
        }
    }
}

fn looked(frame: &Frame<'_>, entries: &Entries, one: &LookedAt<'_>) -> Markup {
    let clashes = one
        .changed
        .iter()
        .filter(|row| !row.conflicts.is_empty())
        .count();
    let nothing = one.added.is_empty() && one.changed.is_empty();
    let prefers = [
        Choice::new("office", "Giữ nội dung của cơ quan"),
        Choice::new("catalogue", "Lấy theo danh mục mới"),
    ];
    let prefer = if entries.value("prefer").is_empty() {
        "office"
    } else {
        entries.value("prefer")
    };
    html! {
        section class="stack" aria-labelledby="xem-truoc" {
            h2 id="xem-truoc" { "Xem trước: " (one.file) }
            (notice(Tone::Info, &html! {
                p { strong { "Chưa ghi gì. " }
                    @if nothing { "Mọi thủ tục trong tệp đều giống danh mục hiện có." } @else { "Hồ sơ đã nộp giữ phiên bản lúc nộp, dù nhập hay không." }
                }
                @if one.skipped > 0 { p { (one.skipped) " dòng sai bị bỏ qua." } }
            }))
            (facts(true, &[
                Fact::new("Mới", html! { (one.added.len()) }),
                Fact::new("Thay đổi", html! { (one.changed.len()) }),
                Fact::new("Giữ nguyên", html! { (one.unchanged) }),
                Fact::new("Không có trong tệp", html! { (one.gone.len()) }),
            ]))
            @if !(nothing && one.gone.is_empty()) {
                form method="post" action=(IMPORT) class="stack" {
                    (frame.seal)
                    input type="hidden" name="held" value=(one.held);
                    input type="hidden" name="mark" value=(one.mark);
                    @if one.skipped > 0 { input type="hidden" name="skip_bad" value="yes"; }
                    @if clashes > 0 {
                        (Radios::new("prefer", &format!("Ở {clashes} thủ tục, danh mục mới và cơ quan cùng đổi một nội dung. Dùng nội dung nào?"), &prefers).value(prefer))
                    }
                    @if !one.gone.is_empty() {
                        (Checkbox::new("close_gone", "Ngừng tiếp nhận các thủ tục không có trong tệp").hint("Chúng vẫn được giữ để tra cứu; hồ sơ đang giải quyết không đổi. Không đánh dấu thì để nguyên.").of(entries))
                    }
                    div class="actions" {
                        (Button::new("Nhập vào danh mục").icon("check").sends("_do", "import"))
                        @if clashes > 0 { (Button::new("Xem lại với lựa chọn này").kind(ButtonKind::Second).sends("_do", "look")) }
                    }
                }
            }
            @if !one.changed.is_empty() {
                h3 { "Thay đổi (" (one.changed.len()) ")" }
                @for row in one.changed { (changed(row)) }
            }
            @if !one.added.is_empty() { (fold(&format!("Thủ tục mới ({})", one.added.len()), one.changed.is_empty(), &named(one.added))) }
            @if !one.gone.is_empty() { (fold(&format!("Không có trong tệp ({})", one.gone.len()), false, &named(one.gone))) }
        }
    }
}

fn changed(row: &ChangedRow<'_>) -> Markup {
    let names: Vec<&str> = row.parts.iter().map(|part| words::part(*part)).collect();
    let head = html! {
        (row.name) span class="under" { span class="code" { (row.code) } " · " @if names.is_empty() { "giữ nội dung của cơ quan" } @else { (names.join("; ")) } }
        @if !row.conflicts.is_empty() { (tag("warn", "alert", "Cùng đổi")) }
    };
    html! {
        @match row.told {
            Some((before, after)) if !row.parts.is_empty() => {
                details class="fold" { summary { div { (head) } } div { (difference(before, after, row.parts, row.conflicts)) } }
            }
            _ => p { (head) }
        }
    }
}

fn named(list: &[(String, String)]) -> Markup {
    html! {
        ul class="plain" {
            @for (code, name) in list.iter().take(NAMED) { li { (name) " " span class="code small soft" { (code) } } }
            @if list.len() > NAMED { li class="soft" { "và " (list.len() - NAMED) " thủ tục nữa" } }
        }
    }
}

/// Whose words the form prefers.
pub fn preferred(entries: &Entries) -> Prefer {
    if entries.value("prefer") == "catalogue" {
        Prefer::Catalogue
    } else {
        Prefer::Office
    }
}
