//! `/huong-dan`: how to find, file, follow and receive.

use maud::{Markup, html};

use crate::domain::status::Status;
use crate::ui::frame::{Filing, Frame, Head};
use crate::ui::language::say;
use crate::ui::parts::{ButtonKind, link_button, status_tag};
use crate::ui::words::status::{meaning, next_step};

/// How to use the portal, in the order of a citizen's way.
pub fn howto(frame: &Frame<'_>) -> Markup {
    frame.page(
        &Head::new(say!("Hướng dẫn sử dụng")),
        &html! {
            div class="stack stack-l measure" {
                h1 { (say!("Hướng dẫn sử dụng")) }
                p class="lead" { (say!("Bốn bước từ lúc tìm thủ tục đến khi nhận kết quả. Không cần tài khoản để xem thủ tục và tra cứu hồ sơ.")) }
                section class="stack" aria-labelledby="tim" {
                    h2 id="tim" { (say!("1. Tìm thủ tục")) }
                    p { (say!("Gõ việc bạn cần làm vào ô tìm kiếm, có dấu hoặc không dấu đều được, ví dụ “khai sinh” hay “chung thuc”. Mỗi thủ tục có trang riêng ghi rõ giấy tờ cần mang, số bản chính, bản sao, thời hạn và lệ phí.")) }
                    p { (link_button("/thu-tuc", say!("Tìm thủ tục"), ButtonKind::Second, Some("search"))) }
                }
                section class="stack" aria-labelledby="nop" {
                    h2 id="nop" { (say!("2. Nộp hồ sơ")) }
                    @match &frame.office.filing {
                        Filing::On => {
                            p { (say!("Trên trang thủ tục, chọn “Nộp hồ sơ” rồi làm theo năm bước. Có thể chụp ảnh giấy tờ bằng điện thoại để tải lên. Trước khi gửi, bạn được xem lại và sửa mọi thông tin.")) }
                        }
                        Filing::Link(address) => {
                            p { (say!("Hồ sơ trực tuyến được nộp tại ")) a href=(address) { (say!("Cổng Dịch vụ công quốc gia")) } (say!(". Bạn cũng có thể đến bộ phận một cửa để được hỗ trợ.")) }
                        }
                        Filing::Off => p { (say!("Hồ sơ được nộp trực tiếp tại bộ phận một cửa hoặc gửi qua bưu chính.")) },
                    }
                    p { (say!("Tại bộ phận một cửa, hãy mang theo thẻ căn cước: cán bộ quét mã QR trên thẻ để điền thông tin thay bạn.")) }
                }
                section class="stack" aria-labelledby="theo-doi" {
                    h2 id="theo-doi" { (say!("3. Theo dõi")) }
                    p { (say!("Giữ giấy tiếp nhận. Trên giấy có mã hồ sơ và mã tra cứu; chỉ cần hai mã này là xem được hồ sơ đang ở đâu, ai đang giải quyết và ngày hẹn trả.")) }
                    p { (link_button("/tra-cuu", say!("Tra cứu hồ sơ"), ButtonKind::Second, Some("clock"))) }
                }
                section class="stack" aria-labelledby="nhan" {
                    h2 id="nhan" { (say!("4. Nhận kết quả")) }
                    p { (say!("Nhận tại quầy, qua bưu chính hoặc bản điện tử, theo lựa chọn khi nộp. Sau khi nhận, bạn có thể đánh giá việc phục vụ.")) }
                }
                section class="stack" aria-labelledby="trang-thai" {
                    h2 id="trang-thai" { (say!("Mười trạng thái của hồ sơ")) }
                    ul class="tasks" role="list" {
                        @for status in Status::ALL {
                            li {
                                div class="stack stack-s" {
                                    (status_tag(status))
                                    p { (meaning(status)) }
                                    p class="small soft" { (say!("Tiếp theo: ")) (next_step(status)) }
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}
