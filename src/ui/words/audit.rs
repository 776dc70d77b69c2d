//! The audit record in words.

use super::{history, refusal};
use crate::domain::action::Verb;
use crate::domain::audit::{Deed, Ground, Who};
use crate::domain::officer::Role;
use crate::domain::slip::SlipKind;

/// Who did it.
pub fn who(who: &Who) -> String {
    match who {
        Who::Account(username) => username.to_string(),
        Who::Bearer => "Người có mã tra cứu hoặc hồ sơ nháp".to_owned(),
        Who::Stranger(name) if name.is_empty() => "Người lạ".to_owned(),
        Who::Stranger(name) => format!("Người lạ, xưng là «{name}»"),
        Who::Console => "Người ngồi tại máy chủ".to_owned(),
        Who::Clock => "Hệ thống".to_owned(),
    }
}

/// What was done.
pub const fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::SignedIn => "Đăng nhập",
        Deed::SignInFailed => "Đăng nhập không thành công",
        Deed::SignedOut => "Đăng xuất",
        Deed::SecretFailed => "Nhập sai mã tra cứu",
        Deed::DossierFiled => "Nộp hồ sơ",
        Deed::DossierActed => "Xử lý hồ sơ",
        Deed::DossierRead => "Xem hồ sơ",
        Deed::ListRead => "Xem danh sách hồ sơ",
        Deed::FileRead => "Mở tệp của hồ sơ",
        Deed::SlipRead => "Mở giấy tờ của hồ sơ",
        Deed::PaperVerified => "Lưu giấy tờ đã xác thực vào kho",
        Deed::PaperReused => "Dùng lại giấy tờ đã xác thực",
        Deed::PaperRevoked => "Thu hồi giấy tờ đã xác thực",
        Deed::NumberRevealed => "Xem đủ số giấy tờ tùy thân",
        Deed::FeedbackSent => "Gửi câu hỏi, phản ánh, kiến nghị",
        Deed::FeedbackActed => "Xử lý phản ánh, hỏi đáp",
        Deed::FeedbackRead => "Xem phản ánh, hỏi đáp",
        Deed::ContactRevealed => "Xem đủ thông tin liên hệ của người gửi",
        Deed::PrefillLinkChanged => "Tạo hoặc đóng liên kết điền sẵn",
        Deed::FileUploaded => "Tải tệp lên",
        Deed::ResultSigned => "Ký số kết quả",
        Deed::SigningFailed => "Nhập sai mật khẩu chứng thư khi ký số",
        Deed::AccountMade => "Tạo tài khoản",
        Deed::AccountChanged => "Đổi tài khoản",
        Deed::SettingChanged => "Đổi cài đặt",
        Deed::ProcedureChanged => "Sửa thủ tục",
        Deed::CatalogueImported => "Nạp danh mục",
        Deed::Exported => "Xuất dữ liệu",
        Deed::BackedUp => "Sao lưu",
        Deed::Restored => "Khôi phục hoặc diễn tập khôi phục",
        Deed::Repaired => "Sửa chữa dữ liệu",
        Deed::Upgraded => "Nâng cấp phiên bản",
        Deed::Archived => "Lưu trữ nhật ký cũ",
    }
}

/// On which ground somebody read personal data.
pub const fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Own => "Hồ sơ của mình",
        Ground::Holder => "Đang giữ hồ sơ",
        Ground::Counter => "Quầy một cửa",
        Ground::Direction => "Chỉ đạo, điều hành",
        Ground::Field => "Lĩnh vực hoặc đơn vị phụ trách",
        Ground::Delegation => "Được ủy quyền",
        Ground::Administration => "Quản trị, thông tin đã che",
        Ground::Secret => "Có mã tra cứu",
    }
}

/// What exactly, where the deed alone does not say it.
pub fn detail(deed: Deed, detail: &str) -> String {
    // What was changed, with the serial number or account it is about.
    if let (Deed::SettingChanged, Some((key, about))) = (deed, detail.split_once(' '))
        && !matter(key).is_empty()
    {
        return format!("{}: {about}", matter(key));
    }
    let known = match (deed, detail) {
        (Deed::DossierActed, key) => Verb::from_key(key).map_or_else(|| matter(key), refusal::verb),
        (Deed::AccountMade, keys) => return roles(keys),
        (Deed::AccountChanged, lines) if lines.starts_with("roles ") => return duties(lines),
        (Deed::ProcedureChanged, version) => return version.replacen("version ", "Phiên bản ", 1),
        (Deed::SettingChanged, key) if key.starts_with("template ") => return template(key),
        (Deed::ListRead, key) if key.starts_with("template ") => {
            return format!(
                "Xem thử mẫu in {}",
                paper(key.split(' ').nth(1).unwrap_or_default())
            );
        }
        (Deed::ListRead, which) if which.starts_with("search: ") => {
            return which.replacen("search: ", "Tìm hồ sơ: ", 1);
        }
        (Deed::FeedbackActed, key) => feedback(key),
        (Deed::PrefillLinkChanged, "make") => "Tạo",
        (Deed::PrefillLinkChanged, "close") => "Đóng",
        (_, key) => matter(key),
    };
    if known.is_empty() {
        detail.to_owned()
    } else {
        known.to_owned()
    }
}

/// `template receipt 2`, or `template receipt shipped`.
fn template(key: &str) -> String {
    let mut words = key.split(' ').skip(1);
    let name = words.next().unwrap_or_default();
    let paper = paper(name);
    match words.next().unwrap_or_default() {
        "shipped" => format!("Mẫu in {paper}: quay về mẫu đi kèm"),
        version => format!("Mẫu in {paper}: mẫu riêng, phiên bản {version}"),
    }
}

fn paper(template: &str) -> &str {
    match SlipKind::from_key(template) {
        Some(kind) => kind.official_name(),
        None => template,
    }
}

fn roles(keys: &str) -> String {
    let all = keys
        .split(' ')
        .filter_map(|key| Role::ALL.iter().find(|role| role.key() == key));
    all.map(|role| history::role(*role))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What an officer does, where and how far they see; the record of a change of roles alone has the first line only.
fn duties(lines: &str) -> String {
    let told = lines.lines().filter_map(|line| {
        let (key, value) = line.split_once(' ')?;
        Some(match (key, value) {
            ("roles", keys) => roles(keys),
            ("unit", "") => "không thuộc đơn vị nào".to_owned(),
            ("unit", unit) => format!("đơn vị: {unit}"),
            ("fields", "") => "mọi lĩnh vực".to_owned(),
            ("fields", fields) => format!("lĩnh vực: {fields}"),
            ("reach", "") => "thấy hồ sơ của cả cơ quan".to_owned(),
            ("reach", keys) => {
                let limits: Vec<&str> = keys.split(' ').map(reach).collect();
                format!("chỉ thấy {}", limits.join(", ").to_lowercase())
            }
            _ => return None,
        })
    });
    told.collect::<Vec<_>>().join("; ")
}

/// A limit of what an officer sees (phạm vi dữ liệu), by its key.
pub fn reach(key: &str) -> &'static str {
    match key {
        "unit" => "Hồ sơ của đơn vị mình",
        "field" => "Hồ sơ thuộc lĩnh vực phụ trách",
        "own" => "Hồ sơ mình tham gia",
        _ => "",
    }
}

/// What was done with a question, a report or a proposal.
fn feedback(key: &str) -> &'static str {
    match key {
        "assign" => "Giao việc",
        "answer" => "Trả lời",
        "decline" => "Không thụ lý",
        "publish" => "Công khai",
        "hide" => "Thôi công khai",
        _ => "",
    }
}

/// Details that are one of a few; empty for what is none of them.
fn matter(key: &str) -> &'static str {
    match key {
        "silence" => "Quá hạn bổ sung",
        "due_recount" => "Tính lại hạn trả",
        "calendar" => "Lịch và giờ làm việc",
        "expressions" => "Từ ngữ tìm kiếm",
        "founded" => "Thiết lập ban đầu",
        "profile" => "Thông tin cơ quan",
        "process" => "Quy trình nội bộ",
        "unit_added" => "Thêm đơn vị",
        "unit_renamed" => "Đổi tên đơn vị",
        "unit_merged" => "Gộp đơn vị",
        "unit_closed" => "Đóng đơn vị",
        "dossier_codes" => "Mẫu mã hồ sơ",
        "code_list" => "Danh mục dùng chung",
        "delegate" => "Ủy quyền",
        "delegation end" => "Kết thúc ủy quyền",
        "contact" => "Thông tin liên hệ",
        "number_confirmed" => "Xác nhận số giấy tờ tại quầy",
        "password" => "Mật khẩu",
        "enabled" => "Mở khóa",
        "disabled" => "Khóa",
        "ok" => "Đạt",
        "failed" => "Không đạt",
        "dossiers" | "work_list" => "Danh sách việc",
        "approvals" => "Chờ phê duyệt",
        "register" => "Sổ theo dõi hồ sơ",
        "feedback" => "Phản ánh, hỏi đáp",
        "office_certificate" => "Chứng thư của cơ quan, số",
        "office_certificate_dropped" => "Bỏ chứng thư của cơ quan",
        "seal_image" => "Hình con dấu",
        "signature_image" => "Hình chữ ký của",
        "trusted_root" => "Tin cậy tổ chức chứng thực, chứng thư số",
        "distrusted_root" => "Thôi tin cậy tổ chức chứng thực, chứng thư số",
        _ => "",
    }
}
