//! The work list (danh sách việc cần làm).

use maud::{Markup, html};

use super::delegations::DELEGATIONS;
use super::filter::{ME, WorkFilter, tray_key, tray_name};
use super::parts::{Clocked, dossier_path, script, short_moment};
use super::prefill_links::PREFILL_LINKS;
use crate::domain::action::Verb;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::dossier::Channel;
use crate::domain::officer::User;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::domain::tray::Tray;
use crate::store::dossiers::Summary;
use crate::store::views::SavedView;
use crate::ui::parts::{
    Button, ButtonKind, Choice, Column, EmptyState, Row, Select, Table, icon, link_button,
    next_page, shortened, status_tag, tag,
};
use crate::ui::words::{names, refusal};
use crate::ui::{Frame, Head};

/// The work list.
#[derive(Debug, Clone, Copy)]
pub struct WorkList<'a> {
    /// What is chosen.
    pub filter: &'a WorkFilter,
    /// How many lie in each tray.
    pub counts: &'a [(Tray, u64)],
    /// Views that the officer keeps.
    pub views: &'a [SavedView],
    /// Units of the office.
    pub units: &'a [String],
    /// What may be done with many at once.
    pub verbs: &'a [Verb],
    /// Whose work the officer does today besides their own.
    pub stands_for: &'a [User],
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

/// Trays under their headings.
const GROUPS: [(&str, &[Tray]); 3] = [
    ("Việc của tôi", &[Tray::Mine, Tray::Opinion]),
    ("Theo hạn", &[Tray::Late, Tray::Today, Tray::Soon]),
    (
        "Theo trạng thái",
        &[
            Tray::In(Status::Registered),
            Tray::In(Status::Received),
            Tray::In(Status::Processing),
            Tray::Approval,
            Tray::In(Status::AwaitingSupplement),
            Tray::In(Status::AwaitingPayment),
            Tray::In(Status::Finished),
            Tray::Withdrawal,
            Tray::In(Status::Stopped),
            Tray::All,
        ],
    ),
];

/// The page.
pub fn work_list(frame: &Frame<'_>, list: &WorkList<'_>) -> Markup {
    let next = list.next.map(|cursor| list.filter.href(Some(cursor)));
    let first = list.later.then(|| list.filter.href(None));
    let body = html! {
        div class="stack" {
            div class="row spread" {
                h1 { (tray_name(list.filter.tray)) }
                @if list.receives {
                    (link_button("/can-bo/tiep-nhan", "Tiếp nhận hồ sơ", ButtonKind::Main, Some("plus")))
                }
            }
            @if !list.stands_for.is_empty() { (standing_in(list.stands_for)) }
            div class="railed" {
                (rail(frame, list))
                div class="stack" {
                    (filters(list))
                    @if list.items.is_empty() { (nothing(list)) } @else { (rows(frame, list)) }
                    (next_page(next.as_deref(), first.as_deref()))
                }
            }
        }
        (script("desk.js"))
    };
    frame.page(
        &Head::new(format!("Việc cần làm: {}", tray_name(list.filter.tray))),
        &body,
    )
}

fn standing_in(absent: &[User]) -> Markup {
    let names: Vec<&str> = absent.iter().map(|user| user.name.as_str()).collect();
    html! {
        p class="small" { (icon("user")) " Hôm nay bạn xử lý thay: " strong { (names.join(", ")) } ". " a href="/can-bo/uy-quyen" { "Xem uỷ quyền" } }
    }
}

/// Trays and views at the side; the counts are told anew while the page is open.
fn rail(frame: &Frame<'_>, list: &WorkList<'_>) -> Markup {
    let count = |tray: Tray| {
        let known = list.counts.iter().find(|(known, _)| *known == tray);
        known.map(|(_, count)| *count)
    };
    html! {
        nav class="rail" aria-label="Khay hồ sơ" data-live="/can-bo/su-kien" {
            @for (heading, trays) in GROUPS {
                h2 class="rail-head" { (heading) }
                ul role="list" {
                    @for tray in trays {
                        @let urgent = *tray == Tray::Late && count(*tray).is_some_and(|count| count > 0);
                        li {
                            a href=(WorkFilter::of(*tray).href(None)) aria-current=[(*tray == list.filter.tray && !list.filter.is_narrowed()).then_some("page")] {
                                span { (tray_name(*tray)) }
                                @if let Some(count) = count(*tray) {
                                    span class={ "count" @if urgent { " urgent" } } data-count={ "khay-" (tray_key(*tray)) } { (count) }
                                }
                            }
                        }
                    }
                }
            }
            @if !list.views.is_empty() {
                h2 class="rail-head" { "Bộ lọc đã lưu" }
                ul role="list" {
                    @for view in list.views {
                        li class="kept" {
                            a href={ "/can-bo" (view.search) } aria-current=[(list.filter.search(None) == view.search).then_some("page")] { span { (view.name) } }
                            form method="post" action="/can-bo/bo-loc" {
                                (frame.seal)
                                input type="hidden" name="name" value=(view.name);
                                button type="submit" class="button quiet small" name="_do" value="forget" { "Bỏ" span class="sr" { " bộ lọc " (view.name) } }
                            }
                        }
                    }
                }
            }
            h2 class="rail-head" { "Việc khác" }
            ul role="list" {
                li { a href=(DELEGATIONS) { span { "Uỷ quyền khi vắng" } } }
                li { a href=(PREFILL_LINKS) { span { "Liên kết điền sẵn" } } }
            }
            @if list.filter.is_narrowed() {
                form method="post" action="/can-bo/bo-loc" class="keep" {
                    (frame.seal)
                    input type="hidden" name="search" value=(list.filter.search(None));
                    label class="label" for="ten-bo-loc" { "Lưu bộ lọc này" }
                    div class="search-line" {
                        input class="control" id="ten-bo-loc" name="name" maxlength="100" autocomplete="off" required;
                        (Button::new("Lưu").kind(ButtonKind::Second))
                    }
                }
            }
        }
    }
}

fn filters(list: &WorkList<'_>) -> Markup {
    let filter = list.filter;
    let due = filter
        .due_before
        .map_or(String::new(), |day| day.to_string());
    let elsewhere = filter.tray != Tray::Mine;
    let units: Vec<Choice> = list
        .units
        .iter()
        .map(|unit| Choice::new(unit, unit))
        .collect();
    let ways: Vec<Choice> = Channel::ALL
        .iter()
        .map(|way| Choice::new(way.as_str(), names::channel(*way)))
        .collect();
    html! {
        form class="sieve" method="get" action="/can-bo" role="search" aria-label="Lọc hồ sơ" {
            @if !tray_key(filter.tray).is_empty() { input type="hidden" name="trang-thai" value=(tray_key(filter.tray)); }
            @if !elsewhere { input type="hidden" name="nguoi-giu" value=(ME); }
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
                    input type="checkbox" name="nguoi-giu" value=(ME) checked[filter.holder == ME];
                    span { "Chỉ hồ sơ tôi giữ" }
                }
            }
            div class="row" {
                (Button::new("Lọc").kind(ButtonKind::Second).icon("search"))
                @if filter.is_narrowed() {
                    a href=(WorkFilter::of(filter.tray).href(None)) { "Bỏ lọc" }
                }
            }
            details class="sieve-more" open[filter.is_refined()] {
                summary { "Thêm điều kiện" }
                div class="sieve-fields" {
                    (Select::new("don-vi", "Đơn vị", &units).value(&filter.unit).blank("Tất cả đơn vị"))
                    (Select::new("kenh", "Cách nộp", &ways).value(filter.channel.map_or("", Channel::as_str)).blank("Mọi cách nộp"))
                    div class="field" {
                        label class="label" for="loc-thu-tuc" { "Mã thủ tục" }
                        input class="control" id="loc-thu-tuc" name="thu-tuc" value=(filter.procedure) maxlength="40" autocomplete="off";
                    }
                    div class="field" {
                        label class="label" for="loc-linh-vuc" { "Lĩnh vực" }
                        input class="control" id="loc-linh-vuc" name="linh-vuc" value=(filter.field) maxlength="200" autocomplete="off";
                    }
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

fn rows(frame: &Frame<'_>, list: &WorkList<'_>) -> Markup {
    let many = !list.verbs.is_empty();
    let rows = list
        .items
        .iter()
        .map(|item| {
            let mut row = row(item, list.now, list.calendar);
            if many {
                let link = &row.cells[0];
                row.cells[0] = html! {
                    span class="pick" {
                        input type="checkbox" name="code" value={ (item.code) "|" (item.version) } aria-label={ "Chọn " (item.code) };
                        (link)
                    }
                };
            }
            row
        })
        .collect();
    let table = Table {
        caption: "Hồ sơ, gấp nhất ở trên",
        show_caption: false,
        columns: &COLUMNS,
        rows,
    };
    html! {
        @if many {
            form method="post" action="/can-bo/hang-loat" data-rows="yes" {
                (frame.seal)
                input type="hidden" name="search" value=(list.filter.search(None));
                (table)
                div class="bulk" {
                    label class="choice" {
                        input type="checkbox" name="all" value="yes";
                        span { "Cả danh sách theo bộ lọc (tối đa 500)" }
                    }
                    label class="label" for="lam-voi" { "Với các hồ sơ đã chọn" }
                    select class="control w-m" id="lam-voi" name="verb" {
                        @for verb in list.verbs { option value=(verb.key()) { (refusal::verb(*verb)) } }
                    }
                    (Button::new("Tiếp tục").kind(ButtonKind::Second).sends("_do", "ask").icon("next"))
                }
            }
        } @else {
            div data-rows="yes" { (table) }
        }
    }
}

/// One dossier of a list, also of the leader's lists.
pub fn row(item: &Summary, now: Moment, calendar: &OfficeCalendar) -> Row {
    let clocked = Clocked::from(item);
    Row {
        late: clocked.is_late(now),
        cells: vec![
            html! { a class="code" href=(dossier_path(&item.code)) { (item.code) } },
            html! {
                (item.applicant)
                span class="under" { (shortened(&item.title, 110)) }
            },
            html! {
                (status_tag(item.status))
                @if item.withdrawal_asked { span class="under" { "Người nộp đề nghị rút" } }
                @if item.urged { " " (tag("bad", "alert", "Đôn đốc")) }
            },
            html! {
                (clocked.mark(now, calendar))
                @if let Some(due) = clocked.deadline() { span class="under" { (short_moment(due)) } }
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
