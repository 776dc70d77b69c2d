//! The sets of statutory forms and the days from which they apply.

use serde::{Deserialize, Serialize};

use crate::domain::time::Day;

/// A set of statutory forms (bộ biểu mẫu), one per circular of the Government Office (Văn phòng Chính phủ).
///
/// A slip keeps the set that applied on its day, so that it prints the same after the next circular.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum FormSet {
    /// Thông tư số 01/2018/TT-VPCP, forms 01–06.
    #[serde(rename = "tt-01-2018")]
    Circular2018,
    /// Thông tư số 03/2025/TT-VPCP, forms 01–07, in force since 15/09/2025.
    #[default]
    #[serde(rename = "tt-03-2025")]
    Circular2025,
}

impl FormSet {
    /// The set in force on `day`.
    pub fn on(day: Day) -> Self {
        // Thông tư số 03/2025/TT-VPCP ngày 15/09/2025.
        if day < Day::constant(2025, 9, 15) {
            Self::Circular2018
        } else {
            Self::Circular2025
        }
    }

    /// The circular, as a form cites it.
    pub fn circular(self) -> &'static str {
        match self {
            Self::Circular2018 => "Thông tư số 01/2018/TT-VPCP",
            Self::Circular2025 => "Thông tư số 03/2025/TT-VPCP",
        }
    }

    /// The number of the receipt (Giấy tiếp nhận hồ sơ và hẹn trả kết quả) within the set.
    pub fn receipt(self) -> &'static str {
        match self {
            Self::Circular2018 | Self::Circular2025 => "Mẫu số 01",
        }
    }
}
