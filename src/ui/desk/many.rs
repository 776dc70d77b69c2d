//! The same deed on many dossiers: what it carries, then what became of each.

use maud::{Markup, html};

use super::deeds::ENDS;
use super::parts::{dossier_path, script};
use crate::domain::action::Verb;
use crate::domain::officer::Holder;
use crate::ui::parts::{
    Button, ButtonKind, Choice, Column, Row, Select, Table, TextArea, error_summary, icon,
    link_button, tag,
};
use crate::ui::words::refusal;
use crate::ui::{Entries, Frame, Head};

/// What is asked before many are acted upon.
#[derive(Debug, Clone, Copy)]
pub struct ManyPage<'a> {
    /// The deed.
    pub verb: Verb,
    /// Codes with the versions that were seen.
    pub chosen: &'a [(String, Option<u64>)],
    /// Query string of the list.
    pub search: &'a str,
    /// Where to go back to.
    pub back: &'a str,
    /// Specialists who may take them.
    pub specialists: &'a [Holder],
    /// What was typed.
    pub entries: &'a Entries,
}

/// The page that asks.
pub fn many_page(frame: &Frame<'_>, page: &ManyPage<'_>) -> Markup {
    let words = refusal::verb(page.verb);
    let count = page.chosen.len();
    let title = format!("{words}: {count} hồ sơ");
    let kind = if ENDS.contains(&page.verb) {
        ButtonKind::Danger
    } else {
        ButtonKind::Main
    };
    let go = format!("{words} {count} hồ sơ");
    let body = html! {
        div class="stack" {
            h1 { (title) }
            (error_summary(page.entries))
            form method="post" action="/can-bo/hang-loat" class="stack" {
                (frame.seal)
                input type="hidden" name="verb" value=(page.verb.key());
                input type="hidden" name="search" value=(page.search);
                input type="hidden" name="_back" value=(page.back);
                @for (code, version) in page.chosen {
                    input type="hidden" name="code" value={ (code) "|" @if let Some(version) = version { (version) } };
                }
                (carried(page))
                div class="actions" {
                    (Button::new(&go).kind(kind).sends("_do", "go"))
                    (link_button(page.back, "Quay lại danh sách", ButtonKind::Second, Some("back")))
                }
            }
            details class="fold" {
                summary { "Danh sách " (count) " hồ sơ đã chọn" }
                ul class="columns" { @for (code, _) in page.chosen { li { a class="code" href=(dossier_path(code)) { (code) } } } }
            }
        }
    };
    frame.page(
        &Head::new(title.as_str())
            .under("/can-bo", "Việc cần làm")
            .faulty(page.entries.is_faulty()),
        &body,
    )
}

fn carried(page: &ManyPage<'_>) -> Markup {
    let key = page.verb.key();
    let choices: Vec<Choice> = page
        .specialists
        .iter()
        .map(|one| {
            let label = format!("{} – {}", one.name, one.unit);
            Choice::new(one.username.as_str(), label)
        })
        .collect();
    let (assignee, note, text) = (
        format!("{key}.assignee"),
        format!("{key}.note"),
        format!("{key}.text"),
    );
    html! {
        @match page.verb {
            Verb::Accept => p { "Hạn trả kết quả được tính theo thời hạn của từng thủ tục. Thủ tục không ghi thời hạn bằng số sẽ được báo lại để hẹn riêng." },
            Verb::Forward => (Select::new(&assignee, "Chuyên viên", &choices).of(page.entries).blank("Theo quy trình")),
            Verb::Assign => {
                (Select::new(&assignee, "Chuyên viên", &choices).of(page.entries).blank("Chọn người nhận"))
                (TextArea::new(&note, "Ý kiến").of(page.entries).rows(2).optional())
            },
            Verb::Approve => (TextArea::new(&note, "Ý kiến").of(page.entries).rows(2).optional()),
            _ => (TextArea::new(&text, "Nội dung").of(page.entries).rows(3)),
        }
    }
}

/// What became of one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Which.
    pub code: String,
    /// Why it was not done.
    pub failed: Option<String>,
}

/// The page that tells of each.
pub fn results_page(frame: &Frame<'_>, verb: Verb, outcomes: &[Outcome], back: &str) -> Markup {
    let failed = outcomes.iter().filter(|one| one.failed.is_some()).count();
    let done = outcomes.len() - failed;
    let columns = [Column::new("Hồ sơ"), Column::new("Kết quả")];
    // What was not done comes first: it still has to be.
    let mut sorted: Vec<&Outcome> = outcomes.iter().collect();
    sorted.sort_by_key(|one| one.failed.is_none());
    let rows = sorted.into_iter().map(|one| Row {
        late: one.failed.is_some(),
        cells: vec![
            html! { a class="code" href=(dossier_path(&one.code)) { (one.code) } },
            match &one.failed {
                None => tag("good", "done", "Đã xong"),
                Some(why) => {
                    html! { (tag("bad", "alert", "Chưa làm được")) span class="under" { (why) } }
                }
            },
        ],
    });
    let title = format!("{}: kết quả", refusal::verb(verb));
    let body = html! {
        div class="stack" {
            h1 { (title) }
            p role="status" {
                (icon("info")) " Đã xong " strong { (done) } " hồ sơ"
                @if failed > 0 { ", chưa làm được " strong { (failed) } " hồ sơ" }
                "."
            }
            p { (link_button(back, "Về danh sách", ButtonKind::Main, Some("back"))) }
            (Table { caption: "Kết quả từng hồ sơ", show_caption: false, columns: &columns, rows: rows.collect() })
        }
        (script("desk.js"))
    };
    frame.page(
        &Head::new(title.as_str()).under("/can-bo", "Việc cần làm"),
        &body,
    )
}
