//! The administrator's first page: who the office is, whether it files online, how the machine is.

use maud::{Markup, html};

use crate::ui::parts::{
    Button, Choice, Fact, Radios, SummaryRow, facts, link_button, notice, summary,
};
use crate::ui::parts::{ButtonKind, tag};
use crate::ui::{Frame, Head, Tone};

/// Whether citizens file online, as the form says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnlineChoice {
    /// Here.
    On,
    /// Not at all.
    Off,
    /// At the National Portal.
    Link,
}

impl OnlineChoice {
    /// What the form sends.
    pub const fn key(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Link => "link",
        }
    }

    /// The choice that the form sent.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::On, Self::Off, Self::Link]
            .into_iter()
            .find(|choice| choice.key() == key)
    }

    /// All three, with what they mean.
    pub fn choices() -> [Choice; 3] {
        [
            Choice::new("on", "Nộp tại cổng này").hint("Công dân nộp hồ sơ trên cổng của cơ quan."),
            Choice::new("link", "Dẫn sang Cổng Dịch vụ công quốc gia")
                .hint("Quầy một cửa hỗ trợ người dân nộp trên Cổng quốc gia."),
            Choice::new("off", "Tắt").hint("Chỉ nhận hồ sơ tại quầy và qua bưu chính."),
        ]
    }
}

/// How one part of the machine is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Which part.
    pub name: String,
    /// Whether it is well.
    pub well: bool,
    /// More about it.
    pub words: String,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct OfficeSheet<'a> {
    /// Facts in order: what, and how it is.
    pub facts: &'a [(String, String)],
    /// How online filing is set.
    pub online: OnlineChoice,
    /// Procedures in the catalogue.
    pub procedures: u32,
    /// Officers: enabled, all.
    pub officers: (usize, usize),
    /// How the machine is.
    pub health: &'a [Health],
    /// Roles that no enabled officer has, in words.
    pub missing: &'a [String],
}

/// The page.
pub fn overview_page(frame: &Frame<'_>, sheet: &OfficeSheet<'_>) -> Markup {
    let choices = OnlineChoice::choices();
    let rows: Vec<SummaryRow> = sheet
        .facts
        .iter()
        .map(|(term, value)| {
            SummaryRow::new(
                term.clone(),
                html! { @if value.is_empty() { span class="soft" { "Chưa có" } } @else { (value) } },
            )
        })
        .collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Quản trị" }
            @if !sheet.missing.is_empty() {
                (notice(Tone::Warn, &html! {
                    p { "Chưa có tài khoản đang hoạt động cho: " strong { (sheet.missing.join(", ")) } ". Hồ sơ sẽ không chuyển qua được các bước này." }
                    p { a href="/quan-tri/tai-khoan" { "Tạo tài khoản" } }
                }))
            }
            (facts(true, &[
                Fact::new("Thủ tục trong danh mục", html! { (sheet.procedures) }),
                Fact::new("Tài khoản cán bộ", html! { (sheet.officers.0) span class="under" { (sheet.officers.1) " kể cả đã khóa" } }),
            ]))
            div class="split" {
                section aria-labelledby="co-quan" {
                    h2 id="co-quan" { "Cơ quan" }
                    (summary(&rows))
                }
                div class="stack stack-l" {
                    section aria-labelledby="may-chu" {
                        h2 id="may-chu" { "Tình trạng hệ thống" }
                        ul class="health" role="list" {
                            @for part in sheet.health {
                                li {
                                    (if part.well { tag("good", "done", "Tốt") } else { tag("bad", "alert", "Có lỗi") })
                                    div { (part.name) span class="under" { (part.words) } }
                                }
                            }
                        }
                    }
                    p class="row" {
                        (link_button("/quan-tri/tai-khoan", "Tài khoản cán bộ", ButtonKind::Second, Some("user")))
                        (link_button("/quan-tri/thu-tuc", "Danh mục thủ tục", ButtonKind::Second, Some("file")))
                        (link_button("/quan-tri/danh-muc", "Danh mục dùng chung", ButtonKind::Second, None))
                        (link_button("/quan-tri/ma-ho-so", "Mẫu mã hồ sơ", ButtonKind::Second, None))
                        (link_button("/quan-tri/don-vi", "Đơn vị", ButtonKind::Second, None))
                        (link_button("/quan-tri/quy-trinh", "Quy trình nội bộ", ButtonKind::Second, None))
                        (link_button("/quan-tri/mau-in", "Mẫu in", ButtonKind::Second, Some("edit")))
                        (link_button("/quan-tri/sao-luu", "Sao lưu và khôi phục", ButtonKind::Second, None))
                        (link_button("/quan-tri/nhat-ky", "Nhật ký kiểm toán", ButtonKind::Second, None))
                        (link_button("/quan-tri/tu-ngu", "Từ ngữ tìm kiếm", ButtonKind::Second, Some("search")))
                        (link_button("/quan-tri/ky-so", "Chữ ký số", ButtonKind::Second, Some("stamp")))
                        (link_button("/quan-tri/lich", "Lịch làm việc", ButtonKind::Second, Some("calendar")))
                    }
                }
            }
            section aria-labelledby="truc-tuyen" {
                h2 id="truc-tuyen" { "Nộp hồ sơ trực tuyến" }
                form method="post" action="/quan-tri" class="stack" {
                    (frame.seal)
                    (Radios::new("online_filing", "Công dân nộp trực tuyến", &choices).value(sheet.online.key()).boxed())
                    div class="actions" { (Button::new("Lưu").icon("check")) }
                }
            }
        }
    };
    frame.page(&Head::new("Quản trị"), &body)
}
