//! Accounts of the office's people: list, make, disable, reset, roles.

use maud::{Markup, html};

use crate::domain::authority::Reach;
use crate::domain::officer::{Role, User};
use crate::ui::parts::{
    Button, ButtonKind, Checkbox, Choice, Column, Row, Select, Table, TextField, Width,
    copy_button, error_summary, notice, tag,
};
use crate::ui::words::{audit::reach, history::role};
use crate::ui::{Entries, Frame, Head, Tone};

/// A password that was made just now; shown this once.
#[derive(Debug, Clone, Copy)]
pub struct NewSecret<'a> {
    /// Of which account.
    pub username: &'a str,
    /// The password.
    pub password: &'a str,
}

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct AccountsPage<'a> {
    /// Officers, by name.
    pub officers: &'a [User],
    /// The administrator who looks; one cannot lock oneself out.
    pub own: &'a str,
    /// Units that work today.
    pub units: &'a [String],
    /// The form for a new account.
    pub entries: &'a Entries,
    /// A password to hand over.
    pub secret: Option<NewSecret<'a>>,
}

/// The roles that officers have.
const ROLES: [Role; 4] = [Role::Reception, Role::Specialist, Role::Leader, Role::Admin];

/// The page.
pub fn accounts_page(frame: &Frame<'_>, page: &AccountsPage<'_>) -> Markup {
    let columns = [
        Column::new("Tên đăng nhập"),
        Column::new("Họ và tên"),
        Column::new("Vai trò"),
        Column::new("Trạng thái"),
        Column::new("Thao tác"),
    ];
    let body = html! {
        div class="stack stack-l" {
            h1 { "Tài khoản cán bộ" }
            @if let Some(secret) = page.secret { (handed_over(secret)) }
            (error_summary(page.entries))
            (Table {
                caption: "Tài khoản cán bộ",
                show_caption: false,
                columns: &columns,
                rows: page.officers.iter().map(|user| row(frame, user, page)).collect(),
            })
            (form(frame, page))
        }
    };
    let head = Head::new("Tài khoản cán bộ")
        .under("/quan-tri", "Quản trị")
        .faulty(page.entries.is_faulty());
    frame.page(&head, &body)
}

fn handed_over(secret: NewSecret<'_>) -> Markup {
    notice(
        Tone::Good,
        &html! {
            h2 { "Mật khẩu của " span class="code" { (secret.username) } }
            p class="row" { span class="big-code" { (secret.password) } (copy_button(secret.password, "Chép")) }
            p { "Chỉ hiện một lần này. Hãy ghi lại và trao cho người dùng." }
        },
    )
}

fn row(frame: &Frame<'_>, user: &User, page: &AccountsPage<'_>) -> Row {
    let name = user.username.as_str();
    let path = format!("/quan-tri/tai-khoan/{name}");
    let is_own = name == page.own;
    Row {
        late: false,
        cells: vec![
            html! { span class="code" { (name) } },
            html! {
                (user.name)
                span class="under" { (user.unit.as_deref().unwrap_or("Chưa ghi đơn vị")) }
            },
            html! {
                ul class="plain" role="list" { @for held in &user.roles { li { (role(*held)) } } }
                @if !user.fields.is_empty() { span class="under" { (user.fields.join("; ")) } }
                @if !user.reach.is_whole() { span class="under" { (reach_words(user.reach)) } }
                @if !is_own { (duties(frame, user, &path, page.units)) }
            },
            if user.enabled {
                tag("good", "check", "Đang dùng")
            } else {
                tag("bad", "lock", "Đã khóa")
            },
            html! {
                form method="post" action=(path) class="row" {
                    (frame.seal)
                    (Button::new("Đặt lại mật khẩu").kind(ButtonKind::Second).small().sends("_do", "reset"))
                    @if !is_own {
                        @if user.enabled {
                            (Button::new("Khóa").kind(ButtonKind::Danger).small().sends("_do", "disable"))
                        } @else {
                            (Button::new("Mở khóa").kind(ButtonKind::Second).small().sends("_do", "enable"))
                        }
                    }
                }
            },
        ],
    }
}

/// How far an officer sees, in words.
fn reach_words(of: Reach) -> String {
    let words: Vec<&str> = of.limits().map(reach).collect();
    format!("Chỉ thấy: {}", words.join(", ").to_lowercase())
}

/// Every limit of sight that can be ticked.
const EVERY_LIMIT: Reach = Reach {
    unit_only: true,
    field_only: true,
    own_only: true,
};

/// What the officer does, where and how far they see.
fn duties(frame: &Frame<'_>, user: &User, path: &str, units: &[String]) -> Markup {
    let id = |what: &str| format!("{what}-{}", user.username.as_str());
    html! {
        details class="why" {
            summary { "Phân công" span class="sr" { " của " (user.name) } }
            form method="post" action=(path) {
                (frame.seal)
                fieldset class="group-small" {
                    legend class="sr" { "Vai trò của " (user.name) }
                    @for one in ROLES {
                        label class="choice" {
                            input type="checkbox" name="role" value=(one.key()) checked[user.has(one)];
                            span { (role(one)) }
                        }
                    }
                }
                label class="label" for=(id("don-vi")) { "Đơn vị" }
                select class="control" id=(id("don-vi")) name="unit" {
                    option value="" { "Chưa thuộc đơn vị nào" }
                    @for unit in units { option value=(unit) selected[user.unit.as_ref() == Some(unit)] { (unit) } }
                }
                label class="label" for=(id("linh-vuc")) { "Lĩnh vực phụ trách" }
                p class="hint" id=(id("linh-vuc-goi-y")) { "Mỗi dòng một lĩnh vực; để trống là mọi lĩnh vực." }
                textarea class="control" id=(id("linh-vuc")) name="fields" rows="3" aria-describedby=(id("linh-vuc-goi-y")) { (user.fields.join("\n")) }
                fieldset class="group-small" {
                    legend { "Chỉ được thấy" }
                    p class="hint" { "Không đánh dấu: thấy mọi hồ sơ của cơ quan theo vai trò." }
                    @for key in EVERY_LIMIT.limits() {
                        label class="choice" {
                            input type="checkbox" name="reach" value=(key) checked[user.reach.limits().any(|held| held == key)];
                            span { (reach(key)) }
                        }
                    }
                }
                (Button::new("Lưu phân công").kind(ButtonKind::Second).small().sends("_do", "duties"))
            }
        }
    }
}

fn form(frame: &Frame<'_>, page: &AccountsPage<'_>) -> Markup {
    let entries = page.entries;
    let units: Vec<Choice> = page
        .units
        .iter()
        .map(|unit| Choice::new(unit, unit))
        .collect();
    html! {
        section aria-labelledby="tao-moi" {
            h2 id="tao-moi" { "Tạo tài khoản" }
            form method="post" action="/quan-tri/tai-khoan" {
                (frame.seal)
                div class="pair" {
                    (TextField::new("name", "Họ và tên").of(entries).maxlength(300))
                    (TextField::new("username", "Tên đăng nhập").hint("Chữ thường không dấu, chữ số, dấu chấm.").of(entries).maxlength(40).autocomplete("off"))
                }
                div class="pair" {
                    (Select::new("unit", "Đơn vị", &units).blank("Chọn đơn vị").of(entries))
                    (TextField::new("phone", "Số điện thoại").of(entries).kind("tel").maxlength(20).optional().width(Width::Middle))
                }
                fieldset class={ "field" @if entries.fault("role").is_some() { " faulty" } } id="f-role" tabindex="-1" {
                    legend class="label" { "Vai trò" }
                    @if let Some(fault) = entries.fault("role") { p class="fault" { (fault) } }
                    div class="choices inline" {
                        @for one in ROLES { (Checkbox::new("role", role(one)).value(one.key()).checked(entries.has("role", one.key()))) }
                    }
                }
                p class="hint" { "Mật khẩu được tạo tự động và hiện một lần sau khi lưu." }
                div class="actions" { (Button::new("Tạo tài khoản").icon("plus")) }
            }
        }
    }
}
