//! Pages that say why something did not work, and what to do.

use maud::{Markup, html};

use crate::ui::frame::{Frame, Head};
use crate::ui::language::say;
use crate::ui::parts::{ButtonKind, icon, link_button};

/// What went wrong, as the visitor needs to know it.
#[derive(Debug, Clone, Copy)]
pub enum FaultPage<'a> {
    /// 401: who is it?
    SignIn,
    /// 403: not allowed to this account; why.
    Forbidden(&'a str),
    /// 404: no such page, or not to be seen.
    NotFound,
    /// 405, 400 and their like: the browser sent something odd.
    Odd(&'a str),
    /// 409: the state of the dossier does not allow it; why.
    Conflict(&'a str),
    /// 413: a file or form is too large; the limit in words.
    TooLarge(&'a str),
    /// 422: what was sent is wrong; why.
    Invalid(&'a str),
    /// 429: too many failed tries.
    TooMany,
    /// 500: broken; the number under which it is logged.
    Broken(&'a str),
    /// 503: the store is being opened; how far it is.
    Recovering(&'a str),
}

impl FaultPage<'_> {
    fn title(self) -> &'static str {
        match self {
            Self::SignIn => say!("Cần đăng nhập"),
            Self::Forbidden(_) => say!("Bạn không có quyền làm việc này"),
            Self::NotFound => say!("Không tìm thấy trang"),
            Self::Odd(_) => say!("Yêu cầu không hợp lệ"),
            Self::Conflict(_) => say!("Hồ sơ đang ở trạng thái khác"),
            Self::TooLarge(_) => say!("Tệp quá lớn"),
            Self::Invalid(_) => say!("Thông tin chưa hợp lệ"),
            Self::TooMany => say!("Thử sai quá nhiều lần"),
            Self::Broken(_) => say!("Hệ thống gặp lỗi"),
            Self::Recovering(_) => say!("Hệ thống đang khôi phục"),
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::SignIn | Self::Forbidden(_) => "lock",
            Self::NotFound => "search",
            Self::TooMany | Self::Recovering(_) => "clock",
            _ => "alert",
        }
    }

    fn words(self) -> Markup {
        html! {
            @match self {
                Self::SignIn => p { (say!("Hãy đăng nhập rồi mở lại trang này.")) },
                Self::Forbidden(why) => {
                    p { (why) }
                    p { (say!("Nếu bạn cần quyền này, hãy liên hệ người quản trị của cơ quan.")) }
                }
                Self::NotFound => {
                    p { (say!("Trang không có, đã chuyển đi, hoặc không dành cho tài khoản này.")) }
                    p { (say!("Hãy kiểm tra lại địa chỉ, tìm thủ tục, hoặc tra cứu hồ sơ bằng mã trên giấy tiếp nhận.")) }
                }
                Self::Odd(why) => {
                    p { (why) }
                    p { (say!("Hãy quay lại trang trước, tải lại rồi làm lại.")) }
                }
                Self::Conflict(why) => {
                    p { (why) }
                    p { (say!("Có thể người khác vừa xử lý hồ sơ. Hãy mở lại hồ sơ để xem tình trạng mới nhất.")) }
                }
                Self::TooLarge(limit) => {
                    p { (say!("Tệp hoặc nội dung gửi lên vượt quá {limit}.", limit = limit)) }
                    p { (say!("Hãy chụp lại ở độ phân giải thấp hơn hoặc chia thành nhiều tệp. Hồ sơ chưa bị mất.")) }
                }
                Self::Invalid(why) => {
                    p { (why) }
                    p { (say!("Hãy quay lại trang trước và sửa; những gì đã nhập vẫn còn trong trình duyệt.")) }
                }
                Self::TooMany => p { (say!("Để bảo vệ tài khoản và hồ sơ, hãy đợi vài phút rồi thử lại.")) },
                Self::Broken(incident) => {
                    p { (say!("Việc bạn vừa làm có thể chưa được lưu. Hãy thử lại sau ít phút.")) }
                    p { (say!("Nếu vẫn lỗi, hãy báo cho cơ quan số sự cố ")) strong class="code" { (incident) } "." }
                }
                Self::Recovering(how_far) => {
                    p { (say!("Đang khôi phục dữ liệu sau lần dừng trước. Không có hồ sơ nào bị mất.")) }
                    @if !how_far.is_empty() { p aria-live="polite" aria-busy="true" { (how_far) "…" } }
                    p { (say!("Trang sẽ dùng được sau ít giây và tự tải lại.")) }
                }
            }
        }
    }
}

/// The page.
pub fn fault_page(frame: &Frame<'_>, fault: FaultPage<'_>) -> Markup {
    frame.page(
        &Head::new(fault.title()),
        &html! {
            div class="fault-page stack" {
                (icon(fault.sign()))
                h1 { (fault.title()) }
                (fault.words())
                div class="row actions" {
                    @match fault {
                        FaultPage::Recovering(_) => (link_button(frame.path, say!("Tải lại"), ButtonKind::Main, None)),
                        FaultPage::SignIn => (link_button("/dang-nhap", say!("Đăng nhập"), ButtonKind::Main, Some("user"))),
                        _ => (link_button("/", say!("Về trang chủ"), ButtonKind::Main, Some("house"))),
                    }
                    @if matches!(fault, FaultPage::NotFound) {
                        (link_button("/thu-tuc", say!("Tìm thủ tục"), ButtonKind::Second, Some("search")))
                        (link_button("/tra-cuu", say!("Tra cứu hồ sơ"), ButtonKind::Second, None))
                    }
                }
                @if let Some(phone) = &frame.office.phone { p class="soft" { (say!("Cần giúp? Gọi {phone}.", phone = phone)) } }
            }
        },
    )
}
