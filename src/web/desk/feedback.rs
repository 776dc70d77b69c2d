//! `/can-bo/phan-anh`: questions, reports and proposals, and answering them.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;

use super::DESK;
use crate::domain::fault::{Fault, FieldFault};
use crate::domain::feedback::{DeclineGround, Feedback, FeedbackAction};
use crate::domain::officer::{Holder, Username};
use crate::domain::text::{Line, Prose};
use crate::kv::WriteError;
use crate::office::feedback::Which;
use crate::office::{Decline, Office, Viewer};
use crate::ui::desk::{
    FeedbackList, FeedbackPage, FeedbackTab, Possible, feedback_list, feedback_page, feedback_path,
};
use crate::ui::{Entries, Tone, words};
use crate::web::api::paging;
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// Pieces on a page.
const PAGE: usize = 50;

/// What stands after `loc=`, and what the tab says.
const fn tab(which: Which) -> (&'static str, &'static str) {
    match which {
        Which::Open => ("", "Chờ trả lời"),
        Which::New => ("moi", "Chưa ai nhận"),
        Which::Mine => ("cua-toi", "Của tôi"),
        Which::Late => ("qua-han", "Quá hạn"),
        Which::Answered => ("da-tra-loi", "Đã trả lời"),
        Which::Declined => ("khong-thu-ly", "Không thụ lý"),
    }
}

/// `/can-bo/phan-anh`
pub async fn list(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let (office, facts, now) = (asked.app.office(), asked.facts()?, asked.app.now());
    let key = query.get("loc").map_or("", String::as_str);
    let which = Which::ALL.into_iter().find(|which| tab(*which).0 == key);
    let which = which.unwrap_or_default();
    let after = paging::position(query.get("sau").map(String::as_str))?;
    office.note_list(viewer, "feedback", now).await?;
    let (page, counts) = office.feedback_list(viewer, which, after.as_deref(), PAGE, now)?;
    let tabs: Vec<FeedbackTab> = counts
        .into_iter()
        .map(|(one, count)| {
            let (key, name) = tab(one);
            FeedbackTab { key, name, count }
        })
        .collect();
    let next = page.next.as_deref().map(paging::written);
    let view = FeedbackList {
        tabs: &tabs,
        here: Which::ALL.iter().position(|one| *one == which).unwrap_or(0),
        rows: &page.rows,
        next: next.as_deref(),
        later: after.is_some(),
        now,
        calendar: &facts.calendar,
    };
    Ok(asked.show(&feedback_list(&asked.frame(), &view)))
}

/// How the page of a piece is shown besides the piece itself.
#[derive(Default)]
struct Shown<'a> {
    revealed: bool,
    sent: Option<(&'a str, &'a Entries)>,
    overtaken: bool,
}

/// `/can-bo/phan-anh/{code}`
pub async fn show(asked: Asked, Path(code): Path<String>) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let piece = office.open_feedback(viewer, &code, now).await?;
    Ok(asked.show(&page(&asked, &piece, &Shown::default())?))
}

fn page(asked: &Asked, piece: &Feedback, shown: &Shown<'_>) -> Result<Markup, Problem> {
    let viewer = asked.viewer()?;
    let facts = asked.facts()?;
    let view = FeedbackPage {
        piece,
        colleagues: &asked.app.office().colleagues()?,
        possible: possible(viewer, piece),
        revealed: shown.revealed,
        sent: shown.sent,
        overtaken: shown.overtaken,
        now: asked.app.now(),
        calendar: &facts.calendar,
    };
    Ok(feedback_page(&asked.frame(), &view))
}

/// What the viewer may do: the law is asked, so that no form is offered which it would refuse.
fn possible(viewer: &Viewer, piece: &Feedback) -> Possible {
    let allows = |action: &FeedbackAction| Office::feedback_allows(viewer, piece, action);
    let me = viewer.user().holder();
    let mine = piece.holder.as_ref().map(|holder| &holder.username) == Some(&me.username);
    let assign = allows(&FeedbackAction::Assign(me));
    Possible {
        take: assign && !mine,
        assign,
        answer: allows(&FeedbackAction::Answer(piece.text.clone())),
        publish: allows(&FeedbackAction::Publish {
            title: piece.title.clone(),
            text: piece.text.clone(),
        }),
        hide: allows(&FeedbackAction::Hide),
        reveal: Office::may_reveal(viewer, piece),
    }
}

/// `POST /can-bo/phan-anh/{code}`: does what `_do` says; what is wrong brings the page back with the input kept.
pub async fn act(asked: Asked, Path(code): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&DESK)?;
    asked.check_token(&sent)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let deed = sent.value("_do").to_owned();
    if deed == "reveal" {
        let piece = office.reveal_contact(viewer, &code, now).await?;
        let shown = Shown {
            revealed: true,
            ..Shown::default()
        };
        return Ok(asked.show(&page(&asked, &piece, &shown)?));
    }
    let version = sent.value("version").parse().ok();
    let faults = match action(&deed, &sent, viewer) {
        None => return Err(Problem::not_found()),
        Some(Err(faults)) => faults,
        Some(Ok(action)) => {
            let done = done(&action);
            match office
                .act_on_feedback(viewer, &code, action, version, now)
                .await
            {
                Ok(piece) => {
                    let said = format!("{}: {done}", piece.code);
                    return Ok(go(&feedback_path(&piece.code), Some((Tone::Good, &said))));
                }
                Err(WriteError::Declined(Decline::Faults(faults))) => faults,
                Err(WriteError::Declined(Decline::Stale(_))) => {
                    return came_back(&asked, &code, &deed, sent, &[], true).await;
                }
                Err(other) => return Err(other.into()),
            }
        }
    };
    came_back(&asked, &code, &deed, sent, &faults, false).await
}

/// The page with the form as it was sent.
async fn came_back(
    asked: &Asked,
    code: &str,
    deed: &str,
    sent: Sent,
    faults: &[FieldFault],
    overtaken: bool,
) -> Result<Response, Problem> {
    let (office, now) = (asked.app.office(), asked.app.now());
    let piece = office.open_feedback(asked.viewer()?, code, now).await?;
    let mut entries = Entries::sent(sent.0);
    for fault in faults {
        entries.refuse(fault.field.as_str(), told(deed, fault));
    }
    let shown = Shown {
        sent: Some((deed, &entries)),
        overtaken,
        ..Shown::default()
    };
    let page = page(asked, &piece, &shown)?;
    Ok(if overtaken {
        asked.show_as(StatusCode::PRECONDITION_FAILED, &page)
    } else {
        asked.show_faulty(&page)
    })
}

/// What the form asks for; `None` for what is no deed.
fn action(
    deed: &str,
    sent: &Sent,
    viewer: &Viewer,
) -> Option<Result<FeedbackAction, Vec<FieldFault>>> {
    let mut faults = Vec::new();
    let mut wrong = |field: &str, fault| faults.push(FieldFault::new(field, fault));
    let action = match deed {
        "take" => Some(FeedbackAction::Assign(viewer.user().holder())),
        "assign" => {
            let to = Username::new(sent.value("to"));
            let to = to.map_err(|_| wrong("to", Fault::NotAnOfficer)).ok();
            // Name and unit are looked up where it is done.
            to.map(|username| {
                FeedbackAction::Assign(Holder {
                    username,
                    name: String::new(),
                    unit: String::new(),
                })
            })
        }
        "answer" => Prose::new(sent.value("text"))
            .map_err(|fault| wrong("text", fault))
            .map(FeedbackAction::Answer)
            .ok(),
        "decline" => {
            let text = Prose::new(sent.value("reason"));
            let text = text.map_err(|fault| wrong("reason", fault)).ok();
            let ground = DeclineGround::from_key(sent.value("ground"));
            let ground = ground.map_err(|fault| wrong("ground", fault)).ok();
            let instead = match sent.value("instead").trim() {
                "" if ground == Some(DeclineGround::NotCompetent) => {
                    wrong("instead", Fault::Missing);
                    None
                }
                "" => None,
                place => Line::new(place)
                    .map_err(|fault| wrong("instead", fault))
                    .ok(),
            };
            text.zip(ground)
                .map(|(text, ground)| FeedbackAction::Decline {
                    ground,
                    text,
                    instead,
                })
        }
        "publish" => {
            let text = Prose::new(sent.value("text"));
            let text = text.map_err(|fault| wrong("text", fault)).ok();
            let title = Line::new(sent.value("title"));
            let title = title.map_err(|fault| wrong("title", fault)).ok();
            title
                .zip(text)
                .map(|(title, text)| FeedbackAction::Publish { title, text })
        }
        "hide" => Some(FeedbackAction::Hide),
        _ => return None,
    };
    Some(match action {
        Some(action) if faults.is_empty() => Ok(action),
        _ => Err(faults),
    })
}

/// What is wrong with a field.
fn told(deed: &str, fault: &FieldFault) -> String {
    let label = match (deed, fault.field.as_str()) {
        ("publish", "title") => "Câu hỏi khi công khai",
        ("publish", _) => "Nội dung khi công khai",
        (_, "to") => "Người xử lý",
        (_, "ground") => "Lý do",
        (_, "instead") => "Nơi có thẩm quyền",
        (_, "reason") => "Giải thích cho người gửi",
        _ => "Nội dung trả lời",
    };
    format!("{label}: {}", words::fault::fault(fault.fault))
}

/// What was done, after the code.
const fn done(action: &FeedbackAction) -> &'static str {
    match action {
        FeedbackAction::Assign(_) => "đã giao việc.",
        FeedbackAction::Answer(_) => "đã gửi câu trả lời.",
        FeedbackAction::Decline { .. } => "đã ghi là không thụ lý.",
        FeedbackAction::Publish { .. } => "đã công khai ở trang Hỏi đáp.",
        FeedbackAction::Hide => "đã thôi công khai.",
    }
}
