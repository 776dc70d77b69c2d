//! The office of the demo and who works in it. The commune is real, the people are not.

use crate::domain::officer::Role;
use crate::store::settings::{OnlineFiling, Profile};

use super::super::init::CENTRE;

/// Xã Hưng Nguyên, tỉnh Nghệ An.
pub(super) const WARD_CODE: &str = "18001";
pub(super) const WARD_NAME: &str = "xã Hưng Nguyên";

/// Nghệ An in citizen numbers.
pub(super) const PROVINCE_DIGITS: &str = "040";

const ADMINISTRATION: &str = "Văn phòng HĐND và UBND";
const SOCIAL: &str = "Phòng Văn hóa - Xã hội";
const ECONOMY: &str = "Phòng Kinh tế";
const BOARD: &str = "Lãnh đạo UBND xã";

/// An account of the demo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub role: Role,
    pub username: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
}

const fn member(
    role: Role,
    username: &'static str,
    name: &'static str,
    unit: &'static str,
) -> Member {
    Member {
        role,
        username,
        name,
        unit,
    }
}

/// Every account. The first of each role comes first in routing, too; nobody is in charge of certain fields only, so
/// that the first ones together can take any procedure from reception to return.
pub(super) const MEMBERS: [Member; 12] = [
    member(Role::Reception, "tiepnhan1", "Nguyễn Thị Hoài Thu", CENTRE),
    member(Role::Reception, "tiepnhan2", "Trần Văn Hậu", CENTRE),
    member(
        Role::Specialist,
        "chuyenvien1",
        "Phan Đình Trung",
        ADMINISTRATION,
    ),
    member(Role::Specialist, "chuyenvien2", "Hồ Thị Kim Oanh", SOCIAL),
    member(Role::Specialist, "chuyenvien3", "Lê Quốc Toản", ECONOMY),
    member(Role::Specialist, "chuyenvien4", "Võ Thị Bích Ngọc", ECONOMY),
    member(Role::Leader, "lanhdao1", "Hoàng Đức Thịnh", BOARD),
    member(Role::Leader, "lanhdao2", "Đặng Thị Minh Tâm", BOARD),
    member(Role::Admin, "quantri", "Cao Xuân Tín", ADMINISTRATION),
    member(Role::Citizen, "congdan1", "Nguyễn Văn Nghĩa", ""),
    member(Role::Citizen, "congdan2", "Phạm Thị Hồng Nhung", ""),
    member(Role::Citizen, "congdan3", "Bùi Hữu Lộc", ""),
];

/// How many of them are citizens, receptionists, specialists, leaders.
pub(super) fn with_role(role: Role) -> impl Iterator<Item = &'static Member> {
    MEMBERS.iter().filter(move |member| member.role == role)
}

/// Which specialist is used to which fields; the others go to the first.
const FIELDS: [(usize, &[&str]); 3] = [
    (
        1,
        &[
            "Bảo trợ xã hội",
            "Người có công",
            "Trẻ em",
            "Giảm nghèo",
            "Việc làm",
            "Tín ngưỡng, tôn giáo",
            "Giáo dục mầm non",
            "Thư viện",
        ],
    ),
    (2, &["Đất đai", "Hoạt động xây dựng", "Nhà ở và công sở"]),
    (
        3,
        &[
            "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)",
            "Thành lập và hoạt động của tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã",
            "Lâm nghiệp và Kiểm lâm",
            "Thủy lợi",
            "Nông nghiệp",
        ],
    ),
];

/// Fields that people come for most.
const DAILY: [&str; 4] = ["Hộ tịch", "Chứng thực", "Nuôi con nuôi", "Công tác dân tộc"];

/// The specialist who usually takes this field; `None` where a commune sees no such matter in the demo.
pub(super) fn specialist_for(field: &str) -> Option<usize> {
    FIELDS
        .iter()
        .find(|(_, fields)| fields.contains(&field))
        .map(|(specialist, _)| *specialist)
        .or_else(|| DAILY.contains(&field).then_some(0))
}

/// Who the office is.
pub(super) fn profile(base_url: &str) -> Profile {
    Profile {
        agency_code: "H41.152".parse().expect("a well-formed agency code"),
        agency_name: "UBND xã Hưng Nguyên".to_owned(),
        centre_name: "Trung tâm Phục vụ hành chính công xã Hưng Nguyên".to_owned(),
        parent_name: "UBND tỉnh Nghệ An".to_owned(),
        place: "Hưng Nguyên".to_owned(),
        ward_code: Some(WARD_CODE.to_owned()),
        address: "Trung tâm xã Hưng Nguyên, tỉnh Nghệ An".to_owned(),
        hotline: "02383000000".to_owned(),
        reception_unit: CENTRE.to_owned(),
        online_filing: OnlineFiling::On,
        base_url: base_url.to_owned(),
        demo: true,
    }
}
