//! Finding dossiers (tìm hồ sơ): what is remembered above, what was found below with the words that answer.

use maud::{Markup, html};

use super::parts::{dossier_path, query};
use super::work_list::{columns, row};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::passage::{Passage, Source};
use crate::domain::status::Status;
use crate::domain::time::{Day, Moment};
use crate::store::dossiers::Summary;
use crate::ui::parts::{
    Button, Choice, EmptyState, Row, Select, Table, next_page, notice, shortened,
};
use crate::ui::{Frame, Head, Tone};

/// Where it is.
pub const FIND: &str = "/can-bo/tim";

/// What is looked for, as the address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindFilter {
    /// What is remembered.
    pub text: String,
    /// Only this status.
    pub status: Option<Status>,
    /// Only what was filed from this day on.
    pub since: Option<Day>,
    /// Only what was filed up to this day.
    pub until: Option<Day>,
}

impl FindFilter {
    /// Reads the query string; what cannot be read counts as not said.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let value = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value.trim())
        };
        let status = value("trang-thai").parse::<u8>().ok();
        Self {
            text: value("q").to_owned(),
            status: status.and_then(|code| Status::try_from(code).ok()),
            since: value("tu").parse().ok(),
            until: value("den").parse().ok(),
        }
    }

    /// Its address, from this place of the list on.
    pub fn href(&self, after: Option<&str>) -> String {
        let status = self.status.map(|status| status.code().to_string());
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let search = query(&[
            ("q", &self.text),
            ("trang-thai", status.as_deref().unwrap_or_default()),
            ("tu", &day(self.since)),
            ("den", &day(self.until)),
            ("sau", after.unwrap_or_default()),
        ]);
        format!("{FIND}{search}")
    }

    /// Whether something besides words narrows it.
    fn is_refined(&self) -> bool {
        self.status.is_some() || self.since.is_some() || self.until.is_some()
    }
}

/// A dossier that was found, and why.
#[derive(Debug, Clone, Copy)]
pub struct FoundRow<'a> {
    /// What a list shows of it.
    pub summary: &'a Summary,
    /// The applicant's name.
    pub applicant: &'a Passage,
    /// The title of the procedure.
    pub title: &'a Passage,
    /// What else answers.
    pub passages: &'a [Passage],
}

/// How well what was found answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Everything that was asked is there.
    Whole,
    /// All but one of it.
    Nearly,
    /// The index is being made, so only part of it could be looked for.
    Partly,
}

/// The page.
#[derive(Debug)]
pub struct FindPage<'a> {
    /// What is looked for.
    pub filter: &'a FindFilter,
    /// Whether something was asked at all.
    pub asked: bool,
    /// What was found, the best first.
    pub items: Vec<FoundRow<'a>>,
    /// Cursor of the next page.
    pub next: Option<&'a str>,
    /// Whether this is a later page.
    pub later: bool,
    /// How well it answers.
    pub fit: Fit,
    /// Now.
    pub now: Moment,
    /// The office's working time.
    pub calendar: &'a OfficeCalendar,
}

/// The page.
pub fn find_page(frame: &Frame<'_>, page: &FindPage<'_>) -> Markup {
    let next = page.next.map(|cursor| page.filter.href(Some(cursor)));
    let first = page.later.then(|| page.filter.href(None));
    let body = html! {
        div class="stack" {
            h1 { "Tìm hồ sơ" }
            (form(page.filter))
            @if page.fit == Fit::Partly && page.asked {
                (notice(Tone::Info, &html! { p { "Chỉ mục tìm kiếm đang được dựng lại: lúc này chỉ tìm được theo mã hồ sơ, số điện thoại, số giấy tờ và phần đầu họ tên." } }))
            }
            @if !page.asked {
                (hints())
            } @else if page.items.is_empty() {
                (nothing(page))
            } @else {
                @if page.fit == Fit::Nearly {
                    (notice(Tone::Warn, &html! { p { "Không có hồ sơ nào khớp tất cả những gì bạn nhập. Dưới đây là những hồ sơ gần giống nhất." } }))
                }
                (rows(page))
                (next_page(next.as_deref(), first.as_deref()))
            }
        }
    };
    let title = if page.filter.text.is_empty() {
        "Tìm hồ sơ".to_owned()
    } else {
        format!("Tìm hồ sơ: {}", page.filter.text)
    };
    frame.page(&Head::new(title), &body)
}

fn form(filter: &FindFilter) -> Markup {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let statuses: Vec<Choice> = Status::ALL
        .iter()
        .map(|status| Choice::new(status.code().to_string(), status.official_name()))
        .collect();
    let chosen = filter.status.map(|status| status.code().to_string());
    html! {
        form class="sieve" method="get" action=(FIND) role="search" aria-label="Tìm hồ sơ" {
            div class="sieve-q" {
                label class="label" for="tim-q" { "Bạn nhớ gì về hồ sơ?" }
                input class="control" type="search" id="tim-q" name="q" value=(filter.text) maxlength="200" autocomplete="off" aria-describedby="tim-goi-y";
            }
            div class="row" { (Button::new("Tìm").icon("search")) }
            p class="small sieve-wide" id="tim-goi-y" {
                "Họ tên (một phần, không dấu, đảo thứ tự), mã hồ sơ hoặc phần cuối, điện thoại, đủ số giấy tờ, thủ tục, ngày tháng, chữ trong ghi chú và tệp PDF."
            }
            details class="sieve-more" open[filter.is_refined()] {
                summary { "Thêm điều kiện" }
                div class="sieve-fields" {
                    (Select::new("trang-thai", "Trạng thái", &statuses).value(chosen.as_deref().unwrap_or_default()).blank("Mọi trạng thái"))
                    div class="field" {
                        label class="label" for="tim-tu" { "Nộp từ ngày" }
                        input class="control" type="date" id="tim-tu" name="tu" value=(day(filter.since));
                    }
                    div class="field" {
                        label class="label" for="tim-den" { "Nộp đến hết ngày" }
                        input class="control" type="date" id="tim-den" name="den" value=(day(filter.until));
                    }
                }
            }
        }
    }
}

/// Examples say more than an explanation.
fn hints() -> Markup {
    let examples = [
        ("nguyen van an", "họ tên không dấu"),
        (
            "An Nguyễn tháng 3",
            "đảo thứ tự, kèm tháng nộp, hẹn trả hoặc trả",
        ),
        ("0007", "phần cuối mã hồ sơ"),
        ("0912 345 678", "số điện thoại"),
        ("khai sinh 12/3/2026", "thủ tục và ngày"),
    ];
    html! {
        section class="stack" aria-labelledby="vi-du" {
            h2 id="vi-du" { "Ví dụ" }
            ul {
                @for (text, meaning) in examples {
                    li { a href={ (FIND) (query(&[("q", text)])) } { (text) } " – " (meaning) }
                }
            }
            p class="small" { "Phím tắt: gõ / ở bất kỳ trang nào, hoặc Alt + T, để đến ô tìm hồ sơ." }
        }
    }
}

fn nothing(page: &FindPage<'_>) -> Markup {
    let all = FindFilter {
        text: page.filter.text.clone(),
        ..FindFilter::default()
    };
    let body = html! {
        p { "Trong phạm vi bạn được xem không có hồ sơ nào như vậy." }
        ul {
            li { "Bỏ bớt từ: chỉ cần một phần họ tên, hoặc 4 số cuối của mã hồ sơ." }
            li { "Số giấy tờ và số điện thoại phải nhập đủ." }
            @if page.filter.is_refined() { li { a href=(all.href(None)) { "Bỏ điều kiện về ngày và trạng thái" } } }
        }
    };
    html! { (EmptyState { icon: "search", title: "Không tìm thấy hồ sơ", body }) }
}

fn rows(page: &FindPage<'_>) -> Markup {
    let rows: Vec<Row> = page
        .items
        .iter()
        .map(|item| {
            let mut row = row(item.summary, page.now, page.calendar);
            row.cells[0] = html! {
                a class="code" href=(dossier_path(&item.summary.code)) { (item.summary.code) }
                span class="under" { "Nộp " (crate::ui::words::day(item.summary.submitted_at.day())) }
            };
            row.cells[1] = html! {
                (marked(item.applicant))
                span class="under" {
                    @if item.title.marks.is_empty() { (shortened(&item.title.text, 110)) } @else { (marked(item.title)) }
                }
                @for passage in item.passages {
                    span class="under passage" { b { (source(passage.source)) ": " } (marked(passage)) }
                }
            };
            row
        })
        .collect();
    html! {
        div data-rows="yes" {
            (Table { caption: "Hồ sơ tìm thấy, khớp nhất và mới nhất ở trên", show_caption: false, columns: columns(), rows })
        }
    }
}

/// A passage with the words that answer in evidence.
fn marked(passage: &Passage) -> Markup {
    html! {
        @for (asked, piece) in passage.pieces() {
            @if asked { mark { (piece) } } @else { (piece) }
        }
    }
}

const fn source(source: Source) -> &'static str {
    match source {
        Source::Applicant => "Chủ hồ sơ",
        Source::Submitter => "Người nộp",
        Source::Procedure => "Thủ tục",
        Source::Form => "Tờ khai",
        Source::Paper => "Giấy tờ",
        Source::Note => "Ghi chú, trao đổi",
        Source::Result => "Kết quả",
        Source::Attachment => "Trong tệp đính kèm",
    }
}
