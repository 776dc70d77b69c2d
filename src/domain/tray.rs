//! Trays (khay hồ sơ): the work lists of an officer.

use serde::{Deserialize, Serialize};

use super::pile::Pile;
use super::status::Status;

/// A tray of the work list (khay).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Tray {
    /// What the officer holds, for themselves and for those whose work they do.
    #[default]
    Mine,
    /// One status.
    In(Status),
    /// Late: the due moment is past while the clock runs (quá hạn).
    Late,
    /// Due today (đến hạn hôm nay).
    Today,
    /// Due within the next two working days (sắp đến hạn).
    Soon,
    /// What waits for the leader (chờ phê duyệt).
    Approval,
    /// What waits for the officer's opinion (chờ ý kiến).
    Opinion,
    /// What the citizen asks to withdraw (đề nghị rút).
    Withdrawal,
    /// Everything.
    All,
}

impl Tray {
    /// The trays in the order in which they are shown.
    pub const ALL: [Self; 15] = [
        Self::Mine,
        Self::In(Status::Registered),
        Self::Late,
        Self::Today,
        Self::Soon,
        Self::In(Status::Received),
        Self::In(Status::Processing),
        Self::Opinion,
        Self::Approval,
        Self::In(Status::AwaitingSupplement),
        Self::In(Status::AwaitingPayment),
        Self::In(Status::Finished),
        Self::Withdrawal,
        Self::In(Status::Stopped),
        Self::All,
    ];

    /// The pile that it is, when it is one.
    pub const fn pile(self) -> Option<Pile> {
        match self {
            Self::In(status) => Some(Pile::In(status)),
            Self::Approval => Some(Pile::Approval),
            Self::Withdrawal => Some(Pile::Withdrawal),
            Self::Opinion => Some(Pile::Opinion),
            Self::Mine | Self::Late | Self::Today | Self::Soon | Self::All => None,
        }
    }
}
