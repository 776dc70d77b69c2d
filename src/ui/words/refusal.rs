//! Why something cannot be done now, and what can be done instead.

use crate::domain::{action::Verb, refusal::Refusal};

/// What a verb is called on buttons and in sentences.
pub const fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Accept => "Tiếp nhận",
        Verb::Refuse => "Từ chối tiếp nhận",
        Verb::Forward => "Chuyển xử lý",
        Verb::Assign => "Phân công",
        Verb::Advance => "Chuyển bước tiếp theo",
        Verb::SendBack => "Trả lại bước trước",
        Verb::Recall => "Thu hồi",
        Verb::RequestSupplement => "Yêu cầu bổ sung",
        Verb::Supply => "Nộp bổ sung",
        Verb::CheckPapers => "Kiểm tra giấy tờ",
        Verb::RequestPayment => "Yêu cầu nộp phí, lệ phí",
        Verb::RecordPayment => "Ghi nhận đã nộp tiền",
        Verb::Withdraw => "Rút hồ sơ",
        Verb::AskWithdraw => "Đề nghị rút hồ sơ",
        Verb::Stop => "Dừng giải quyết",
        Verb::Resume => "Tiếp tục giải quyết",
        Verb::AskOpinion => "Lấy ý kiến phối hợp",
        Verb::GiveOpinion => "Cho ý kiến",
        Verb::Propose => "Trình kết quả",
        Verb::Approve => "Phê duyệt",
        Verb::Reject => "Trả lại để làm lại",
        Verb::Reopen => "Mở lại hồ sơ",
        Verb::ReturnResult => "Trả kết quả",
        Verb::Apologise => "Xin lỗi và hẹn lại",
        Verb::Correct => "Điều chỉnh thông tin",
        Verb::Note => "Ghi chú nội bộ",
        Verb::Message => "Gửi tin nhắn",
        Verb::Urge => "Đôn đốc",
        Verb::Rate => "Đánh giá",
    }
}

/// A sentence that says what stands in the way and what can be done.
pub fn refusal(refusal: &Refusal) -> String {
    let fixed = match refusal {
        Refusal::NotInStatus(what, status) => {
            return format!(
                "Không thể thực hiện «{}» khi hồ sơ đang ở trạng thái «{}». Hãy tải lại trang để xem các thao tác hiện có.",
                verb(*what),
                status.official_name()
            );
        }
        Refusal::NotYourRole(what) => {
            return format!(
                "Tài khoản của bạn không có quyền «{}». Hãy nhờ người có thẩm quyền.",
                verb(*what)
            );
        }
        Refusal::NotAtThisStep(what) => {
            return format!(
                "Quy trình không cho phép «{}» ở bước này. Hãy chuyển hồ sơ sang bước phù hợp.",
                verb(*what)
            );
        }
        Refusal::Field(fault) => {
            return format!("{}: {}", fault.field, super::fault::fault(fault.fault));
        }
        Refusal::NotYours => {
            "Hồ sơ đang do người khác giữ. Hãy đề nghị người đó chuyển lại hoặc nhờ lãnh đạo phân công."
        }
        Refusal::NotYouSentIt => "Chỉ người đã chuyển hồ sơ mới thu hồi được.",
        Refusal::AlreadyAskedOnce => {
            "Hồ sơ đã được yêu cầu bổ sung một lần. Yêu cầu thêm lần nữa phải do lãnh đạo thực hiện và nêu lý do."
        }
        Refusal::NotYetAsked => {
            "Lần yêu cầu bổ sung đầu tiên do bộ phận tiếp nhận hoặc chuyên viên thụ lý thực hiện."
        }
        Refusal::AlreadyApologised => {
            "Hồ sơ đã được xin lỗi và hẹn lại một lần. Hẹn lại lần nữa phải do lãnh đạo quyết định."
        }
        Refusal::ProposalWaits => {
            "Kết quả đang chờ lãnh đạo phê duyệt. Hãy đợi ý kiến hoặc thu hồi nếu lãnh đạo chưa mở."
        }
        Refusal::NoProposal => {
            "Chưa có dự thảo kết quả nào được trình. Chuyên viên cần trình trước."
        }
        Refusal::LastStep => "Đây là bước cuối trước khi trình. Hãy dùng «Trình kết quả».",
        Refusal::OpinionsWait => {
            "Còn ý kiến phối hợp bắt buộc chưa có. Hãy đợi người được hỏi trả lời hoặc hết hạn trả lời."
        }
        Refusal::OpinionAlreadyAsked => {
            "Trong những người được chọn có người đã được hỏi và chưa trả lời. Hãy bỏ chọn người đó."
        }
        Refusal::NotAsked => "Không có câu hỏi nào đang chờ ý kiến của bạn trên hồ sơ này.",
        Refusal::FirstStep => "Hồ sơ đang ở bước đầu tiên, không còn bước trước để trả lại.",
        Refusal::NothingToRecall => "Không có lần chuyển nào để thu hồi.",
        Refusal::AlreadyOpened => {
            "Người nhận đã mở hồ sơ nên không thu hồi được nữa. Hãy đề nghị người nhận trả lại."
        }
        Refusal::AskInstead => {
            "Hồ sơ đã được tiếp nhận. Hãy gửi «Đề nghị rút hồ sơ» để cán bộ xem xét."
        }
        Refusal::WithdrawalAlreadyAsked => "Đã có đề nghị rút hồ sơ đang chờ cán bộ xem xét.",
        Refusal::AlreadyRated => "Hồ sơ này đã được đánh giá. Cảm ơn ông/bà.",
        Refusal::AlreadyReceived => {
            "Hồ sơ đã được tiếp nhận nên không tự sửa được nữa. Hãy nhắn cho cán bộ thụ lý."
        }
        Refusal::AlreadyRevoked => "Giấy tờ này đã được thu hồi trước đó.",
        Refusal::NobodyToTake => {
            "Chưa có cán bộ nào được giao bước tiếp theo. Quản trị viên cần tạo hoặc mở tài khoản cho người phụ trách."
        }
        Refusal::OnlineFilingOff => {
            "Cơ quan chưa nhận hồ sơ trực tuyến tại đây. Hãy nộp tại quầy một cửa hoặc trên Cổng Dịch vụ công quốc gia."
        }
    };
    fixed.to_owned()
}
