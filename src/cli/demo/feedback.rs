//! A few questions, reports and proposals of the demo, in different states, made by the office's own deeds.

use super::super::failure::Failure;
use super::play::Stage;
use crate::domain::clock::{self, OfficeTime};
use crate::domain::feedback::{DeclineGround, FeedbackAction, FeedbackKind, Sender};
use crate::domain::person::Phone;
use crate::domain::text::{Line, Prose};
use crate::domain::time::Moment;
use crate::office::feedback::NewFeedback;
use crate::office::{Viewer, random};

/// What becomes of a piece.
enum Fate {
    /// Nobody has taken it.
    Waits,
    /// An officer works on it.
    Taken,
    /// It is answered; with words, question and answer are public in these.
    Answered(&'static str, Option<(&'static str, &'static str)>),
    /// Somebody else is competent.
    Elsewhere(&'static str, &'static str),
}

/// A piece as it is played.
struct Piece {
    kind: FeedbackKind,
    /// Office hours ago.
    hours: u32,
    title: &'static str,
    text: &'static str,
    procedure: Option<&'static str>,
    /// Name and telephone.
    sender: Option<(&'static str, &'static str)>,
    public: bool,
    /// Which specialist deals with it.
    specialist: usize,
    fate: Fate,
}

/// The pieces, oldest first.
const PIECES: [Piece; 6] = [
    Piece {
        kind: FeedbackKind::Proposal,
        hours: 17 * 8,
        title: "Bố trí thêm ghế và quạt ở khu chờ của bộ phận một cửa",
        text: "Sáng thứ Hai nào khu chờ cũng đông, nhiều cụ già phải đứng. Đề nghị xã bố trí thêm ghế và quạt.",
        procedure: None,
        sender: Some(("Lê Thị Hòa", "0912000181")),
        public: true,
        specialist: 0,
        fate: Fate::Taken,
    },
    Piece {
        kind: FeedbackKind::Question,
        hours: 12 * 8,
        title: "Con tôi sinh ở bệnh viện tỉnh khác thì khai sinh ở đâu?",
        text: "Tôi là Nguyễn Thị Mai ở xóm 3. Vợ chồng tôi thường trú ở xã, cháu sinh tại bệnh viện ở Hà Nội. Tôi đăng ký khai sinh ở xã được không, cần mang giấy tờ gì?",
        procedure: Some("1.001193"),
        sender: Some(("Nguyễn Thị Mai", "0912000182")),
        public: true,
        specialist: 0,
        fate: Fate::Answered(
            "Được. Đăng ký khai sinh thực hiện tại UBND cấp xã nơi cư trú của cha hoặc mẹ, không phụ thuộc nơi sinh.\nBạn mang theo giấy chứng sinh do bệnh viện cấp và xuất trình thẻ căn cước. Danh sách đầy đủ ở mục «Giấy tờ cần nộp» của thủ tục.",
            Some((
                "Con sinh ở bệnh viện tỉnh khác thì khai sinh ở đâu?",
                "Vợ chồng tôi thường trú ở xã, cháu sinh tại bệnh viện ở tỉnh khác. Tôi đăng ký khai sinh ở xã được không, cần mang giấy tờ gì?",
            )),
        ),
    },
    Piece {
        kind: FeedbackKind::Question,
        hours: 9 * 8,
        title: "Chứng thực bản sao có lấy ngay trong ngày không?",
        text: "Tôi cần chứng thực 3 bản sao bằng tốt nghiệp để nộp hồ sơ xin việc chiều nay, có kịp không?",
        procedure: Some("2.000815"),
        sender: None,
        public: true,
        specialist: 0,
        fate: Fate::Answered(
            "Yêu cầu chứng thực bản sao được giải quyết ngay trong ngày làm việc; nếu nhận sau 15 giờ thì có thể trả vào ngày làm việc tiếp theo. Bạn nhớ mang bản chính để đối chiếu.",
            Some((
                "Chứng thực bản sao có lấy ngay trong ngày không?",
                "Tôi cần chứng thực bản sao bằng tốt nghiệp, có lấy ngay trong ngày không?",
            )),
        ),
    },
    Piece {
        kind: FeedbackKind::Report,
        hours: 6 * 8,
        title: "Hóa đơn tiền điện tháng này tăng bất thường",
        text: "Hóa đơn tiền điện nhà tôi tháng này gấp đôi tháng trước dù dùng như cũ. Đề nghị kiểm tra công tơ.",
        procedure: None,
        sender: Some(("Trần Văn Sáu", "0912000183")),
        public: false,
        specialist: 2,
        fate: Fate::Elsewhere(
            "Việc ghi chỉ số và kiểm tra công tơ do đơn vị điện lực thực hiện. UBND xã đã ghi nhận và đề nghị ông liên hệ nơi dưới đây, kèm mã khách hàng in trên hóa đơn.",
            "Điện lực phụ trách địa bàn, theo số điện thoại in trên hóa đơn tiền điện",
        ),
    },
    Piece {
        kind: FeedbackKind::Report,
        hours: 3 * 8,
        title: "Đèn đường đoạn qua nhà văn hóa xóm 5 hỏng đã một tuần",
        text: "Ba bóng đèn liền nhau không sáng, buổi tối các cháu đi học thêm về rất tối. Đề nghị xã cho sửa.",
        procedure: None,
        sender: Some(("Phan Văn Đức", "0912000184")),
        public: true,
        specialist: 2,
        fate: Fate::Taken,
    },
    Piece {
        kind: FeedbackKind::Question,
        hours: 5,
        title: "Đổi tên quán thì có phải đăng ký lại hộ kinh doanh không?",
        text: "Tôi đang có giấy chứng nhận đăng ký hộ kinh doanh, nay muốn đổi tên quán. Tôi phải làm thủ tục nào?",
        procedure: Some("1.001612"),
        sender: Some(("Bùi Hữu Lộc", "0912000185")),
        public: true,
        specialist: 3,
        fate: Fate::Waits,
    },
];

/// Plays them.
pub(super) async fn play(stage: &Stage<'_>, now: Moment) -> Result<(), Failure> {
    for piece in &PIECES {
        let hours_ago = |hours: u32| clock_back(stage, now, hours);
        let sent_at = hours_ago(piece.hours);
        let known = |code: &&str| stage.office.procedure(code).ok().flatten().is_some();
        let new = NewFeedback {
            kind: piece.kind,
            title: line(piece.title),
            text: prose(piece.text),
            procedure: piece.procedure.filter(known).map(str::to_owned),
            dossier: None,
            sender: piece
                .sender
                .map(|(name, phone)| Sender {
                    name: Some(line(name)),
                    phone: Phone::new(phone).ok(),
                    email: None,
                })
                .unwrap_or_default(),
            may_publish: piece.public,
        };
        let form = random::id();
        let sent = stage
            .office
            .send_feedback(None, new, &form, sent_at)
            .await?;
        let specialist = &stage.specialists[piece.specialist % stage.specialists.len()];
        let deeds = deeds(piece, specialist);
        // An hour after another, so that the history reads as one of a day.
        for (deed, hour) in deeds.into_iter().zip(1_u32..) {
            let who = match deed {
                FeedbackAction::Assign(_) => &stage.reception[0],
                _ => specialist,
            };
            let moment = hours_ago(piece.hours.saturating_sub(2 * hour));
            stage
                .office
                .act_on_feedback(who, &sent.code, deed, None, moment)
                .await?;
        }
    }
    Ok(())
}

/// So many office hours before a moment.
fn clock_back(stage: &Stage<'_>, now: Moment, hours: u32) -> Moment {
    // Counted by days, since office time runs forwards only: far enough back, then forwards to what is left.
    let calendar = &stage.calendar;
    let wanted = OfficeTime::from_hours(hours).seconds();
    let begin = now.plus_seconds(-(i64::from(hours) / 8 * 2 + 12) * 86_400);
    let whole = clock::office_time_between(begin, now, calendar).seconds();
    let ahead = OfficeTime::from_seconds(whole.saturating_sub(wanted));
    clock::shift(begin, ahead, calendar)
}

/// What is done with it, in order.
fn deeds(piece: &Piece, specialist: &Viewer) -> Vec<FeedbackAction> {
    let mut deeds = vec![FeedbackAction::Assign(specialist.user().holder())];
    match piece.fate {
        Fate::Waits => deeds.clear(),
        Fate::Taken => {}
        Fate::Answered(text, public) => {
            deeds.push(FeedbackAction::Answer(prose(text)));
            deeds.extend(public.map(|(title, text)| FeedbackAction::Publish {
                title: line(title),
                text: prose(text),
            }));
        }
        Fate::Elsewhere(text, instead) => deeds.push(FeedbackAction::Decline {
            ground: DeclineGround::NotCompetent,
            text: prose(text),
            instead: Some(line(instead)),
        }),
    }
    deeds
}

fn line(text: &str) -> Line {
    Line::new(text).expect("the play has proper lines")
}

fn prose(text: &str) -> Prose {
    Prose::new(text).expect("the play has proper texts")
}
