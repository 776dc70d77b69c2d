//! `/tai-khoan`: the citizen's own account.

use maud::{Markup, html};

use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head};
use crate::ui::language::say;
use crate::ui::parts::{
    Button, ButtonKind, SummaryRow, TextField, error_summary, link_button, summary,
};

/// Profile and password. Forms send `_do=profile` with `name`, `phone`, `id_number`, and `_do=password` with
/// `password_now`, `password`, `password_again`.
pub fn account(frame: &Frame<'_>, username: &str, entries: &Entries) -> Markup {
    frame.page(
        &Head::new(say!("Tài khoản")).faulty(entries.is_faulty()),
        &html! {
            div class="stack stack-l measure" {
                h1 { (say!("Tài khoản")) }
                (error_summary(entries))
                (summary(&[SummaryRow::new(say!("Tên đăng nhập"), html! { (username) })]))
                section aria-labelledby="thong-tin" class="stack" {
                    h2 id="thong-tin" { (say!("Thông tin của bạn")) }
                    p class="soft" { (say!("Dùng để điền sẵn khi nộp hồ sơ.")) }
                    form class="card" method="post" action="/tai-khoan" novalidate {
                        (frame.seal)
                        (TextField::new("name", say!("Họ và tên")).of(entries).autocomplete("name").maxlength(300))
                        (TextField::new("phone", say!("Số điện thoại")).of(entries).kind("tel").autocomplete("tel").optional().maxlength(20))
                        (TextField::new("id_number", say!("Số căn cước")).of(entries).inputmode("numeric").autocomplete("off").optional().maxlength(20))
                        div class="actions" { (Button::new(say!("Lưu thông tin")).sends("_do", "profile")) }
                    }
                }
                section aria-labelledby="mat-khau" class="stack" {
                    h2 id="mat-khau" { (say!("Đổi mật khẩu")) }
                    form class="card" method="post" action="/tai-khoan" novalidate {
                        (frame.seal)
                        (TextField::new("password_now", say!("Mật khẩu hiện tại")).of(entries).kind("password").autocomplete("current-password").maxlength(200))
                        (TextField::new("password", say!("Mật khẩu mới")).of(entries).kind("password").autocomplete("new-password").hint(say!("Ít nhất 8 ký tự, có 3 trong 4 loại: chữ thường, chữ hoa, chữ số, ký hiệu.")).maxlength(200))
                        (TextField::new("password_again", say!("Nhập lại mật khẩu mới")).of(entries).kind("password").autocomplete("new-password").maxlength(200))
                        div class="actions" { (Button::new(say!("Đổi mật khẩu")).kind(ButtonKind::Second).sends("_do", "password")) }
                    }
                }
                p { (link_button("/ho-so", say!("Hồ sơ của tôi"), ButtonKind::Quiet, Some("list"))) }
            }
        },
    )
}
