//! `/huong-dan/thanh-phan`: every part with its states, for whoever builds a page or checks one.

use jiff::civil::date;
use maud::{Markup, PreEscaped, html};

use crate::domain::money::Dong;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ui::entries::Entries;
use crate::ui::frame::{Frame, Head, Tone};
use crate::ui::parts::{
    Button, ButtonKind, CardScan, Checkbox, Choice, Column, DateField, EmptyState, Fact, FileField,
    Moved, Radios, Row, SearchBox, Select, SummaryRow, Table, Task, TextArea, TextField, Width,
    card, copy_button, due_mark, error_summary, facts, field_tag, fold, icon, level_tag,
    link_button, next_page, notice, page_numbers, print_button, qr_image, status_tag, steps,
    summary, tabs, tag, tasks, timeline,
};
use crate::ui::words::{Amount, AtMoment, OnDay};

/// Every part with its states.
pub fn gallery(frame: &Frame<'_>) -> Markup {
    frame.page(
        &Head::new("Thành phần giao diện").under("/huong-dan", "Hướng dẫn"),
        &html! {
            div class="gallery" {
                h1 { "Thành phần giao diện" }
                p class="lead measure" { "Mỗi thành phần một mục, kèm các trạng thái. Mọi giá trị trên trang này chỉ là ví dụ." }
                (buttons()) (messages()) (fields()) (choices()) (filing()) (marks()) (lists()) (tables()) (time())
            }
        },
    )
}

fn section(id: &str, title: &str, body: &Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-ten" } {
            h2 id={ (id) "-ten" } { (title) }
            (body)
        }
    }
}

fn buttons() -> Markup {
    section(
        "nut",
        "Nút bấm và liên kết",
        &html! {
            form class="row" method="get" action="/huong-dan/thanh-phan" {
                (Button::new("Việc chính"))
                (Button::new("Có biểu tượng").icon("check"))
                (Button::new("Việc phụ").kind(ButtonKind::Second))
                (Button::new("Không thể hoàn tác").kind(ButtonKind::Danger))
                (Button::new("Như liên kết").kind(ButtonKind::Quiet))
                (Button::new("Nhỏ").kind(ButtonKind::Second).small())
                button type="button" class="button" disabled { "Chưa bấm được" }
            }
            div class="row" {
                (link_button("/thu-tuc", "Đi tới trang khác", ButtonKind::Main, Some("next")))
                (copy_button("H26.1.2-261124-0001", "Chép mã"))
                (print_button("In trang này"))
            }
            (steps(&["Người nộp", "Giấy tờ", "Nhận kết quả", "Kiểm tra lại"], 1))
        },
    )
}

fn messages() -> Markup {
    let wrong = Entries::new().with("vi_du_ten", "").with("vi_du_sdt", "12");
    let mut wrong = wrong;
    wrong.refuse(
        "vi_du_ten",
        "Họ và tên: hãy nhập họ và tên như trên giấy tờ",
    );
    wrong.refuse("vi_du_sdt", "Số điện thoại: cần có 8 đến 15 chữ số");
    section(
        "thong-bao",
        "Thông báo và lỗi",
        &html! {
            (notice(Tone::Info, &html! { p { "Điều cần biết." } }))
            (notice(Tone::Good, &html! { p { "Việc đã xong." } }))
            (notice(Tone::Warn, &html! { p { "Điều cần lưu ý." } }))
            (notice(Tone::Bad, &html! { h3 { "Có lỗi" } p { "Nói rõ lỗi gì và phải làm gì." } }))
            (error_summary(&wrong))
            (TextField::new("vi_du_ten", "Họ và tên").of(&wrong))
            (TextField::new("vi_du_sdt", "Số điện thoại").kind("tel").width(Width::Middle).of(&wrong).hint("Ví dụ: 0912 345 678"))
            (EmptyState { icon: "inbox", title: "Chưa có hồ sơ nào", body: html! {
                div class="row" { (link_button("/thu-tuc", "Tìm thủ tục", ButtonKind::Second, None)) }
            } })
        },
    )
}

fn fields() -> Markup {
    let filled = Entries::new()
        .with("o_dia_chi", "12 phố Đội Cấn, phường Ba Đình, Hà Nội")
        .with("o_ngay", "1990-05-17")
        .with("o_ghi_chu", "Xin nhận kết quả vào buổi chiều.");
    section(
        "o-nhap",
        "Ô nhập",
        &html! {
            (SearchBox { action: "/thu-tuc", label: "Bạn cần làm thủ tục gì?", hint: Some("Ví dụ: khai sinh, chứng thực"), value: "", key: "mau", suggest: true })
            form class="stack" method="get" action="/huong-dan/thanh-phan" {
                (TextField::new("o_dia_chi", "Địa chỉ").of(&filled).autocomplete("street-address"))
                div class="pair" {
                    (DateField::new("o_ngay", "Ngày sinh").of(&filled))
                    (DateField::new("o_hen", "Hẹn trả").with_time().optional())
                }
                (TextField::new("o_email", "Thư điện tử").kind("email").width(Width::Middle).optional())
                (TextField::new("o_ma", "Mã hồ sơ").value("H26.1.2-261124-0001").readonly().width(Width::Middle))
                (TextArea::new("o_ghi_chu", "Ghi chú").of(&filled).optional())
                (FileField::new("o_tep", "Tệp đính kèm").hint("PDF hoặc ảnh, tối đa 20 MB."))
                (CardScan::new("o_the"))
            }
        },
    )
}

fn choices() -> Markup {
    let ways = [
        Choice::new("counter", "Nhận tại quầy"),
        Choice::new("post", "Qua bưu chính").hint("Bưu tá thu cước khi phát."),
        Choice::new("electronic", "Bản điện tử"),
    ];
    let mut missed = Entries::new();
    missed.refuse("c_loi", "Hãy chọn nam hoặc nữ");
    let sexes = [Choice::new("male", "Nam"), Choice::new("female", "Nữ")];
    section(
        "lua-chon",
        "Lựa chọn",
        &html! {
            form class="stack" method="get" action="/huong-dan/thanh-phan" {
                (Select::new("c_kenh", "Cách nhận kết quả", &ways).blank("Chọn một cách").width(Width::Middle))
                (Radios::new("c_nhan", "Cách nhận kết quả", &ways).value("post").boxed())
                (Radios::new("c_gioi", "Giới tính", &sexes).value("female").inline())
                (Radios::new("c_loi", "Giới tính", &sexes).of(&missed).inline())
                (Checkbox::new("c_cam_doan", "Tôi cam đoan thông tin là đúng").hint("Bạn chịu trách nhiệm về nội dung đã khai."))
            }
        },
    )
}

fn filing() -> Markup {
    let state = |tone: &str, sign: &str, words: &str| {
        html! { p class="draft-state" data-tone=(tone) { (icon(sign)) span { (words) } } }
    };
    section(
        "to-khai",
        "Tờ khai và bản nháp",
        &html! {
            div class="row" {
                (state("good", "done", "Đã lưu 10:32"))
                (state("busy", "clock", "Đang lưu…"))
                (state("bad", "alert", "Chưa lưu – mất mạng. Những gì bạn gõ được giữ trên máy này."))
            }
            div class="field" {
                span class="label" { "Tổng số bản" }
                p class="hint" { "Tự tính." }
                output class="worked-out" { "5" }
            }
            div class="card tight row-of-table measure" {
                p class="small soft" { "Dòng 1" }
                div class="pair" {
                    (TextField::new("k_ten", "Tên giấy tờ").value("Bằng tốt nghiệp"))
                    (TextField::new("k_ban", "Số bản").value("2").inputmode("numeric").width(Width::Short))
                }
            }
            div class="stack stack-s measure" {
                label class="label" for="k-tien-do" { "Đang tải «giấy chứng sinh.jpg» lên" }
                progress class="upload-progress" id="k-tien-do" max="100" value="60" { "60 %" }
                p class="small soft" { "1,2 MB / 2,0 MB" }
            }
            div class="qr" role="img" aria-label="Mã QR ví dụ" { (PreEscaped(qr_image("https://vi-du.gov.vn/tiep-tuc?ma=ABCD2345"))) }
            dialog class="shown" open aria-labelledby="k-hoi" {
                div class="stack" {
                    h3 id="k-hoi" { "Rút hồ sơ này?" }
                    p { "Hồ sơ kết thúc ngay và không mở lại được." }
                    form class="row" method="dialog" {
                        (Button::new("Rút hồ sơ").kind(ButtonKind::Danger))
                        (Button::new("Để lại").kind(ButtonKind::Second))
                    }
                }
            }
        },
    )
}

fn marks() -> Markup {
    section(
        "dau-hieu",
        "Trạng thái và dấu hiệu",
        &html! {
            div class="row" { @for status in Status::ALL { (status_tag(status)) } }
            div class="row" {
                (due_mark(false, false)) (due_mark(true, false)) (due_mark(false, true))
                (level_tag(true)) (level_tag(false)) (field_tag("Hộ tịch")) (tag("idle", "lock", "Nội bộ"))
            }
            p { (AtMoment(nine_fifteen())) " · " (OnDay(date(2026, 11, 24))) " · " (Amount(Dong(1_250_000))) }
        },
    )
}

fn lists() -> Markup {
    section(
        "danh-sach",
        "Danh sách",
        &html! {
            (card(&facts(true, &[
                Fact::new("Mã hồ sơ", html! { span class="code" { "H26.1.2-261124-0001" } }),
                Fact::new("Người giữ", html! { "Trần Thị Bình" span class="soft" { " · Tư pháp – Hộ tịch" } }),
                Fact::new("Hẹn trả", html! { (AtMoment(nine_fifteen())) }),
            ])))
            (summary(&[
                SummaryRow::new("Họ và tên", html! { "Nguyễn Văn An" }).change("/huong-dan/thanh-phan#o-nhap"),
                SummaryRow::new("Số định danh", html! { "001090012345" }),
            ]))
            (tasks(&[
                Task { name: html! { "Tờ khai đăng ký khai sinh" }, hint: Some("1 bản chính".to_owned()), state: tag("good", "done", "Đã tải lên") },
                Task { name: html! { "Giấy chứng sinh" }, hint: Some("1 bản chính".to_owned()), state: tag("idle", "file", "Chưa có") },
            ]))
            (fold("Mở để xem thêm", false, &html! { p { "Nội dung mở ra không cần JavaScript." } }))
        },
    )
}

fn tables() -> Markup {
    let columns = [
        Column::new("Mã hồ sơ"),
        Column::new("Thủ tục"),
        Column::new("Trạng thái"),
        Column::new("Hẹn trả"),
        Column::numeric("Lệ phí"),
    ];
    let row = |code: &str, status, late| Row {
        cells: vec![
            html! { a href="/huong-dan/thanh-phan#bang" { (code) } },
            html! { "Đăng ký khai sinh" },
            status_tag(status),
            html! { (AtMoment(nine_fifteen())) " " (due_mark(late, false)) },
            html! { (Amount(Dong(8_000))) },
        ],
        late,
    };
    section(
        "bang",
        "Bảng, thẻ lọc, trang sau",
        &html! {
            (tabs("Lọc theo trạng thái", 0, &[
                ("/huong-dan/thanh-phan#bang".to_owned(), "Tất cả".to_owned(), Some(128)),
                ("/huong-dan/thanh-phan?tab=2#bang".to_owned(), "Quá hạn".to_owned(), Some(3)),
            ]))
            (Table { caption: "Hồ sơ ví dụ", show_caption: true, columns: &columns, rows: vec![
                row("H26.1.2-261124-0001", Status::Processing, true),
                row("H26.1.2-261124-0002", Status::Received, false),
            ] })
            (next_page(Some("/huong-dan/thanh-phan?after=2#bang"), Some("/huong-dan/thanh-phan#bang")))
            (page_numbers(1, &[1, 2, 3].map(|page| format!("/huong-dan/thanh-phan?page={page}#bang"))))
        },
    )
}

fn time() -> Markup {
    let at = nine_fifteen();
    let line = |status, step: &str, text: &str, before, after| Moved {
        at,
        status,
        step: step.to_owned(),
        actor: "Lê Thị Hoa".to_owned(),
        unit: "Bộ phận một cửa".to_owned(),
        text: text.to_owned(),
        due_before: before,
        due_after: after,
        file: None,
        internal: false,
    };
    section(
        "dien-bien",
        "Diễn biến",
        &timeline(&[
            line(
                Status::Registered,
                "Tiếp nhận",
                "Đã nộp hồ sơ trực tuyến.",
                None,
                None,
            ),
            line(
                Status::Received,
                "Tiếp nhận",
                "Đã tiếp nhận hồ sơ.",
                None,
                Some(at),
            ),
            line(
                Status::AwaitingSupplement,
                "Thụ lý",
                "Yêu cầu bổ sung: Giấy chứng sinh – ảnh chụp bị mờ.",
                Some(at),
                Some(at),
            ),
        ]),
    )
}

fn nine_fifteen() -> Moment {
    Moment::from_civil(date(2026, 11, 23).at(9, 15, 0, 0))
}
