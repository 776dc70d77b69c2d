//! Shared code lists (danh mục dùng chung): the lists, and the words of one with the days from and to which they hold.

use maud::{Markup, html};

use crate::domain::code_list::{CodeList, ListWord};
use crate::domain::time::Day;
use crate::ui::parts::{
    Button, Column, DateField, Row, Select, Table, TextField, Width, error_summary, tag,
};
use crate::ui::parts::{ButtonKind, Choice};
use crate::ui::words::OnDay;
use crate::ui::{Entries, Frame, Head};

/// Address of the lists.
pub const CODE_LISTS: &str = "/quan-tri/danh-muc";

/// The lists, and one to begin. Sends `key`, `name`, `source`.
pub fn code_lists_page(
    frame: &Frame<'_>,
    lists: &[CodeList],
    today: Day,
    entries: &Entries,
) -> Markup {
    let columns = [
        Column::new("Danh mục"),
        Column::new("Nguồn"),
        Column::numeric("Mục đang dùng"),
        Column::numeric("Hết hiệu lực"),
    ];
    let rows = lists.iter().map(|list| {
        let ended = list.words.iter().filter(|word| has_ended(word, today));
        Row {
            late: false,
            cells: vec![
                html! { a href={ (CODE_LISTS) "/" (list.key) } { (list.name) } span class="under code" { (list.key) } },
                html! { (list.source) },
                html! { (list.on(today).count()) },
                html! { (ended.count()) },
            ],
        }
    });
    let rows = rows.collect();
    let body = html! {
        div class="stack stack-l" {
            h1 { "Danh mục dùng chung" }
            p class="measure" { "Từ ngữ mà tờ khai điện tử gợi ý cho người khai, có ngày bắt đầu và ngày hết hiệu lực. Trong mẫu tờ khai, trường chữ dùng một danh mục bằng " code { "suggest" } " và mã của danh mục." }
            (error_summary(entries))
            (Table { caption: "Danh mục dùng chung", show_caption: false, columns: &columns, rows })
            p class="small soft" { "Thủ tục, lịch nghỉ và đơn vị có trang riêng: " a href="/quan-tri/thu-tuc" { "Danh mục thủ tục" } ", " a href="/quan-tri/lich" { "Lịch làm việc" } ", " a href="/quan-tri/don-vi" { "Đơn vị" } "." }
            section aria-labelledby="them" {
                h2 id="them" { "Lập danh mục mới" }
                form method="post" action=(CODE_LISTS) class="stack measure" {
                    (frame.seal)
                    (TextField::new("name", "Tên danh mục").of(entries).maxlength(300))
                    (TextField::new("key", "Mã danh mục").of(entries).hint("Chữ không dấu, số và dấu gạch, ví dụ ton_giao.").width(Width::Middle).maxlength(40).autocomplete("off"))
                    (TextField::new("source", "Nguồn").of(entries).hint("Văn bản ban hành danh mục, hoặc ai lập.").maxlength(300))
                    div class="actions" { (Button::new("Lập danh mục").icon("plus")) }
                }
            }
        }
    };
    let head = Head::new("Danh mục dùng chung")
        .under("/quan-tri", "Quản trị")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

/// One list. Sends `_do=add` with `code`, `name`, `from`, `until`, or `_do=end` with `ended` and `last`.
pub fn code_list_page(frame: &Frame<'_>, list: &CodeList, today: Day, entries: &Entries) -> Markup {
    let columns = [
        Column::new("Mã"),
        Column::new("Tên"),
        Column::new("Hiệu lực"),
        Column::new("Tình trạng"),
    ];
    let rows = list.words.iter().map(|word| row(word, today)).collect();
    let open: Vec<Choice> = list
        .words
        .iter()
        .filter(|word| word.until.is_none())
        .map(|word| Choice::new(word.code.clone(), format!("{} · {}", word.code, word.name)))
        .collect();
    let path = format!("{CODE_LISTS}/{}", list.key);
    let body = html! {
        div class="stack stack-l" {
            h1 { "Danh mục " (list.name) }
            p class="measure" { "Nguồn: " (list.source) ". Không mục nào bị xóa: mục không còn dùng thì hết hiệu lực, hồ sơ cũ giữ tên cũ." }
            (error_summary(entries))
            @if list.words.is_empty() {
                p { "Danh mục chưa có mục nào. Hãy thêm mục đầu tiên ở dưới." }
            } @else {
                (Table { caption: "Các mục", show_caption: false, columns: &columns, rows })
            }
            section aria-labelledby="them" {
                h2 id="them" { "Thêm hoặc thay một mục" }
                p class="measure" { "Ghi mã đang dùng với tên mới và ngày bắt đầu: tên cũ hết hiệu lực vào hôm trước." }
                form method="post" action=(path) class="stack measure" {
                    (frame.seal)
                    (TextField::new("code", "Mã").of(entries).width(Width::Short).maxlength(40).autocomplete("off"))
                    (TextField::new("name", "Tên").of(entries).maxlength(300).autocomplete("off"))
                    (DateField::new("from", "Có hiệu lực từ ngày").of(entries).optional())
                    (DateField::new("until", "Đến hết ngày").of(entries).optional())
                    div class="actions" { (Button::new("Lưu mục này").icon("plus").sends("_do", "add")) }
                }
            }
            @if !open.is_empty() {
                section aria-labelledby="het" {
                    h2 id="het" { "Cho một mục hết hiệu lực" }
                    form method="post" action=(path) class="stack measure" {
                        (frame.seal)
                        (Select::new("ended", "Mục", &open).of(entries).width(Width::Middle))
                        (DateField::new("last", "Ngày cuối cùng còn hiệu lực").of(entries))
                        div class="actions" { (Button::new("Cho hết hiệu lực").kind(ButtonKind::Second).sends("_do", "end")) }
                    }
                }
            }
        }
    };
    let name = list.name.as_str();
    let head = Head::new(name)
        .under(CODE_LISTS, "Danh mục dùng chung")
        .faulty(entries.is_faulty());
    frame.page(&head, &body)
}

fn row(word: &ListWord, today: Day) -> Row {
    let state = if word.holds_on(today) {
        tag("good", "done", "Đang dùng")
    } else if has_ended(word, today) {
        tag("idle", "file", "Hết hiệu lực")
    } else {
        tag("info", "clock", "Sắp có hiệu lực")
    };
    Row {
        late: false,
        cells: vec![
            html! { span class="code" { (word.code) } },
            html! { (word.name) },
            html! {
                @match (word.from, word.until) {
                    (None, None) => "",
                    (Some(from), None) => { "Từ " (OnDay(from)) },
                    (None, Some(until)) => { "Đến hết " (OnDay(until)) },
                    (Some(from), Some(until)) => { "Từ " (OnDay(from)) " đến hết " (OnDay(until)) },
                }
            },
            state,
        ],
    }
}

fn has_ended(word: &ListWord, today: Day) -> bool {
    word.until.is_some_and(|until| until < today)
}
