//! `/thu-tuc`: search and browse, filters in the address, pages by cursor.

use maud::{Markup, html};

use super::home::encoded;
use crate::domain::procedure::Level;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::parts::{
    Button, ButtonKind, Choice, EmptyState, Select, field_id, level_tag, link_button, next_page,
    notice,
};
use crate::ui::words::names;

/// A procedure in a list.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Procedure code.
    pub code: String,
    /// Title.
    pub name: String,
    /// Field of administration.
    pub field: String,
    /// Levels at which it is carried out.
    pub levels: Vec<Level>,
    /// Whole process online.
    pub full_online: bool,
}

/// What was asked, what can be asked, and what was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The words searched for; empty when browsing.
    pub q: String,
    /// Code of the chosen field.
    pub field: String,
    /// The chosen subject.
    pub subject: String,
    /// Code of the chosen level.
    pub level: String,
    /// Fields to choose from.
    pub fields: Vec<Choice>,
    /// Subjects to choose from.
    pub subjects: Vec<Choice>,
    /// Procedures of this page.
    pub hits: Vec<Hit>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Whether this is not the first page.
    pub later: bool,
    /// `false` when the best answer is a guess.
    pub sure: bool,
}

impl Found {
    /// This list's address, from its beginning or after a cursor.
    fn href(&self, after: Option<&str>) -> String {
        let mut href = String::from("/thu-tuc");
        let given = [
            ("q", self.q.as_str()),
            ("field", &self.field),
            ("subject", &self.subject),
            ("level", &self.level),
            ("after", after.unwrap_or_default()),
        ];
        let mut sign = '?';
        for (name, value) in given.into_iter().filter(|(_, value)| !value.is_empty()) {
            href.push(sign);
            href.push_str(name);
            href.push('=');
            href.push_str(&encoded(value));
            sign = '&';
        }
        href
    }

    const fn is_filtered(&self) -> bool {
        !(self.field.is_empty() && self.subject.is_empty() && self.level.is_empty())
    }

    fn title(&self) -> String {
        let field = self.fields.iter().find(|field| field.value == self.field);
        match (self.q.is_empty(), field) {
            (false, _) => format!("Thủ tục về “{}”", self.q),
            (true, Some(field)) => format!("Lĩnh vực {}", field.label),
            (true, None) => "Tất cả thủ tục".to_owned(),
        }
    }
}

/// The list with its filters.
pub fn find(frame: &Frame<'_>, view: &Found) -> Markup {
    let title = view.title();
    let head = if title == "Tất cả thủ tục" {
        Head::new(&title)
    } else {
        Head::new(&title).under("/thu-tuc", "Thủ tục")
    };
    frame.page(
        &head,
        &html! {
            div class="stack stack-l" {
                h1 { (title) }
                div class="finder" {
                    (filters(view))
                    section class="stack" aria-labelledby="ket-qua" {
                        h2 class="sr" id="ket-qua" { "Kết quả" }
                        (answer(frame, view))
                    }
                }
            }
        },
    )
}

fn filters(view: &Found) -> Markup {
    let levels: Vec<Choice> = Level::ALL
        .into_iter()
        .filter(|level| *level != Level::District)
        .map(|level| Choice::new(level.as_str(), names::level(level)))
        .collect();
    let id = field_id("q-loc");
    html! {
        form class="filters card tight" method="get" action="/thu-tuc" role="search" aria-label="Tìm và lọc thủ tục" {
            div class="search" data-suggest="yes" {
                label class="label" for=(id) { "Từ khóa" }
                input class="control" type="search" id=(id) name="q" value=(view.q) maxlength="200" autocomplete="off";
            }
            details class="filter-fold" open[view.is_filtered()] {
                summary { "Lọc theo lĩnh vực, đối tượng, cấp" }
                (Select::new("field", "Lĩnh vực", &view.fields).value(&view.field).blank("Mọi lĩnh vực"))
                (Select::new("subject", "Đối tượng", &view.subjects).value(&view.subject).blank("Mọi đối tượng"))
                (Select::new("level", "Cấp thực hiện", &levels).value(&view.level).blank("Mọi cấp"))
            }
            div class="row" {
                (Button::new("Tìm").icon("search"))
                a href="/thu-tuc" { "Bỏ lọc" }
            }
        }
    }
}

fn answer(frame: &Frame<'_>, view: &Found) -> Markup {
    if view.hits.is_empty() {
        return html! {
            (EmptyState { icon: "search", title: "Không tìm thấy thủ tục phù hợp", body: html! {
                p { "Thử từ ngắn hơn, ví dụ “khai sinh”, hoặc bỏ bớt điều kiện lọc." }
                div class="row" { (link_button("/thu-tuc", "Xem tất cả thủ tục", ButtonKind::Second, None)) }
            } })
            (ask(frame))
        };
    }
    html! {
        @if !view.q.is_empty() && !view.sure {
            (notice(Tone::Warn, &html! {
                h3 { "Có thể đây chưa phải thủ tục bạn cần" }
                p { "Không có thủ tục nào khớp hẳn với “" (view.q) "”. Dưới đây là những thủ tục gần nhất." }
                (ask_words(frame))
            }))
        }
        ul class="results" role="list" {
            @for hit in &view.hits {
                li class="stack stack-s" {
                    h3 { a href={ "/thu-tuc/" (hit.code) } { (hit.name) } }
                    div class="row small soft" {
                        span class="code" { (hit.code) }
                        @if !hit.field.is_empty() { span { (hit.field) } }
                        @if !hit.levels.is_empty() {
                            span { @for (i, level) in hit.levels.iter().enumerate() { @if i > 0 { ", " } (names::level(*level)) } }
                        }
                        (level_tag(hit.full_online))
                    }
                }
            }
        }
        (next_page(
            view.next.as_deref().map(|cursor| view.href(Some(cursor))).as_deref(),
            view.later.then(|| view.href(None)).as_deref(),
        ))
    }
}

fn ask(frame: &Frame<'_>) -> Markup {
    notice(
        Tone::Info,
        &html! { h3 { "Hỏi bộ phận một cửa" } (ask_words(frame)) },
    )
}

fn ask_words(frame: &Frame<'_>) -> Markup {
    html! {
        p {
            "Chưa chắc thủ tục nào đúng? "
            @match &frame.office.phone {
                Some(phone) => { "Gọi " strong { (phone) } " trong giờ làm việc" }
                None => "Hỏi trực tiếp tại bộ phận một cửa",
            }
            @if let Some(address) = &frame.office.address { ", hoặc đến " (address) }
            "."
        }
    }
}
