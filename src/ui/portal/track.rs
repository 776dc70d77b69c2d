//! `/tra-cuu`: following a dossier without an account.

use maud::{Markup, html};

use super::Whereabouts;
use super::my_dossier::{MyDossier, leaving, letters, outcome, rating, supplement};
use crate::domain::action::Verb;
use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{say, vietnamese};
use crate::ui::parts::{
    Button, Fact, Moved, TextField, Width, card, error_summary, facts, notice, print_button,
    timeline,
};

/// The form: code and proof (lookup secret, or four last digits). Sends `code`, `proof`.
pub fn track_form(frame: &Frame<'_>, entries: &Entries) -> Markup {
    frame.page(
        &Head::new(say!("Tra cứu hồ sơ")).faulty(entries.is_faulty()),
        &html! {
            div class="stack stack-l measure" {
                h1 { (say!("Tra cứu hồ sơ")) }
                (error_summary(entries))
                p class="lead" { (say!("Không cần tài khoản. Hai thông tin dưới đây có trên giấy tiếp nhận hồ sơ.")) }
                form class="card" method="post" action="/tra-cuu" novalidate {
                    (frame.seal)
                    (TextField::new("code", say!("Mã hồ sơ")).of(entries).width(Width::Middle).hint(say!("Ví dụ: H26.1.2-261124-0001")).autocomplete("off").maxlength(60))
                    (TextField::new("proof", say!("Mã tra cứu")).of(entries).width(Width::Middle).autocomplete("off").maxlength(20)
                        .hint(say!("8 ký tự trên giấy tiếp nhận, hoặc 4 số cuối của số điện thoại hay số căn cước đã khai.")))
                    div class="actions" { (Button::new(say!("Tra cứu")).icon("search")) }
                }
                @if let Some(phone) = &frame.office.phone {
                    p class="soft" { (say!("Mất giấy tiếp nhận? Gọi ")) strong { (phone) } (say!(" hoặc mang thẻ căn cước đến bộ phận một cửa.")) }
                }
            }
        },
    )
}

/// What anybody with the code and the proof may see: no identity number, the name masked.
#[derive(Debug, Clone)]
pub struct Tracked {
    /// Mã số hồ sơ.
    pub code: String,
    /// What is asked for.
    pub procedure: String,
    /// The applicant's name with most letters hidden.
    pub applicant: String,
    /// Where it is.
    pub now: Whereabouts,
    /// Its history without internal lines.
    pub history: Vec<Moved>,
}

/// What whoever holds the lookup secret sees besides, and may do.
#[derive(Debug, Clone)]
pub struct Own<'a> {
    /// The dossier.
    pub own: MyDossier<'a>,
    /// What was just done.
    pub done: Option<&'static str>,
}

/// The answer; with the secret also what is asked of the applicant, messages, and what they may do without an account.
pub fn tracked(
    frame: &Frame<'_>,
    view: &Tracked,
    own: Option<&Own<'_>>,
    entries: &Entries,
) -> Markup {
    frame.page(
        &Head::new(say!("Hồ sơ {code}", code = view.code))
            .under("/tra-cuu", say!("Tra cứu hồ sơ"))
            .faulty(entries.is_faulty()),
        &html! {
            div class="stack stack-l" {
                div class="stack stack-s" {
                    h1 { (say!("Hồ sơ ")) span class="code" { (view.code) } }
                    p class="lead" lang=[vietnamese()] { (view.procedure) }
                }
                (error_summary(entries))
                @if let Some(own) = own { (asked_of_you(frame, own)) }
                (view.now)
                @if let Some(Own { own, .. }) = own {
                    (outcome(own))
                    @if own.may.contains(&Verb::Rate) { (rating(frame, own)) }
                }
                div class="split" {
                    section class="stack" aria-labelledby="dien-bien" {
                        h2 id="dien-bien" { (say!("Diễn biến")) }
                        (timeline(&view.history))
                    }
                    aside class="stack" aria-label=(say!("Thông tin thêm")) {
                        (card(&facts(false, &[
                            Fact::new(say!("Người nộp"), html! { (view.applicant) div class="small soft" { (say!("Tên được che bớt vì trang này ai có mã cũng xem được.")) } }),
                            Fact::new(say!("Hỏi về hồ sơ"), html! {
                                (frame.office.phone.as_deref().unwrap_or(say!("Bộ phận một cửa")))
                                div class="small soft" lang=[vietnamese()] { (frame.office.name) }
                            }),
                        ])))
                        (print_button(say!("In trang này")))
                    }
                }
                @match own {
                    Some(Own { own, .. }) => {
                        (letters(frame, own))
                        (leaving(frame, own))
                    }
                    None => (notice(Tone::Info, &html! {
                        p { (say!("Bổ sung giấy tờ, nhắn tin, rút hồ sơ: tra cứu lại bằng mã tra cứu 8 ký tự trên giấy tiếp nhận, hoặc đăng nhập.")) }
                    })),
                }
            }
        },
    )
}

fn asked_of_you(frame: &Frame<'_>, Own { own, done }: &Own<'_>) -> Markup {
    html! {
        @if let Some(done) = done { (notice(Tone::Good, &html! { p { (done) } })) }
        @if let Some(ask) = own.dossier.open_supplement() { (supplement(frame, own, ask)) }
    }
}
