//! The verified papers of a person (kho giấy tờ đã xác thực), as an officer sees them from one of the person's dossiers.

use maud::{Markup, html};

use super::paper_list::store_path;
use super::parts::{dossier_path, file_path};
use crate::domain::dossier::Dossier;
use crate::domain::time::Day;
use crate::domain::verified_paper::{Standing, VerifiedPaper};
use crate::ui::parts::{
    Button, ButtonKind, EmptyState, SummaryRow, TextArea, error_summary, icon, summary, tag,
};
use crate::ui::words::{AtMoment, papers as words};
use crate::ui::{Entries, Frame, Head, Seal};

/// The store as an officer sees it.
#[derive(Debug, Clone, Copy)]
pub struct PaperStorePage<'a> {
    /// The dossier from which the officer came.
    pub dossier: &'a Dossier,
    /// The papers, the newest first.
    pub papers: &'a [VerifiedPaper],
    /// Id of the paper whose form came back, and the form.
    pub sent: Option<(&'a str, &'a Entries)>,
    /// Today.
    pub today: Day,
}

/// The page.
pub fn paper_store_page(frame: &Frame<'_>, page: &PaperStorePage<'_>) -> Markup {
    let code = page.dossier.code.as_str();
    let body = html! {
        div class="stack" {
            h1 { "Kho giấy tờ đã xác thực" }
            p { "Của " strong { (page.dossier.applicant.name) } ". Giấy tờ ở đây được mời dùng lại khi người này nộp hồ sơ; lần xem này đã được ghi nhật ký." }
            @if let Some((_, entries)) = page.sent { (error_summary(entries)) }
            @if page.papers.is_empty() {
                (EmptyState {
                    icon: "file",
                    title: "Chưa có giấy tờ nào",
                    body: html! { p { "Giấy tờ vào kho khi cán bộ kiểm tra và ghi cơ quan cấp, ngày cấp, hoặc khi trả kết quả có tệp." } },
                })
            }
            @for paper in page.papers { (card(page, code, paper, frame.seal)) }
        }
    };
    let head = Head::new("Kho giấy tờ đã xác thực")
        .under("/can-bo", "Việc cần làm")
        .under(dossier_path(code), code)
        .faulty(page.sent.is_some());
    frame.page(&head, &body)
}

fn card(page: &PaperStorePage<'_>, code: &str, paper: &VerifiedPaper, seal: Seal<'_>) -> Markup {
    let standing = paper.standing(page.today);
    let blank = Entries::new();
    let sent = page.sent.filter(|(id, _)| *id == paper.id);
    let entries = sent.map_or(&blank, |(_, entries)| entries);
    html! {
        section class="card tight" aria-labelledby={ "giay-" (paper.id) } {
            div class="row spread" {
                h2 id={ "giay-" (paper.id) } { (paper.title) }
                (standing_tag(standing))
            }
            (summary(&rows(paper)))
            @if standing != Standing::Revoked {
                details class="fold" open[sent.is_some()] {
                    summary { "Thu hồi giấy này" }
                    form method="post" action={ (store_path(code)) "/" (paper.id) } class="stack" {
                        (seal)
                        p { "Giấy đã thu hồi không được mời dùng lại nữa; hồ sơ đã dùng thì giữ nguyên." }
                        (TextArea::new("reason", "Lý do thu hồi").of(entries).rows(2))
                        div class="actions" { (Button::new("Thu hồi").kind(ButtonKind::Danger).icon("refuse")) }
                    }
                }
            }
        }
    }
}

/// Whether a paper still holds.
pub fn standing_tag(standing: Standing) -> Markup {
    let (tone, sign) = match standing {
        Standing::Valid => ("good", "check"),
        Standing::Expired => ("idle", "clock"),
        Standing::Revoked => ("bad", "refuse"),
    };
    tag(tone, sign, words::standing(standing))
}

fn rows(paper: &VerifiedPaper) -> Vec<SummaryRow> {
    let from = paper.from.dossier.as_str();
    let mut rows = vec![
        SummaryRow::new("Giấy tờ", html! { (words::document(&paper.document)) }),
        SummaryRow::new(
            if paper.from.component.is_some() {
                "Xác thực tại hồ sơ"
            } else {
                "Kết quả của hồ sơ"
            },
            html! {
                a href=(dossier_path(from)) { (from) }
                span class="under" { (paper.verified_by.name) ", " (AtMoment(paper.verified_at)) }
            },
        ),
    ];
    if let Some(file) = &paper.file {
        rows.push(SummaryRow::new(
            "Tệp",
            html! { a href=(file_path(from, &file.id)) { (icon("file")) " " (file.name) } },
        ));
    }
    if !paper.reuses.is_empty() {
        rows.push(SummaryRow::new(
            "Đã dùng lại",
            html! {
                ul { @for reuse in &paper.reuses { li { (reuse.dossier) ", " (AtMoment(reuse.at)) } } }
            },
        ));
    }
    if let Some(revoked) = &paper.revoked {
        rows.push(SummaryRow::new(
            "Thu hồi",
            html! {
                span class="prose" { (revoked.reason) }
                span class="under" { (revoked.by.name) ", " (AtMoment(revoked.at)) }
            },
        ));
    }
    rows
}
