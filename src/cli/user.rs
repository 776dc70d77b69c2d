//! `motcua user`: accounts from the console, also when nobody can sign in any more.

use std::path::PathBuf;

use serde_json::json;

use super::clock;
use super::desk::Desk;
use super::failure::Failure;
use super::init::{password, username};
use crate::domain::officer::{Role, User};
use crate::domain::text::Line;
use crate::office::accounts::NewAccount;
use crate::ui::words;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Tạo tài khoản
    Add(Add),
    /// Liệt kê tài khoản cán bộ
    List {
        /// In dạng JSON
        #[arg(long)]
        json: bool,
    },
    /// Đặt lại mật khẩu ngẫu nhiên và ngắt mọi phiên đăng nhập
    ResetPassword {
        /// Tên đăng nhập
        username: String,
    },
    /// Khóa tài khoản
    Disable {
        /// Tên đăng nhập
        username: String,
    },
    /// Mở khóa tài khoản
    Enable {
        /// Tên đăng nhập
        username: String,
    },
    /// Đặt vai trò
    Grant {
        /// Tên đăng nhập
        username: String,
        /// citizen, reception, specialist, leader, admin; vai trò đầu là vai trò hiển thị
        #[arg(required = true)]
        roles: Vec<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Tên đăng nhập
    username: String,
    /// Họ và tên
    #[arg(long)]
    name: String,
    /// citizen, reception, specialist, leader, admin; có thể lặp lại
    #[arg(long = "role", required = true, value_name = "ROLE")]
    roles: Vec<String>,
    /// Đơn vị; mặc định là bộ phận một cửa
    #[arg(long)]
    unit: Option<String>,
    /// Lĩnh vực phụ trách; có thể lặp lại, không có nghĩa là mọi lĩnh vực
    #[arg(long = "field", value_name = "FIELD")]
    fields: Vec<String>,
    /// Tệp chứa mật khẩu; nếu không có thì mật khẩu được tạo ngẫu nhiên
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Args {
    pub fn attachment(&self) -> Option<PathBuf> {
        match &self.what {
            What::Add(add) => add.password_file.clone(),
            _ => None,
        }
    }

    pub fn takes_password(&self) -> bool {
        matches!(self.what, What::Add(_))
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let office = desk.office;
    match &args.what {
        What::Add(new) => add(new, desk),
        What::List { json } => list(*json, desk),
        What::ResetPassword { username } => {
            let password = desk
                .handle
                .block_on(office.reset_password(username, clock::now()))?;
            desk.out.line(&format!(
                "Mật khẩu mới của {username} (chỉ hiện một lần): {password}"
            ));
            Ok(())
        }
        What::Disable { username } => {
            desk.handle
                .block_on(office.enable_account(username, false, clock::now()))?;
            desk.out.line(&format!("Đã khóa tài khoản {username}."));
            Ok(())
        }
        What::Enable { username } => {
            desk.handle
                .block_on(office.enable_account(username, true, clock::now()))?;
            desk.out.line(&format!("Đã mở khóa tài khoản {username}."));
            Ok(())
        }
        What::Grant { username, roles } => {
            let roles = read_roles(roles)?;
            let user = desk
                .handle
                .block_on(office.grant(username, roles, clock::now()))?;
            desk.out
                .line(&format!("Vai trò của {username}: {}.", keys(&user)));
            Ok(())
        }
    }
}

fn add(new: &Add, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let username = username(&new.username)?;
    let name = Line::new(&new.name)
        .map_err(|fault| Failure::usage(format!("--name: {}", words::fault::fault(fault))))?;
    let roles = read_roles(&new.roles)?;
    let facts = desk.office.facts().ok_or_else(|| {
        Failure::failed("Cơ quan chưa được thiết lập; hãy chạy «motcua init» trước.")
    })?;
    let officer = roles.iter().any(|role| role.is_officer());
    let unit = officer.then(|| {
        let unit = new.unit.clone();
        unit.unwrap_or_else(|| facts.profile.reception_unit.clone())
    });
    let (password, generated) = password(desk, &username)?;
    let account = NewAccount {
        username,
        name,
        roles,
        unit,
        password: password.clone(),
        fields: new.fields.clone(),
        phone: None,
        id_number: None,
    };
    let user = desk
        .handle
        .block_on(desk.office.create_account(account, clock::now()))?;
    desk.out.line(&format!(
        "Đã tạo tài khoản {} ({}).",
        user.username,
        keys(&user)
    ));
    if generated {
        desk.out
            .line(&format!("Mật khẩu (chỉ hiện một lần): {password}"));
    }
    Ok(())
}

fn list(as_json: bool, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let officers = desk.office.officers()?;
    if as_json {
        let all: Vec<_> = officers
            .iter()
            .map(|user| {
                json!({
                    "username": user.username,
                    "name": user.name,
                    "roles": user.roles,
                    "unit": user.unit,
                    "enabled": user.enabled,
                })
            })
            .collect();
        desk.out.line(&serde_json::Value::Array(all).to_string());
        return Ok(());
    }
    for user in &officers {
        let state = if user.enabled { "" } else { "  (đã khóa)" };
        desk.out.line(&format!(
            "{:<20} {:<28} {:<24} {}{state}",
            user.username.as_str(),
            user.name.as_str(),
            keys(user),
            user.unit.as_deref().unwrap_or_default()
        ));
    }
    Ok(())
}

fn keys(user: &User) -> String {
    let keys: Vec<&str> = user.roles.iter().map(|role| role.key()).collect();
    keys.join(", ")
}

/// Roles as typed, also several with commas between them.
fn read_roles(typed: &[String]) -> Result<Vec<Role>, Failure> {
    let mut roles: Vec<Role> = Vec::new();
    for name in typed.iter().flat_map(|names| names.split(',')) {
        let role = name.trim().parse().map_err(|_| {
            let all = Role::ALL.map(Role::key).join(", ");
            Failure::usage(format!("Không có vai trò «{name}»; hãy chọn trong: {all}."))
        })?;
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    Ok(roles)
}
