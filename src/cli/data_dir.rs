//! The data directory: one process at a time, owner-only, everything of the office in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::settings::Settings;
use super::version;
use crate::backup::{self, Empty, Held, Holdings, Key, Progress, upgrading};
use crate::files::Files;
use crate::kv::{Kv, RedbEngine, RedbOptions};
use crate::office::Office;
use crate::seal::Seal;
use crate::search::CatalogueIndex;
use crate::search::dossiers::DossierSearch;
use crate::store::{
    self,
    migrations::{self, MIGRATIONS},
};

/// Where the data lie unless somebody says otherwise.
pub(super) const DEFAULT: &str = "./motcua-data";

/// The file of records.
pub(super) const RECORDS: &str = "motcua.redb";
/// The log in front of it: what the last moments before a crash wrote. Empty after a clean end.
pub(super) const LOG: &str = "motcua.wal";
/// The folder of attachments.
pub(super) const FILES: &str = "files";
/// The folder of the full text; may be deleted at any time.
pub(super) const INDEX: &str = "index";
/// The office's signing key.
pub(super) const KEYS: &str = "keys";
/// Backups, and archived entries of the audit record.
pub(super) use crate::backup::BACKUPS;
/// Where a backup is restored for trial.
pub(super) use crate::work::drill::FOLDER as DRILL;
/// Where a backup is read in on the first run,
pub(super) const RESTORING: &str = "restoring";
/// and where it lies when it is whole, until it has been moved in.
pub(super) const RESTORED: &str = "restored";
/// Who holds the directory.
pub(super) const LOCK: &str = "LOCK";
/// Which program wrote it.
pub(super) const VERSION: &str = "VERSION";

/// Memory for cached pages while a backup is read in, in bytes.
const RESTORING_CACHE: usize = 64 << 20;

/// Everything that may lie in the directory.
const OURS: [&str; 14] = [
    RECORDS,
    LOG,
    FILES,
    INDEX,
    LOCK,
    VERSION,
    super::settings::FILE,
    super::control::NAME,
    super::demo::ACCOUNTS,
    KEYS,
    BACKUPS,
    DRILL,
    RESTORING,
    RESTORED,
];

/// A directory that this process holds alone until it ends.
pub(super) struct DataDir {
    path: PathBuf,
    lock: File,
    tell: Tell,
}

/// Hears how far opening has come.
pub(super) type Tell = Arc<dyn Fn(String) + Send + Sync>;

/// The process that holds a directory already.
#[derive(Debug, Clone, Default)]
pub(super) struct Holder {
    /// Its process id, where it could be read.
    pub pid: Option<u32>,
    /// Where it serves, if it serves.
    pub address: Option<String>,
}

impl Holder {
    /// What to tell somebody who wanted the directory.
    pub fn refusal(&self, path: &Path) -> Failure {
        let pid = self
            .pid
            .map(|pid| format!(" (tiến trình {pid})"))
            .unwrap_or_default();
        let address = self
            .address
            .as_ref()
            .map(|address| format!(", tại {address}"))
            .unwrap_or_default();
        Failure::failed(format!(
            "Thư mục {} đang do một motcua khác dùng{pid}{address}; hãy dừng nó trước hoặc chọn thư mục khác bằng --data-dir.",
            path.display()
        ))
    }
}

/// Whether the directory could be taken.
pub(super) enum Taken {
    /// It is ours now.
    Ours(DataDir),
    /// Somebody else has it.
    Theirs(Holder),
}

impl DataDir {
    /// Creates the directory where there is none and takes it, unless another process has it.
    pub fn take(path: &Path) -> Result<Taken, Failure> {
        create_private(path).map_err(|error| Failure::at(path, "tạo", &error))?;
        let lock_path = path.join(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true);
        private_file(&mut options);
        let lock = options
            .open(&lock_path)
            .map_err(|error| Failure::at(&lock_path, "mở", &error))?;
        match lock.try_lock() {
            Ok(()) => {
                let dir = Self {
                    path: path.to_owned(),
                    lock,
                    tell: Arc::new(|words| tracing::info!("{words}")),
                };
                close_to_others(path);
                dir.sign(None)?;
                Ok(Taken::Ours(dir))
            }
            Err(TryLockError::WouldBlock) => Ok(Taken::Theirs(holder(path))),
            Err(TryLockError::Error(error)) => Err(Failure::at(&lock_path, "khóa", &error)),
        }
    }

    /// Also tells `tell` how far opening has come.
    #[must_use]
    pub fn telling(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.tell = Arc::new(move |words| {
            tracing::info!("{words}");
            tell(&words);
        });
        self
    }

    /// Takes the directory or says who has it.
    pub fn take_alone(path: &Path) -> Result<Self, Failure> {
        match Self::take(path)? {
            Taken::Ours(dir) => Ok(dir),
            Taken::Theirs(holder) => Err(holder.refusal(path)),
        }
    }

    /// Writes into the lock who holds it and where it serves.
    pub fn sign(&self, address: Option<&str>) -> Result<(), Failure> {
        let mut text = format!("pid {}\n", std::process::id());
        if let Some(address) = address {
            text.push_str("address ");
            text.push_str(address);
            text.push('\n');
        }
        let mut file = &self.lock;
        let written = file
            .rewind()
            .and_then(|()| file.set_len(0))
            .and_then(|()| file.write_all(text.as_bytes()));
        written.map_err(|error| Failure::at(&self.path.join(LOCK), "ghi", &error))
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it holds no records yet.
    pub fn is_new(&self) -> bool {
        !self.path.join(RECORDS).exists()
    }

    fn records(&self, cache_bytes: usize) -> Result<Kv, Failure> {
        let path = |name: &str| self.path.join(name);
        let options = RedbOptions {
            cache_bytes,
            on_repair: Some({
                let tell = self.tell.clone();
                Arc::new(move |done| {
                    tell(format!("Đang khôi phục kho dữ liệu: {:.0} %", done * 100.0));
                })
            }),
        };
        let engine = RedbEngine::open(path(RECORDS), options)?;
        for file in [RECORDS, LOG] {
            make_private(&path(file)).map_err(|error| Failure::at(&path(file), "mở", &error))?;
        }
        Ok(Kv::new(engine))
    }

    /// The records in the form of this program. An older form is kept aside until the newer one has been looked through;
    /// when that fails, the directory is as it was.
    fn upgraded(&self, files: &Files, seal: &Seal, cache_bytes: usize) -> Result<Kv, Failure> {
        let faults = |kv: &Kv| {
            upgrading::faults(&Holdings {
                kv,
                files,
                seal,
                root: &self.path,
            })
        };
        let renew = |kv: &Kv| {
            store::reindex::renew(kv, &store::registry(), &mut |records| {
                (self.tell)(format!("Đang dựng lại chỉ mục: {records} bản ghi"));
            })
        };
        let kv = self.records(cache_bytes)?;
        if !upgrading::is_older(&kv, MIGRATIONS)? {
            migrations::migrate(&kv, MIGRATIONS)?;
            renew(&kv)?;
            return Ok(kv);
        }
        (self.tell)("Đang nâng cấp dữ liệu".to_owned());
        let before = faults(&kv)?;
        let snapshot = upgrading::Snapshot::take(kv, &self.path, RECORDS)
            .map_err(|error| Failure::at(&self.path, "chụp lại dữ liệu trong", &error))?;
        let kv = self.records(cache_bytes)?;
        let tried = migrations::migrate(&kv, MIGRATIONS)
            .map_err(Failure::from)
            .and_then(|_| Ok(renew(&kv)?))
            .and_then(|_| Ok(faults(&kv)?));
        match tried {
            Ok(after) if after <= before => {
                upgrading::note(&kv, version::VERSION, super::clock::now())?;
                return Ok(kv);
            }
            Ok(after) => tracing::error!(before, after, "dữ liệu sau nâng cấp có thêm chỗ sai"),
            Err(failure) => tracing::error!(why = failure.sentence(), "không nâng cấp được"),
        }
        kv.close();
        snapshot
            .put_back()
            .map_err(|error| Failure::at(&self.path, "trả lại dữ liệu trong", &error))?;
        Err(Failure::failed(
            "Không nâng cấp được dữ liệu nên mọi thứ đã trở lại như trước; hãy dùng lại bản motcua cũ và báo cho đơn vị hỗ trợ.",
        ))
    }

    /// Moves in what the first-run page has restored. A power cut in the middle is no harm: the rest is moved next time.
    fn move_in(&self) -> std::io::Result<()> {
        let restored = self.path.join(RESTORED);
        if !restored.is_dir() {
            return Ok(());
        }
        // The log of the empty office must not meet the restored tree.
        if restored.join(RECORDS).exists() && self.path.join(LOG).exists() {
            fs::remove_file(self.path.join(LOG))?;
            sync_above(&restored)?;
        }
        for entry in fs::read_dir(&restored)? {
            let entry = entry?;
            let target = self.path.join(entry.file_name());
            if entry.file_name() == BACKUPS {
                // Backups that lie here already stay.
                merge(&entry.path(), &target)?;
                continue;
            }
            if target.is_dir() {
                fs::remove_dir_all(&target)?;
            } else if target.exists() {
                fs::remove_file(&target)?;
            }
            fs::rename(entry.path(), target)?;
        }
        sync_above(&restored)?;
        fs::remove_dir(&restored)
    }

    /// Fills it, while it is empty, with what a backup holds. Blocking.
    pub fn restore(
        &self,
        file: &Path,
        key: &Key,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Held, Failure> {
        let kv = self.records(RESTORING_CACHE)?;
        let path = self.path.join(FILES);
        let files = Files::open(&path).map_err(|error| Failure::at(&path, "mở", &error))?;
        let into = Empty {
            kv: &kv,
            files: &files,
            root: &self.path,
        };
        let held = backup::restore(file, key, &into, progress)
            .map_err(|harm| super::restore::damaged(&harm));
        kv.close();
        held
    }

    /// Opens everything in it: repairs after a crash, migrates, and puts the office together. Blocking.
    pub fn open(&self, settings: &Settings) -> Result<Office, Failure> {
        let path = |name: &str| self.path.join(name);
        self.move_in()
            .map_err(|error| Failure::at(&path(RESTORED), "chuyển", &error))?;
        let seal = Seal::open_or_create(&path(KEYS))?;
        let files =
            Files::open(path(FILES)).map_err(|error| Failure::at(&path(FILES), "mở", &error))?;
        let files = files.up_to(settings.largest_file()?);
        let cache_bytes = settings.cache_bytes()?;
        let kv = self.upgraded(&files, &seal, cache_bytes)?;
        let schema = migrations::newest(MIGRATIONS);
        let written = format!("motcua {}\nschema {schema}\n", version::VERSION);
        if fs::read_to_string(path(VERSION)).ok().as_deref() != Some(&written) {
            write_private(&path(VERSION), written.as_bytes())
                .map_err(|error| Failure::at(&path(VERSION), "ghi", &error))?;
        }
        let index = open_index(&path(INDEX))?;
        let dossiers = DossierSearch::open(&path(INDEX));
        Ok(Office::open(kv, files, index, seal)?.searching(dossiers))
    }
}

/// The index can be made again from the records, so one that does not open is thrown away.
fn open_index(path: &Path) -> Result<CatalogueIndex, Failure> {
    let unusable = |error: &dyn std::fmt::Display| {
        Failure::failed(format!(
            "Không mở được chỉ mục tìm kiếm {} ({error}); hãy kiểm tra quyền và chỗ trống của ổ đĩa.",
            path.display()
        ))
    };
    create_private(path).map_err(|error| Failure::at(path, "tạo", &error))?;
    CatalogueIndex::open(path).or_else(|error| {
        tracing::warn!(%error, "chỉ mục tìm kiếm hỏng, đang dựng lại");
        fs::remove_dir_all(path)
            .and_then(|()| create_private(path))
            .map_err(|error| unusable(&error))?;
        CatalogueIndex::open(path).map_err(|error| unusable(&error))
    })
}

/// Moves what is in one folder into another without touching what is there already under another name.
fn merge(from: &Path, to: &Path) -> std::io::Result<()> {
    create_private(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            merge(&entry.path(), &target)?;
        } else {
            fs::rename(entry.path(), target)?;
        }
    }
    fs::remove_dir(from)
}

/// Makes the name of a folder durable. Windows keeps it with the folder itself.
pub(super) fn sync_above(path: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        let above = match path.parent() {
            Some(above) if !above.as_os_str().is_empty() => above,
            _ => Path::new("."),
        };
        File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// Who has signed the lock; Windows lets nobody else read it.
pub(super) fn holder(path: &Path) -> Holder {
    let mut text = String::new();
    let read = File::open(path.join(LOCK)).and_then(|mut file| file.read_to_string(&mut text));
    if read.is_err() {
        return Holder::default();
    }
    let line = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
    };
    Holder {
        pid: line("pid").and_then(|pid| pid.parse().ok()),
        address: line("address").map(ToOwned::to_owned),
    }
}

/// Makes a folder, and those above it, that only its owner can enter.
#[cfg(unix)]
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if path.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

/// Windows: folders in a person's own tree are theirs already.
#[cfg(not(unix))]
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(unix)]
fn private_file(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private_file(_options: &mut OpenOptions) {}

/// Takes away what others may do in a folder that somebody made beforehand, unless it holds more than ours.
#[cfg(unix)]
fn close_to_others(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let ours = |name: std::ffi::OsString| OURS.iter().any(|known| name == *known);
    let all_ours = fs::read_dir(path)
        .and_then(|entries| {
            let mut names = entries.map(|entry| entry.map(|entry| ours(entry.file_name())));
            names.try_fold(true, |all, ours| Ok(all && ours?))
        })
        .unwrap_or(false);
    let closed = all_ours && fs::set_permissions(path, fs::Permissions::from_mode(0o700)).is_ok();
    if !closed {
        tracing::warn!(
            "thư mục {} còn chứa thứ khác nên quyền truy cập của nó được giữ nguyên",
            path.display()
        );
    }
}

/// Windows: folders in a person's own tree are theirs already.
#[cfg(not(unix))]
fn close_to_others(_path: &Path) {}

/// Takes away what others may do with a file.
#[cfg(unix)]
pub(super) fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

/// Windows: files inherit what their folder allows.
#[cfg(not(unix))]
pub(super) fn make_private(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Writes a whole file that only its owner can read; nobody ever sees half of it.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    private_file(&mut options);
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, path)
}
