//! `/thu-tuc`: search and browse, filters in the address, pages by cursor.

use maud::{Markup, html};

use super::home::encoded;
use crate::domain::procedure::Level;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{message, said, say, vietnamese};
use crate::ui::parts::{
    Button, ButtonKind, Choice, EmptyState, Select, field_id, level_tag, link_button, next_page,
    notice, page_numbers,
};
use crate::ui::words::{count::counted, names};

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

/// A list of more pages than this is not numbered; the largest field of the national catalogue has 29.
const MOST_PAGES: usize = 40;

/// What was asked, what can be asked, and what was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The words searched for; empty when browsing.
    pub q: String,
    /// By what the list can be narrowed.
    pub narrow: Vec<Narrow>,
    /// How many procedures the list has altogether.
    pub total: usize,
    /// Procedures of this page.
    pub hits: Vec<Hit>,
    /// What is near when nothing fits the filters.
    pub nearest: Vec<Hit>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// How many procedures a page shows.
    pub size: usize,
    /// How many came before this page.
    pub offset: usize,
    /// `false` when the best answer is a guess.
    pub sure: bool,
}

impl Found {
    /// This list's address, from its beginning or after a cursor.
    fn href(&self, after: Option<&str>) -> String {
        let mut href = String::from("/thu-tuc");
        let narrow = self
            .narrow
            .iter()
            .map(|narrow| (narrow.name, narrow.chosen.as_str()));
        let given = [("q", self.q.as_str())]
            .into_iter()
            .chain(narrow)
            .chain([("after", after.unwrap_or_default())]);
        let mut sign = '?';
        for (name, value) in given.filter(|(_, value)| !value.is_empty()) {
            href.push(sign);
            href.push_str(name);
            href.push('=');
            href.push_str(&encoded(value));
            sign = '&';
        }
        href
    }

    /// The addresses of all pages, so that whoever browses reaches every procedure of a field in three clicks from the
    /// home page; none for answers to words, where what comes late hardly fits, and none for lists too long to number.
    fn pages(&self) -> Vec<String> {
        let count = self.total.div_ceil(self.size.max(1));
        if !self.q.is_empty() || count > MOST_PAGES {
            return Vec::new();
        }
        let offsets = (0..count).map(|page| page * self.size);
        offsets
            .map(|offset| self.href((offset > 0).then(|| offset.to_string()).as_deref()))
            .collect()
    }

    /// The same words without any filter.
    fn unfiltered(&self) -> String {
        if self.q.is_empty() {
            "/thu-tuc".to_owned()
        } else {
            format!("/thu-tuc?q={}", encoded(&self.q))
        }
    }

    fn is_filtered(&self) -> bool {
        self.narrow.iter().any(|narrow| !narrow.chosen.is_empty())
    }

    /// The field of administration that was chosen.
    fn field(&self) -> Option<&str> {
        self.narrow
            .iter()
            .find(|narrow| narrow.name == "field" && !narrow.chosen.is_empty())
            .map(|narrow| narrow.chosen.as_str())
    }

    fn title(&self) -> String {
        match (self.q.is_empty(), self.field()) {
            (false, _) => say!("Thủ tục về “{words}”", words = self.q),
            (true, Some(field)) => say!("Lĩnh vực {field}", field = said(field)),
            (true, None) => say!("Tất cả thủ tục").to_owned(),
        }
    }
}

/// A filter: its parameter, what it is called, what is chosen and what can be.
#[derive(Debug, Clone)]
pub struct Narrow {
    /// Parameter in the address.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The chosen value; empty for all.
    pub chosen: String,
    /// What can be chosen, each with how many it would leave.
    pub choices: Vec<Choice>,
}

/// The list with its filters.
pub fn find(frame: &Frame<'_>, view: &Found) -> Markup {
    let title = view.title();
    let head = if view.q.is_empty() && view.field().is_none() {
        Head::new(&title)
    } else {
        Head::new(&title).under("/thu-tuc", say!("Thủ tục"))
    };
    frame.page(
        &head,
        &html! {
            div class="stack stack-l" {
                h1 { (title) }
                div class="finder" {
                    (filters(view))
                    section class="stack" aria-labelledby="ket-qua" {
                        h2 class="sr" id="ket-qua" { (say!("Kết quả")) }
                        (answer(frame, view))
                    }
                }
            }
        },
    )
}

fn filters(view: &Found) -> Markup {
    let id = field_id("q-loc");
    html! {
        form class="filters card tight" method="get" action="/thu-tuc" role="search" aria-label=(say!("Tìm và lọc thủ tục")) {
            div class="search" data-suggest="yes" {
                label class="label" for=(id) { (say!("Từ khóa")) }
                input class="control" type="search" id=(id) name="q" value=(view.q) maxlength="200" autocomplete="off";
            }
            details class="filter-fold" open[view.is_filtered()] {
                summary { (say!("Lọc theo lĩnh vực, cơ quan, đối tượng, cấp")) }
                @for narrow in &view.narrow {
                    @if narrow.choices.len() > 1 || !narrow.chosen.is_empty() {
                        (Select::new(narrow.name, narrow.label, &narrow.choices).value(&narrow.chosen).blank(say!("Tất cả")))
                    }
                }
            }
            div class="row" {
                (Button::new(say!("Tìm")).icon("search"))
                a href="/thu-tuc" { (say!("Bỏ lọc")) }
            }
        }
    }
}

fn answer(frame: &Frame<'_>, view: &Found) -> Markup {
    if view.hits.is_empty() {
        return html! {
            (EmptyState { icon: "search", title: say!("Không có thủ tục nào khớp"), body: html! {
                @if view.is_filtered() {
                    p { (say!("Các điều kiện lọc bên cạnh không còn thủ tục nào. ")) a href=(view.unfiltered()) { (say!("Bỏ điều kiện lọc")) } (say!(" để xem tất cả kết quả.")) }
                } @else {
                    p { (say!("Thử viết ngắn hơn bằng lời thường ngày, ví dụ “khai sinh cho con” hoặc “sang tên xe”.")) }
                }
                div class="row" { (link_button("/thu-tuc", say!("Xem tất cả thủ tục"), ButtonKind::Second, None)) }
            } })
            @if !view.nearest.is_empty() {
                h3 { (say!("Gần nhất")) }
                (hits(&view.nearest))
            }
            (ask(frame))
        };
    }
    html! {
        @if !view.q.is_empty() && !view.sure {
            (notice(Tone::Warn, &html! {
                h3 { (say!("Có thể đây chưa phải thủ tục bạn cần")) }
                p { (say!("Không có thủ tục nào khớp hẳn với “{words}”. Dưới đây là những thủ tục gần nhất.", words = view.q)) }
                p class="small" { (say!("Mẹo: nói việc bạn cần bằng vài từ, ví dụ “cấp lại căn cước”, “mở quán ăn”, “trợ cấp người cao tuổi”.")) }
                (ask_words(frame))
            }))
        }
        p class="small soft" { (counted(view.total, message!("1 thủ tục"), message!("{n} thủ tục"))) }
        (hits(&view.hits))
        (next_page(
            view.next.as_deref().map(|cursor| view.href(Some(cursor))).as_deref(),
            (view.offset > 0).then(|| view.href(None)).as_deref(),
        ))
        (page_numbers(view.offset / view.size.max(1), &view.pages()))
    }
}

fn hits(hits: &[Hit]) -> Markup {
    html! {
        ul class="results" role="list" {
            @for hit in hits {
                li class="stack stack-s" {
                    h3 { a href={ "/thu-tuc/" (hit.code) } lang=[vietnamese()] { (hit.name) } }
                    div class="row small soft" {
                        span class="code" { (hit.code) }
                        @if !hit.field.is_empty() { span { (said(&hit.field)) } }
                        @if !hit.levels.is_empty() {
                            span { @for (i, level) in hit.levels.iter().enumerate() { @if i > 0 { ", " } (names::level(*level)) } }
                        }
                        (level_tag(hit.full_online))
                    }
                }
            }
        }
    }
}

fn ask(frame: &Frame<'_>) -> Markup {
    notice(
        Tone::Info,
        &html! { h3 { (say!("Hỏi bộ phận một cửa")) } (ask_words(frame)) },
    )
}

fn ask_words(frame: &Frame<'_>) -> Markup {
    html! {
        p {
            (say!("Chưa chắc thủ tục nào đúng? "))
            @match &frame.office.phone {
                Some(phone) => { (say!("Gọi ")) strong { (phone) } (say!(" trong giờ làm việc")) }
                None => (say!("Hỏi trực tiếp tại bộ phận một cửa")),
            }
            @if let Some(address) = &frame.office.address { (say!(", hoặc đến ")) span lang=[vietnamese()] { (address) } }
            "."
        }
    }
}
