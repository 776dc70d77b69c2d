//! `/thu-tuc/{code}`: the fact sheet of a procedure.

use maud::{Markup, html};

use super::prose;
use crate::domain::money::Dong;
use crate::domain::procedure::component::Component;
use crate::domain::procedure::{Fee, Method, Procedure, Taking, TimeUnit};
use crate::ui::frame::{Filing, Frame, Head, Tone};
use crate::ui::language::{message, said, say, vietnamese};
use crate::ui::parts::{
    ButtonKind, Column, Fact, Row, Table, facts, field_tag, fold, icon, level_tag, link_button,
    long_text, notice, print_button, tag,
};
use crate::ui::words::{count::counted, dong, names};

/// Everything that the State publishes about a procedure, set for reading and for printing.
pub fn sheet(frame: &Frame<'_>, procedure: &Procedure) -> Markup {
    let sections = sections(procedure);
    let mut head = Head::new(&procedure.name).under("/thu-tuc", say!("Thủ tục"));
    if let Some(field) = procedure.fields.first() {
        head = head.under(
            format!("/thu-tuc?field={}", super::home::encoded(&field.code)),
            said(&field.name),
        );
    }
    frame.page(
        &head,
        &html! {
            article class="sheet stack stack-l" {
                header class="sheet-head stack" {
                    h1 class=[(procedure.name.chars().count() > 150).then_some("long")] lang=[vietnamese()] { (procedure.name) }
                    div class="row" {
                        span class="code soft" { (procedure.code.as_str()) }
                        @for field in &procedure.fields { (field_tag(&field.name)) }
                        (level_tag(procedure.full_online))
                        @if procedure.flags.non_territorial { (tag("info", "place", say!("Không phụ thuộc địa giới"))) }
                    }
                    (facts(true, &brief(procedure)))
                    div class="row actions" {
                        (file_button(frame, procedure))
                        (print_button(say!("In thông tin này")))
                    }
                    (print_links(procedure))
                    @if !procedure.internal { (super::answers::about_procedure(procedure.code.as_str())) }
                }
                div class="split" {
                    div class="stack stack-l" {
                        @for (id, title, body) in &sections {
                            section id=(id) aria-labelledby={ (id) "-ten" } {
                                h2 id={ (id) "-ten" } { (title) }
                                (body)
                            }
                        }
                        (credit(procedure))
                    }
                    aside class="side stack" aria-label=(say!("Trên trang này")) {
                        nav class="card tight" aria-label=(say!("Mục lục")) {
                            ul class="toc" role="list" {
                                @for (id, title, _) in &sections { li { a href={ "#" (id) } { (title) } } }
                            }
                        }
                    }
                }
            }
        },
    )
}

pub(super) fn file_button(frame: &Frame<'_>, procedure: &Procedure) -> Markup {
    html! {
        @if procedure.internal {
            p class="soft" { (say!("Thủ tục nội bộ giữa các cơ quan, không nhận hồ sơ của người dân.")) }
        } @else if procedure.taking() == Taking::Never {
            (notice(Tone::Info, &html! {
                p { (say!("Cơ quan không tiếp nhận hồ sơ của thủ tục này.")) }
                @if !procedure.receiving_address.is_empty() { p class="prose" { (say!("Nơi tiếp nhận: ")) span lang=[vietnamese()] { (procedure.receiving_address) } } }
            }))
        } @else if procedure.taking() == Taking::NotOnline {
            p class="soft" { (say!("Thủ tục này chỉ nhận hồ sơ trực tiếp tại bộ phận một cửa.")) }
        } @else {
            @match &frame.office.filing {
                Filing::On => (link_button(&format!("/thu-tuc/{}/nop", procedure.code.as_str()), say!("Nộp hồ sơ"), ButtonKind::Main, Some("file"))),
                Filing::Link(address) => (link_button(address, say!("Nộp tại Cổng Dịch vụ công quốc gia"), ButtonKind::Main, Some("next"))),
                Filing::Off => p class="soft" { (say!("Nộp hồ sơ trực tiếp tại bộ phận một cửa hoặc qua bưu chính.")) },
            }
        }
    }
}

/// Notes of so many letters together need no fold.
const SHORT_NOTE: usize = 200;

/// Papers about the procedure that anybody may print.
fn print_links(procedure: &Procedure) -> Markup {
    let base = format!("/thu-tuc/{}", procedure.code.as_str());
    html! {
        ul class="row" role="list" aria-label=(say!("Bản in")) {
            li { a href={ (base) "/chuan-bi" } { (icon("check")) (say!("Tôi cần mang giấy tờ gì?")) } }
            li { a href={ (base) "/giay-to.pdf" } { (icon("print")) (say!("In danh mục giấy tờ cần chuẩn bị")) } }
            li { a href={ (base) "/don.pdf" } { (icon("print")) (say!("In đơn đề nghị còn trống")) } }
        }
    }
}

fn brief(procedure: &Procedure) -> Vec<Fact> {
    let case = procedure.cases.first();
    let time = match case {
        Some(case) if procedure.distinct_cases().count() == 1 => {
            html! { (names::time_limit(case.time, case.unit)) }
        }
        Some(_) => {
            html! { (say!("Tùy trường hợp")) " " a href="#thoi-han" class="small" { (say!("xem chi tiết")) } }
        }
        None => html! { (say!("Xem phần cách nộp")) },
    };
    let most = procedure
        .methods
        .iter()
        .flat_map(|method| &method.fees)
        .filter(|fee| fee.currency == "VND")
        .filter_map(|fee| fee.value)
        .max()
        .filter(|value| *value > 0);
    let papers = procedure.components.iter().filter(|c| !c.note).count();
    let mut list = vec![
        Fact::new(say!("Thời hạn giải quyết"), time),
        Fact::new(
            say!("Phí, lệ phí"),
            html! {
                @if let Some(most) = most { (say!("đến {most}", most = dong(Dong(most)))) " " a href="#cach-nop" class="small" { (say!("chi tiết")) } }
                @else { a href="#cach-nop" { (say!("Xem phần cách nộp")) } }
            },
        ),
        Fact::new(
            say!("Giấy tờ"),
            html! { (counted(papers, message!("1 loại"), message!("{n} loại"))) " " a href="#giay-to" class="small" { (say!("xem danh sách")) } },
        ),
    ];
    if let Some(agency) = procedure.executing.first() {
        list.push(Fact::new(
            say!("Cơ quan thực hiện"),
            html! { span lang=[vietnamese()] { (agency) } },
        ));
    }
    list
}

fn sections(procedure: &Procedure) -> Vec<(&'static str, &'static str, Markup)> {
    let all = [
        (
            "giay-to",
            say!("Giấy tờ cần nộp"),
            papers(&procedure.components),
        ),
        (
            "cach-nop",
            say!("Cách nộp, thời hạn và lệ phí"),
            methods(&procedure.methods),
        ),
        (
            "thoi-han",
            say!("Thời hạn theo trường hợp"),
            cases(procedure),
        ),
        ("trinh-tu", say!("Trình tự thực hiện"), steps(procedure)),
        (
            "ket-qua",
            say!("Kết quả"),
            named(procedure.results.iter().map(|result| result.name.as_str())),
        ),
        (
            "dieu-kien",
            say!("Yêu cầu, điều kiện"),
            text(&procedure.conditions),
        ),
        ("co-quan", say!("Cơ quan và đối tượng"), agencies(procedure)),
        ("can-cu", say!("Căn cứ pháp lý"), legal(procedure)),
        ("ghi-chu", say!("Ghi chú"), text(&procedure.note)),
    ];
    all.into_iter()
        .filter_map(|(id, title, body)| Some((id, title, body?)))
        .collect()
}

fn text(text: &str) -> Option<Markup> {
    (!text.trim().is_empty()).then(|| prose(text))
}

fn named<'a>(names: impl Iterator<Item = &'a str>) -> Option<Markup> {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    (!names.is_empty())
        .then(|| html! { ul lang=[vietnamese()] { @for name in names { li { (name) } } } })
}

fn papers(components: &[Component]) -> Option<Markup> {
    if components.is_empty() {
        return None;
    }
    Some(html! {
        p class="soft" { (say!("Danh mục ghi giấy tờ cho mọi trường hợp. Chỉ nộp những giấy tờ áp dụng cho trường hợp của bạn.")) }
        @for group in components.chunk_by(|a, b| a.group == b.group) {
            div {
                @if let Some(first) = group.first() && !first.group.is_empty() { h3 lang=[vietnamese()] { (super::heading(&first.group)) } }
                @for part in group.chunk_by(|a, b| a.note == b.note) {
                    @if part.iter().any(|one| one.note) { (notes(part)) }
                    @else { @for component in part { (paper(component)) } }
                }
            }
        }
    })
}

/// What the catalogue says between its papers (lưu ý): a short note as it stands, more of it on demand.
pub(super) fn notes(notes: &[Component]) -> Markup {
    let letters: usize = notes.iter().map(|note| note.name.chars().count()).sum();
    let all = html! { @for note in notes { div class="paper-note prose" lang=[vietnamese()] { (note.name) } } };
    if letters <= SHORT_NOTE {
        return all;
    }
    let words = counted(
        notes.len(),
        message!("Đọc 1 điều lưu ý"),
        message!("Đọc {n} điều lưu ý"),
    );
    fold(&words, false, &all)
}

pub(super) fn paper(component: &Component) -> Markup {
    let counts = names::counts(component.original, component.copy);
    html! {
        div class="paper" {
            (long_text(&component.name))
            @if component.required { " " (tag("warn", "alert", say!("Bắt buộc"))) }
            @if !counts.is_empty() { p class="paper-count" { (icon_text("file", &html! { (counts) })) } }
            @for form in &component.forms { p class="paper-count" { (icon_text("edit", &html! { (say!("Theo mẫu: ")) span lang=[vietnamese()] { (form) } })) } }
        }
    }
}

fn icon_text(sign: &str, words: &Markup) -> Markup {
    html! { span class="iconed" { (icon(sign)) span { (words) } } }
}

fn methods(methods: &[Method]) -> Option<Markup> {
    if methods.is_empty() {
        return None;
    }
    let columns = [
        Column::new(say!("Cách nộp")),
        Column::new(say!("Thời hạn")),
        Column::new(say!("Phí, lệ phí")),
        Column::new(say!("Ghi chú")),
    ];
    let rows = methods
        .iter()
        .map(|method| Row {
            cells: vec![
                html! { @for (i, channel) in method.channels.iter().enumerate() { @if i > 0 { ", " } (names::channel(*channel)) } },
                html! { (names::time_limit(method.time, method.unit)) },
                fees(&method.fees),
                html! { span class="prose" lang=[vietnamese()] { (method.note) } },
            ],
            late: false,
        })
        .collect();
    Some(
        html! { (Table { caption: say!("Cách nộp, thời hạn và lệ phí"), show_caption: false, columns: &columns, rows }) },
    )
}

/// What is to be paid. A zero or an absent amount does not prove that nothing is due: the remark decides.
pub fn fees(fees: &[Fee]) -> Markup {
    let told: Vec<&Fee> = fees
        .iter()
        .filter(|fee| fee.value.is_some_and(|value| value > 0) || !fee.note.trim().is_empty())
        .collect();
    html! {
        @if told.is_empty() {
            span class="soft" { (say!("Danh mục không ghi mức thu")) }
        } @else {
            div class="stack stack-s" {
                @for fee in told {
                    div {
                        @match fee.value.filter(|value| *value > 0) {
                            Some(value) if fee.currency == "VND" => strong class="nowrap" { (dong(Dong(value))) },
                            Some(value) => strong class="nowrap" { (value) " " (fee.currency) },
                            None => {}
                        }
                        @if !fee.note.trim().is_empty() { div class="small prose" lang=[vietnamese()] { (fee.note) } }
                    }
                }
            }
        }
    }
}

fn cases(procedure: &Procedure) -> Option<Markup> {
    let told = procedure
        .cases
        .iter()
        .any(|case| !case.made_up || case.unit != TimeUnit::Other);
    if !told {
        return None;
    }
    let columns = [
        Column::new(say!("Trường hợp")),
        Column::new(say!("Thời hạn")),
    ];
    let rows = procedure
        .distinct_cases()
        .map(|(_, case)| Row {
            cells: vec![
                html! { span lang=[vietnamese()] { (case.name) } },
                html! { (names::time_limit(case.time, case.unit)) },
            ],
            late: false,
        })
        .collect();
    Some(
        html! { (Table { caption: say!("Thời hạn theo trường hợp"), show_caption: false, columns: &columns, rows }) },
    )
}

fn steps(procedure: &Procedure) -> Option<Markup> {
    (!procedure.steps.is_empty()).then(|| {
        html! {
            @for step in &procedure.steps {
                @if !step.name.is_empty() { h3 lang=[vietnamese()] { (step.name) } }
                (prose(&step.text))
            }
        }
    })
}

fn agencies(procedure: &Procedure) -> Option<Markup> {
    let list: Vec<Fact> = [
        (say!("Cơ quan thực hiện"), &procedure.executing),
        (say!("Cơ quan có thẩm quyền"), &procedure.competent),
        (say!("Cơ quan phối hợp"), &procedure.coordinating),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(term, names)| Fact::new(term, html! { span lang=[vietnamese()] { (names.join("; ")) } }))
    .chain((!procedure.subjects.is_empty()).then(|| {
        let subjects: Vec<&str> = procedure.subjects.iter().map(|name| said(name)).collect();
        Fact::new(say!("Đối tượng thực hiện"), html! { (subjects.join("; ")) })
    }))
    .chain(
        (!procedure.receiving_address.is_empty())
            .then(|| Fact::new(say!("Địa chỉ tiếp nhận"), html! { span class="prose" lang=[vietnamese()] { (procedure.receiving_address) } })),
    )
    .chain(
        procedure
            .promulgator
            .iter()
            .map(|agency| Fact::new(say!("Cơ quan công bố"), html! { span lang=[vietnamese()] { (agency.name) } })),
    )
    .chain(procedure.decision.iter().map(|decision| {
        Fact::new(
            say!("Quyết định công bố"),
            html! { (decision.no) @if let Some(date) = decision.date { (say!(" ngày ")) (crate::ui::words::OnDay(date)) } },
        )
    }))
    .collect();
    (!list.is_empty()).then(|| facts(false, &list))
}

fn legal(procedure: &Procedure) -> Option<Markup> {
    (!procedure.legal.is_empty()).then(|| {
        html! {
            ul class="legal" lang=[vietnamese()] {
                @for document in &procedure.legal {
                    li { @if !document.no.is_empty() { strong { (document.no) } " " } (document.title) }
                }
            }
        }
    })
}

fn credit(procedure: &Procedure) -> Markup {
    html! {
        p class="small soft" {
            (say!("Nguồn: Cổng Dịch vụ công quốc gia – Văn phòng Chính phủ."))
            @if let Some(day) = procedure.updated { (say!(" Cập nhật ")) (crate::ui::words::OnDay(day)) "." }
            @if !procedure.source_url.is_empty() { " " a class="no-print" href=(procedure.source_url) rel="noreferrer" { (say!("Xem trang gốc")) } }
        }
    }
}
