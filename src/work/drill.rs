//! Diễn tập khôi phục: the newest backup becomes an office in a folder of its own, which is looked through and removed.

use std::fs;
use std::io;
use std::path::Path;

use super::nightly::Plan;
use crate::backup::{self, Empty, Holdings, Key, Lock, Progress};
use crate::files::Files;
use crate::kv::{Kv, RedbEngine, RedbOptions};
use crate::seal::Seal;
use crate::store::migrations::{self, MIGRATIONS};

/// The folder in the data directory.
pub const FOLDER: &str = "drill";

/// Memory for cached pages, in bytes.
const CACHE: usize = 32 << 20;

/// Tries the newest backup; what was found, or what is wrong, in words for a clerk.
pub fn try_newest(
    plan: &Plan,
    holdings: &Holdings<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<String, String> {
    // A trial must not take from the office the room that it works in.
    let fits =
        backup::fits_again(holdings, &plan.root).map_err(|error| broken(&plan.root, &error))?;
    if !fits {
        return Err("Không đủ chỗ trống trên ổ đĩa để diễn tập khôi phục; hãy giải phóng bớt chỗ, hoặc khôi phục thử trên máy khác.".to_owned());
    }
    let all = backup::list(&plan.folder).map_err(|error| {
        format!(
            "Không đọc được thư mục sao lưu {}: {error}; hãy kiểm tra ổ đĩa.",
            plan.folder.display()
        )
    })?;
    let newest = all
        .last()
        .ok_or("Chưa có bản sao lưu nào; hãy sao lưu trước.")?;
    let key = match &plan.lock {
        Lock::Open => Key::None,
        Lock::Passphrase(passphrase) => Key::Passphrase(passphrase.clone()),
        // The key lies with whoever the backups are for, as the office wished: nothing is wrong, and nothing was tried.
        Lock::Recipient(_) => {
            return Ok("Chưa thử được trên máy này: bản sao lưu mã hóa cho khóa giữ ở nơi khác. Hãy định kỳ chạy «motcua restore» ở nơi giữ khóa.".to_owned());
        }
    };
    let root = plan.root.join(FOLDER);
    remove(&root).map_err(|error| broken(&root, &error))?;
    fs::create_dir_all(&root).map_err(|error| broken(&root, &error))?;
    let tried = try_one(&newest.path, &key, &root, holdings.seal, progress);
    remove(&root).map_err(|error| broken(&root, &error))?;
    tried
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn broken(folder: &Path, error: &io::Error) -> String {
    format!(
        "Không dùng được thư mục diễn tập {}: {error}.",
        folder.display()
    )
}

fn try_one(
    path: &Path,
    key: &Key,
    root: &Path,
    seal: &Seal,
    progress: &mut dyn FnMut(Progress),
) -> Result<String, String> {
    let options = RedbOptions {
        cache_bytes: CACHE,
        on_repair: None,
    };
    let engine = RedbEngine::open(root.join("motcua.redb"), options)
        .map_err(|error| format!("Không mở được kho dữ liệu diễn tập: {error}."))?;
    let kv = Kv::new(engine);
    let files = Files::open(root.join("files")).map_err(|error| broken(root, &error))?;
    let into = Empty {
        kv: &kv,
        files: &files,
        root,
    };
    let held = backup::restore(path, key, &into, progress).map_err(|harm| harm.to_string())?;
    migrations::migrate(&kv, MIGRATIONS).map_err(|error| error.to_string())?;
    let holdings = Holdings {
        kv: &kv,
        files: &files,
        seal,
        root,
    };
    let report = backup::verify(&holdings, &mut |_| {}).map_err(|error| error.to_string())?;
    kv.close();
    match report.faults.first() {
        None => Ok(format!(
            "Khôi phục thử bản {}: {} hồ sơ, {} tệp, {} mục nhật ký kiểm toán, tất cả toàn vẹn.",
            crate::backup::words::name(path),
            report.dossiers,
            held.totals.attachments,
            report.entries
        )),
        Some(first) => Err(format!(
            "Bản {} khôi phục được nhưng có {} chỗ sai, chỗ đầu tiên: {first}.",
            crate::backup::words::name(path),
            report.faults.len()
        )),
    }
}
