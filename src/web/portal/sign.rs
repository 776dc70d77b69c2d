//! Signing in, out and up.

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::Response;

use crate::domain::fault::{Fault, FieldFault};
use crate::domain::officer::{Role, Username};
use crate::domain::person::{PaperNumber, Phone};
use crate::domain::text::Line;
use crate::kv::WriteError;
use crate::office::Decline;
use crate::office::accounts::NewAccount;
use crate::office::sign_in::SignedIn;
use crate::ui::language::say;
use crate::ui::portal::sign::{sign_in as sign_in_page, sign_up as sign_up_page};
use crate::ui::{Entries, Tone};
use crate::web::{
    form::Sent,
    page::{Asked, go, own_path, session_cookie, set_cookie},
    problem::Problem,
};

/// `/dang-nhap`
pub async fn in_form(asked: Asked, Query(query): Query<HashMap<String, String>>) -> Response {
    let next = query.get("tiep").map(String::as_str).unwrap_or_default();
    let entries = Entries::new().with("next", own_path(next));
    asked.show(&sign_in_page(&asked.frame(), &entries))
}

/// `POST /dang-nhap`
pub async fn sign_in(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    let username = sent.value("username").trim().to_owned();
    let now = asked.app.now();
    let throttle = asked.app.throttle();
    if let Some(seconds) = throttle.wait(&username, asked.address.0, now) {
        return Err(Problem::too_many(seconds));
    }
    match asked
        .app
        .office()
        .sign_in(&username, sent.value("password"), now)
        .await
    {
        Ok(signed) => {
            throttle.succeeded(&username, asked.address.0);
            let to = match own_path(sent.value("next")) {
                "/" => home_of(signed.user.role()),
                next => next,
            };
            Ok(enter(&asked, &signed, to, None))
        }
        Err(WriteError::Declined(Decline::WrongPassword)) => {
            throttle.failed(&username, asked.address.0, now);
            let mut entries = Entries::new()
                .with("username", username)
                .with("next", sent.value("next"));
            entries.refuse(
                "password",
                say!("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra lại phím Caps Lock và bộ gõ."),
            );
            Ok(asked.show_faulty(&sign_in_page(&asked.frame(), &entries)))
        }
        Err(other) => Err(other.into()),
    }
}

/// Where a role begins its day.
const fn home_of(role: Role) -> &'static str {
    match role {
        Role::Citizen => "/ho-so",
        Role::Reception | Role::Specialist => "/can-bo",
        Role::Leader => "/lanh-dao",
        Role::Admin => "/quan-tri",
    }
}

fn enter(asked: &Asked, signed: &SignedIn, to: &str, said: Option<&str>) -> Response {
    let seconds = signed.until.unix() - asked.app.now().unix();
    let mut response = go(to, said.map(|words| (Tone::Good, words)));
    let cookie = session_cookie(asked, &signed.token, seconds);
    set_cookie(response.headers_mut(), &cookie);
    response
}

/// `POST /dang-xuat`
pub async fn sign_out(
    asked: Asked,
    token: crate::web::session::CookieToken,
    sent: Sent,
) -> Result<Response, Problem> {
    asked.check_token(&sent)?;
    if let Some(token) = token.0 {
        asked.app.office().sign_out(&token, asked.app.now()).await?;
    }
    let mut response = go("/", Some((Tone::Info, say!("Đã đăng xuất."))));
    set_cookie(response.headers_mut(), &session_cookie(&asked, "", 0));
    Ok(response)
}

/// `/dang-ky`
pub async fn up_form(asked: Asked) -> Response {
    asked.show(&sign_up_page(&asked.frame(), &Entries::new()))
}

/// `POST /dang-ky`
pub async fn sign_up(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    asked.facts()?;
    let mut entries = Entries::sent(sent.0.clone());
    let Some(new) = new_account(&sent, &mut entries) else {
        return Ok(back(&asked, entries));
    };
    let (username, password) = (new.username.clone(), new.password.clone());
    let now = asked.app.now();
    match asked.app.office().create_account(new, now).await {
        Ok(_) => {}
        Err(WriteError::Declined(Decline::Faults(faults))) => {
            for fault in faults {
                // The telephone is the name of the account.
                let field = match fault.field.as_str() {
                    "username" => "phone",
                    other => other,
                };
                entries.refuse_fault(&FieldFault::new(field, fault.fault));
            }
            return Ok(back(&asked, entries));
        }
        Err(other) => return Err(other.into()),
    }
    let signed = asked
        .app
        .office()
        .sign_in(username.as_str(), &password, now)
        .await?;
    Ok(enter(
        &asked,
        &signed,
        "/ho-so",
        Some(say!(
            "Đã tạo tài khoản. Từ nay bạn xem được mọi hồ sơ tại đây."
        )),
    ))
}

/// The form again; passwords are never sent back.
fn back(asked: &Asked, mut entries: Entries) -> Response {
    entries.set("password", "");
    entries.set("password_again", "");
    asked.show_faulty(&sign_up_page(&asked.frame(), &entries))
}

/// The account, or the faults in `entries`.
fn new_account(sent: &Sent, entries: &mut Entries) -> Option<NewAccount> {
    let mut check = |field: &str, fault| entries.refuse_fault(&FieldFault::new(field, fault));
    let name = Line::new(sent.value("name"))
        .map_err(|fault| check("name", fault))
        .ok();
    let phone = Phone::new(sent.value("phone"))
        .map_err(|fault| check("phone", fault))
        .ok();
    let id_number = match sent.value("id_number").trim() {
        "" => None,
        number => PaperNumber::new(number)
            .map_err(|fault| check("id_number", fault))
            .ok(),
    };
    if sent.value("password") != sent.value("password_again") {
        check("password_again", Fault::NotTheSame);
    }
    if entries.is_faulty() {
        return None;
    }
    let phone = phone?;
    Some(NewAccount {
        username: Username::new(phone.as_str()).ok()?,
        name: name?,
        roles: vec![Role::Citizen],
        unit: None,
        password: sent.value("password").to_owned(),
        fields: Vec::new(),
        phone: Some(phone),
        id_number,
    })
}
