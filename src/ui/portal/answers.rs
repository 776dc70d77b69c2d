//! `/hoi-dap`: questions and answers for everybody, without names.

use maud::{Markup, html};

use super::feedback::{ANSWERS, FEEDBACK};
use super::home::encoded;
use crate::domain::feedback::{Feedback, PublicWording};
use crate::store::feedback::PublicCard;
use crate::ui::frame::{Frame, Head};
use crate::ui::language::{say, vietnamese};
use crate::ui::parts::{ButtonKind, EmptyState, SearchBox, icon, link_button, next_page};
use crate::ui::words::OnDay;
use crate::ui::words::feedback as words;

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Answers<'a> {
    /// What is looked for.
    pub query: &'a str,
    /// Code and name of the procedure that it is narrowed to.
    pub procedure: Option<(&'a str, &'a str)>,
    /// The page's questions, the newest first.
    pub cards: &'a [PublicCard],
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Whether this is a later page.
    pub later: bool,
}

impl Answers<'_> {
    fn href(&self, cursor: Option<&str>) -> String {
        let mut parts = Vec::new();
        if !self.query.is_empty() {
            parts.push(format!("q={}", encoded(self.query)));
        }
        if let Some((code, _)) = self.procedure {
            parts.push(format!("thu-tuc={}", encoded(code)));
        }
        parts.extend(cursor.map(|cursor| format!("sau={cursor}")));
        if parts.is_empty() {
            ANSWERS.to_owned()
        } else {
            format!("{ANSWERS}?{}", parts.join("&"))
        }
    }
}

/// The list's page.
pub fn answers(frame: &Frame<'_>, view: &Answers<'_>) -> Markup {
    let ask = match view.procedure {
        Some((code, _)) => format!("{FEEDBACK}?thu-tuc={}", encoded(code)),
        None => FEEDBACK.to_owned(),
    };
    frame.page(
        &Head::new(say!("Hỏi đáp")),
        &html! {
            div class="stack stack-l measure" {
                div class="row spread" {
                    h1 { (say!("Hỏi đáp")) }
                    (link_button(&ask, say!("Gửi câu hỏi, phản ánh"), ButtonKind::Second, Some("chat")))
                }
                (SearchBox {
                    action: ANSWERS,
                    label: say!("Tìm trong câu hỏi và câu trả lời"),
                    hint: None,
                    value: view.query,
                    key: "hoi-dap",
                    suggest: false,
                })
                @if let Some((code, name)) = view.procedure {
                    p {
                        (say!("Về thủ tục:")) " " a href={ "/thu-tuc/" (code) } lang=[vietnamese()] { (name) } ". "
                        a href=(ANSWERS) { (say!("Xem mọi câu hỏi")) }
                    }
                }
                @if view.cards.is_empty() {
                    (EmptyState {
                        icon: "chat",
                        title: if view.later { say!("Không còn câu hỏi nào") } else { say!("Chưa có câu hỏi nào phù hợp") },
                        body: html! { p { (say!("Bạn có thể gửi câu hỏi cho cơ quan; không cần tài khoản.")) } },
                    })
                }
                ul class="stack" role="list" { @for card in view.cards { li { (one(card)) } } }
                (next_page(
                    view.next.as_deref().map(|cursor| view.href(Some(cursor))).as_deref(),
                    view.later.then(|| view.href(None)).as_deref(),
                ))
            }
        },
    )
}

fn one(card: &PublicCard) -> Markup {
    html! {
        div class="card tight link" {
            h2 lang=[vietnamese()] { a href={ (ANSWERS) "/" (card.code) } { (card.title) } }
            p class="small soft" {
                (words::kind(card.kind)) " · " (OnDay(card.since.day()))
                @if let Some(procedure) = &card.procedure { " · " span lang=[vietnamese()] { (procedure) } }
            }
        }
    }
}

/// One question with its answer.
pub fn public_answer(frame: &Frame<'_>, piece: &Feedback, public: &PublicWording) -> Markup {
    frame.page(
        &Head::new(public.title.as_str()).under(ANSWERS, say!("Hỏi đáp")),
        &html! {
            article class="stack stack-l measure" {
                header class="stack stack-s" {
                    h1 lang=[vietnamese()] { (public.title) }
                    p class="small soft" { (words::kind(piece.kind)) " · " (OnDay(piece.sent_at.day())) }
                    @if let Some(procedure) = &piece.procedure {
                        p class="small" { (say!("Về thủ tục:")) " " a href={ "/thu-tuc/" (procedure.code) } lang=[vietnamese()] { (procedure.name) } }
                    }
                }
                p class="prose" lang=[vietnamese()] { (public.text) }
                @if let Some(answer) = piece.answer() {
                    section class="card stack" aria-labelledby="tra-loi" {
                        h2 id="tra-loi" { (say!("Trả lời")) }
                        p class="prose" lang=[vietnamese()] { (answer.text) }
                        p class="small soft" {
                            (frame.office.name) @if !answer.by.unit.is_empty() { " · " (answer.by.unit) } " · " (OnDay(answer.at.day()))
                            @if piece.answers.len() > 1 { " · " (say!("đã sửa")) }
                        }
                    }
                }
                p { (link_button(FEEDBACK, say!("Gửi câu hỏi khác"), ButtonKind::Second, Some("chat"))) }
            }
        },
    )
}

/// On the fact sheet of a procedure: what others asked about it, and asking oneself.
pub fn about_procedure(code: &str) -> Markup {
    html! {
        ul class="row no-print" role="list" aria-label=(say!("Hỏi đáp")) {
            li { a href={ (ANSWERS) "?thu-tuc=" (encoded(code)) } { (icon("chat")) (say!("Câu hỏi về thủ tục này")) } }
            li { a href={ (FEEDBACK) "?thu-tuc=" (encoded(code)) } { (icon("edit")) (say!("Gửi câu hỏi hoặc phản ánh")) } }
        }
    }
}

/// On the home page.
pub fn home_box() -> Markup {
    html! {
        section class="card stack" aria-labelledby="hoi-dap" {
            h2 id="hoi-dap" { (say!("Hỏi đáp, phản ánh")) }
            p { (say!("Thắc mắc về thủ tục, góp ý, báo việc chưa tốt: cơ quan trả lời và hẹn ngày.")) }
            div class="row" {
                a href=(FEEDBACK) { (icon("edit")) (say!("Gửi câu hỏi, phản ánh")) }
                a href=(ANSWERS) { (icon("chat")) (say!("Xem hỏi đáp")) }
            }
        }
    }
}
