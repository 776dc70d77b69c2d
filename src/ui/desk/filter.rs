//! Which dossiers the work list shows, as its address says it. The address of a list is its saved view.

use super::parts::query;
use crate::domain::dossier::Channel;
use crate::domain::status::Status;
use crate::domain::time::Day;
use crate::domain::tray::Tray;

/// What the tab says.
pub const fn tray_name(tray: Tray) -> &'static str {
    match tray {
        Tray::Mine => "Của tôi",
        Tray::In(Status::Registered) => "Mới đăng ký",
        Tray::In(Status::AwaitingSupplement) => "Chờ bổ sung",
        Tray::In(Status::AwaitingPayment) => "Chờ nộp tiền",
        Tray::In(Status::Finished) => "Chờ trả kết quả",
        Tray::In(status) => status.official_name(),
        Tray::Late => "Quá hạn",
        Tray::Today => "Đến hạn hôm nay",
        Tray::Soon => "Sắp đến hạn",
        Tray::Approval => "Chờ phê duyệt",
        Tray::Opinion => "Chờ ý kiến",
        Tray::Withdrawal => "Đề nghị rút",
        Tray::All => "Tất cả",
    }
}

/// What stands after `trang-thai=`.
pub const fn tray_key(tray: Tray) -> &'static str {
    match tray {
        Tray::Mine => "",
        Tray::In(Status::Registered) => "moi-dang-ky",
        Tray::In(Status::Received) => "duoc-tiep-nhan",
        Tray::In(Status::Refused) => "khong-tiep-nhan",
        Tray::In(Status::Processing) => "dang-xu-ly",
        Tray::In(Status::AwaitingSupplement) => "cho-bo-sung",
        Tray::In(Status::AwaitingPayment) => "cho-nop-tien",
        Tray::In(Status::Withdrawn) => "da-rut",
        Tray::In(Status::Stopped) => "dung-xu-ly",
        Tray::In(Status::Finished) => "cho-tra-ket-qua",
        Tray::In(Status::Returned) => "da-tra-ket-qua",
        Tray::Late => "qua-han",
        Tray::Today => "den-han",
        Tray::Soon => "sap-den-han",
        Tray::Approval => "cho-phe-duyet",
        Tray::Opinion => "cho-y-kien",
        Tray::Withdrawal => "de-nghi-rut",
        Tray::All => "tat-ca",
    }
}

fn tray_from_key(key: &str) -> Option<Tray> {
    let statuses = Status::ALL.into_iter().map(Tray::In);
    Tray::ALL
        .into_iter()
        .chain(statuses)
        .find(|tray| tray_key(*tray) == key && !key.is_empty())
}

/// The filters of the work list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkFilter {
    /// Which tray.
    pub tray: Tray,
    /// Only what this officer holds: `toi`, or a username.
    pub holder: String,
    /// Only what is with this unit.
    pub unit: String,
    /// Only this field.
    pub field: String,
    /// Only this procedure.
    pub procedure: String,
    /// Only what came in this way.
    pub channel: Option<Channel>,
    /// Only what is due before the end of this day.
    pub due_before: Option<Day>,
    /// Code, telephone, identity number or the beginning of a name.
    pub query: String,
}

/// "Me" in an address.
pub const ME: &str = "toi";

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
        let mine = value("nguoi-giu") == ME;
        let searched = !value("q").is_empty();
        let other = match (mine, searched) {
            (true, _) => Tray::Mine,
            (false, true) => Tray::All,
            (false, false) => home,
        };
        let channel = Channel::ALL
            .into_iter()
            .find(|way| way.as_str() == value("kenh"));
        Self {
            tray: tray_from_key(value("trang-thai")).unwrap_or(other),
            holder: value("nguoi-giu").to_owned(),
            unit: value("don-vi").to_owned(),
            field: value("linh-vuc").to_owned(),
            procedure: value("thu-tuc").to_owned(),
            channel,
            due_before: value("han-truoc").parse().ok(),
            query: value("q").to_owned(),
        }
    }

    /// Another tray, without the other filters.
    pub fn of(tray: Tray) -> Self {
        Self {
            tray,
            ..Self::default()
        }
    }

    /// Whether anything but the tray is chosen.
    pub fn is_narrowed(&self) -> bool {
        let texts = [&self.unit, &self.field, &self.procedure, &self.query];
        let held = !self.holder.is_empty() && self.tray != Tray::Mine;
        held || texts.iter().any(|text| !text.is_empty())
            || self.channel.is_some()
            || self.due_before.is_some()
    }

    /// Whether a filter behind the fold is set.
    pub fn is_refined(&self) -> bool {
        let texts = [&self.unit, &self.field, &self.procedure];
        texts.iter().any(|text| !text.is_empty()) || self.channel.is_some()
    }

    /// The query string of the list, from the position given; empty without filters.
    pub fn search(&self, after: Option<&str>) -> String {
        let due = self.due_before.map_or(String::new(), |day| day.to_string());
        let holder = match (self.tray, self.holder.as_str()) {
            (Tray::Mine, "") => ME,
            (_, holder) => holder,
        };
        query(&[
            ("trang-thai", tray_key(self.tray)),
            ("nguoi-giu", holder),
            ("don-vi", &self.unit),
            ("linh-vuc", &self.field),
            ("thu-tuc", &self.procedure),
            ("kenh", self.channel.map_or("", Channel::as_str)),
            ("han-truoc", &due),
            ("q", &self.query),
            ("sau", after.unwrap_or_default()),
        ])
    }

    /// The address of the list, from the position given.
    pub fn href(&self, after: Option<&str>) -> String {
        format!("/can-bo{}", self.search(after))
    }
}
