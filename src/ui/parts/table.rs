//! Tables whose rows become cards where there is no room, tabs, and the way to the next page.

use maud::{Markup, Render, html};

use super::{ButtonKind, link_button};
use crate::ui::language::say;

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Its heading; also the label inside a card.
    pub label: &'a str,
    /// Numbers are set to the right.
    pub numeric: bool,
}

impl<'a> Column<'a> {
    /// A column of words.
    pub const fn new(label: &'a str) -> Self {
        Self {
            label,
            numeric: false,
        }
    }

    /// A column of numbers.
    pub const fn numeric(label: &'a str) -> Self {
        Self {
            label,
            numeric: true,
        }
    }
}

/// A row; its first cell names it.
#[derive(Debug, Clone)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Markup>,
    /// Marked at the edge; the words must say it too.
    pub late: bool,
}

/// A table (bảng).
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// What it lists; always given, hidden when the heading above says the same.
    pub caption: &'a str,
    /// Whether the caption is seen.
    pub show_caption: bool,
    /// Its columns.
    pub columns: &'a [Column<'a>],
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        // Roles are repeated because changing `display` takes them away in some browsers.
        html! {
            div class="table-box" {
                table class="table" role="table" {
                    caption class=[(!self.show_caption).then_some("sr")] { (self.caption) }
                    thead role="rowgroup" {
                        tr role="row" {
                            @for column in self.columns {
                                th scope="col" role="columnheader" class=[column.numeric.then_some("num")] { (column.label) }
                            }
                        }
                    }
                    tbody role="rowgroup" {
                        @for row in &self.rows {
                            tr role="row" class=[row.late.then_some("late")] {
                                @for (i, (cell, column)) in row.cells.iter().zip(self.columns).enumerate() {
                                    @if i == 0 {
                                        th scope="row" role="rowheader" { (cell) }
                                    } @else {
                                        td role="cell" data-label=(column.label) class=[column.numeric.then_some("num")] { (cell) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The way on through a list that is read by cursor. `first` leads back to its beginning.
pub fn next_page(next: Option<&str>, first: Option<&str>) -> Markup {
    html! {
        @if next.is_some() || first.is_some() {
            nav class="pages" aria-label=(say!("Phân trang")) {
                @if let Some(href) = first { (link_button(href, say!("Về trang đầu"), ButtonKind::Second, Some("back"))) }
                @if let Some(href) = next { (link_button(href, say!("Trang sau"), ButtonKind::Second, Some("next"))) }
            }
        }
    }
}

/// The pages of a list that knows how many it has: their addresses in order, and which one this is.
pub fn page_numbers(here: usize, pages: &[String]) -> Markup {
    html! {
        @if pages.len() > 1 {
            nav aria-label=(say!("Các trang")) {
                ol class="numbers" role="list" {
                    @for (at, href) in pages.iter().enumerate() {
                        li { a href=(href) aria-current=[(at == here).then_some("page")] aria-label=(say!("Trang {number}", number = at + 1)) { (at + 1) } }
                    }
                }
            }
        }
    }
}

/// The same list under other filters: (address, words, count).
pub fn tabs(label: &str, here: usize, tabs: &[(String, String, Option<u64>)]) -> Markup {
    html! {
        nav aria-label=(label) {
            ul class="tabs" role="list" {
                @for (i, (href, words, count)) in tabs.iter().enumerate() {
                    li {
                        a href=(href) aria-current=[(i == here).then_some("page")] {
                            (words)
                            @if let Some(count) = count { span class="count" { (count) } }
                        }
                    }
                }
            }
        }
    }
}
