//! What the choices of the law are called at the head of a line.

use super::count::{self, counted};
use crate::domain::dossier::{Channel, PaperKind, ReturnMethod};
use crate::domain::procedure::{Level, TimeUnit};
use crate::ui::language::{message, said, say};

/// A channel (kênh tiếp nhận).
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Online => say!("Trực tuyến"),
        Channel::Counter => say!("Trực tiếp"),
        Channel::Post => say!("Bưu chính công ích"),
    }
}

/// A way of getting the result (hình thức nhận kết quả).
pub fn return_method(method: ReturnMethod) -> &'static str {
    match method {
        ReturnMethod::Counter => say!("Nhận tại quầy"),
        ReturnMethod::Post => say!("Qua bưu chính công ích"),
        ReturnMethod::Electronic => say!("Bản điện tử"),
    }
}

/// The form of a paper (loại giấy tờ).
pub fn paper_kind(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Original => say!("Bản chính"),
        PaperKind::Copy => say!("Bản sao"),
        PaperKind::Electronic => say!("Bản điện tử"),
        PaperKind::Verified => say!("Dữ liệu đã xác thực"),
    }
}

/// A level of administration (cấp thực hiện).
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Ministry => say!("Cấp bộ"),
        Level::Province => say!("Cấp tỉnh"),
        Level::District => say!("Cấp huyện (đã bỏ)"),
        Level::Commune => say!("Cấp xã"),
        Level::Vertical => say!("Cơ quan ngành dọc"),
        Level::Other => say!("Cơ quan khác"),
    }
}

/// A time limit as the catalogue gives it, e.g. `7 ngày làm việc`; prose only where it gives no number.
pub fn time_limit(time: Option<f64>, unit: TimeUnit) -> String {
    match time {
        Some(time) if unit != TimeUnit::Other && time > 0.0 => {
            count::unbroken(&count::length(decimal(time), unit))
        }
        _ => say!("Theo quy định ở phần ghi chú").to_owned(),
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
        (original, 0) => originals(original),
        (0, copy) => copies(copy),
        (original, copy) => format!("{}, {}", originals(original), copies(copy)),
    }
}

fn originals(n: u32) -> String {
    counted(n, message!("1 bản chính"), message!("{n} bản chính"))
}

fn copies(n: u32) -> String {
    counted(n, message!("1 bản sao"), message!("{n} bản sao"))
}

/// What a filter of the catalogue is called, by its parameter.
pub fn facet(name: &str) -> &'static str {
    match name {
        "field" => say!("Lĩnh vực"),
        "agency" => say!("Cơ quan thực hiện"),
        "subject" => say!("Đối tượng"),
        "level" => say!("Cấp thực hiện"),
        "online" => say!("Mức độ trực tuyến"),
        _ => say!("Sự kiện đời sống"),
    }
}

/// A value of a filter as people read it: levels and online levels are kept as codes.
pub fn facet_value(is_level: bool, is_online: bool, value: &str) -> String {
    if is_level && let Some(level) = Level::parse(value) {
        return super::names::level(level).to_owned();
    }
    let told = match value {
        "toan_trinh" if is_online => say!("Toàn trình"),
        "mot_phan" if is_online => say!("Một phần"),
        "truc_tiep" if is_online => say!("Chỉ nộp trực tiếp hoặc bưu chính"),
        _ => said(value),
    };
    told.to_owned()
}
