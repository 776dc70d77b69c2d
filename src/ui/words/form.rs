//! Electronic forms: what is wrong with a definition, what a new version changes, what kinds of answers are called.

use crate::domain::form::{Flaw, FlawKind, Kind, What};

/// One sentence for whoever writes the definition.
pub fn flaw(flaw: &Flaw) -> String {
    let what = match &flaw.kind {
        FlawKind::Shape(said) => format!("không đọc được ({said}). Hãy xem lại cấu trúc JSON."),
        FlawKind::BadId => {
            "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, tối đa 60 ký tự.".to_owned()
        }
        FlawKind::Twice => "mã này đã dùng. Hãy đặt mã khác.".to_owned(),
        FlawKind::Blank => "thiếu tên, nhãn hoặc câu nhắc. Hãy ghi rõ.".to_owned(),
        FlawKind::BadRule(rule) => format!("không hiểu quy tắc {rule}. Hãy xem bảng động từ."),
        FlawKind::NotEarlier(name) => format!(
            "điều kiện nói đến ô «{name}», ô đó phải đứng trước. Hãy đổi thứ tự hoặc sửa tên."
        ),
        FlawKind::NoSuchField(name) => format!("không có ô «{name}». Hãy sửa tên."),
        FlawKind::BadChoices => {
            "ô lựa chọn phải có ít nhất một lựa chọn và không lựa chọn nào trùng nhau.".to_owned()
        }
        FlawKind::NoSuchPart(name) => format!("không có phần «{name}» của thông tin cá nhân."),
        FlawKind::NotInTables => {
            "cột của bảng phải là ô đơn, không điều kiện, không tự tính.".to_owned()
        }
        FlawKind::BadLimits => "giới hạn không thể thỏa mãn. Hãy xem lại min, max.".to_owned(),
        FlawKind::TooMany => "tờ khai quá dài. Hãy bớt ô.".to_owned(),
        FlawKind::Empty => "chưa có ô nào để khai.".to_owned(),
    };
    if flaw.at.is_empty() || flaw.at == "." {
        what
    } else {
        format!("{}: {what}", flaw.at)
    }
}

/// What a change means for whoever is filling in the old version.
pub const fn change(what: What) -> &'static str {
    match what {
        What::Added => "ô mới, không bắt buộc",
        What::AddedRequired => "ô mới, bắt buộc: câu trả lời cũ chưa có",
        What::Removed => "bỏ ô: câu trả lời cũ không còn chỗ",
        What::OtherKind => "đổi loại: câu trả lời cũ có thể không đọc được",
        What::Narrower => "chặt hơn: câu trả lời cũ có thể không còn hợp lệ",
        What::NowRequired => "từ nay bắt buộc",
    }
}

/// What a kind of answer is called.
pub const fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text { .. } => "một dòng chữ",
        Kind::Prose { .. } => "nhiều dòng chữ",
        Kind::Number { .. } => "số",
        Kind::Money => "số tiền",
        Kind::Date { .. } => "ngày",
        Kind::Choice(_) => "lựa chọn",
        Kind::IdNumber => "số giấy tờ",
        Kind::Phone => "điện thoại",
        Kind::Email => "thư điện tử",
        Kind::Province => "tỉnh, thành phố",
        Kind::Commune { .. } => "xã, phường",
        Kind::Table { .. } => "bảng",
        Kind::Declaration => "cam đoan",
    }
}
