//! What the choices of the law are called at the head of a line.

use crate::domain::dossier::{Channel, PaperKind, ReturnMethod};
use crate::domain::procedure::{Level, TimeUnit};

/// A channel (kênh tiếp nhận).
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Online => "Trực tuyến",
        Channel::Counter => "Trực tiếp",
        Channel::Post => "Bưu chính công ích",
    }
}

/// A way of getting the result (hình thức nhận kết quả).
pub const fn return_method(method: ReturnMethod) -> &'static str {
    match method {
        ReturnMethod::Counter => "Nhận tại quầy",
        ReturnMethod::Post => "Qua bưu chính công ích",
        ReturnMethod::Electronic => "Bản điện tử",
    }
}

/// The form of a paper (loại giấy tờ).
pub const fn paper_kind(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Original => "Bản chính",
        PaperKind::Copy => "Bản sao",
        PaperKind::Electronic => "Bản điện tử",
        PaperKind::Verified => "Dữ liệu đã xác thực",
    }
}

/// A level of administration (cấp thực hiện).
pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Ministry => "Cấp bộ",
        Level::Province => "Cấp tỉnh",
        Level::District => "Cấp huyện (đã bỏ)",
        Level::Commune => "Cấp xã",
        Level::Vertical => "Cơ quan ngành dọc",
        Level::Other => "Cơ quan khác",
    }
}

/// A time limit as the catalogue gives it, e.g. `7 ngày làm việc`; prose only where it gives no number.
pub fn time_limit(time: Option<f64>, unit: TimeUnit) -> String {
    let words = match unit {
        TimeUnit::WorkingDay => "ngày làm việc",
        TimeUnit::Day => "ngày",
        TimeUnit::Hour => "giờ làm việc",
        TimeUnit::Month => "tháng",
        TimeUnit::Year => "năm",
        TimeUnit::Other => "",
    };
    match time {
        Some(time) if !words.is_empty() && time > 0.0 => {
            format!("{}\u{a0}{words}", decimal(time))
        }
        _ => "Theo quy định ở phần ghi chú".to_owned(),
    }
}

/// A number with a decimal comma where it needs one.
fn decimal(number: f64) -> String {
    format!("{number}").replace('.', ",")
}

/// «66,67%» of a whole; a dash where there is nothing to be a part of.
pub fn percent(part: u64, whole: u64) -> String {
    let hundredths = |whole: u64| (part.saturating_mul(20_000) / whole).div_ceil(2);
    match (whole != 0).then(|| hundredths(whole)) {
        Some(share) => format!("{},{:02}%", share / 100, share % 100),
        None => "–".to_owned(),
    }
}

/// How large a file is.
pub fn file_size(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes}\u{a0}byte");
    }
    let kilobytes = bytes / 1024;
    if kilobytes < 1024 {
        return format!("{kilobytes}\u{a0}KB");
    }
    let tenths = kilobytes * 10 / 1024;
    format!("{},{}\u{a0}MB", tenths / 10, tenths % 10)
}

/// "1 bản chính, 2 bản sao"; nothing where the catalogue asks for neither.
pub fn counts(original: u32, copy: u32) -> String {
    match (original, copy) {
        (0, 0) => String::new(),
        (original, 0) => format!("{original} bản chính"),
        (0, copy) => format!("{copy} bản sao"),
        (original, copy) => format!("{original} bản chính, {copy} bản sao"),
    }
}

/// What a filter of the catalogue is called, by its parameter.
pub fn facet(name: &str) -> &'static str {
    match name {
        "field" => "Lĩnh vực",
        "agency" => "Cơ quan thực hiện",
        "subject" => "Đối tượng",
        "level" => "Cấp thực hiện",
        "online" => "Mức độ trực tuyến",
        _ => "Sự kiện đời sống",
    }
}

/// A value of a filter as people read it: levels and online levels are kept as codes.
pub fn facet_value(is_level: bool, is_online: bool, value: &str) -> String {
    if is_level && let Some(level) = Level::parse(value) {
        return super::names::level(level).to_owned();
    }
    let said = match value {
        "toan_trinh" if is_online => "Toàn trình",
        "mot_phan" if is_online => "Một phần",
        "truc_tiep" if is_online => "Chỉ nộp trực tiếp hoặc bưu chính",
        _ => value,
    };
    said.to_owned()
}
