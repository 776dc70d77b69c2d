//! Questions, reports and proposals at the desk (phản ánh, hỏi đáp): the list, and a piece with what may be done to it.

use maud::{Markup, html};

use super::parts::{dossier_path, left, query, short_moment};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::clock;
use crate::domain::feedback::{Answer, DeclineGround, Feedback};
use crate::domain::officer::{Holder, User};
use crate::domain::time::Moment;
use crate::store::feedback::FeedbackRow;
use crate::ui::parts::{
    Button, ButtonKind, Choice, Column, EmptyState, Fact, Row, Select, Table, TextArea, TextField,
    card, error_summary, facts, fold, icon, next_page, notice, tabs, tag,
};
use crate::ui::portal::feedback::{ANSWERS, state_tag};
use crate::ui::words::AtMoment;
use crate::ui::words::feedback as words;
use crate::ui::{Entries, Frame, Head, Tone};

/// Where officers find them.
pub const FEEDBACK_DESK: &str = "/can-bo/phan-anh";

/// A list as its address names it: what stands after `loc=`, what the tab says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedbackTab {
    /// In the address.
    pub key: &'static str,
    /// On the tab.
    pub name: &'static str,
    /// How many it has.
    pub count: u64,
}

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct FeedbackList<'a> {
    /// Every list that there is.
    pub tabs: &'a [FeedbackTab],
    /// Which one this is.
    pub here: usize,
    /// Its rows.
    pub rows: &'a [FeedbackRow],
    /// Cursor of the next page.
    pub next: Option<&'a str>,
    /// Whether this is a later page.
    pub later: bool,
    /// Now.
    pub now: Moment,
    /// The office's working time.
    pub calendar: &'a OfficeCalendar,
}

/// Where officers open a piece.
pub fn feedback_path(code: &str) -> String {
    format!("{FEEDBACK_DESK}/{code}")
}

/// The list's page.
pub fn feedback_list(frame: &Frame<'_>, list: &FeedbackList<'_>) -> Markup {
    let href = |key: &str, cursor: &str| {
        format!("{FEEDBACK_DESK}{}", query(&[("loc", key), ("sau", cursor)]))
    };
    let key = list.tabs.get(list.here).map_or("", |tab| tab.key);
    let all: Vec<(String, String, Option<u64>)> = list
        .tabs
        .iter()
        .map(|tab| (href(tab.key, ""), tab.name.to_owned(), Some(tab.count)))
        .collect();
    let columns = [
        Column::new("Nội dung"),
        Column::new("Trạng thái"),
        Column::new("Hẹn trả lời"),
        Column::new("Người xử lý"),
    ];
    let rows = list.rows.iter().map(|row| table_row(list, row)).collect();
    let body = html! {
        div class="stack" {
            h1 { "Phản ánh, hỏi đáp" }
            (tabs("Danh sách", list.here, &all))
            @if list.rows.is_empty() {
                (EmptyState { icon: "chat", title: "Không có nội dung nào ở đây", body: html! { p { "Câu hỏi, phản ánh mới hiện ở đây ngay khi người dân gửi." } } })
            } @else {
                (Table { caption: "Câu hỏi, phản ánh, kiến nghị", show_caption: false, columns: &columns, rows })
            }
            (next_page(
                list.next.map(|cursor| href(key, cursor)).as_deref(),
                list.later.then(|| href(key, "")).as_deref(),
            ))
        }
    };
    frame.page(&Head::new("Phản ánh, hỏi đáp"), &body)
}

fn table_row(list: &FeedbackList<'_>, row: &FeedbackRow) -> Row {
    let late = row.is_late(list.now);
    Row {
        late,
        cells: vec![
            html! {
                a href=(feedback_path(&row.code)) { (row.title) }
                span class="under" { (words::kind(row.kind)) " · " span class="code" { (row.code) } " · gửi " (short_moment(row.sent_at)) }
            },
            html! {
                (state_tag(row.state))
                @if row.public { " " (tag("leaf", "info", "Công khai")) }
            },
            html! {
                @match row.answered_at {
                    None => (left(clock::remaining(list.now, row.due_at, list.calendar))),
                    Some(_) if late => (tag("bad", "alert", "Trả lời trễ hẹn")),
                    Some(_) => (tag("good", "check", "Đúng hẹn")),
                }
                span class="under" { (short_moment(row.due_at)) }
            },
            html! { (row.holder.as_deref().unwrap_or("Chưa ai nhận")) },
        ],
    }
}

/// What the viewer may do with a piece.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a form on the page")]
pub struct Possible {
    /// Take it.
    pub take: bool,
    /// Hand it over.
    pub assign: bool,
    /// Answer, or change the answer.
    pub answer: bool,
    /// Make it public, or change its public words.
    pub publish: bool,
    /// Take it back from the public.
    pub hide: bool,
    /// See how the sender is reached.
    pub reveal: bool,
}

/// A piece.
#[derive(Debug, Clone, Copy)]
pub struct FeedbackPage<'a> {
    /// The piece.
    pub piece: &'a Feedback,
    /// Who may get it.
    pub colleagues: &'a [User],
    /// What the viewer may do.
    pub possible: Possible,
    /// Whether telephone and e-mail are shown in full.
    pub revealed: bool,
    /// The form that came back: which deed, and what was typed.
    pub sent: Option<(&'a str, &'a Entries)>,
    /// Somebody else changed it since the form was opened.
    pub overtaken: bool,
    /// Now.
    pub now: Moment,
    /// The office's working time.
    pub calendar: &'a OfficeCalendar,
}

/// The page of a piece.
pub fn feedback_page(frame: &Frame<'_>, page: &FeedbackPage<'_>) -> Markup {
    let piece = page.piece;
    let blank = Entries::new();
    let faulty = page.sent.map_or(&blank, |(_, entries)| entries);
    let body = html! {
        div class="stack stack-l" {
            div class="stack stack-s" {
                p class="row" {
                    span class="code soft" { (piece.code) }
                    (tag("plain", "chat", words::kind(piece.kind)))
                    (state_tag(piece.state()))
                }
                h1 { (piece.title) }
            }
            (error_summary(faulty))
            @if page.overtaken {
                (notice(Tone::Warn, &html! { p { "Có người vừa xử lý nội dung này trong lúc bạn soạn. Hãy xem phần diễn biến; nội dung bạn soạn còn nguyên bên dưới." } }))
            }
            div class="split" {
                div class="stack stack-l" {
                    section class="stack" aria-labelledby="noi-dung" {
                        h2 id="noi-dung" { "Nội dung" }
                        p class="prose" { (piece.text) }
                    }
                    (answers(piece))
                    (deeds(frame, page))
                }
                aside class="stack" aria-label="Thông tin" {
                    (card(&about(page)))
                    (card(&sender(frame, page)))
                    (card(&history(piece)))
                }
            }
        }
    };
    let head = Head::new(piece.code.as_str())
        .under(FEEDBACK_DESK, "Phản ánh, hỏi đáp")
        .faulty(faulty.is_faulty());
    frame.page(&head, &body)
}

fn about(page: &FeedbackPage<'_>) -> Markup {
    let piece = page.piece;
    let due = html! {
        @if piece.answer().is_none() { (left(clock::remaining(page.now, piece.due_at, page.calendar))) " " }
        (AtMoment(piece.due_at))
        div class="small soft" { "Cơ quan tự hẹn " (piece.pledge) " ngày làm việc kể từ khi nhận." }
    };
    let mut list = vec![
        Fact::new("Gửi lúc", html! { (AtMoment(piece.sent_at)) }),
        Fact::new("Hẹn trả lời", due),
        Fact::new(
            "Người xử lý",
            html! { (piece.holder.as_ref().map_or("Chưa ai nhận", |holder| holder.name.as_str())) },
        ),
    ];
    if let Some(procedure) = &piece.procedure {
        list.push(Fact::new(
            "Thủ tục",
            html! { a href={ "/thu-tuc/" (procedure.code) } { (procedure.name) } },
        ));
    }
    if let Some(dossier) = &piece.dossier {
        list.push(Fact::new(
            "Hồ sơ người gửi nêu",
            html! { a class="code" href=(dossier_path(dossier.as_str())) { (dossier) } },
        ));
    }
    let consent = match (&piece.public, piece.may_publish) {
        (Some(_), _) => html! { a href={ (ANSWERS) "/" (piece.code) } { "Đang công khai" } },
        (None, true) => html! { "Người gửi cho phép, không kèm tên" },
        (None, false) => html! { "Người gửi không cho phép" },
    };
    list.push(Fact::new("Công khai", consent));
    facts(false, &list)
}

/// Who sent it: telephone and e-mail covered until somebody uncovers them, which is noted.
fn sender(frame: &Frame<'_>, page: &FeedbackPage<'_>) -> Markup {
    let sender = &page.piece.sender;
    let [phone, email] = if page.revealed {
        [
            sender.phone.as_ref().map(ToString::to_string),
            sender.email.as_ref().map(ToString::to_string),
        ]
    } else {
        sender.covered()
    };
    let reachable = phone.is_some() || email.is_some();
    let mut list = vec![Fact::new(
        "Người gửi",
        html! { (sender.name.as_ref().map_or("Không nêu tên", |name| name.as_str())) },
    )];
    list.extend(phone.map(|phone| Fact::new("Số điện thoại", html! { (phone) })));
    list.extend(email.map(|email| Fact::new("Thư điện tử", html! { (email) })));
    html! {
        (facts(false, &list))
        @if reachable && !page.revealed && page.possible.reveal {
            form method="post" action=(feedback_path(&page.piece.code)) {
                (frame.seal)
                (Button::new("Xem đủ thông tin liên hệ").kind(ButtonKind::Quiet).sends("_do", "reveal").icon("lock"))
                p class="hint" { "Lần xem này được ghi nhật ký." }
            }
        }
    }
}

fn history(piece: &Feedback) -> Markup {
    html! {
        h2 { "Diễn biến" }
        ul { @for line in piece.history.iter().rev() { li { (words::line(line, true)) span class="under" { (AtMoment(line.at)) } } } }
    }
}

/// The answer that counts, and those before it.
fn answers(piece: &Feedback) -> Markup {
    let Some((last, before)) = piece.answers.split_last() else {
        return html! {};
    };
    html! {
        section class="card stack" aria-labelledby="tra-loi" {
            h2 id="tra-loi" { "Trả lời" }
            (answer(last))
            @if !before.is_empty() {
                (fold("Các lần trả lời trước", false, &html! { @for old in before.iter().rev() { div class="stack stack-s" { (answer(old)) } } }))
            }
        }
    }
}

fn answer(answer: &Answer) -> Markup {
    html! {
        @if let Some(ground) = answer.declined { p { strong { (words::ground(ground)) "." } } }
        p class="prose" { (answer.text) }
        @if let Some(instead) = &answer.instead { p { "Nơi có thẩm quyền: " strong { (instead) } } }
        p class="small soft" { (answer.by.name) " · " (AtMoment(answer.at)) }
    }
}

/// The forms of everything that may be done now.
fn deeds(frame: &Frame<'_>, page: &FeedbackPage<'_>) -> Markup {
    let possible = page.possible;
    let entries = |deed: &str| match page.sent {
        Some((sent, entries)) if sent == deed => entries.clone(),
        _ => Entries::new(),
    };
    html! {
        @if possible.take {
            (deed(frame, page, "take", &html! {
                div class="row" { (Button::new("Nhận xử lý").icon("check")) span class="soft" { "Bạn thành người xử lý và trả lời." } }
            }))
        }
        @if possible.answer { (answering(frame, page, &entries)) }
        @if possible.assign {
            (fold("Chuyển cho cán bộ khác", sent(page, "assign"), &assigning(frame, page, &entries("assign"))))
        }
        @if possible.publish || possible.hide { (publishing(frame, page, &entries("publish"))) }
    }
}

/// A form that does this.
fn deed(frame: &Frame<'_>, page: &FeedbackPage<'_>, what: &str, fields: &Markup) -> Markup {
    html! {
        form class="stack" method="post" action=(feedback_path(&page.piece.code)) novalidate {
            (frame.seal)
            input type="hidden" name="_do" value=(what);
            input type="hidden" name="version" value=(page.piece.version);
            (fields)
        }
    }
}

fn sent(page: &FeedbackPage<'_>, deed: &str) -> bool {
    page.sent.is_some_and(|(sent, _)| sent == deed)
}

fn answering(
    frame: &Frame<'_>,
    page: &FeedbackPage<'_>,
    entries: &dyn Fn(&str) -> Entries,
) -> Markup {
    let changes = page.piece.answer().is_some();
    let mut typed = entries("answer");
    if let (false, Some(answer)) = (sent(page, "answer"), page.piece.answer()) {
        typed.set("text", answer.text.as_str());
    }
    let declining = entries("decline");
    let (title, button) = if changes {
        ("Sửa câu trả lời", "Lưu câu trả lời")
    } else {
        ("Trả lời", "Gửi câu trả lời")
    };
    let grounds = DeclineGround::ALL.map(|one| Choice::new(one.key(), words::ground(one)));
    html! {
        section class="card stack" aria-labelledby="soan" {
            h2 id="soan" { (title) }
            (deed(frame, page, "answer", &html! {
                (TextArea::new("text", "Nội dung trả lời").of(&typed).rows(7)
                    .hint("Người gửi đọc được ngay. Không ghi họ tên, số giấy tờ của ai: câu trả lời có thể được công khai."))
                div class="actions" { (Button::new(button).icon("chat")) }
            }))
            (fold("Không thụ lý", sent(page, "decline"), &deed(frame, page, "decline", &html! {
                (Select::new("ground", "Lý do", &grounds).of(&declining).blank("Chọn lý do"))
                (TextField::new("instead", "Nơi có thẩm quyền").of(&declining).maxlength(300).optional()
                    .hint("Cần ghi khi không thuộc thẩm quyền: người dân nên gửi đến đâu."))
                (TextArea::new("reason", "Giải thích cho người gửi").of(&declining).rows(3))
                div class="actions" { (Button::new("Không thụ lý").kind(ButtonKind::Danger).icon("refuse")) }
            })))
        }
    }
}

fn assigning(frame: &Frame<'_>, page: &FeedbackPage<'_>, entries: &Entries) -> Markup {
    let held = page.piece.holder.as_ref().map(|holder| &holder.username);
    let others: Vec<Choice> = page
        .colleagues
        .iter()
        .filter(|user| Some(&user.username) != held)
        .map(|user| {
            let Holder { name, unit, .. } = user.holder();
            Choice::new(user.username.as_str(), format!("{name} – {unit}"))
        })
        .collect();
    deed(
        frame,
        page,
        "assign",
        &html! {
            (Select::new("to", "Người xử lý", &others).of(entries).blank("Chọn cán bộ"))
            div class="actions" { (Button::new("Chuyển").kind(ButtonKind::Second).icon("next")) }
        },
    )
}

/// Making it public: the officer takes out of the words what tells who asked.
fn publishing(frame: &Frame<'_>, page: &FeedbackPage<'_>, entries: &Entries) -> Markup {
    let piece = page.piece;
    let mut typed = entries.clone();
    if !sent(page, "publish") {
        let public = piece.public.as_ref();
        typed.set(
            "title",
            public.map_or(piece.title.as_str(), |one| one.title.as_str()),
        );
        typed.set(
            "text",
            public.map_or(piece.text.as_str(), |one| one.text.as_str()),
        );
    }
    let button = if piece.public.is_some() {
        "Lưu lời công khai"
    } else {
        "Công khai"
    };
    html! {
        section class="card stack" aria-labelledby="cong-khai" {
            h2 id="cong-khai" { "Công khai ở trang Hỏi đáp" }
            @if page.possible.publish {
                (deed(frame, page, "publish", &html! {
                    p { "Bỏ họ tên, địa chỉ nhà, số điện thoại và mọi điều cho biết ai hỏi. Bản gốc vẫn được giữ." }
                    (TextField::new("title", "Câu hỏi khi công khai").of(&typed).maxlength(300))
                    (TextArea::new("text", "Nội dung khi công khai").of(&typed).rows(5))
                    div class="actions" { (Button::new(button).kind(ButtonKind::Second).icon("check")) }
                }))
            }
            @if page.possible.hide {
                (deed(frame, page, "hide", &html! {
                    div class="row" { span class="iconed" { (icon("info")) span { "Đang công khai." } } (Button::new("Thôi công khai").kind(ButtonKind::Quiet)) }
                }))
            }
        }
    }
}
