//! Backups (sao lưu): how old, where, whether they can be restored.

use maud::{Markup, html};

use crate::ui::parts::{Button, ButtonKind, Column, EmptyState, Row, Table, notice, tag};
use crate::ui::{Frame, Head, Tone};

/// How the last attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// When.
    pub at: String,
    /// How long ago.
    pub age: String,
    /// Whether all went well.
    pub well: bool,
    /// What was done, or what is wrong and what to do.
    pub words: String,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRow {
    /// When.
    pub at: String,
    /// Everything, or only what changed.
    pub full: bool,
    /// Closed by a passphrase or key.
    pub locked: bool,
    /// How large.
    pub size: String,
    /// Attachments that can be restored from it.
    pub attachments: u64,
    /// Attachments that were harmed already.
    pub left_out: u64,
    /// Where it was put.
    pub place: String,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct BackupPage<'a> {
    /// How the last backup ended.
    pub backup: Option<Outcome>,
    /// How the last trial ended.
    pub drill: Option<Outcome>,
    /// Backups, newest first.
    pub rows: &'a [BackupRow],
    /// What is being done now.
    pub doing: Option<String>,
    /// Where backups go; `None` when this server makes none.
    pub folder: Option<String>,
    /// When, every day.
    pub time: Option<String>,
}

/// The page.
pub fn backup_page(frame: &Frame<'_>, page: &BackupPage<'_>) -> Markup {
    let body = html! {
        div class="stack stack-l" {
            h1 { "Sao lưu và khôi phục" }
            @if let Some(doing) = &page.doing {
                (notice(Tone::Info, &html! {
                    p aria-live="polite" aria-busy="true" { (doing) "…" }
                    p { a href="/quan-tri/sao-luu" { "Xem lại tiến độ" } }
                }))
            }
            ul class="health" role="list" {
                (outcome("Bản sao lưu gần nhất", page.backup.as_ref(), "Chưa có bản sao lưu nào. Hãy sao lưu ngay."))
                (outcome("Diễn tập khôi phục gần nhất", page.drill.as_ref(), "Chưa diễn tập lần nào."))
            }
            @if let Some(folder) = &page.folder {
                p {
                    @match &page.time {
                        Some(time) => { "Hằng ngày lúc " strong { (time) } " hệ thống tự sao lưu vào " },
                        None => { "Sao lưu tự động đang tắt. Sao lưu theo yêu cầu được ghi vào " },
                    }
                    span class="code" { (folder) } "."
                }
                form method="post" action="/quan-tri/sao-luu" class="actions" {
                    (frame.seal)
                    (Button::new("Sao lưu ngay").icon("check").sends("_do", "backup"))
                    (Button::new("Diễn tập khôi phục").kind(ButtonKind::Second).sends("_do", "drill"))
                }
            }
            (list(page.rows))
            (help())
        }
    };
    let head = Head::new("Sao lưu và khôi phục").under("/quan-tri", "Quản trị");
    frame.page(&head, &body)
}

fn outcome(name: &str, outcome: Option<&Outcome>, none: &str) -> Markup {
    html! {
        li {
            @match outcome {
                None => {
                    (tag("warn", "alert", "Chưa có"))
                    div { (name) span class="under" { (none) } }
                }
                Some(outcome) => {
                    (if outcome.well { tag("good", "done", "Tốt") } else { tag("bad", "alert", "Có lỗi") })
                    div {
                        (name) ": " (outcome.age)
                        span class="under" { (outcome.at) @if !outcome.words.is_empty() { ". " (outcome.words) } }
                    }
                }
            }
        }
    }
}

fn list(rows: &[BackupRow]) -> Markup {
    if rows.is_empty() {
        return html! {
            (EmptyState {
                icon: "info",
                title: "Chưa có bản sao lưu nào",
                body: html! { "Bấm «Sao lưu ngay» để tạo bản đầu tiên." },
            })
        };
    }
    let columns = [
        Column::new("Lúc"),
        Column::new("Loại"),
        Column::numeric("Cỡ"),
        Column::numeric("Tệp đính kèm"),
        Column::new("Nơi lưu"),
    ];
    html! {
        (Table {
            caption: "Các bản sao lưu",
            show_caption: true,
            columns: &columns,
            rows: rows.iter().map(|row| Row {
                late: row.left_out > 0,
                cells: vec![
                    html! { (row.at) },
                    html! {
                        @if row.full { "Đầy đủ" } @else { "Phần thay đổi" }
                        @if row.locked { span class="under" { "Đã mã hóa" } }
                    },
                    html! { (row.size) },
                    html! {
                        (row.attachments)
                        @if row.left_out > 0 { span class="under" { "Thiếu " (row.left_out) " tệp đã hỏng" } }
                    },
                    html! {
                        @if row.place.is_empty() { "Gửi ra ngoài" } @else { span class="code" { (row.place) } }
                    },
                ],
            }).collect(),
        })
    }
}

fn help() -> Markup {
    html! {
        section aria-labelledby="huong-dan" {
            h2 id="huong-dan" { "Giữ một bản ở ngoài máy này" }
            p { "Máy hỏng hay mất thì bản sao lưu trên cùng máy cũng mất. Hãy chép thư mục sao lưu sang ổ USB mỗi tuần, hoặc cho hệ thống ghi thẳng vào ổ đĩa khác." }
            ul {
                li { "Ghi ra ổ USB: " code { "motcua backup --to /duong-dan/o-usb/" } }
                li { "Luôn ghi vào ổ khác: đặt " code { "backup_to" } " trong " code { "config.toml" } ", rồi khởi động lại." }
                li { "Khôi phục trên máy mới: " code { "motcua restore TEP --into THU-MUC" } }
            }
        }
    }
}
