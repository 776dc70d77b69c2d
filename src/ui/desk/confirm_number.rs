//! `/can-bo/xac-nhan-so`: the counter confirms that an account's citizen number is that of the person before it.

use maud::{Markup, html};

use super::parts::script;
use crate::ui::parts::{Button, CardScan, TextField, Width, error_summary, notice};
use crate::ui::{Entries, Frame, Head, Tone};

/// The page. Sends `username`, `applicant.name`, `applicant.id_number`, `card`; with `_do=confirm` it confirms.
pub fn confirm_number_page(frame: &Frame<'_>, entries: &Entries, warnings: &[String]) -> Markup {
    let body = html! {
        div class="stack measure" {
            h1 { "Xác nhận số giấy tờ của tài khoản" }
            p { "Khi người dân đưa giấy tờ tùy thân, hãy đối chiếu người với ảnh rồi xác nhận một lần. Từ đó người dân thấy kho giấy tờ đã xác thực của mình và dùng lại khi nộp trực tuyến." }
            (error_summary(entries))
            form class="card" method="post" action="/can-bo/xac-nhan-so" novalidate data-intake="yes" {
                (frame.seal)
                (CardScan::new("card").of(entries).autofocus(!entries.is_faulty()))
                @for warning in warnings { (notice(Tone::Warn, &html! { p { (warning) } })) }
                (TextField::new("username", "Tên đăng nhập").of(entries).hint("Thường là số điện thoại.").width(Width::Middle).autocomplete("off").maxlength(40))
                (TextField::new("applicant.name", "Họ và tên trên giấy tờ").of(entries).autocomplete("off").maxlength(300))
                (TextField::new("applicant.id_number", "Số trên giấy tờ").of(entries).width(Width::Middle).autocomplete("off").maxlength(20))
                div class="actions" { (Button::new("Xác nhận đúng người, đúng số").icon("check").sends("_do", "confirm")) }
            }
        }
        (script("card.js"))
    };
    let head = Head::new("Xác nhận số giấy tờ")
        .under("/can-bo", "Việc cần làm")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}
