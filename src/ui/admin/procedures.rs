//! Procedures (thủ tục): the list, one of them as a sheet that is filled in, its versions.

use maud::{Markup, html};

use super::cells::Cells;
use super::difference::difference;
use crate::domain::dossier::Channel;
use crate::domain::procedure::{Origin, Part, Procedure, Taking, TimeUnit};
use crate::ui::parts::{
    Button, ButtonKind, Choice, Column, EmptyState, Radios, Row, SearchBox, Table, TextArea,
    TextField, error_summary, fold, link_button, next_page, notice, tabs, tag,
};
use crate::ui::words::{AtMoment, names, procedure as words};
use crate::ui::{Entries, Frame, Head, Tone};

/// Address of the list.
pub const PROCEDURES: &str = "/quan-tri/thu-tuc";

/// The list as it is asked for.
#[derive(Debug, Clone)]
pub struct ProceduresPage<'a> {
    /// What was searched for.
    pub q: &'a str,
    /// Only those that the office changed.
    pub own_only: bool,
    /// How many there are, and how many of them the office changed.
    pub counts: (u64, u64),
    /// The procedures of this page.
    pub shown: &'a [std::sync::Arc<Procedure>],
    /// Addresses of the next page and of the first.
    pub next: Option<String>,
    /// The way back to the beginning.
    pub first: Option<String>,
}

/// The list.
pub fn procedures_page(frame: &Frame<'_>, page: &ProceduresPage<'_>) -> Markup {
    let columns = [
        Column::new("Thủ tục"),
        Column::new("Thời hạn"),
        Column::new("Tiếp nhận"),
        Column::numeric("Phiên bản"),
    ];
    let rows = page.shown.iter().map(|one| listed(one)).collect();
    let views = [
        (
            PROCEDURES.to_owned(),
            "Tất cả".to_owned(),
            Some(page.counts.0),
        ),
        (
            format!("{PROCEDURES}?rieng=co"),
            "Cơ quan đã sửa".to_owned(),
            Some(page.counts.1),
        ),
    ];
    let body = html! {
        div class="stack stack-l" {
            h1 { "Danh mục thủ tục" }
            p { "Sửa thời hạn, phí, giấy tờ và cách tiếp nhận cho đúng với cơ quan. Mỗi lần lưu tạo một phiên bản mới; hồ sơ đã nộp giữ phiên bản lúc nộp." }
            p class="row" {
                (link_button(&format!("{PROCEDURES}/nhap"), "Nhập danh mục từ tệp", ButtonKind::Second, Some("upload")))
            }
            (SearchBox { action: PROCEDURES, label: "Tìm thủ tục: tên, từ khóa hoặc mã", hint: None, value: page.q, key: "thu-tuc", suggest: false })
            (tabs("Danh sách", usize::from(page.own_only), &views))
            @if page.shown.is_empty() {
                (EmptyState { icon: "search", title: "Không có thủ tục nào", body: html! {
                    p { @if page.own_only { "Cơ quan chưa sửa thủ tục nào; tất cả đang theo đúng danh mục." } @else { "Hãy thử từ khác, hoặc nhập danh mục từ tệp." } }
                } })
            } @else {
                (Table { caption: "Thủ tục", show_caption: false, columns: &columns, rows })
            }
            (next_page(page.next.as_deref(), page.first.as_deref()))
        }
    };
    frame.page(
        &Head::new("Danh mục thủ tục").under("/quan-tri", "Quản trị"),
        &body,
    )
}

fn listed(one: &Procedure) -> Row {
    let time = match one.cases.as_slice() {
        [only] => names::time_limit(only.time, only.unit),
        cases => format!("{} trường hợp", cases.len()),
    };
    Row {
        late: false,
        cells: vec![
            html! {
                a href={ (PROCEDURES) "/" (one.code.as_str()) } { (one.name) }
                span class="under" { span class="code" { (one.code.as_str()) } @if !one.field().is_empty() { " · " (one.field()) } }
            },
            html! { (time) },
            match one.taking() {
                Taking::EveryWay => tag("good", "check", "Có"),
                Taking::NotOnline => tag("info", "place", "Tại quầy, bưu chính"),
                Taking::Never => tag("bad", "lock", "Không"),
            },
            html! { (one.version) span class="under" { (whose(one.origin.as_ref())) } },
        ],
    }
}

fn whose(origin: Option<&Origin>) -> &'static str {
    match origin {
        Some(origin) if origin.own => "Cơ quan sửa",
        _ => "Theo danh mục",
    }
}

/// What somebody else saved while the form was filled in.
#[derive(Debug, Clone, Copy)]
pub struct Meanwhile<'a> {
    /// The version that was edited.
    pub base: &'a Procedure,
    /// What is shown now.
    pub now: &'a Procedure,
    /// Parts that both changed.
    pub conflicts: &'a [Part],
}

/// One procedure with the form about it.
#[derive(Debug, Clone, Copy)]
pub struct ProcedurePage<'a> {
    /// As it is shown now.
    pub shown: &'a Procedure,
    /// The form.
    pub entries: &'a Entries,
    /// Rows of the form: ways of filing, and papers.
    pub rows: (usize, usize),
    /// What the form would make of it, when somebody asked to see.
    pub preview: Option<&'a Procedure>,
    /// What somebody else saved meanwhile.
    pub meanwhile: Option<Meanwhile<'a>>,
    /// Every version, the newest first.
    pub versions: &'a [Procedure],
}

/// The sheet.
pub fn procedure_page(frame: &Frame<'_>, page: &ProcedurePage<'_>) -> Markup {
    let (shown, entries) = (page.shown, page.entries);
    let code = shown.code.as_str();
    let body = html! {
        div class="stack stack-l" {
            h1 class=[(shown.name.chars().count() > 150).then_some("long")] { (shown.name) }
            p class="row small" {
                span class="code" { (code) }
                span { "Phiên bản " (shown.version) " · " (whose(shown.origin.as_ref())) }
                a href={ "/thu-tuc/" (code) } { "Xem như người dân" }
                a href={ "/quan-tri/bieu-mau/" (code) } { "Biểu mẫu điện tử" }
            }
            (error_summary(entries))
            @if let Some(meanwhile) = page.meanwhile { (saved_meanwhile(meanwhile)) }
            @if let Some(preview) = page.preview { (previewed(shown, preview)) }
            form method="post" action={ (PROCEDURES) "/" (code) } class="stack stack-l" {
                (frame.seal)
                input type="hidden" name="version" value=(entries.value("version"));
                (taking(entries))
                (times(page))
                (methods(page))
                (papers(page))
                section class="stack" aria-labelledby="khac" {
                    h2 id="khac" { "Nơi tiếp nhận và ghi chú" }
                    (TextArea::new("address", "Địa chỉ tiếp nhận").of(entries).rows(2).optional())
                    (TextArea::new("note", "Ghi chú cho người dân").of(entries).rows(3).optional())
                    (TextField::new("why", "Căn cứ, lý do thay đổi").hint("Ví dụ: Nghị quyết số 12/2026/NQ-HĐND. Ghi vào lịch sử phiên bản.").of(entries).maxlength(500).optional())
                }
                div class="actions sticky" {
                    (Button::new("Lưu thành phiên bản mới").icon("check").sends("_do", "save"))
                    (Button::new("Xem trước thay đổi").kind(ButtonKind::Second).sends("_do", "preview"))
                }
            }
            (history(page))
        }
    };
    let head = Head::new(&shown.name)
        .under("/quan-tri", "Quản trị")
        .under(PROCEDURES, "Danh mục thủ tục")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

fn saved_meanwhile(meanwhile: Meanwhile<'_>) -> Markup {
    let now = meanwhile.now;
    let by = now.origin.as_ref().and_then(|origin| origin.by.as_ref());
    notice(
        Tone::Warn,
        &html! {
            h2 { "Chưa lưu: đã có phiên bản " (now.version) " trong lúc bạn sửa" }
            p {
                @if let Some(by) = by { "Tài khoản " strong { (by) } " đã lưu các thay đổi dưới đây. " }
                "Biểu mẫu bên dưới đã gồm cả thay đổi đó và thay đổi của bạn; nơi cả hai cùng đổi thì đang giữ của bạn. Hãy xem lại rồi lưu lần nữa."
            }
            (difference(meanwhile.base, now, &Part::differing(meanwhile.base, now), meanwhile.conflicts))
        },
    )
}

fn previewed(shown: &Procedure, preview: &Procedure) -> Markup {
    let parts = Part::differing(shown, preview);
    notice(
        Tone::Info,
        &html! {
            @if parts.is_empty() {
                p { "Không có gì thay đổi so với phiên bản đang dùng." }
            } @else {
                h2 { "Chưa lưu. Sẽ thay đổi:" }
                (difference(shown, preview, &parts, &[]))
            }
        },
    )
}

fn taking(entries: &Entries) -> Markup {
    let ways = Taking::ALL.map(|one| Choice::new(one.key(), words::taking(one)));
    let levels = [
        Choice::new("full", words::online(true))
            .hint("Người dân không phải đến cơ quan, kể cả khi nhận kết quả."),
        Choice::new("part", words::online(false)),
    ];
    html! {
        section class="stack" aria-labelledby="tiep-nhan" {
            h2 id="tiep-nhan" { "Tiếp nhận" }
            (Radios::new("taking", "Cơ quan tiếp nhận hồ sơ của thủ tục này?", &ways).of(entries))
            (Radios::new("level", "Mức độ trực tuyến", &levels).of(entries))
        }
    }
}

fn time(cells: &Cells<'_>) -> Markup {
    let units = TimeUnit::ALL.map(|unit| (unit.as_str(), words::unit(unit)));
    html! {
        div class="cell-pair" {
            (cells.number("time", "Thời hạn"))
            (cells.choice("unit", "Đơn vị", &units))
        }
    }
}

fn times(page: &ProcedurePage<'_>) -> Markup {
    let columns = [
        Column::new("Trường hợp"),
        Column::new("Thời hạn giải quyết"),
    ];
    let rows = page
        .shown
        .cases
        .iter()
        .enumerate()
        .map(|(at, case)| {
            let (of, said) = (format!("case.{at}"), format!("của {}", case.name));
            Row {
                late: false,
                cells: vec![
                    html! { (case.name) },
                    time(&Cells::new(page.entries, &of, &said)),
                ],
            }
        })
        .collect();
    html! {
        section class="stack" aria-labelledby="thoi-han" {
            h2 id="thoi-han" { "Thời hạn theo trường hợp" }
            p class="hint" { "Ngày hẹn trả được tính theo đây. Để trống thì dùng thời hạn của cách nộp bên dưới." }
            div class="filled-in" { (Table { caption: "Thời hạn theo trường hợp", show_caption: false, columns: &columns, rows }) }
        }
    }
}

fn methods(page: &ProcedurePage<'_>) -> Markup {
    let columns = [
        Column::new("Cách nộp"),
        Column::new("Phí, lệ phí"),
        Column::new("Ghi chú"),
    ];
    let rows = (0..page.rows.0)
        .map(|at| method(page.entries, at))
        .collect();
    html! {
        section class="stack" aria-labelledby="cach-nop" {
            h2 id="cach-nop" { "Cách nộp, thời hạn và phí" }
            p class="hint" { "Một cách nộp có đúng một mức phí thì mức đó được ghi vào hồ sơ; nhiều mức thì cán bộ chọn khi thu. Dòng phí để trống thì bỏ đi." }
            @if page.rows.0 > 0 {
                div class="filled-in even" { (Table { caption: "Cách nộp, thời hạn và phí", show_caption: false, columns: &columns, rows }) }
            }
            p { (Button::new("Thêm cách nộp").kind(ButtonKind::Second).icon("plus").sends("_do", "add_method")) }
        }
    }
}

/// Rows of fees of a way of filing: those that are filled in, and one to add another.
fn fee_rows(entries: &Entries, at: usize) -> usize {
    let filled = |nth: &usize| {
        let name = |part: &str| format!("method.{at}.fee.{nth}.{part}");
        let blank = |part: &str| entries.value(&name(part)).is_empty();
        !(blank("value") && blank("note")) || entries.fault(&name("value")).is_some()
    };
    let last = (0..100).rfind(filled);
    last.map_or(1, |last| last + 2)
}

fn method(entries: &Entries, at: usize) -> Row {
    let (of, said) = (format!("method.{at}"), format!("của cách nộp {}", at + 1));
    let cells = Cells::new(entries, &of, &said);
    let kinds = [
        ("FEE", "Phí, lệ phí"),
        ("SERVICE_FEE", "Phí dịch vụ"),
        ("PRICE_LEVEL", "Mức giá"),
    ];
    let fees = (0..fee_rows(entries, at)).map(|nth| {
        let of = format!("method.{at}.fee.{nth}");
        let said = format!("của dòng phí {}, cách nộp {}", nth + 1, at + 1);
        let cells = Cells::new(entries, &of, &said);
        html! {
            div class="fee" {
                div class="cell-pair" {
                    (cells.number("value", "Số tiền (đồng)"))
                    (cells.choice("kind", "Loại", &kinds))
                }
                (cells.lines("note", "Diễn giải", 2))
            }
        }
    });
    Row {
        late: false,
        cells: vec![
            html! {
                (cells.fault("channels"))
                fieldset class="cell-choices" {
                    legend class="sr" { "Nộp bằng cách nào, cách nộp " (at + 1) }
                    @for channel in Channel::ALL { (cells.tick("channels", channel.as_str(), names::channel(channel))) }
                }
                (time(&cells))
                (cells.tick("gone", "yes", "Bỏ cách nộp này"))
            },
            html! { @for fee in fees { (fee) } },
            cells.lines("note", "Ghi chú", 4),
        ],
    }
}

fn papers(page: &ProcedurePage<'_>) -> Markup {
    let columns = [
        Column::new("Giấy tờ"),
        Column::new("Số bản"),
        Column::new("Yêu cầu"),
    ];
    let rows = (0..page.rows.1).map(|at| paper(page.entries, at)).collect();
    html! {
        section class="stack" aria-labelledby="giay-to" {
            h2 id="giay-to" { "Thành phần hồ sơ" }
            @if page.rows.1 > 0 {
                div class="filled-in wide-first" { (Table { caption: "Thành phần hồ sơ", show_caption: false, columns: &columns, rows }) }
            }
            p { (Button::new("Thêm giấy tờ").kind(ButtonKind::Second).icon("plus").sends("_do", "add_paper")) }
        }
    }
}

fn paper(entries: &Entries, at: usize) -> Row {
    let (of, said) = (format!("paper.{at}"), format!("của giấy tờ {}", at + 1));
    let cells = Cells::new(entries, &of, &said);
    let kinds = [
        ("paper", "Có thể nộp"),
        ("required", "Bắt buộc"),
        ("note", "Lưu ý, không phải giấy tờ"),
    ];
    Row {
        late: false,
        cells: vec![
            html! {
                input type="hidden" name=(cells.name("id")) value=(cells.value("id"));
                (cells.lines("name", &format!("Tên giấy tờ {}", at + 1), 2))
            },
            html! {
                div class="cell-pair" {
                    (cells.number("original", "Bản chính"))
                    (cells.number("copy", "Bản sao"))
                }
            },
            html! {
                (cells.choice("kind", "Yêu cầu", &kinds))
                (cells.tick("gone", "yes", "Bỏ dòng này"))
            },
        ],
    }
}

fn history(page: &ProcedurePage<'_>) -> Markup {
    let columns = [
        Column::new("Phiên bản"),
        Column::new("Khi nào, ai"),
        Column::new("Thay đổi"),
        Column::new("Căn cứ, lý do"),
    ];
    let before = page.versions.iter().skip(1).map(Some).chain([None]);
    let rows = page
        .versions
        .iter()
        .zip(before)
        .map(|(one, before)| {
            let parts = before.map(|before| Part::differing(before, one)).unwrap_or_default();
            let named: Vec<&str> = parts.iter().map(|part| words::part(*part)).collect();
            let origin = one.origin.as_ref();
            Row {
                late: false,
                cells: vec![
                    html! {
                        a href={ (PROCEDURES) "/" (one.code.as_str()) "/phien-ban/" (one.version) } { "Phiên bản " (one.version) }
                        @if one.version == page.shown.version { " " (tag("good", "check", "Đang dùng")) }
                        span class="under" { (whose(origin)) }
                    },
                    html! {
                        @match origin {
                            Some(origin) => {
                                (AtMoment(origin.at))
                                span class="under" { @match &origin.by { Some(by) => (by), None => "Từ máy chủ" } }
                            }
                            None => "Không rõ"
                        }
                    },
                    html! { @if before.is_none() { "Lần đầu" } @else if named.is_empty() { "Không khác" } @else { (named.join("; ")) } },
                    html! { (origin.map_or("", |origin| origin.why.as_str())) },
                ],
            }
        })
        .collect();
    html! {
        section aria-labelledby="lich-su" {
            h2 id="lich-su" { "Lịch sử phiên bản" }
            (Table { caption: "Lịch sử phiên bản", show_caption: false, columns: &columns, rows })
        }
    }
}

/// One version against the one before it.
#[derive(Debug, Clone, Copy)]
pub struct VersionPage<'a> {
    /// The version.
    pub version: &'a Procedure,
    /// The one before it.
    pub before: Option<&'a Procedure>,
    /// The number of the one that is shown now.
    pub shown: u32,
}

/// A version: what it changed, and everything it says.
pub fn version_page(frame: &Frame<'_>, page: &VersionPage<'_>) -> Markup {
    let one = page.version;
    let here = format!("{PROCEDURES}/{}", one.code.as_str());
    let title = format!("Phiên bản {}", one.version);
    let own: Vec<Part> = Part::ALL
        .into_iter()
        .filter(|part| !words::lines(*part, one).is_empty())
        .collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { (title) }
            p { (one.name) " " span class="code soft" { (one.code.as_str()) } }
            @if let Some(origin) = &one.origin {
                p class="small" {
                    (whose(Some(origin))) ", " (AtMoment(origin.at))
                    @if let Some(by) = &origin.by { ", tài khoản " (by) }
                    "."
                    @if !origin.why.is_empty() { " Căn cứ: " (origin.why) "." }
                }
            }
            @if let Some(before) = page.before {
                section aria-labelledby="thay-doi" {
                    h2 id="thay-doi" { "Thay đổi so với phiên bản " (before.version) }
                    (difference(before, one, &Part::differing(before, one), &[]))
                }
            }
            (fold("Toàn bộ nội dung của phiên bản này", page.before.is_none(), &html! {
                dl class="changes" {
                    @for part in &own {
                        div { dt { (words::part(*part)) } @for line in words::lines(*part, one) { dd { (line) } } }
                    }
                }
            }))
            @if one.version != page.shown {
                p { (link_button(&format!("{here}?tu={}", one.version), "Sửa tiếp từ phiên bản này", ButtonKind::Second, Some("edit"))) }
            }
        }
    };
    let head = Head::new(&title)
        .under("/quan-tri", "Quản trị")
        .under(PROCEDURES, "Danh mục thủ tục")
        .under(here.clone(), one.code.as_str());
    frame.page(&head, &body)
}
