//! `motcua verify`: reads everything once and says what is wrong; or looks at one file.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::data_dir;
use super::desk::{Console, Desk, Out};
use super::failure::Failure;
use super::restore::{self, KeyFile};
use super::verify_pdf;
use crate::backup::{self, archive};
use crate::office::audit::read_checkpoint;
use crate::seal::{PublicKey, Seal};
use crate::ui::words;
use crate::work::backing_up::holdings;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kiểm tra một tệp thay cho thư mục dữ liệu: bản sao lưu, tập lưu nhật ký kiểm toán, hoặc tệp PDF do cơ quan in
    file: Option<PathBuf>,
    /// Khóa công khai của cơ quan, để kiểm tra trên máy khác
    #[arg(long, value_name = "F", requires = "file")]
    key: Option<PathBuf>,
    /// Chứng minh điểm chốt này (nội dung mã QR đã in) vẫn nằm trong nhật ký kiểm toán
    #[arg(long, value_name = "TEXT", conflicts_with = "file")]
    checkpoint: Option<String>,
    #[command(flatten)]
    lock: KeyFile,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    /// The file to look at instead of the directory.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// A PDF whose standing the office's records are to tell; with a key alone nobody asks them.
    pub fn paper(&self) -> Option<PathBuf> {
        let file = self.file.as_ref().filter(|_| self.key.is_none())?;
        let first = restore::first_bytes(file).ok()?;
        verify_pdf::is_one(&first).then(|| file.clone())
    }
}

/// What is wrong with a checkpoint on paper; `None` when the record holds what was signed then.
fn check_checkpoint(desk: &Desk<'_>, text: &str) -> Result<Option<String>, Failure> {
    let checkpoint = read_checkpoint(text).ok_or_else(|| {
        Failure::usage("Điểm chốt không đúng dạng; hãy chép đủ nội dung của mã QR đã in.")
    })?;
    if !archive::Trusted::Seal(&desk.office.seal).signed(&checkpoint) {
        return Ok(Some(
            "Chữ ký của điểm chốt không phải của cơ quan này".to_owned(),
        ));
    }
    Ok(backup::verify::missing(
        &holdings(desk.office, desk.dir),
        &checkpoint.head,
    )?)
}

/// Looks at one file, for which nobody needs the office's data.
pub(super) fn run_on_file(data_dir: &Path, args: &Args, file: &Path) -> Result<(), Failure> {
    let mut out = Console::default();
    let first = restore::first_bytes(file)?;
    let done = if backup::is_one(&first) {
        verify_backup(args, file, &mut out)
    } else if archive::is_one(&first) {
        verify_entries(data_dir, args, file, &mut out)
    } else if verify_pdf::is_one(&first)
        && let Some(key) = &args.key
    {
        verify_pdf::alone(file, &public_key(key)?, args.json, &mut out)
    } else {
        Err(Failure::damaged(format!(
            "{} không phải bản sao lưu, tập lưu nhật ký hay giấy in của motcua, hoặc đã hỏng ngay ở phần đầu; hãy chọn tệp khác.",
            file.display()
        )))
    };
    out.finish();
    done
}

fn verify_backup(args: &Args, file: &Path, out: &mut Console) -> Result<(), Failure> {
    let held = restore::examine(file, &args.lock.key()?, out)?;
    out.finish();
    if args.json {
        let json = json!({
            "kind": "backup",
            "id": held.head.id,
            "at": held.head.at,
            "agency": held.head.agency,
            "rows": held.totals.rows,
            "attachments": held.totals.attachments,
            "left_out": held.totals.left_out,
            "backups_read": held.backups,
        });
        out.line(&json.to_string());
    } else {
        restore::describe(&held, out);
        out.line("Bản sao lưu toàn vẹn.");
    }
    Ok(())
}

fn verify_entries(
    data_dir: &Path,
    args: &Args,
    file: &Path,
    out: &mut Console,
) -> Result<(), Failure> {
    let key = args.key.as_deref().map(public_key).transpose()?;
    let keys = data_dir.join(data_dir::KEYS);
    let seal = if key.is_none() && keys.is_dir() {
        Some(Seal::open_or_create(&keys)?)
    } else {
        None
    };
    let trusted = match (&key, &seal) {
        (Some(key), _) => Some(archive::Trusted::Key(key)),
        (None, Some(seal)) => Some(archive::Trusted::Seal(seal)),
        (None, None) => None,
    };
    let opened = File::open(file).map_err(|error| Failure::at(file, "đọc", &error))?;
    let proven = archive::check(opened, trusted).map_err(|wrong| {
        Failure::damaged(format!(
            "Tập lưu nhật ký {} không đúng: {wrong}.",
            file.display()
        ))
    })?;
    if args.json {
        let json = json!({
            "kind": "audit",
            "first": proven.after.seq + 1,
            "last": proven.end.seq,
            "link": proven.end.link,
            "signed_at": proven.at,
            "signature_checked": trusted.is_some(),
        });
        out.line(&json.to_string());
        return Ok(());
    }
    out.line(&format!(
        "Tập lưu nhật ký kiểm toán toàn vẹn: mục {} đến {}, chốt lúc {}.",
        proven.after.seq + 1,
        proven.end.seq,
        words::moment(proven.at)
    ));
    out.line(if trusted.is_some() {
        "Chữ ký của cơ quan đúng."
    } else {
        "Chưa kiểm tra chữ ký vì không có khóa của cơ quan; hãy thêm --key F."
    });
    Ok(())
}

/// The public key that somebody gave.
fn public_key(path: &Path) -> Result<PublicKey, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::at(path, "đọc", &error))?;
    PublicKey::from_text(&text).ok_or_else(|| {
        Failure::usage(format!(
            "{} không phải khóa công khai của cơ quan; hãy lấy tệp keys/*.pub của cơ quan đó.",
            path.display()
        ))
    })
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    if let Some(pdf) = desk.attached.first() {
        return verify_pdf::with_records(pdf, desk.office, args.json, &mut *desk.out);
    }
    desk.out.progress("đang kiểm tra");

    let out = &mut *desk.out;
    let report = backup::verify(&holdings(desk.office, desk.dir), &mut |done| {
        out.progress(&format!("đã kiểm tra {done} hồ sơ"));
    })?;
    let mut report = report;
    if let Some(text) = &args.checkpoint {
        report.faults.extend(check_checkpoint(desk, text)?);
    }
    let faults = report.faults.len();
    if args.json {
        let json = json!({
            "dossiers": report.dossiers,
            "files": report.files,
            "audit_entries": report.entries,
            "procedures": report.procedures,
            "faults": report.faults,
        });
        desk.out.line(&json.to_string());
    } else {
        desk.out.line(&format!(
            "Đã kiểm tra {} hồ sơ, {} tệp đính kèm, {} thủ tục, {} mục nhật ký kiểm toán.",
            report.dossiers, report.files, report.procedures, report.entries
        ));
        for fault in &report.faults {
            desk.out.wrong(&format!("- {fault}"));
        }
    }
    if faults > 0 {
        return Err(Failure::damaged(format!(
            "Có {faults} chỗ sai; hãy giữ nguyên thư mục dữ liệu và khôi phục từ bản sao lưu gần nhất."
        )));
    }
    if !args.json {
        desk.out.line("Dữ liệu toàn vẹn.");
    }
    Ok(())
}
