//! Sections of the dossier page: what is known, what was asked, what came of it.

use maud::{Markup, html};

use super::parts::file_path;
use super::signing::{Signatures, sign_path, verdict_line};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::clock;
use crate::domain::dossier::{Dossier, FileRef};
use crate::domain::person::ApplicantKind;
use crate::domain::status::Status;
use crate::ui::parts::{
    Button, ButtonKind, SummaryRow, copy_button, icon, link_button, notice, summary,
};
use crate::ui::words::{AtMoment, OnDay, clock::clock_line, clock::term, dong, moment, names};
use crate::ui::{Seal, Tone};

/// What must not be overlooked.
pub fn notices(dossier: &Dossier) -> Markup {
    html! {
        @if let Some((at, reason)) = &dossier.withdrawal_asked {
            @if !dossier.status.is_closed() {
                (notice(Tone::Warn, &html! {
                    p { strong { "Người nộp đề nghị rút hồ sơ" } " (" (AtMoment(*at)) ")." }
                    p class="prose" { (reason) }
                }))
            }
        }
        @if let Some((amount, reason)) = &dossier.payment_asked {
            (notice(Tone::Warn, &html! { p { strong { "Chờ nộp " (dong(*amount)) } ": " (reason) } }))
        }
        @if let Some(reason) = &dossier.closing_reason {
            (notice(Tone::Info, &html! {
                p { strong { (dossier.status.official_name()) ". Lý do:" } }
                p class="prose" { (reason) }
            }))
        }
    }
}

/// The explanation of the due date, line by line.
pub fn why_due(dossier: &Dossier, calendar: &OfficeCalendar) -> Markup {
    let (Some(received), Some(due)) = (dossier.received_at, dossier.due_at) else {
        return html! {};
    };
    let counted = dossier
        .procedure
        .term
        .map(|term| clock::due_with_pauses(term, received, &dossier.pauses, calendar));
    let set = counted.as_ref().is_none_or(|counted| counted.at != due);
    html! {
        details class="why" {
            summary { "Vì sao hẹn " (moment(due)) "?" }
            ul {
                @if let Some(counted) = &counted {
                    @for line in &counted.lines { li { (clock_line(line)) "." } }
                } @else {
                    li { "Danh mục không ghi thời hạn bằng số; bộ phận tiếp nhận hẹn khi nhận hồ sơ." }
                }
                @for (at, until) in &dossier.apologies {
                    li { "Xin lỗi lúc " (moment(*at)) ", hẹn lại " strong { (moment(*until)) } "." }
                }
                @if set && dossier.apologies.is_empty() && counted.is_some() {
                    li { "Cán bộ hẹn " strong { (moment(due)) } "." }
                }
                @if let Some(original) = dossier.due_original.filter(|original| *original != due) {
                    li { "Hẹn lần đầu: " (moment(original)) "." }
                }
            }
        }
    }
}

/// Whose matter it is.
/// The number of the identity paper is shown in full only when `number` says that this was noted.
pub fn applicant(dossier: &Dossier, number: bool, secret: bool, seal: Seal<'_>) -> Markup {
    let mut rows = person(dossier, number, seal);
    if let Some(submitter) = &dossier.submitter {
        rows.push(SummaryRow::new(
            "Người nộp thay",
            html! {
                (submitter.name) span class="under" { (submitter.phone) }
            },
        ));
    }
    rows.push(SummaryRow::new(
        "Nhận kết quả",
        html! {
            (names::return_method(dossier.delivery.method))
            @if let Some(address) = &dossier.delivery.address { span class="under" { (address) } }
        },
    ));
    if let Some(note) = &dossier.note {
        rows.push(SummaryRow::new(
            "Ghi chú của người nộp",
            html! { span class="prose" { (note) } },
        ));
    }
    if secret {
        rows.push(SummaryRow::new("Mã tra cứu", html! {
            span class="row" { span class="code" { (dossier.lookup_secret) } (copy_button(&dossier.lookup_secret, "Chép")) }
        }));
    }
    html! {
        section aria-labelledby="nguoi-nop" {
            h2 id="nguoi-nop" { "Chủ hồ sơ" }
            (summary(&rows))
        }
    }
}

fn person(dossier: &Dossier, number: bool, seal: Seal<'_>) -> Vec<SummaryRow> {
    let applicant = &dossier.applicant;
    let kind = match applicant.kind {
        ApplicantKind::Person => "Cá nhân",
        ApplicantKind::Organisation => "Tổ chức",
    };
    let mut rows = vec![SummaryRow::new(
        kind,
        html! {
            strong { (applicant.name) }
            @if let Some(day) = applicant.birth_date { span class="under" { "Sinh ngày " (OnDay(day)) } }
        },
    )];
    if let Some(id) = &applicant.id_number {
        rows.push(SummaryRow::new("Số giấy tờ", html! {
            @if number {
                span class="code" { (id) } span class="under" { "Lần xem này đã được ghi nhật ký." }
            } @else {
                form method="post" action={ "/can-bo/ho-so/" (dossier.code) "/so-giay-to" } class="row" {
                    (seal)
                    span class="code" { (id.masked()) }
                    (Button::new("Hiện đầy đủ").kind(ButtonKind::Quiet).small())
                }
            }
        }));
    }
    rows.push(SummaryRow::new("Liên hệ", html! {
        a href={ "tel:" (applicant.phone) } { (applicant.phone) }
        @if let Some(email) = &applicant.email { " · " a href={ "mailto:" (email) } { (email) } }
    }));
    rows.push(SummaryRow::new("Địa chỉ", html! { (applicant.address) }));
    rows
}

/// A file, by name and size.
pub fn file_link(code: &str, file: &FileRef) -> Markup {
    html! {
        a href=(file_path(code, &file.id)) { (icon("file")) " " (file.name) }
        span class="under" { (size(file.size)) }
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1024 * 1024 {
        let tenths = bytes * 10 / (1024 * 1024);
        format!("{},{} MB", tenths / 10, tenths % 10)
    } else {
        format!("{} KB", bytes.div_ceil(1024))
    }
}

/// Requests for supplement, with what was asked and when it came.
pub fn requests(dossier: &Dossier) -> Markup {
    let name = |id: &str| {
        let paper = dossier.papers.iter().find(|paper| paper.id == id);
        paper.map_or_else(|| id.to_owned(), |paper| paper.name.clone())
    };
    html! {
        @if !dossier.supplements.is_empty() {
            section aria-labelledby="bo-sung" class="stack" {
                h2 id="bo-sung" { "Yêu cầu bổ sung" }
                @for (at, asked) in dossier.supplements.iter().enumerate() {
                    div class="card tight" {
                        h3 { "Lần " (at + 1) ", " (AtMoment(asked.asked_at)) }
                        p class="prose" { (asked.reason) }
                        ul { @for item in &asked.items { li { (name(&item.component)) ": " (item.reason) } } }
                        p class="small soft" {
                            (asked.asked_by.name)
                            @if let Some(until) = asked.until { " · bổ sung trước " (OnDay(until)) }
                            @match asked.supplied_at {
                                Some(at) => { " · đã bổ sung " (AtMoment(at)) },
                                None => { " · chưa bổ sung" },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The result, drafted or issued, and its handing-over.
pub fn result(dossier: &Dossier, signatures: Signatures<'_>) -> Markup {
    let code = dossier.code.as_str();
    let Some(outcome) = &dossier.outcome else {
        return html! {};
    };
    html! {
        section aria-labelledby="ket-qua" {
            h2 id="ket-qua" { @if outcome.approved.is_some() { "Kết quả" } @else { "Dự thảo kết quả chờ phê duyệt" } }
            div class="card tight" {
                p { strong { (outcome.title) } @if let Some(number) = &outcome.number { " – số " (number) } }
                @if let Some(file) = &outcome.file {
                    p { (file_link(code, file)) (verdict_line(code, file, signatures.findings)) }
                }
                @if signatures.may_sign {
                    @let words = if outcome.signed.is_some() { "Ký số lại" } else { "Ký số kết quả" };
                    p { (link_button(&sign_path(code), words, ButtonKind::Second, Some("stamp"))) }
                }
                p class="small soft" {
                    "Trình: " (outcome.proposed_by.name)
                    @if let Some((leader, at)) = &outcome.signed { " · ký số: " (leader.name) ", " (AtMoment(*at)) }
                    @if let Some((leader, at)) = &outcome.approved { " · phê duyệt: " (leader.name) ", " (AtMoment(*at)) }
                }
                @if let Some(handover) = &dossier.handover {
                    p { "Đã trả cho " strong { (handover.received_by) } ", " (AtMoment(handover.at)) " (" (names::return_method(handover.method)) ")." }
                }
            }
        }
    }
}

/// Fees and payments.
pub fn money(dossier: &Dossier) -> Markup {
    let waits = dossier.status == Status::AwaitingPayment;
    html! {
        @if !dossier.fees.is_empty() || !dossier.payments.is_empty() || waits {
            section aria-labelledby="tien" {
                h2 id="tien" { "Phí, lệ phí" }
                (summary(&dossier.fees.iter().map(|fee| SummaryRow::new(fee.name.clone(), html! { (dong(fee.amount)) }))
                    .chain(dossier.payments.iter().map(|payment| SummaryRow::new("Đã nộp", html! {
                        (dong(payment.amount)) " – " (payment.method)
                        @if let Some(reference) = &payment.reference { ", số " (reference) }
                        span class="under" { (AtMoment(payment.at)) " · " (payment.by) }
                    })))
                    .collect::<Vec<_>>()))
            }
        }
    }
}

/// The statutory term of a dossier in words.
pub fn term_words(dossier: &Dossier) -> String {
    dossier
        .procedure
        .term
        .map_or_else(|| "không ghi bằng số".to_owned(), term)
}
