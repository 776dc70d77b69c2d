//! Delegations (uỷ quyền xử lý): who does whose work, when and why; arranging one and ending it.

use maud::{Markup, html};

use crate::domain::delegation::{AwayGround, Delegation};
use crate::domain::officer::{User, Username};
use crate::domain::time::Moment;
use crate::ui::parts::{
    Button, ButtonKind, Choice, Column, DateField, EmptyState, Radios, Row, Select, Table,
    TextField, error_summary, tag,
};
use crate::ui::words::{OnDay, delegation as words};
use crate::ui::{Entries, Frame, Head};

/// Address of the page.
pub const DELEGATIONS: &str = "/can-bo/uy-quyen";

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct DelegationsPage<'a> {
    /// The delegations that concern whoever looks, the latest first.
    pub delegations: &'a [Delegation],
    /// Everybody at work on dossiers.
    pub colleagues: &'a [User],
    /// Who looks.
    pub own: &'a Username,
    /// Whether they may arrange it for others, too.
    pub directs: bool,
    /// The form.
    pub entries: &'a Entries,
    /// Now.
    pub now: Moment,
}

/// The page.
pub fn delegations_page(frame: &Frame<'_>, page: &DelegationsPage<'_>) -> Markup {
    let columns = [
        Column::new("Người vắng"),
        Column::new("Người xử lý thay"),
        Column::new("Thời gian"),
        Column::new("Tình trạng"),
    ];
    let rows: Vec<Row> = page
        .delegations
        .iter()
        .map(|one| row(frame, page, one))
        .collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Uỷ quyền xử lý công việc" }
            p { "Người được uỷ quyền xử lý hồ sơ người vắng đang giữ, trong vai trò cả hai cùng có. Lịch sử hồ sơ ghi rõ ai làm thay ai." }
            (error_summary(page.entries))
            @if rows.is_empty() {
                (EmptyState { icon: "calendar", title: "Chưa có uỷ quyền nào.", body: html! { p { "Khi đi công tác hoặc nghỉ phép, hãy lập uỷ quyền bên dưới." } } })
            } @else {
                (Table { caption: "Các uỷ quyền", show_caption: false, columns: &columns, rows })
            }
            (form(frame, page))
        }
    };
    let head = Head::new("Uỷ quyền xử lý công việc")
        .under("/can-bo", "Việc cần làm")
        .faulty(page.entries.is_faulty());
    frame.page(&head, &body)
}

fn name_of(colleagues: &[User], username: &Username) -> String {
    let known = colleagues.iter().find(|user| user.username == *username);
    known.map_or_else(|| username.to_string(), |user| user.name.to_string())
}

fn row(frame: &Frame<'_>, page: &DelegationsPage<'_>, one: &Delegation) -> Row {
    let may_end = page.directs || one.from == *page.own;
    let state = if one.is_over(page.now) {
        tag("plain", "done", "Đã hết")
    } else if one.holds(page.now) {
        tag("good", "check", "Đang có hiệu lực")
    } else {
        tag("warn", "clock", "Sắp tới")
    };
    Row {
        late: false,
        cells: vec![
            html! { (name_of(page.colleagues, &one.from)) span class="under code" { (one.from) } },
            html! { (name_of(page.colleagues, &one.to)) span class="under code" { (one.to) } },
            html! {
                (OnDay(one.since)) " – " (OnDay(one.until))
                span class="under" {
                    (words::ground(one.ground))
                    @if let Some(note) = &one.note { ": " (note) }
                }
            },
            html! {
                (state)
                @if may_end && !one.is_over(page.now) {
                    form method="post" action=(DELEGATIONS) {
                        (frame.seal)
                        input type="hidden" name="id" value=(one.id);
                        (Button::new("Kết thúc").kind(ButtonKind::Second).small().sends("_do", "end"))
                    }
                }
            },
        ],
    }
}

fn form(frame: &Frame<'_>, page: &DelegationsPage<'_>) -> Markup {
    let entries = page.entries;
    let choice = |user: &User| {
        let unit = user.unit.as_deref().unwrap_or_default();
        Choice::new(user.username.as_str(), format!("{} – {unit}", user.name))
    };
    let everybody: Vec<Choice> = page.colleagues.iter().map(choice).collect();
    let grounds = AwayGround::ALL.map(|ground| Choice::new(ground.key(), words::ground(ground)));
    let ground = match entries.value("ground") {
        "" => AwayGround::BusinessTrip.key(),
        sent => sent,
    };
    let from = match entries.value("from") {
        "" => page.own.as_str(),
        sent => sent,
    };
    html! {
        section aria-labelledby="lap-moi" {
            h2 id="lap-moi" { "Lập uỷ quyền" }
            form method="post" action=(DELEGATIONS) class="stack" {
                (frame.seal)
                div class="pair" {
                    @if page.directs {
                        (Select::new("from", "Người vắng", &everybody).of(entries).value(from))
                    } @else {
                        input type="hidden" name="from" value=(page.own);
                    }
                    (Select::new("to", "Người xử lý thay", &everybody).of(entries).blank("Chọn người"))
                }
                div class="pair" {
                    (DateField::new("since", "Từ ngày").of(entries))
                    (DateField::new("until", "Đến hết ngày").of(entries))
                }
                (Radios::new("ground", "Lý do", &grounds).of(entries).value(ground).inline())
                (TextField::new("note", "Số quyết định hoặc ghi chú").of(entries).maxlength(300).optional())
                div class="actions" { (Button::new("Lập uỷ quyền").icon("check").sends("_do", "make")) }
            }
        }
    }
}
