//! The board (bảng theo dõi): what is late, due today and due soon, by unit and by officer, each count a way to its list.

use maud::{Markup, html};

use crate::domain::tray::Tray;
use crate::ui::desk::{WorkFilter, tray_name};
use crate::ui::parts::{Column, Row, Table};

/// Trays that the board counts.
pub const TRAYS: [Tray; 3] = [Tray::Late, Tray::Today, Tray::Soon];

/// A line of the board: a unit or an officer.
#[derive(Debug, Clone)]
pub struct BoardLine {
    /// What is read.
    pub name: String,
    /// What is read below it.
    pub under: String,
    /// The list behind it, without its tray.
    pub filter: WorkFilter,
    /// How many lie in each of [`TRAYS`].
    pub counts: [u64; 3],
}

/// The board; nothing when nobody has anything due.
pub fn board(lines: &[BoardLine]) -> Markup {
    let columns = [
        Column::new("Đơn vị, cán bộ"),
        Column::numeric(tray_name(Tray::Late)),
        Column::numeric(tray_name(Tray::Today)),
        Column::numeric(tray_name(Tray::Soon)),
    ];
    let rows = lines
        .iter()
        .map(|line| {
            let mut cells = vec![html! { (line.name) span class="under" { (line.under) } }];
            for (tray, count) in TRAYS.into_iter().zip(line.counts) {
                let filter = WorkFilter {
                    tray,
                    ..line.filter.clone()
                };
                cells.push(html! {
                    @if count == 0 { "0" } @else {
                        a href=(filter.href(None)) { (count) span class="sr" { " hồ sơ " (tray_name(tray)) " của " (line.name) } }
                    }
                });
            }
            Row {
                cells,
                late: line.counts[0] > 0,
            }
        })
        .collect();
    html! {
        @if !lines.is_empty() {
            section aria-labelledby="bang-theo-doi" class="stack" {
                h2 id="bang-theo-doi" { "Theo đơn vị và cán bộ" }
                (Table { caption: "Hồ sơ đến hạn theo đơn vị và cán bộ", show_caption: false, columns: &columns, rows })
            }
        }
    }
}
