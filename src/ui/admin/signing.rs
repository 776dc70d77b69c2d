//! `/quan-tri/ky-so`: the office's certificate, what signatures show, and whose signatures are trusted.

use maud::{Markup, html};

use crate::domain::signature::Certified;
use crate::domain::time::Moment;
use crate::ui::parts::{
    Button, ButtonKind, Column, EmptyState, FileField, Row, SummaryRow, Table, TextField, Width,
    error_summary, summary, tag,
};
use crate::ui::words::{AtMoment, OnDay};
use crate::ui::{Entries, Frame, Head};

/// Where the page lies and its forms go.
pub const SIGNING: &str = "/quan-tri/ky-so";

/// The certificate that the office signs with.
#[derive(Debug, Clone, Copy)]
pub struct InUse<'a> {
    /// Whose, and until when.
    pub certified: &'a Certified,
    /// Since when it is here.
    pub since: Moment,
    /// Who brought it.
    pub by: &'a str,
}

/// Somebody who signs results, with the image of their signature as an address.
#[derive(Debug, Clone)]
pub struct Signatory {
    /// Name of the account.
    pub username: String,
    /// Full name.
    pub name: String,
    /// The image, if there is one.
    pub image: Option<String>,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct SigningPage<'a> {
    /// The certificate.
    pub in_use: Option<InUse<'a>>,
    /// The seal: its image as an address, and how many millimetres it is across.
    pub seal: Option<(String, u8)>,
    /// The leaders.
    pub signatories: &'a [Signatory],
    /// Authorities that are trusted.
    pub roots: &'a [Certified],
    /// The form that came back.
    pub entries: &'a Entries,
    /// Now.
    pub now: Moment,
}

/// The page. Forms send `_do` and, with files, multipart.
pub fn signing_page(frame: &Frame<'_>, page: &SigningPage<'_>) -> Markup {
    let body = html! {
        div class="stack stack-l" {
            h1 { "Chữ ký số" }
            (error_summary(page.entries))
            (certificate(frame, page))
            (seal(frame, page))
            (signatures(frame, page))
            (roots(frame, page))
        }
    };
    let head = Head::new("Chữ ký số")
        .under("/quan-tri", "Quản trị")
        .faulty(page.entries.is_faulty());
    frame.page(&head, &body)
}

/// How long a certificate still holds, as a mark.
fn standing(certified: &Certified, now: Moment) -> Markup {
    let days = certified.days_left(now);
    if !certified.holds_at(now) {
        return tag("bad", "alert", "Hết hiệu lực");
    }
    if certified.is_to_be_renewed(now) {
        return tag("warn", "clock", &format!("Còn {days} ngày, cần gia hạn"));
    }
    tag("good", "done", "Còn hiệu lực")
}

fn certificate(frame: &Frame<'_>, page: &SigningPage<'_>) -> Markup {
    html! {
        section class="stack" aria-labelledby="chung-thu" {
            h2 id="chung-thu" { "Chứng thư của cơ quan" }
            @match page.in_use {
                None => {
                    (EmptyState {
                        icon: "stamp",
                        title: "Chưa có chứng thư",
                        body: html! { "Nạp tệp chứng thư (.p12, .pfx) để lãnh đạo ký số kết quả ngay trên trang hồ sơ." },
                    })
                }
                Some(in_use) => {
                    (summary(&[
                        SummaryRow::new("Cấp cho", html! {
                            strong { (in_use.certified.name) }
                            @if let Some(organisation) = &in_use.certified.organisation { span class="under" { (organisation) } }
                        }),
                        SummaryRow::new("Hiệu lực", html! {
                            (standing(in_use.certified, page.now))
                            span class="under" { "từ " (OnDay(in_use.certified.from.day())) " đến hết " (AtMoment(in_use.certified.until)) }
                        }),
                        SummaryRow::new("Nơi cấp", html! { (in_use.certified.issuer) }),
                        SummaryRow::new("Số sê-ri", html! { span class="code" { (in_use.certified.serial) } }),
                        SummaryRow::new("Nạp lúc", html! { (AtMoment(in_use.since)) span class="under" { "tài khoản " (in_use.by) } }),
                    ]))
                    form method="post" action=(SIGNING) {
                        (frame.seal)
                        (Button::new("Bỏ chứng thư").kind(ButtonKind::Danger).small().sends("_do", "drop_certificate"))
                    }
                }
            }
            form class="card measure" method="post" action=(SIGNING) enctype="multipart/form-data" {
                (frame.seal)
                h3 { @if page.in_use.is_some() { "Thay bằng chứng thư khác" } @else { "Nạp chứng thư" } }
                (FileField::new("certificate", "Tệp chứng thư").accept(".p12,.pfx").of(page.entries)
                    .hint("Tệp PKCS#12 do tổ chức chứng thực cấp, có cả khóa bí mật."))
                (TextField::new("passphrase", "Mật khẩu của tệp").kind("password").autocomplete("off").width(Width::Middle).of(page.entries)
                    .hint("Hệ thống không lưu mật khẩu này; mỗi lần ký, lãnh đạo nhập lại."))
                div class="actions" { (Button::new("Nạp chứng thư").sends("_do", "certificate")) }
            }
        }
    }
}

fn seal(frame: &Frame<'_>, page: &SigningPage<'_>) -> Markup {
    html! {
        section class="stack" aria-labelledby="con-dau" {
            h2 id="con-dau" { "Hình con dấu" }
            p class="measure soft" { "Ảnh PNG nền trong suốt, màu đỏ. Khi ký, dấu hiện đúng cỡ thật và trùm một phần ba chữ ký về bên trái (Nghị định 30/2020/NĐ-CP)." }
            @if let Some((image, across)) = &page.seal {
                div class="row" {
                    img class="sign-image" src=(image) alt="Hình con dấu đang dùng";
                    p { "Đường kính " (across) " mm" }
                    form method="post" action=(SIGNING) {
                        (frame.seal)
                        (Button::new("Bỏ hình dấu").kind(ButtonKind::Danger).small().sends("_do", "drop_seal"))
                    }
                }
            }
            form class="card measure" method="post" action=(SIGNING) enctype="multipart/form-data" {
                (frame.seal)
                div class="pair" {
                    (FileField::new("seal", "Ảnh con dấu").accept("image/png").of(page.entries))
                    (TextField::new("across", "Đường kính, mm").inputmode("numeric").width(Width::Short).maxlength(2).of(page.entries)
                        .hint("Dấu của UBND cấp xã: 36 mm."))
                }
                div class="actions" { (Button::new("Lưu hình dấu").kind(ButtonKind::Second).sends("_do", "seal")) }
            }
        }
    }
}

fn signatures(frame: &Frame<'_>, page: &SigningPage<'_>) -> Markup {
    html! {
        section class="stack" aria-labelledby="chu-ky" {
            h2 id="chu-ky" { "Hình chữ ký của lãnh đạo" }
            p class="measure soft" { "Ảnh PNG nền trong suốt, màu xanh; hiện ở giữa chức vụ và họ tên người ký." }
            @if page.signatories.is_empty() {
                p { "Chưa có tài khoản lãnh đạo nào đang hoạt động." }
            } @else {
                ul class="stack" role="list" {
                    @for one in page.signatories { li { (signatory(frame, page.entries, one)) } }
                }
            }
        }
    }
}

fn signatory(frame: &Frame<'_>, entries: &Entries, one: &Signatory) -> Markup {
    let field = format!("signature.{}", one.username);
    let label = format!("Ảnh chữ ký của {}", one.name);
    html! {
        form class="card measure" method="post" action=(SIGNING) enctype="multipart/form-data" {
            (frame.seal)
            input type="hidden" name="of" value=(one.username);
            @if let Some(image) = &one.image {
                img class="sign-image" src=(image) alt={ "Chữ ký của " (one.name) };
            }
            (FileField::new(&field, &label).accept("image/png").of(entries))
            div class="actions" {
                (Button::new("Lưu chữ ký").kind(ButtonKind::Second).sends("_do", "signature"))
                @if one.image.is_some() { (Button::new("Bỏ").kind(ButtonKind::Danger).sends("_do", "drop_signature").unchecked()) }
            }
        }
    }
}

fn roots(frame: &Frame<'_>, page: &SigningPage<'_>) -> Markup {
    let columns = [
        Column::new("Tổ chức"),
        Column::new("Hiệu lực"),
        Column::new("Số sê-ri"),
        Column::new("Thao tác"),
    ];
    let row = |root: &Certified| Row {
        late: false,
        cells: vec![
            html! { (root.name) @if let Some(organisation) = &root.organisation { span class="under" { (organisation) } } },
            html! { (standing(root, page.now)) span class="under" { "đến " (OnDay(root.until.day())) } },
            html! { span class="code" { (root.serial) } },
            html! {
                form method="post" action=(SIGNING) {
                    (frame.seal)
                    input type="hidden" name="serial" value=(root.serial);
                    (Button::new("Thôi tin cậy").kind(ButtonKind::Danger).small().sends("_do", "drop_root"))
                }
            },
        ],
    };
    html! {
        section class="stack" aria-labelledby="tin-cay" {
            h2 id="tin-cay" { "Tổ chức chứng thực được tin cậy" }
            p class="measure soft" { "Chữ ký số trên giấy tờ người dân và cơ quan khác gửi đến được đối chiếu với danh sách này. Lấy chứng thư gốc của Ban Cơ yếu Chính phủ, của Trung tâm Chứng thực điện tử quốc gia từ trang chính thức và kiểm tra số sê-ri trước khi thêm." }
            @if page.roots.is_empty() {
                p { (tag("warn", "alert", "Chưa khai tổ chức nào")) " Chữ ký của người khác chỉ kiểm tra được nội dung, chưa xác nhận được người ký." }
            } @else {
                (Table { caption: "Tổ chức chứng thực được tin cậy", show_caption: false, columns: &columns, rows: page.roots.iter().map(row).collect() })
            }
            form class="card measure" method="post" action=(SIGNING) enctype="multipart/form-data" {
                (frame.seal)
                (FileField::new("root", "Chứng thư của tổ chức").accept(".cer,.crt,.pem,.der").of(page.entries))
                div class="actions" { (Button::new("Thêm vào danh sách tin cậy").kind(ButtonKind::Second).sends("_do", "root")) }
            }
        }
    }
}
