//! Where a setting comes from: flag, then `MOTCUA_*` in the environment (a secret also from the file that `MOTCUA_*_FILE`
//! names), then `config.toml` in the data directory, then its default.

use std::collections::BTreeMap;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};

use jiff::civil::Time;

use super::failure::Failure;
use super::journal;
use crate::backup::{BACKUPS, Lock};
use crate::work::nightly::Plan;

/// A setting that can be made outside the command line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// Name in `config.toml`; the environment has `MOTCUA_` and the name in capitals.
    pub name: &'static str,
    /// What it is, for `config show`.
    pub what: &'static str,
    /// Value when nobody sets it.
    pub default: &'static str,
    /// Never shown; may lie in a file of its own.
    pub secret: bool,
}

const fn key(name: &'static str, what: &'static str, default: &'static str) -> Key {
    Key {
        name,
        what,
        default,
        secret: false,
    }
}

pub(super) const LISTEN: Key = key("listen", "địa chỉ và cổng nghe", "[::]:8080");
pub(super) const BASE_URL: Key = key("base_url", "địa chỉ công khai của cổng", "");
pub(super) const TLS_CERT: Key = key("tls_cert", "tệp chứng thư TLS (PEM)", "");
pub(super) const TLS_KEY: Key = key("tls_key", "tệp khóa riêng của chứng thư TLS (PEM)", "");
pub(super) const TLS_SELF_SIGNED: Key = key(
    "tls_self_signed",
    "tự tạo chứng thư TLS cho mạng nội bộ: on hoặc off",
    "off",
);
pub(super) const LOG: Key = key("log", "mức nhật ký", journal::DEFAULT);
pub(super) const METRICS: Key = key(
    "metrics",
    "ai xem được /metrics: loopback (chỉ máy này) hoặc all",
    "loopback",
);
pub(super) const MAX_FILE_MB: Key = key("max_file_mb", "cỡ lớn nhất của một tệp tải lên, MB", "50");
pub(super) const BACKUP_TO: Key = key(
    "backup_to",
    "thư mục sao lưu tự động; trống là thư mục backups trong thư mục dữ liệu",
    "",
);
pub(super) const BACKUP_AT: Key = key(
    "backup_at",
    "giờ sao lưu hằng ngày, hoặc off để tắt",
    "01:30",
);
pub(super) const BACKUP_KEEP: Key = key("backup_keep", "số bản sao lưu đầy đủ được giữ", "4");
pub(super) const BACKUP_RECIPIENT: Key = key(
    "backup_recipient",
    "khóa age (age1…) mà bản sao lưu tự động được mã hóa cho",
    "",
);
pub(super) const BACKUP_PASSPHRASE: Key = Key {
    name: "backup_passphrase",
    what: "cụm mật khẩu mã hóa bản sao lưu tự động",
    default: "",
    secret: true,
};
pub(super) const CACHE_MB: Key = key("cache_mb", "bộ nhớ đệm của kho dữ liệu, MB", "32");
pub(super) const DOSSIERS: Key = key("dossiers", "số hồ sơ mẫu của demo", "200");
pub(super) const READY_FILE: Key = key("ready_file", "tệp báo demo đã sẵn sàng", "");
pub(super) const PASSWORD: Key = Key {
    name: "password",
    what: "mật khẩu cho init và user add",
    default: "",
    secret: true,
};

/// Every setting there is.
pub(super) const ALL: [Key; 17] = [
    LISTEN,
    BASE_URL,
    TLS_CERT,
    TLS_KEY,
    TLS_SELF_SIGNED,
    LOG,
    METRICS,
    MAX_FILE_MB,
    CACHE_MB,
    BACKUP_TO,
    BACKUP_AT,
    BACKUP_KEEP,
    BACKUP_RECIPIENT,
    BACKUP_PASSPHRASE,
    DOSSIERS,
    READY_FILE,
    PASSWORD,
];

/// The file of settings in the data directory.
pub(super) const FILE: &str = "config.toml";

/// Which source had the last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

impl Origin {
    /// As `config show` says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flag => "dòng lệnh",
            Self::Environment => "biến môi trường",
            Self::File => "config.toml",
            Self::Default => "mặc định",
        }
    }
}

/// Everything that was set outside the command line.
#[derive(Debug, Default)]
pub(super) struct Settings {
    environment: BTreeMap<&'static str, String>,
    file: BTreeMap<String, String>,
}

impl Settings {
    /// Reads the environment and `config.toml`; a key nobody knows is an error that names it.
    pub fn read(data_dir: &Path) -> Result<Self, Failure> {
        let mut settings = Self {
            file: file(&data_dir.join(FILE))?,
            ..Self::default()
        };
        for key in &ALL {
            if let Some(value) = environment(key)? {
                settings.environment.insert(key.name, value);
            }
        }
        Ok(settings)
    }

    /// A value and where it comes from; `flag` is what the command line says.
    pub fn origin(&self, key: &Key, flag: Option<&str>) -> (String, Origin) {
        if let Some(value) = flag {
            return (value.to_owned(), Origin::Flag);
        }
        if let Some(value) = self.environment.get(key.name) {
            return (value.clone(), Origin::Environment);
        }
        match self.file.get(key.name) {
            Some(value) => (value.clone(), Origin::File),
            None => (key.default.to_owned(), Origin::Default),
        }
    }

    /// A value, unless nobody set it.
    pub fn set(&self, key: &Key, flag: Option<&str>) -> Option<String> {
        let (value, origin) = self.origin(key, flag);
        (origin != Origin::Default && !value.is_empty()).then_some(value)
    }

    /// A value or its default.
    pub fn value(&self, key: &Key, flag: Option<&str>) -> String {
        self.origin(key, flag).0
    }

    /// A whole number within bounds.
    pub fn number(
        &self,
        key: &Key,
        flag: Option<&str>,
        least: usize,
        most: usize,
    ) -> Result<usize, Failure> {
        let value = self.value(key, flag);
        let number = value.trim().parse().ok();
        number
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| {
                Failure::usage(format!(
                    "{} phải là số từ {least} đến {most}, không phải «{value}»; hãy sửa lại.",
                    key.name
                ))
            })
    }

    /// Memory for cached pages of the store, in bytes.
    pub fn cache_bytes(&self) -> Result<usize, Failure> {
        Ok(self.number(&CACHE_MB, None, 4, 65_536)? << 20)
    }

    /// Largest file that is taken, in bytes.
    pub fn largest_file(&self) -> Result<u64, Failure> {
        Ok((self.number(&MAX_FILE_MB, None, 1, 2_000)? as u64) << 20)
    }

    /// The public address, without a slash at its end.
    pub fn base_url(&self, flag: Option<&str>) -> Result<Option<String>, Failure> {
        let Some(url) = self.set(&BASE_URL, flag) else {
            return Ok(None);
        };
        let host = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        let plain = host.is_some_and(|host| {
            !host.is_empty() && !host.starts_with('/') && !host.contains(char::is_whitespace)
        });
        if plain {
            Ok(Some(url.trim_end_matches('/').to_owned()))
        } else {
            Err(Failure::usage(format!(
                "base_url «{url}» phải có dạng https://tên-miền; hãy sửa lại."
            )))
        }
    }

    /// Whether other machines may read the server's counts.
    pub fn open_metrics(&self) -> Result<bool, Failure> {
        match self.value(&METRICS, None).trim() {
            "loopback" => Ok(false),
            "all" => Ok(true),
            other => Err(Failure::usage(format!(
                "metrics phải là loopback hoặc all, không phải «{other}»; hãy sửa lại."
            ))),
        }
    }

    /// How the data in `root` are looked after.
    pub fn plan(&self, root: &Path) -> Result<Plan, Failure> {
        let time = self.value(&BACKUP_AT, None);
        let time = match time.trim() {
            "off" => None,
            text => Some(Time::strptime("%H:%M", text).map_err(|_| {
                Failure::usage(format!(
                    "backup_at phải là giờ dạng 01:30 hoặc off, không phải «{text}»; hãy sửa lại."
                ))
            })?),
        };
        let recipient = self.set(&BACKUP_RECIPIENT, None);
        let passphrase = self.set(&BACKUP_PASSPHRASE, None);
        let lock = match (recipient, passphrase) {
            (Some(_), Some(_)) => {
                return Err(Failure::usage(
                    "Hãy chỉ đặt một trong backup_recipient và backup_passphrase.",
                ));
            }
            (Some(recipient), None) => Lock::recipient(&recipient).ok_or_else(|| {
                Failure::usage(format!(
                    "backup_recipient «{recipient}» không phải khóa công khai age; hãy sửa lại, khóa đúng bắt đầu bằng age1."
                ))
            })?,
            (None, Some(passphrase)) => Lock::passphrase(&passphrase).unwrap_or_default(),
            (None, None) => Lock::Open,
        };
        let folder = self.set(&BACKUP_TO, None);
        Ok(Plan {
            root: root.to_owned(),
            folder: folder.map_or_else(|| root.join(BACKUPS), PathBuf::from),
            time,
            keep: self.number(&BACKUP_KEEP, None, 1, 1_000)?,
            lock,
        })
    }

    /// Looks at every value that can be wrong.
    pub fn check(&self) -> Result<(), Failure> {
        address(&self.value(&LISTEN, None))?;
        self.base_url(None)?;
        self.tls()?;
        self.cache_bytes()?;
        self.open_metrics()?;
        self.largest_file()?;
        self.plan(Path::new(""))?;
        self.number(&DOSSIERS, None, 0, super::demo::MOST)?;
        Ok(())
    }
}

/// A listening address such as `[::]:8080`, `127.0.0.1:0`, `localhost:8080`.
pub(super) fn address(text: &str) -> Result<SocketAddr, Failure> {
    let text = text.trim();
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let resolved = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    resolved.ok_or_else(|| {
        Failure::usage(format!(
            "Địa chỉ nghe «{text}» không đúng; hãy viết dạng [::]:8080 hoặc 127.0.0.1:8080."
        ))
    })
}

fn environment(key: &Key) -> Result<Option<String>, Failure> {
    let name = format!("MOTCUA_{}", key.name.to_uppercase());
    if let Some(value) = std::env::var_os(&name) {
        let value = value
            .into_string()
            .map_err(|_| Failure::usage(format!("Biến {name} không phải UTF-8; hãy đặt lại.")))?;
        return Ok(Some(value));
    }
    if !key.secret {
        return Ok(None);
    }
    let Some(path) = std::env::var_os(format!("{name}_FILE")) else {
        return Ok(None);
    };
    let path = Path::new(&path);
    let text = std::fs::read_to_string(path).map_err(|error| Failure::at(path, "đọc", &error))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn file(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(Failure::at(path, "đọc", &error)),
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| 1 + text[..span.start].matches('\n').count());
        Failure::usage(format!(
            "{} sai cú pháp ở dòng {line}; hãy sửa lại theo dạng khóa = \"giá trị\".",
            path.display()
        ))
    })?;
    let mut values = BTreeMap::new();
    for (name, value) in table {
        let known = ALL.iter().any(|key| key.name == name);
        let value = match value {
            toml::Value::String(text) => Some(text),
            toml::Value::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        let Some(value) = value.filter(|_| known) else {
            return Err(Failure::usage(format!(
                "Khóa «{name}» trong {} {}; hãy chỉ dùng các khóa: {}.",
                path.display(),
                if known {
                    "phải là chữ hoặc số"
                } else {
                    "không có nghĩa"
                },
                ALL.map(|key| key.name).join(", ")
            )));
        };
        values.insert(name, value);
    }
    Ok(values)
}
