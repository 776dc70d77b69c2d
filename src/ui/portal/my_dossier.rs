//! `/ho-so/{code}`: one dossier as its owner sees it.
//!
//! Every form posts to the page's own address with `_do` set to the verb's name in the API.

use maud::{Markup, html};

use super::Whereabouts;
use crate::domain::action::Verb;
use crate::domain::dossier::{Dossier, PaperKind, Supplement};
use crate::domain::form::FilledSection;
use crate::domain::procedure::component::Component;
use crate::domain::slip::Issued;
use crate::domain::time::Moment;
use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{message, said, say, vietnamese};
use crate::ui::parts::{
    Button, ButtonKind, Choice, FileField, Moved, Radios, SummaryRow, TextArea, TextField, Width,
    copy_button, error_summary, fold, icon, link_button, long_text, notice, paper_tag, shortened,
    summary, tag, timeline,
};
use crate::ui::words::count::counted;
use crate::ui::words::{Amount, AtMoment, OnDay, names, papers as words};

/// A message between the citizen and the office.
#[derive(Debug, Clone)]
pub struct Letter {
    /// When.
    pub at: Moment,
    /// Written by whoever looks at the page.
    pub mine: bool,
    /// Who wrote it.
    pub who: String,
    /// The text.
    pub text: String,
    /// Address and name of the file that came with it.
    pub file: Option<(String, String)>,
}

/// One dossier as its owner sees it.
#[derive(Debug, Clone)]
pub struct MyDossier<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Where it is.
    pub now: Whereabouts,
    /// Its history without internal lines.
    pub history: Vec<Moved>,
    /// The electronic form as it was filled in.
    pub form: Vec<FilledSection>,
    /// Messages, oldest first.
    pub letters: Vec<Letter>,
    /// What the owner may do now.
    pub may: Vec<Verb>,
    /// Slips that were issued and are valid.
    pub slips: Vec<Issued>,
    /// Papers of the procedure in the version the dossier keeps to.
    pub components: Vec<Component>,
    /// A form that came back.
    pub entries: &'a Entries,
    /// The lookup secret of somebody without an account, which each form carries.
    pub proof: Option<&'a str>,
}

impl MyDossier<'_> {
    fn may(&self, verb: Verb) -> bool {
        self.may.contains(&verb)
    }

    fn action(&self) -> String {
        match self.proof {
            Some(_) => format!("/tra-cuu/{}", self.dossier.code),
            None => format!("/ho-so/{}", self.dossier.code),
        }
    }

    /// What every form begins with: it stands before the files, so that nothing is stored without it.
    fn seal(&self, frame: &Frame<'_>) -> Markup {
        html! {
            (frame.seal)
            @if let Some(proof) = self.proof { input type="hidden" name="proof" value=(proof); }
        }
    }

    /// Whether the procedure requires the paper.
    fn requires(&self, id: &str) -> bool {
        let mut known = self.components.iter();
        known.any(|one| one.id == id && one.required)
    }

    fn component_name<'b>(&'b self, id: &'b str) -> &'b str {
        self.components
            .iter()
            .find(|known| known.id == id)
            .map_or(id, |known| &known.name)
    }
}

/// The page.
pub fn my_dossier(frame: &Frame<'_>, view: &MyDossier<'_>) -> Markup {
    let dossier = view.dossier;
    frame.page(
        &Head::new(say!("Hồ sơ {code}", code = dossier.code))
            .under("/ho-so", say!("Hồ sơ của tôi"))
            .faulty(view.entries.is_faulty()),
        &html! {
            div class="stack stack-l" {
                div class="stack stack-s" {
                    h1 class=[(dossier.procedure.name.chars().count() > 150).then_some("long")] lang=[vietnamese()] { (dossier.procedure.name) }
                    p class="row" {
                        span class="code" { (dossier.code) } (copy_button(dossier.code.as_str(), say!("Chép mã")))
                        span class="soft" { (say!("Mã tra cứu: ")) span class="code" { (dossier.lookup_secret) } }
                    }
                }
                (error_summary(view.entries))
                @if let Some(ask) = dossier.open_supplement() { (supplement(frame, view, ask)) }
                @if let Some((amount, reason)) = &dossier.payment_asked {
                    (notice(Tone::Warn, &html! {
                        h2 { (say!("Cần nộp ")) (Amount(*amount)) }
                        p lang=[vietnamese()] { (reason.as_str()) }
                        p { (say!("Nộp tại quầy một cửa; cán bộ ghi nhận và hồ sơ được giải quyết tiếp.")) }
                    }))
                }
                @if let Some((at, reason)) = &dossier.withdrawal_asked {
                    (notice(Tone::Info, &html! { p { (say!("Bạn đã đề nghị rút hồ sơ lúc ")) (AtMoment(*at)) (say!(", đang chờ cán bộ xử lý. Lý do: ")) (reason.as_str()) } }))
                }
                (view.now)
                (outcome(view))
                @if view.may(Verb::Rate) { (rating(frame, view)) }
                div class="split" {
                    section class="stack" aria-labelledby="dien-bien" {
                        h2 id="dien-bien" { (say!("Diễn biến")) }
                        (timeline(&view.history))
                    }
                    div class="stack" {
                        (contents(view))
                        (slips(view))
                    }
                }
                (letters(frame, view))
                (correcting(frame, view))
                (leaving(frame, view))
            }
        },
    )
}

/// What is missing, each paper with its reason, and the form to supply it.
pub(super) fn supplement(frame: &Frame<'_>, view: &MyDossier<'_>, ask: &Supplement) -> Markup {
    html! {
        section class="card now wait" aria-labelledby="bo-sung" {
            h2 id="bo-sung" { (counted(ask.items.len(), message!("Bạn cần bổ sung 1 giấy tờ"), message!("Bạn cần bổ sung {n} giấy tờ"))) }
            p lang=[vietnamese()] { (ask.reason.as_str()) }
            p class="small soft" {
                (say!("{officer}, {unit} yêu cầu lúc ", officer = ask.asked_by.name, unit = ask.asked_by.unit)) (AtMoment(ask.asked_at)) "."
                @if let Some(until) = ask.until { (say!(" Hạn bổ sung: ")) strong { (OnDay(until)) } "." }
            }
            @if view.may(Verb::Supply) {
                form method="post" action=(view.action()) enctype="multipart/form-data" class="stack" novalidate {
                    (view.seal(frame))
                    @for item in &ask.items {
                        @let field = format!("components.{}.upload", item.component);
                        fieldset class="card tight" {
                            legend class="sr" lang=[vietnamese()] { (shortened(view.component_name(&item.component), 49)) }
                            div class="paper-name" { (long_text(view.component_name(&item.component))) }
                            p class="iconed" { (icon("alert")) span { (say!("Lý do: ")) span lang=[vietnamese()] { (item.reason.as_str()) } } }
                            (FileField::new(&field, say!("Tải tệp lên")).of(view.entries).hint(say!("Ảnh hoặc PDF.")))
                        }
                    }
                    p class="soft small" { (say!("Không có bản điện tử? Mang bản giấy đến bộ phận một cửa, cán bộ sẽ nhận bổ sung thay bạn.")) }
                    div class="actions" { (Button::new(say!("Gửi bổ sung")).icon("upload").sends("_do", "supply")) }
                }
            } @else {
                ul { @for item in &ask.items { li { div class="paper-name" { (long_text(view.component_name(&item.component))) } p lang=[vietnamese()] { (item.reason.as_str()) } } } }
            }
        }
    }
}

pub(super) fn outcome(view: &MyDossier<'_>) -> Markup {
    let dossier = view.dossier;
    html! {
        @if let Some(outcome) = dossier.outcome.as_ref().filter(|outcome| outcome.approved.is_some()) {
            section class="card receipt" aria-labelledby="ket-qua" {
                h2 id="ket-qua" { (say!("Kết quả")) }
                p { strong lang=[vietnamese()] { (outcome.title) } @if let Some(number) = &outcome.number { (say!(" – số {number}", number = number)) } }
                @if let Some(file) = outcome.file.as_ref().filter(|_| view.proof.is_none()) {
                    p { (link_button(&format!("/ho-so/{}/tep/{}", dossier.code, file.id), say!("Tải kết quả"), ButtonKind::Main, Some("download"))) }
                }
                @match &dossier.handover {
                    Some(handover) => p class="soft" { (say!("Đã trả cho {name} lúc ", name = handover.received_by)) (AtMoment(handover.at)) "." },
                    None => p { (say!("Cách nhận: ")) (names::return_method(dossier.delivery.method)) "." @if let Some(address) = &dossier.delivery.address { " " span lang=[vietnamese()] { (address.as_str()) } } },
                }
            }
        }
    }
}

fn contents(view: &MyDossier<'_>) -> Markup {
    let dossier = view.dossier;
    let mut rows = vec![
        SummaryRow::new(
            say!("Chủ hồ sơ"),
            html! { (dossier.applicant.name.as_str()) },
        ),
        SummaryRow::new(
            say!("Cách nộp"),
            html! { (names::channel(dossier.channel)) },
        ),
        SummaryRow::new(
            say!("Nhận kết quả"),
            html! { (names::return_method(dossier.delivery.method)) },
        ),
    ];
    if !dossier.fees.is_empty() {
        rows.push(SummaryRow::new(
            say!("Phí, lệ phí"),
            html! { (Amount(dossier.fees_total())) },
        ));
    }
    html! {
        section class="stack" aria-labelledby="noi-dung-ho-so" {
            h2 id="noi-dung-ho-so" { (say!("Nội dung hồ sơ")) }
            (summary(&rows))
            @if !view.form.is_empty() { (fold(say!("Tờ khai đã nộp"), false, &super::apply::filled_form(&view.form))) }
            @let absent: Vec<_> = dossier.not_handed_in(&view.components).filter(|(component, _)| dossier.concerns(component)).collect();
            @if !dossier.papers.is_empty() || !absent.is_empty() {
                h3 { (say!("Giấy tờ")) }
                ul class="tasks" role="list" {
                    @for paper in &dossier.papers {
                        li {
                            div {
                                (long_text(&paper.name))
                                @if let Some(stands_in) = &paper.reused {
                                    p class="hint" { span lang=[vietnamese()] { (stands_in.title) } ", " (words::document(&stands_in.document)) }
                                } @else {
                                    p class="hint" { (pieces(paper.count, paper.kind)) }
                                }
                                (paper_tag(dossier.paper_state(&paper.id, view.requires(&paper.id))))
                            }
                            @match &paper.file {
                                Some(file) => a href={ "/ho-so/" (dossier.code) "/tep/" (file.id) } { (file.name) " " span class="soft small nowrap" { (names::file_size(file.size)) } },
                                None => @if paper.reused.is_none() { (tag("idle", "file", say!("Bản giấy"))) },
                            }
                        }
                    }
                    @for (component, state) in absent { li { div { (long_text(&component.name)) " " (paper_tag(state)) } } }
                }
            }
        }
    }
}

/// How many of a paper were handed in, and in which form.
fn pieces(count: u32, kind: PaperKind) -> String {
    let (one, several) = match kind {
        PaperKind::Original => (message!("1 bản chính"), message!("{n} bản chính")),
        PaperKind::Copy => (message!("1 bản sao"), message!("{n} bản sao")),
        PaperKind::Electronic => (message!("1 bản điện tử"), message!("{n} bản điện tử")),
        PaperKind::Verified => (
            message!("1 dữ liệu đã xác thực"),
            message!("{n} dữ liệu đã xác thực"),
        ),
    };
    counted(count, one, several)
}

fn slips(view: &MyDossier<'_>) -> Markup {
    let base = format!("/ho-so/{}/phieu", view.dossier.code);
    html! {
        section class="stack" aria-labelledby="phieu" {
            h2 id="phieu" { (say!("Phiếu, giấy hẹn")) }
            ul role="list" class="stack stack-s" {
                @for slip in &view.slips {
                    li {
                        (link_button(&format!("{base}/{}-{}.pdf", slip.kind.key(), slip.edition), said(slip.kind.official_name()), ButtonKind::Second, Some("download")))
                    }
                }
                li { (link_button(&format!("{base}/form.pdf"), say!("Đơn đã điền theo hồ sơ này"), ButtonKind::Second, Some("download"))) }
            }
        }
    }
}

pub(super) fn letters(frame: &Frame<'_>, view: &MyDossier<'_>) -> Markup {
    html! {
        section class="stack measure" aria-labelledby="trao-doi" {
            h2 id="trao-doi" { (say!("Trao đổi với cơ quan")) }
            @if view.letters.is_empty() { p class="soft" { (say!("Chưa có tin nhắn nào.")) } }
            @else {
                ol class="messages" role="list" {
                    @for letter in &view.letters {
                        li class=[letter.mine.then_some("mine")] {
                            p class="small soft" { strong { (letter.who) } " · " (AtMoment(letter.at)) }
                            p class="prose" lang=[vietnamese().filter(|_| !letter.mine)] { (letter.text) }
                            @if let Some((href, name)) = &letter.file {
                                @if view.proof.is_none() { p { a href=(href) { (name) } } } @else { p class="small soft" { (say!("Kèm tệp: {name}", name = name)) } }
                            }
                        }
                    }
                }
            }
            @if view.may(Verb::Message) {
                form class="card" method="post" action=(view.action()) enctype="multipart/form-data" novalidate {
                    (view.seal(frame))
                    (TextArea::new("text", say!("Tin nhắn")).of(view.entries).rows(3))
                    (FileField::new("file", say!("Tệp kèm theo")).of(view.entries).optional())
                    div class="actions" { (Button::new(say!("Gửi tin nhắn")).kind(ButtonKind::Second).icon("chat").sends("_do", "message")) }
                }
            }
        }
    }
}

pub(super) fn rating(frame: &Frame<'_>, view: &MyDossier<'_>) -> Markup {
    let scores = [
        Choice::new("5", say!("5 – Rất hài lòng")),
        Choice::new("4", say!("4 – Hài lòng")),
        Choice::new("3", say!("3 – Bình thường")),
        Choice::new("2", say!("2 – Không hài lòng")),
        Choice::new("1", say!("1 – Rất không hài lòng")),
    ];
    html! {
        section class="card measure" aria-labelledby="danh-gia" {
            h2 id="danh-gia" { (say!("Bạn có hài lòng không?")) }
            form method="post" action=(view.action()) novalidate {
                (view.seal(frame))
                (Radios::new("score", say!("Đánh giá việc giải quyết hồ sơ này"), &scores).of(view.entries))
                (TextArea::new("comment", say!("Ý kiến của bạn")).of(view.entries).rows(2).optional())
                div class="actions" { (Button::new(say!("Gửi đánh giá")).icon("star").sends("_do", "rate")) }
            }
        }
    }
}

/// Correcting what was typed wrongly, while the office has not received it yet.
fn correcting(frame: &Frame<'_>, view: &MyDossier<'_>) -> Markup {
    if !view.may(Verb::Correct) {
        return html! {};
    }
    let applicant = &view.dossier.applicant;
    let mut entries = view.entries.clone();
    for (name, value) in [
        ("changes.applicant.phone", applicant.phone.to_string()),
        ("changes.applicant.address", applicant.address.to_string()),
        (
            "changes.applicant.email",
            applicant
                .email
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
    ] {
        if entries.value(name).is_empty() {
            entries.set(name, value);
        }
    }
    let open = ["phone", "address", "email"].iter().any(|part| {
        entries
            .fault(&format!("changes.applicant.{part}"))
            .is_some()
    });
    html! {
        div class="measure" {
            (fold(say!("Sửa thông tin liên hệ"), open, &html! {
                p { (say!("Sửa được đến khi hồ sơ được tiếp nhận. Cần sửa nội dung khác, hãy rút hồ sơ và nộp lại, hoặc nhắn cho cơ quan.")) }
                form method="post" action=(view.action()) novalidate {
                    (view.seal(frame))
                    (TextField::new("changes.applicant.phone", say!("Số điện thoại")).of(&entries).kind("tel").width(Width::Middle).maxlength(20))
                    (TextField::new("changes.applicant.email", say!("Thư điện tử")).of(&entries).kind("email").width(Width::Middle).optional().maxlength(254))
                    (TextField::new("changes.applicant.address", say!("Địa chỉ")).of(&entries).maxlength(300))
                    div class="actions" { (Button::new(say!("Lưu thay đổi")).kind(ButtonKind::Second).icon("check").sends("_do", "correct")) }
                }
            }))
        }
    }
}

/// Taking the dossier back: at once before reception, by asking afterwards.
pub(super) fn leaving(frame: &Frame<'_>, view: &MyDossier<'_>) -> Markup {
    let (verb, title, button, hint) = if view.may(Verb::Withdraw) {
        (
            "withdraw",
            say!("Rút hồ sơ"),
            say!("Rút hồ sơ"),
            say!("Hồ sơ kết thúc ngay và không mở lại được; bạn có thể nộp hồ sơ mới."),
        )
    } else if view.may(Verb::AskWithdraw) {
        (
            "ask_withdraw",
            say!("Đề nghị rút hồ sơ"),
            say!("Gửi đề nghị"),
            say!("Hồ sơ đã được tiếp nhận nên cán bộ sẽ xem xét đề nghị của bạn."),
        )
    } else {
        return html! {};
    };
    let open = view.entries.fault("reason").is_some();
    html! {
        div class="measure" {
            (fold(title, open, &html! {
                p { (hint) }
                form method="post" action=(view.action()) novalidate {
                    (view.seal(frame))
                    (TextArea::new("reason", say!("Lý do")).of(view.entries).rows(2))
                    div class="actions" { (Button::new(button).kind(ButtonKind::Danger).sends("_do", verb)) }
                }
            }))
        }
    }
}
