//! The pages of the electronic form: one section a page, or all on one sheet. The same rules that the server goes by are
//! in the page, so that it answers at once.

use maud::{Markup, html};
use serde_json::{Map, Value, json};

use super::{Wizard, stage::Stage};
use crate::domain::fault::Fault;
use crate::domain::form::{Evaluation, Field, Form, Kind, Section, Shown};
use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Tone};
use crate::ui::language::{said, say, vietnamese};
use crate::ui::parts::{
    Button, ButtonKind, Checkbox, Choice, DateField, Radios, Select, TextArea, TextField, Width,
    field_id, notice,
};
use crate::ui::words;

/// Up to so many answers are all shown; more go into a list that opens.
const IN_SIGHT: usize = 7;

/// What a form page needs beside the wizard.
#[derive(Debug, Clone, Copy)]
pub struct FormPage<'a> {
    /// The form.
    pub form: &'a Form,
    /// What is typed so far, judged.
    pub judged: &'a Evaluation,
    /// Full names of the provinces.
    pub provinces: &'a [String],
    /// Words to offer, by the key of the list.
    pub lists: &'a [(String, Vec<String>)],
    /// The day, `YYYY-MM-DD`.
    pub today: &'a str,
    /// A table that gets one more row.
    pub more: &'a str,
    /// The answers brought up further questions.
    pub grown: bool,
}

/// One section, or the whole sheet.
pub fn form_page(frame: &Frame<'_>, wizard: &Wizard<'_>, page: &FormPage<'_>) -> Markup {
    let form = page.form;
    let sections = match wizard.stage {
        Stage::Section(at) => form.sections.get(at..=at).unwrap_or(&[]),
        _ => &form.sections[..],
    };
    let title = match sections {
        [one] => said(&one.title),
        _ => said(&form.title),
    };
    let body = html! {
        @if page.grown {
            (notice(Tone::Info, &html! { p { (say!("Theo câu trả lời của bạn, trang này có thêm câu hỏi.")) } }))
        }
        @if let Some(earlier) = &wizard.earlier {
            div class="row earlier" {
                (Button::new(say!("Điền như lần trước")).kind(ButtonKind::Second).icon("copy").small().sends("_do", "earlier").unchecked())
                span class="source" { (earlier) }
            }
        }
        (asked(wizard.entries, page, sections))
        p class="small soft measure" { (said(&form.title)) @if !form.basis.is_empty() { " – " span lang=[vietnamese()] { (form.basis) } } "." }
        p class="small" {
            @match wizard.stage {
                Stage::Sheet => a href=(wizard.address(Stage::Applicant.next(Some(form), page.judged))) { (say!("Khai từng phần một")) },
                _ if form.sections.len() > 1 && !wizard.draft.is_empty() => a href=(wizard.address(Stage::Sheet)) { (say!("Khai tất cả trên một trang")) },
                _ => {},
            }
        }
    };
    wizard.page(frame, title, &body)
}

/// The fields of the whole form, for whoever fills something in beforehand.
pub fn sheet_fields(entries: &Entries, page: &FormPage<'_>) -> Markup {
    asked(entries, page, &page.form.sections)
}

/// What is asked in these sections, with the rules that the page goes by.
fn asked(entries: &Entries, page: &FormPage<'_>, sections: &[Section]) -> Markup {
    html! {
        div class="stack stack-l" data-rules=(rules(page, sections).to_string()) {
            input type="hidden" name="_seen" value=(seen(page, sections));
            @for section in sections {
                @if sections.len() > 1 { section class="stack" aria-labelledby={ "phan-" (section.id) } {
                    h2 id={ "phan-" (section.id) } { (said(&section.title)) }
                    (fields(entries, page, section))
                } } @else { (fields(entries, page, section)) }
            }
        }
        (lists(page))
    }
}

/// Ids of the fields that are shown: what appears beyond them after an answer was not seen yet.
fn seen(page: &FormPage<'_>, sections: &[Section]) -> String {
    let ids: Vec<&str> = sections
        .iter()
        .flat_map(|section| &section.fields)
        .filter(|field| page.judged.asked.contains(&field.id))
        .map(|field| field.id.as_str())
        .collect();
    ids.join(" ")
}

fn fields(entries: &Entries, page: &FormPage<'_>, section: &Section) -> Markup {
    html! {
        @if let Some(help) = &section.help { p class="measure" { (said(help)) } }
        div class="asked" {
            @for field in &section.fields {
                @if !section.is_rest_of_address(field) {
                    div class="ask" data-field=(field.id) hidden[!page.judged.asked.contains(&field.id)] {
                        @if let Some(heading) = &field.heading { h2 class="ask-heading" { (said(heading)) } }
                        (one(entries, page, section, field))
                    }
                }
            }
        }
    }
}

fn one(entries: &Entries, page: &FormPage<'_>, section: &Section, field: &Field) -> Markup {
    match &field.kind {
        _ if field.value.is_some() => computed(page, field),
        Kind::Province => address(entries, page, section, field),
        Kind::Table { columns, most } => table(entries, page, field, columns, *most),
        _ => control(entries, page, &format!("form.{}", field.id), field),
    }
}

/// The control of a single field under a name.
fn control(entries: &Entries, page: &FormPage<'_>, name: &str, field: &Field) -> Markup {
    let hint = field.help.as_deref().map(said);
    let label = said(&field.label);
    macro_rules! finish {
        ($control:expr) => {{
            let mut control = $control.of(entries);
            if let Some(hint) = hint {
                control = control.hint(hint);
            }
            if !field.required {
                control = control.optional();
            }
            html! { (control) }
        }};
    }
    let text = || TextField::new(name, label);
    match &field.kind {
        Kind::Text { max, suggest } => {
            let list = suggest.as_ref().map(|name| format!("ds-{name}"));
            let width = if *max <= 60 || suggest.is_some() {
                Width::Middle
            } else {
                Width::Full
            };
            let max = u32::try_from(*max).unwrap_or(300);
            finish!(
                text()
                    .maxlength(max)
                    .width(width)
                    .list(list.as_deref())
                    .autocomplete("off")
            )
        }
        Kind::Prose { .. } => finish!(TextArea::new(name, label)),
        Kind::Number { .. } => finish!(
            text()
                .inputmode("numeric")
                .width(Width::Short)
                .autocomplete("off")
                .maxlength(20)
        ),
        Kind::Money => finish!(
            text()
                .inputmode("numeric")
                .width(Width::Middle)
                .autocomplete("off")
                .maxlength(26)
        ),
        Kind::Date { future } => {
            let until = (!future).then_some(page.today);
            finish!(DateField::new(name, label).between(Some("1850-01-01"), until))
        }
        Kind::Choice(choices) => {
            let choices: Vec<Choice> = choices
                .iter()
                .map(|one| Choice::new(&one.value, said(&one.label)))
                .collect();
            let short = choices.iter().all(|one| one.label.chars().count() <= 12);
            if choices.len() > IN_SIGHT {
                finish!(Select::new(name, label, &choices).blank(say!("Hãy chọn")))
            } else if short {
                finish!(Radios::new(name, label, &choices).inline())
            } else {
                finish!(Radios::new(name, label, &choices))
            }
        }
        Kind::IdNumber => finish!(
            text()
                .width(Width::Middle)
                .autocomplete("off")
                .maxlength(20)
        ),
        Kind::Phone => finish!(text().kind("tel").width(Width::Middle).maxlength(20)),
        Kind::Email => finish!(text().kind("email").width(Width::Middle).maxlength(254)),
        Kind::Declaration => html! {
            (Checkbox::new(name, label).of(entries))
            @if let Some(hint) = hint { p class="hint" { (hint) } }
        },
        // These are drawn by their own functions; a table has none of them in it.
        Kind::Province | Kind::Commune { .. } | Kind::Table { .. } => html! {},
    }
}

/// Province, commune and house under one question.
fn address(entries: &Entries, page: &FormPage<'_>, section: &Section, province: &Field) -> Markup {
    let base = province.id.strip_suffix(".tinh").unwrap_or(&province.id);
    let names = ["tinh", "xa", "chi_tiet"].map(|part| format!("form.{base}.{part}"));
    let has = |part: &str| {
        let id = format!("{base}.{part}");
        section.fields.iter().any(|field| field.id == id)
    };
    let provinces: Vec<Choice> = page
        .provinces
        .iter()
        .map(|name| Choice::of_catalogue(name, name))
        .collect();
    let list = format!("{}-ds", field_id(&names[1]));
    let mut first = Select::new(&names[0], say!("Tỉnh, thành phố"), &provinces)
        .of(entries)
        .blank(say!("Hãy chọn"))
        .width(Width::Middle);
    let mut second = TextField::new(&names[1], say!("Xã, phường, đặc khu"))
        .of(entries)
        .hint(say!("Gõ tên mới hoặc tên cũ, ví dụ: Hưng Nguyên."))
        .list(Some(&list))
        .autocomplete("off")
        .width(Width::Middle);
    if !province.required {
        first = first.optional();
        second = second.optional();
    }
    html! {
        fieldset class="address" data-address=(base) {
            legend class="label" { (said(&province.label)) }
            @if let Some(help) = &province.help { p class="hint" { (said(help)) } }
            div class="pair" { (first) (second) }
            datalist id=(list) {}
            @if has("chi_tiet") {
                (TextField::new(&names[2], say!("Số nhà, đường, thôn, xóm")).of(entries).optional().maxlength(200).autocomplete("off"))
            }
        }
    }
}

/// Filled rows and one more; without scripts a button brings another.
fn table(
    entries: &Entries,
    page: &FormPage<'_>,
    field: &Field,
    columns: &[Field],
    most: usize,
) -> Markup {
    let name = format!("form.{}", field.id);
    let filled = (0..most)
        .rev()
        .find(|at| {
            let row = format!("{name}.{at}.");
            let held = |(known, value): &(String, String)| {
                known.starts_with(&row) && !value.trim().is_empty()
            };
            entries.values().iter().any(held)
        })
        .map_or(0, |at| at + 1);
    let rows = (filled + usize::from(page.more == field.id)).clamp(1, most);
    html! {
        fieldset class=(if entries.fault(&name).is_some() { "field faulty" } else { "field" }) {
            legend class="label" id=(field_id(&name)) tabindex="-1" {
                (said(&field.label)) @if !field.required { span class="optional" { (say!(" (không bắt buộc)")) } }
            }
            @if let Some(help) = &field.help { p class="hint" { (said(help)) } }
            @if let Some(fault) = entries.fault(&name) { p class="fault" { (fault) } }
            @for at in 0..rows {
                div class="card tight row-of-table" role="group" aria-label=(say!("{table}, dòng {number}", table = said(&field.label), number = at + 1)) {
                    p class="small soft" { (say!("Dòng {number}", number = at + 1)) }
                    div class="pair" {
                        @for column in columns {
                            (control(entries, page, &format!("{name}.{at}.{}", column.id), column))
                        }
                    }
                }
            }
            @if rows < most {
                (Button::new(say!("Thêm dòng")).kind(ButtonKind::Second).icon("plus").small().sends("_more", &field.id).unchecked())
            }
        }
    }
}

fn computed(page: &FormPage<'_>, field: &Field) -> Markup {
    let answer = page.judged.answers.get(&field.id);
    let name = format!("form.{}", field.id);
    html! {
        div class="field" {
            span class="label" id={ (field_id(&name)) "-ten" } { (said(&field.label)) }
            @if let Some(help) = &field.help { p class="hint" { (said(help)) } }
            output class="worked-out" id=(field_id(&name)) aria-labelledby={ (field_id(&name)) "-ten" } tabindex="-1" {
                @if let Some(answer) = answer { (shown(&field.kind.shown(answer))) } @else { "—" }
            }
        }
    }
}

/// An answer, to be read.
pub fn shown(value: &Shown) -> Markup {
    match value {
        Shown::Text(text) => html! { span class="prose" lang=[vietnamese()] { (text) } },
        Shown::Choice(label) => html! { span class="prose" { (said(label)) } },
        Shown::Number(number) => html! { (number) },
        Shown::Money(amount) => html! { (words::Amount(*amount)) },
        Shown::Day(day) => html! { (day.parse().map_or_else(|_| day.clone(), words::day)) },
        Shown::Ticked => html! { (say!("Đã xác nhận")) },
        Shown::Rows(columns, rows) => html! {
            ul {
                @for row in rows {
                    li {
                        @for (at, cell) in row.iter().enumerate() {
                            @if at > 0 { " · " span class="soft" { (said(&columns[at])) ": " } }
                            (shown(cell))
                        }
                    }
                }
            }
        },
    }
}

fn lists(page: &FormPage<'_>) -> Markup {
    html! {
        @for (name, offered) in page.lists {
            datalist id={ "ds-" (name) } { @for word in offered { option value=(word) {} } }
        }
    }
}

/// The rules of the fields on this page, and the answers on the others, for `form.js`.
fn rules(page: &FormPage<'_>, sections: &[Section]) -> Value {
    let here: Vec<&Field> = sections
        .iter()
        .flat_map(|section| &section.fields)
        .collect();
    let known: Map<String, Value> = page
        .judged
        .answers
        .iter()
        .filter(|(id, _)| !here.iter().any(|field| field.id == **id))
        .map(|(id, answer)| (id.clone(), json!(answer)))
        .collect();
    let fields: Vec<Value> = here.iter().map(|field| rule(field)).collect();
    let wrong = [
        ("wrong_kind", Fault::WrongKind),
        ("bad_date", Fault::BadDate),
        ("out_of_range", Fault::OutOfRange),
        ("bad_id_number", Fault::BadIdNumber),
        ("bad_phone", Fault::BadPhone),
        ("bad_email", Fault::BadEmail),
        ("too_long", Fault::TooLong),
    ]
    .map(|(name, fault)| (name.to_owned(), json!(words::fault::fault(fault))));
    json!({"today": page.today, "known": known, "fields": fields, "words": Map::from_iter(wrong)})
}

fn rule(field: &Field) -> Value {
    let mut rule = json!({"id": field.id, "kind": field.kind.name()});
    if let Some(when) = &field.when {
        rule["when"] = when.written();
    }
    if let Some(value) = &field.value {
        rule["value"] = value.written();
    }
    if !field.checks.is_empty() {
        rule["checks"] = field
            .checks
            .iter()
            .map(|check| json!({"that": check.that.written(), "say": said(&check.say)}))
            .collect();
    }
    match &field.kind {
        Kind::Number { min, max } => {
            rule["min"] = json!(min);
            rule["max"] = json!(max);
        }
        Kind::Text { max, .. } | Kind::Prose { max } => rule["max"] = json!(max),
        Kind::Date { future } => rule["future"] = json!(future),
        Kind::Table { columns, most } => {
            rule["most"] = json!(most);
            rule["columns"] = columns.iter().map(rule_of_column).collect();
        }
        _ => {}
    }
    rule
}

fn rule_of_column(column: &Field) -> Value {
    rule(column)
}
