//! Counter intake (tiếp nhận trực tiếp): one page, one form, from the card to the receipt.
//!
//! The first button of the form, which Enter presses anywhere, only looks: it reads the card, searches
//! the procedure and keeps all input. Nothing is filed but by the last one.

use maud::{Markup, html};

use super::deeds::method_key;
use super::papers::checklist;
use super::parts::script;
use crate::domain::dossier::{Channel, ReturnMethod};
use crate::domain::procedure::Procedure;
use crate::domain::verified_paper::Offer;
use crate::ui::parts::{
    Button, ButtonKind, CARD, CARD_PHOTO, CardScan, Choice, DateField, Radios, Select, TextArea,
    TextField, card_photo, error_summary, field_id, fold, notice, shortened,
};
use crate::ui::portal::sheet::fees;
use crate::ui::words::{clock, names};
use crate::ui::{Entries, Frame, Head, Tone};

/// A procedure that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureHit {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its field.
    pub field: String,
}

/// The intake as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Intake<'a> {
    /// What was typed.
    pub entries: &'a Entries,
    /// What was found for the words in `q`; `None` when nothing was searched for.
    pub hits: Option<&'a [ProcedureHit]>,
    /// What the officer keeps at hand; empty when there is something else to choose from.
    pub favourites: &'a [ProcedureHit],
    /// Whether the chosen procedure is kept at hand.
    pub is_favourite: bool,
    /// What was asked for lately; empty when there is something else to choose from.
    pub recent: &'a [ProcedureHit],
    /// The procedure that was chosen.
    pub procedure: Option<&'a Procedure>,
    /// Verified papers of the person that fit the procedure.
    pub offers: &'a [Offer],
    /// What is odd about the card that was read, in words.
    pub warnings: &'a [String],
}

/// The page.
pub fn intake_page(frame: &Frame<'_>, intake: &Intake<'_>) -> Markup {
    let entries = intake.entries;
    let body = html! {
        div class="stack" {
            div class="row spread" {
                h1 { "Tiếp nhận hồ sơ" }
                p class="small soft" { "Enter: đọc thẻ và tìm thủ tục; Alt+1 đến Alt+8: chọn thủ tục; Alt+0: tiếp nhận. Chưa có gì được lưu cho đến khi bấm «Tiếp nhận»." }
            }
            (error_summary(entries))
            form method="post" action="/can-bo/tiep-nhan" enctype="multipart/form-data" class="intake" data-intake="yes" {
                (frame.seal)
                div class="intake-who" {
                    (CardScan::new(CARD).of(entries).autofocus(!entries.is_faulty()))
                    (fold("Máy quét không đọc được: dùng ảnh thẻ", entries.fault(CARD_PHOTO).is_some(), &card_photo(entries)))
                    @for warning in intake.warnings { (notice(Tone::Warn, &html! { p { (warning) } })) }
                    (applicant(entries))
                    p class="small" { a href="/can-bo/xac-nhan-so" { "Xác nhận số giấy tờ cho tài khoản của người dân" } }
                }
                div class="intake-what" {
                    (procedure(intake))
                    @if let Some(procedure) = intake.procedure { (chosen(procedure, intake.offers, entries)) }
                }
            }
        }
        (script("card.js"))
        (script("camera.js"))
        (script("desk.js"))
    };
    let head = Head::new("Tiếp nhận hồ sơ")
        .under("/can-bo", "Việc cần làm")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

fn applicant(entries: &Entries) -> Markup {
    let kinds = [
        Choice::new("person", "Cá nhân"),
        Choice::new("organisation", "Tổ chức"),
    ];
    let sexes = [Choice::new("male", "Nam"), Choice::new("female", "Nữ")];
    let kind = match entries.value("applicant.kind") {
        "" => "person",
        sent => sent,
    };
    let proxy = ["name", "id_number", "phone", "address"]
        .iter()
        .any(|part| !entries.value(&format!("submitter.{part}")).is_empty());
    html! {
        fieldset class="group" {
            legend { "Chủ hồ sơ" }
            (Radios::new("applicant.kind", "Đối tượng", &kinds).of(entries).value(kind).inline())
            (TextField::new("applicant.name", "Họ và tên hoặc tên tổ chức").of(entries).maxlength(300))
            div class="pair" {
                (TextField::new("applicant.id_number", "Số căn cước, hộ chiếu hoặc mã số thuế").of(entries).maxlength(20))
                (TextField::new("applicant.phone", "Số điện thoại").of(entries).kind("tel").maxlength(20))
            }
            div class="pair" {
                (DateField::new("applicant.birth_date", "Ngày sinh").of(entries).optional())
                (Radios::new("applicant.sex", "Giới tính", &sexes).of(entries).inline().optional())
            }
            (TextField::new("applicant.address", "Địa chỉ").of(entries).maxlength(300))
            (TextField::new("applicant.email", "Thư điện tử").of(entries).kind("email").maxlength(254).optional())
            details class="fold" open[proxy] {
                summary { "Người khác nộp thay" }
                div class="stack" {
                    (TextField::new("submitter.name", "Họ và tên người nộp").of(entries).maxlength(300).optional())
                    div class="pair" {
                        (TextField::new("submitter.id_number", "Số giấy tờ").of(entries).maxlength(20).optional())
                        (TextField::new("submitter.phone", "Số điện thoại").of(entries).kind("tel").maxlength(20).optional())
                    }
                    (TextField::new("submitter.address", "Địa chỉ").of(entries).maxlength(300).optional())
                }
            }
        }
    }
}

fn procedure(intake: &Intake<'_>) -> Markup {
    let entries = intake.entries;
    let fault = entries.fault("procedure");
    html! {
        fieldset class="group" id=(field_id("procedure")) tabindex="-1" {
            legend { "Thủ tục" }
            @if let Some(chosen) = intake.procedure {
                input type="hidden" name="procedure" value=(chosen.code);
                p class="chosen" {
                    strong { (shortened(&chosen.name, 300)) }
                    span class="under" { (chosen.code) @if !chosen.field().is_empty() { " · " (chosen.field()) } }
                }
                @let (deed, words) = if intake.is_favourite { ("unfavour", "Bỏ ghim thủ tục này") } else { ("favour", "Ghim thủ tục này") };
                (Button::new(words).kind(ButtonKind::Quiet).small().sends("_do", deed).unchecked())
            }
            @if intake.procedure.is_some_and(|one| one.closed) {
                (notice(Tone::Warn, &html! { p { "Cơ quan không tiếp nhận hồ sơ của thủ tục này." } }))
            }
            div class="field" {
                label class="label" for=(field_id("q")) {
                    @if intake.procedure.is_some() { "Tìm thủ tục khác" } @else { "Tìm thủ tục: tên, từ khóa hoặc mã" }
                }
                div class="search-line" {
                    input class="control" type="search" id=(field_id("q")) name="q" value=(entries.value("q")) maxlength="200" autocomplete="off"
                        aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "thu-tuc-loi")];
                    (Button::new("Tìm").kind(ButtonKind::Second).icon("search").sends("_do", "search").unchecked())
                }
                @if let Some(fault) = fault { p class="fault" id="thu-tuc-loi" { (fault) } }
            }
            @if let Some(hits) = intake.hits { (found(hits)) }
            @if !intake.favourites.is_empty() {
                p class="small soft" { "Đã ghim:" }
                (hit_list(intake.favourites, 0))
            }
            @if !intake.recent.is_empty() {
                p class="small soft" { "Vừa tiếp nhận gần đây:" }
                (hit_list(intake.recent, intake.favourites.len()))
            }
        }
    }
}

fn found(hits: &[ProcedureHit]) -> Markup {
    html! {
        @if hits.is_empty() {
            p role="status" { "Không tìm thấy thủ tục nào. Hãy thử từ khác hoặc nhập mã thủ tục." }
        } @else {
            p class="small soft" role="status" { "Có " (hits.len()) " thủ tục gần nhất. Bấm để chọn." }
            (hit_list(hits, 0))
        }
    }
}

/// Procedures to choose from, after so many others; Alt and a digit choose without the mouse.
fn hit_list(hits: &[ProcedureHit], before: usize) -> Markup {
    html! {
        ul class="hits" role="list" {
            @for (at, hit) in (before..).zip(hits) {
                li {
                    button type="submit" name="choose" value=(hit.code) formnovalidate accesskey=(at + 1) {
                        span { kbd aria-hidden="true" { "Alt+" (at + 1) } " " (shortened(&hit.name, 160)) }
                        small { (hit.code) " · " (hit.field) }
                    }
                }
            }
        }
    }
}

fn chosen(procedure: &Procedure, offers: &[Offer], entries: &Entries) -> Markup {
    let cases: Vec<Choice> = procedure
        .distinct_cases()
        .map(|(at, case)| {
            let limit = names::time_limit(case.time, case.unit);
            Choice::new(
                at.to_string(),
                format!("{} – {limit}", shortened(&case.name, 120)),
            )
        })
        .collect();
    let channels = [Channel::Counter, Channel::Post]
        .map(|channel| Choice::new(channel.as_str(), names::channel(channel)));
    let channel = match entries.value("channel") {
        "" => Channel::Counter.as_str(),
        sent => sent,
    };
    let by = if channel == "post" {
        Channel::Post
    } else {
        Channel::Counter
    };
    let case = entries.value("case").parse().unwrap_or(0);
    let numberless = procedure.term(case, by).is_none();
    html! {
        div class="pair" {
            @if cases.len() > 1 {
                (Select::new("case", "Trường hợp", &cases).of(entries))
            } @else {
                input type="hidden" name="case" value="0";
            }
            (Radios::new("channel", "Nhận qua", &channels).of(entries).value(channel).inline())
        }
        p class="small" {
            "Thời hạn: "
            strong { @match procedure.term(case, by) {
                Some(term) => { (clock::term(term)) },
                None => { "danh mục không ghi bằng số, cán bộ hẹn" },
            } }
            "."
        }
        @if let Some(method) = procedure.methods.iter().find(|method| method.channels.contains(&by)) {
            div class="small" { "Phí, lệ phí: " (fees(&method.fees)) }
        }
        fieldset class="group" id=(field_id("components")) tabindex="-1" {
            legend { "Giấy tờ nhận" }
            (checklist("", &procedure.components, offers, entries))
        }
        (delivery(entries))
        (due(numberless, entries))
        (TextArea::new("note", "Ghi chú").of(entries).rows(2).optional())
        div class="actions sticky" {
            (Button::new("Tiếp nhận và in giấy hẹn").icon("stamp").sends("_do", "file").access_key("0"))
            span class="small soft" { kbd { "Alt+0" } }
        }
    }
}

fn delivery(entries: &Entries) -> Markup {
    let methods = [
        ReturnMethod::Counter,
        ReturnMethod::Post,
        ReturnMethod::Electronic,
    ]
    .map(|method| Choice::new(method_key(method), names::return_method(method)));
    let method = match entries.value("delivery.method") {
        "" => method_key(ReturnMethod::Counter),
        sent => sent,
    };
    html! {
        (Radios::new("delivery.method", "Nhận kết quả", &methods).of(entries).value(method).inline())
        (TextField::new("delivery.address", "Địa chỉ nhận qua bưu chính").of(entries).maxlength(300).optional())
    }
}

fn due(numberless: bool, entries: &Entries) -> Markup {
    let field = DateField::new("due_at", "Hẹn trả kết quả lúc")
        .with_time()
        .of(entries);
    html! {
        @if numberless {
            (field.hint("Trong giờ làm việc. Bỏ trống thì hồ sơ chờ ở «Mới đăng ký» cho đến khi có ngày hẹn."))
        } @else {
            details class="fold" open[!entries.value("due_at").is_empty()] {
                summary { "Hẹn khác thời hạn của thủ tục" }
                div { (field.optional()) }
            }
        }
    }
}
