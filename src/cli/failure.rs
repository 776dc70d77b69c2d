//! How a command ends badly: an exit code and one sentence that says what to do.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::kv::{KvError, WriteError};
use crate::office::follow_dossiers::FollowError;
use crate::office::{Decline, Declined};
use crate::seal::SealError;
use crate::store::migrations::MigrateError;
use crate::ui::words;

/// The end of a command that could not do what it was asked.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    sentence: Option<String>,
}

impl Failure {
    /// It could not be done.
    pub fn failed(sentence: impl Into<String>) -> Self {
        Self {
            code: 1,
            sentence: Some(sentence.into()),
        }
    }

    /// It was asked for wrongly.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self {
            code: 2,
            sentence: Some(sentence.into()),
        }
    }

    /// The data are damaged.
    pub fn damaged(sentence: impl Into<String>) -> Self {
        Self {
            code: 3,
            sentence: Some(sentence.into()),
        }
    }

    /// Everything was said already; only the code is left.
    pub fn silent(code: u8) -> Self {
        Self {
            code,
            sentence: None,
        }
    }

    /// Trouble with a file or folder.
    pub fn at(path: &Path, doing: &str, error: &io::Error) -> Self {
        let why = match error.kind() {
            io::ErrorKind::NotFound => "không tìm thấy; hãy kiểm tra lại đường dẫn".to_owned(),
            io::ErrorKind::PermissionDenied => {
                "không có quyền; hãy chạy bằng tài khoản sở hữu thư mục này".to_owned()
            }
            io::ErrorKind::StorageFull => "ổ đĩa đã đầy; hãy giải phóng bớt chỗ".to_owned(),
            _ => format!("máy báo «{error}»; hãy kiểm tra ổ đĩa và quyền truy cập"),
        };
        Self::failed(format!("Không {doing} được {}: {why}.", path.display()))
    }

    /// A fault of the program itself.
    pub fn bug() -> Self {
        Self::failed(
            "Chương trình gặp lỗi ngoài dự kiến và đã dừng; dữ liệu đã ghi vẫn an toàn, hãy chạy lại và báo cho đơn vị hỗ trợ.",
        )
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        self.code
    }

    /// What to say, unless all is said.
    pub fn sentence(&self) -> Option<&str> {
        self.sentence.as_deref()
    }
}

impl From<FollowError> for Failure {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Store(error) => error.into(),
            FollowError::Index(error) => Self::failed(format!(
                "Không ghi được chỉ mục tìm kiếm ({error}); hãy kiểm tra quyền và chỗ trống của ổ đĩa rồi chạy «motcua reindex»."
            )),
        }
    }
}

impl From<KvError> for Failure {
    fn from(error: KvError) -> Self {
        match error {
            KvError::Unreadable { .. } => Self::damaged(format!(
                "Có bản ghi không đọc được ({error}); hãy chạy «motcua verify» rồi khôi phục từ bản sao lưu."
            )),
            error if error.is_disk_full() => {
                Self::failed("Ổ đĩa đã đầy nên chưa ghi được; hãy giải phóng bớt chỗ rồi chạy lại.")
            }
            error if error.is_damage() => Self::damaged(format!(
                "Tệp dữ liệu đã hỏng ({error}); hãy giữ nguyên thư mục và khôi phục từ bản sao lưu."
            )),
            error => Self::failed(format!(
                "Kho dữ liệu báo lỗi ({error}); hãy kiểm tra ổ đĩa rồi chạy lại."
            )),
        }
    }
}

impl From<SealError> for Failure {
    fn from(error: SealError) -> Self {
        match error {
            SealError::File { path, error } => Self::at(&path, "mở", &error),
            SealError::Damaged { path } => Self::damaged(format!(
                "Khóa của cơ quan {} đã hỏng; hãy khôi phục tệp này từ bản sao lưu, không tạo khóa mới.",
                path.display()
            )),
        }
    }
}

impl From<MigrateError> for Failure {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Newer { found, known } => Self::failed(format!(
                "Thư mục dữ liệu thuộc phiên bản mới hơn (lược đồ {found}, chương trình này biết đến {known}); hãy dùng bản motcua mới hơn."
            )),
            MigrateError::Store(error) => error.into(),
        }
    }
}

impl From<Declined> for Failure {
    fn from(error: Declined) -> Self {
        match error {
            WriteError::Store(error) => error.into(),
            WriteError::Declined(decline) => Self::failed(said(&decline)),
        }
    }
}

/// A decline in words.
fn said(decline: &Decline) -> String {
    match decline {
        Decline::NotFound => "Không tìm thấy; hãy kiểm tra lại tên hoặc mã.".to_owned(),
        Decline::Forbidden => "Tài khoản này không có quyền làm việc đó.".to_owned(),
        Decline::Refused(refusal) => words::refusal::refusal(refusal),
        Decline::Faults(faults) => faults
            .iter()
            .map(|fault| format!("{}: {}", fault.field, words::fault::fault(fault.fault)))
            .collect::<Vec<_>>()
            .join(" "),
        Decline::Obstacle(obstacle) => words::signature::obstacle(*obstacle).to_owned(),
        Decline::Hindrance(hindrance) => words::feedback::hindrance(*hindrance).to_owned(),
        Decline::BadProcess(_) => "Quy trình còn lỗi; hãy sửa trong trang quản trị.".to_owned(),
        Decline::Stale(_) => "Dữ liệu vừa được người khác sửa; hãy thử lại.".to_owned(),
        Decline::NotSetUp => {
            "Cơ quan chưa được thiết lập; hãy chạy «motcua init» hoặc mở trang thiết lập trước."
                .to_owned()
        }
        Decline::AlreadySetUp => {
            "Cơ quan đã được thiết lập; hãy sửa thông tin trong trang quản trị.".to_owned()
        }
        Decline::WrongPassword => "Sai tên đăng nhập hoặc mật khẩu.".to_owned(),
    }
}

/// Something the operating system would not do, said with what to do about it.
pub(super) fn machine(doing: &str, error: impl Display) -> Failure {
    Failure::failed(format!(
        "Không {doing} được: máy báo «{error}»; hãy thử lại hoặc khởi động lại máy."
    ))
}
