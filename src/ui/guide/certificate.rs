//! `/cai-chung-thu`: how a phone or a computer comes to trust the office's secure page.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::language::say;
use crate::ui::parts::{ButtonKind, copy_button, fold, link_button, notice};
use crate::ui::words;

/// Address of the page.
pub const CERTIFICATE: &str = "/cai-chung-thu";

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct CertificatePage<'a> {
    /// Under which name devices list the certificate.
    pub name: &'a str,
    /// Its SHA-256.
    pub fingerprint: &'a str,
    /// It holds until then.
    pub until: Moment,
    /// The device has come over TLS: it trusts the page already, or somebody has waved a warning away.
    pub secure: bool,
    /// Address of the secure page.
    pub way_in: &'a str,
}

/// The page.
pub fn certificate_page(frame: &Frame<'_>, page: &CertificatePage<'_>) -> Markup {
    let body = html! {
        div class="stack stack-l measure" {
            h1 { (say!("Cài chứng thư của cơ quan")) }
            p class="lead" { (say!("Làm một lần trên mỗi máy, để trình duyệt biết trang này đúng là của cơ quan và mã hóa mọi thứ bạn gửi.")) }
            @if page.secure {
                (notice(Tone::Good, &html! { p { (say!("Bạn đang ở trang an toàn. Nếu trình duyệt không cảnh báo gì thì máy này đã cài xong.")) } }))
            }
            section class="stack" aria-labelledby="tai" {
                h2 id="tai" { (say!("1. Tải chứng thư")) }
                p class="row" {
                    (link_button("/cai-chung-thu/motcua.crt", say!("Tải motcua.crt"), ButtonKind::Main, Some("download")))
                    (link_button("/cai-chung-thu/motcua.pem", say!("Dạng PEM"), ButtonKind::Quiet, None))
                }
                p class="small soft" { (say!("Tên trong danh sách của máy: ")) strong { (page.name) } (say!(". Hiệu lực đến ")) (words::day(page.until.day())) "." }
            }
            section class="stack" aria-labelledby="cai" {
                h2 id="cai" { (say!("2. Cài vào máy")) }
                (fold(say!("Điện thoại Android"), true, &html! {
                    ol {
                        li { (say!("Mở ")) strong { (say!("Cài đặt")) } (say!(", tìm “chứng chỉ CA” (thường ở Bảo mật → Mã hóa và thông tin xác thực → Cài đặt chứng chỉ).")) }
                        li { (say!("Chọn ")) strong { (say!("Chứng chỉ CA")) } (say!(", bấm “Vẫn cài đặt”.")) }
                        li { (say!("Chọn tệp ")) span class="code" { "motcua.crt" } (say!(" vừa tải.")) }
                    }
                }))
                (fold("iPhone, iPad", false, &html! {
                    ol {
                        li { (say!("Mở trang này bằng Safari, tải tệp và bấm “Cho phép”.")) }
                        li { (say!("Mở ")) strong { (say!("Cài đặt")) } (say!(" → “Đã tải về hồ sơ” → Cài đặt.")) }
                        li { (say!("Mở Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận, bật công tắc cạnh tên ở trên.")) }
                    }
                }))
                (fold(say!("Windows (Chrome, Edge, Cốc Cốc)"), false, &html! {
                    ol {
                        li { (say!("Bấm đúp vào ")) span class="code" { "motcua.crt" } (say!(", chọn ")) strong { "Install Certificate" } (say!(" (Cài đặt chứng chỉ).")) }
                        li { (say!("Chọn Current User, rồi “Place all certificates in the following store”.")) }
                        li { (say!("Bấm Browse, chọn ")) strong { "Trusted Root Certification Authorities" } (say!(", bấm OK, Next, Finish, rồi Yes.")) }
                        li { (say!("Đóng hẳn trình duyệt và mở lại.")) }
                    }
                }))
                (fold("Linux", false, &html! {
                    ol {
                        li { (say!("Chrome, Chromium: Cài đặt → Quyền riêng tư và bảo mật → Bảo mật → Quản lý chứng chỉ → Tổ chức phát hành, nhập ")) span class="code" { "motcua.crt" } "." }
                        li { (say!("Cho cả máy (Debian, Ubuntu): chép tệp PEM vào ")) span class="code" { "/usr/local/share/ca-certificates/motcua.crt" } (say!(" rồi chạy ")) span class="code" { "sudo update-ca-certificates" } "." }
                    }
                }))
                (fold(say!("Firefox, trên mọi máy"), false, &html! {
                    ol {
                        li { (say!("Cài đặt → Riêng tư và bảo mật → Chứng thư → Xem chứng thư → Nhà cung cấp → Nhập.")) }
                        li { (say!("Chọn ")) span class="code" { "motcua.crt" } (say!(", đánh dấu “Tin cậy để nhận dạng trang web”.")) }
                    }
                }))
            }
            section class="stack" aria-labelledby="doi-chieu" {
                h2 id="doi-chieu" { (say!("3. Đối chiếu dấu vân tay")) }
                p { (say!("Dấu vân tay SHA-256 mà máy hiện ra phải trùng với dòng dưới đây. Nếu khác, đừng cài và báo cho cơ quan.")) }
                p class="code fingerprint" { (page.fingerprint) }
                p { (copy_button(page.fingerprint, say!("Chép dấu vân tay"))) }
            }
            @if !page.secure {
                section class="stack" aria-labelledby="mo" {
                    h2 id="mo" { (say!("4. Mở trang an toàn")) }
                    p { (link_button(page.way_in, say!("Mở trang an toàn"), ButtonKind::Main, Some("lock"))) }
                    p class="small soft" { (say!("Máy nào đã mở được trang an toàn thì lần sau được dẫn thẳng vào đó.")) }
                }
            }
            (notice(Tone::Info, &html! {
                h2 { (say!("Không cài được thì sao?")) }
                p { (say!("Bạn vẫn nộp hồ sơ tại quầy như thường, hoặc dùng máy của bộ phận một cửa. Trình duyệt hiện cảnh báo khi chưa cài; nếu bỏ qua cảnh báo, dữ liệu vẫn được mã hóa nhưng máy không kiểm tra được trang có đúng của cơ quan hay không.")) }
                p { (say!("Chứng thư này chỉ có giá trị trong mạng nội bộ của cơ quan, không dùng được cho trang nào trên internet.")) }
            }))
        }
    };
    frame.page(&Head::new(say!("Cài chứng thư của cơ quan")), &body)
}
