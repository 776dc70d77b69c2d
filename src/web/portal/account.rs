//! The citizen's own account.

use axum::response::Response;

use crate::domain::fault::{Fault, FieldFault};
use crate::domain::person::{PaperNumber, Phone};
use crate::domain::text::Line;
use crate::kv::WriteError;
use crate::office::accounts::Contact;
use crate::office::{Decline, Declined, Viewer};
use crate::ui::language::say;
use crate::ui::portal::account::account as account_page;
use crate::ui::{Entries, Tone};
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

/// `/tai-khoan`
pub async fn show(asked: Asked) -> Result<Response, Problem> {
    let viewer = asked.viewer()?;
    let entries = filled(viewer);
    Ok(asked.show(&account_page(&asked.frame(), viewer.username(), &entries)))
}

fn filled(viewer: &Viewer) -> Entries {
    let user = viewer.user();
    Entries::new()
        .with("name", user.name.to_string())
        .with(
            "phone",
            user.phone
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )
        .with(
            "id_number",
            user.id_number
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )
}

/// `POST /tai-khoan`
pub async fn change(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let viewer = asked.viewer()?;
    asked.check_token(&sent)?;
    let done = if sent.value("_do") == "password" {
        change_password(&asked, viewer, &sent).await
    } else {
        change_contact(&asked, viewer, &sent).await
    };
    match done {
        Ok(said) => Ok(go("/tai-khoan", Some((Tone::Good, said)))),
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            let mut entries = filled(viewer);
            for name in ["name", "phone", "id_number"] {
                if sent.value("_do") == "profile" {
                    entries.set(name, sent.value(name));
                }
            }
            for fault in faults {
                entries.refuse_fault(&fault);
            }
            Ok(asked.show_faulty(&account_page(&asked.frame(), viewer.username(), &entries)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn change_contact(
    asked: &Asked,
    viewer: &Viewer,
    sent: &Sent,
) -> Result<&'static str, Declined> {
    let field = |name: &str, fault| Declined::Declined(FieldFault::new(name, fault).into());
    let filled = |name: &str| Some(sent.value(name).trim().to_owned()).filter(|v| !v.is_empty());
    let contact = Contact {
        name: Line::new(sent.value("name")).map_err(|fault| field("name", fault))?,
        phone: filled("phone")
            .map(|raw| Phone::new(&raw))
            .transpose()
            .map_err(|fault| field("phone", fault))?,
        id_number: filled("id_number")
            .map(|raw| PaperNumber::new(&raw))
            .transpose()
            .map_err(|fault| field("id_number", fault))?,
    };
    asked
        .app
        .office()
        .change_contact(viewer, contact, asked.app.now())
        .await?;
    Ok(say!("Đã lưu thông tin."))
}

async fn change_password(
    asked: &Asked,
    viewer: &Viewer,
    sent: &Sent,
) -> Result<&'static str, Declined> {
    if sent.value("password") != sent.value("password_again") {
        return Err(Decline::field("password_again", Fault::NotTheSame).into());
    }
    asked
        .app
        .office()
        .change_password(
            viewer,
            sent.value("password_now"),
            sent.value("password"),
            asked.app.now(),
        )
        .await?;
    Ok(say!(
        "Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."
    ))
}
