//! The leader's page (lãnh đạo): what waits for approval, what is late. Sized for a telephone.

mod board;
mod digitisation;

use maud::{Markup, html};

use board::board;
pub use board::{BoardLine, TRAYS};
pub use digitisation::{DigitisedPeriod, digitisation_page};

use crate::domain::action::Verb;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::dossier::Dossier;
use crate::domain::time::Moment;
use crate::store::dossiers::Summary;
use crate::ui::desk::deeds::deed_path;
use crate::ui::desk::facts::file_link;
use crate::ui::desk::parts::{Clocked, dossier_path, script, short_moment};
use crate::ui::desk::{columns, row};
use crate::ui::parts::{
    Button, ButtonKind, EmptyState, Table, field_id, icon, link_button, shortened,
};
use crate::ui::words::AtMoment;
use crate::ui::{Frame, Head};

/// What a leader has before them.
#[derive(Debug, Clone, Copy)]
pub struct LeaderPage<'a> {
    /// Dossiers with a proposal, the most urgent first.
    pub proposals: &'a [Dossier],
    /// How many wait altogether, in words, when there are more than shown.
    pub more: Option<&'a str>,
    /// Dossiers that are late or due soon, the most urgent first.
    pub urgent: &'a [Summary],
    /// What is due, by unit and officer.
    pub board: &'a [BoardLine],
    /// Whether they see the whole office, and with it the counts of digitisation.
    pub whole: bool,
    /// Now.
    pub now: Moment,
    /// The office's working time.
    pub calendar: &'a OfficeCalendar,
}

/// Id of the form that approves several.
const TOGETHER: &str = "phe-duyet-nhieu";

/// What a rejection says unless the leader says something else.
const USUAL_REASON: &str = "Đề nghị xem lại dự thảo kết quả và trình lại.";

/// The page.
pub fn leader_page(frame: &Frame<'_>, page: &LeaderPage<'_>) -> Markup {
    let late = page
        .urgent
        .iter()
        .filter(|item| Clocked::from(*item).is_late(page.now))
        .count();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Chờ phê duyệt" @if !page.proposals.is_empty() { " (" (page.more.map_or_else(|| page.proposals.len().to_string(), str::to_owned)) ")" } }
            @if page.proposals.is_empty() {
                (EmptyState {
                    icon: "done",
                    title: "Không còn kết quả nào chờ phê duyệt",
                    body: html! { p { "Dự thảo mới được trình sẽ hiện ở đây." } },
                })
            } @else {
                @if page.proposals.len() > 1 { (together(frame)) }
                ul class="proposals" role="list" {
                    @for dossier in page.proposals { li { (proposal(frame, dossier, page)) } }
                }
                @if page.more.is_some() { p { a href="/can-bo?trang-thai=cho-phe-duyet" { "Xem tất cả hồ sơ chờ phê duyệt" } } }
            }
            (board(page.board))
            @if page.whole { p { (link_button("/lanh-dao/so-hoa", "Số hóa hồ sơ và dùng lại giấy tờ", ButtonKind::Second, Some("list"))) } }
            section aria-labelledby="gan-han" class="stack" {
                h2 id="gan-han" { "Quá hạn và sắp đến hạn" @if late > 0 { " (" (late) " quá hạn)" } }
                @if page.urgent.is_empty() {
                    p class="soft" { "Không có hồ sơ nào quá hạn hoặc đến hạn trong hai ngày làm việc tới." }
                } @else {
                    (Table {
                        caption: "Hồ sơ quá hạn và sắp đến hạn",
                        show_caption: false,
                        columns: columns(),
                        rows: page.urgent.iter().map(|item| row(item, page.now, page.calendar)).collect(),
                    })
                }
            }
        }
        (script("desk.js"))
    };
    frame.page(&Head::new("Chờ phê duyệt"), &body)
}

/// Approves those that are ticked on their cards, after one more page that lists them.
fn together(frame: &Frame<'_>) -> Markup {
    html! {
        form method="post" action="/can-bo/hang-loat" id=(TOGETHER) class="row" {
            (frame.seal)
            input type="hidden" name="verb" value=(Verb::Approve.key());
            input type="hidden" name="_back" value="/lanh-dao";
            (Button::new("Phê duyệt các hồ sơ đã chọn").kind(ButtonKind::Second).icon("done").sends("_do", "ask"))
        }
    }
}

fn proposal(frame: &Frame<'_>, dossier: &Dossier, page: &LeaderPage<'_>) -> Markup {
    let code = dossier.code.as_str();
    let clocked = Clocked::from(dossier);
    html! {
        article class="card" aria-labelledby={ "de-xuat-" (code) } {
            div class="row spread" {
                div class="pick" {
                    @if page.proposals.len() > 1 {
                        input type="checkbox" form=(TOGETHER) name="code" value={ (code) "|" (dossier.version) } aria-label={ "Chọn " (code) };
                    }
                    a class="code" href=(dossier_path(code)) { (code) }
                }
                (clocked.mark(page.now, page.calendar))
            }
            @if let Some(outcome) = &dossier.outcome {
                h2 id={ "de-xuat-" (code) } { (outcome.title) @if let Some(number) = &outcome.number { " – số " (number) } }
                p { strong { (dossier.applicant.name) } span class="under" { (shortened(&dossier.procedure.name, 140)) } }
                @if let Some(file) = &outcome.file { p { (file_link(code, file)) } }
                p class="small soft" {
                    "Trình: " (outcome.proposed_by.name) ", " (AtMoment(dossier.place.since))
                    @if let Some(due) = dossier.due_at { " · hạn " (short_moment(due)) }
                }
            }
            div class="verdicts" {
                (verdict(frame, dossier, Verb::Approve))
                (verdict(frame, dossier, Verb::Reject))
            }
        }
    }
}

/// The first tap opens, the second decides; both work without scripts.
fn verdict(frame: &Frame<'_>, dossier: &Dossier, verb: Verb) -> Markup {
    let code = dossier.code.as_str();
    let approves = verb == Verb::Approve;
    let field = if approves {
        "approve.note"
    } else {
        "reject.reason"
    };
    let id = format!("{}-{code}", field_id(field));
    html! {
        details class="deed" name={ "quyet-" (code) } {
            summary { (icon(if approves { "done" } else { "refuse" })) (if approves { "Phê duyệt" } else { "Trả lại" }) }
            form method="post" action=(deed_path(code, verb)) {
                (frame.seal)
                input type="hidden" name="version" value=(dossier.version);
                input type="hidden" name="_back" value="/lanh-dao";
                div class="field" {
                    label class="label" for=(id) {
                        @if approves { "Ý kiến" span class="optional" { " (không bắt buộc)" } } @else { "Lý do" }
                    }
                    textarea class="control" id=(id) name=(field) rows="2" { @if !approves { (USUAL_REASON) } }
                }
                @if approves {
                    (Button::new("Xác nhận phê duyệt").icon("done"))
                } @else {
                    (Button::new("Trả lại chuyên viên").kind(ButtonKind::Danger).icon("refuse"))
                }
            }
        }
    }
}
