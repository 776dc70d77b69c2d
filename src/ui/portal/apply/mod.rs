//! `/thu-tuc/{code}/nop`: filing page by page, and a receipt.
//!
//! Each page posts back with `_stage` and `_do` (`next`, `back`, `send`, or where to go); what was typed is kept in the draft
//! whose id is in the address, hence no page carries the values of another.

mod form;
mod papers;
mod resume;
mod stage;

use maud::{Markup, html};

use crate::domain::dossier::FileRef;
use crate::domain::form::{FilledSection, Form};
use crate::domain::procedure::Procedure;
use crate::domain::procedure::component::Component;
use crate::domain::verified_paper::Offer;
use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{message, said, say, vietnamese};
use crate::ui::parts::{
    Button, ButtonKind, CARD_PHOTO, Checkbox, Choice, DateField, Radios, Select, SummaryRow,
    TextArea, TextField, card_photo, error_summary, fold, icon, notice, shortened, steps, summary,
};
use crate::ui::words::{names, papers as words};

pub use form::{FormPage, form_page, sheet_fields, shown};
pub use papers::papers_page;
pub use resume::{Elsewhere, Unfinished, elsewhere, go_on_form, unfinished};
pub use stage::Stage;

/// What the pages are about.
const STAGES: [&str; 5] = [
    message!("Người nộp"),
    message!("Tờ khai"),
    message!("Giấy tờ"),
    message!("Nhận kết quả"),
    message!("Kiểm tra lại"),
];

/// Begins the kind of a paper for which a verified one stands in; its id follows.
pub const REUSE: &str = "reuse:";

/// A wizard on its way.
#[derive(Debug, Clone)]
pub struct Wizard<'a> {
    /// What is asked for.
    pub procedure: &'a Procedure,
    /// Its electronic form.
    pub form: Option<&'a Form>,
    /// Which page this is.
    pub stage: Stage,
    /// The draft; blank before anything is saved.
    pub draft: &'a str,
    /// When it was last saved, e.g. "10:32".
    pub saved: Option<String>,
    /// Everything typed so far, with the faults of this page.
    pub entries: &'a Entries,
    /// Files uploaded so far, by component id.
    pub files: &'a [(String, FileRef)],
    /// Verified papers of whoever is signed in that fit.
    pub offers: &'a [Offer],
    /// Largest file the office takes, in bytes.
    pub largest_file: u64,
    /// The token of the link that it was opened with, as long as there is no draft; otherwise empty.
    pub link: &'a str,
    /// Whether that link no longer fills anything in.
    pub dead_link: bool,
    /// To whom the link was given that fills something in.
    pub link_of: Option<&'a str>,
    /// An earlier dossier that this page can be filled in from, in words.
    pub earlier: Option<String>,
}

/// Something that keeps the dossier from being sent.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The page that has the field.
    pub stage: Stage,
    /// The field.
    pub field: String,
    /// What is wrong, in words.
    pub words: String,
}

impl Wizard<'_> {
    fn file(&self, component: &Component) -> Option<&FileRef> {
        self.files
            .iter()
            .find(|(id, _)| *id == component.id)
            .map(|(_, file)| file)
    }

    fn offers(&self, component: &Component) -> impl Iterator<Item = &Offer> {
        let offers = self.offers.iter();
        offers.filter(|offer| offer.component == component.id)
    }

    /// The verified paper that was chosen for a component, while it is offered.
    fn chosen(&self, component: &Component, kind: &str) -> Option<&Offer> {
        let id = kind.strip_prefix(REUSE)?;
        self.offers(component).find(|offer| offer.paper.id == id)
    }

    fn papers(&self) -> impl Iterator<Item = &Component> {
        self.procedure.components.iter().filter(|c| !c.note)
    }

    /// The address of a page of this draft.
    pub fn address(&self, stage: Stage) -> String {
        let (code, key) = (self.procedure.code.as_str(), stage.key(self.form));
        match self.draft {
            "" => format!("/thu-tuc/{code}/nop?buoc={key}{}", self.linked('&')),
            draft => format!("/thu-tuc/{code}/nop?nhap={draft}&buoc={key}"),
        }
    }

    /// The link in an address, after `begins`.
    fn linked(&self, begins: char) -> String {
        match self.link {
            "" => String::new(),
            link => format!("{begins}lk={link}"),
        }
    }

    fn page(&self, frame: &Frame<'_>, title: &str, body: &Markup) -> Markup {
        let code = self.procedure.code.as_str();
        // The draft is in the address: a file needs its owner before the fields are read.
        let action = match self.draft {
            "" => format!("/thu-tuc/{code}/nop{}", self.linked('?')),
            draft => format!("/thu-tuc/{code}/nop?nhap={draft}"),
        };
        let head = Head::new(say!("{title} – Nộp hồ sơ", title = title))
            .under("/thu-tuc", say!("Thủ tục"))
            .under(
                format!("/thu-tuc/{code}"),
                shortened(&self.procedure.name, 49),
            )
            .faulty(self.entries.is_faulty());
        let last = self.stage == Stage::Check;
        frame.page(
            &head,
            &html! {
                div class="stack stack-l" {
                    div class="stack measure" {
                        p class="soft" { (say!("Nộp hồ sơ: ")) span lang=[vietnamese()] { (self.procedure.name) } }
                        (steps(&STAGES.map(said), self.stage.place()))
                        h1 { (title) }
                        @if let (Stage::Section(at), Some(form)) = (self.stage, self.form) && form.sections.len() > 1 {
                            p class="small soft" { (say!("Tờ khai, phần {part}/{all}", part = at + 1, all = form.sections.len())) }
                        }
                        (error_summary(self.entries))
                        @if self.dead_link {
                            (notice(Tone::Warn, &html! { p { (say!("Liên kết này không còn điền sẵn được gì. Bạn vẫn khai và nộp được như thường.")) } }))
                        }
                        @if let (Some(body), Stage::Applicant) = (self.link_of, self.stage) {
                            p { (say!("Bạn khai theo liên kết của {body}: những gì giống nhau đã điền sẵn.", body = body)) }
                        }
                        @if self.entries.has_sources() {
                            p class="soft" { (say!("Một số ô đã điền sẵn, dưới mỗi ô ghi rõ lấy từ đâu. Hãy kiểm tra trước khi tiếp tục.")) }
                        }
                    }
                    form class="stack stack-l" method="post" action=(action) enctype="multipart/form-data" novalidate
                        data-draft=(self.draft) data-save={ "/thu-tuc/" (code) "/nop/luu" } data-link=[Some(self.link).filter(|link| !link.is_empty())]
                    {
                        (frame.seal)
                        input type="hidden" name="_stage" value=(self.stage.key(self.form));
                        // The first button is the one that Enter presses.
                        div class="sr" aria-hidden="true" {
                            button type="submit" name="_do" value=(if last { "send" } else { "next" }) tabindex="-1" { (say!("Tiếp tục")) }
                        }
                        (body)
                        div class="row actions" {
                            @if last {
                                (Button::new(say!("Gửi hồ sơ")).icon("check").sends("_do", "send"))
                            } @else {
                                (Button::new(say!("Tiếp tục")).sends("_do", "next"))
                            }
                            @if self.stage != Stage::Applicant { (Button::new(say!("Quay lại")).kind(ButtonKind::Second).sends("_do", "back").unchecked()) }
                        }
                        div class="draft-line row" {
                            p class="draft-state" role="status" data-draft-state="yes" {
                                @match &self.saved {
                                    Some(time) => { (icon("done")) span { (say!("Đã lưu {time}", time = time)) } },
                                    None => { (icon("info")) span { (say!("Những gì bạn khai được lưu mỗi khi bấm «Tiếp tục».")) } },
                                }
                            }
                            (Button::new(say!("Khai tiếp trên máy khác")).kind(ButtonKind::Quiet).small().sends("_do", "elsewhere").unchecked())
                        }
                    }
                }
                script type="module" src=(crate::ui::assets::asset("form.js")) {}
                script type="module" src=(crate::ui::assets::asset("draft.js")) {}
                @if matches!(self.stage, Stage::Applicant | Stage::Papers) { script type="module" src=(crate::ui::assets::asset("camera.js")) {} }
                @if self.stage == Stage::Papers { script type="module" src=(crate::ui::assets::asset("upload.js")) {} }
            },
        )
    }
}

/// Page 1: which case, whose matter. Sends `case`, `applicant.*`, `submitter.*`.
pub fn applicant_page(frame: &Frame<'_>, wizard: &Wizard<'_>) -> Markup {
    let entries = wizard.entries;
    let cases: Vec<Choice> = wizard
        .procedure
        .distinct_cases()
        .map(|(at, case)| {
            let time = names::time_limit(case.time, case.unit);
            Choice::of_catalogue(at.to_string(), &case.name)
                .hint(say!("Thời hạn: {time}", time = time))
        })
        .collect();
    wizard.page(
        frame,
        say!("Ai là người nộp?"),
        &html! {
            @if cases.len() > 1 { (case_field(&cases, entries)) } @else { input type="hidden" name="case" value="0"; }
            (fold(say!("Điền nhanh từ ảnh thẻ căn cước"), entries.fault(CARD_PHOTO).is_some(), &card_photo(entries)))
            (applicant_fields(entries))
            (fold(say!("Tôi nộp thay người khác"), !entries.value("submitter.name").is_empty(), &html! {
                p class="hint" { (say!("Thông tin ở trên là của người có hồ sơ. Dưới đây là thông tin của bạn, người đi nộp.")) }
                (TextField::new("submitter.name", say!("Họ và tên người nộp thay")).of(entries).optional().autocomplete("off"))
                div class="pair" {
                    (TextField::new("submitter.id_number", say!("Số căn cước người nộp thay")).of(entries).optional().inputmode("numeric").autocomplete("off"))
                    (TextField::new("submitter.phone", say!("Điện thoại người nộp thay")).of(entries).optional().kind("tel").autocomplete("off"))
                }
                (TextField::new("submitter.address", say!("Địa chỉ người nộp thay")).of(entries).optional().autocomplete("off"))
            }))
        },
    )
}

fn case_field(cases: &[Choice], entries: &Entries) -> Markup {
    html! {
        @if cases.len() <= 8 {
            (Radios::new("case", say!("Trường hợp của bạn"), cases).of(entries).boxed())
        } @else {
            (Select::new("case", say!("Trường hợp của bạn"), cases).of(entries).blank(say!("Chọn trường hợp")))
        }
    }
}

/// The applicant's fields; counter intake uses the same.
pub fn applicant_fields(entries: &Entries) -> Markup {
    let kinds = [
        Choice::new("person", say!("Cá nhân")),
        Choice::new("organisation", say!("Tổ chức, doanh nghiệp")),
    ];
    let sexes = [
        Choice::new("male", say!("Nam")),
        Choice::new("female", say!("Nữ")),
    ];
    let kind = match entries.value("applicant.kind") {
        "" => "person",
        kind => kind,
    };
    html! {
        div {
            (Radios::new("applicant.kind", say!("Hồ sơ của"), &kinds).value(kind).fault(entries.fault("applicant.kind")).inline())
            (TextField::new("applicant.name", say!("Họ và tên")).of(entries).hint(say!("Như trên giấy tờ. Với tổ chức: tên đầy đủ.")).autocomplete("name").maxlength(300))
            div class="pair" {
                (TextField::new("applicant.id_number", say!("Số căn cước")).of(entries).hint(say!("12 số, hoặc số hộ chiếu. Tổ chức: mã số thuế, không có thì để trống.")).inputmode("text").autocomplete("off").maxlength(20))
                (DateField::new("applicant.birth_date", say!("Ngày sinh")).of(entries).hint(say!("Tổ chức để trống.")).optional())
            }
            (Radios::new("applicant.sex", say!("Giới tính"), &sexes).of(entries).inline().optional())
            (TextField::new("applicant.address", say!("Địa chỉ")).of(entries).hint(say!("Số nhà, đường hoặc thôn, xã/phường, tỉnh/thành phố.")).autocomplete("street-address").maxlength(300))
            div class="pair" {
                (TextField::new("applicant.phone", say!("Số điện thoại")).of(entries).kind("tel").autocomplete("tel").hint(say!("Để cán bộ liên hệ khi cần.")).maxlength(20))
                (TextField::new("applicant.email", say!("Thư điện tử")).of(entries).kind("email").autocomplete("email").hint(say!("Ví dụ: ten@thudientu.vn")).optional().maxlength(254))
            }
        }
    }
}

/// Page 3: how to get the result. Sends `delivery.method`, `delivery.address`, `note`.
pub fn delivery_page(frame: &Frame<'_>, wizard: &Wizard<'_>) -> Markup {
    let entries = wizard.entries;
    let office = frame
        .office
        .address
        .as_deref()
        .unwrap_or(&frame.office.name);
    let ways = [
        Choice::new("counter", say!("Nhận tại quầy")).hint(office),
        Choice::new("post", say!("Qua bưu chính công ích"))
            .hint(say!("Ghi địa chỉ nhận ở dưới; cước phí trả cho bưu tá.")),
        Choice::new("electronic", say!("Bản điện tử"))
            .hint(say!("Tải về trên trang này; bản giấy nhận sau nếu cần.")),
    ];
    let way = match entries.value("delivery.method") {
        "" => "counter",
        way => way,
    };
    wizard.page(
        frame,
        say!("Nhận kết quả thế nào?"),
        &html! {
            div {
                (Radios::new("delivery.method", say!("Cách nhận kết quả"), &ways).value(way).fault(entries.fault("delivery.method")).boxed())
                (TextField::new("delivery.address", say!("Địa chỉ nhận qua bưu chính")).of(entries).hint(say!("Chỉ cần khi nhận qua bưu chính.")).optional().autocomplete("street-address").maxlength(300))
                (TextArea::new("note", say!("Lời nhắn cho cán bộ")).of(entries).optional())
            }
        },
    )
}

/// The last page: check your answers, then send. What still keeps it from being sent is listed with the way there.
pub fn check_page(
    frame: &Frame<'_>,
    wizard: &Wizard<'_>,
    filled: &[FilledSection],
    gaps: &[Gap],
) -> Markup {
    let entries = wizard.entries;
    wizard.page(
        frame,
        say!("Kiểm tra lại trước khi gửi"),
        &html! {
            @if !gaps.is_empty() {
                div class="faults measure" role="alert" tabindex="-1" autofocus aria-labelledby="con-thieu" {
                    h2 id="con-thieu" { (say!("Còn {count} chỗ cần sửa trước khi gửi", count = gaps.len())) }
                    ul {
                        @for gap in gaps {
                            li { a href={ (wizard.address(gap.stage)) "#" (crate::ui::parts::field_id(&gap.field)) } { (gap.words) } }
                        }
                    }
                }
            }
            (block(wizard, say!("Người nộp"), Stage::Applicant, &summary(&applicant_rows(wizard))))
            @if !filled.is_empty() { (block(wizard, say!("Tờ khai"), Stage::Sheet, &filled_form(filled))) }
            (block(wizard, say!("Giấy tờ"), Stage::Papers, &summary(&paper_rows(wizard))))
            (block(wizard, say!("Nhận kết quả"), Stage::Delivery, &summary(&delivery_rows(entries))))
            (Checkbox::new("declared", say!("Tôi cam đoan những điều đã khai là đúng sự thật")).of(entries)
                .hint(say!("Bạn chịu trách nhiệm trước pháp luật về nội dung hồ sơ.")))
        },
    )
}

/// A form as it was filled in, for citizen and officer alike.
pub fn filled_form(sections: &[FilledSection]) -> Markup {
    html! {
        @for section in sections {
            h3 { (said(&section.title)) }
            dl class="summary" {
                @for line in &section.lines {
                    @if let Some(heading) = &line.heading {
                        div { dt class="summary-heading" { (said(heading)) } dd {} }
                    }
                    div { dt { (said(&line.label)) } dd { (shown(&line.value)) } }
                }
            }
        }
    }
}

fn block(wizard: &Wizard<'_>, title: &str, stage: Stage, body: &Markup) -> Markup {
    let id = stage.key(wizard.form);
    html! {
        section class="stack" aria-labelledby={ "xem-" (id) } {
            div class="row spread" {
                h2 id={ "xem-" (id) } { (title) }
                a class="button second small" href=(wizard.address(stage)) { (say!("Sửa")) span class="sr" { (say!(" phần {part}", part = title)) } }
            }
            (body)
        }
    }
}

fn row(term: &str, value: &str) -> Option<SummaryRow> {
    (!value.trim().is_empty())
        .then(|| SummaryRow::new(term, html! { span class="prose" { (value) } }))
}

/// The same of what people and catalogues write: Vietnamese whatever the page speaks.
fn written(term: &str, value: &str) -> Option<SummaryRow> {
    (!value.trim().is_empty()).then(|| {
        SummaryRow::new(
            term,
            html! { span class="prose" lang=[vietnamese()] { (value) } },
        )
    })
}

fn applicant_rows(wizard: &Wizard<'_>) -> Vec<SummaryRow> {
    let entries = wizard.entries;
    let case = entries
        .value("case")
        .parse::<usize>()
        .ok()
        .and_then(|i| wizard.procedure.cases.get(i))
        .filter(|case| !case.made_up);
    let kind = match entries.value("applicant.kind") {
        "organisation" => say!("Tổ chức, doanh nghiệp"),
        _ => say!("Cá nhân"),
    };
    let sex = match entries.value("applicant.sex") {
        "male" => say!("Nam"),
        "female" => say!("Nữ"),
        _ => "",
    };
    let born = entries.value("applicant.birth_date");
    let born = born
        .parse::<jiff::civil::Date>()
        .map_or_else(|_| born.to_owned(), crate::ui::words::day);
    [
        written(say!("Thủ tục"), &wizard.procedure.name),
        case.and_then(|case| written(say!("Trường hợp"), &case.name)),
        row(say!("Hồ sơ của"), kind),
        written(say!("Họ và tên"), entries.value("applicant.name")),
        row(say!("Số căn cước"), entries.value("applicant.id_number")),
        row(say!("Ngày sinh"), &born),
        row(say!("Giới tính"), sex),
        written(say!("Địa chỉ"), entries.value("applicant.address")),
        row(say!("Số điện thoại"), entries.value("applicant.phone")),
        row(say!("Thư điện tử"), entries.value("applicant.email")),
        written(say!("Người nộp thay"), entries.value("submitter.name")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn paper_rows(wizard: &Wizard<'_>) -> Vec<SummaryRow> {
    let rows: Vec<SummaryRow> = wizard
        .papers()
        .filter_map(|component| {
            let kind = wizard
                .entries
                .value(&format!("components.{}.kind", component.id));
            let value = match (wizard.file(component), kind) {
                (Some(file), _) => {
                    html! { (file.name) span class="soft" { " · " (names::file_size(file.size)) } }
                }
                (None, kind) if wizard.chosen(component, kind).is_some() => {
                    let offer = wizard.chosen(component, kind);
                    html! { @if let Some(offer) = offer { (words::offer(&offer.paper)) } }
                }
                (None, "original") => html! { (say!("Nộp bản chính bằng giấy")) },
                (None, "copy") => html! { (say!("Nộp bản sao bằng giấy")) },
                _ => return None,
            };
            Some(SummaryRow::new(component.name.clone(), value))
        })
        .collect();
    if rows.is_empty() {
        vec![SummaryRow::new(
            say!("Giấy tờ"),
            html! { span class="soft" { (say!("Chưa kèm giấy tờ nào")) } },
        )]
    } else {
        rows
    }
}

fn delivery_rows(entries: &Entries) -> Vec<SummaryRow> {
    let way = match entries.value("delivery.method") {
        "post" => say!("Qua bưu chính công ích"),
        "electronic" => say!("Bản điện tử"),
        _ => say!("Nhận tại quầy"),
    };
    [
        row(say!("Cách nhận"), way),
        written(say!("Địa chỉ nhận"), entries.value("delivery.address")),
        written(say!("Lời nhắn"), entries.value("note")),
    ]
    .into_iter()
    .flatten()
    .collect()
}
