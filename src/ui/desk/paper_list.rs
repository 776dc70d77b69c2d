//! The papers of a dossier (thành phần hồ sơ) with their states: what was handed in, what is still to come.

use maud::{Markup, html};

use super::facts::file_link;
use super::parts::dossier_path;
use super::signing::{Signatures, verdict_line};
use crate::domain::dossier::{Dossier, Paper};
use crate::domain::paper_state::PaperState;
use crate::domain::procedure::component::Component;
use crate::ui::parts::{ButtonKind, Column, Row, Table, link_button, paper_tag, shortened};
use crate::ui::words::{names, papers as words};

/// The papers, with the way to the store of the person whose dossier it is.
pub fn papers(dossier: &Dossier, components: &[Component], signatures: Signatures<'_>) -> Markup {
    let columns = [
        Column::new("Giấy tờ"),
        Column::new("Trạng thái"),
        Column::new("Loại"),
        Column::numeric("Số lượng"),
        Column::new("Tệp"),
    ];
    let required = |id: &str| {
        let mut components = components.iter();
        components.any(|one| one.id == id && one.required)
    };
    let mut rows: Vec<Row> = dossier
        .papers
        .iter()
        .map(|paper| handed_in(dossier, paper, required(&paper.id), signatures))
        .collect();
    let (owed, others): (Vec<_>, Vec<_>) = dossier
        .not_handed_in(components)
        .partition(|(component, _)| dossier.concerns(component));
    rows.extend(
        owed.iter()
            .map(|(component, state)| absent(component, *state)),
    );
    html! {
        section aria-labelledby="thanh-phan" class="papers" {
            h2 id="thanh-phan" { "Thành phần hồ sơ (" (dossier.papers.len()) ")" }
            @if rows.is_empty() {
                p class="soft" { "Chưa có giấy tờ nào được ghi nhận." }
            } @else {
                (Table { caption: "Giấy tờ đã nộp", show_caption: false, columns: &columns, rows })
            }
            @if !others.is_empty() {
                details class="fold" {
                    summary { "Giấy tờ khác của thủ tục (" (others.len()) ")" }
                    ul class="stack stack-s" {
                        @for (component, state) in &others { li { (shortened(&component.name, 200)) " " (paper_tag(*state)) } }
                    }
                }
            }
            @if dossier.applicant.id_number.is_some() {
                p { (link_button(&store_path(dossier.code.as_str()), "Kho giấy tờ đã xác thực của chủ hồ sơ", ButtonKind::Quiet, Some("file"))) }
            }
        }
    }
}

/// Where officers see the verified papers of the person whose dossier this is.
pub fn store_path(code: &str) -> String {
    format!("{}/kho-giay-to", dossier_path(code))
}

fn handed_in(dossier: &Dossier, paper: &Paper, required: bool, signatures: Signatures<'_>) -> Row {
    let code = dossier.code.as_str();
    let state = dossier.paper_state(&paper.id, required);
    let check = dossier.paper_check(&paper.id);
    Row {
        late: false,
        cells: vec![
            html! {
                (paper.name)
                @if let Some(stands_in) = &paper.reused {
                    span class="under" { "Thay bằng: " (stands_in.title) ", " (words::document(&stands_in.document)) }
                }
            },
            html! { (paper_tag(state)) @if let Some(check) = check { span class="under" { (check.by.name) } } },
            html! { (names::paper_kind(paper.kind)) },
            html! { (paper.count) },
            html! { @if let Some(file) = &paper.file { (file_link(code, file)) (verdict_line(code, file, signatures.findings)) } @else { "Không có" } },
        ],
    }
}

fn absent(component: &Component, state: PaperState) -> Row {
    let none = html! { span class="soft" { "–" } };
    Row {
        late: false,
        cells: vec![
            html! { (component.name) },
            paper_tag(state),
            none.clone(),
            html! { "0" },
            html! { "Không có" },
        ],
    }
}
