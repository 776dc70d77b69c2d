//! Restoring a backup on the first run (khôi phục khi cài lên máy mới).

use maud::{Markup, html};

use crate::ui::parts::{Button, Choice, Radios, TextField, Width, error_summary, notice};
use crate::ui::{Entries, Frame, Head, Tone};

/// The form as it stands.
#[derive(Debug, Clone, Copy)]
pub struct RestorePage<'a> {
    /// What was typed.
    pub entries: &'a Entries,
    /// Backups that were found: path, and when and how large in words.
    pub found: &'a [(String, String)],
    /// What is being done.
    pub doing: Option<&'a str>,
    /// Why the last attempt failed, and what to do.
    pub wrong: Option<&'a str>,
    /// Whether the one-time code of the console is asked for.
    pub asks_code: bool,
}

/// The page.
pub fn restore_page(frame: &Frame<'_>, page: &RestorePage<'_>) -> Markup {
    let body = html! {
        div class="stack measure" {
            h1 { "Khôi phục từ bản sao lưu" }
            @if let Some(doing) = page.doing {
                (notice(Tone::Info, &html! {
                    p aria-live="polite" aria-busy="true" { (doing) "…" }
                    p { "Đừng tắt máy. Trang tự cập nhật và mở trang đăng nhập khi xong." }
                }))
            } @else {
                @if let Some(wrong) = page.wrong { (notice(Tone::Bad, &html! { p { (wrong) } })) }
                (error_summary(page.entries))
                (form(frame, page))
            }
        }
    };
    let head = Head::new("Khôi phục từ bản sao lưu")
        .under("/thiet-lap", "Thiết lập ban đầu")
        .faulty(page.entries.is_faulty());
    frame.page(&head, &body)
}

fn form(frame: &Frame<'_>, page: &RestorePage<'_>) -> Markup {
    let found: Vec<Choice> = page
        .found
        .iter()
        .map(|(path, words)| Choice::new(path.as_str(), words.as_str()).hint(path.as_str()))
        .collect();
    html! {
        p class="lead" { "Dùng khi thay máy hoặc cài lại: toàn bộ hồ sơ, tệp, tài khoản trở lại như lúc sao lưu." }
        form method="post" action="/thiet-lap/khoi-phuc" {
            (frame.seal)
            @if page.asks_code {
                (TextField::new("setup_code", "Mã dùng một lần").hint("Hiện trên màn hình của máy chủ khi khởi động lần đầu.").of(page.entries).width(Width::Short).autocomplete("off"))
            }
            @if !found.is_empty() {
                (Radios::new("found", "Bản sao lưu tìm thấy trên máy và ổ USB", &found).value(page.entries.value("found")))
            }
            (path(found.is_empty()).of(page.entries).autocomplete("off"))
            (TextField::new("key", "Cụm mật khẩu của bản sao lưu").hint("Chỉ khi bản sao lưu đã mã hóa (đuôi .age).").of(page.entries).kind("password").optional().width(Width::Middle).autocomplete("off"))
            div class="actions" { (Button::new("Khôi phục").icon("check")) }
        }
    }
}

/// Where a backup lies that was not found by itself.
fn path(only: bool) -> TextField<'static> {
    let hint = "Trên máy chủ, ví dụ /media/usb/motcua-….mcb hoặc E:\\motcua-….mcb";
    if only {
        TextField::new("file", "Đường dẫn đến bản sao lưu").hint(hint)
    } else {
        let field = TextField::new("file", "Hoặc đường dẫn đến bản sao lưu khác");
        field.hint(hint).optional()
    }
}
