//! `/quan-tri/danh-muc`: shared code lists and their words.

use axum::extract::Path;
use axum::response::Response;

use crate::domain::code_list::{CodeList, ListChange, ListWord, read_code};
use crate::domain::fault::Fault;
use crate::domain::officer::Role;
use crate::domain::text::Line;
use crate::domain::time::Day;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::ui::admin::{CODE_LISTS, code_list_page, code_lists_page};
use crate::ui::words::fault::fault as words;
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// `/quan-tri/danh-muc`
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    lists(&asked, &Entries::new())
}

fn lists(asked: &Asked, entries: &Entries) -> Result<Response, Problem> {
    let lists = asked.app.office().code_lists()?;
    let page = code_lists_page(&asked.frame(), &lists, asked.app.now().day(), entries);
    Ok(answer(asked, entries, &page))
}

/// `POST /quan-tri/danh-muc`: begins a list.
pub async fn begin(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?.clone();
    asked.check_token(&sent)?;
    let mut entries = Entries::sent(sent.0.clone());
    let key = checked(&mut entries, "key", read_code(sent.value("key")));
    let name = checked(&mut entries, "name", Line::new(sent.value("name")));
    let source = checked(&mut entries, "source", Line::new(sent.value("source")));
    let (Some(key), Some(name), Some(source)) = (key, name, source) else {
        return lists(&asked, &entries);
    };
    let said = format!("Đã lập danh mục {name}.");
    let to = format!("{CODE_LISTS}/{key}");
    let change = ListChange::Begin { name, source };
    let office = asked.app.office();
    let done = office.change_code_list(&viewer, key, change, asked.app.now());
    match done.await {
        Ok(()) => Ok(go(&to, Some((Tone::Good, &said)))),
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            for one in faults {
                refuse(&mut entries, &one.field, &one.field, one.fault);
            }
            lists(&asked, &entries)
        }
        Err(other) => Err(other.into()),
    }
}

/// `/quan-tri/danh-muc/{key}`
pub async fn show(asked: Asked, Path(key): Path<String>) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    one(&asked, &key, &Entries::new())
}

fn one(asked: &Asked, key: &str, entries: &Entries) -> Result<Response, Problem> {
    let list = known(asked, key)?;
    let page = code_list_page(&asked.frame(), &list, asked.app.now().day(), entries);
    Ok(answer(asked, entries, &page))
}

fn known(asked: &Asked, key: &str) -> Result<CodeList, Problem> {
    let lists = asked.app.office().code_lists()?;
    let found = lists.into_iter().find(|list| list.key == key);
    found.ok_or_else(Problem::not_found)
}

/// `POST /quan-tri/danh-muc/{key}`: adds a word, or ends one.
pub async fn change(
    asked: Asked,
    Path(key): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?.clone();
    asked.check_token(&sent)?;
    known(&asked, &key)?;
    let mut entries = Entries::sent(sent.0.clone());
    // Names of the fields here, in the order of `code` and `until` of the deed.
    let (change, fields) = match sent.value("_do") {
        "add" => (word(&sent, &mut entries), ["code", "until"]),
        "end" => (ending(&sent, &mut entries), ["ended", "last"]),
        _ => return Err(Problem::not_found()),
    };
    let Some((change, said)) = change else {
        return one(&asked, &key, &entries);
    };
    let office = asked.app.office();
    let done = office.change_code_list(&viewer, key.clone(), change, asked.app.now());
    match done.await {
        Ok(()) => Ok(go(
            &format!("{CODE_LISTS}/{key}"),
            Some((Tone::Good, &said)),
        )),
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            for one in faults {
                let here = match one.field.as_str() {
                    "code" => fields[0],
                    "until" => fields[1],
                    other => other,
                };
                refuse(&mut entries, here, &one.field, one.fault);
            }
            one(&asked, &key, &entries)
        }
        Err(other) => Err(other.into()),
    }
}

fn word(sent: &Sent, entries: &mut Entries) -> Option<(ListChange, String)> {
    let code = checked(entries, "code", read_code(sent.value("code")));
    let name = checked(entries, "name", Line::new(sent.value("name")));
    let from = checked(entries, "from", day(sent.value("from")));
    let until = checked(entries, "until", day(sent.value("until")));
    let word = ListWord {
        code: code?,
        name: name?,
        from: from?,
        until: until?,
    };
    let said = format!("Đã lưu mục {} {}.", word.code, word.name);
    Some((ListChange::Add(word), said))
}

fn ending(sent: &Sent, entries: &mut Entries) -> Option<(ListChange, String)> {
    let code = checked(entries, "ended", read_code(sent.value("ended")));
    let last = match day(sent.value("last")) {
        Ok(None) => Err(Fault::Missing),
        Ok(Some(day)) => Ok(day),
        Err(fault) => Err(fault),
    };
    let until = checked(entries, "last", last)?;
    let code = code?;
    let said = format!("Mục {code} hết hiệu lực sau ngày đã chọn.");
    Some((ListChange::End { code, until }, said))
}

fn day(typed: &str) -> Result<Option<Day>, Fault> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Fault::BadDate),
    }
}

fn checked<T>(entries: &mut Entries, field: &str, read: Result<T, Fault>) -> Option<T> {
    read.map_err(|fault| refuse(entries, field, field, fault))
        .ok()
}

/// Says at `here` what is wrong with a field of the deed.
fn refuse(entries: &mut Entries, here: &str, field: &str, fault: Fault) {
    let said = match (field, fault) {
        ("key", Fault::Taken) => "Đã có danh mục mang mã này. Hãy chọn mã khác.",
        ("key", Fault::OutOfRange) => "Đã có quá nhiều danh mục. Hãy dùng một danh mục đang có.",
        ("key" | "code", Fault::NotAChoice) if here != "ended" => {
            "Hãy chỉ dùng chữ không dấu, số, dấu chấm và dấu gạch."
        }
        (_, Fault::NotAChoice) => "Hãy chọn một mục đang dùng.",
        ("from", Fault::Missing) => "Mã này đã có. Hãy ghi ngày bắt đầu của tên mới.",
        ("from", Fault::Taken) => {
            "Ngày này mã đã có tên khác. Hãy chọn ngày sau ngày bắt đầu và ngày hết hiệu lực của tên trước."
        }
        ("until" | "last", Fault::OutOfRange) => "Phải từ ngày bắt đầu trở đi. Hãy chọn lại.",
        (_, fault) => words(fault),
    };
    entries.refuse(here, said);
}

fn answer(asked: &Asked, entries: &Entries, page: &maud::Markup) -> Response {
    if entries.is_faulty() {
        asked.show_faulty(page)
    } else {
        asked.show(page)
    }
}
