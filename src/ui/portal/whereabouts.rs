//! Where a dossier is: status, holder, next step, due date with its reasons. The same part for both sides of the counter.

use maud::{Markup, Render, html};

use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ui::language::{said, say, vietnamese};
use crate::ui::parts::{Fact, due_mark, facts, fold, status_tag};
use crate::ui::words::AtMoment;
use crate::ui::words::status::{meaning, next_step};

/// Where a dossier is now.
#[derive(Debug, Clone)]
pub struct Whereabouts {
    /// Official status.
    pub status: Status,
    /// Name of the step.
    pub step: String,
    /// The unit that works on it.
    pub unit: String,
    /// The officer who holds it; `None` while it lies in the common tray.
    pub holder: Option<String>,
    /// Since when it is there.
    pub since: Moment,
    /// When it was received.
    pub received_at: Option<Moment>,
    /// When the result is due.
    pub due_at: Option<Moment>,
    /// Why it is due then, line by line.
    pub because: Vec<String>,
    /// Whether it is late.
    pub overdue: bool,
    /// Whether the clock stands still.
    pub paused: bool,
    /// What happens next, where more is known than the status tells.
    pub next: Option<String>,
}

impl Whereabouts {
    fn class(&self) -> &'static str {
        if self.overdue {
            "card now late"
        } else if self.paused {
            "card now wait"
        } else {
            "card now"
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let mut list = vec![
            Fact::new(say!("Đang ở bước"), html! { (said(&self.step)) }),
            Fact::new(
                say!("Đơn vị, người đang giữ"),
                html! {
                    @if let Some(holder) = &self.holder { (holder) span class="soft" lang=[vietnamese()] { " · " (self.unit) } } @else { span lang=[vietnamese()] { (self.unit) } }
                    div class="small soft" { (say!("từ ")) (AtMoment(self.since)) }
                },
            ),
        ];
        if let Some(at) = self.received_at {
            list.push(Fact::new(say!("Tiếp nhận"), html! { (AtMoment(at)) }));
        }
        list.push(Fact::new(
            say!("Hẹn trả kết quả"),
            html! {
                @if let Some(at) = self.due_at {
                    (AtMoment(at))
                    @if !self.ended() { div { (due_mark(self.overdue, self.paused)) } }
                } @else {
                    span class="soft" { (say!("Chưa hẹn")) }
                }
            },
        ));
        list
    }

    /// Whether the due date no longer matters to anybody.
    const fn ended(&self) -> bool {
        self.status.is_closed() || matches!(self.status, Status::Finished)
    }
}

impl Render for Whereabouts {
    fn render(&self) -> Markup {
        html! {
            section class=(self.class()) aria-labelledby="hien-tai" {
                h2 id="hien-tai" class="sr" { (say!("Hiện tại")) }
                div class="row" { (status_tag(self.status)) }
                p { (meaning(self.status)) }
                (facts(true, &self.facts()))
                p {
                    strong { (say!("Bước tiếp theo: ")) }
                    (self.next.as_deref().unwrap_or(next_step(self.status)))
                }
                @if !self.because.is_empty() {
                    (fold(say!("Vì sao hẹn ngày này?"), false, &html! {
                        ul { @for line in &self.because { li { (line) } } }
                    }))
                }
            }
        }
    }
}
