//! Processes in words: kinds of step, times, and what is wrong with one.

use super::count;
use crate::domain::workflow::{Allotted, Process, ProcessFault, StepKind};
use crate::ui::language::say;

/// What a kind of step is called.
pub fn kind(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Reception => say!("Tiếp nhận"),
        StepKind::Work => say!("Xử lý"),
        StepKind::Approval => say!("Phê duyệt"),
        StepKind::Return => say!("Trả kết quả"),
        StepKind::Closed => say!("Kết thúc"),
    }
}

/// How long a step may take.
pub fn allotted(time: Allotted) -> String {
    match time {
        Allotted::Hours(hours) => count::unbroken(&count::hours(hours)),
        Allotted::Share(share) => count::unbroken(&say!("{share} % thời hạn", share = share)),
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
            say!(
                "Thiếu bước loại «{kind}». Hãy thêm một bước.",
                kind = kind(*what)
            )
        }
        ProcessFault::TwoCounters(what) => {
            say!(
                "Chỉ được có một bước loại «{kind}». Hãy bỏ bớt.",
                kind = kind(*what)
            )
        }
        ProcessFault::BadKey(key) => say!(
            "Mã bước «{key}» không hợp lệ. Hãy dùng chữ thường không dấu, chữ số, gạch nối.",
            key = key
        ),
        ProcessFault::SameKey(key) => {
            say!("Hai bước cùng mang mã «{key}». Hãy đổi một mã.", key = key)
        }
        ProcessFault::NoName(key) => say!("Bước «{key}» chưa có tên. Hãy đặt tên.", key = key),
        ProcessFault::NoTime(key) => {
            say!(
                "Bước {step} chưa có thời gian. Hãy ghi số giờ.",
                step = name(key)
            )
        }
        ProcessFault::NoSuchStep { from, to } => say!(
            "Bước {from} chuyển đến bước «{to}» không có trong quy trình. Hãy chọn lại.",
            from = name(from),
            to = to
        ),
        ProcessFault::NoSuchWay { from, to } => say!(
            "Không được chuyển thẳng từ {from} đến {to}: hồ sơ phải qua chuyên viên rồi lãnh đạo, và không quay lại bằng nhánh.",
            from = name(from),
            to = name(to)
        ),
        ProcessFault::Unreachable(key) => say!(
            "Không có đường nào đến bước {step}. Hãy nối bước này hoặc bỏ đi.",
            step = name(key)
        ),
        ProcessFault::DeadEnd(key) => say!(
            "Bước {step} là ngõ cụt: từ đây hồ sơ không bao giờ đến bước trả kết quả. Hãy nối tiếp.",
            step = name(key)
        ),
        ProcessFault::Circle(key) => say!(
            "Các nhánh qua bước {step} đi thành vòng tròn. Trả lại bước trước là thao tác riêng, không cần nhánh.",
            step = name(key)
        ),
        ProcessFault::OnlyConditions(key) => say!(
            "Mọi nhánh ra khỏi bước {step} đều có điều kiện; hồ sơ không hợp điều kiện nào sẽ bị kẹt. Hãy để một nhánh không điều kiện.",
            step = name(key)
        ),
        ProcessFault::Stuck(key) => say!(
            "Bước {step} không cho phép «Chuyển bước» cũng không cho phép «Trình kết quả». Hãy chọn ít nhất một thao tác.",
            step = name(key)
        ),
        ProcessFault::Nobody(key) => say!(
            "Không có cán bộ nào đang làm việc nhận được bước {step}. Hãy chọn đơn vị khác hoặc tạo tài khoản.",
            step = name(key)
        ),
        ProcessFault::NotForThem { step, username } => say!(
            "Ở bước {step}, tài khoản «{username}» không tồn tại, đã khóa, hoặc không có vai trò, đơn vị phù hợp.",
            step = name(step),
            username = username
        ),
        ProcessFault::NoSuchUnit { step, unit } => say!(
            "Ở bước {step}, đơn vị «{unit}» không còn hoạt động. Hãy chọn lại.",
            step = name(step),
            unit = unit
        ),
        ProcessFault::BeyondTheTerm { hours, term } => say!(
            "Tổng thời gian dài nhất là {hours} giờ làm việc, vượt thời hạn theo quy định ({term} giờ). Hãy rút bớt.",
            hours = hours,
            term = term
        ),
        ProcessFault::BeyondTheWhole { share } => {
            say!(
                "Tổng các phần thời gian là {share} %, vượt cả thời hạn. Hãy rút bớt.",
                share = share
            )
        }
    }
}
