//! `motcua init`: founds the office without a browser.

use std::path::PathBuf;

use super::clock;
use super::desk::Desk;
use super::failure::Failure;
use crate::domain::codes::AgencyCode;
use crate::domain::officer::{Role, Username};
use crate::domain::text::Line;
use crate::office::accounts::{NewAccount, check_password};
use crate::office::{random, shipped, units};
use crate::store::settings::{OnlineFiling, Profile};
use crate::ui::words;

/// What every commune calls its counter since July 2025.
pub(super) const CENTRE: &str = "Trung tâm Phục vụ hành chính công";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mã định danh cơ quan, ví dụ H41.152
    #[arg(long, value_name = "CODE")]
    agency_code: String,
    /// Tên cơ quan, ví dụ "UBND xã Hưng Nguyên"
    #[arg(long, value_name = "NAME")]
    agency_name: String,
    /// Tên đăng nhập của quản trị viên đầu tiên
    #[arg(long, value_name = "USER")]
    admin: String,
    /// Mã xã, phường, đặc khu (5 chữ số)
    #[arg(long, value_name = "CODE")]
    ward_code: Option<String>,
    /// Tệp chứa mật khẩu của quản trị viên; nếu không có thì mật khẩu được tạo ngẫu nhiên
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Args {
    pub fn attachment(&self) -> Option<PathBuf> {
        self.password_file.clone()
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let profile = profile(args)?;
    let username = username(&args.admin)?;
    let (password, generated) = password(desk, &username)?;
    let office = desk.office;
    desk.handle
        .block_on(office.found(profile, shipped::calendar(), clock::now()))?;
    let admin = NewAccount {
        name: Line::new("Quản trị hệ thống").expect("a short line without control characters"),
        username,
        roles: vec![Role::Admin],
        unit: Some(CENTRE.to_owned()),
        password: password.clone(),
        fields: Vec::new(),
        phone: None,
        id_number: None,
    };
    let admin = desk
        .handle
        .block_on(office.create_account(admin, clock::now()))?;
    let imported = office.import_shipped(clock::now(), &mut |done| {
        desk.out.progress(&format!("đã nạp {done} thủ tục"));
    })?;
    desk.out.line(&format!(
        "Đã thiết lập {} với {} thủ tục đi kèm.",
        args.agency_name.trim(),
        imported.visible
    ));
    desk.out.line(&format!("Quản trị viên: {}", admin.username));
    if generated {
        desk.out
            .line(&format!("Mật khẩu (chỉ hiện một lần): {password}"));
    }
    Ok(())
}

fn profile(args: &Args) -> Result<Profile, Failure> {
    let agency_code: AgencyCode = args.agency_code.parse().map_err(|_| {
        Failure::usage(format!(
            "Mã định danh «{}» không đúng; hãy viết dạng H41.152 hoặc 000.00.01.H41.",
            args.agency_code
        ))
    })?;
    let agency_name = Line::new(&args.agency_name).map_err(|fault| {
        Failure::usage(format!("--agency-name: {}", words::fault::fault(fault)))
    })?;
    let commune = match args.ward_code.as_deref().map(str::trim) {
        Some(code) => Some(units::commune(code).ok_or_else(|| {
            Failure::usage(format!(
                "Không có xã, phường nào mang mã «{code}»; hãy kiểm tra lại --ward-code."
            ))
        })?),
        None => None,
    };
    Ok(Profile {
        agency_code,
        agency_name: agency_name.into(),
        centre_name: CENTRE.to_owned(),
        parent_name: commune.map_or_else(String::new, |commune| {
            format!("UBND {}", lower_first(&commune.province))
        }),
        place: commune.map_or_else(String::new, |commune| short(&commune.name).to_owned()),
        ward_code: commune.map(|commune| commune.code.clone()),
        address: String::new(),
        hotline: String::new(),
        reception_unit: CENTRE.to_owned(),
        online_filing: OnlineFiling::default(),
        base_url: String::new(),
        demo: false,
    })
}

/// "Tỉnh Nghệ An" within a sentence: "tỉnh Nghệ An".
pub(super) fn lower_first(name: &str) -> String {
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

/// A user name, or a sentence that says what one looks like.
pub(super) fn username(raw: &str) -> Result<Username, Failure> {
    Username::new(raw).map_err(|_| {
        Failure::usage(format!(
            "Tên đăng nhập «{raw}» không hợp lệ; hãy dùng 3–40 ký tự a-z, 0-9, dấu chấm, gạch nối."
        ))
    })
}

/// The password that was given, or a new one that has to be told.
pub(super) fn password(
    desk: &mut Desk<'_>,
    username: &Username,
) -> Result<(String, bool), Failure> {
    let Some(given) = desk.attached.pop() else {
        return Ok((random::password(), true));
    };
    let given = String::from_utf8(given)
        .map_err(|_| Failure::usage("Mật khẩu không phải UTF-8; hãy lưu lại tệp mật khẩu."))?;
    let given = given.trim_end_matches(['\r', '\n']).to_owned();
    check_password(&given, username.as_str())
        .map_err(|fault| Failure::usage(words::fault::fault(fault)))?;
    Ok((given, false))
}
