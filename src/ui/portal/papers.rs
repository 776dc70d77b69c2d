//! `/kho-giay-to`: the citizen's own verified papers.

use maud::{Markup, html};

use crate::domain::time::Day;
use crate::domain::verified_paper::{Standing, VerifiedPaper};
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::parts::{ButtonKind, EmptyState, link_button, notice, tag};
use crate::ui::words::{OnDay, papers as words};

/// The store as its owner sees it; `confirmed` when an officer has seen that the number is theirs.
pub fn own_papers(
    frame: &Frame<'_>,
    papers: &[VerifiedPaper],
    confirmed: bool,
    today: Day,
) -> Markup {
    let valid = |paper: &&VerifiedPaper| paper.standing(today) == Standing::Valid;
    let (good, gone): (Vec<_>, Vec<_>) = papers.iter().partition(valid);
    frame.page(
        &Head::new("Kho giấy tờ").under("/ho-so", "Hồ sơ của tôi"),
        &html! {
            div class="stack stack-l measure" {
                div class="stack stack-s" {
                    h1 { "Kho giấy tờ đã xác thực" }
                    p { "Giấy tờ cán bộ đã kiểm tra và kết quả cơ quan đã cấp cho bạn. Khi nộp hồ sơ tiếp theo, bạn chọn dùng lại thay vì nộp lần nữa." }
                }
                @if !confirmed {
                    (notice(Tone::Info, &html! {
                        h2 { "Chưa mở được kho giấy tờ" }
                        p { "Để không ai khác xem được giấy tờ của bạn, hãy mang giấy tờ tùy thân đến bộ phận một cửa. Cán bộ đối chiếu và xác nhận số giấy tờ của tài khoản này một lần; nếu đổi số trong mục Tài khoản thì phải xác nhận lại." }
                    }))
                } @else if papers.is_empty() {
                    (EmptyState {
                        icon: "file",
                        title: "Chưa có giấy tờ nào",
                        body: html! { p { "Giấy tờ sẽ có ở đây sau khi cán bộ xác thực, hoặc khi bạn nhận kết quả có tệp." } },
                    })
                }
                @for paper in good { (card(paper, today)) }
                @if !gone.is_empty() {
                    h2 { "Không còn dùng lại được" }
                    @for paper in gone { (card(paper, today)) }
                }
            }
        },
    )
}

fn card(paper: &VerifiedPaper, today: Day) -> Markup {
    let standing = paper.standing(today);
    let (tone, sign) = match standing {
        Standing::Valid => ("good", "check"),
        Standing::Expired => ("idle", "clock"),
        Standing::Revoked => ("bad", "refuse"),
    };
    html! {
        section class="card tight" aria-labelledby={ "giay-" (paper.id) } {
            h3 id={ "giay-" (paper.id) } { (paper.title) }
            p { (tag(tone, sign, words::standing(standing))) }
            p { (words::document(&paper.document)) }
            @if let Some(revoked) = &paper.revoked { p class="prose" { "Lý do thu hồi: " (revoked.reason) } }
            p class="small soft" {
                @if paper.from.component.is_some() { "Xác thực tại hồ sơ " } @else { "Kết quả của hồ sơ " }
                (paper.from.dossier) ", ngày " (OnDay(paper.verified_at.day()))
            }
            @if !paper.reuses.is_empty() {
                p class="small soft" {
                    "Đã dùng lại trong: "
                    @for (at, reuse) in paper.reuses.iter().enumerate() { @if at > 0 { ", " } (reuse.dossier) " (" (OnDay(reuse.at.day())) ")" }
                }
            }
            @if paper.file.is_some() {
                p { (link_button(&format!("/kho-giay-to/{}", paper.id), "Tải tệp", ButtonKind::Second, Some("download"))) }
            }
        }
    }
}
