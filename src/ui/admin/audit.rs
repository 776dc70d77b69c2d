//! The audit record (nhật ký kiểm toán): its newest entries, and its end on paper.

use maud::{Markup, html};

use crate::ui::parts::{ButtonKind, Column, Row, Table, link_button, next_page, print_button};
use crate::ui::{Frame, Head};

/// An entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// From which address.
    pub from: String,
    /// What was done or read.
    pub deed: String,
    /// To what.
    pub object: String,
    /// On which ground.
    pub ground: String,
    /// What else.
    pub detail: String,
}

impl AuditRow {
    /// An entry that this program cannot read.
    pub fn unreadable(seq: u64) -> Self {
        Self {
            seq,
            deed: "Mục không đọc được; hãy chạy «motcua verify»".to_owned(),
            ..Self::default()
        }
    }
}

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct AuditPage<'a> {
    /// Entries, newest first.
    pub rows: &'a [AuditRow],
    /// The way to older ones.
    pub next: Option<&'a str>,
    /// Newer ones are not shown.
    pub later: bool,
}

/// The page.
pub fn audit_page(frame: &Frame<'_>, page: &AuditPage<'_>) -> Markup {
    let columns = [
        Column::new("Số"),
        Column::new("Lúc"),
        Column::new("Ai"),
        Column::new("Việc"),
        Column::new("Đối tượng"),
        Column::new("Căn cứ"),
    ];
    let rows = page.rows.iter().map(|row| Row {
        late: false,
        cells: vec![
            html! { (row.seq) },
            html! { (row.at) },
            html! { (row.who) @if !row.from.is_empty() { span class="under" { (row.from) } } },
            html! { (row.deed) @if !row.detail.is_empty() { span class="under" { (row.detail) } } },
            html! { @if row.object.is_empty() { "–" } @else { span class="code" { (row.object) } } },
            html! { @if row.ground.is_empty() { "–" } @else { (row.ground) } },
        ],
    });
    let body = html! {
        div class="stack stack-l" {
            h1 { "Nhật ký kiểm toán" }
            p { "Mọi thay đổi, đăng nhập và lượt xem dữ liệu cá nhân. Mỗi mục nối với mục trước bằng mã băm, nên không ai sửa hay bỏ bớt được mà không bị phát hiện." }
            div class="actions" {
                (link_button("/quan-tri/nhat-ky/diem-chot", "Điểm chốt có chữ ký", ButtonKind::Second, Some("check")))
                (link_button("/quan-tri/nhat-ky.jsonl", "Tải toàn bộ (JSON)", ButtonKind::Second, None))
            }
            (Table { caption: "Các mục, mới nhất trước", show_caption: false, columns: &columns, rows: rows.collect() })
            (next_page(page.next, page.later.then_some("/quan-tri/nhat-ky")))
        }
    };
    let head = Head::new("Nhật ký kiểm toán").under("/quan-tri", "Quản trị");
    frame.page(&head, &body)
}

/// A signed end of the record.
#[derive(Debug, Clone)]
pub struct CheckpointSheet {
    /// Number of the last entry.
    pub seq: u64,
    /// When it was signed.
    pub at: String,
    /// Its link.
    pub link: String,
    /// The whole as a QR code.
    pub qr: Markup,
    /// What the QR code says.
    pub text: String,
}

/// The page to print and to put away.
pub fn checkpoint_page(frame: &Frame<'_>, sheet: &CheckpointSheet) -> Markup {
    let body = html! {
        div class="stack stack-l" {
            h1 { "Điểm chốt nhật ký kiểm toán" }
            p { "Mục số " strong { (sheet.seq) } ", chốt lúc " (sheet.at) "." }
            div class="checkpoint-qr" role="img" aria-label="Mã QR của điểm chốt" { (sheet.qr) }
            p class="small" { "Mã băm: " span class="code break" { (sheet.link) } }
            p class="small" { "Nội dung mã QR: " span class="code break" { (sheet.text) } }
            p { "In trang này và cất ở nơi khác máy chủ. Về sau, kiểm tra bằng " code { "motcua verify --checkpoint NOI-DUNG-QR" } ": nếu nhật ký từng bị sửa hay cắt bớt trước điểm này, lệnh sẽ báo." }
            div class="actions" { (print_button("In trang này")) }
        }
    };
    let head = Head::new("Điểm chốt nhật ký").under("/quan-tri/nhat-ky", "Nhật ký kiểm toán");
    frame.page(&head, &body)
}
