//! `/quan-tri/tu-ngu`: the office's own expressions, looked at before they are kept.

use axum::response::Response;

use crate::domain::expressions::{Expressions, LONGEST, LineFault, MOST};
use crate::domain::officer::Role;
use crate::kv::KvError;
use crate::office::expressions::Tried;
use crate::ui::admin::{EXPRESSIONS, ExpressionsPage, TriedRow, expressions_page};
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// Faults that are told one by one.
const TOLD: usize = 5;

/// `/quan-tri/tu-ngu`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let kept = asked.app.office().expressions()?;
    let entries = Entries::new().with("expressions", kept.lines());
    let page = ExpressionsPage {
        entries: &entries,
        tried: None,
        unknown: &[],
    };
    Ok(asked.show(&expressions_page(&asked.frame(), &page)))
}

/// `POST /quan-tri/tu-ngu`: shows what the expressions would change, or keeps them.
pub async fn change(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let mut entries = Entries::sent(sent.0.clone());
    let office = asked.app.office();
    let expressions = match Expressions::read(sent.value("expressions")) {
        Ok(expressions) => expressions,
        Err(faults) => {
            for (line, fault) in faults.into_iter().take(TOLD) {
                entries.refuse("expressions", format!("Dòng {line}: {}", words(fault)));
            }
            let page = ExpressionsPage {
                entries: &entries,
                tried: None,
                unknown: &[],
            };
            return Ok(asked.show_faulty(&expressions_page(&asked.frame(), &page)));
        }
    };
    if sent.value("_do") == "keep" {
        let count = expressions.0.len();
        office
            .keep_expressions(viewer, expressions, asked.app.now())
            .await?;
        let said = format!("Đã lưu {count} cách nói của địa phương.");
        return Ok(go(EXPRESSIONS, Some((Tone::Good, &said))));
    }
    let unknown: Vec<_> = expressions
        .0
        .iter()
        .map(|one| (one.to_string(), office.unknown_words(one)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let questions: Vec<String> = sent
        .value("questions")
        .lines()
        .map(|line| line.trim().chars().take(200).collect::<String>())
        .filter(|line| !line.is_empty())
        .collect();
    let trying = office.clone();
    let tried =
        tokio::task::spawn_blocking(move || trying.try_expressions(&expressions, &questions))
            .await
            .map_err(|error| KvError::Panicked(error.to_string()))??;
    let tried: Vec<TriedRow> = tried.into_iter().map(row).collect();
    let page = ExpressionsPage {
        entries: &entries,
        tried: Some(&tried),
        unknown: &unknown,
    };
    Ok(asked.show(&expressions_page(&asked.frame(), &page)))
}

fn row(tried: Tried) -> TriedRow {
    let named = |cards: Vec<crate::search::Card>| {
        let named = cards.into_iter().map(|card| (card.code, card.name));
        named.collect()
    };
    TriedRow {
        question: tried.question,
        before: named(tried.before),
        after: named(tried.after),
    }
}

fn words(fault: LineFault) -> String {
    match fault {
        LineFault::NoMeaning => {
            "thiếu dấu «=». Hãy ghi: cách người dân nói = từ trong tên thủ tục.".to_owned()
        }
        LineFault::Blank => "hãy ghi chữ ở cả hai bên dấu «=».".to_owned(),
        LineFault::TooLong => format!("mỗi bên dấu «=» dài tối đa {LONGEST} ký tự."),
        LineFault::Same => {
            "hai bên dấu «=» giống nhau nên không có tác dụng; hãy bỏ dòng này.".to_owned()
        }
        LineFault::Twice(first) => format!("trùng cách nói với dòng {first}; hãy bỏ một dòng."),
        LineFault::TooMany => format!("chỉ giữ được {MOST} cách nói; hãy bỏ bớt."),
    }
}
