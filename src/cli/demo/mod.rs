//! `motcua demo`: an office with people and dossiers, all of them products of the office's own deeds.

mod accounts;
mod acting;
mod build;
mod cast;
mod dice;
mod feedback;
mod papers;
mod people;
mod phrases;
mod plan;
mod play;
mod script;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use super::data_dir::{self, DataDir, write_private};
use super::desk::{Console, Out};
use super::failure::{Failure, machine};
use super::server::{self, Front};
use super::settings::{self, Settings};
use super::{clock, journal, listen, tls};
use crate::web::WebSettings;
use crate::work::nightly::Plan;
use accounts::Accounts;
pub(super) use accounts::FILE as ACCOUNTS;

/// Where the demo lies unless somebody says otherwise; never where an office keeps its data.
const DIRECTORY: &str = "./motcua-demo";

/// A demo is for this machine alone.
const ADDRESS: &str = "127.0.0.1:8080";

/// Most dossiers that a demo makes.
pub(super) const MOST: usize = 100_000;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Địa chỉ nghe; cổng 0 là cổng trống bất kỳ [mặc định: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Xóa bản dùng thử cũ và tạo lại từ đầu
    #[arg(long, env = "MOTCUA_FRESH", hide_env = true)]
    fresh: bool,
    /// Số hồ sơ mẫu [mặc định: 200]
    #[arg(long, value_name = "N")]
    dossiers: Option<String>,
    /// Ghi địa chỉ và tài khoản vào tệp này khi máy chủ đã trả lời
    #[arg(long, value_name = "FILE")]
    ready_file: Option<String>,
    #[command(flatten)]
    tls: tls::Args,
    /// Chỉ dựng dữ liệu cho địa chỉ này rồi kết thúc; motcua tự gọi
    #[arg(long, value_name = "URL", hide = true)]
    build_for: Option<String>,
}

pub(super) fn run(data_dir: Option<PathBuf>, args: &Args) -> Result<(), Failure> {
    let path = data_dir.unwrap_or_else(|| DIRECTORY.into());
    let settings = Settings::read(&path)?;
    settings.check()?;
    journal::open(&settings.value(&settings::LOG, None));
    let count = settings.number(&settings::DOSSIERS, args.dossiers.as_deref(), 0, MOST)?;
    if let Some(base_url) = &args.build_for {
        return build(&path, settings, base_url, count);
    }
    let address = settings.set(&settings::LISTEN, args.listen.as_deref());
    let address = settings::address(address.as_deref().unwrap_or(ADDRESS))?;
    let ready_file = settings.set(&settings::READY_FILE, args.ready_file.as_deref());
    if let Some(file) = &ready_file {
        // A file of the last run must not announce this one.
        drop(std::fs::remove_file(file));
    }
    let base_url = settings.base_url(None)?;
    let wanted = args.tls.wanted(&settings)?;
    let dir = DataDir::take_alone(&path)?;
    let kept = prepare(&dir, args.fresh)?;
    let listener = listen::bind(address)?;
    let (dir, accounts) = if let Some(accounts) = kept {
        (dir, accounts)
    } else {
        let base_url = base_url.map_or_else(|| server::url(&listener), Ok)?;
        drop(dir);
        built_apart(&path, &base_url, count)?;
        let dir = DataDir::take_alone(&path)?;
        let accounts = Accounts::read(&path)?.ok_or_else(Failure::bug)?;
        (dir, accounts)
    };
    let open_metrics = settings.open_metrics()?;
    // A demonstration keeps itself small: backups are made when somebody asks for one.
    let plan = Plan {
        time: None,
        ..settings.plan(&path)?
    };
    server::until_done(async move {
        let tls = tls::Tls::open(&wanted, &path, None)?;
        let mut front = Front::open(listener, tls)?;
        let web = WebSettings {
            open_metrics,
            authority: front.authority(),
            ..WebSettings::default()
        };
        let (dir, _, office) = front.open_store(dir, settings).await?;
        let ready = move |url: &str| {
            say(url, &accounts);
            match &ready_file {
                Some(file) => announce(Path::new(file), url, &accounts),
                None => Ok(()),
            }
        };
        server::run(&mut front, dir, office, web, Some(plan), ready)
            .await
            .map(drop)
    })
}

/// Lets a process of its own make the demo: what the making takes in memory, several times what serving does, goes back
/// to the machine with it.
fn built_apart(path: &Path, base_url: &str, count: usize) -> Result<(), Failure> {
    let program = std::env::current_exe().map_err(|error| machine("khởi động", error))?;
    let mut builder = Command::new(program)
        .args([
            "demo",
            "--build-for",
            base_url,
            "--dossiers",
            &count.to_string(),
        ])
        .arg("--data-dir")
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| machine("khởi động", error))?;
    // Waiting would close the builder's standard input, which tells it that we are gone.
    let leash = builder.stdin.take();
    // Held until the end: waiting would close it and tell the builder that nobody is there.
    let alive = builder.stdin.take();
    let ended = builder
        .wait()
        .map_err(|error| machine("khởi động", error))?;
    drop(leash);
    drop(alive);
    match ended.code() {
        Some(0) => Ok(()),
        Some(code) => Err(Failure::silent(u8::try_from(code).unwrap_or(1))),
        None => Err(Failure::failed(
            "Việc dựng bản dùng thử bị ngắt; hãy chạy lại «motcua demo».",
        )),
    }
}

/// Makes the demo; the other end of [`built_apart`].
fn build(path: &Path, settings: Settings, base_url: &str, count: usize) -> Result<(), Failure> {
    end_with_parent();
    let dir = DataDir::take_alone(path)?;
    let accounts = Accounts::invent();
    // Before the first record: this file is what marks the directory as a demo.
    accounts.write(path)?;
    server::runtime()?.block_on(async move {
        let (dir, _, office) = server::open(dir, settings).await?;
        let mut out = Console::default();
        build::build(&office, &accounts, base_url, count, clock::now(), &mut out).await?;
        out.finish();
        let accounts = Accounts {
            complete: true,
            ..accounts
        };
        accounts.write(dir.path())?;
        server::close(dir, office).await;
        Ok(())
    })
}

/// Nobody needs a demo whose server is gone: the parent holds the other end of the standard input.
fn end_with_parent() {
    std::thread::spawn(|| {
        drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
        std::process::exit(1);
    });
}

/// The accounts to go on with, or `None` in a directory that is empty now. A directory that is no demo is left alone.
fn prepare(dir: &DataDir, fresh: bool) -> Result<Option<Accounts>, Failure> {
    let path = dir.path();
    let is_demo = accounts::is_there(path);
    if !dir.is_new() && !is_demo {
        return Err(Failure::failed(format!(
            "Thư mục {} chứa dữ liệu không phải của bản dùng thử nên được giữ nguyên; hãy chọn thư mục khác bằng --data-dir.",
            path.display()
        )));
    }
    if is_demo && !fresh {
        let kept = Accounts::read(path)?;
        if let Some(kept) = kept.filter(|kept| kept.complete && !dir.is_new()) {
            return Ok(Some(kept));
        }
    }
    if is_demo {
        clear(path)?;
    }
    Ok(None)
}

/// Removes what a demo has made; settings stay.
fn clear(path: &Path) -> Result<(), Failure> {
    for name in [
        data_dir::FILES,
        data_dir::INDEX,
        data_dir::KEYS,
        data_dir::BACKUPS,
    ] {
        let path = path.join(name);
        if path.exists() {
            std::fs::remove_dir_all(&path).map_err(|error| Failure::at(&path, "xóa", &error))?;
        }
    }
    for name in [data_dir::RECORDS, data_dir::LOG, data_dir::VERSION] {
        let path = path.join(name);
        if path.exists() {
            std::fs::remove_file(&path).map_err(|error| Failure::at(&path, "xóa", &error))?;
        }
    }
    Ok(())
}

/// The table for whoever tries it out.
fn say(url: &str, accounts: &Accounts) {
    let mut out = Console::default();
    out.finish();
    out.line(&format!("\nBản dùng thử motcua: {url}\n"));
    out.line(&format!(
        "{:<12} {:<14} {:<22} Đơn vị",
        "Vai trò", "Tên đăng nhập", "Mật khẩu"
    ));
    for account in &accounts.accounts {
        out.line(&format!(
            "{:<12} {:<14} {:<22} {}",
            in_words(&account.role),
            account.username,
            account.password,
            account.unit
        ));
    }
    out.line("\nNhấn Ctrl-C để dừng; lần sau chạy lại «motcua demo» là tiếp tục với dữ liệu này.");
}

fn in_words(role: &str) -> &'static str {
    match role {
        "citizen" => "Công dân",
        "reception" => "Một cửa",
        "specialist" => "Chuyên viên",
        "leader" => "Lãnh đạo",
        _ => "Quản trị",
    }
}

/// Tells scripts that the server answers, and with which accounts.
fn announce(file: &Path, url: &str, accounts: &Accounts) -> Result<(), Failure> {
    let ready = json!({"url": url, "accounts": accounts.accounts});
    let bytes = serde_json::to_vec(&ready).map_err(|error| machine("ghi tài khoản", error))?;
    write_private(file, &bytes).map_err(|error| Failure::at(file, "ghi", &error))
}
