//! `/phan-anh`: asking the office, telling it what goes wrong or could be better, and following what became of it.

use maud::{Markup, html};

use crate::domain::feedback::{Feedback, FeedbackKind, FeedbackState, LONGEST_TEXT};
use crate::domain::time::Moment;
use crate::store::feedback::FeedbackRow;
use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{say, vietnamese};
use crate::ui::parts::{
    Button, ButtonKind, Checkbox, Choice, Fact, Radios, TextArea, TextField, Width, card,
    copy_button, error_summary, facts, icon, link_button, notice, print_button, tag,
};
use crate::ui::words::feedback as words;
use crate::ui::words::{AtMoment, OnDay};

/// Where the form is.
pub const FEEDBACK: &str = "/phan-anh";
/// Where questions and answers are public.
pub const ANSWERS: &str = "/hoi-dap";
/// A field that no person sees; programs fill it in.
pub const TRAP: &str = "website";

/// What the form shows besides what was typed.
#[derive(Debug, Clone, Default)]
pub struct FeedbackForm<'a> {
    /// Name of the procedure that it is about.
    pub procedure: Option<&'a str>,
    /// What the account sent before.
    pub own: &'a [FeedbackRow],
}

/// The form. Sends `kind`, `title`, `text`, `procedure`, `dossier`, `name`, `phone`, `email`, `public`.
pub fn feedback_form(frame: &Frame<'_>, view: &FeedbackForm<'_>, entries: &Entries) -> Markup {
    let kinds = FeedbackKind::ALL
        .map(|kind| Choice::new(kind.key(), words::kind(kind)).hint(words::kind_hint(kind)));
    let form = html! {
        form class="card" method="post" action=(FEEDBACK) novalidate {
            (frame.seal)
            (Radios::new("kind", say!("Bạn muốn gửi gì?"), &kinds).of(entries).boxed())
            (TextField::new("title", say!("Tóm tắt trong một câu")).of(entries).maxlength(300)
                .hint(say!("Ví dụ: Đèn đường xóm 5 hỏng đã một tuần.")))
            (TextArea::new("text", say!("Nội dung")).of(entries).rows(7)
                .hint(&say!("Nói rõ việc gì, ở đâu, khi nào. Tối đa {most} ký tự, không ghi số giấy tờ tùy thân.", most = LONGEST_TEXT)))
            (TextField::new("procedure", say!("Mã thủ tục")).of(entries).width(Width::Middle).maxlength(41).optional().autocomplete("off")
                .hint(say!("Nếu hỏi về một thủ tục: mã ghi ở đầu trang thủ tục.")))
            @if let Some(name) = view.procedure {
                p class="small" { (say!("Về thủ tục:")) " " strong lang=[vietnamese()] { (name) } }
            }
            (TextField::new("dossier", say!("Mã hồ sơ")).of(entries).width(Width::Middle).maxlength(60).optional().autocomplete("off")
                .hint(say!("Nếu nói về một hồ sơ đã nộp.")))
            h2 { (say!("Người gửi")) }
            p class="soft" { (say!("Phản ánh, kiến nghị cần họ tên và điện thoại hoặc thư điện tử. Câu hỏi thì không bắt buộc. Chỉ cán bộ xử lý thấy các thông tin này.")) }
            (TextField::new("name", say!("Họ và tên")).of(entries).width(Width::Middle).maxlength(300).optional().autocomplete("name"))
            (TextField::new("phone", say!("Số điện thoại")).of(entries).kind("tel").width(Width::Middle).maxlength(20).optional().autocomplete("tel"))
            (TextField::new("email", say!("Thư điện tử")).of(entries).kind("email").width(Width::Middle).maxlength(254).optional().autocomplete("email"))
            (Checkbox::new("public", say!("Cho phép công khai câu hỏi và câu trả lời, không kèm tên")).of(entries)
                .hint(say!("Người có cùng thắc mắc sẽ tìm thấy câu trả lời. Bỏ dấu nếu bạn không muốn.")))
            div hidden {
                label for="f-website" { (say!("Để trống ô này")) }
                input type="text" id="f-website" name=(TRAP) tabindex="-1" autocomplete="off" value="";
            }
            div class="actions" { (Button::new(say!("Gửi")).icon("chat")) }
        }
    };
    frame.page(
        &Head::new(say!("Gửi câu hỏi, phản ánh, kiến nghị")).faulty(entries.is_faulty()),
        &html! {
            div class="stack stack-l measure" {
                h1 { (say!("Gửi câu hỏi, phản ánh, kiến nghị")) }
                (error_summary(entries))
                p class="lead" {
                    (say!("Không cần tài khoản. Có thể câu hỏi của bạn đã được trả lời:")) " "
                    a href=(ANSWERS) { (say!("xem hỏi đáp")) } "."
                }
                (form)
                (own(view))
                (finding(frame))
            }
        },
    )
}

/// What the account sent before.
fn own(view: &FeedbackForm<'_>) -> Markup {
    html! {
        @if !view.own.is_empty() {
            section class="stack" aria-labelledby="da-gui" {
                h2 id="da-gui" { (say!("Bạn đã gửi")) }
                ul class="tasks" role="list" {
                    @for row in view.own {
                        li {
                            div {
                                a href={ (FEEDBACK) "/" (row.code) } lang=[vietnamese()] { (row.title) }
                                p class="hint" { (words::kind(row.kind)) " · " span class="code" { (row.code) } " · " (OnDay(row.sent_at.day())) }
                            }
                            (state_tag(row.state))
                        }
                    }
                }
            }
        }
    }
}

/// How to find a piece again.
fn finding(frame: &Frame<'_>) -> Markup {
    html! {
        section class="card tight" aria-labelledby="xem-lai" {
            h2 id="xem-lai" { (say!("Xem lại nội dung đã gửi")) }
            form class="stack" method="post" action={ (FEEDBACK) "/xem" } novalidate {
                (frame.seal)
                (TextField::new("code", say!("Mã phản ánh")).width(Width::Middle).maxlength(40).autocomplete("off")
                    .hint(say!("Ví dụ: PA-261124-0001")))
                (TextField::new("secret", say!("Mã tra cứu")).width(Width::Middle).maxlength(20).autocomplete("off"))
                div class="actions" { (Button::new(say!("Xem")).kind(ButtonKind::Second).icon("search")) }
            }
        }
    }
}

/// How far a piece is, with a sign.
pub fn state_tag(state: FeedbackState) -> Markup {
    let (tone, sign) = match state {
        FeedbackState::New => ("info", "inbox"),
        FeedbackState::Held => ("info", "gear"),
        FeedbackState::Answered => ("good", "done"),
        FeedbackState::Declined => ("idle", "refuse"),
    };
    tag(tone, sign, words::state(state))
}

/// Asks for the secret of a piece.
pub fn secret_form(frame: &Frame<'_>, entries: &Entries) -> Markup {
    frame.page(
        &Head::new(say!("Xem lại nội dung đã gửi"))
            .under(FEEDBACK, say!("Gửi câu hỏi, phản ánh, kiến nghị"))
            .faulty(entries.is_faulty()),
        &html! {
            div class="stack stack-l measure" {
                h1 { (say!("Xem lại nội dung đã gửi")) }
                (error_summary(entries))
                p class="lead" { (say!("Hai mã này hiện ra ngay sau khi bạn gửi.")) }
                form class="card" method="post" action={ (FEEDBACK) "/xem" } novalidate {
                    (frame.seal)
                    (TextField::new("code", say!("Mã phản ánh")).of(entries).width(Width::Middle).maxlength(40).autocomplete("off")
                        .hint(say!("Ví dụ: PA-261124-0001")))
                    (TextField::new("secret", say!("Mã tra cứu")).of(entries).width(Width::Middle).maxlength(20).autocomplete("off")
                        .hint(say!("8 ký tự.")))
                    div class="actions" { (Button::new(say!("Xem")).icon("search")) }
                }
            }
        },
    )
}

/// The page right after sending: the two codes and when the answer is due.
pub fn sent(frame: &Frame<'_>, piece: &Feedback) -> Markup {
    frame.page(
        &Head::new(say!("Đã gửi")).under(FEEDBACK, say!("Gửi câu hỏi, phản ánh, kiến nghị")),
        &html! {
            div class="stack stack-l measure" {
                div class="card receipt" {
                    div class="iconed" { (icon("done")) span { (say!("Cơ quan đã nhận lúc")) " " (AtMoment(piece.sent_at)) } }
                    h1 { (say!("Đã gửi")) }
                    p lang=[vietnamese()] { (piece.title) }
                    div class="secret" {
                        div {
                            p class="small soft" { (say!("Mã phản ánh")) }
                            p class="big-code" { (piece.code) }
                            (copy_button(&piece.code, say!("Chép mã")))
                        }
                        div {
                            p class="small soft" { (say!("Mã tra cứu")) }
                            p class="big-code" { (piece.secret) }
                            (copy_button(&piece.secret, say!("Chép mã")))
                        }
                    }
                    p { strong { (say!("Hãy ghi lại hoặc chụp màn hình hai mã này.")) } " " (say!("Có đủ hai mã, bạn xem được câu trả lời mà không cần tài khoản.")) }
                    p { (say!("Hẹn trả lời trước")) " " strong { (AtMoment(piece.due_at)) } "." }
                    div class="row actions" {
                        (link_button(&format!("{FEEDBACK}/{}", piece.code), say!("Theo dõi"), ButtonKind::Main, None))
                        (print_button(say!("In trang này")))
                    }
                }
            }
        },
    )
}

/// What became of a piece, for whoever sent it.
pub fn followed(frame: &Frame<'_>, piece: &Feedback, now: Moment) -> Markup {
    let late = piece.answer().is_none() && piece.is_late(now);
    let mut about = vec![
        Fact::new(say!("Loại"), html! { (words::kind(piece.kind)) }),
        Fact::new(say!("Gửi lúc"), html! { (AtMoment(piece.sent_at)) }),
        Fact::new(say!("Hẹn trả lời"), html! { (AtMoment(piece.due_at)) }),
    ];
    if let Some(procedure) = &piece.procedure {
        let name = html! { a href={ "/thu-tuc/" (procedure.code) } lang=[vietnamese()] { (procedure.name) } };
        about.push(Fact::new(say!("Về thủ tục"), name));
    }
    if let Some(dossier) = &piece.dossier {
        about.push(Fact::new(
            say!("Mã hồ sơ"),
            html! { span class="code" { (dossier) } },
        ));
    }
    let public = match (&piece.public, piece.may_publish) {
        (Some(_), _) => {
            html! { a href={ (ANSWERS) "/" (piece.code) } { (say!("Đang công khai, không kèm tên")) } }
        }
        (None, true) => html! { (say!("Bạn đã cho phép công khai, không kèm tên")) },
        (None, false) => html! { (say!("Không công khai")) },
    };
    about.push(Fact::new(say!("Công khai"), public));
    frame.page(
        &Head::new(piece.code.as_str()).under(FEEDBACK, say!("Gửi câu hỏi, phản ánh, kiến nghị")),
        &html! {
            div class="stack stack-l measure" {
                div class="stack stack-s" {
                    p class="row" { span class="code soft" { (piece.code) } (state_tag(piece.state())) }
                    h1 lang=[vietnamese()] { (piece.title) }
                }
                @if late {
                    (notice(Tone::Warn, &html! { p { (say!("Cơ quan trả lời chậm hơn đã hẹn. Xin lỗi bạn vì sự chậm trễ này.")) } }))
                }
                (answered(frame, piece))
                section class="stack" aria-labelledby="da-hoi" {
                    h2 id="da-hoi" { (say!("Nội dung đã gửi")) }
                    p class="prose" lang=[vietnamese()] { (piece.text) }
                }
                (card(&facts(false, &about)))
                section class="stack" aria-labelledby="dien-bien" {
                    h2 id="dien-bien" { (say!("Diễn biến")) }
                    ul {
                        @for line in piece.history.iter().rev() { li { (AtMoment(line.at)) ": " (words::line(line, false)) } }
                    }
                }
            }
        },
    )
}

/// The answer, or that there is none yet.
fn answered(frame: &Frame<'_>, piece: &Feedback) -> Markup {
    html! {
        section class="card stack" aria-labelledby="tra-loi" {
            h2 id="tra-loi" { (say!("Trả lời")) }
            @match piece.answer() {
                None => p class="soft" { (say!("Cơ quan đang xem xét. Câu trả lời sẽ hiện ở đây.")) },
                Some(answer) => {
                    @if let Some(ground) = answer.declined {
                        p { strong { (words::ground(ground)) "." } }
                    }
                    p class="prose" lang=[vietnamese()] { (answer.text) }
                    @if let Some(instead) = &answer.instead {
                        p { (say!("Nơi có thẩm quyền:")) " " strong lang=[vietnamese()] { (instead) } }
                    }
                    p class="small soft" {
                        (frame.office.name) @if !answer.by.unit.is_empty() { " · " (answer.by.unit) } " · " (AtMoment(answer.at))
                        @if piece.answers.len() > 1 { " · " (say!("đã sửa")) }
                    }
                }
            }
        }
    }
}
