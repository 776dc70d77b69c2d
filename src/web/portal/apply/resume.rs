//! Going on with a draft: the browser's own cookie, the account, a short code, a QR.

use std::collections::HashMap;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;

use super::known::LINK;
use crate::office::Viewer;
use crate::store::papers::Draft;
use crate::ui::language::say;
use crate::ui::portal::apply::{Elsewhere, Unfinished, elsewhere, go_on_form, unfinished};
use crate::ui::{Entries, parts, words};
use crate::web::{
    form::Sent,
    page::{Asked, DRAFT, go, set_cookie},
    problem::Problem,
};

/// As long as a draft is remembered on a device, in seconds: thirty days.
const REMEMBERED: u32 = 30 * 24 * 3600;

/// Remembers the draft on this device while it is not filed.
pub(super) fn remember(asked: &Asked, answer: &mut Response, draft: &Draft) {
    let secure = if asked.secure { "; Secure" } else { "" };
    let (id, age) = match draft.filed_as {
        None => (draft.id.as_str(), REMEMBERED),
        Some(_) => ("", 0),
    };
    let path = format!("/thu-tuc/{}/nop", draft.procedure);
    set_cookie(
        answer.headers_mut(),
        &format!("{DRAFT}={id}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={age}{secure}"),
    );
}

/// The question whether to go on, where something is unfinished.
pub(super) fn unfinished_page(
    asked: &Asked,
    code: &str,
    link: &str,
) -> Result<Option<Response>, Problem> {
    let office = asked.app.office();
    let mut drafts = match &asked.viewer {
        Some(viewer) => office.drafts_of(viewer, Some(code))?,
        None => Vec::new(),
    };
    if let Some(id) = &asked.draft_here {
        drafts.extend(office.draft(id)?);
    }
    let open = |draft: &&Draft| draft.procedure == code && draft.filed_as.is_none();
    let Some(draft) = drafts.iter().find(open) else {
        return Ok(None);
    };
    let view = shown(asked, draft)?;
    let anew = match link {
        "" => format!("/thu-tuc/{code}/nop?moi=1"),
        link => format!("/thu-tuc/{code}/nop?moi=1&{LINK}={link}"),
    };
    Ok(Some(asked.show(&unfinished(&asked.frame(), &view, &anew))))
}

fn shown(asked: &Asked, draft: &Draft) -> Result<Unfinished, Problem> {
    let procedure = asked.app.office().procedure(&draft.procedure)?;
    Ok(Unfinished {
        procedure: procedure.map_or_else(
            || draft.procedure.clone(),
            |procedure| procedure.name.clone(),
        ),
        address: address(draft),
        saved: words::moment(draft.saved_at),
        applicant: text(draft, "applicant.name"),
    })
}

/// What an account is preparing, for its list.
pub fn unfinished_of(asked: &Asked, viewer: &Viewer) -> Result<Vec<Unfinished>, Problem> {
    let drafts = asked.app.office().drafts_of(viewer, None)?;
    drafts.iter().map(|draft| shown(asked, draft)).collect()
}

/// Where a draft is gone on with.
pub(super) fn address(draft: &Draft) -> String {
    format!("/thu-tuc/{}/nop?nhap={}", draft.procedure, draft.id)
}

fn text(draft: &Draft, name: &str) -> String {
    let value = draft.fields.get(name).and_then(|value| value.as_str());
    value.unwrap_or_default().to_owned()
}

/// Makes a code and shows it.
pub(super) async fn to_elsewhere(asked: &Asked, draft: &Draft) -> Result<Response, Problem> {
    let (office, now) = (asked.app.office(), asked.app.now());
    let code = office.draft_code(draft, now).await?;
    Ok(go(&format!("{}&ma={}", address(draft), code.code), None))
}

/// The code and its QR.
pub(super) fn elsewhere_page(
    asked: &Asked,
    draft: &Draft,
    code: &str,
) -> Result<Response, Problem> {
    let (office, now) = (asked.app.office(), asked.app.now());
    let (_, code) = office
        .draft_by_code(code, now)?
        .filter(|(known, _)| known.id == draft.id)
        .ok_or_else(Problem::not_found)?;
    let (until, code) = (code.until, code.code.as_str());
    let base = asked.base_url()?;
    let (first, second) = code.split_at_checked(4).unwrap_or((code, ""));
    let page = format!("{base}/tiep-tuc");
    let view = Elsewhere {
        code: format!("{first} {second}"),
        qr: parts::qr_image(&format!("{page}?ma={code}")),
        page,
        until: words::moment(until),
        back: address(draft),
    };
    Ok(asked.show(&elsewhere(&asked.frame(), &view)))
}

/// `/tiep-tuc`, with `ma` from a QR.
pub async fn code_form(
    asked: Asked,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    match query.get("ma") {
        Some(code) => open(&asked, code),
        None => Ok(asked.show(&go_on_form(&asked.frame(), &Entries::new()))),
    }
}

/// `POST /tiep-tuc`
pub async fn by_code(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    open(&asked, sent.value("ma"))
}

/// Opens the draft behind a code. Wrong codes are counted for each address, so that nobody tries them all.
fn open(asked: &Asked, code: &str) -> Result<Response, Problem> {
    let now = asked.app.now();
    let throttle = asked.app.throttle();
    if let Some(seconds) = throttle.wait("draft-code", asked.address.0, now) {
        return Err(Problem::too_many(seconds));
    }
    if let Some((draft, _)) = asked.app.office().draft_by_code(code, now)? {
        let mut answer = go(&address(&draft), None);
        remember(asked, &mut answer, &draft);
        return Ok(answer);
    }
    throttle.failed("draft-code", asked.address.0, now);
    let mut entries = Entries::new().with("ma", code);
    entries.refuse(
        "ma",
        say!("Mã không đúng hoặc đã hết hạn. Hãy xem lại mã trên máy đang khai, hoặc lấy mã mới."),
    );
    let page = go_on_form(&asked.frame(), &entries);
    Ok(asked.show_as(StatusCode::NOT_FOUND, &page))
}
