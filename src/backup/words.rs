//! What a check found, in sentences for a clerk.

use std::io;
use std::path::Path;

use super::frames::{Damaged, Flaw};
use crate::domain::content::Harm;
use crate::store::audit::Broken;
use crate::store::{Finding, Flaw as Wrong};

/// A row that is not as it should be.
pub(super) fn finding(finding: &Finding) -> String {
    let place = format!(
        "{} {}",
        finding.space.name,
        finding.key.as_slice().escape_ascii()
    );
    match &finding.flaw {
        Wrong::Unreadable(why) => format!("Bản ghi không đọc được ({place}): {why}"),
        Wrong::Misplaced => format!("Bản ghi nằm dưới khóa của bản ghi khác ({place})"),
        Wrong::Missing => format!("Thiếu dòng chỉ mục ({place})"),
        Wrong::Surplus => format!("Thừa dòng chỉ mục không thuộc bản ghi nào ({place})"),
        Wrong::Different => format!("Dòng chỉ mục khác với bản ghi ({place})"),
        Wrong::Disputed => format!("Một dòng chỉ mục thuộc nhiều bản ghi ({place})"),
        Wrong::Undeclared => format!("Dòng chỉ mục nằm sai chỗ ({place})"),
        Wrong::Miscounted { kept, owed } => {
            format!("Số đếm sai ({place}): ghi {kept}, đếm lại được {owed}")
        }
        Wrong::Stray => format!("Có dữ liệu lạ trong vùng «{}»", finding.space.name),
        Wrong::HistoryMissing => format!("Thiếu dòng lịch sử mà nhật ký có nhắc ({place})"),
        Wrong::FeedMissing => format!("Nhật ký thiếu một dòng lịch sử ({place})"),
        Wrong::CounterBehind => format!("Bộ đếm chạy sau số đã cấp ({place})"),
    }
}

/// How a content is not as it should be.
pub fn harm(harm: Harm) -> &'static str {
    match harm {
        Harm::Missing => "không còn trên đĩa",
        Harm::Changed => "đã bị thay đổi so với lúc nhận",
        Harm::Unreadable => "không đọc được từ đĩa",
    }
}

/// The name of a backup without the folders above it.
pub fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Why a backup could not be made at `path`, and what to do.
pub fn not_made(error: &io::Error, path: &Path) -> String {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::StorageFull => format!(
            "Không đủ chỗ để sao lưu vào {path}; hãy dùng ổ đĩa khác hoặc xóa bớt bản sao lưu cũ."
        ),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            format!("Không tìm thấy {path}; hãy cắm ổ USB hoặc ổ đĩa sao lưu rồi chạy lại.")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => format!(
            "Không có quyền ghi vào {path}; hãy kiểm tra khóa chống ghi của ổ USB hoặc quyền thư mục."
        ),
        _ => format!("Không sao lưu được vào {path}: máy báo «{error}»; hãy kiểm tra ổ đĩa."),
    }
}

/// Where the audit record does not hold.
pub(super) fn broken(broken: &Broken) -> String {
    match broken {
        Broken::Gap(seq) => format!("Nhật ký kiểm toán thiếu mục số {seq}"),
        Broken::Changed(seq) => {
            format!("Nhật ký kiểm toán: mục số {seq} đã bị sửa hoặc bị đổi chỗ")
        }
        Broken::Unreadable(seq) => format!("Nhật ký kiểm toán: mục số {seq} không đọc được"),
        Broken::Shortened { at, last } => format!(
            "Nhật ký kiểm toán bị cắt mất phần cuối: còn đến mục số {at}, trước đó đã có đến mục số {last}"
        ),
        Broken::Checkpoint(seq) => format!(
            "Điểm chốt ở mục số {seq} của nhật ký kiểm toán không khớp hoặc chữ ký không đúng"
        ),
    }
}

/// Why a backup cannot be read, where, and what to do.
pub(super) fn damaged(damaged: &Damaged) -> String {
    let Damaged {
        flaw,
        at,
        reading,
        file,
    } = damaged;
    match flaw {
        Flaw::NoBackup => format!(
            "Tệp {file} không phải bản sao lưu của motcua; hãy chọn tệp .mcb hoặc .mcb.age."
        ),
        Flaw::Locked => format!(
            "Bản sao lưu {file} đã được mã hóa; hãy đưa đúng cụm mật khẩu hoặc khóa giải mã."
        ),
        Flaw::Newer => format!(
            "Bản sao lưu {file} do phiên bản motcua mới hơn tạo ra; hãy dùng bản motcua mới hơn."
        ),
        Flaw::CutOff => format!(
            "Bản sao lưu {file} bị cắt mất phần cuối ở byte {at} (đang đọc {reading}); hãy dùng bản sao khác."
        ),
        Flaw::Changed => format!(
            "Bản sao lưu {file} bị hỏng ở byte {at} (đang đọc {reading}); hãy dùng bản sao khác."
        ),
        Flaw::WithoutParent(id) if id.is_empty() => format!(
            "Bản sao lưu {file} dựa vào một bản trước mà bản đó không đủ dữ liệu; hãy dùng bản sao khác."
        ),
        Flaw::WithoutParent(id) => {
            let id = id.get(..8).unwrap_or(id);
            format!(
                "Bản sao lưu {file} dựa vào bản trước có mã {id} mà không thấy trong cùng thư mục; hãy chép đủ các bản về một chỗ."
            )
        }
        Flaw::Disk(error) if error.kind() == std::io::ErrorKind::NotFound => {
            format!("Không tìm thấy {file}; hãy kiểm tra lại đường dẫn.")
        }
        Flaw::Disk(error) if error.kind() == std::io::ErrorKind::StorageFull => {
            "Ổ đĩa đã đầy nên chưa khôi phục được; hãy giải phóng bớt chỗ rồi chạy lại.".to_owned()
        }
        Flaw::Disk(error) => format!(
            "Máy báo «{error}» ở byte {at} của {file} (đang đọc {reading}); hãy kiểm tra ổ đĩa."
        ),
    }
}
