//! Sending questions and feedback, following them, and what is public.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::domain::codes::DossierCode;
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::feedback::{FeedbackKind, Sender};
use crate::domain::person::{Email, Phone};
use crate::domain::text::{Line, Prose};
use crate::kv::{KvError, WriteError};
use crate::office::Decline;
use crate::office::feedback::{NewFeedback, Published};
use crate::ui::Entries;
use crate::ui::language::{said, say};
use crate::ui::portal::answers::{Answers, answers, public_answer};
use crate::ui::portal::feedback::{
    FEEDBACK, FeedbackForm, TRAP, feedback_form, followed, secret_form, sent as sent_page,
};
use crate::ui::words;
use crate::web::api::paging;
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// Questions on a page.
const PAGE: usize = 20;

/// `/phan-anh`: the form, or right after sending what was sent with the form of this number.
pub async fn form(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let given = |name: &str| query.get(name).map_or("", |value| value.trim());
    if let Some(piece) = asked
        .app
        .office()
        .sent_feedback(given("so"), asked.app.now())?
    {
        return Ok(asked.show(&sent_page(&asked.frame(), &piece)));
    }
    let mut entries = Entries::new()
        .with("kind", FeedbackKind::Question.key())
        .with("public", "yes")
        .with("procedure", given("thu-tuc"));
    if let Some(viewer) = asked.viewer.as_ref().filter(|viewer| !viewer.is_officer()) {
        let user = viewer.user();
        entries.set("name", user.name.as_str());
        entries.set("phone", user.phone.as_ref().map_or("", Phone::as_str));
    }
    let page = form_page(&asked, &entries)?;
    Ok(asked.show(&page))
}

fn form_page(asked: &Asked, entries: &Entries) -> Result<maud::Markup, Problem> {
    let office = asked.app.office();
    let procedure = match entries.value("procedure").trim() {
        "" => None,
        code => office.procedure(code)?,
    };
    let own = match asked.viewer.as_ref().filter(|viewer| !viewer.is_officer()) {
        Some(viewer) => office.feedback_of(viewer)?,
        None => Vec::new(),
    };
    let view = FeedbackForm {
        procedure: procedure.as_ref().map(|known| known.name.as_str()),
        own: &own,
    };
    Ok(feedback_form(&asked.frame(), &view, entries))
}

/// `POST /phan-anh`
pub async fn send(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    asked.check_token(&sent)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let number = sent.value("_nonce").to_owned();
    let done = format!("{FEEDBACK}?so={number}");
    if office.sent_feedback(&number, now)?.is_some() {
        return Ok(go(&done, None));
    }
    let mut entries = Entries::sent(sent.0.clone());
    let throttle = asked.app.throttle();
    if let Some(seconds) = throttle.wait("feedback", asked.address.0, now) {
        let minutes = seconds.div_ceil(60);
        entries.refuse(
            "",
            say!(
                "Địa chỉ mạng này đã gửi nhiều lần liền. Hãy giữ trang này và gửi lại sau {minutes} phút.",
                minutes = minutes
            ),
        );
        let page = form_page(&asked, &entries)?;
        let mut response = asked.show_as(StatusCode::TOO_MANY_REQUESTS, &page);
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return Ok(response);
    }
    if let Some(new) = read(&mut entries) {
        match office
            .send_feedback(asked.viewer.as_ref(), new, &number, now)
            .await
        {
            Ok(piece) => {
                // Every piece counts, not only failures: this is what slows down whoever floods the office.
                throttle.failed("feedback", asked.address.0, now);
                if office.sent_feedback(&number, now)?.is_none() {
                    return Ok(asked.show(&sent_page(&asked.frame(), &piece)));
                }
                return Ok(go(&done, None));
            }
            Err(WriteError::Declined(Decline::Faults(faults))) => {
                for fault in &faults {
                    refuse(&mut entries, fault);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(asked.show_faulty(&form_page(&asked, &entries)?))
}

/// What is sent, or what is wrong with it in `entries`.
fn read(entries: &mut Entries) -> Option<NewFeedback> {
    let mut faults = Vec::new();
    let mut wrong = |field: &str, fault| faults.push(FieldFault::new(field, fault));
    let kind = FeedbackKind::from_key(entries.value("kind").trim());
    let kind = kind.map_err(|fault| wrong("kind", fault)).ok();
    let title = Line::new(entries.value("title"));
    let title = title.map_err(|fault| wrong("title", fault)).ok();
    let text = Prose::new(entries.value("text"));
    let text = text.map_err(|fault| wrong("text", fault)).ok();
    let filled = |name: &str| Some(entries.value(name).trim()).filter(|value| !value.is_empty());
    let dossier = filled("dossier").and_then(|code| {
        let read = code.to_uppercase().parse::<DossierCode>();
        read.map_err(|_| wrong("dossier", Fault::WrongKind)).ok()
    });
    let name = filled("name").and_then(|name| {
        let read = Line::new(name);
        read.map_err(|fault| wrong("name", fault)).ok()
    });
    let phone = filled("phone").and_then(|phone| {
        let read = Phone::new(phone);
        read.map_err(|fault| wrong("phone", fault)).ok()
    });
    let email = filled("email").and_then(|email| {
        let read = Email::new(email);
        read.map_err(|fault| wrong("email", fault)).ok()
    });
    if !entries.value(TRAP).is_empty() {
        wrong(TRAP, Fault::Unknown);
    }
    let sender = Sender { name, phone, email };
    if let Some(kind) = kind {
        // What the law asks of the sender is said together with the rest; a wrong number is not also a missing one.
        let known = |fault: &FieldFault| filled(&fault.field).is_some();
        faults.extend(sender.check(kind).into_iter().filter(|one| !known(one)));
    }
    let new = match (kind, title, text) {
        (Some(kind), Some(title), Some(text)) if faults.is_empty() => Some(NewFeedback {
            kind,
            title,
            text,
            procedure: filled("procedure").map(str::to_owned),
            dossier,
            sender,
            may_publish: entries.has("public", "yes"),
        }),
        _ => None,
    };
    for fault in &faults {
        refuse(entries, fault);
    }
    new
}

/// Says what is wrong with a field.
fn refuse(entries: &mut Entries, fault: &FieldFault) {
    let label = match fault.field.as_str() {
        "kind" => say!("Bạn muốn gửi gì?"),
        "title" => say!("Tóm tắt trong một câu"),
        "text" => say!("Nội dung"),
        "procedure" => say!("Mã thủ tục"),
        "dossier" => say!("Mã hồ sơ"),
        "name" => say!("Họ và tên"),
        "phone" => say!("Số điện thoại"),
        "email" => say!("Thư điện tử"),
        _ => say!("Để trống ô này"),
    };
    let words = match (fault.field.as_str(), fault.fault) {
        ("kind", _) => say!("Hãy chọn câu hỏi, phản ánh hoặc kiến nghị."),
        ("title", Fault::Missing) => say!("Hãy ghi trong một câu bạn muốn nói về việc gì."),
        ("text", Fault::Missing) => say!("Hãy ghi nội dung."),
        ("name", Fault::Missing) => say!("Phản ánh, kiến nghị cần họ tên người gửi."),
        ("phone", Fault::Missing) => {
            say!("Hãy ghi số điện thoại, hoặc thư điện tử, để cơ quan liên hệ khi cần hỏi thêm.")
        }
        ("dossier", _) => {
            say!("Mã hồ sơ chưa đúng. Hãy chép lại từ giấy tiếp nhận, hoặc bỏ trống.")
        }
        (TRAP, _) => say!("Hãy xóa nội dung trong ô này rồi gửi lại."),
        (_, fault) => said(words::fault::fault(fault)),
    };
    entries.refuse(fault.field.as_str(), format!("{label}: {words}"));
}

/// `/phan-anh/xem`
pub async fn find(asked: Asked) -> Response {
    asked.show(&secret_form(&asked.frame(), &Entries::new()))
}

/// `/phan-anh/{code}`: whoever sent it from an account sees it, everybody else gives the secret.
pub async fn follow(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    if let Some(viewer) = &asked.viewer
        && let Some(piece) = asked.app.office().own_feedback(viewer, &code)?
    {
        return Ok(asked.show(&followed(&asked.frame(), &piece, asked.app.now())));
    }
    let entries = Entries::new().with("code", code);
    Ok(asked.show(&secret_form(&asked.frame(), &entries)))
}

/// `POST /phan-anh/xem`: the secret travels in the body, so that it is in no history and no log.
pub async fn show(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let (office, now) = (asked.app.office(), asked.app.now());
    let code = sent.value("code").trim().to_uppercase();
    let secret = sent.value("secret").trim().to_owned();
    let mut entries = Entries::sent(sent.0);
    if code.is_empty() {
        entries.refuse("code", say!("Hãy nhập mã phản ánh."));
    }
    if secret.is_empty() {
        entries.refuse("secret", say!("Hãy nhập mã tra cứu 8 ký tự."));
    }
    if entries.is_faulty() {
        return Ok(asked.show_faulty(&secret_form(&asked.frame(), &entries)));
    }
    let throttle = asked.app.throttle();
    let what = format!("feedback:{code}");
    if let Some(seconds) = throttle.wait(&what, asked.address.0, now) {
        return Err(Problem::too_many(seconds));
    }
    let Some(piece) = office.follow_feedback(&code, &secret)? else {
        throttle.failed(&what, asked.address.0, now);
        office.note_wrong_feedback_secret(&code, now).await?;
        entries.refuse(
            "secret",
            say!("Không có nội dung nào khớp cả hai mã. Hãy xem lại hai mã đã ghi."),
        );
        let page = secret_form(&asked.frame(), &entries);
        return Ok(asked.show_as(StatusCode::NOT_FOUND, &page));
    };
    throttle.succeeded(&what, asked.address.0);
    Ok(asked.show(&followed(&asked.frame(), &piece, now)))
}

/// `/hoi-dap`
pub async fn list(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let given = |name: &str| query.get(name).map_or("", |value| value.trim());
    let office = asked.app.office().clone();
    let words: String = given("q").chars().take(200).collect();
    let procedure = match given("thu-tuc") {
        "" => None,
        code => Some(office.procedure(code)?.ok_or_else(Problem::not_found)?),
    };
    let about = procedure.as_ref().map(|known| known.code.to_string());
    let after = paging::position(query.get("sau").map(String::as_str))?;
    let later = after.is_some();
    let sought = words.clone();
    let found = tokio::task::spawn_blocking(move || {
        office.published_feedback(&sought, about.as_deref(), after.as_deref(), PAGE)
    });
    let Published { cards, next } = found
        .await
        .unwrap_or_else(|gone| Err(KvError::Panicked(gone.to_string())))?;
    let view = Answers {
        query: &words,
        procedure: procedure
            .as_ref()
            .map(|known| (known.code.as_str(), known.name.as_str())),
        cards: &cards,
        next: next.as_deref().map(paging::written),
        later,
    };
    Ok(asked.show(&answers(&asked.frame(), &view)))
}

/// `/hoi-dap/{code}`
pub async fn one(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    let piece = asked.app.office().published(&code)?;
    let piece = piece.ok_or_else(Problem::not_found)?;
    let public = piece.public.as_ref().ok_or_else(Problem::not_found)?;
    Ok(asked.show(&public_answer(&asked.frame(), &piece, public)))
}
