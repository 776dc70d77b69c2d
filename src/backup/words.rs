//! What a check found, in sentences for a clerk.

use crate::domain::content::Harm;
use crate::store::audit::Broken;

/// How a content is not as it should be.
pub(super) fn harm(harm: Harm) -> &'static str {
    match harm {
        Harm::Missing => "không còn trên đĩa",
        Harm::Changed => "đã bị thay đổi so với lúc nhận",
        Harm::Unreadable => "không đọc được từ đĩa",
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
