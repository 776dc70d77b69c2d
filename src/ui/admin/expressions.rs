//! How people of this place say things (từ ngữ tìm kiếm): the office's expressions, and what they would change.

use maud::{Markup, html};

use crate::ui::parts::{Button, ButtonKind, Column, Row, Table, TextArea, error_summary, notice};
use crate::ui::{Entries, Frame, Head, Tone};

/// Address of the page.
pub const EXPRESSIONS: &str = "/quan-tri/tu-ngu";

/// What one question finds: code and name of each, now and then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedRow {
    /// The question.
    pub question: String,
    /// The best answers now.
    pub before: Vec<(String, String)>,
    /// The best answers then.
    pub after: Vec<(String, String)>,
}

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct ExpressionsPage<'a> {
    /// The form.
    pub entries: &'a Entries,
    /// What was tried; none before somebody asked.
    pub tried: Option<&'a [TriedRow]>,
    /// Expressions with words that no procedure has.
    pub unknown: &'a [(String, Vec<String>)],
}

/// The page.
pub fn expressions_page(frame: &Frame<'_>, page: &ExpressionsPage<'_>) -> Markup {
    let entries = page.entries;
    let body = html! {
        div class="stack stack-l" {
            h1 { "Từ ngữ tìm kiếm" }
            p { "Người dân ở đây gọi thủ tục bằng những từ nào? Thêm vào đây để trang tìm thủ tục hiểu được. Các cách nói phổ biến cả nước đã có sẵn." }
            (error_summary(entries))
            form method="post" action=(EXPRESSIONS) class="stack" {
                (frame.seal)
                @for (expression, words) in page.unknown {
                    (notice(Tone::Warn, &html! { p { "«" (expression) "»: không thủ tục nào có từ " strong { (words.join(", ")) } ". Hãy dùng đúng từ trong tên thủ tục." } }))
                }
                @if let Some(tried) = page.tried { (preview(tried)) }
                (TextArea::new("expressions", "Cách nói của địa phương")
                    .hint("Mỗi dòng một cách nói: cách người dân nói = từ trong tên thủ tục. Ví dụ: giấy làm đám = đăng ký khai tử. Dấu … thay cho vài từ bất kỳ.")
                    .of(entries).rows(12).optional())
                (TextArea::new("questions", "Câu hỏi để thử").hint("Mỗi dòng một câu, như người dân gõ. Các cách nói mới luôn được thử.").of(entries).rows(4).optional())
                div class="actions" {
                    @if page.tried.is_some() {
                        (Button::new("Lưu").icon("check").sends("_do", "keep"))
                    }
                    (Button::new("Xem trước").kind(ButtonKind::Second).sends("_do", "preview"))
                }
            }
        }
    };
    let head = Head::new("Từ ngữ tìm kiếm")
        .under("/quan-tri", "Quản trị")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

fn preview(tried: &[TriedRow]) -> Markup {
    let changed = tried.iter().filter(|row| row.before != row.after).count();
    let columns = [
        Column::new("Câu hỏi"),
        Column::new("Hiện nay tìm thấy"),
        Column::new("Khi dùng các cách nói này"),
    ];
    let rows = tried
        .iter()
        .map(|row| Row {
            late: false,
            cells: vec![
                html! { strong { (row.question) } @if row.before == row.after { span class="under" { "Không đổi" } } },
                answers(&row.before, &row.after),
                answers(&row.after, &row.before),
            ],
        })
        .collect();
    html! {
        (notice(Tone::Info, &html! {
            p { strong { "Chưa lưu. " } @if tried.is_empty() { "Không có cách nói mới và không có câu nào để thử." } @else { (changed) " trong " (tried.len()) " câu tìm được kết quả khác." } }
        }))
        @if !tried.is_empty() {
            (Table { caption: "Kết quả đầu tiên trước và sau", show_caption: true, columns: &columns, rows })
        }
    }
}

/// The answers in order; those that stand elsewhere in the other list are in evidence.
fn answers(own: &[(String, String)], other: &[(String, String)]) -> Markup {
    html! {
        @if own.is_empty() { "Không có" }
        ol class="small" {
            @for (at, (code, name)) in own.iter().enumerate() {
                @let same = other.get(at).is_some_and(|(known, _)| known == code);
                li { a href={ "/thu-tuc/" (code) } { @if same { (name) } @else { mark { (name) } } } }
            }
        }
    }
}
