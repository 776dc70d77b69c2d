//! `/quan-tri/bieu-mau`: the electronic forms, written as text.

use maud::{Markup, html};

use crate::domain::form::{Change, Flaw, Form};
use crate::ui::parts::{
    Button, ButtonKind, Column, Row, Table, TextField, Width, fold, notice, tag,
};
use crate::ui::words::form as said;
use crate::ui::{Entries, Frame, Head, Tone};

/// Every form there is, and the way to a new one. Sends `ma`.
pub fn forms_page(frame: &Frame<'_>, forms: &[(String, u32, String)], entries: &Entries) -> Markup {
    let columns = [
        Column::new("Mã thủ tục"),
        Column::new("Tờ khai"),
        Column::numeric("Phiên bản"),
    ];
    let rows = forms
        .iter()
        .map(|(code, version, title)| Row {
            cells: vec![
                html! { a href={ "/quan-tri/bieu-mau/" (code) } { (code) } },
                html! { (title) },
                html! { (version) },
            ],
            late: false,
        })
        .collect();
    frame.page(
        &Head::new("Biểu mẫu điện tử").under("/quan-tri", "Quản trị"),
        &html! {
            div class="stack stack-l" {
                h1 { "Biểu mẫu điện tử" }
                (Table { caption: "Tờ khai đang dùng", show_caption: false, columns: &columns, rows })
                form class="card measure" method="get" action="/quan-tri/bieu-mau/moi" {
                    (TextField::new("ma", "Soạn tờ khai cho thủ tục khác").of(entries).hint("Mã thủ tục, ví dụ 1.004859.").width(Width::Middle))
                    div class="actions" { (Button::new("Soạn").kind(ButtonKind::Second)) }
                }
            }
        },
    )
}

/// A definition under the pen.
#[derive(Debug, Clone)]
pub struct Editor<'a> {
    /// Procedure code.
    pub code: &'a str,
    /// Procedure name.
    pub procedure: &'a str,
    /// Version in use.
    pub version: u32,
    /// The text.
    pub text: &'a str,
    /// The text, read; `None` while it has flaws.
    pub form: Option<&'a Form>,
    /// Its flaws.
    pub flaws: &'a [Flaw],
    /// What it changes.
    pub changes: &'a [Change],
    /// Whether it was just looked through.
    pub checked: bool,
}

/// The editor. Sends `text` and `_do` (`check`, `publish`).
pub fn editor(frame: &Frame<'_>, view: &Editor<'_>) -> Markup {
    frame.page(
        &Head::new(format!("Tờ khai {}", view.code))
            .under("/quan-tri", "Quản trị")
            .under("/quan-tri/bieu-mau", "Biểu mẫu điện tử")
            .faulty(!view.flaws.is_empty()),
        &html! {
            div class="stack stack-l" {
                div class="stack stack-s" {
                    h1 { "Tờ khai " (view.code) }
                    p class="soft" { (view.procedure) " · phiên bản đang dùng: " (view.version) }
                }
                (verdict(view))
                form class="stack" method="post" action={ "/quan-tri/bieu-mau/" (view.code) } {
                    (frame.seal)
                    label class="label" for="dinh-nghia" { "Định nghĩa (JSON)" }
                    textarea class="control code definition" id="dinh-nghia" name="text" rows="24" spellcheck="false" { (view.text) }
                    div class="row actions" {
                        (Button::new("Kiểm tra").kind(ButtonKind::Second).icon("check").sends("_do", "check"))
                        (Button::new("Công bố phiên bản mới").sends("_do", "publish"))
                    }
                }
                p class="soft measure" { "Công bố tạo một phiên bản mới. Hồ sơ và bản nháp đang làm giữ nguyên phiên bản của chúng." }
                @if let Some(form) = view.form { (fold("Xem trước: sẽ hỏi những gì", view.checked, &outline(form))) }
            }
        },
    )
}

fn verdict(view: &Editor<'_>) -> Markup {
    let breaking = view.changes.iter().any(|change| change.what.breaks());
    html! {
        @if !view.flaws.is_empty() {
            div class="faults" role="alert" tabindex="-1" autofocus aria-labelledby="loi-mau" {
                h2 id="loi-mau" { "Có " (view.flaws.len()) " chỗ cần sửa" }
                ul { @for flaw in view.flaws { li { (said::flaw(flaw)) } } }
            }
        } @else if view.checked {
            @let tone = if breaking { Tone::Warn } else { Tone::Good };
            (notice(tone, &html! {
                h2 { @if breaking { "Đọc được; có thay đổi không tương thích" } @else { "Đọc được; tương thích với phiên bản đang dùng" } }
                @if view.changes.is_empty() { p { "Không thay đổi ô nào." } }
                @else { ul { @for change in view.changes { li { (change.label) " (" span class="code" { (change.field) } "): " (said::change(change.what)) "." } } } }
            }))
        }
    }
}

/// What the form asks, in its order.
fn outline(form: &Form) -> Markup {
    html! {
        @for section in &form.sections {
            h3 { (section.title) }
            ul {
                @for field in &section.fields {
                    li {
                        (field.label) " – " (said::kind(&field.kind)) " "
                        @if field.required { (tag("warn", "alert", "Bắt buộc")) }
                        @if field.value.is_some() { (tag("idle", "info", "Tự tính")) }
                        @if let Some(when) = &field.when { p class="hint code" { "khi " (when.written().to_string()) } }
                        @for check in &field.checks { p class="hint" { "Nếu sai: " (check.say) } }
                    }
                }
            }
        }
    }
}
