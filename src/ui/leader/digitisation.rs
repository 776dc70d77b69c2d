//! `/lanh-dao/so-hoa`: how far dossiers and results are digitised and papers reused, by period (nhóm chỉ số số hóa, QĐ 766).

use maud::{Markup, html};

use crate::domain::digitisation::Digitised;
use crate::domain::time::Day;
use crate::ui::parts::{
    Button, ButtonKind, Column, DateField, Row, Table, error_summary, link_button,
};
use crate::ui::words::{self, percent};
use crate::ui::{Entries, Frame, Head};

/// A period with its counts.
#[derive(Debug, Clone)]
pub struct DigitisedPeriod {
    /// What it is called; empty for the one that was asked for.
    pub name: &'static str,
    /// First day.
    pub since: Day,
    /// Last day.
    pub until: Day,
    /// In the order of [`Digitised::ALL`].
    pub counts: [u64; 6],
}

impl DigitisedPeriod {
    fn of(&self, what: Digitised) -> u64 {
        let mut all = Digitised::ALL.into_iter().zip(self.counts);
        all.find(|(one, _)| *one == what)
            .map_or(0, |(_, count)| count)
    }
}

/// A line of the table: its words, what is counted, and of what it is a share.
struct Line {
    words: &'static str,
    count: fn(&DigitisedPeriod) -> u64,
    of: Option<Digitised>,
}

const LINES: [Line; 8] = [
    Line {
        words: "Hồ sơ tiếp nhận",
        count: |period| period.of(Digitised::Received),
        of: None,
    },
    Line {
        words: "– có số hóa thành phần hồ sơ",
        count: |period| period.of(Digitised::Papers),
        of: Some(Digitised::Received),
    },
    Line {
        words: "– chưa số hóa thành phần hồ sơ",
        count: |period| {
            let received = period.of(Digitised::Received);
            received.saturating_sub(period.of(Digitised::Papers))
        },
        of: Some(Digitised::Received),
    },
    Line {
        words: "– có dùng lại giấy tờ đã xác thực",
        count: |period| period.of(Digitised::Reused),
        of: Some(Digitised::Received),
    },
    Line {
        words: "Hồ sơ đã giải quyết",
        count: |period| period.of(Digitised::Finished),
        of: None,
    },
    Line {
        words: "– kết quả đã số hóa",
        count: |period| period.of(Digitised::Result),
        of: Some(Digitised::Finished),
    },
    Line {
        words: "– kết quả chưa số hóa",
        count: |period| {
            let finished = period.of(Digitised::Finished);
            finished.saturating_sub(period.of(Digitised::Result))
        },
        of: Some(Digitised::Finished),
    },
    Line {
        words: "– số hóa cả thành phần hồ sơ và kết quả",
        count: |period| period.of(Digitised::Whole),
        of: Some(Digitised::Finished),
    },
];

/// The page; `asked` holds the period that was asked for, as it was typed.
pub fn digitisation_page(
    frame: &Frame<'_>,
    periods: &[DigitisedPeriod],
    asked: &Entries,
) -> Markup {
    let names: Vec<String> = periods
        .iter()
        .map(|period| match period.name {
            "" => days(period),
            name => name.to_owned(),
        })
        .collect();
    let mut columns = vec![Column::new("Chỉ tiêu")];
    columns.extend(names.iter().map(|name| Column::numeric(name)));
    let rows = LINES
        .iter()
        .map(|line| {
            let mut cells = vec![html! { (line.words) }];
            cells.extend(periods.iter().map(|period| cell(line, period)));
            Row { cells, late: false }
        })
        .collect();
    let body = html! {
        div class="stack" {
            h1 { "Số hóa hồ sơ và dùng lại giấy tờ" }
            p class="measure" {
                "Đếm theo hồ sơ, theo nhóm chỉ số số hóa của Quyết định 766/QĐ-TTg: hồ sơ tính vào ngày tiếp nhận, kết quả tính vào ngày giải quyết xong. Số liệu được cập nhật ngay khi xử lý hồ sơ."
            }
            p class="small soft" {
                @for (at, period) in periods.iter().filter(|period| !period.name.is_empty()).enumerate() {
                    @if at > 0 { " · " }
                    (period.name) ": " (days(period))
                }
                "."
            }
            (error_summary(asked))
            (Table { caption: "Số hóa theo kỳ", show_caption: false, columns: &columns, rows })
            p class="small soft" { "Dữ liệu dùng lại từ Cổng Dịch vụ công quốc gia chưa được tính vì chưa kết nối." }
            form method="get" action="/lanh-dao/so-hoa" class="card measure" {
                h2 { "Xem kỳ khác" }
                div class="pair" {
                    (DateField::new("tu", "Từ ngày").of(asked))
                    (DateField::new("den", "Đến ngày").of(asked))
                }
                div class="actions" { (Button::new("Xem").kind(ButtonKind::Second)) }
            }
            p { (link_button("/lanh-dao", "Chờ phê duyệt", ButtonKind::Quiet, Some("back"))) }
        }
    };
    let head = Head::new("Số hóa hồ sơ")
        .under("/lanh-dao", "Chờ phê duyệt")
        .faulty(asked.is_faulty());
    frame.page(&head, &body)
}

fn days(period: &DigitisedPeriod) -> String {
    format!(
        "{} – {}",
        words::day(period.since),
        words::day(period.until)
    )
}

fn cell(line: &Line, period: &DigitisedPeriod) -> Markup {
    let count = (line.count)(period);
    html! {
        (count)
        @if let Some(whole) = line.of { span class="under" { (percent(count, period.of(whole))) } }
    }
}
