//! The office's calendar (lịch làm việc): hours of the week, days off, days worked in exchange; and what a change would do.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::ui::desk::parts::dossier_path;
use crate::ui::parts::{
    Button, ButtonKind, Column, Row, Table, TextArea, TextField, Width, error_summary, notice,
    shortened,
};
use crate::ui::words::moment;
use crate::ui::{Entries, Frame, Head, Tone};

/// Address of the page.
pub const CALENDAR: &str = "/quan-tri/lich";

/// Names of the fields of the week, Monday first.
pub const WEEK: [(&str, &str); 7] = [
    ("weekly.0", "Thứ Hai"),
    ("weekly.1", "Thứ Ba"),
    ("weekly.2", "Thứ Tư"),
    ("weekly.3", "Thứ Năm"),
    ("weekly.4", "Thứ Sáu"),
    ("weekly.5", "Thứ Bảy"),
    ("weekly.6", "Chủ Nhật"),
];

/// A due date that would move: code, what it is about, until now, then.
pub type Moving = (String, String, Moment, Moment);

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct CalendarPage<'a> {
    /// The form.
    pub entries: &'a Entries,
    /// What the change would move; none before it was looked at.
    pub preview: Option<&'a [Moving]>,
}

/// Rows of the preview that are shown.
const SHOWN: usize = 200;

/// The page.
pub fn calendar_page(frame: &Frame<'_>, page: &CalendarPage<'_>) -> Markup {
    let entries = page.entries;
    let body = html! {
        div class="stack stack-l" {
            h1 { "Lịch làm việc" }
            (error_summary(entries))
            form method="post" action=(CALENDAR) class="stack" {
                (frame.seal)
                @if let Some(moving) = page.preview { (preview(moving)) }
                fieldset class="group" {
                    legend { "Giờ làm việc trong tuần" }
                    p class="hint" { "Dạng 07:30-11:30, 13:00-17:00. Để trống là ngày nghỉ." }
                    div class="sieve-fields" {
                        @for (name, label) in WEEK { (TextField::new(name, label).of(entries).maxlength(60).optional()) }
                    }
                }
                (TextArea::new("days_off", "Ngày nghỉ").hint("Mỗi dòng một ngày: 2027-02-05, Tết Nguyên đán").of(entries).rows(14).optional())
                (TextArea::new("make_up", "Ngày làm bù").hint("Mỗi dòng: ngày nghỉ, ngày làm bù; ví dụ 2026-01-02, 2026-01-10").of(entries).rows(4).optional())
                (TextField::new("cutoff", "Hồ sơ nhận sau giờ này chuyển vào ngày làm việc sau").of(entries).maxlength(5).width(Width::Short))
                div class="actions" {
                    @if page.preview.is_some() {
                        (Button::new("Xác nhận đổi lịch và tính lại hạn").icon("check").sends("_do", "confirm"))
                    }
                    (Button::new("Xem trước").kind(ButtonKind::Second).sends("_do", "preview"))
                }
            }
        }
    };
    let head = Head::new("Lịch làm việc")
        .under("/quan-tri", "Quản trị")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

fn preview(moving: &[Moving]) -> Markup {
    let columns = [
        Column::new("Hồ sơ"),
        Column::new("Thủ tục"),
        Column::new("Hạn hiện tại"),
        Column::new("Hạn mới"),
    ];
    let rows = moving
        .iter()
        .take(SHOWN)
        .map(|(code, title, before, after)| Row {
            late: false,
            cells: vec![
                html! { a class="code" href=(dossier_path(code)) { (code) } },
                html! { (shortened(title, 90)) },
                html! { (moment(*before)) },
                html! { strong { (moment(*after)) } },
            ],
        })
        .collect();
    html! {
        (notice(Tone::Warn, &html! {
            p { strong { "Chưa lưu. " } "Nếu xác nhận, hạn trả của " strong { (moving.len()) } " hồ sơ đang giải quyết được tính lại và ghi vào lịch sử từng hồ sơ. Ngày do cán bộ hẹn hoặc đã xin lỗi hẹn lại giữ nguyên." }
        }))
        @if !moving.is_empty() {
            (Table { caption: "Hạn trả sẽ thay đổi", show_caption: true, columns: &columns, rows })
            @if moving.len() > SHOWN { p { "… và " (moving.len() - SHOWN) " hồ sơ nữa." } }
        }
    }
}
