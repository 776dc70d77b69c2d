//! `/dang-nhap` and `/dang-ky`.

use maud::{Markup, html};

use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head};
use crate::ui::language::say;
use crate::ui::parts::{Button, TextField, error_summary};

/// Sign-in. Sends `username`, `password`, `next`.
pub fn sign_in(frame: &Frame<'_>, entries: &Entries) -> Markup {
    frame.page(
        &Head::new(say!("Đăng nhập")).faulty(entries.is_faulty()),
        &html! {
            div class="stack narrow" {
                h1 { (say!("Đăng nhập")) }
                (error_summary(entries))
                form class="card" method="post" action="/dang-nhap" novalidate {
                    (frame.seal)
                    input type="hidden" name="next" value=(entries.value("next"));
                    (TextField::new("username", say!("Tên đăng nhập hoặc số điện thoại")).of(entries).autocomplete("username").maxlength(60))
                    (TextField::new("password", say!("Mật khẩu")).of(entries).kind("password").autocomplete("current-password").maxlength(200))
                    div class="actions" { (Button::new(say!("Đăng nhập"))) }
                }
                p { (say!("Chưa có tài khoản? ")) a href="/dang-ky" { (say!("Đăng ký")) } }
                p class="soft" { (say!("Không cần đăng nhập để ")) a href="/tra-cuu" { (say!("tra cứu hồ sơ")) } "." }
                @if let Some(phone) = &frame.office.phone { p class="soft small" { (say!("Quên mật khẩu? Gọi {phone} hoặc mang thẻ căn cước đến bộ phận một cửa.", phone = phone)) } }
            }
        },
    )
}

/// Sign-up. Sends `name`, `phone`, `id_number`, `password`, `password_again`.
pub fn sign_up(frame: &Frame<'_>, entries: &Entries) -> Markup {
    frame.page(
        &Head::new(say!("Đăng ký tài khoản")).faulty(entries.is_faulty()),
        &html! {
            div class="stack narrow" {
                h1 { (say!("Đăng ký tài khoản")) }
                (error_summary(entries))
                p class="soft" { (say!("Có tài khoản, bạn không phải khai lại thông tin và xem được mọi hồ sơ ở một nơi.")) }
                form class="card" method="post" action="/dang-ky" novalidate {
                    (frame.seal)
                    (TextField::new("name", say!("Họ và tên")).of(entries).autocomplete("name").maxlength(300))
                    (TextField::new("phone", say!("Số điện thoại")).of(entries).kind("tel").autocomplete("tel").hint(say!("Dùng làm tên đăng nhập.")).maxlength(20))
                    (TextField::new("id_number", say!("Số căn cước")).of(entries).inputmode("numeric").autocomplete("off").optional().maxlength(20))
                    (TextField::new("password", say!("Mật khẩu")).of(entries).kind("password").autocomplete("new-password").hint(say!("Ít nhất 8 ký tự, có 3 trong 4 loại: chữ thường, chữ hoa, chữ số, ký hiệu; hoặc một câu dài từ 16 ký tự.")).maxlength(200))
                    (TextField::new("password_again", say!("Nhập lại mật khẩu")).of(entries).kind("password").autocomplete("new-password").maxlength(200))
                    div class="actions" { (Button::new(say!("Đăng ký"))) }
                }
                p { (say!("Đã có tài khoản? ")) a href="/dang-nhap" { (say!("Đăng nhập")) } }
            }
        },
    )
}
