//! The dossier page for officers: what it is, when it is due and why, and what may be done now.

use maud::{Markup, html};

use super::deeds::Deeds;
use super::facts;
use super::paper_list::papers;
use super::parts::{Clocked, script, slip_path};
use super::signing::Signatures;
use super::slips;
use crate::domain::action::Verb;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::dossier::Dossier;
use crate::domain::form::FilledSection;
use crate::domain::officer::Holder;
use crate::domain::procedure::component::Component;
use crate::domain::slip::{Issued, SlipKind};
use crate::domain::time::Moment;
use crate::domain::verified_paper::Offer;
use crate::domain::workflow::Process;
use crate::ui::parts::{
    ButtonKind, Fact, Moved, copy_button, error_summary, facts as fact_list, link_button, notice,
    shortened, status_tag, timeline,
};
use crate::ui::words::{AtMoment, names, refusal};
use crate::ui::{Entries, Frame, Head, Tone};

/// The dossier as the page shows it.
#[derive(Debug, Clone, Copy)]
pub struct DossierPage<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Its history as sentences, newest first.
    pub history: &'a [Moved],
    /// What the table allows to this officer now.
    pub verbs: &'a [Verb],
    /// Specialists who may take it.
    pub specialists: &'a [Holder],
    /// Officers whose opinion may be asked.
    pub advisers: &'a [Holder],
    /// The process that the dossier keeps to.
    pub process: &'a Process,
    /// The electronic form as it was filled in.
    pub form: &'a [FilledSection],
    /// Papers of the procedure in the version the dossier keeps to.
    pub components: &'a [Component],
    /// Verified papers of the applicant that fit.
    pub offers: &'a [Offer],
    /// The signatures in its files.
    pub signatures: Signatures<'a>,
    /// The form that came back with faults.
    pub sent: Option<(Verb, &'a Entries)>,
    /// What others did since the page was opened from which the form came.
    pub changed: Option<&'a [Moved]>,
    /// Slips that were issued.
    pub issued: &'a [Issued],
    /// Papers that can be printed from the dossier as it stands.
    pub drawable: &'a [SlipKind],
    /// Whether the lookup secret may be shown.
    pub sees_secret: bool,
    /// Whether the full number of the applicant's paper is shown.
    pub number: bool,
    /// It was filed just now: the receipt is the next thing to do.
    pub fresh: bool,
    /// Now.
    pub now: Moment,
    /// The office's working time.
    pub calendar: &'a OfficeCalendar,
}

/// The page.
pub fn dossier_page(frame: &Frame<'_>, page: &DossierPage<'_>) -> Markup {
    let dossier = page.dossier;
    let code = dossier.code.as_str();
    let deeds = Deeds {
        dossier,
        verbs: page.verbs,
        specialists: page.specialists,
        advisers: page.advisers,
        process: page.process,
        components: page.components,
        offers: page.offers,
        sent: page.sent,
        seal: frame.seal,
    };
    let body = html! {
        div class="stack" {
            (head(page))
            @if let Some((_, entries)) = page.sent { (error_summary(entries)) }
            @if let (Some((verb, entries)), Some(changed)) = (page.sent, page.changed) { (overtaken(page, changed, verb, entries)) }
            (facts::notices(dossier))
            div class="work" {
                (deeds)
                div class="stack" {
                    (facts::applicant(dossier, page.number, page.sees_secret, frame.seal))
                    @if !page.form.is_empty() { (filled_form(page.form)) }
                    (papers(dossier, page.components, page.signatures))
                    (facts::requests(dossier))
                    (facts::result(dossier, page.signatures))
                    (slips::slips(code, page.issued, page.drawable))
                    (facts::money(dossier))
                    section aria-labelledby="dien-bien" class="stack" {
                        h2 id="dien-bien" { "Diễn biến" }
                        (timeline(page.history))
                    }
                }
            }
        }
        (script("desk.js"))
    };
    let head = Head::new(code)
        .under("/can-bo", "Việc cần làm")
        .faulty(page.sent.is_some());
    frame.page(&head, &body)
}

/// Others were faster: what they did, and that nothing of what was typed is lost.
fn overtaken(page: &DossierPage<'_>, changed: &[Moved], verb: Verb, entries: &Entries) -> Markup {
    let words = refusal::verb(verb);
    let prefix = format!("{}.", verb.key());
    let typed: Vec<&str> = entries
        .values()
        .iter()
        .filter(|(name, value)| name.starts_with(&prefix) && !value.trim().is_empty())
        .map(|(_, value)| value.as_str())
        .collect();
    notice(
        Tone::Warn,
        &html! {
            h2 { "Hồ sơ đã thay đổi sau khi bạn mở trang; «" (words) "» chưa được thực hiện" }
            @if changed.is_empty() {
                p { "Trong lúc đó người nhận đã mở hồ sơ." }
            } @else {
                p { "Trong lúc đó:" }
                (timeline(changed))
            }
            @if page.verbs.contains(&verb) {
                p { "Nội dung bạn nhập vẫn còn trong mẫu «" (words) "». Hãy xem thay đổi ở trên; nếu vẫn đúng thì gửi lại." }
            } @else {
                p { "Bây giờ không còn thực hiện được «" (words) "». Hãy xem các thao tác hiện có." }
                @if !typed.is_empty() {
                    p { "Nội dung bạn đã nhập:" }
                    ul { @for value in typed { li class="prose" { (value) } } }
                }
            }
        },
    )
}

fn filled_form(sections: &[FilledSection]) -> Markup {
    html! {
        section class="stack" aria-labelledby="to-khai" {
            h2 id="to-khai" { "Tờ khai điện tử" }
            (crate::ui::portal::apply::filled_form(sections))
        }
    }
}

fn head(page: &DossierPage<'_>) -> Markup {
    let dossier = page.dossier;
    let code = dossier.code.as_str();
    let clocked = Clocked::from(dossier);
    let place = &dossier.place;
    let holder = place
        .holder
        .as_ref()
        .map_or("Khay chung", |holder| holder.name.as_str());
    let procedure = html! {
        a href={ "/thu-tuc/" (dossier.procedure.code) } { (shortened(&dossier.procedure.name, 200)) }
        span class="under" { (dossier.procedure.code) @if !dossier.procedure.field.is_empty() { " · " (dossier.procedure.field) } }
    };
    let due = html! {
        @match clocked.deadline() {
            Some(due) => { (AtMoment(due)) },
            None => { "Chưa có" },
        }
        " " (clocked.mark(page.now, page.calendar))
    };
    html! {
        div class="dossier-head card" {
            div class="row spread" {
                div class="row" {
                    h1 class="big-code" { (code) }
                    (status_tag(dossier.status))
                    (copy_button(code, "Chép mã"))
                }
                @if dossier.received_at.is_some() {
                    @let kind = if page.fresh { ButtonKind::Main } else { ButtonKind::Second };
                    (link_button(&slip_path(code, SlipKind::Receipt, None), "Giấy tiếp nhận, hẹn trả (PDF)", kind, Some("print")))
                }
            }
            (fact_list(true, &[
                Fact::new("Thủ tục", procedure),
                Fact::new(if dossier.due_at.is_some() { "Hạn trả kết quả" } else { "Phải trả lời trước" }, due),
                Fact::new("Bước", html! { (place.step.official_name()) span class="under" { (place.unit) } }),
                Fact::new("Người giữ", html! { (holder) span class="under" { "từ " (AtMoment(place.since)) } }),
                Fact::new("Nộp lúc", html! { (AtMoment(dossier.submitted_at)) span class="under" { (names::channel(dossier.channel)) } }),
            ]))
            (facts::why_due(dossier, page.calendar))
        }
    }
}
