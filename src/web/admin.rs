//! `/quan-tri`: the office's facts and its accounts.

mod calendar;
mod expressions;
mod process_form;
mod processes;
mod signing;
mod templates;

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};

use super::{
    App,
    form::Sent,
    forms,
    page::{Asked, go},
    problem::Problem,
};
use crate::domain::authority::Reach;
use crate::domain::fault::Fault;
use crate::domain::fold::fold;
use crate::domain::officer::{Role, User, Username};
use crate::domain::person::Phone;
use crate::domain::text::Line;
use crate::kv::WriteError;
use crate::office::accounts::{Duties, NewAccount};
use crate::office::{Decline, random};
use crate::search::Facet;
use crate::store::settings::{OnlineFiling, Profile};
use crate::ui::admin::{
    AccountsPage, Health, NewSecret, OfficeSheet, OnlineChoice, accounts_page, overview_page,
};
use crate::ui::desk::parts::fault_words;
use crate::ui::words::history::role as role_words;
use crate::ui::{Entries, Tone};

const ACCOUNTS: &str = "/quan-tri/tai-khoan";

/// Routes of the administrator.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/quan-tri", get(overview).post(change_office))
        .route(ACCOUNTS, get(accounts).post(create))
        .route("/quan-tri/tai-khoan/{username}", post(change))
        .route("/quan-tri/lich", get(calendar::show).post(calendar::change))
        .route(
            "/quan-tri/tu-ngu",
            get(expressions::show).post(expressions::change),
        )
        .route("/quan-tri/ky-so", get(signing::show).post(signing::change))
        .route("/quan-tri/quy-trinh", get(processes::list))
        .route(
            "/quan-tri/quy-trinh/{id}",
            get(processes::show).post(processes::change),
        )
        .route("/quan-tri/mau-in", get(templates::list))
        .route(
            "/quan-tri/mau-in/{name}",
            get(templates::show).post(templates::change),
        )
        .route("/quan-tri/mau-in/{name}/goc", get(templates::shipped))
        .route("/quan-tri/bieu-mau", get(forms::list))
        .route("/quan-tri/bieu-mau/moi", get(forms::new))
        .route(
            "/quan-tri/bieu-mau/{code}",
            get(forms::show).post(forms::change),
        )
}

async fn overview(asked: Asked) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    let facts = asked.facts()?;
    let office = asked.app.office();
    let officers = office.officers()?;
    let procedures = office.procedure_count()?;
    let able = |role: Role| officers.iter().any(|user| user.enabled && user.has(role));
    let missing: Vec<String> = [Role::Reception, Role::Specialist, Role::Leader]
        .into_iter()
        .filter(|role| !able(*role))
        .map(|role| role_words(role).to_owned())
        .collect();
    let sheet = OfficeSheet {
        facts: &profile_facts(&facts.profile),
        online: online_choice(facts.profile.online_filing),
        procedures,
        officers: (
            officers.iter().filter(|user| user.enabled).count(),
            officers.len(),
        ),
        health: &health(&asked, procedures),
        missing: &missing,
    };
    Ok(asked.show(&overview_page(&asked.frame(), &sheet)))
}

fn profile_facts(profile: &Profile) -> Vec<(String, String)> {
    [
        ("Tên cơ quan", profile.agency_name.clone()),
        ("Mã định danh", profile.agency_code.to_string()),
        ("Bộ phận một cửa", profile.centre_name.clone()),
        ("Cơ quan cấp trên", profile.parent_name.clone()),
        (
            "Mã xã, phường",
            profile.ward_code.clone().unwrap_or_default(),
        ),
        ("Địa danh trên phiếu", profile.place.clone()),
        ("Địa chỉ", profile.address.clone()),
        ("Điện thoại", profile.hotline.clone()),
        ("Địa chỉ cổng", profile.base_url.clone()),
    ]
    .map(|(term, value)| (term.to_owned(), value))
    .to_vec()
}

/// The store has answered when this page is shown; the index must hold what is visible.
fn health(asked: &Asked, procedures: u32) -> Vec<Health> {
    let indexed = asked.app.office().search.count();
    let part = |name: &str, well: bool, words: String| Health {
        name: name.to_owned(),
        well,
        words,
    };
    let mut parts = vec![
        part("Kho dữ liệu", true, "Đọc được bình thường".to_owned()),
        part(
            "Chỉ mục tìm kiếm",
            indexed == u64::from(procedures),
            format!("{indexed} thủ tục"),
        ),
        backup_health(asked),
        part(
            "Đồng hồ máy chủ",
            true,
            crate::ui::words::moment(asked.app.now()),
        ),
    ];
    parts.extend(certificate_health(asked));
    parts
}

/// The office's certificate, if it has one: well while it need not be renewed.
fn certificate_health(asked: &Asked) -> Option<Health> {
    let kept = asked.app.office().certificate().ok()??;
    let (certified, now) = (kept.certified, asked.app.now());
    let until = crate::ui::words::moment(certified.until);
    Some(Health {
        name: "Chứng thư chữ ký số".to_owned(),
        well: certified.holds_at(now) && !certified.is_to_be_renewed(now),
        words: if certified.holds_at(now) {
            format!(
                "Hiệu lực đến {until}, còn {} ngày",
                certified.days_left(now)
            )
        } else {
            format!("Đã hết hiệu lực từ {until}")
        },
    })
}

/// A backup that is older than two days, or an attempt that failed, is not well.
fn backup_health(asked: &Asked) -> Health {
    let attempts = asked.app.office().attempts().unwrap_or_default();
    let newest = asked.app.office().backups(1).unwrap_or_default().pop();
    let failed = [attempts.backup, attempts.drill]
        .into_iter()
        .flatten()
        .find_map(|attempt| attempt.wrong);
    let age = newest.map(|backup| asked.app.now().seconds_since(backup.at));
    Health {
        name: "Sao lưu".to_owned(),
        well: failed.is_none() && age.is_some_and(|age| age < 2 * 24 * 60 * 60),
        words: failed.unwrap_or_else(|| {
            age.map_or_else(
                || "Chưa có bản sao lưu nào".to_owned(),
                |age| format!("Bản gần nhất: {}", crate::ui::words::ago(age)),
            )
        }),
    }
}

const fn online_choice(filing: OnlineFiling) -> OnlineChoice {
    match filing {
        OnlineFiling::On => OnlineChoice::On,
        OnlineFiling::Off => OnlineChoice::Off,
        OnlineFiling::Link => OnlineChoice::Link,
    }
}

/// How the office takes online dossiers, from a form.
pub(super) fn online_filing(key: &str) -> Option<OnlineFiling> {
    Some(match OnlineChoice::from_key(key)? {
        OnlineChoice::On => OnlineFiling::On,
        OnlineChoice::Off => OnlineFiling::Off,
        OnlineChoice::Link => OnlineFiling::Link,
    })
}

async fn change_office(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let choice = online_filing(sent.value("online_filing"));
    let online_filing =
        choice.ok_or_else(|| Problem::from(Decline::field("online_filing", Fault::NotAChoice)))?;
    let profile = Profile {
        online_filing,
        ..(*asked.facts()?.profile).clone()
    };
    asked
        .app
        .office()
        .change_profile(profile, asked.app.now())
        .await?;
    Ok(go(
        "/quan-tri",
        Some((Tone::Good, "Đã lưu cách nộp trực tuyến.")),
    ))
}

async fn accounts(asked: Asked) -> Result<Response, Problem> {
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
    let page = AccountsPage {
        officers: &officers,
        own: asked.viewer()?.username(),
        entries,
        secret,
    };
    Ok(accounts_page(&asked.frame(), &page))
}

/// A password is shown once, in the answer itself; there is nowhere to read it again.
async fn create(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    asked.officer(&[Role::Admin])?;
    asked.check_token(&sent)?;
    let mut entries = Entries::sent(sent.0.clone());
    let password = random::password();
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
async fn change(
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
        unit => Some(Line::new(unit).map_err(|_| "Chưa đổi: tên đơn vị dài quá 300 ký tự.")?),
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
        unit: unit.map(String::from),
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
