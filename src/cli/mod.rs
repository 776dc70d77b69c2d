//! The command line, one file for each command, and the composition root: reads settings, opens the data directory,
//! builds what the server shares and hands it down.
//!
//! What a command prints is Vietnamese; names of commands, options and JSON keys are English (see the contract).

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line speaks to people"
)]

mod backup;
mod bench;
mod clock;
mod compact;
mod config;
mod control;
mod data_dir;
mod demo;
mod desk;
mod doctor;
mod export;
mod failure;
mod first_run;
mod health;
mod import;
mod init;
mod journal;
mod listen;
mod memory;
mod openapi;
mod print;
mod reindex;
mod restore;
mod serve;
mod server;
mod settings;
mod tls;
mod usage;
mod user;
mod verify;
mod verify_pdf;
mod version;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use desk::DeskCommand;
use failure::Failure;

/// motcua: cổng dịch vụ công và một cửa điện tử cấp xã trong một tệp chạy.
#[derive(Debug, Parser)]
#[command(name = "motcua", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Thư mục dữ liệu [mặc định: ./motcua-data; với demo: ./motcua-demo]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "MOTCUA_DATA_DIR",
        hide_env = true
    )]
    data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Mở văn phòng dùng thử với hồ sơ mẫu
    Demo(demo::Args),
    /// Phục vụ trang web và API
    Serve(serve::Args),
    #[command(flatten)]
    Desk(DeskCommand),
    /// Khôi phục một bản sao lưu vào thư mục mới
    Restore(restore::Args),
    /// In mô tả OpenAPI của API
    Openapi,
    /// Hỏi máy chủ đang chạy còn sống không
    Health(health::Args),
    /// Đo tốc độ của máy này, hoặc chất lượng tìm kiếm
    Bench(bench::Args),
    /// Xem hoặc kiểm tra cấu hình
    Config(config::Args),
    /// In phiên bản
    Version(version::Args),
}

/// Runs one command line and answers with its exit code: 0 done, 1 failed, 2 wrong usage, 3 data damaged.
pub fn main(line: impl IntoIterator<Item = OsString>) -> ExitCode {
    memory::in_small_pages();
    let line: Vec<OsString> = line.into_iter().collect();
    journal::log_panics();
    let done = std::panic::catch_unwind(|| run(&line)).unwrap_or_else(|cause| {
        Err(if journal::is_closed_pipe(cause.as_ref()) {
            // Whoever closed the pipe has read enough.
            Failure::silent(1)
        } else {
            Failure::bug()
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(sentence) = failure.sentence() {
                eprintln!("{sentence}");
            }
            ExitCode::from(failure.code())
        }
    }
}

fn run(line: &[OsString]) -> Result<(), Failure> {
    let cli = match read(line) {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error),
    };
    let data_dir = cli.data_dir;
    match cli.command {
        None => serve::run(data_dir, &serve::Args::at_home(), true),
        Some(Command::Serve(args)) => serve::run(data_dir, &args, false),
        Some(Command::Demo(args)) => demo::run(data_dir, &args),
        Some(Command::Desk(command)) => desk::run(data_dir, &command, line),
        Some(Command::Restore(args)) => restore::run(data_dir, &args),
        Some(Command::Openapi) => openapi::run(),
        Some(Command::Health(args)) => health::run(data_dir, &args),
        Some(Command::Bench(args)) => bench::run(data_dir, &args),
        Some(Command::Config(args)) => config::run(data_dir, &args),
        Some(Command::Version(args)) => {
            version::run(&args);
            Ok(())
        }
    }
}

/// Reads a command line; also how the server reads one that came through the control socket.
fn read(line: &[OsString]) -> Result<Cli, clap::Error> {
    let matches = usage::in_vietnamese(Cli::command()).try_get_matches_from(line)?;
    Cli::from_arg_matches(&matches)
}
