//! Signing a result, and what is to be thought of the signatures in a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};

use super::parts::{dossier_path, file_path};
use crate::domain::dossier::{Dossier, FileRef};
use crate::domain::signature::{Certified, Finding, Inspected, Obstacle, Verdict};
use crate::domain::time::Moment;
use crate::ui::parts::{
    Button, Choice, Radios, SummaryRow, TextField, Width, error_summary, icon, notice, summary, tag,
};
use crate::ui::words::{OnDay, signature as said};
use crate::ui::{Entries, Frame, Head, Tone};

/// What was found of the files of a dossier, by their ids.
pub type Findings = BTreeMap<String, Arc<Inspected>>;

/// Where a result is signed.
pub fn sign_path(code: &str) -> String {
    format!("{}/ky-so", dossier_path(code))
}

/// The digital signatures of a dossier, for its page.
#[derive(Debug, Clone, Copy)]
pub struct Signatures<'a> {
    /// What was found in its files.
    pub findings: &'a Findings,
    /// Whether this officer may sign the file of the result now.
    pub may_sign: bool,
}

fn findings_path(code: &str, id: &str) -> String {
    format!("{}/chu-ky/{id}", dossier_path(code))
}

fn mark(verdict: Verdict) -> Markup {
    let (tone, sign) = match verdict {
        Verdict::Valid => ("good", "done"),
        Verdict::Unconfirmed | Verdict::Unchecked => ("warn", "alert"),
        Verdict::Changed | Verdict::Broken => ("bad", "alert"),
    };
    tag(tone, sign, said::verdict(verdict))
}

/// Below a file: what is to be thought of its signatures, with the way to more.
pub(super) fn verdict_line(code: &str, file: &FileRef, findings: &Findings) -> Markup {
    let Some(found) = findings.get(&file.id) else {
        return html! {};
    };
    html! {
        @match found.verdict() {
            None => { span class="under soft" { (said::file(found)) } },
            Some(verdict) => {
                span class="under" {
                    (mark(verdict)) " "
                    a href=(findings_path(code, &file.id)) { (said::file(found)) }
                }
            },
        }
    }
}

/// Everything about the signatures of one file.
pub fn findings_page(frame: &Frame<'_>, code: &str, file: &FileRef, found: &Inspected) -> Markup {
    let body = html! {
        div class="stack measure" {
            h1 { "Chữ ký số trong tệp" }
            p { a href=(file_path(code, &file.id)) { (icon("file")) " " (file.name) } }
            @match found {
                Inspected::Unsigned => { (notice(Tone::Info, &html! { p { "Tệp này không có chữ ký số nào." } })) },
                Inspected::Unreadable => {
                    (notice(Tone::Warn, &html! {
                        p { "Không đọc được tệp để kiểm tra: tệp hỏng, hoặc có mật khẩu. Hãy mở bằng phần mềm khác, hoặc yêu cầu gửi lại." }
                    }))
                },
                Inspected::Signed(findings) => {
                    @for (at, finding) in findings.iter().enumerate() { (one(at + 1, finding)) }
                    p class="small soft" { "Kiểm tra ngay trên máy chủ, không dùng mạng." }
                },
            }
        }
    };
    let head = Head::new("Chữ ký số trong tệp")
        .under("/can-bo", "Việc cần làm")
        .under(dossier_path(code), code);
    frame.page(&head, &body)
}

fn one(number: usize, finding: &Finding) -> Markup {
    let signer = html! {
        @if let Some(signer) = &finding.signer { (certified(signer)) } @else { "Không rõ" }
    };
    let rows = [
        SummaryRow::new("Kết luận", mark(finding.verdict())),
        SummaryRow::new("Người ký", signer),
        SummaryRow::new("Nội dung", html! { (said::soundness(&finding.soundness)) }),
        SummaryRow::new("Chứng thư", html! { (said::trust(&finding.trust)) }),
        SummaryRow::new("Thu hồi", html! { (said::REVOCATION) }),
        SummaryRow::new("Lúc ký", html! { (said::signed_at(finding.at.as_ref())) }),
        SummaryRow::new("Sau khi ký", html! { (said::added(finding)) }),
    ];
    html! {
        section class="stack stack-s" aria-labelledby={ "chu-ky-" (number) } {
            h2 id={ "chu-ky-" (number) } { "Chữ ký " (number) }
            (summary(&rows))
        }
    }
}

fn certified(signer: &Certified) -> Markup {
    html! {
        strong { (signer.name) }
        @if let Some(organisation) = &signer.organisation { ", " (organisation) }
        span class="under" {
            "Chứng thư số " span class="code" { (signer.serial) } " do " (signer.issuer) " cấp, hiệu lực "
            (OnDay(signer.from.day())) " – " (OnDay(signer.until.day()))
        }
    }
}

/// Signing the result of a dossier.
#[derive(Debug, Clone, Copy)]
pub struct SignPage<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// The file to be signed.
    pub file: &'a FileRef,
    /// The office's certificate.
    pub certified: Option<&'a Certified>,
    /// The name above which the mark goes.
    pub signatory: &'a str,
    /// Whether there is an image of the signature, and of the seal.
    pub images: (bool, bool),
    /// What stands in the way whatever is typed in.
    pub stopped: Option<Obstacle>,
    /// The form that came back.
    pub entries: &'a Entries,
    /// Now.
    pub now: Moment,
}

/// The page. Sends `version`, `passphrase`, `place` (`name`, `page`, `hidden`), `page` and `bottom`.
pub fn sign_page(frame: &Frame<'_>, page: &SignPage<'_>) -> Markup {
    let code = page.dossier.code.as_str();
    let title = page
        .dossier
        .outcome
        .as_ref()
        .map_or("", |outcome| outcome.title.as_str());
    let again = page
        .dossier
        .outcome
        .as_ref()
        .is_some_and(|outcome| outcome.signed.is_some());
    let body = html! {
        div class="stack measure" {
            h1 { "Ký số kết quả" }
            (error_summary(page.entries))
            @if let Some(stopped) = page.stopped { (notice(Tone::Bad, &html! { p { (said::obstacle(stopped)) } })) }
            (summary(&[
                SummaryRow::new("Kết quả", html! { strong { (title) } }),
                SummaryRow::new("Tệp sẽ ký", html! {
                    a href=(file_path(code, &page.file.id)) { (icon("file")) " " (page.file.name) }
                    @if again { span class="under" { "Ký lại từ bản đã trình; bản ký trước được thay." } }
                }),
                SummaryRow::new("Bằng chứng thư", html! {
                    @match page.certified {
                        Some(one) => {
                            (one.name)
                            span class="under" { "hiệu lực đến " (OnDay(one.until.day())) @if !one.holds_at(page.now) { " – đã hết hiệu lực" } }
                        },
                        None => { "Chưa có. Quản trị viên hãy nạp ở trang «Chữ ký số»." },
                    }
                }),
            ]))
            @if page.certified.is_some() { (form(frame, page)) }
        }
    };
    let head = Head::new("Ký số kết quả")
        .under("/can-bo", "Việc cần làm")
        .under(dossier_path(code), code)
        .faulty(page.entries.is_faulty());
    frame.page(&head, &body)
}

fn form(frame: &Frame<'_>, page: &SignPage<'_>) -> Markup {
    let code = page.dossier.code.as_str();
    let shown = match page.images {
        (true, true) => "Hiện chữ ký và con dấu",
        (true, false) => "Hiện chữ ký",
        (false, true) => "Hiện con dấu",
        (false, false) => "Hiện khung «Ký số bởi»",
    };
    let places = [
        Choice::new("name", format!("{shown} trên họ tên «{}»", page.signatory))
            .hint("Tìm dòng họ tên trong tệp; không thấy thì đặt ở bên phải, cuối trang cuối."),
        Choice::new(
            "page",
            format!("{shown} ở bên phải trang, theo số dưới đây"),
        ),
        Choice::new("hidden", "Không hiện gì trên trang"),
    ];
    html! {
        form class="card stack" method="post" action=(sign_path(code)) {
            (frame.seal)
            input type="hidden" name="version" value=(page.dossier.version);
            (Radios::new("place", "Vị trí", &places).of(page.entries))
            div class="pair" {
                (TextField::new("page", "Trang").inputmode("numeric").width(Width::Short).maxlength(4).optional().of(page.entries)
                    .hint("Bỏ trống là trang cuối."))
                (TextField::new("bottom", "Cách mép dưới, mm").inputmode("numeric").width(Width::Short).maxlength(3).optional().of(page.entries))
            }
            (TextField::new("passphrase", "Mật khẩu chứng thư").kind("password").autocomplete("off").width(Width::Middle).of(page.entries)
                .hint("Hỏi mỗi lần ký và không lưu lại."))
            div class="actions" {
                (Button::new("Ký số").icon("stamp"))
                a href=(dossier_path(code)) { "Để sau" }
            }
        }
    }
}
