//! Processes in words: kinds of step, times, and what is wrong with one.

use crate::domain::workflow::{Allotted, Process, ProcessFault, StepKind};

/// What a kind of step is called.
pub const fn kind(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Reception => "Tiếp nhận",
        StepKind::Work => "Xử lý",
        StepKind::Approval => "Phê duyệt",
        StepKind::Return => "Trả kết quả",
        StepKind::Closed => "Kết thúc",
    }
}

/// How long a step may take.
pub fn allotted(time: Allotted) -> String {
    match time {
        Allotted::Hours(hours) => format!("{hours}\u{a0}giờ"),
        Allotted::Share(share) => format!("{share}\u{a0}% thời hạn"),
    }
}

/// What is wrong, with the name of the step and what to do.
pub fn fault(fault: &ProcessFault, process: &Process) -> String {
    let name = |key: &String| match process.step(key) {
        Some(step) if !step.name.trim().is_empty() => format!("«{}»", step.name),
        _ => format!("«{key}»"),
    };
    match fault {
        ProcessFault::NoStep(what) => {
            format!("Thiếu bước loại «{}». Hãy thêm một bước.", kind(*what))
        }
        ProcessFault::TwoCounters(what) => {
            format!("Chỉ được có một bước loại «{}». Hãy bỏ bớt.", kind(*what))
        }
        ProcessFault::BadKey(key) => format!(
            "Mã bước «{key}» không hợp lệ. Hãy dùng chữ thường không dấu, chữ số, gạch nối."
        ),
        ProcessFault::SameKey(key) => {
            format!("Hai bước cùng mang mã «{key}». Hãy đổi một mã.")
        }
        ProcessFault::NoName(key) => format!("Bước «{key}» chưa có tên. Hãy đặt tên."),
        ProcessFault::NoTime(key) => {
            format!("Bước {} chưa có thời gian. Hãy ghi số giờ.", name(key))
        }
        ProcessFault::NoSuchStep { from, to } => format!(
            "Bước {} chuyển đến bước «{to}» không có trong quy trình. Hãy chọn lại.",
            name(from)
        ),
        ProcessFault::NoSuchWay { from, to } => format!(
            "Không được chuyển thẳng từ {} đến {}: hồ sơ phải qua chuyên viên rồi lãnh đạo, và không quay lại bằng nhánh.",
            name(from),
            name(to)
        ),
        ProcessFault::Unreachable(key) => format!(
            "Không có đường nào đến bước {}. Hãy nối bước này hoặc bỏ đi.",
            name(key)
        ),
        ProcessFault::DeadEnd(key) => format!(
            "Bước {} là ngõ cụt: từ đây hồ sơ không bao giờ đến bước trả kết quả. Hãy nối tiếp.",
            name(key)
        ),
        ProcessFault::Circle(key) => format!(
            "Các nhánh qua bước {} đi thành vòng tròn. Trả lại bước trước là thao tác riêng, không cần nhánh.",
            name(key)
        ),
        ProcessFault::OnlyConditions(key) => format!(
            "Mọi nhánh ra khỏi bước {} đều có điều kiện; hồ sơ không hợp điều kiện nào sẽ bị kẹt. Hãy để một nhánh không điều kiện.",
            name(key)
        ),
        ProcessFault::Stuck(key) => format!(
            "Bước {} không cho phép «Chuyển bước» cũng không cho phép «Trình kết quả». Hãy chọn ít nhất một thao tác.",
            name(key)
        ),
        ProcessFault::Nobody(key) => format!(
            "Không có cán bộ nào đang làm việc nhận được bước {}. Hãy chọn đơn vị khác hoặc tạo tài khoản.",
            name(key)
        ),
        ProcessFault::NotForThem { step, username } => format!(
            "Ở bước {}, tài khoản «{username}» không tồn tại, đã khóa, hoặc không có vai trò, đơn vị phù hợp.",
            name(step)
        ),
        ProcessFault::NoSuchUnit { step, unit } => format!(
            "Ở bước {}, đơn vị «{unit}» không còn hoạt động. Hãy chọn lại.",
            name(step)
        ),
        ProcessFault::BeyondTheTerm { hours, term } => format!(
            "Tổng thời gian dài nhất là {hours} giờ làm việc, vượt thời hạn theo quy định ({term} giờ). Hãy rút bớt."
        ),
        ProcessFault::BeyondTheWhole { share } => {
            format!("Tổng các phần thời gian là {share} %, vượt cả thời hạn. Hãy rút bớt.")
        }
    }
}
