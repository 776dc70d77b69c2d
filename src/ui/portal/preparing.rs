//! `/thu-tuc/{code}/chuan-bi`: what one person brings, after a few questions.

use maud::{Markup, html};

use super::sheet::{file_button, notes, paper};
use crate::domain::procedure::Procedure;
use crate::domain::procedure::component::Component;
use crate::domain::procedure::preparing::{About, Question};
use crate::ui::language::{message, say, vietnamese};
use crate::ui::parts::{
    Button, ButtonKind, Choice, Radios, icon, link_button, notice, print_button, shortened,
};
use crate::ui::words::count::counted;
use crate::ui::{Entries, Frame, Head, Tone};

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct Preparing<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// What is asked.
    pub questions: &'a [Question],
    /// What was answered.
    pub answers: &'a Entries,
    /// The answers as they stand in an address, with the question mark; empty before any.
    pub search: &'a str,
    /// What is left; `None` before it was asked for.
    pub left: Option<&'a [&'a Component]>,
    /// The agencies that carry it out, where this office is none of them.
    pub elsewhere: Option<&'a str>,
}

/// The page.
pub fn preparing_page(frame: &Frame<'_>, page: &Preparing<'_>) -> Markup {
    let procedure = page.procedure;
    let base = format!("/thu-tuc/{}", procedure.code.as_str());
    let head = Head::new(say!("Cần mang giấy tờ gì?"))
        .under("/thu-tuc", say!("Thủ tục"))
        .under(base.clone(), shortened(&procedure.name, 49));
    frame.page(
        &head,
        &html! {
            div class="stack stack-l" {
                div class="stack measure" {
                    p class="soft" lang=[vietnamese()] { (procedure.name) }
                    h1 { (say!("Cần mang giấy tờ gì?")) }
                    @if let Some(agencies) = page.elsewhere {
                        (notice(Tone::Warn, &html! { p { (say!("Thủ tục này do {agencies} giải quyết, không nộp tại đây. Danh sách dưới đây vẫn đúng để bạn chuẩn bị.", agencies = agencies)) } }))
                    }
                }
                @if !page.questions.is_empty() {
                    form method="get" action={ (base) "/chuan-bi#giay-to" } class="stack measure no-print" {
                        @for question in page.questions { (asked(question, page.answers)) }
                        (Button::new(say!("Xem giấy tờ cần mang")))
                    }
                }
                @if let Some(left) = page.left { (list(frame, page, left, &base)) }
            }
        },
    )
}

fn asked(question: &Question, answers: &Entries) -> Markup {
    let key = question.key.as_str();
    // What is usual comes first.
    let no_yes = |no: &str, yes: &str| vec![Choice::new("khong", no), Choice::new("co", yes)];
    let (words, choices) = match &question.about {
        About::Proxy => (
            say!("Ai đi nộp hồ sơ?").to_owned(),
            no_yes(
                say!("Chính người có hồ sơ"),
                say!("Người khác, được ủy quyền"),
            ),
        ),
        About::Post => (
            say!("Hồ sơ gửi qua bưu chính?").to_owned(),
            no_yes(say!("Không, nộp trực tiếp hoặc trực tuyến"), say!("Có")),
        ),
        About::Case(cases) => (
            say!("Trường hợp nào đúng với bạn?").to_owned(),
            (0..)
                .zip(cases)
                .map(|(at, case): (usize, _)| Choice::of_catalogue(at.to_string(), case))
                .collect(),
        ),
        About::Condition(words) => (
            say!("Trường hợp của bạn có phải là: {words}?", words = words),
            no_yes(say!("Không phải"), say!("Phải")),
        ),
    };
    html! { (Radios::new(key, &words, &choices).of(answers)) }
}

fn list(frame: &Frame<'_>, page: &Preparing<'_>, left: &[&Component], base: &str) -> Markup {
    let papers: Vec<_> = left.iter().filter(|one| !one.note).collect();
    let said: Vec<Component> = left
        .iter()
        .filter(|one| one.note)
        .map(|one| (*one).clone())
        .collect();
    let all = page.procedure.components.iter().filter(|one| !one.note);
    let less = all.count() - papers.len();
    html! {
        section id="giay-to" class="stack measure" aria-labelledby="giay-to-ten" tabindex="-1" {
            h2 id="giay-to-ten" {
                @if papers.is_empty() { (say!("Không phải mang giấy tờ nào")) } @else { (counted(papers.len(), message!("Bạn cần 1 loại giấy tờ"), message!("Bạn cần {n} loại giấy tờ"))) }
            }
            @if less > 0 { p class="soft" { (counted(less, message!("Đã bỏ 1 loại không áp dụng theo câu trả lời của bạn."), message!("Đã bỏ {n} loại không áp dụng theo câu trả lời của bạn."))) } }
            @for group in papers.chunk_by(|a, b| a.group == b.group) {
                div {
                    @if let Some(first) = group.first() && !first.group.is_empty() { h3 lang=[vietnamese()] { (super::heading(&first.group)) } }
                    @for component in group { (paper(component)) }
                }
            }
            (notes(&said))
            p class="small soft" { (say!("Câu hỏi rút từ lời của danh mục quốc gia. Giấy nào danh mục không nói rõ khi nào cần thì vẫn được liệt kê; nếu còn băn khoăn, hãy hỏi bộ phận một cửa trước khi đi.")) }
            div class="row actions no-print" {
                (file_button(frame, page.procedure))
                (link_button(&format!("{base}/giay-to.pdf{}", page.search), say!("In danh sách này"), ButtonKind::Second, Some("print")))
                (print_button(say!("In trang này")))
            }
            p class="no-print" { a href=(base) { (icon("back")) (say!("Xem đủ thông tin thủ tục")) } }
        }
    }
}
