//! `/quan-tri/tai-khoan`: the accounts of the office's people.

use axum::extract::Path;
use axum::response::Response;

use crate::domain::authority::Reach;
use crate::domain::fold::fold;
use crate::domain::officer::{Role, User, Username};
use crate::domain::person::Phone;
use crate::domain::text::Line;
use crate::kv::WriteError;
use crate::office::accounts::{Duties, NewAccount};
use crate::office::{Decline, random};
use crate::search::Facet;
use crate::ui::admin::{AccountsPage, NewSecret, accounts_page};
use crate::ui::desk::parts::fault_words;
use crate::ui::{Entries, Tone};
use crate::web::{
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};

const ACCOUNTS: &str = "/quan-tri/tai-khoan";

/// `/quan-tri/tai-khoan`
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    Ok(asked.show(&accounts_markup(&asked, &Entries::new(), None)?))
}

fn accounts_markup(
    asked: &Asked,
    entries: &Entries,
    secret: Option<NewSecret<'_>>,
) -> Result<maud::Markup, Problem> {
    let mut officers = asked.app.office().officers()?;
    officers.sort_by_key(|user| !user.enabled);
    let units = asked.app.office().unit_names()?;
    let page = AccountsPage {
        units: &units,
        officers: &officers,
        own: asked.viewer()?.username(),
        entries,
        secret,
    };
    Ok(accounts_page(&asked.frame(), &page))
}

/// A password is shown once, in the answer itself; there is nowhere to read it again.
pub async fn create(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let mut entries = Entries::sent(sent.0.clone());
    let password = random::password();
    let unit = sent.value("unit").trim();
    if !unit.is_empty() && !works(&asked, unit) {
        entries.refuse(
            "unit",
            "Đơn vị: không có đơn vị này đang hoạt động. Hãy chọn lại, hoặc thêm ở trang «Đơn vị».",
        );
    }
    let Some(new) = new_account(&sent, &password, &mut entries) else {
        return Ok(asked.show_faulty(&accounts_markup(&asked, &entries, None)?));
    };
    match asked
        .app
        .office()
        .create_account(new, asked.app.now())
        .await
    {
        Ok(user) => {
            let secret = NewSecret {
                username: user.username.as_str(),
                password: &password,
            };
            Ok(asked.show(&accounts_markup(&asked, &Entries::new(), Some(secret))?))
        }
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            for fault in faults {
                entries.refuse(fault.field.as_str(), fault_words(&fault.field, fault.fault));
            }
            Ok(asked.show_faulty(&accounts_markup(&asked, &entries, None)?))
        }
        Err(other) => Err(other.into()),
    }
}

/// Whether a unit of this name works today.
fn works(asked: &Asked, unit: &str) -> bool {
    let names = asked.app.office().unit_names();
    names.is_ok_and(|names| names.iter().any(|name| name == unit))
}

/// The officers' roles that the form ticked.
fn roles(sent: &Sent) -> Vec<Role> {
    let ticked = sent.0.iter().filter(|(name, _)| name == "role");
    ticked
        .filter_map(|(_, key)| key.parse::<Role>().ok())
        .filter(|role| role.is_officer())
        .collect()
}

/// The account, or the faults in `entries`.
fn new_account(sent: &Sent, password: &str, entries: &mut Entries) -> Option<NewAccount> {
    let mut check = |field: &str, fault| entries.refuse(field, fault_words(field, fault));
    let name = Line::new(sent.value("name"))
        .map_err(|fault| check("name", fault))
        .ok();
    let username = Username::new(sent.value("username"))
        .map_err(|fault| check("username", fault))
        .ok();
    let unit = Line::new(sent.value("unit"))
        .map_err(|fault| check("unit", fault))
        .ok();
    let phone = match sent.value("phone").trim() {
        "" => None,
        phone => Phone::new(phone)
            .map_err(|fault| check("phone", fault))
            .ok(),
    };
    let roles = roles(sent);
    if roles.is_empty() {
        entries.refuse("role", "Vai trò: hãy chọn ít nhất một vai trò.");
    }
    if entries.is_faulty() {
        return None;
    }
    Some(NewAccount {
        username: username?,
        name: name?,
        roles,
        unit: unit.map(String::from),
        password: password.to_owned(),
        fields: Vec::new(),
        phone,
        id_number: None,
    })
}

/// `POST /quan-tri/tai-khoan/{username}`: reset, enable, disable, roles.
pub async fn change(
    asked: Asked,
    Path(username): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let own = asked.officer(&[Role::Admin])?.username() == username;
    asked.check_token(&sent)?;
    let (office, now) = (asked.app.office(), asked.app.now());
    let is_officer = |user: &User| user.roles.iter().any(|role| role.is_officer());
    office
        .account(&username)?
        .filter(is_officer)
        .ok_or_else(Problem::not_found)?;
    let deed = sent.value("_do");
    if own && deed != "reset" {
        // Nobody locks themselves out; another administrator does that.
        return Err(Problem::forbidden());
    }
    let said = match deed {
        "reset" => return reset(&asked, &username).await,
        "disable" => {
            office.enable_account(&username, false, now).await?;
            "Đã khóa tài khoản"
        }
        "enable" => {
            office.enable_account(&username, true, now).await?;
            "Đã mở khóa tài khoản"
        }
        "duties" => match duties(&asked, &sent) {
            Err(said) => return Ok(go(ACCOUNTS, Some((Tone::Warn, &said)))),
            Ok(duties) => {
                office.change_duties(&username, duties, now).await?;
                "Đã đổi phân công của"
            }
        },
        _ => return Err(Problem::not_found()),
    };
    Ok(go(
        ACCOUNTS,
        Some((Tone::Good, &format!("{said} {username}."))),
    ))
}

/// What the form says an officer does, or why nothing was changed.
fn duties(asked: &Asked, sent: &Sent) -> Result<Duties, String> {
    let roles = roles(sent);
    if roles.is_empty() {
        return Err("Chưa đổi: hãy chọn ít nhất một vai trò.".to_owned());
    }
    let unit = match sent.value("unit").trim() {
        "" => None,
        unit if works(asked, unit) => Some(unit.to_owned()),
        unit => {
            return Err(format!(
                "Chưa đổi: không có đơn vị «{unit}» đang hoạt động."
            ));
        }
    };
    let facets = asked.app.office().search.facets();
    let known = facets.of(Facet::Field);
    let mut fields = Vec::new();
    for line in sent.value("fields").lines() {
        let line = line.trim();
        let field = known.iter().find(|(name, _)| fold(name) == fold(line));
        match field {
            Some((name, _)) if !fields.contains(name) => fields.push(name.clone()),
            None if !line.is_empty() => {
                return Err(format!(
                    "Chưa đổi: danh mục thủ tục không có lĩnh vực «{line}»; hãy ghi đúng tên lĩnh vực, mỗi dòng một tên."
                ));
            }
            _ => {}
        }
    }
    let ticked = |key: &str| {
        sent.0
            .iter()
            .any(|(name, value)| name == "reach" && value == key)
    };
    Ok(Duties {
        roles,
        unit,
        fields,
        reach: Reach {
            unit_only: ticked("unit"),
            field_only: ticked("field"),
            own_only: ticked("own"),
        },
    })
}

async fn reset(asked: &Asked, username: &str) -> Result<Response, Problem> {
    let password = asked
        .app
        .office()
        .reset_password(username, asked.app.now())
        .await?;
    let secret = NewSecret {
        username,
        password: &password,
    };
    Ok(asked.show(&accounts_markup(asked, &Entries::new(), Some(secret))?))
}
