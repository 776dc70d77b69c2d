//! What each official status means to the citizen, and what comes next.

use crate::domain::status::Status;

/// What the status means, in one plain sentence.
pub const fn meaning(status: Status) -> &'static str {
    match status {
        Status::Registered => "Hồ sơ đã gửi, đang chờ cán bộ một cửa kiểm tra và tiếp nhận.",
        Status::Received => "Cán bộ một cửa đã tiếp nhận hồ sơ và hẹn ngày trả kết quả.",
        Status::Refused => "Hồ sơ không đủ điều kiện tiếp nhận. Lý do ghi ở phần diễn biến.",
        Status::Processing => "Bộ phận chuyên môn đang giải quyết hồ sơ.",
        Status::AwaitingSupplement => {
            "Hồ sơ còn thiếu hoặc sai giấy tờ. Thời gian giải quyết tạm dừng cho đến khi bạn bổ sung."
        }
        Status::AwaitingPayment => {
            "Cần nộp thuế, phí hoặc lệ phí. Thời gian giải quyết tạm dừng cho đến khi nộp xong."
        }
        Status::Withdrawn => "Hồ sơ đã được rút theo yêu cầu của người nộp.",
        Status::Stopped => "Việc giải quyết hồ sơ đã dừng. Lý do ghi ở phần diễn biến.",
        Status::Finished => "Đã có kết quả, đang chờ trả cho người nộp.",
        Status::Returned => "Đã trả kết quả. Hồ sơ kết thúc.",
    }
}

/// What happens next and who has to do it, said to the citizen.
pub const fn next_step(status: Status) -> &'static str {
    match status {
        Status::Registered => "Bộ phận một cửa trả lời trong 8 giờ làm việc.",
        Status::Received => "Hồ sơ được chuyển đến bộ phận chuyên môn.",
        Status::Refused => "Bạn có thể chuẩn bị lại giấy tờ và nộp hồ sơ mới.",
        Status::Processing => "Bộ phận chuyên môn thẩm định, trình lãnh đạo phê duyệt kết quả.",
        Status::AwaitingSupplement => "Bạn bổ sung giấy tờ theo yêu cầu.",
        Status::AwaitingPayment => "Bạn nộp số tiền được thông báo.",
        Status::Withdrawn | Status::Returned => "Không còn bước nào.",
        Status::Stopped => "Liên hệ bộ phận một cửa nếu cần giải thích thêm.",
        Status::Finished => "Bạn nhận kết quả theo cách đã đăng ký.",
    }
}
