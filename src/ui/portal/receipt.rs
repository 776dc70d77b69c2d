//! The page after filing: code, lookup secret, what happens next.

use maud::{Markup, html};

use crate::ui::frame::{Frame, Head};
use crate::ui::language::{say, vietnamese};
use crate::ui::parts::{ButtonKind, copy_button, icon, link_button, print_button};

/// What was received.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Mã số hồ sơ.
    pub code: String,
    /// Lookup secret (mã tra cứu).
    pub secret: String,
    /// What is asked for.
    pub procedure: String,
    /// When it was filed, in words.
    pub at: String,
    /// Files received: name, size in words, SHA-256.
    pub files: Vec<(String, String, String)>,
    /// Whether it was filed from an account, which then lists it.
    pub signed_in: bool,
}

/// The receipt.
pub fn receipt(frame: &Frame<'_>, view: &Filed) -> Markup {
    frame.page(
        &Head::new(say!("Đã gửi hồ sơ")),
        &html! {
            div class="stack stack-l measure" {
                div class="card receipt" data-filed="yes" {
                    div class="iconed" { (icon("done")) span { (say!("Đã nhận lúc {at}", at = view.at)) } }
                    h1 { (say!("Đã gửi hồ sơ")) }
                    p lang=[vietnamese()] { (view.procedure) }
                    div class="secret" {
                        div {
                            p class="small soft" { (say!("Mã hồ sơ")) }
                            p class="big-code" { (view.code) }
                            (copy_button(&view.code, say!("Chép mã")))
                        }
                        div {
                            p class="small soft" { (say!("Mã tra cứu")) }
                            p class="big-code" { (view.secret) }
                            (copy_button(&view.secret, say!("Chép mã")))
                        }
                    }
                    p { strong { (say!("Hãy ghi lại hoặc chụp màn hình hai mã này.")) } " " (say!("Có đủ hai mã, bạn xem được hồ sơ mà không cần tài khoản. Không đưa mã tra cứu cho người lạ.")) }
                    div class="row actions" {
                        @if view.signed_in { (link_button(&format!("/ho-so/{}", view.code), say!("Xem hồ sơ"), ButtonKind::Main, None)) }
                        @else { (link_button("/tra-cuu", say!("Tra cứu hồ sơ"), ButtonKind::Main, None)) }
                        (print_button(say!("In trang này")))
                    }
                }
                section class="stack" aria-labelledby="tiep-theo" {
                    h2 id="tiep-theo" { (say!("Việc tiếp theo")) }
                    ol {
                        li { (say!("Trong 8 giờ làm việc, bộ phận một cửa kiểm tra và trả lời: tiếp nhận, yêu cầu bổ sung hoặc từ chối, kèm lý do.")) }
                        li { (say!("Khi được tiếp nhận, bạn có giấy tiếp nhận và ngày hẹn trả kết quả.")) }
                        li { (say!("Nếu hẹn nộp giấy tờ bằng bản giấy, hãy mang đến bộ phận một cửa.")) }
                    }
                }
                @if !view.files.is_empty() {
                    section class="stack" aria-labelledby="tep-nhan" {
                        h2 id="tep-nhan" { (say!("Tệp đã nhận")) }
                        ul class="tasks" role="list" {
                            @for (name, size, hash) in &view.files {
                                li { div { strong { (name) } " " span class="soft" { (size) } p class="hint code" { "SHA-256: " (hash) } } }
                            }
                        }
                    }
                }
            }
        },
    )
}
