//! Papers of a dossier, printing many at once, and the register (sổ theo dõi hồ sơ).

use maud::{Markup, html};

use super::parts::{dossier_path, script, slip_path};
use crate::domain::slip::facts::Entry;
use crate::domain::slip::{Issued, Period, SlipKind};
use crate::ui::parts::{
    Button, ButtonKind, Choice, Column, EmptyState, Row, Select, Table, TextArea, TextField, Width,
    error_summary, link_button,
};
use crate::ui::words::{AtMoment, OnDay};
use crate::ui::{Entries, Frame, Head};

/// What was issued on a dossier, and what can be printed from it now.
pub(super) fn slips(code: &str, issued: &[Issued], drawable: &[SlipKind]) -> Markup {
    html! {
        section class="stack stack-s" aria-labelledby="giay-to-in" {
            h2 id="giay-to-in" { "Phiếu và giấy tờ in" }
            @if issued.is_empty() {
                p class="soft" { "Chưa cấp phiếu nào; phiếu được cấp cùng lúc với việc tiếp nhận, yêu cầu bổ sung, từ chối, xin lỗi hoặc dừng." }
            } @else {
                ul class="stack stack-s" {
                    @for slip in issued {
                        li {
                            a href=(slip_path(code, slip.kind, Some(slip.edition))) { (slip.kind.official_name()) }
                            span class="under" {
                                "Số " (slip.number) ", " (AtMoment(slip.at))
                                @if slip.void {
                                    " – không còn giá trị"
                                    @if let Some(number) = &slip.replaced_by { ", thay bằng phiếu số " (number) }
                                }
                            }
                        }
                    }
                }
            }
            ul class="row" role="list" aria-label="In theo hồ sơ hiện thời" {
                @for kind in drawable {
                    li { a href=(slip_path(code, *kind, None)) { (kind.official_name()) } }
                }
            }
        }
    }
}

/// Printing one kind of paper for many dossiers (in hàng loạt).
pub fn print_many_page(frame: &Frame<'_>, entries: &Entries, most: usize) -> Markup {
    let kinds: Vec<Choice> = SlipKind::ISSUED
        .iter()
        .chain(&SlipKind::AS_OF_NOW)
        .map(|kind| Choice::new(kind.key(), kind.official_name()))
        .collect();
    let sizes = [Choice::new("a4", "A4"), Choice::new("a5", "A5")];
    let hint = format!("Mỗi dòng một mã hồ sơ, nhiều nhất {most} mã.");
    let body = html! {
        div class="stack measure" {
            h1 { "In hàng loạt" }
            (error_summary(entries))
            form class="card" method="post" action="/can-bo/in" novalidate {
                (frame.seal)
                (Select::new("slip", "Loại giấy", &kinds).of(entries))
                (Select::new("size", "Khổ giấy", &sizes).of(entries).width(Width::Short))
                (TextArea::new("codes", "Mã hồ sơ").of(entries).hint(&hint).rows(10))
                div class="actions" { (Button::new("In ra một tệp PDF").icon("print")) }
            }
        }
    };
    let head = Head::new("In hàng loạt")
        .under("/can-bo/so-theo-doi", "Sổ theo dõi")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

/// The register of a period.
#[derive(Debug, Clone)]
pub struct RegisterPage<'a> {
    /// Which days.
    pub period: Period,
    /// The period as it was typed, with its fault if it could not be read.
    pub entries: &'a Entries,
    /// Lines of the whole period.
    pub total: usize,
    /// Volumes that they fill.
    pub volumes: usize,
    /// The first lines.
    pub lines: &'a [Entry],
}

const COLUMNS: [Column<'static>; 6] = [
    Column::new("Hồ sơ"),
    Column::numeric("TT"),
    Column::new("Người nộp, thủ tục"),
    Column::new("Nhận"),
    Column::new("Hẹn trả"),
    Column::new("Trả"),
];

/// The page.
pub fn register_page(frame: &Frame<'_>, page: &RegisterPage<'_>) -> Markup {
    let period = page.period;
    let shown = page.lines.len();
    let body = html! {
        div class="stack" {
            div class="row spread" {
                h1 { "Sổ theo dõi hồ sơ" }
                (link_button(&format!("/can-bo/in?ky={}", period.key()), "In hàng loạt", ButtonKind::Second, Some("print")))
            }
            (error_summary(page.entries))
            form class="row" method="get" action="/can-bo/so-theo-doi" {
                (TextField::new("ky", "Kỳ").of(page.entries).width(Width::Middle).maxlength(30)
                    .hint("Năm 2026, tháng 2026-11, ngày 2026-11-05, hoặc 2026-11-01..2026-11-15."))
                (Button::new("Xem").kind(ButtonKind::Second).icon("search"))
            }
            p {
                "Từ " (OnDay(period.from)) " đến " (OnDay(period.to)) ": "
                strong { (page.total) } " hồ sơ đã tiếp nhận"
                @if page.volumes > 1 { ", " (page.volumes) " quyển" }
                "."
            }
            ul class="row" role="list" aria-label="Quyển sổ" {
                @for volume in 1..=page.volumes {
                    @let name = if page.volumes == 1 { "In sổ (PDF)".to_owned() } else { format!("Quyển {volume} (PDF)") };
                    li { (link_button(&format!("/can-bo/so-theo-doi/{}/{volume}", period.key()), &name, ButtonKind::Main, Some("print"))) }
                }
            }
            @if page.lines.is_empty() {
                (EmptyState { icon: "inbox", title: "Chưa tiếp nhận hồ sơ nào trong kỳ này", body: html! { p { "Hãy chọn kỳ khác." } } })
            } @else {
                (Table {
                    caption: "Hồ sơ theo số thứ tự trong sổ",
                    show_caption: false,
                    columns: &COLUMNS,
                    rows: page.lines.iter().map(row).collect(),
                })
                @if shown < page.total { p class="soft" { "Trang này hiện " (shown) " dòng đầu; bản PDF có đủ." } }
            }
        }
        (script("desk.js"))
    };
    let head = Head::new("Sổ theo dõi hồ sơ")
        .under("/can-bo", "Việc cần làm")
        .faulty(page.entries.is_faulty());
    frame.page(&head, &body)
}

fn row(line: &Entry) -> Row {
    let day = |day| html! { @match day { Some(day) => { (OnDay(day)) }, None => { "–" } } };
    Row {
        late: false,
        cells: vec![
            html! { a class="code" href=(dossier_path(&line.dossier)) { (line.dossier) } },
            html! { (line.number) },
            html! { (line.applicant) span class="under" { (line.procedure) } },
            day(line.received),
            day(line.due),
            day(line.returned),
        ],
    }
}
