//! `/quan-tri/ma-ho-so`: how codes of dossiers look.

use axum::response::Response;

use crate::domain::codes::DossierCodeTemplate;
use crate::domain::officer::Role;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::ui::admin::{DOSSIER_CODES, DossierCodesPage, dossier_codes_page};
use crate::ui::{Entries, Tone};
use crate::web::form::Sent;
use crate::web::page::{Asked, go};
use crate::web::problem::Problem;

/// `/quan-tri/ma-ho-so`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    // A pattern is written `{agency}-{yymmdd}-{seq:04}`.
    let pattern = asked.app.office().dossier_codes()?.to_string();
    let year = if pattern.contains("{yyyymmdd}") {
        "yyyymmdd"
    } else {
        "yymmdd"
    };
    let width: String = pattern
        .rsplit("seq:0")
        .next()
        .unwrap_or_default()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let entries = Entries::new().with("year", year).with("width", width);
    page(&asked, &entries, None)
}

fn page(
    asked: &Asked,
    entries: &Entries,
    tried: Option<DossierCodeTemplate>,
) -> Result<Response, Problem> {
    let (office, day) = (asked.app.office(), asked.app.now().day());
    let next = office.next_code(office.dossier_codes()?, day)?.to_string();
    let tried = match tried {
        Some(pattern) => Some(office.next_code(pattern, day)?.to_string()),
        None => None,
    };
    let view = DossierCodesPage {
        entries,
        next: &next,
        tried: tried.as_deref(),
    };
    let page = dossier_codes_page(&asked.frame(), &view);
    Ok(if entries.is_faulty() {
        asked.show_faulty(&page)
    } else {
        asked.show(&page)
    })
}

/// `POST /quan-tri/ma-ho-so`: shows what the next code would be, or changes the pattern.
pub async fn change(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.officer(&[Role::Admin])?.clone();
    asked.check_token(&sent)?;
    let mut entries = Entries::sent(sent.0.clone());
    let wide = (4..=8).any(|width| sent.value("width") == width.to_string());
    if !wide {
        entries.refuse("width", "Số thứ tự: hãy chọn từ 4 đến 8 chữ số.");
    }
    let text = format!(
        "{{agency}}-{{{}}}-{{seq:0{}}}",
        sent.value("year"),
        sent.value("width")
    );
    let pattern = text.parse::<DossierCodeTemplate>();
    if wide && pattern.is_err() {
        entries.refuse("year", "Ngày trong mã: hãy chọn một cách ghi.");
    }
    let (Ok(pattern), false) = (pattern, entries.is_faulty()) else {
        return page(&asked, &entries, None);
    };
    if sent.value("_do") == "preview" {
        return page(&asked, &entries, Some(pattern));
    }
    let office = asked.app.office();
    match office
        .change_dossier_codes(&viewer, pattern, asked.app.now())
        .await
    {
        Ok(()) => {
            let next = office.next_code(pattern, asked.app.now().day())?;
            let said = format!("Đã lưu. Hồ sơ tiếp theo hôm nay mang mã {next}.");
            Ok(go(DOSSIER_CODES, Some((Tone::Good, &said))))
        }
        Err(WriteError::Declined(Decline::Faults(_))) => {
            entries.refuse(
                "width",
                "Số thứ tự: mã tiếp theo của mẫu này đã có hồ sơ dùng. Hãy chọn mẫu khác.",
            );
            page(&asked, &entries, None)
        }
        Err(other) => Err(other.into()),
    }
}
