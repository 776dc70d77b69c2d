//! The internal process (quy trình nội bộ): which steps a dossier walks through.
//!
//! One standard process serves every imported procedure until an office draws its own.

use serde::{Deserialize, Serialize};

use super::officer::{Holder, Role};
use super::time::Moment;

/// A step of the process, by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKey {
    /// Tiếp nhận: at the counter.
    Reception,
    /// Thụ lý: the specialist examines the substance.
    Examination,
    /// Thẩm định, dự thảo kết quả: the result is drafted.
    Drafting,
    /// Phê duyệt: waits for the leader.
    Approval,
    /// Trả kết quả: the result waits at the counter.
    Return,
    /// Kết thúc: nobody holds it any more.
    Closed,
}

impl StepKey {
    /// Steps in the order a dossier walks through them.
    pub const PROCESS: [Self; 5] = [
        Self::Reception,
        Self::Examination,
        Self::Drafting,
        Self::Approval,
        Self::Return,
    ];

    /// The stable name in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Examination => "examination",
            Self::Drafting => "drafting",
            Self::Approval => "approval",
            Self::Return => "return",
            Self::Closed => "closed",
        }
    }

    /// The Vietnamese name that the process gives it.
    pub const fn official_name(self) -> &'static str {
        match self {
            Self::Reception => "Tiếp nhận",
            Self::Examination => "Thụ lý",
            Self::Drafting => "Thẩm định, dự thảo kết quả",
            Self::Approval => "Phê duyệt",
            Self::Return => "Trả kết quả",
            Self::Closed => "Kết thúc",
        }
    }

    /// Who works on it.
    pub const fn role(self) -> Role {
        match self {
            Self::Reception | Self::Return | Self::Closed => Role::Reception,
            Self::Examination | Self::Drafting => Role::Specialist,
            Self::Approval => Role::Leader,
        }
    }

    /// The next step that a specialist may hand on to without a proposal.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Reception => Some(Self::Examination),
            Self::Examination => Some(Self::Drafting),
            _ => None,
        }
    }
}

/// Where a dossier is (bước hiện tại) and who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which step.
    pub step: StepKey,
    /// The unit that works on it.
    pub unit: String,
    /// The officer; `None` while it lies in the unit's common tray.
    pub holder: Option<Holder>,
    /// Since when.
    pub since: Moment,
    /// Who handed it over, while that can still be recalled.
    #[serde(default)]
    pub sent_by: Option<Holder>,
    /// When the receiver first looked at it; then it can no longer be recalled.
    #[serde(default)]
    pub opened_at: Option<Moment>,
}
