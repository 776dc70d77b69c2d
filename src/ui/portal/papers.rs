//! `/kho-giay-to`: the citizen's own verified papers.

use maud::{Markup, html};

use crate::domain::time::Day;
use crate::domain::verified_paper::{Standing, VerifiedPaper};
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::{say, vietnamese};
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
        &Head::new(say!("Kho giấy tờ")).under("/ho-so", say!("Hồ sơ của tôi")),
        &html! {
            div class="stack stack-l measure" {
                div class="stack stack-s" {
                    h1 { (say!("Kho giấy tờ đã xác thực")) }
                    p { (say!("Giấy tờ cán bộ đã kiểm tra và kết quả cơ quan đã cấp cho bạn. Khi nộp hồ sơ tiếp theo, bạn chọn dùng lại thay vì nộp lần nữa.")) }
                }
                @if !confirmed {
                    (notice(Tone::Info, &html! {
                        h2 { (say!("Chưa mở được kho giấy tờ")) }
                        p { (say!("Để không ai khác xem được giấy tờ của bạn, hãy mang giấy tờ tùy thân đến bộ phận một cửa. Cán bộ đối chiếu và xác nhận số giấy tờ của tài khoản này một lần; nếu đổi số trong mục Tài khoản thì phải xác nhận lại.")) }
                    }))
                } @else if papers.is_empty() {
                    (EmptyState {
                        icon: "file",
                        title: say!("Chưa có giấy tờ nào"),
                        body: html! { p { (say!("Giấy tờ sẽ có ở đây sau khi cán bộ xác thực, hoặc khi bạn nhận kết quả có tệp.")) } },
                    })
                }
                @for paper in good { (card(paper, today)) }
                @if !gone.is_empty() {
                    h2 { (say!("Không còn dùng lại được")) }
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
            h3 id={ "giay-" (paper.id) } lang=[vietnamese()] { (paper.title) }
            p { (tag(tone, sign, words::standing(standing))) }
            p { (words::document(&paper.document)) }
            @if let Some(revoked) = &paper.revoked { p class="prose" { (say!("Lý do thu hồi: ")) span lang=[vietnamese()] { (revoked.reason) } } }
            p class="small soft" {
                @if paper.from.component.is_some() { (say!("Xác thực tại hồ sơ ")) } @else { (say!("Kết quả của hồ sơ ")) }
                (paper.from.dossier) (say!(", ngày ")) (OnDay(paper.verified_at.day()))
            }
            @if !paper.reuses.is_empty() {
                p class="small soft" {
                    (say!("Đã dùng lại trong: "))
                    @for (at, reuse) in paper.reuses.iter().enumerate() { @if at > 0 { ", " } (reuse.dossier) " (" (OnDay(reuse.at.day())) ")" }
                }
            }
            @if paper.file.is_some() {
                p { (link_button(&format!("/kho-giay-to/{}", paper.id), say!("Tải tệp"), ButtonKind::Second, Some("download"))) }
            }
        }
    }
}
