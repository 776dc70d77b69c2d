//! Units of the office (đơn vị): list, add, rename, merge, close.

use maud::{Markup, html};

use crate::domain::org_units::{OrgUnit, OrgUnits};
use crate::ui::parts::{
    Button, ButtonKind, Column, Row, Table, TextField, error_summary, field_id, icon, tag,
};
use crate::ui::words::OnDay;
use crate::ui::{Entries, Frame, Head};

/// Address of the page.
pub const UNITS: &str = "/quan-tri/don-vi";

/// A unit with what is with it.
#[derive(Debug, Clone, Copy)]
pub struct ListedUnit<'a> {
    /// The unit.
    pub unit: &'a OrgUnit,
    /// Officers in it.
    pub officers: usize,
    /// Open dossiers that are with it.
    pub dossiers: u64,
    /// It is the counter.
    pub counter: bool,
}

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct UnitsPage<'a> {
    /// Every unit there is or was.
    pub all: &'a OrgUnits,
    /// Those that work today, in their order.
    pub open: &'a [ListedUnit<'a>],
    /// The forms.
    pub entries: &'a Entries,
}

/// The page.
pub fn units_page(frame: &Frame<'_>, page: &UnitsPage<'_>) -> Markup {
    let columns = [
        Column::new("Đơn vị"),
        Column::numeric("Cán bộ"),
        Column::numeric("Hồ sơ đang giải quyết"),
        Column::new("Thao tác"),
    ];
    let rows = (0..page.open.len())
        .map(|at| row(frame, page, at))
        .collect();
    let closed: Vec<&OrgUnit> = page
        .all
        .0
        .iter()
        .filter(|unit| unit.until.is_some())
        .collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Đơn vị" }
            p { "Đổi tên hay gộp đơn vị thì cán bộ, quy trình và hồ sơ đang giải quyết chuyển theo. Giấy tờ đã cấp và lịch sử hồ sơ giữ tên cũ." }
            (error_summary(page.entries))
            (Table { caption: "Đơn vị đang hoạt động", show_caption: false, columns: &columns, rows })
            section aria-labelledby="them" {
                h2 id="them" { "Thêm đơn vị" }
                form method="post" action=(UNITS) class="stack" {
                    (frame.seal)
                    (TextField::new("name", "Tên đơn vị").of(page.entries).maxlength(300))
                    div class="actions" { (Button::new("Thêm đơn vị").icon("plus").sends("_do", "add")) }
                }
            }
            @if !closed.is_empty() { (ended(&closed)) }
        }
    };
    let head = Head::new("Đơn vị")
        .under("/quan-tri", "Quản trị")
        .faulty(page.entries.is_faulty());
    frame.page(&head, &body)
}

fn row(frame: &Frame<'_>, page: &UnitsPage<'_>, at: usize) -> Row {
    let listed = page.open[at];
    let unit = listed.unit;
    Row {
        late: false,
        cells: vec![
            html! {
                (unit.name)
                @if listed.counter { " " (tag("info", "inbox", "Bộ phận một cửa")) }
                @if let Some(since) = unit.since { span class="under" { "Từ " (OnDay(since)) } }
                @for (old, until) in unit.former.iter().rev() { span class="under" { "Trước " (OnDay(*until)) ": " (old) } }
            },
            html! { (listed.officers) },
            html! { (listed.dossiers) },
            html! {
                (renaming(frame, page, at))
                @if page.open.len() > 1 { (merging(frame, page, at)) }
                @if !listed.counter { (closing(frame, page, at)) }
            },
        ],
    }
}

fn fault(entries: &Entries, name: &str) -> Markup {
    html! {
        @if let Some(fault) = entries.fault(name) {
            p class="fault small" id={ (field_id(name)) "-loi" } { (icon("alert")) span { span class="sr" { "Lỗi: " } (fault) } }
        }
    }
}

fn renaming(frame: &Frame<'_>, page: &UnitsPage<'_>, at: usize) -> Markup {
    let (unit, name) = (&page.open[at].unit.name, format!("rename.{at}"));
    let wrong = page.entries.fault(&name).is_some();
    let typed = if wrong {
        page.entries.value(&name)
    } else {
        unit.as_str()
    };
    html! {
        details class="why" open[wrong] {
            summary { "Đổi tên" span class="sr" { " " (unit) } }
            form method="post" action=(UNITS) {
                (frame.seal)
                input type="hidden" name="unit" value=(unit);
                input type="hidden" name="at" value=(at);
                label class="label" for=(field_id(&name)) { "Tên mới" }
                (fault(page.entries, &name))
                input class="control" id=(field_id(&name)) name=(name) value=(typed) maxlength="300" aria-invalid=[wrong.then_some("true")];
                p { (Button::new("Đổi tên").kind(ButtonKind::Second).small().sends("_do", "rename")) }
            }
        }
    }
}

fn merging(frame: &Frame<'_>, page: &UnitsPage<'_>, at: usize) -> Markup {
    let (unit, name) = (&page.open[at].unit.name, format!("merge.{at}"));
    let wrong = page.entries.fault(&name).is_some();
    let others = page.open.iter().filter(|other| other.unit.name != *unit);
    html! {
        details class="why" open[wrong] {
            summary { "Gộp" span class="sr" { " " (unit) } " vào đơn vị khác" }
            form method="post" action=(UNITS) {
                (frame.seal)
                input type="hidden" name="unit" value=(unit);
                input type="hidden" name="at" value=(at);
                label class="label" for=(field_id(&name)) { "Đơn vị nhận" }
                (fault(page.entries, &name))
                select class="control" id=(field_id(&name)) name=(name) aria-invalid=[wrong.then_some("true")] {
                    option value="" { "Chọn đơn vị" }
                    @for other in others { option value=(other.unit.name) { (other.unit.name) } }
                }
                p class="hint" { "Cán bộ và hồ sơ đang giải quyết chuyển sang đơn vị nhận. Không tách lại được bằng một nút." }
                p { (Button::new("Gộp").kind(ButtonKind::Danger).small().sends("_do", "merge")) }
            }
        }
    }
}

fn closing(frame: &Frame<'_>, page: &UnitsPage<'_>, at: usize) -> Markup {
    let (unit, name) = (&page.open[at].unit.name, format!("close.{at}"));
    html! {
        form method="post" action=(UNITS) id=(field_id(&name)) tabindex="-1" {
            (frame.seal)
            input type="hidden" name="unit" value=(unit);
            input type="hidden" name="at" value=(at);
            (fault(page.entries, &name))
            button type="submit" class="button danger small" name="_do" value="close" { "Đóng" span class="sr" { " " (unit) } }
        }
    }
}

fn ended(closed: &[&OrgUnit]) -> Markup {
    let columns = [
        Column::new("Đơn vị"),
        Column::new("Đóng từ ngày"),
        Column::new("Gộp vào"),
    ];
    let rows = closed
        .iter()
        .map(|unit| Row {
            late: false,
            cells: vec![
                html! { (unit.name) },
                html! { @if let Some(until) = unit.until { (OnDay(until)) } },
                html! { (unit.merged_into.as_deref().unwrap_or("Không gộp")) },
            ],
        })
        .collect();
    html! {
        section aria-labelledby="da-dong" {
            h2 id="da-dong" { "Đơn vị đã đóng hoặc đã gộp" }
            (Table { caption: "Đơn vị đã đóng hoặc đã gộp", show_caption: false, columns: &columns, rows })
        }
    }
}
