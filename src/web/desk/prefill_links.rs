//! `/can-bo/lien-ket`: links that fill forms in, for schools, hospitals and heads of villages.

use std::collections::{BTreeMap, HashMap};

use axum::extract::{Path, Query};
use axum::response::Response;
use maud::Markup;

use super::{DESK, intake};
use crate::domain::fault::Fault;
use crate::domain::form::{Answer, Answers, Evaluation, Form};
use crate::domain::person::Phone;
use crate::domain::prefill::PrefillLink;
use crate::domain::text::Line;
use crate::domain::time::Day;
use crate::kv::WriteError;
use crate::office::prefill_links::NewLink;
use crate::office::{Decline, forms, units};
use crate::ui::desk::parts::fault_words;
use crate::ui::desk::{
    LINK_FIELDS, LinkList, LinkPage, NewLinkPage, PREFILL_LINKS, link_field, link_list, link_page,
    link_path, new_link_page,
};
use crate::ui::portal::apply::FormPage;
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::portal::apply::words_of;
use crate::web::problem::Problem;

/// `/can-bo/lien-ket`, with `q` to look for a procedure.
pub async fn list(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let sought = query.get("q").map_or("", |text| text.trim());
    let hits = match sought {
        "" => None,
        text => Some(intake::found(&asked, text)?),
    };
    let view = LinkList {
        links: &asked.app.office().prefill_links(viewer)?,
        sought,
        hits: hits.as_deref(),
        today: asked.app.now().day(),
    };
    Ok(asked.show(&link_list(&asked.frame(), &view)))
}

/// `/can-bo/lien-ket/moi/{code}`
pub async fn begin(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    asked.officer(&DESK)?;
    Ok(asked.show(&new_page(&asked, &code, &Entries::new())?))
}

fn new_page(asked: &Asked, code: &str, entries: &Entries) -> Result<Markup, Problem> {
    let office = asked.app.office();
    let procedure = office.procedure(code)?.filter(|known| !known.internal);
    let procedure = procedure.ok_or_else(Problem::not_found)?;
    let form = office.form(code)?.form.without_conditions();
    let today = asked.app.now().day();
    let provinces: Vec<String> = units::provinces()
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    let page = FormPage {
        form: &form,
        judged: &judged(&form, entries, today),
        provinces: &provinces,
        lists: &office.lists_of(&form, today)?,
        today: &today.to_string(),
        more: "",
        grown: false,
    };
    let view = NewLinkPage {
        procedure: &procedure,
        form: &page,
        entries,
    };
    Ok(new_link_page(&asked.frame(), &view))
}

fn judged(form: &Form, entries: &Entries, today: Day) -> Evaluation {
    let typed = entries.values().iter().filter_map(|(name, value)| {
        let id = name.strip_prefix("form.")?;
        Some((id.to_owned(), value.clone()))
    });
    forms::evaluate(form, &typed.collect(), today)
}

/// `POST /can-bo/lien-ket/moi/{code}`
pub async fn make(asked: Asked, Path(code): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let mut entries = Entries::sent(sent.0);
    let form = office.form(&code)?.form.without_conditions();
    let new = read(&code, &form, &mut entries, now.day());
    if let Some(new) = new {
        match office.make_prefill_link(viewer, new, now).await {
            Ok(link) => {
                let said = "Đã tạo liên kết. Hãy chép địa chỉ hoặc in mã QR để giao.";
                return Ok(go(&link_path(&link.id), Some((Tone::Good, said))));
            }
            Err(WriteError::Declined(Decline::Faults(faults))) => {
                for fault in faults {
                    entries.refuse(fault.field.as_str(), told(&fault.field, fault.fault));
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(asked.show_faulty(&new_page(&asked, &code, &entries)?))
}

/// The link, or the faults in `entries`.
fn read(code: &str, form: &Form, entries: &mut Entries, today: Day) -> Option<NewLink> {
    let mut faults = Vec::new();
    let mut refuse = |field: &str, fault| faults.push((field.to_owned(), told(field, fault)));
    let body = Line::new(entries.value("body"));
    let body = body.map_err(|fault| refuse("body", fault)).ok();
    let until = entries.value("until").trim().parse::<Day>();
    let until = until.map_err(|_| refuse("until", Fault::BadDate)).ok();
    let mut values = BTreeMap::new();
    for (name, _) in LINK_FIELDS {
        let typed = entries.value(name).trim();
        if typed.is_empty() {
            continue;
        }
        let read = match name {
            "submitter.phone" => Phone::new(typed).map(|phone| phone.to_string()),
            _ => Line::new(typed).map(|line| line.to_string()),
        };
        match read {
            Ok(value) => drop(values.insert(name.to_owned(), value)),
            Err(fault) => refuse(name, fault),
        }
    }
    let judged = judged(form, entries, today);
    for wrong in &judged.wrong {
        let words = words_of(form, &wrong.field, &wrong.wrong);
        faults.push((format!("form.{}", wrong.field), words));
    }
    for (id, answer) in &judged.answers {
        let typed = answer.typed();
        values.extend(typed.map(|value| (format!("form.{id}"), value)));
    }
    if faults.is_empty() && values.is_empty() {
        let words = "Hãy điền ít nhất một ô; liên kết không điền gì thì không cần tạo.";
        faults.push(("applicant.address".to_owned(), words.to_owned()));
    }
    let sound = faults.is_empty();
    for (field, words) in faults {
        entries.refuse(field, words);
    }
    Some(NewLink {
        procedure: code.to_owned(),
        body: body?,
        values,
        until: until?,
    })
    .filter(|_| sound)
}

fn told(field: &str, fault: Fault) -> String {
    let words = crate::ui::words::fault::fault(fault);
    match field {
        "body" => format!("Giao cho ai: {words}"),
        "until" => fault_words("until", fault),
        other => match link_field(other) {
            "" => words.to_owned(),
            label => format!("{label}: {words}"),
        },
    }
}

/// `/can-bo/lien-ket/{id}`
pub async fn show(asked: Asked, Path(id): Path<String>) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let link = asked.app.office().prefill_link(viewer, &id)?;
    Ok(asked.show(&shown(&asked, &link)?))
}

fn shown(asked: &Asked, link: &PrefillLink) -> Result<Markup, Problem> {
    let office = asked.app.office();
    let form = office.form(&link.procedure)?.form;
    let values = link.values.iter();
    let answers: Answers = values
        .clone()
        .filter_map(|(name, value)| {
            let id = name.strip_prefix("form.")?;
            Some((id.to_owned(), Answer::Text(value.clone())))
        })
        .collect();
    let fields: Vec<(&str, &str)> = values
        .filter(|(name, _)| !name.starts_with("form."))
        .map(|(name, value)| (link_field(name), value.as_str()))
        .collect();
    let token = office.prefill_token(link);
    let address = format!(
        "{}/thu-tuc/{}/nop?lk={token}",
        asked.base_url()?,
        link.procedure
    );
    let view = LinkPage {
        link,
        fields: &fields,
        form: &form.filled(&answers),
        address: &address,
        today: asked.app.now().day(),
    };
    Ok(link_page(&asked.frame(), &view))
}

/// `POST /can-bo/lien-ket/{id}`: closes it.
pub async fn close(asked: Asked, Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let link = office.close_prefill_link(viewer, &id, now).await?;
    let said = format!("Đã đóng liên kết giao cho {}.", link.body);
    Ok(go(PREFILL_LINKS, Some((Tone::Good, &said))))
}
