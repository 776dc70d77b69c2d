//! `motcua restore`: a backup into an empty directory, looked through before anybody uses it.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::data_dir::{self, DataDir};
use super::desk::{Console, Out};
use super::failure::Failure;
use super::settings::Settings;
use super::{clock, journal};
use crate::backup::{self, Damaged, Flaw, Held, Key};
use crate::domain::audit::By;
use crate::domain::audit::{Deed, Trace};
use crate::work::backing_up::holdings;
use crate::work::nightly::said;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Bản sao lưu; các bản mà nó dựa vào phải nằm cùng thư mục
    file: PathBuf,
    /// Thư mục dữ liệu mới, trống hoặc chưa có [mặc định: thư mục dữ liệu]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Chỉ đọc và kiểm tra, không ghi gì
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    key: KeyFile,
}

/// Where the key of a closed backup comes from.
#[derive(Debug, clap::Args)]
pub(super) struct KeyFile {
    /// Tệp chứa cụm mật khẩu, hoặc khóa age (AGE-SECRET-KEY-1…) của người nhận
    #[arg(long, value_name = "F", visible_alias = "identity")]
    passphrase_file: Option<PathBuf>,
}

impl KeyFile {
    pub fn key(&self) -> Result<Key, Failure> {
        let Some(path) = &self.passphrase_file else {
            return Ok(Key::None);
        };
        let text = fs::read_to_string(path).map_err(|error| Failure::at(path, "đọc", &error))?;
        Ok(Key::from_text(&text))
    }
}

pub(super) fn run(data_dir: Option<PathBuf>, args: &Args) -> Result<(), Failure> {
    journal::open("error");
    let key = args.key.key()?;
    let mut out = Console::default();
    if args.dry_run {
        let held = examine(&args.file, &key, &mut out)?;
        out.finish();
        describe(&held, &mut out);
        out.line("Bản sao lưu toàn vẹn.");
        return Ok(());
    }
    let into = args.into.clone().or(data_dir);
    let into = into.unwrap_or_else(|| data_dir::DEFAULT.into());
    let held = restore(&args.file, &key, &into, &mut out);
    out.finish();
    let (held, report) = held?;
    describe(&held, &mut out);
    out.line(&format!(
        "Đã khôi phục vào {}: {} hồ sơ, {} tệp đính kèm, {} thủ tục, {} mục nhật ký kiểm toán.",
        into.display(),
        report.dossiers,
        report.files,
        report.procedures,
        report.entries
    ));
    for fault in &report.faults {
        out.wrong(&format!("- {fault}"));
    }
    if report.faults.is_empty() {
        out.line("Dữ liệu toàn vẹn.");
        Ok(())
    } else {
        Err(Failure::damaged(format!(
            "Dữ liệu đã khôi phục nhưng có {} chỗ sai từ lúc sao lưu; hãy xem các dòng trên.",
            report.faults.len()
        )))
    }
}

/// Reads a backup and keeps nothing.
pub(super) fn examine(file: &Path, key: &Key, out: &mut dyn Out) -> Result<Held, Failure> {
    backup::examine(file, key, &mut |done| out.progress(&said(done))).map_err(|harm| damaged(&harm))
}

/// What a backup is, for whoever reads it.
pub(super) fn describe(held: &Held, out: &mut dyn Out) {
    out.line(&format!(
        "Bản sao lưu lúc {} của {}: {} dòng dữ liệu, {} tệp đính kèm (đọc từ {} bản).",
        crate::ui::words::moment(held.head.at),
        if held.head.agency.is_empty() {
            "cơ quan chưa thiết lập"
        } else {
            &held.head.agency
        },
        held.totals.rows,
        held.totals.attachments,
        held.backups,
    ));
    for left in &held.totals.left_out {
        out.wrong(&format!(
            "- Khi sao lưu, tệp «{}» ({}) {}",
            left.name,
            left.sha256,
            backup::words::harm(left.harm)
        ));
    }
}

/// A backup that cannot be read is damage; a disk that is full or a path that leads nowhere is not.
pub(super) fn damaged(damaged: &Damaged) -> Failure {
    let sentence = damaged.to_string();
    match damaged.flaw {
        Flaw::Disk(_) | Flaw::Locked | Flaw::Newer | Flaw::WithoutParent(_) => {
            Failure::failed(sentence)
        }
        Flaw::NoBackup | Flaw::CutOff | Flaw::Changed => Failure::damaged(sentence),
    }
}

/// Restores beside the place where the directory shall be, and gives it its name when all is there.
pub(super) fn restore(
    file: &Path,
    key: &Key,
    into: &Path,
    out: &mut dyn Out,
) -> Result<(Held, backup::Report), Failure> {
    must_be_empty(into)?;
    let name = into.file_name().ok_or_else(|| {
        Failure::usage("Hãy chỉ rõ tên thư mục mới bằng --into, không phải «..» hay «/».")
    })?;
    let mut staging = std::ffi::OsString::from(".");
    staging.push(name);
    staging.push(".restoring");
    let staging = into.with_file_name(staging);
    remove(&staging)?;
    let done = fill(file, key, &staging, out);
    let (held, report) = match done {
        Ok(done) => done,
        Err(failure) => {
            remove(&staging)?;
            return Err(failure);
        }
    };
    if into.is_dir() {
        fs::remove_dir(into).map_err(|error| Failure::at(into, "thay", &error))?;
    }
    fs::rename(&staging, into).map_err(|error| Failure::at(into, "đặt tên", &error))?;
    data_dir::sync_above(into).map_err(|error| Failure::at(into, "ghi", &error))?;
    Ok((held, report))
}

fn must_be_empty(into: &Path) -> Result<(), Failure> {
    match fs::read_dir(into) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::at(into, "đọc", &error)),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Failure::failed(format!(
                "Thư mục {} không trống; hãy khôi phục vào thư mục mới bằng --into DIR để không ghi đè dữ liệu.",
                into.display()
            ))),
        },
    }
}

pub(super) fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::at(folder, "dọn", &error))
        }
        _ => Ok(()),
    }
}

/// Fills an empty directory, opens it as an office would be opened, and looks it through.
pub(super) fn fill(
    file: &Path,
    key: &Key,
    staging: &Path,
    out: &mut dyn Out,
) -> Result<(Held, backup::Report), Failure> {
    let dir = DataDir::take_alone(staging)?;
    let held = dir.restore(file, key, &mut |done| out.progress(&said(done)))?;
    out.progress("đang kiểm tra dữ liệu vừa khôi phục");
    let office = dir.open(&Settings::read(staging)?)?;
    let now = clock::now();
    office.note_blocking(Trace::new(&By::CONSOLE, Deed::Restored, now).on(held.head.id.clone()))?;
    let report = backup::verify(&holdings(&office, staging), &mut |dossiers| {
        out.progress(&format!("đã kiểm tra {dossiers} hồ sơ"));
    });
    office.kv.close();
    drop(office);
    drop(dir);
    let lock = staging.join(data_dir::LOCK);
    fs::remove_file(&lock).map_err(|error| Failure::at(&lock, "dọn", &error))?;
    Ok((held, report?))
}

/// First bytes of a file, to see what it is.
pub(super) fn first_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut first = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(4096).read_to_end(&mut first))
        .map_err(|error| Failure::at(path, "đọc", &error))?;
    Ok(first)
}
