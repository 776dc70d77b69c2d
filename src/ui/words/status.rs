//! What each official status means to the citizen, and what comes next.

use crate::domain::status::Status;
use crate::ui::language::say;

/// What the status means, in one plain sentence.
pub fn meaning(status: Status) -> &'static str {
    match status {
        Status::Registered => say!("Hồ sơ đã gửi, đang chờ cán bộ một cửa kiểm tra và tiếp nhận."),
        Status::Received => say!("Cán bộ một cửa đã tiếp nhận hồ sơ và hẹn ngày trả kết quả."),
        Status::Refused => say!("Hồ sơ không đủ điều kiện tiếp nhận. Lý do ghi ở phần diễn biến."),
        Status::Processing => say!("Bộ phận chuyên môn đang giải quyết hồ sơ."),
        Status::AwaitingSupplement => {
            say!(
                "Hồ sơ còn thiếu hoặc sai giấy tờ. Thời gian giải quyết tạm dừng cho đến khi bạn bổ sung."
            )
        }
        Status::AwaitingPayment => {
            say!(
                "Cần nộp thuế, phí hoặc lệ phí. Thời gian giải quyết tạm dừng cho đến khi nộp xong."
            )
        }
        Status::Withdrawn => say!("Hồ sơ đã được rút theo yêu cầu của người nộp."),
        Status::Stopped => say!("Việc giải quyết hồ sơ đã dừng. Lý do ghi ở phần diễn biến."),
        Status::Finished => say!("Đã có kết quả, đang chờ trả cho người nộp."),
        Status::Returned => say!("Đã trả kết quả. Hồ sơ kết thúc."),
    }
}

/// What happens next and who has to do it, said to the citizen.
pub fn next_step(status: Status) -> &'static str {
    match status {
        Status::Registered => say!("Bộ phận một cửa trả lời trong 8 giờ làm việc."),
        Status::Received => say!("Hồ sơ được chuyển đến bộ phận chuyên môn."),
        Status::Refused => say!("Bạn có thể chuẩn bị lại giấy tờ và nộp hồ sơ mới."),
        Status::Processing => {
            say!("Bộ phận chuyên môn thẩm định, trình lãnh đạo phê duyệt kết quả.")
        }
        Status::AwaitingSupplement => say!("Bạn bổ sung giấy tờ theo yêu cầu."),
        Status::AwaitingPayment => say!("Bạn nộp số tiền được thông báo."),
        Status::Withdrawn | Status::Returned => say!("Không còn bước nào."),
        Status::Stopped => say!("Liên hệ bộ phận một cửa nếu cần giải thích thêm."),
        Status::Finished => say!("Bạn nhận kết quả theo cách đã đăng ký."),
    }
}
