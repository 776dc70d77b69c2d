//! Which dossiers the work list shows, as its address says it.

use super::parts::query;
use crate::domain::status::Status;
use crate::domain::time::Day;

/// A tray (khay) of the work list: the same list under another filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tray {
    /// What the officer holds.
    #[default]
    Mine,
    /// One status.
    In(Status),
    /// What waits for the leader.
    Approval,
    /// What the citizen asks to withdraw.
    Withdrawal,
    /// Everything.
    All,
}

impl Tray {
    /// The trays in the order of the tabs.
    pub const ALL: [Self; 11] = [
        Self::Mine,
        Self::In(Status::Registered),
        Self::In(Status::Received),
        Self::In(Status::Processing),
        Self::In(Status::AwaitingSupplement),
        Self::In(Status::AwaitingPayment),
        Self::Approval,
        Self::In(Status::Finished),
        Self::Withdrawal,
        Self::In(Status::Stopped),
        Self::All,
    ];

    /// What the tab says.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mine => "Của tôi",
            Self::In(Status::AwaitingSupplement) => "Chờ bổ sung",
            Self::In(Status::AwaitingPayment) => "Chờ nộp tiền",
            Self::In(Status::Finished) => "Chờ trả kết quả",
            Self::In(status) => status.official_name(),
            Self::Approval => "Chờ phê duyệt",
            Self::Withdrawal => "Đề nghị rút",
            Self::All => "Tất cả",
        }
    }

    /// What stands after `trang-thai=`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mine => "",
            Self::In(Status::Registered) => "moi-dang-ky",
            Self::In(Status::Received) => "duoc-tiep-nhan",
            Self::In(Status::Refused) => "khong-tiep-nhan",
            Self::In(Status::Processing) => "dang-xu-ly",
            Self::In(Status::AwaitingSupplement) => "cho-bo-sung",
            Self::In(Status::AwaitingPayment) => "cho-nop-tien",
            Self::In(Status::Withdrawn) => "da-rut",
            Self::In(Status::Stopped) => "dung-xu-ly",
            Self::In(Status::Finished) => "cho-tra-ket-qua",
            Self::In(Status::Returned) => "da-tra-ket-qua",
            Self::Approval => "cho-phe-duyet",
            Self::Withdrawal => "de-nghi-rut",
            Self::All => "tat-ca",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        let statuses = Status::ALL.into_iter().map(Self::In);
        Self::ALL
            .into_iter()
            .chain(statuses)
            .find(|tray| tray.key() == key && !key.is_empty())
    }
}

/// The filters of the work list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkFilter {
    /// Which tray.
    pub tray: Tray,
    /// Only what this officer holds, in any tray.
    pub mine: bool,
    /// Only what is due before the end of this day.
    pub due_before: Option<Day>,
    /// Code, telephone, identity number or the beginning of a name.
    pub query: String,
}

impl WorkFilter {
    /// Reads the query string; `home` is the tray that opens without one.
    /// What cannot be read counts as not said.
    pub fn read(pairs: &[(String, String)], home: Tray) -> Self {
        let value = |name: &str| {
            pairs
                .iter()
                .find(|(known, _)| known == name)
                .map_or("", |(_, value)| value.trim())
        };
        let mine = value("nguoi-giu") == "toi";
        let searched = !value("q").is_empty();
        let other = match (mine, searched) {
            (true, _) => Tray::Mine,
            (false, true) => Tray::All,
            (false, false) => home,
        };
        Self {
            tray: Tray::from_key(value("trang-thai")).unwrap_or(other),
            mine,
            due_before: value("han-truoc").parse().ok(),
            query: value("q").to_owned(),
        }
    }

    /// Another tray, without the other filters.
    pub fn of(tray: Tray) -> Self {
        Self {
            tray,
            mine: tray == Tray::Mine,
            ..Self::default()
        }
    }

    /// Whether anything but the tray is chosen.
    pub fn is_narrowed(&self) -> bool {
        (self.mine && self.tray != Tray::Mine)
            || self.due_before.is_some()
            || !self.query.is_empty()
    }

    /// The address of the list, from the position given.
    pub fn href(&self, after: Option<&str>) -> String {
        let due = self.due_before.map_or(String::new(), |day| day.to_string());
        let mine = if self.mine || self.tray == Tray::Mine {
            "toi"
        } else {
            ""
        };
        let pairs = [
            ("trang-thai", self.tray.key()),
            ("nguoi-giu", mine),
            ("han-truoc", &due),
            ("q", &self.query),
            ("sau", after.unwrap_or_default()),
        ];
        format!("/can-bo{}", query(&pairs))
    }
}
