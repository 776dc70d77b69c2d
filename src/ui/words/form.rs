//! Electronic forms: what is wrong with a definition, what a new version changes, what kinds of answers are called.

use crate::domain::form::{Flaw, FlawKind, Kind, What};
use crate::ui::language::say;

/// One sentence for whoever writes the definition.
pub fn flaw(flaw: &Flaw) -> String {
    let what = match &flaw.kind {
        FlawKind::Shape(why) => {
            say!(
                "không đọc được ({why}). Hãy xem lại cấu trúc JSON.",
                why = why
            )
        }
        FlawKind::BadId => {
            say!("mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, tối đa 60 ký tự.")
                .to_owned()
        }
        FlawKind::Twice => say!("mã này đã dùng. Hãy đặt mã khác.").to_owned(),
        FlawKind::Blank => say!("thiếu tên, nhãn hoặc câu nhắc. Hãy ghi rõ.").to_owned(),
        FlawKind::BadRule(rule) => {
            say!(
                "không hiểu quy tắc {rule}. Hãy xem bảng động từ.",
                rule = rule
            )
        }
        FlawKind::NotEarlier(name) => say!(
            "điều kiện nói đến ô «{name}», ô đó phải đứng trước. Hãy đổi thứ tự hoặc sửa tên.",
            name = name
        ),
        FlawKind::NoSuchField(name) => say!("không có ô «{name}». Hãy sửa tên.", name = name),
        FlawKind::BadChoices => {
            say!("ô lựa chọn phải có ít nhất một lựa chọn và không lựa chọn nào trùng nhau.")
                .to_owned()
        }
        FlawKind::NoSuchPart(name) => {
            say!("không có phần «{name}» của thông tin cá nhân.", name = name)
        }
        FlawKind::NotInTables => {
            say!("cột của bảng phải là ô đơn, không điều kiện, không tự tính.").to_owned()
        }
        FlawKind::BadLimits => {
            say!("giới hạn không thể thỏa mãn. Hãy xem lại min, max.").to_owned()
        }
        FlawKind::TooMany => say!("tờ khai quá dài. Hãy bớt ô.").to_owned(),
        FlawKind::Empty => say!("chưa có ô nào để khai.").to_owned(),
    };
    if flaw.at.is_empty() || flaw.at == "." {
        what
    } else {
        format!("{}: {what}", flaw.at)
    }
}

/// What a change means for whoever is filling in the old version.
pub fn change(what: What) -> &'static str {
    match what {
        What::Added => say!("ô mới, không bắt buộc"),
        What::AddedRequired => say!("ô mới, bắt buộc: câu trả lời cũ chưa có"),
        What::Removed => say!("bỏ ô: câu trả lời cũ không còn chỗ"),
        What::OtherKind => say!("đổi loại: câu trả lời cũ có thể không đọc được"),
        What::Narrower => say!("chặt hơn: câu trả lời cũ có thể không còn hợp lệ"),
        What::NowRequired => say!("từ nay bắt buộc"),
    }
}

/// What a kind of answer is called.
pub fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text { .. } => say!("một dòng chữ"),
        Kind::Prose { .. } => say!("nhiều dòng chữ"),
        Kind::Number { .. } => say!("số"),
        Kind::Money => say!("số tiền"),
        Kind::Date { .. } => say!("ngày"),
        Kind::Choice(_) => say!("lựa chọn"),
        Kind::IdNumber => say!("số giấy tờ"),
        Kind::Phone => say!("điện thoại"),
        Kind::Email => say!("thư điện tử"),
        Kind::Province => say!("tỉnh, thành phố"),
        Kind::Commune { .. } => say!("xã, phường"),
        Kind::Table { .. } => say!("bảng"),
        Kind::Declaration => say!("cam đoan"),
    }
}
