//! `/ho-so`: the citizen's dossiers.

use maud::{Markup, html};

use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{message, say, vietnamese};
use crate::ui::parts::{
    ButtonKind, EmptyState, due_mark, link_button, next_page, notice, shortened, status_tag,
};
use crate::ui::portal::apply::Unfinished;
use crate::ui::words::count::counted;
use crate::ui::words::status::next_step;
use crate::ui::words::{AtMoment, OnDay};

/// A dossier in the list.
#[derive(Debug, Clone)]
pub struct Mine {
    /// Mã số hồ sơ.
    pub code: String,
    /// What is asked for.
    pub procedure: String,
    /// Official status.
    pub status: Status,
    /// When it was filed.
    pub submitted_at: Moment,
    /// When the result is due.
    pub due_at: Option<Moment>,
    /// Whether it is late.
    pub overdue: bool,
}

impl Mine {
    /// Whether it is the citizen's turn.
    const fn waits_for_me(&self) -> bool {
        matches!(
            self.status,
            Status::AwaitingSupplement | Status::AwaitingPayment
        )
    }
}

/// The list, newest first, after what is being prepared. `next` is the cursor of the next page; `later` when this is not
/// the first.
pub fn mine(
    frame: &Frame<'_>,
    drafts: &[Unfinished],
    dossiers: &[Mine],
    next: Option<&str>,
    later: bool,
) -> Markup {
    let waiting: Vec<&Mine> = dossiers.iter().filter(|one| one.waits_for_me()).collect();
    frame.page(
        &Head::new(say!("Hồ sơ của tôi")),
        &html! {
            div class="stack stack-l measure" {
                div class="row spread" {
                    h1 { (say!("Hồ sơ của tôi")) }
                    (link_button("/thu-tuc", say!("Nộp hồ sơ mới"), ButtonKind::Second, Some("plus")))
                }
                @if !waiting.is_empty() {
                    (notice(Tone::Warn, &html! {
                        p { strong { (counted(waiting.len(), message!("Có 1 hồ sơ đang chờ bạn."), message!("Có {n} hồ sơ đang chờ bạn."))) } }
                        ul { @for one in &waiting { li lang=[vietnamese()] { a href={ "/ho-so/" (one.code) } { (shortened(&one.procedure, 90)) } } } }
                    }))
                }
                @if !drafts.is_empty() {
                    section class="stack" aria-labelledby="dang-khai" {
                        h2 id="dang-khai" { (say!("Đang khai dở")) }
                        ul class="tasks" role="list" {
                            @for draft in drafts {
                                li {
                                    div { span lang=[vietnamese()] { (draft.procedure) } p class="hint" { (say!("Lưu lần cuối: ")) (draft.saved) } }
                                    (link_button(&draft.address, say!("Khai tiếp"), ButtonKind::Second, Some("next")))
                                }
                            }
                        }
                    }
                }
                @if dossiers.is_empty() {
                    (EmptyState { icon: "inbox", title: say!("Bạn chưa nộp hồ sơ nào"), body: html! {
                        div class="row" { (link_button("/thu-tuc", say!("Tìm thủ tục"), ButtonKind::Main, Some("search"))) }
                    } })
                }
                ul class="stack" role="list" {
                    @for one in dossiers { li { (one_card(one)) } }
                }
                (next_page(
                    next.map(|cursor| format!("/ho-so?after={}", super::home::encoded(cursor))).as_deref(),
                    later.then_some("/ho-so"),
                ))
            }
        },
    )
}

fn one_card(one: &Mine) -> Markup {
    html! {
        div class={ "card tight link now" @if one.overdue { " late" } @else if one.waits_for_me() { " wait" } } {
            div class="row" { (status_tag(one.status)) @if one.overdue { (due_mark(true, false)) } }
            h2 class="modest" lang=[vietnamese()] { a href={ "/ho-so/" (one.code) } { (shortened(&one.procedure, 130)) } }
            p class="small soft" {
                span class="code" { (one.code) } (say!(" · nộp ")) (OnDay(one.submitted_at.day()))
                @if let Some(due) = one.due_at { (say!(" · hẹn trả ")) (AtMoment(due)) }
            }
            p class="small" { strong { (say!("Tiếp theo: ")) } (next_step(one.status)) }
        }
    }
}
