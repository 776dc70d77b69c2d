//! A procedure told part by part, so that two versions can be laid beside each other line by line.

use super::money::dong;
use super::names::{self, counts, time_limit};
use super::time::day;
use crate::domain::money::Dong;
use crate::domain::procedure::component::Component;
use crate::domain::procedure::{
    Fee, FeeKind, Method, Named, Part, Procedure, Scope, Taking, TimeUnit,
};
use crate::ui::language::say;

/// What a part is called.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Name => say!("Tên thủ tục"),
        Part::Taking => say!("Tiếp nhận"),
        Part::Online => say!("Mức độ trực tuyến"),
        Part::Cases => say!("Thời hạn theo trường hợp"),
        Part::Methods => say!("Cách nộp, thời hạn và phí"),
        Part::Components => say!("Thành phần hồ sơ"),
        Part::Address => say!("Địa chỉ tiếp nhận"),
        Part::Note => say!("Ghi chú"),
        Part::Fields => say!("Lĩnh vực"),
        Part::Marks => say!("Cấp thực hiện và phạm vi"),
        Part::Agencies => say!("Cơ quan thực hiện"),
        Part::Subjects => say!("Đối tượng thực hiện"),
        Part::Steps => say!("Trình tự thực hiện"),
        Part::Conditions => say!("Yêu cầu, điều kiện"),
        Part::Results => say!("Kết quả thực hiện"),
        Part::Legal => say!("Căn cứ pháp lý"),
        Part::Decision => say!("Quyết định công bố"),
        Part::Source => say!("Thông tin của nguồn"),
    }
}

/// Whether and how the office takes dossiers.
pub fn taking(taking: Taking) -> &'static str {
    match taking {
        Taking::EveryWay => say!("Tiếp nhận, cả trực tuyến"),
        Taking::NotOnline => say!("Chỉ tiếp nhận tại quầy và qua bưu chính"),
        Taking::Never => say!("Không tiếp nhận"),
    }
}

/// The unit of a time limit.
pub fn unit(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::WorkingDay => say!("ngày làm việc"),
        TimeUnit::Day => say!("ngày"),
        TimeUnit::Hour => say!("giờ làm việc"),
        TimeUnit::Month => say!("tháng"),
        TimeUnit::Year => say!("năm"),
        TimeUnit::Other => say!("không ghi bằng số"),
    }
}

/// What a fee is called.
pub fn fee_kind(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Fee => say!("Phí, lệ phí"),
        FeeKind::ServiceFee => say!("Phí dịch vụ"),
        FeeKind::PriceLevel => say!("Mức giá"),
    }
}

/// What a procedure says in a part, line by line.
pub fn lines(part: Part, procedure: &Procedure) -> Vec<String> {
    let one = procedure;
    match part {
        Part::Name => vec![one.name.clone()],
        Part::Taking => vec![taking(one.taking()).to_owned()],
        Part::Online => vec![online(one.full_online).to_owned()],
        Part::Cases => one
            .cases
            .iter()
            .map(|case| format!("{}: {}", case.name, time_limit(case.time, case.unit)))
            .collect(),
        Part::Methods => one.methods.iter().flat_map(method).collect(),
        Part::Components => one.components.iter().map(paper).collect(),
        Part::Address => text(&one.receiving_address),
        Part::Note => text(&one.note),
        Part::Fields => named(&one.fields),
        Part::Marks => marks(one),
        Part::Agencies => one
            .promulgator
            .iter()
            .map(|agency| say!("Công bố: {name}", name = agency.name))
            .chain(
                one.executing
                    .iter()
                    .map(|name| say!("Thực hiện: {name}", name = name)),
            )
            .chain(
                one.competent
                    .iter()
                    .map(|name| say!("Có thẩm quyền: {name}", name = name)),
            )
            .chain(
                one.coordinating
                    .iter()
                    .map(|name| say!("Phối hợp: {name}", name = name)),
            )
            .collect(),
        Part::Subjects => one.subjects.clone(),
        Part::Steps => one
            .steps
            .iter()
            .flat_map(|step| std::iter::once(step.name.clone()).chain(text(&step.text)))
            .filter(|line| !line.is_empty())
            .collect(),
        Part::Conditions => text(&one.conditions),
        Part::Results => named(&one.results),
        Part::Legal => one
            .legal
            .iter()
            .map(|document| {
                format!("{} {}", document.no, document.title)
                    .trim()
                    .to_owned()
            })
            .collect(),
        Part::Decision => one
            .decision
            .iter()
            .map(|decision| match decision.date {
                Some(date) => say!("{no} ngày {date}", date = day(date), no = decision.no),
                None => decision.no.clone(),
            })
            .collect(),
        Part::Source => source(one),
    }
}

/// Whole process online, or in part.
pub fn online(full: bool) -> &'static str {
    if full {
        say!("Toàn trình")
    } else {
        say!("Một phần")
    }
}

fn text(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn named(list: &[Named]) -> Vec<String> {
    list.iter().map(|one| one.name.clone()).collect()
}

fn method(method: &Method) -> Vec<String> {
    let channels = channels(method);
    let mut told = vec![format!(
        "{channels}: {}",
        time_limit(method.time, method.unit)
    )];
    told.extend(
        method
            .fees
            .iter()
            .map(|one| format!("{channels}: {}", fee(one))),
    );
    told.extend(
        text(&method.note)
            .into_iter()
            .map(|line| format!("{channels}: {line}")),
    );
    told
}

/// "Trực tuyến, Trực tiếp"
pub fn channels(method: &Method) -> String {
    let names: Vec<&str> = method
        .channels
        .iter()
        .map(|one| names::channel(*one))
        .collect();
    names.join(", ")
}

fn fee(fee: &Fee) -> String {
    let amount = match fee.value {
        Some(value) if fee.currency == "VND" => dong(Dong(value)),
        Some(value) => format!("{value}\u{a0}{}", fee.currency),
        None => say!("không ghi số tiền").to_owned(),
    };
    let note = text(&fee.note).join(" ");
    if note.is_empty() {
        format!("{} {amount}", fee_kind(fee.kind))
    } else {
        format!("{} {amount} ({note})", fee_kind(fee.kind))
    }
}

fn paper(paper: &Component) -> String {
    let mut told = text(&paper.name).join(" ");
    if paper.note {
        told.insert_str(0, say!("Lưu ý: "));
        return told;
    }
    let counts = counts(paper.original, paper.copy);
    if !counts.is_empty() {
        told.push_str(" – ");
        told.push_str(&counts);
    }
    if paper.required {
        told.push_str(say!(" – bắt buộc"));
    }
    told
}

fn marks(one: &Procedure) -> Vec<String> {
    let scope = match one.scope {
        Scope::National => say!("Áp dụng cả nước"),
        Scope::Local => say!("Đặc thù địa phương"),
        Scope::Internal => say!("Nội bộ giữa các cơ quan"),
    };
    let levels = one
        .levels
        .iter()
        .map(|level| names::level(*level).to_owned());
    let mut told: Vec<String> = levels.chain([scope.to_owned()]).collect();
    if one.flags.non_territorial {
        told.push(say!("Không phụ thuộc địa giới").to_owned());
    }
    if one.flags.shared_service {
        told.push(say!("Dịch vụ dùng chung").to_owned());
    }
    told
}

fn source(one: &Procedure) -> Vec<String> {
    let mut told = Vec::new();
    if one.id != one.code.as_str() {
        told.push(say!("Định danh {id}", id = one.id));
    }
    if let Some(updated) = one.updated {
        told.push(say!("Nguồn cập nhật ngày {day}", day = day(updated)));
    }
    if !one.source_url.is_empty() {
        told.push(one.source_url.clone());
    }
    told.extend(
        one.life_events
            .iter()
            .map(|event| say!("Sự kiện đời sống: {name}", name = event.name)),
    );
    told.extend(
        one.keywords
            .iter()
            .map(|word| say!("Từ khóa: {word}", word = word)),
    );
    told
}
