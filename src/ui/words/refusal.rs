//! Why something cannot be done now, and what can be done instead.

use crate::domain::{action::Verb, refusal::Refusal};
use crate::ui::language::{said, say};

/// What a verb is called on buttons and in sentences.
pub fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Accept => say!("Tiếp nhận"),
        Verb::Refuse => say!("Từ chối tiếp nhận"),
        Verb::Forward => say!("Chuyển xử lý"),
        Verb::Assign => say!("Phân công"),
        Verb::Advance => say!("Chuyển bước tiếp theo"),
        Verb::SendBack => say!("Trả lại bước trước"),
        Verb::Recall => say!("Thu hồi"),
        Verb::RequestSupplement => say!("Yêu cầu bổ sung"),
        Verb::Supply => say!("Nộp bổ sung"),
        Verb::CheckPapers => say!("Kiểm tra giấy tờ"),
        Verb::RequestPayment => say!("Yêu cầu nộp phí, lệ phí"),
        Verb::RecordPayment => say!("Ghi nhận đã nộp tiền"),
        Verb::Withdraw => say!("Rút hồ sơ"),
        Verb::AskWithdraw => say!("Đề nghị rút hồ sơ"),
        Verb::Stop => say!("Dừng giải quyết"),
        Verb::Resume => say!("Tiếp tục giải quyết"),
        Verb::AskOpinion => say!("Lấy ý kiến phối hợp"),
        Verb::GiveOpinion => say!("Cho ý kiến"),
        Verb::Propose => say!("Trình kết quả"),
        Verb::Approve => say!("Phê duyệt"),
        Verb::Reject => say!("Trả lại để làm lại"),
        Verb::Reopen => say!("Mở lại hồ sơ"),
        Verb::ReturnResult => say!("Trả kết quả"),
        Verb::Apologise => say!("Xin lỗi và hẹn lại"),
        Verb::Correct => say!("Điều chỉnh thông tin"),
        Verb::Note => say!("Ghi chú nội bộ"),
        Verb::Message => say!("Gửi tin nhắn"),
        Verb::Urge => say!("Đôn đốc"),
        Verb::Rate => say!("Đánh giá"),
    }
}

/// A sentence that says what stands in the way and what can be done.
pub fn refusal(refusal: &Refusal) -> String {
    let fixed = match refusal {
        Refusal::NotInStatus(what, status) => {
            return say!(
                "Không thể thực hiện «{verb}» khi hồ sơ đang ở trạng thái «{status}». Hãy tải lại trang để xem các thao tác hiện có.",
                verb = verb(*what),
                status = said(status.official_name())
            );
        }
        Refusal::NotYourRole(what) => {
            return say!(
                "Tài khoản của bạn không có quyền «{verb}». Hãy nhờ người có thẩm quyền.",
                verb = verb(*what)
            );
        }
        Refusal::NotAtThisStep(what) => {
            return say!(
                "Quy trình không cho phép «{verb}» ở bước này. Hãy chuyển hồ sơ sang bước phù hợp.",
                verb = verb(*what)
            );
        }
        Refusal::Field(fault) => {
            return format!("{}: {}", fault.field, super::fault::fault(fault.fault));
        }
        Refusal::NotYours => {
            say!(
                "Hồ sơ đang do người khác giữ. Hãy đề nghị người đó chuyển lại hoặc nhờ lãnh đạo phân công."
            )
        }
        Refusal::NotYouSentIt => say!("Chỉ người đã chuyển hồ sơ mới thu hồi được."),
        Refusal::AlreadyAskedOnce => {
            say!(
                "Hồ sơ đã được yêu cầu bổ sung một lần. Yêu cầu thêm lần nữa phải do lãnh đạo thực hiện và nêu lý do."
            )
        }
        Refusal::NotYetAsked => {
            say!(
                "Lần yêu cầu bổ sung đầu tiên do bộ phận tiếp nhận hoặc chuyên viên thụ lý thực hiện."
            )
        }
        Refusal::AlreadyApologised => {
            say!(
                "Hồ sơ đã được xin lỗi và hẹn lại một lần. Hẹn lại lần nữa phải do lãnh đạo quyết định."
            )
        }
        Refusal::ProposalWaits => {
            say!(
                "Kết quả đang chờ lãnh đạo phê duyệt. Hãy đợi ý kiến hoặc thu hồi nếu lãnh đạo chưa mở."
            )
        }
        Refusal::NoProposal => {
            say!("Chưa có dự thảo kết quả nào được trình. Chuyên viên cần trình trước.")
        }
        Refusal::LastStep => say!("Đây là bước cuối trước khi trình. Hãy dùng «Trình kết quả»."),
        Refusal::OpinionsWait => {
            say!(
                "Còn ý kiến phối hợp bắt buộc chưa có. Hãy đợi người được hỏi trả lời hoặc hết hạn trả lời."
            )
        }
        Refusal::OpinionAlreadyAsked => {
            say!(
                "Trong những người được chọn có người đã được hỏi và chưa trả lời. Hãy bỏ chọn người đó."
            )
        }
        Refusal::NotAsked => say!("Không có câu hỏi nào đang chờ ý kiến của bạn trên hồ sơ này."),
        Refusal::FirstStep => say!("Hồ sơ đang ở bước đầu tiên, không còn bước trước để trả lại."),
        Refusal::NothingToRecall => say!("Không có lần chuyển nào để thu hồi."),
        Refusal::AlreadyOpened => {
            say!(
                "Người nhận đã mở hồ sơ nên không thu hồi được nữa. Hãy đề nghị người nhận trả lại."
            )
        }
        Refusal::AskInstead => {
            say!("Hồ sơ đã được tiếp nhận. Hãy gửi «Đề nghị rút hồ sơ» để cán bộ xem xét.")
        }
        Refusal::WithdrawalAlreadyAsked => say!("Đã có đề nghị rút hồ sơ đang chờ cán bộ xem xét."),
        Refusal::AlreadyRated => say!("Hồ sơ này đã được đánh giá. Cảm ơn bạn."),
        Refusal::AlreadyReceived => {
            say!("Hồ sơ đã được tiếp nhận nên không tự sửa được nữa. Hãy nhắn cho cán bộ thụ lý.")
        }
        Refusal::AlreadyRevoked => say!("Giấy tờ này đã được thu hồi trước đó."),
        Refusal::NobodyToTake => {
            say!(
                "Chưa có cán bộ nào được giao bước tiếp theo. Quản trị viên cần tạo hoặc mở tài khoản cho người phụ trách."
            )
        }
        Refusal::OnlineFilingOff => {
            say!(
                "Cơ quan chưa nhận hồ sơ trực tuyến tại đây. Hãy nộp tại quầy một cửa hoặc trên Cổng Dịch vụ công quốc gia."
            )
        }
    };
    fixed.to_owned()
}
