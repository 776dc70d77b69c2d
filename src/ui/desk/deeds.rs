//! What may be done to a dossier now: one small form for each verb, each behind its own fold.
//!
//! A field is named `{verb}.{field}` after the action's JSON, so that ids are unique on the page;
//! `web::desk::fields` reads them back.

use maud::{Markup, Render, html};

use super::check_papers;
use super::papers::checklist;
use crate::domain::action::Verb;
use crate::domain::dossier::{Delivery, Dossier, ReturnMethod};
use crate::domain::money::Dong;
use crate::domain::officer::Holder;
use crate::domain::person::Email;
use crate::domain::procedure::component::Component;
use crate::domain::status::Status;
use crate::domain::text::Line;
use crate::domain::verified_paper::Offer;
use crate::domain::workflow::{Process, StepKind};
use crate::ui::parts::{
    Button, ButtonKind, Checkbox, Choice, DateField, FileField, Radios, Select, TextArea,
    TextField, Width, field_id, icon,
};
use crate::ui::words::{dong, names, refusal};
use crate::ui::{Entries, Seal};

/// Everything that may be done now, as forms.
#[derive(Debug, Clone, Copy)]
pub struct Deeds<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// What the table allows to this officer now.
    pub verbs: &'a [Verb],
    /// Specialists who may take it.
    pub specialists: &'a [Holder],
    /// Officers whose opinion may be asked.
    pub advisers: &'a [Holder],
    /// The process that the dossier keeps to.
    pub process: &'a Process,
    /// Papers of the procedure in the version the dossier keeps to.
    pub components: &'a [Component],
    /// Verified papers of the applicant that fit.
    pub offers: &'a [Offer],
    /// The form that came back with faults.
    pub sent: Option<(Verb, &'a Entries)>,
    /// Tokens of the forms.
    pub seal: Seal<'a>,
}

/// Where the form of a verb goes.
pub fn deed_path(code: &str, verb: Verb) -> String {
    format!("/can-bo/ho-so/{code}/{}", verb.key())
}

/// What usually comes next in a status, the most usual first.
const fn usual(status: Status) -> &'static [Verb] {
    match status {
        Status::Registered => &[
            Verb::Accept,
            Verb::CheckPapers,
            Verb::RequestSupplement,
            Verb::Refuse,
        ],
        Status::Received => &[
            Verb::Forward,
            Verb::CheckPapers,
            Verb::RequestSupplement,
            Verb::RecordPayment,
        ],
        Status::Processing => &[
            Verb::Approve,
            Verb::Reject,
            Verb::Propose,
            Verb::Advance,
            Verb::CheckPapers,
            Verb::RequestSupplement,
            Verb::Recall,
        ],
        Status::AwaitingSupplement => &[Verb::Supply],
        Status::AwaitingPayment => &[Verb::RecordPayment],
        Status::Stopped => &[Verb::Resume],
        Status::Finished => &[Verb::ReturnResult, Verb::RecordPayment],
        Status::Refused | Status::Withdrawn | Status::Returned => &[],
    }
}

/// Verbs after which something is over or has to be done again.
pub const ENDS: [Verb; 4] = [Verb::Refuse, Verb::Withdraw, Verb::Stop, Verb::Reject];

const TALK: [Verb; 3] = [Verb::Message, Verb::Note, Verb::Urge];

const fn sign(verb: Verb) -> &'static str {
    match verb {
        Verb::Accept => "stamp",
        Verb::Forward | Verb::Advance | Verb::Assign => "next",
        Verb::Refuse | Verb::Reject => "refuse",
        Verb::SendBack | Verb::Recall | Verb::Reopen => "back",
        Verb::RequestSupplement => "pause",
        Verb::Supply => "upload",
        Verb::CheckPapers => "check",
        Verb::RequestPayment | Verb::RecordPayment => "money",
        Verb::Withdraw | Verb::AskWithdraw => "withdraw",
        Verb::Stop => "stop",
        Verb::Resume | Verb::Approve => "done",
        Verb::Propose => "file",
        Verb::ReturnResult => "handover",
        Verb::Apologise => "calendar",
        Verb::Correct => "edit",
        Verb::Note => "lock",
        Verb::AskOpinion | Verb::GiveOpinion | Verb::Message => "chat",
        Verb::Urge => "alert",
        Verb::Rate => "star",
    }
}

impl Render for Deeds<'_> {
    fn render(&self) -> Markup {
        let allowed = |verb: &&Verb| self.verbs.contains(verb);
        let asked = self.dossier.withdrawal_asked.is_some();
        let mut first: Vec<Verb> = usual(self.dossier.status)
            .iter()
            .filter(allowed)
            .copied()
            .collect();
        if asked && self.verbs.contains(&Verb::Withdraw) {
            first.insert(0, Verb::Withdraw);
        }
        let talk: Vec<Verb> = TALK.iter().filter(allowed).copied().collect();
        let rest: Vec<Verb> = self
            .verbs
            .iter()
            .copied()
            .filter(|verb| !first.contains(verb) && !talk.contains(verb))
            .collect();
        let sent = self.sent.map(|(verb, _)| verb);
        let opened = sent.or(first.first().copied());
        html! {
            section class="deeds" aria-labelledby="thao-tac" {
                h2 id="thao-tac" { "Thao tác" }
                @if first.is_empty() {
                    p class="soft" { "Lúc này chưa đến lượt bạn xử lý hồ sơ này." }
                }
                @for verb in &first { (self.deed(*verb, opened == Some(*verb))) }
                @if !rest.is_empty() {
                    details class="more" open[rest.iter().any(|verb| sent == Some(*verb))] {
                        summary { "Thao tác khác (" (rest.len()) ")" }
                        div { @for verb in &rest { (self.deed(*verb, sent == Some(*verb))) } }
                    }
                }
                @for verb in &talk { (self.deed(*verb, sent == Some(*verb))) }
            }
        }
    }
}

impl Deeds<'_> {
    fn deed(&self, verb: Verb, open: bool) -> Markup {
        let blank = Entries::new();
        let entries = match self.sent {
            Some((sent, entries)) if sent == verb => entries,
            _ => &blank,
        };
        let files = matches!(
            verb,
            Verb::Supply
                | Verb::Propose
                | Verb::GiveOpinion
                | Verb::Note
                | Verb::Message
                | Verb::Urge
        );
        let kind = if ENDS.contains(&verb) {
            ButtonKind::Danger
        } else {
            ButtonKind::Main
        };
        let words = refusal::verb(verb);
        html! {
            details class="deed" name="thao-tac" id={ "viec-" (verb.key()) } open[open] {
                summary { (icon(sign(verb))) (words) }
                form method="post" action=(deed_path(self.dossier.code.as_str(), verb))
                    enctype=[files.then_some("multipart/form-data")]
                {
                    (self.seal)
                    input type="hidden" name="version" value=(self.dossier.version);
                    (self.fields(verb, entries))
                    div class="actions" { (Button::new(words).kind(kind).icon(sign(verb))) }
                }
            }
        }
    }

    fn fields(&self, verb: Verb, entries: &Entries) -> Markup {
        let key = verb.key();
        match verb {
            Verb::Accept => self.accept(entries),
            Verb::Forward => self.assignee(key, true, entries),
            Verb::Assign => html! {
                (self.assignee(key, false, entries))
                (note(key, entries))
            },
            Verb::Advance => self.onward(entries),
            Verb::Approve => note(key, entries),
            Verb::AskOpinion => self.opinion(entries),
            Verb::Recall => html! { p { "Hồ sơ trở lại bước trước, vì người nhận chưa mở." } },
            Verb::RequestSupplement => self.supplement(entries),
            Verb::Supply => html! {
                p { "Đánh dấu từng giấy tờ người nộp đã bổ sung." }
                span id=(field_id("supply.components")) tabindex="-1" {}
                (checklist("supply.", self.components, self.offers, entries))
            },
            Verb::CheckPapers => check_papers::fields(self.dossier, self.components, entries),
            Verb::RequestPayment => html! {
                (amount(key, self.dossier.fees_total(), entries))
                (reason(key, "Nộp khoản gì", entries))
            },
            Verb::RecordPayment => self.payment(entries),
            Verb::Resume => {
                html! { (TextArea::new("resume.reason", "Vì sao tiếp tục").of(entries).rows(2).optional()) }
            }
            Verb::Propose => html! {
                (TextField::new("propose.title", "Tên văn bản kết quả").of(entries).maxlength(300))
                (TextField::new("propose.number", "Số, ký hiệu").of(entries).maxlength(300).width(Width::Middle).optional())
                (FileField::new("propose.file", "Tệp dự thảo").of(entries).optional())
            },
            Verb::ReturnResult => self.handover(entries),
            Verb::Apologise => html! {
                @if let Some(due) = self.dossier.due_at {
                    p { "Hạn hiện tại: " strong { (crate::ui::words::moment(due)) } "." }
                }
                (DateField::new("apologise.new_due_at", "Hẹn lại lúc").hint("Trong giờ làm việc, sau hạn hiện tại.").with_time().of(entries))
                (reason(key, "Lý do, ghi trên thư xin lỗi", entries))
            },
            Verb::Correct => self.correction(entries),
            Verb::Note | Verb::GiveOpinion => letter(key, "Chỉ cán bộ xem được", entries),
            Verb::Message => letter(key, "Người nộp xem được", entries),
            Verb::Urge => letter(key, "Gửi người đang giữ hồ sơ", entries),
            Verb::Refuse => reason(key, "Lý do, ghi trên phiếu từ chối", entries),
            Verb::SendBack | Verb::Reject | Verb::Reopen => reason(key, "Lý do", entries),
            Verb::Stop => reason(key, "Lý do, ghi trên thông báo", entries),
            Verb::Withdraw | Verb::AskWithdraw => reason(key, "Lý do rút hồ sơ", entries),
            Verb::Rate => html! {},
        }
    }

    fn accept(&self, entries: &Entries) -> Markup {
        let numeric = self.dossier.procedure.term.is_some();
        let field = DateField::new("accept.due_at", "Hẹn trả kết quả lúc")
            .with_time()
            .of(entries);
        html! {
            @if numeric {
                p { "Hạn trả kết quả được tính theo thời hạn của thủ tục. Giấy tiếp nhận được lập ngay." }
                (field.hint("Chỉ nhập khi hẹn khác thời hạn của thủ tục.").optional())
            } @else {
                (field.hint("Thủ tục không ghi thời hạn bằng số: hãy hẹn một giờ làm việc."))
            }
        }
    }

    fn assignee(&self, key: &str, optional: bool, entries: &Entries) -> Markup {
        let name = format!("{key}.assignee");
        let choices: Vec<Choice> = self
            .specialists
            .iter()
            .map(|one| {
                Choice::new(
                    one.username.as_str(),
                    format!("{} – {}", one.name, one.unit),
                )
            })
            .collect();
        let select = Select::new(&name, "Chuyên viên", &choices).of(entries);
        html! {
            @if optional {
                (select.blank("Theo quy trình"))
            } @else {
                (select.blank("Chọn người nhận"))
            }
        }
    }

    /// Where the process leaves a choice, the officer chooses.
    fn onward(&self, entries: &Entries) -> Markup {
        let here = self.process.step(self.dossier.place.step.key());
        let ways = here.map(|here| self.process.ways(here, self.dossier, StepKind::Work));
        let choices: Vec<Choice> = ways
            .unwrap_or_default()
            .into_iter()
            .map(|(branch, step)| {
                let label = match branch.label.as_str() {
                    "" => step.name.clone(),
                    label => format!("{label} – {}", step.name),
                };
                Choice::new(step.key.as_str(), label)
            })
            .collect();
        let chosen = match entries.value("advance.to") {
            "" => choices.first().map_or("", |first| first.value.as_str()),
            sent => sent,
        };
        html! {
            @if choices.len() > 1 {
                (Radios::new("advance.to", "Chuyển đến bước", &choices).of(entries).value(chosen))
            } @else if let Some(only) = choices.first() {
                p { "Bước tiếp theo: " strong { (only.label) } "." }
            }
            (note("advance", entries))
        }
    }

    fn opinion(&self, entries: &Entries) -> Markup {
        html! {
            fieldset class="group-small" id=(field_id("ask_opinion.of")) tabindex="-1" {
                legend class="label" { "Hỏi ý kiến của" }
                @for adviser in self.advisers {
                    (Checkbox::new("ask_opinion.of", &format!("{} – {}", adviser.name, adviser.unit))
                        .value(adviser.username.as_str())
                        .checked(entries.has("ask_opinion.of", adviser.username.as_str())))
                }
            }
            (TextArea::new("ask_opinion.question", "Nội dung cần hỏi").of(entries).rows(2))
            (DateField::new("ask_opinion.until", "Trả lời trước ngày").of(entries).optional())
            (Checkbox::new("ask_opinion.required", "Phải có ý kiến mới chuyển tiếp").of(entries))
        }
    }

    fn supplement(&self, entries: &Entries) -> Markup {
        let asked = self.dossier.supplements.len();
        html! {
            p { "Yêu cầu một lần, đầy đủ, cụ thể. Ghi lý do cạnh mỗi giấy tờ cần bổ sung; giấy tờ để trống thì không yêu cầu." }
            @if asked > 0 { p { strong { "Đã yêu cầu " (asked) " lần." } } }
            fieldset class="group-small" id=(field_id("request_supplement.items")) tabindex="-1" {
                legend class="label" { "Giấy tờ cần bổ sung" }
                @for component in self.components.iter().filter(|component| !component.note) {
                    @let name = format!("request_supplement.item.{}", component.id);
                    (TextField::new(&name, &component.name).of(entries).maxlength(1000).optional())
                }
            }
            (reason("request_supplement", "Lý do chung, ghi trên phiếu", entries))
            (DateField::new("request_supplement.until", "Bổ sung trước ngày").of(entries).optional())
        }
    }

    fn payment(&self, entries: &Entries) -> Markup {
        let owed = match &self.dossier.payment_asked {
            Some((amount, _)) => *amount,
            None => Dong((self.dossier.fees_total().0 - self.dossier.paid_total().0).max(0)),
        };
        let choices = [
            "Tiền mặt",
            "Chuyển khoản",
            "Thẻ ngân hàng",
            "Thanh toán trực tuyến",
        ]
        .map(|method| Choice::new(method, method));
        let method = entries.value("record_payment.method");
        html! {
            (amount("record_payment", owed, entries))
            (Radios::new("record_payment.method", "Cách nộp", &choices).of(entries).inline()
                .value(if method.is_empty() { "Tiền mặt" } else { method }))
            (TextField::new("record_payment.reference", "Số biên lai hoặc mã giao dịch").of(entries).maxlength(300).width(Width::Middle).optional())
        }
    }

    fn handover(&self, entries: &Entries) -> Markup {
        let choices = methods();
        let method = match entries.value("return_result.method") {
            "" => method_key(self.dossier.delivery.method),
            sent => sent,
        };
        let prefilled = prefilled(
            entries,
            "return_result.received_by",
            self.dossier.applicant.name.as_str(),
        );
        html! {
            (TextField::new("return_result.received_by", "Người nhận").of(&prefilled).maxlength(300))
            (Radios::new("return_result.method", "Cách trả", &choices).of(entries).value(method).inline())
        }
    }

    /// Old values ride along hidden, so that only what differs is sent on as a change.
    fn correction(&self, entries: &Entries) -> Markup {
        let applicant = &self.dossier.applicant;
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let old = [
            (
                "name",
                "Họ và tên hoặc tên tổ chức",
                applicant.name.to_string(),
            ),
            (
                "birth_date",
                "Ngày sinh",
                applicant
                    .birth_date
                    .map_or(String::new(), |day| day.to_string()),
            ),
            ("address", "Địa chỉ", applicant.address.to_string()),
            ("phone", "Số điện thoại", applicant.phone.to_string()),
            (
                "email",
                "Thư điện tử",
                text(applicant.email.as_ref().map(Email::as_str)),
            ),
        ];
        let other = [
            (
                "procedure",
                "Mã thủ tục",
                self.dossier.procedure.code.clone(),
            ),
            (
                "case",
                "Thứ tự trường hợp (0 là đầu tiên)",
                self.dossier.procedure.case.to_string(),
            ),
        ];
        let known = applicant.id_number.as_ref().map_or_else(
            || "Chưa có số. Bỏ trống nếu không đổi.".to_owned(),
            |number| format!("Đang ghi {}. Bỏ trống nếu không đổi.", number.masked()),
        );
        let Delivery { method, address } = &self.dossier.delivery;
        let address = text(address.as_ref().map(Line::as_str));
        let choices = methods();
        let chosen = match entries.value("correct.delivery.method") {
            "" => method_key(*method),
            sent => sent,
        };
        html! {
            p { "Sửa những ô sai, giữ nguyên các ô khác. Bản cũ vẫn được lưu; giấy tiếp nhận được lập lại." }
            span id=(field_id("correct.changes")) tabindex="-1" {}
            @for (name, label, value) in &old {
                (corrected(&format!("applicant.{name}"), label, value, entries))
            }
            // The full number is shown on its own page only, where that is noted.
            input type="hidden" name="correct.was.applicant.id_number" value="";
            (TextField::new("correct.applicant.id_number", "Số giấy tờ mới").of(entries).hint(&known).maxlength(20).optional())
            (Radios::new("correct.delivery.method", "Cách nhận kết quả", &choices).of(entries).value(chosen).inline())
            input type="hidden" name="correct.was.delivery.method" value=(method_key(*method));
            (corrected("delivery.address", "Địa chỉ nhận qua bưu chính", &address, entries))
            @for (name, label, value) in &other { (corrected(name, label, value, entries)) }
            (reason("correct", "Vì sao điều chỉnh", entries))
        }
    }
}

fn corrected(field: &str, label: &str, old: &str, entries: &Entries) -> Markup {
    let name = format!("correct.{field}");
    let filled = prefilled(entries, &name, old);
    let kind = if field.ends_with("birth_date") {
        "date"
    } else {
        "text"
    };
    html! {
        input type="hidden" name={ "correct.was." (field) } value=(old);
        (TextField::new(&name, label).of(&filled).kind(kind).maxlength(300))
    }
}

/// The entries, with a value for a field that was not sent.
fn prefilled(entries: &Entries, name: &str, value: &str) -> Entries {
    if entries.values().iter().any(|(known, _)| known == name) {
        entries.clone()
    } else {
        entries.clone().with(name, value)
    }
}

fn note(key: &str, entries: &Entries) -> Markup {
    let name = format!("{key}.note");
    html! { (TextArea::new(&name, "Ý kiến").of(entries).rows(2).optional()) }
}

fn reason(key: &str, label: &str, entries: &Entries) -> Markup {
    let name = format!("{key}.reason");
    html! { (TextArea::new(&name, label).of(entries).rows(2)) }
}

fn amount(key: &str, owed: Dong, entries: &Entries) -> Markup {
    let name = format!("{key}.amount");
    let value = if owed.0 > 0 {
        owed.0.to_string()
    } else {
        String::new()
    };
    let filled = prefilled(entries, &name, &value);
    html! {
        @if owed.0 > 0 { p { "Theo hồ sơ: " strong { (dong(owed)) } "." } }
        (TextField::new(&name, "Số tiền (đồng)").of(&filled).inputmode("numeric").maxlength(20).width(Width::Short))
    }
}

fn methods() -> [Choice; 3] {
    [
        ReturnMethod::Counter,
        ReturnMethod::Post,
        ReturnMethod::Electronic,
    ]
    .map(|method| Choice::new(method_key(method), names::return_method(method)))
}

/// The name of a way of returning in forms and in the API.
pub const fn method_key(method: ReturnMethod) -> &'static str {
    match method {
        ReturnMethod::Counter => "counter",
        ReturnMethod::Post => "post",
        ReturnMethod::Electronic => "electronic",
    }
}

fn letter(key: &str, hint: &str, entries: &Entries) -> Markup {
    let (text, file) = (format!("{key}.text"), format!("{key}.file"));
    html! {
        (TextArea::new(&text, "Nội dung").hint(hint).of(entries).rows(3))
        (FileField::new(&file, "Tệp kèm theo").of(entries).optional())
    }
}
