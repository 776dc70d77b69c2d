//! `motcua doctor`: how the machine and the data are, for a clerk; `--fix` mends what can be mended without losing anything.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::clock;
use super::desk::{Desk, Out};
use super::failure::{Failure, machine};
use super::settings::Settings;
use crate::backup::{self, Key, Lock, Report};
use crate::domain::audit::{By, Deed, Trace};
use crate::store;
use crate::work::backing_up::holdings;
use crate::work::nightly::said;

/// Less than this is too little for a day's work, in bytes.
const SCARCE: u64 = 512 << 20;
/// A backup that is older is not well, in seconds.
const OLD: i64 = 2 * 24 * 60 * 60;
/// So many seconds ahead of the clock nothing can have been written.
const AHEAD: i64 = 120;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Sửa những gì sửa được; không bao giờ xóa dữ liệu
    #[arg(long)]
    fix: bool,
    /// Lấy lại tệp hỏng từ bản sao lưu này [mặc định: bản mới nhất trong thư mục sao lưu]
    #[arg(long, value_name = "FILE", requires = "fix")]
    backup: Option<PathBuf>,
    /// Tệp chứa cụm mật khẩu hoặc khóa age của bản sao lưu
    #[arg(long, value_name = "F", requires = "fix")]
    passphrase_file: Option<PathBuf>,
    /// In dạng JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn attachment(&self) -> Option<PathBuf> {
        self.passphrase_file.clone()
    }
}

/// How one thing is.
struct Part {
    name: &'static str,
    well: bool,
    words: String,
}

fn part(name: &'static str, well: bool, words: impl Into<String>) -> Part {
    Part {
        name,
        well,
        words: words.into(),
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let mut mended = Vec::new();
    let mut report = examine(desk)?;
    if args.fix {
        mended = fix(args, desk, &report)?;
        if !mended.is_empty() {
            let trace = Trace::new(&By::CONSOLE, Deed::Repaired, clock::now());
            desk.office.note_blocking(trace)?;
            report = examine(desk)?;
        }
    }
    let parts = parts(desk, &report)?;
    let well = parts.iter().all(|part| part.well);
    if args.json {
        let list: Vec<_> = parts
            .iter()
            .map(|part| json!({"name": part.name, "ok": part.well, "words": part.words}))
            .collect();
        let json = json!({"ok": well, "parts": list, "faults": report.faults, "mended": mended});
        desk.out.line(&json.to_string());
    } else {
        for line in &mended {
            desk.out.line(&format!("Đã sửa: {line}."));
        }
        for part in &parts {
            let sign = if part.well { "Tốt   " } else { "CÓ LỖI" };
            desk.out
                .line(&format!("{sign}  {}: {}", part.name, part.words));
        }
        for fault in &report.faults {
            desk.out.wrong(&format!("- {fault}"));
        }
    }
    match (well, report.faults.is_empty()) {
        (true, _) => Ok(()),
        (false, true) => Err(Failure::failed(
            "Dữ liệu nguyên vẹn nhưng máy cần xem lại; hãy xử lý các mục «CÓ LỖI» ở trên.",
        )),
        (false, false) => Err(Failure::damaged(if args.fix {
            "Còn chỗ sai chưa tự sửa được; hãy giữ nguyên thư mục dữ liệu và khôi phục từ bản sao lưu."
        } else {
            "Có chỗ sai; hãy chạy «motcua doctor --fix», nếu vẫn còn thì khôi phục từ bản sao lưu."
        })),
    }
}

fn examine(desk: &mut Desk<'_>) -> Result<Report, Failure> {
    let out = &mut *desk.out;
    out.progress("đang kiểm tra dữ liệu");
    let report = backup::verify(&holdings(desk.office, desk.dir), &mut |done| {
        out.progress(&format!("đã kiểm tra {done} hồ sơ"));
    })?;
    Ok(report)
}

fn parts(desk: &Desk<'_>, report: &Report) -> Result<Vec<Part>, Failure> {
    let (office, now) = (desk.office, clock::now());
    let mut parts = vec![part(
        "Hồ sơ và nhật ký",
        report.faults.is_empty(),
        format!(
            "{} hồ sơ, {} tệp, {} mục nhật ký kiểm toán, {} chỗ sai",
            report.dossiers,
            report.files,
            report.entries,
            report.faults.len()
        ),
    )];
    let (shown, indexed) = (office.procedure_count()?, office.search.count());
    parts.push(part(
        "Chỉ mục tìm kiếm",
        u64::from(shown) == indexed,
        format!("{indexed} trên {shown} thủ tục"),
    ));
    let orphans = office
        .orphans()
        .map_err(|error| machine("liệt kê tệp", error))?;
    let bytes: u64 = orphans.values().sum();
    parts.push(part(
        "Tệp không thuộc hồ sơ nào",
        true,
        format!("{} tệp, {} MB", orphans.len(), bytes >> 20),
    ));
    let newest = office.audited(u64::MAX, 1)?;
    let newest = newest.first().and_then(|entry| entry.trace().ok());
    let ahead = newest.map_or(0, |newest| newest.at.seconds_since(now));
    parts.push(part(
        "Đồng hồ máy",
        ahead <= AHEAD,
        if ahead <= AHEAD {
            crate::ui::words::moment(now)
        } else {
            format!("chậm hơn việc đã ghi {ahead} giây; hãy đặt lại giờ của máy")
        },
    ));
    let free = backup::free(desk.dir).map_err(|error| Failure::at(desk.dir, "đọc", &error))?;
    parts.push(part(
        "Chỗ trống trên ổ đĩa",
        free >= SCARCE,
        format!("{} MB", free >> 20),
    ));
    parts.push(backups(desk)?);
    Ok(parts)
}

fn backups(desk: &Desk<'_>) -> Result<Part, Failure> {
    let attempts = desk.office.attempts()?;
    let failed = [attempts.backup, attempts.drill]
        .into_iter()
        .flatten()
        .find_map(|attempt| attempt.wrong);
    let newest = desk.office.backups(1)?.pop();
    let age = newest.map(|newest| clock::now().seconds_since(newest.at));
    Ok(match (failed, age) {
        (Some(wrong), _) => part("Sao lưu", false, wrong),
        (None, None) => part(
            "Sao lưu",
            false,
            "chưa có bản nào; hãy chạy «motcua backup»",
        ),
        (None, Some(age)) => part(
            "Sao lưu",
            age < OLD,
            format!("bản gần nhất {}", crate::ui::words::ago(age)),
        ),
    })
}

/// Mends what rests on other data that are whole; each thing that was mended in words.
fn fix(args: &Args, desk: &mut Desk<'_>, report: &Report) -> Result<Vec<String>, Failure> {
    let mut mended = Vec::new();
    if report.index_faults > 0 {
        let registry = store::registry();
        let out = &mut *desk.out;
        let spaces = registry.derived();
        store::reindex::rebuild(&desk.office.kv, &registry, &spaces, &mut |records| {
            out.progress(&format!("đang dựng lại chỉ mục: {records} bản ghi"));
        })?;
        mended.push("đã dựng lại chỉ mục từ các bản ghi".to_owned());
    }
    let shown = u64::from(desk.office.procedure_count()?);
    if desk.office.search.count() != shown {
        desk.office.rebuild_search()?;
        mended.push("đã dựng lại chỉ mục tìm kiếm".to_owned());
    }
    desk.office.follow_dossiers()?;
    let found = desk.office.dossier_search.newest();
    if found.map(|index| index.count()) != Some(desk.office.dossier_count()?) {
        desk.office.rebuild_dossier_search(&mut |_| {})?;
        mended.push("đã dựng lại chỉ mục tìm hồ sơ".to_owned());
    }
    if !report.harmed.is_empty() {
        mended.extend(recover(args, desk, report)?);
    }
    let orphans = desk
        .office
        .clear_orphans(clock::now())
        .map_err(|error| machine("dọn tệp", error))?;
    if orphans > 0 {
        mended.push(format!(
            "đã chuyển {orphans} tệp không thuộc hồ sơ nào vào thùng rác, còn lấy lại được trong 30 ngày"
        ));
    }
    Ok(mended)
}

/// Brings harmed attachments back from a backup.
fn recover(args: &Args, desk: &mut Desk<'_>, report: &Report) -> Result<Option<String>, Failure> {
    let plan = Settings::read(desk.dir)?.plan(desk.dir)?;
    let path = match &args.backup {
        Some(path) => Some(desk.cwd.join(path)),
        None => newest(&plan.folder),
    };
    let Some(path) = path else {
        desk.out.wrong(
            "- Không có bản sao lưu để lấy lại tệp hỏng; hãy chỉ một bản bằng --backup FILE.",
        );
        return Ok(None);
    };
    let text = desk
        .attached
        .first()
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    let key = match (text, &plan.lock) {
        (Some(text), _) => Key::from_text(text),
        (None, Lock::Passphrase(passphrase)) => Key::Passphrase(passphrase.clone()),
        (None, _) => Key::None,
    };
    let wanted: BTreeSet<String> = report
        .harmed
        .iter()
        .map(|harmed| harmed.sha256.clone())
        .collect();
    let out: &mut dyn Out = &mut *desk.out;
    let came = backup::recover(&path, &key, &desk.office.files, &wanted, &mut |done| {
        out.progress(&said(done));
    })
    .map_err(|harm| super::restore::damaged(&harm))?;
    for sha256 in &came {
        desk.office.note_harm(sha256, None, clock::now())?;
    }
    let missing = wanted.len() - came.len();
    if missing > 0 {
        desk.out.wrong(&format!(
            "- {missing} tệp hỏng không có trong {}; hãy thử bản cũ hơn bằng --backup FILE.",
            path.display()
        ));
    }
    Ok((!came.is_empty())
        .then(|| format!("đã lấy lại {} tệp hỏng từ {}", came.len(), path.display())))
}

fn newest(folder: &Path) -> Option<PathBuf> {
    backup::list(folder).ok()?.pop().map(|newest| newest.path)
}
