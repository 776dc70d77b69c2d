//! Commands on the office's data: against the directory when it is free, otherwise through the control socket of the
//! server that holds it. Either way the same function does the work.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tokio::runtime::Handle;

use super::data_dir::{self, DataDir, Taken};
use super::failure::Failure;
use super::settings::{self, Settings};
use super::{
    backup, compact, control, doctor, export, import, init, journal, print, reindex, server, user,
    verify,
};
use crate::office::Office;

#[derive(Debug, clap::Subcommand)]
pub(super) enum DeskCommand {
    /// Thiết lập cơ quan không cần trình duyệt
    Init(init::Args),
    /// Nạp danh mục từ tệp
    Import(import::Args),
    /// Xuất danh mục ra tệp
    Export(export::Args),
    /// Sao lưu hồ sơ và tệp đính kèm trong khi cơ quan vẫn làm việc
    Backup(backup::Args),
    /// Kiểm tra toàn bộ thư mục dữ liệu
    Verify(verify::Args),
    /// Khám máy và dữ liệu; với --fix thì sửa những gì sửa được mà không mất dữ liệu
    Doctor(doctor::Args),
    /// Dựng lại chỉ mục tìm kiếm
    Reindex,
    /// Trả chỗ trống trong tệp dữ liệu lại cho ổ đĩa
    Compact,
    /// Quản lý tài khoản
    User(user::Args),
    /// In giấy tờ của một hồ sơ ra PDF
    Print(print::Args),
}

/// What a command has at hand.
pub(super) struct Desk<'a> {
    /// The open office.
    pub office: &'a Office,
    /// The data directory.
    pub dir: &'a Path,
    /// The folder in which the command was typed.
    pub cwd: PathBuf,
    /// Content of the files that the command line names, read where the command was typed.
    pub attached: Vec<Vec<u8>>,
    /// For deeds that wait.
    pub handle: Handle,
    /// Where words go.
    pub out: &'a mut dyn Out,
}

/// Where a command's words and files go.
pub(super) trait Out: Send {
    /// A line for whoever typed the command.
    fn line(&mut self, text: &str);
    /// A line about something that is wrong.
    fn wrong(&mut self, text: &str);
    /// How far the work has come.
    fn progress(&mut self, text: &str);
    /// What the command makes, for the place that the command line names.
    fn give(&mut self, bytes: &[u8]) -> Result<(), Failure>;
    /// A piece of what goes to the standard output.
    fn pour(&mut self, piece: &[u8]) -> std::io::Result<()>;
}

impl DeskCommand {
    /// The files to read where the command was typed.
    fn attachments(&self) -> Vec<PathBuf> {
        match self {
            Self::Init(args) => args.attachment().into_iter().collect(),
            Self::Import(args) => args.attachments(),
            Self::User(args) => args.attachment().into_iter().collect(),
            Self::Backup(args) => args.attachment().into_iter().collect(),
            Self::Doctor(args) => args.attachment().into_iter().collect(),
            Self::Verify(args) => args.paper().into_iter().collect(),
            Self::Export(_) | Self::Reindex | Self::Compact | Self::Print(_) => Vec::new(),
        }
    }

    /// The name as it was typed.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Init(_) => "init",
            Self::Import(_) => "import",
            Self::Export(_) => "export",
            Self::Backup(_) => "backup",
            Self::Verify(_) => "verify",
            Self::Doctor(_) => "doctor",
            Self::Reindex => "reindex",
            Self::Compact => "compact",
            Self::User(_) => "user",
            Self::Print(_) => "print",
        }
    }

    /// Whether a password from the environment is for this command.
    fn takes_password(&self) -> bool {
        match self {
            Self::Init(_) => true,
            Self::User(args) => args.takes_password(),
            _ => false,
        }
    }

    /// Where to put what the command makes; `-` is the standard output.
    fn target(&self) -> Option<PathBuf> {
        match self {
            Self::Export(args) => Some(args.target()),
            Self::Print(args) => Some(args.target()),
            _ => None,
        }
    }

    /// Does it. Blocking, and never on an async thread.
    pub fn run(&self, desk: &mut Desk<'_>) -> Result<(), Failure> {
        match self {
            Self::Init(args) => init::run(args, desk),
            Self::Import(args) => import::run(args, desk),
            Self::Export(args) => export::run(args, desk),
            Self::Backup(args) => backup::run(args, desk),
            Self::Verify(args) => verify::run(args, desk),
            Self::Doctor(args) => doctor::run(args, desk),
            Self::Reindex => reindex::run(desk),
            Self::Compact => compact::run(desk),
            Self::User(args) => user::run(args, desk),
            Self::Print(args) => print::run(args, desk),
        }
    }

    /// Whether the command makes sense in a directory where nothing was ever kept.
    fn founds(&self) -> bool {
        matches!(self, Self::Init(_))
    }
}

pub(super) fn run(
    data_dir: Option<PathBuf>,
    command: &DeskCommand,
    argv: &[OsString],
) -> Result<(), Failure> {
    let path = data_dir.unwrap_or_else(|| data_dir::DEFAULT.into());
    if let DeskCommand::Verify(args) = command
        && let Some(file) = args.file()
        && args.paper().is_none()
    {
        journal::open("error");
        return verify::run_on_file(&path, args, file);
    }
    let settings = Settings::read(&path)?;
    journal::open(
        &settings
            .set(&settings::LOG, None)
            .unwrap_or_else(|| "error".to_owned()),
    );
    let attached = attached(command, &settings)?;
    let mut out = Console {
        target: command.target(),
        ..Console::default()
    };
    if !command.founds() && !path.join(data_dir::RECORDS).exists() {
        return Err(Failure::failed(format!(
            "Không có dữ liệu ở {}; hãy chỉ đúng thư mục bằng --data-dir, hoặc tạo mới bằng «motcua init».",
            path.display()
        )));
    }
    match DataDir::take(&path)? {
        Taken::Ours(dir) => {
            let office = dir.open(&settings)?;
            let runtime = server::runtime()?;
            let done = command.run(&mut Desk {
                office: &office,
                dir: &path,
                cwd: std::env::current_dir().unwrap_or_default(),
                attached,
                handle: runtime.handle().clone(),
                out: &mut out,
            });
            out.bar.finish_and_clear();
            office.kv.close();
            done
        }
        Taken::Theirs(holder) => {
            let done = control::ask(&path, &holder, argv, &attached, &mut out);
            out.bar.finish_and_clear();
            done
        }
    }
}

/// What the command line names and the server could not read for itself.
fn attached(command: &DeskCommand, settings: &Settings) -> Result<Vec<Vec<u8>>, Failure> {
    let mut attached = Vec::new();
    for path in command.attachments() {
        let bytes = std::fs::read(&path).map_err(|error| Failure::at(&path, "đọc", &error))?;
        attached.push(bytes);
    }
    if attached.is_empty() && command.takes_password() {
        let password = settings.set(&settings::PASSWORD, None);
        attached.extend(password.map(String::into_bytes));
    }
    Ok(attached)
}

/// Words for the person at the terminal, or for the script that called.
pub(super) struct Console {
    target: Option<PathBuf>,
    bar: ProgressBar,
    told: Option<Instant>,
}

impl Default for Console {
    fn default() -> Self {
        let bar = if std::io::stderr().is_terminal() {
            let bar = ProgressBar::new_spinner();
            let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self {
            target: None,
            bar,
            told: None,
        }
    }
}

impl Console {
    /// Takes the progress bar off the screen.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Without a terminal, progress is a line every so often.
const EVERY: Duration = Duration::from_secs(3);

impl Out for Console {
    fn line(&mut self, text: &str) {
        // Whoever closed the pipe has read enough.
        self.bar
            .suspend(|| drop(writeln!(std::io::stdout(), "{text}")));
    }

    fn wrong(&mut self, text: &str) {
        self.bar
            .suspend(|| drop(writeln!(std::io::stderr(), "{text}")));
    }

    fn progress(&mut self, text: &str) {
        self.bar.set_message(text.to_owned());
        let now = Instant::now();
        let last = *self.told.get_or_insert(now);
        if self.bar.is_hidden() && now.duration_since(last) >= EVERY {
            self.told = Some(now);
            self.wrong(text);
        }
    }

    fn give(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let target = self.target.clone().unwrap_or_else(|| "-".into());
        if target.as_os_str() == "-" {
            let mut out = std::io::stdout().lock();
            let written = out.write_all(bytes).and_then(|()| out.flush());
            return written.map_err(|error| Failure::at(&target, "ghi", &error));
        }
        data_dir::write_private(&target, bytes)
            .map_err(|error| Failure::at(&target, "ghi", &error))?;
        self.line(&format!("Đã ghi {}.", target.display()));
        Ok(())
    }

    fn pour(&mut self, piece: &[u8]) -> std::io::Result<()> {
        std::io::stdout().lock().write_all(piece)
    }
}
