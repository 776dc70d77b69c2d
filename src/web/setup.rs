//! `/thiet-lap`: first run, from this machine or with the one-time code.

use axum::Router;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::{
    App,
    form::Sent,
    page::{Asked, go},
    problem::Problem,
};
use crate::domain::codes::AgencyCode;
use crate::domain::fault::Fault;
use crate::domain::officer::{Role, Username};
use crate::domain::text::Line;
use crate::kv::{KvError, WriteError};
use crate::office::accounts::{NewAccount, check_password};
use crate::office::{Decline, shipped, units};
use crate::store::settings::Profile;
use crate::ui::desk::parts::fault_words;
use crate::ui::setup::{SetupPage, setup_page};
use crate::ui::{Entries, Tone};

/// What every commune calls its counter since July 2025.
const CENTRE: &str = "Trung tâm Phục vụ hành chính công";

/// Where the office is set up.
pub const PATH: &str = "/thiet-lap";

/// Routes of the first run.
pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(show).post(go_on))
}

/// Until the office is set up, every other page leads here.
pub async fn before_setup(asked: Asked, request: Request, next: Next) -> Response {
    let here = request.uri().path().starts_with(PATH);
    if asked.app.office().facts().is_some() || here {
        next.run(request).await
    } else {
        Redirect::to(PATH).into_response()
    }
}

/// Once the office is set up there is nothing here any more.
pub(super) fn still_open(asked: &Asked) -> Result<(), Problem> {
    if asked.app.office().facts().is_some() {
        return Err(Problem::not_found());
    }
    Ok(())
}

async fn show(asked: Asked) -> Result<Response, Problem> {
    still_open(&asked)?;
    let entries = Entries::new().with("centre_name", CENTRE);
    Ok(asked.show(&page(&asked, &entries)))
}

fn page(asked: &Asked, entries: &Entries) -> maud::Markup {
    let provinces = units::provinces();
    let communes = units::communes_of(entries.value("province"));
    let view = SetupPage {
        entries,
        provinces: &provinces,
        communes: &communes,
        asks_code: !asked.address.0.is_loopback(),
    };
    setup_page(&asked.frame(), &view)
}

/// `POST /thiet-lap`: shows the communes of a province, or founds the office.
async fn go_on(asked: Asked, sent: Sent) -> Result<Response, Problem> {
    still_open(&asked)?;
    let mut entries = Entries::sent(sent.0.clone());
    if sent.value("_do") != "found" {
        return Ok(asked.show(&page(&asked, &entries)));
    }
    check_code(&asked, &sent, &mut entries)?;
    let founded = (
        profile(&sent, &mut entries),
        administrator(&sent, &mut entries),
    );
    let ((Some(profile), Some(admin)), false) = (founded, entries.is_faulty()) else {
        return Ok(asked.show_faulty(&page(&asked, &entries)));
    };
    let office = asked.app.office();
    office
        .found(profile, shipped::calendar(), asked.app.now())
        .await?;
    match office.create_account(admin, asked.app.now()).await {
        Ok(_) => {}
        Err(WriteError::Declined(Decline::Faults(_))) => return Err(Problem::not_set_up()),
        Err(other) => return Err(other.into()),
    }
    import(&asked).await?;
    asked.app.forget_setup_code();
    let said = "Đã thiết lập. Hãy đăng nhập bằng tài khoản quản trị để tạo tài khoản cho cán bộ.";
    Ok(go("/dang-nhap?tiep=%2Fquan-tri", Some((Tone::Good, said))))
}

/// From another machine the code of the console is needed; guessing it is slowed down.
pub(super) fn check_code(asked: &Asked, sent: &Sent, entries: &mut Entries) -> Result<(), Problem> {
    let (address, now) = (asked.address.0, asked.app.now());
    if address.is_loopback() {
        return Ok(());
    }
    let throttle = asked.app.throttle();
    if let Some(seconds) = throttle.wait(PATH, address, now) {
        return Err(Problem::too_many(seconds));
    }
    if asked.app.is_setup_code(sent.value("setup_code")) {
        throttle.succeeded(PATH, address);
    } else {
        throttle.failed(PATH, address, now);
        entries.refuse(
            "setup_code",
            "Mã dùng một lần chưa đúng. Hãy nhập mã hiện trên màn hình máy chủ.",
        );
    }
    Ok(())
}

/// The shipped catalogue; an office without procedures can do nothing.
async fn import(asked: &Asked) -> Result<(), Problem> {
    let (office, now) = (asked.app.office().clone(), asked.app.now());
    let work = tokio::task::spawn_blocking(move || office.import_shipped(now, &mut |_| {}));
    let imported = work
        .await
        .map_err(|error| Problem::machine(&KvError::Panicked(error.to_string())))?;
    imported?;
    Ok(())
}

/// Who the office is, or the faults in `entries`.
fn profile(sent: &Sent, entries: &mut Entries) -> Option<Profile> {
    let value = |name: &str| sent.value(name).trim();
    let ward = value("ward_code");
    let commune = units::commune(ward);
    if commune.is_none() && !ward.is_empty() {
        entries.refuse("ward_code", fault_words("ward_code", Fault::UnknownWard));
    }
    let or = |name: &str, usual: Option<String>| match value(name) {
        "" => usual.unwrap_or_default(),
        text => text.to_owned(),
    };
    let agency_name = or(
        "agency_name",
        commune.map(|commune| format!("Ủy ban nhân dân {}", lower_first(&commune.name))),
    );
    let place = or(
        "place",
        commune.map(|commune| short(&commune.name).to_owned()),
    );
    let lines = [
        ("agency_name", agency_name.as_str()),
        ("place", &place),
        ("centre_name", value("centre_name")),
        ("address", value("address")),
        ("hotline", value("hotline")),
    ];
    for (field, text) in lines {
        if let Err(fault) = Line::new(text) {
            entries.refuse(field, fault_words(field, fault));
        }
    }
    let agency_code = value("agency_code").parse::<AgencyCode>();
    if agency_code.is_err() {
        let said = "Mã định danh: chưa đúng. Hãy nhập dạng H26.12.3 hoặc 000.00.01.H26.";
        entries.refuse("agency_code", said);
    }
    let centre = Line::new(value("centre_name"))
        .map(String::from)
        .unwrap_or_default();
    Some(Profile {
        agency_code: agency_code.ok()?,
        agency_name,
        reception_unit: centre.clone(),
        centre_name: centre,
        parent_name: commune.map_or_else(String::new, |commune| {
            format!("UBND {}", lower_first(&commune.province))
        }),
        place,
        ward_code: commune.map(|commune| commune.code.clone()),
        address: value("address").to_owned(),
        hotline: value("hotline").to_owned(),
        online_filing: super::admin::online_filing(value("online_filing")).unwrap_or_default(),
        base_url: String::new(),
        demo: false,
    })
}

/// The first administrator, or the faults in `entries`.
fn administrator(sent: &Sent, entries: &mut Entries) -> Option<NewAccount> {
    let mut check = |field: &str, fault| entries.refuse(field, fault_words(field, fault));
    let name = Line::new(sent.value("admin.name"))
        .map_err(|fault| check("admin.name", fault))
        .ok();
    let username = Username::new(sent.value("admin.username"))
        .map_err(|fault| check("admin.username", fault))
        .ok();
    let password = sent.value("admin.password");
    let known = username.as_ref().map_or("", Username::as_str);
    if let Err(fault) = check_password(password, known)
        .or_else(|fault| if known.is_empty() { Ok(()) } else { Err(fault) })
    {
        check("admin.password", fault);
    }
    if password != sent.value("admin.password_again") {
        check("admin.password_again", Fault::NotTheSame);
    }
    Some(NewAccount {
        username: username?,
        name: name?,
        roles: vec![Role::Admin],
        unit: Some(CENTRE.to_owned()),
        password: password.to_owned(),
        fields: Vec::new(),
        phone: None,
        id_number: None,
    })
}

/// "Tỉnh Nghệ An" within a sentence: "tỉnh Nghệ An".
fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// "Xã Hưng Nguyên" without what it is: "Hưng Nguyên".
fn short(name: &str) -> &str {
    ["Xã ", "Phường ", "Đặc khu "]
        .iter()
        .find_map(|kind| name.strip_prefix(kind))
        .unwrap_or(name)
}
