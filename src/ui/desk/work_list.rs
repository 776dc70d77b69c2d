//! The work list (danh sách việc cần làm).

use maud::{Markup, html};

use super::filter::{Tray, WorkFilter};
use super::parts::{Clocked, dossier_path, script, short_moment, shortened};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::time::Moment;
use crate::store::dossiers::Summary;
use crate::ui::parts::{
    Button, ButtonKind, Column, EmptyState, Row, Table, link_button, next_page, status_tag,
};
use crate::ui::{Frame, Head};

/// The work list.
#[derive(Debug, Clone)]
pub struct WorkList<'a> {
    /// What is chosen.
    pub filter: &'a WorkFilter,
    /// How many lie in each tray, as far as it was counted: the words of the count.
    pub counts: &'a [(Tray, String)],
    /// The page's dossiers, the most urgent first.
    pub items: &'a [Summary],
    /// Cursor of the next page.
    pub next: Option<&'a str>,
    /// Whether this is a later page.
    pub later: bool,
    /// Whether the officer receives dossiers.
    pub receives: bool,
    /// Now.
    pub now: Moment,
    /// The office's working time.
    pub calendar: &'a OfficeCalendar,
}

const COLUMNS: [Column<'static>; 5] = [
    Column::new("Hồ sơ"),
    Column::new("Người nộp, thủ tục"),
    Column::new("Trạng thái"),
    Column::new("Hạn"),
    Column::new("Người giữ"),
];

/// The page.
pub fn work_list(frame: &Frame<'_>, list: &WorkList<'_>) -> Markup {
    let next = list.next.map(|cursor| list.filter.href(Some(cursor)));
    let first = list.later.then(|| list.filter.href(None));
    let body = html! {
        div class="stack" {
            div class="row spread" {
                h1 { "Việc cần làm" }
                @if list.receives {
                    (link_button("/can-bo/tiep-nhan", "Tiếp nhận hồ sơ", ButtonKind::Main, Some("plus")))
                }
            }
            (trays(list))
            (filters(list.filter))
            @if list.items.is_empty() { (nothing(list)) } @else { (rows(list)) }
            (next_page(next.as_deref(), first.as_deref()))
        }
        (script("desk.js"))
    };
    frame.page(
        &Head::new(format!("Việc cần làm: {}", list.filter.tray.name())),
        &body,
    )
}

fn trays(list: &WorkList<'_>) -> Markup {
    html! {
        nav aria-label="Khay hồ sơ" {
            ul class="tabs" role="list" {
                @for tray in Tray::ALL {
                    @let count = list.counts.iter().find(|(known, _)| *known == tray);
                    li {
                        a href=(WorkFilter::of(tray).href(None)) aria-current=[(tray == list.filter.tray).then_some("page")] {
                            (tray.name())
                            @if let Some((_, count)) = count { span class="count" { (count) } }
                        }
                    }
                }
            }
        }
    }
}

fn filters(filter: &WorkFilter) -> Markup {
    let due = filter
        .due_before
        .map_or(String::new(), |day| day.to_string());
    let elsewhere = filter.tray != Tray::Mine;
    html! {
        form class="sieve" method="get" action="/can-bo" role="search" aria-label="Lọc hồ sơ" {
            @if !filter.tray.key().is_empty() { input type="hidden" name="trang-thai" value=(filter.tray.key()); }
            @if !elsewhere { input type="hidden" name="nguoi-giu" value="toi"; }
            div class="sieve-q" {
                label class="label" for="loc-q" { "Mã hồ sơ, số điện thoại, số giấy tờ hoặc họ tên" }
                input class="control" type="search" id="loc-q" name="q" value=(filter.query) maxlength="100" autocomplete="off";
            }
            div {
                label class="label" for="loc-han" { "Hạn đến hết ngày" }
                input class="control w-s" type="date" id="loc-han" name="han-truoc" value=(due);
            }
            @if elsewhere {
                label class="choice" {
                    input type="checkbox" name="nguoi-giu" value="toi" checked[filter.mine];
                    span { "Chỉ hồ sơ tôi giữ" }
                }
            }
            div class="row" {
                (Button::new("Lọc").kind(ButtonKind::Second).icon("search"))
                @if filter.is_narrowed() {
                    a href=(WorkFilter::of(filter.tray).href(None)) { "Bỏ lọc" }
                }
            }
        }
    }
}

fn nothing(list: &WorkList<'_>) -> Markup {
    let body = html! {
        @if list.filter.is_narrowed() {
            p { "Thử bỏ bớt điều kiện lọc, hoặc tìm trong " a href="/can-bo?trang-thai=tat-ca" { "tất cả hồ sơ" } "." }
        } @else {
            p { "Hồ sơ mới sẽ hiện ở đây ngay khi đến lượt." }
        }
    };
    html! { (EmptyState { icon: "inbox", title: "Không có hồ sơ nào trong khay này", body }) }
}

fn rows(list: &WorkList<'_>) -> Markup {
    let rows = list
        .items
        .iter()
        .map(|item| row(item, list.now, list.calendar))
        .collect();
    html! {
        div data-rows="yes" {
            (Table {
                caption: "Hồ sơ, gấp nhất ở trên",
                show_caption: false,
                columns: &COLUMNS,
                rows,
            })
        }
    }
}

/// One dossier of a list, also of the leader's lists.
pub fn row(item: &Summary, now: Moment, calendar: &OfficeCalendar) -> Row {
    let clocked = Clocked::from(item);
    Row {
        late: clocked.is_late(now, calendar),
        cells: vec![
            html! { a class="code" href=(dossier_path(&item.code)) { (item.code) } },
            html! {
                (item.applicant)
                span class="under" { (shortened(&item.title, 110)) }
            },
            html! {
                (status_tag(item.status))
                @if item.withdrawal_asked { span class="under" { "Người nộp đề nghị rút" } }
            },
            html! {
                (clocked.mark(now, calendar))
                @if let Some(due) = clocked.deadline(calendar) { span class="under" { (short_moment(due)) } }
            },
            html! {
                (item.holder_name.as_deref().unwrap_or("Khay chung"))
                span class="under" { (item.step.official_name()) }
            },
        ],
    }
}

/// Columns of [`row`].
pub const fn columns() -> &'static [Column<'static>] {
    &COLUMNS
}
