//! `/dang-nhap` and `/dang-ky`.

use maud::{Markup, html};

use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head};
use crate::ui::parts::{Button, TextField, error_summary};

/// Sign-in. Sends `username`, `password`, `next`.
pub fn sign_in(frame: &Frame<'_>, entries: &Entries) -> Markup {
    frame.page(
        &Head::new("Đăng nhập").faulty(entries.is_faulty()),
        &html! {
            div class="stack narrow" {
                h1 { "Đăng nhập" }
                (error_summary(entries))
                form class="card" method="post" action="/dang-nhap" novalidate {
                    (frame.seal)
                    input type="hidden" name="next" value=(entries.value("next"));
                    (TextField::new("username", "Tên đăng nhập hoặc số điện thoại").of(entries).autocomplete("username").maxlength(60))
                    (TextField::new("password", "Mật khẩu").of(entries).kind("password").autocomplete("current-password").maxlength(200))
                    div class="actions" { (Button::new("Đăng nhập")) }
                }
                p { "Chưa có tài khoản? " a href="/dang-ky" { "Đăng ký" } }
                p class="soft" { "Không cần đăng nhập để " a href="/tra-cuu" { "tra cứu hồ sơ" } "." }
                @if let Some(phone) = &frame.office.phone { p class="soft small" { "Quên mật khẩu? Gọi " (phone) " hoặc mang thẻ căn cước đến bộ phận một cửa." } }
            }
        },
    )
}

/// Sign-up. Sends `name`, `phone`, `id_number`, `password`, `password_again`.
pub fn sign_up(frame: &Frame<'_>, entries: &Entries) -> Markup {
    frame.page(
        &Head::new("Đăng ký tài khoản").faulty(entries.is_faulty()),
        &html! {
            div class="stack narrow" {
                h1 { "Đăng ký tài khoản" }
                (error_summary(entries))
                p class="soft" { "Có tài khoản, bạn không phải khai lại thông tin và xem được mọi hồ sơ ở một nơi." }
                form class="card" method="post" action="/dang-ky" novalidate {
                    (frame.seal)
                    (TextField::new("name", "Họ và tên").of(entries).autocomplete("name").maxlength(300))
                    (TextField::new("phone", "Số điện thoại").of(entries).kind("tel").autocomplete("tel").hint("Dùng làm tên đăng nhập.").maxlength(20))
                    (TextField::new("id_number", "Số căn cước").of(entries).inputmode("numeric").autocomplete("off").optional().maxlength(20))
                    (TextField::new("password", "Mật khẩu").of(entries).kind("password").autocomplete("new-password").hint("Ít nhất 8 ký tự, có 3 trong 4 loại: chữ thường, chữ hoa, chữ số, ký hiệu; hoặc một câu dài từ 16 ký tự.").maxlength(200))
                    (TextField::new("password_again", "Nhập lại mật khẩu").of(entries).kind("password").autocomplete("new-password").maxlength(200))
                    div class="actions" { (Button::new("Đăng ký")) }
                }
                p { "Đã có tài khoản? " a href="/dang-nhap" { "Đăng nhập" } }
            }
        },
    )
}
