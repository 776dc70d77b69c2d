//! `/xac-thuc/{token}`: whether a paper that somebody holds is this office's.

use maud::{Markup, html};

use crate::domain::slip::SlipKind;
use crate::domain::time::Moment;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{said, say, vietnamese};
use crate::ui::parts::{Fact, card, facts, notice};
use crate::ui::words::AtMoment;

/// How the paper stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Issued and valid.
    Valid,
    /// A later slip took its place; its number.
    Replaced(Option<String>),
    /// Shows how things stood at that moment.
    Snapshot,
    /// Signed with the office's key, but not in its records.
    Unknown,
}

/// A paper with the office's signature.
#[derive(Debug, Clone)]
pub struct Checked {
    /// How it stands.
    pub verdict: Verdict,
    /// Which paper.
    pub kind: SlipKind,
    /// Its number as written.
    pub number: Option<String>,
    /// The dossier, or what else it is about.
    pub about: String,
    /// When it was issued.
    pub at: Moment,
    /// The applicant, masked.
    pub applicant: Option<String>,
    /// The procedure.
    pub procedure: Option<String>,
}

/// The answer; `None` for a code that this office never signed.
pub fn verify_page(frame: &Frame<'_>, checked: Option<&Checked>) -> Markup {
    let body = html! {
        div class="stack stack-l measure" {
            h1 { (say!("Xác thực giấy tờ")) }
            @match checked {
                Some(checked) => { (found(frame, checked)) },
                None => { (notice(Tone::Bad, &html! {
                    p { strong { (say!("Mã này không phải do cơ quan cấp, hoặc đã bị sửa.")) } }
                    p { (say!("Hãy quét lại mã QR trên giấy. Nếu vẫn vậy, đừng dùng giấy này và hỏi bộ phận một cửa.")) }
                })) },
            }
        }
    };
    frame.page(&Head::new(say!("Xác thực giấy tờ")), &body)
}

fn found(frame: &Frame<'_>, checked: &Checked) -> Markup {
    let mut rows = vec![Fact::new(
        say!("Loại giấy"),
        html! { (said(checked.kind.official_name())) },
    )];
    if let Some(number) = &checked.number {
        rows.push(Fact::new(say!("Số"), html! { (number) }));
    }
    let about = if checked.kind == SlipKind::Register {
        say!("Kỳ")
    } else {
        say!("Mã hồ sơ")
    };
    rows.push(Fact::new(
        about,
        html! { span class="code" { (checked.about) } },
    ));
    rows.push(Fact::new(say!("Cấp lúc"), html! { (AtMoment(checked.at)) }));
    if let Some(applicant) = &checked.applicant {
        rows.push(Fact::new(
            say!("Người nộp"),
            html! { (applicant) div class="small soft" { (say!("Tên được che bớt.")) } },
        ));
    }
    if let Some(procedure) = &checked.procedure {
        rows.push(Fact::new(
            say!("Thủ tục"),
            html! { span lang=[vietnamese()] { (procedure) } },
        ));
    }
    rows.push(Fact::new(
        say!("Nơi cấp"),
        html! { span lang=[vietnamese()] { (frame.office.name) } },
    ));
    html! {
        (verdict(&checked.verdict))
        (card(&facts(false, &rows)))
        p class="soft" { (say!("Hãy so các thông tin trên với tờ giấy đang cầm: nếu khác nhau, tờ giấy đã bị sửa.")) }
    }
}

fn verdict(verdict: &Verdict) -> Markup {
    match verdict {
        Verdict::Valid => notice(
            Tone::Good,
            &html! {
                p { strong { (say!("Giấy này do cơ quan cấp và còn giá trị.")) } }
            },
        ),
        Verdict::Replaced(number) => notice(
            Tone::Warn,
            &html! {
                p { strong { (say!("Giấy này do cơ quan cấp nhưng không còn giá trị.")) } }
                @if let Some(number) = number { p { (say!("Đã thay bằng phiếu số {number}.", number = number)) } }
            },
        ),
        Verdict::Snapshot => notice(
            Tone::Good,
            &html! {
                p { strong { (say!("Giấy này do cơ quan in ra, đúng với hồ sơ vào lúc in.")) } }
            },
        ),
        Verdict::Unknown => notice(
            Tone::Bad,
            &html! {
                p { strong { (say!("Giấy mang chữ ký của cơ quan nhưng không có trong sổ của cơ quan.")) } }
                p { (say!("Hãy hỏi bộ phận một cửa trước khi dùng giấy này.")) }
            },
        ),
    }
}
