//! `motcua backup`: records and files of one moment, while the office goes on working.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::clock;
use super::desk::{Desk, Out};
use super::failure::Failure;
use crate::backup::{BACKUPS, Lock, Made, Target, words};
use crate::work::backing_up::{self, Failed};
use crate::work::nightly::said;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Tệp, thư mục (ổ USB, ổ đĩa khác) hoặc - là đầu ra chuẩn [mặc định: thư mục backups trong thư mục dữ liệu]
    #[arg(long, value_name = "FILE|DIR|-")]
    to: Option<PathBuf>,
    /// Chỉ ghi phần thay đổi so với các bản đã có trong cùng thư mục
    #[arg(long)]
    incremental: bool,
    /// Mã hóa bằng cụm mật khẩu ở dòng đầu của tệp này
    #[arg(long, value_name = "F", conflicts_with = "recipient")]
    passphrase_file: Option<PathBuf>,
    /// Mã hóa cho người giữ khóa age này (age1…)
    #[arg(long, value_name = "R")]
    recipient: Option<String>,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn attachment(&self) -> Option<PathBuf> {
        self.passphrase_file.clone()
    }

    fn lock(&self, attached: &[Vec<u8>]) -> Result<Lock, Failure> {
        if let Some(recipient) = &self.recipient {
            return Lock::recipient(recipient).ok_or_else(|| {
                Failure::usage(format!(
                    "«{recipient}» không phải khóa công khai age; khóa đúng bắt đầu bằng age1."
                ))
            });
        }
        if self.passphrase_file.is_none() {
            return Ok(Lock::Open);
        }
        let text = attached
            .first()
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        text.and_then(|text| text.lines().next())
            .and_then(Lock::passphrase)
            .ok_or_else(|| {
                Failure::usage("Tệp cụm mật khẩu trống; hãy ghi cụm mật khẩu ở dòng đầu.")
            })
    }
}

/// Whether people mean a folder by this path.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', '\\'])
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let lock = args.lock(&desk.attached)?;
    let path = match &args.to {
        None => desk.dir.join(BACKUPS),
        // The server may stand in another folder than whoever typed this.
        Some(path) => desk.cwd.join(path),
    };
    let piped = args.to.as_deref() == Some(Path::new("-"));
    let folder = args.to.is_none() || is_folder(&path);
    if args.incremental && !folder {
        return Err(Failure::usage(
            "--incremental cần một thư mục để tìm các bản trước; hãy đặt --to là thư mục đã có.",
        ));
    }
    let words: &mut dyn Out = &mut *desk.out;
    let out = RefCell::new(words);
    let mut pipe = Pipe(&out);
    let target = if piped {
        Target::Stream(&mut pipe)
    } else if folder {
        Target::Folder(&path)
    } else {
        Target::File(&path)
    };
    let made = backing_up::back_up(
        desk.office,
        desk.dir,
        target,
        args.incremental,
        &lock,
        clock::now(),
        &mut |done| out.borrow_mut().progress(&said(done)),
    )
    .map_err(|error| failed(error, &path))?;
    if !piped {
        tell(args, &made, desk.out);
    }
    if made.totals.left_out.is_empty() {
        return Ok(());
    }
    for left in &made.totals.left_out {
        let harm = words::harm(left.harm);
        desk.out
            .wrong(&format!("- Tệp «{}» ({}) {harm}", left.name, left.sha256));
    }
    Err(Failure::damaged(format!(
        "Bản sao lưu thiếu {} tệp đã hỏng từ trước; hãy chạy «motcua doctor» với một bản sao lưu cũ hơn.",
        made.totals.left_out.len()
    )))
}

fn tell(args: &Args, made: &Made, out: &mut dyn Out) {
    let path = made.path.as_ref().map(|path| path.display().to_string());
    if args.json {
        let json = json!({
            "id": made.id,
            "parent": made.parent,
            "path": path,
            "size": made.size,
            "sha256": made.sha256,
            "rows": made.totals.rows,
            "attachments": made.totals.attachments,
            "left_out": made.totals.left_out,
        });
        return out.line(&json.to_string());
    }
    let kind = if made.parent.is_some() {
        "phần thay đổi"
    } else {
        "đầy đủ"
    };
    out.line(&format!(
        "Đã sao lưu ({kind}): {} dòng dữ liệu, {} tệp đính kèm, {} MB, đã đọc lại và đối chiếu.",
        made.totals.rows,
        made.totals.attachments,
        made.size.div_ceil(1 << 20),
    ));
    if let Some(path) = path {
        out.line(&path);
    }
    if args.incremental && made.parent.is_none() {
        out.line("Chưa có bản đầy đủ nào trong thư mục này, nên bản vừa ghi là bản đầy đủ.");
    }
}

fn failed(error: Failed, path: &Path) -> Failure {
    match error {
        Failed::Disk(error) => Failure::failed(words::not_made(&error, path)),
        Failed::Office(error) => error.into(),
    }
}

/// The standard output of whoever typed the command.
struct Pipe<'a, 'o>(&'a RefCell<&'o mut dyn Out>);

impl Write for Pipe<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().pour(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
