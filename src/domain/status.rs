//! The ten official statuses (trạng thái hồ sơ) and what each means for the clock.

use serde::{Deserialize, Serialize};

/// Status of a dossier (trạng thái hồ sơ), numbered as the National Portal expects them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Status {
    /// Mới đăng ký: sent online, nobody has received it yet.
    Registered = 1,
    /// Được tiếp nhận: accepted by reception, due date fixed, Mẫu 01 issued.
    Received = 2,
    /// Không được tiếp nhận: refused at reception, Mẫu 03 issued.
    Refused = 3,
    /// Đang xử lý: with the specialised unit.
    Processing = 4,
    /// Yêu cầu bổ sung giấy tờ: waiting for the citizen, clock paused.
    AwaitingSupplement = 5,
    /// Yêu cầu thực hiện nghĩa vụ tài chính: waiting for a payment, clock paused.
    AwaitingPayment = 6,
    /// Công dân yêu cầu rút hồ sơ: withdrawn by the applicant.
    Withdrawn = 7,
    /// Dừng xử lý: stopped by decision, clock paused.
    Stopped = 8,
    /// Đã xử lý xong: the result waits at the one-stop shop; on-time is measured here.
    Finished = 9,
    /// Đã trả kết quả: handed over.
    Returned = 10,
}

impl Status {
    /// All ten, in the order of their codes.
    pub const ALL: [Self; 10] = [
        Self::Registered,
        Self::Received,
        Self::Refused,
        Self::Processing,
        Self::AwaitingSupplement,
        Self::AwaitingPayment,
        Self::Withdrawn,
        Self::Stopped,
        Self::Finished,
        Self::Returned,
    ];

    /// The official number, 1 to 10.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The official Vietnamese name; part of the code list, hence law and not wording.
    pub const fn official_name(self) -> &'static str {
        match self {
            Self::Registered => "Mới đăng ký",
            Self::Received => "Được tiếp nhận",
            Self::Refused => "Không được tiếp nhận",
            Self::Processing => "Đang xử lý",
            Self::AwaitingSupplement => "Yêu cầu bổ sung giấy tờ",
            Self::AwaitingPayment => "Yêu cầu thực hiện nghĩa vụ tài chính",
            Self::Withdrawn => "Công dân yêu cầu rút hồ sơ",
            Self::Stopped => "Dừng xử lý",
            Self::Finished => "Đã xử lý xong",
            Self::Returned => "Đã trả kết quả",
        }
    }

    /// Whether the legal clock stands still in this status (5, 6, 8).
    pub const fn pauses_clock(self) -> bool {
        matches!(
            self,
            Self::AwaitingSupplement | Self::AwaitingPayment | Self::Stopped
        )
    }

    /// Whether nothing more can happen but notes, messages and a rating.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Returned)
    }
}

impl From<Status> for u8 {
    fn from(status: Status) -> Self {
        status.code()
    }
}

impl TryFrom<u8> for Status {
    type Error = String;

    fn try_from(code: u8) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|status| status.code() == code)
            .ok_or_else(|| format!("no official status has the code {code}"))
    }
}
