//! Statutory papers: what a person reads, what a scanner reads, and that the same slip is the same bytes for ever.
//! Read back with poppler and zbar.

mod archive;
mod golden;
mod others;
mod reader;
mod samples;

use std::path::Path;
use std::process::Command;

use motcua::domain::dossier::PaperKind;
use motcua::domain::person::ApplicantKind;
use motcua::domain::slip::SlipKind;
use motcua::domain::slip::facts::{Head, Matter, Party, Receipt};
use motcua::office::shipped::form_sets;
use motcua::print::{PrintError, Printer, read_back};
use reader::{Printed, assert_says, ink, said};
use samples::{head, matter, minimal, paper, printed, text, typical, with_papers};

const TYPICAL: &str = "
Mẫu số 01, Thông tư số 03/2025/TT-VPCP
ỦY BAN NHÂN DÂN XÃ ĐÔNG ANH
TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐÔNG ANH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 128/TNHS
Đông Anh, ngày 05 tháng 11 năm 2026
Mã hồ sơ: H26.18.1-261105-0128
Mã tra cứu K7QX4M2P
GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
(LIÊN)
Bộ phận tiếp nhận và trả kết quả: Quầy số 3, Trung tâm Phục vụ hành chính công xã Đông Anh
Tiếp nhận hồ sơ của: Nguyễn Thị Minh Nguyệt
Số định danh cá nhân/CCCD: 001*****4567
Địa chỉ: Số 12, ngõ 5, thôn Đản Dị, xã Đông Anh, thành phố Hà Nội
Số điện thoại: 0912 345 678
Email: minhnguyet@example.vn
Nội dung yêu cầu giải quyết: Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con (mã thủ tục: 1.000689)
1. Thành phần hồ sơ nộp gồm:
STT Tên giấy tờ Loại Số lượng
1 Tờ khai đăng ký khai sinh theo mẫu Bản chính 01
2 Chứng cứ chứng minh quan hệ cha - con hoặc quan hệ mẹ - con: văn bản của cơ quan y tế, cơ quan giám định hoặc cơ quan
khác có thẩm quyền Bản sao 01
3 Giấy tờ tùy thân của người yêu cầu Bản điện tử 01
2. Số lượng hồ sơ: 01 (bộ)
3. Thời gian giải quyết hồ sơ theo quy định là: 05 ngày làm việc
4. Thời gian nhận hồ sơ: 09 giờ 03 phút, ngày 05 tháng 11 năm 2026
5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 08 tháng 02 năm 2027
6. Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công xã Đông Anh
7. Phí, lệ phí: Lệ phí đăng ký khai sinh: 5.000 đồng; Lệ phí đăng ký nhận cha, mẹ, con: 1.015.000 đồng; tổng cộng:
1.020.000 đồng
Vào Sổ theo dõi hồ sơ, Quyển số: 01/2026, Số thứ tự: 128
NGƯỜI NỘP HỒ SƠ NGƯỜI TIẾP NHẬN HỒ SƠ
(Ký và ghi rõ họ tên) (Ký và ghi rõ họ tên)
Nguyễn Thị Minh Nguyệt Trần Văn Hùng
Khi nhận kết quả, đề nghị mang theo giấy này và giấy tờ tùy thân; người nhận thay mang thêm văn bản ủy quyền.
Tra cứu hồ sơ: quét mã QR, hoặc nhập mã hồ sơ và mã tra cứu tại https://dichvucong.example.vn/tra-cuu.
Điện thoại hỗ trợ: 024 3883 2222.
";

#[test]
fn each_copy_is_one_page_that_says_the_data_and_nothing_else() {
    let printed = Printed::new(&typical());
    assert_eq!(printed.pages(), 2);
    for (page, copy) in [
        (1, "Liên 1: Giao người nộp hồ sơ"),
        (2, "Liên 2: Lưu tại nơi tiếp nhận"),
    ] {
        assert_eq!(
            ink(&printed.text(Some(page))),
            ink(&TYPICAL.replace("LIÊN)", &format!("{copy})")))
        );
    }
}

#[test]
fn an_absent_field_keeps_its_label_and_its_place() {
    let printed = Printed::new(&minimal());
    assert_eq!(printed.pages(), 2);
    let page = printed.text(Some(1));
    for words in [
        "Tiếp nhận hồ sơ của: Lê Ân Số định danh cá nhân/CCCD: Địa chỉ: Số điện thoại: Email: Nội dung",
        "1. Thành phần hồ sơ nộp gồm: không có giấy tờ kèm theo. 2. Số lượng",
        "quy định là: 4. Thời gian nhận hồ sơ: 09 giờ 03 phút",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 6. Đăng ký nhận kết quả tại: 7. Phí, lệ phí: theo thông báo của cơ quan (nếu có)",
        "Quyển số: , Số thứ tự: NGƯỜI NỘP HỒ SƠ",
    ] {
        assert_says(&page, words);
    }
    assert!(!page.contains("none") && !page.contains("null"));
}

#[test]
fn six_papers_of_two_lines_each_still_fit_one_page() {
    assert_eq!(Printed::new(&with_papers(6)).pages(), 2);
}

#[test]
fn a_long_slip_flows_on_with_page_numbers_and_its_code_on_every_leaf() {
    let receipt = with_papers(45);
    let printed = Printed::new(&receipt);
    let pages = printed.pages();
    assert!(pages >= 4 && pages.is_multiple_of(2), "{pages} pages");
    for place in 1..=45 {
        let name = ink(&format!("{place} Giấy số {place}:"));
        assert_eq!(ink(&printed.text(None)).matches(&name).count(), 2, "{name}");
    }
    for page in 1..=pages {
        let text = printed.text(Some(page));
        let (leaf, copy) = ((page - 1) % (pages / 2) + 1, (page - 1) / (pages / 2) + 1);
        assert_says(&text, &receipt.matter.dossier);
        assert_says(&text, "Tên giấy tờ");
        if leaf > 1 {
            assert!(
                ink(&text).starts_with(&ink(&format!(
                    "{leaf} Mã hồ sơ: {} Liên {copy}",
                    receipt.matter.dossier
                ))),
                "{text}"
            );
        }
    }
    let last = printed.text(Some(pages));
    assert_says(&last, "7. Phí, lệ phí");
    assert_says(&last, "NGƯỜI TIẾP NHẬN HỒ SƠ");
}

#[test]
fn hostile_text_prints_as_it_was_typed() {
    let markup = "#panic(\"x\") *đậm* _nghiêng_ $x^2$ <nhãn> @tên // chú /* thích */ `mã` \\u{41} [a] {b} = -- ~ \" ' & ]]> #{";
    let receipt = Receipt {
        head: Head {
            place: "#place".to_owned(),
            parent_agency: "= *Ủy ban*".to_owned(),
            office: "#import \"a\"".to_owned(),
            ..head()
        },
        matter: Matter {
            procedure_name: markup.to_owned(),
            applicant: Party {
                kind: ApplicantKind::Organisation,
                // Typed in pieces (NFD), read as letters (NFC).
                name: "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t".to_owned(),
                id_number: text("\u{202E}0123"),
                address: text(&"Ư".repeat(300)),
                phone: text("\u{1F600} 李"),
                email: text(&format!("{}@example.vn", "a".repeat(120))),
            },
            ..matter()
        },
        papers: vec![paper(markup, PaperKind::Original)],
        ..typical()
    };
    let printed = Printed::new(&receipt);
    let all = printed.text(None);
    assert_says(&all, &format!("Nội dung yêu cầu giải quyết: {markup}"));
    assert_says(&all, &format!("1 {markup} Bản chính"));
    assert_says(&all, "= *ỦY BAN* #IMPORT \"A\"");
    assert_says(&all, "#place, ngày 05");
    assert_says(&all, "Tiếp nhận hồ sơ của: Tiếng Việt Mã số thuế: 0123");
    assert_says(&all, &format!("Địa chỉ: {}", "Ư".repeat(300)));
    assert_says(&all, &format!("Email: {}@example.vn", "a".repeat(120)));
    // No font has a shape for these: the paper names them instead of leaving a gap.
    assert_says(&all, "Số điện thoại: U+1F600 U+674E");
}

#[test]
fn nothing_runs_over_the_edge_of_the_page() {
    let receipt = Receipt {
        head: Head {
            number: text(&"9".repeat(80)),
            ..head()
        },
        matter: Matter {
            reception_unit: "W".repeat(300),
            ..matter()
        },
        submitter: text(&"W".repeat(120)),
        delivery: text(&"W".repeat(300)),
        ..with_papers(2)
    };
    let printed = Printed::new(&receipt);
    // Words with their boxes, in points; an A4 page is 595 wide and keeps 15 mm on the right.
    let boxes = said(
        Command::new("pdftotext")
            .arg("-bbox")
            .arg(printed.path())
            .arg("-"),
    );
    let edges: Vec<f64> = boxes
        .split("xMax=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert!(edges.len() > 100);
    assert!(edges.iter().all(|edge| *edge < 595.3 - 42.0), "{edges:?}");
}

#[test]
fn a_control_character_is_refused_and_a_line_end_prints_as_a_space() {
    let mut receipt = typical();
    receipt.matter.applicant.name = "Nguyễn\u{7}Văn A".to_owned();
    assert_eq!(
        Printer::new().draw(&printed(&receipt)),
        Err(PrintError::ControlCharacter {
            field: "/applicant/name".to_owned()
        })
    );
    receipt.matter.applicant.name = "Nguyễn\r\nVăn A".to_owned();
    assert_says(&Printed::new(&receipt).text(None), "Nguyễn Văn A");
}

#[test]
fn the_same_slip_is_the_same_bytes_and_another_slip_is_not() {
    let printer = Printer::with_engines(2);
    let first = printer.draw(&printed(&typical())).unwrap();
    let mut other = typical();
    other.matter.applicant.name = "Nguyễn Thị Minh Nguyệt B".to_owned();
    let other = printer.draw(&printed(&other)).unwrap();
    assert_ne!(first, other);
    assert_eq!(first, Printer::new().draw(&printed(&typical())).unwrap());

    // More callers than engines: each gets its own slip.
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(printer.draw(&printed(&typical())).unwrap(), first));
        }
    });
}

#[test]
fn a_slip_read_back_from_its_record_prints_the_same() {
    let record = serde_json::to_string(&typical()).unwrap();
    let again: Receipt = serde_json::from_str(&record).unwrap();
    let printer = Printer::new();
    assert_eq!(
        printer.draw(&printed(&again)),
        printer.draw(&printed(&typical()))
    );
}

#[test]
fn the_date_inside_is_the_slips_own_and_the_fonts_travel_along() {
    let printed = Printed::new(&typical());
    let info = said(
        Command::new("pdfinfo")
            .args(["-isodates"])
            .arg(printed.path()),
    );
    assert!(info.contains("2026-11-05T09:05:00+07"), "{info}");
    assert!(info.contains("Giấy tiếp nhận hồ sơ và hẹn trả kết quả H26.18.1-261105-0128"));
    assert!(
        info.lines()
            .any(|line| line.starts_with("Tagged:") && line.ends_with("yes"))
    );

    let fonts = said(Command::new("pdffonts").arg(printed.path()));
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(!fonts.is_empty());
    for font in fonts {
        assert!(font.contains("+LiberationSerif"), "{font}");
        assert!(
            font.contains(" yes yes yes "),
            "embedded, subset, with Unicode: {font}"
        );
    }
}

#[test]
fn scanners_read_the_code_and_the_address_from_either_copy() {
    let printed = Printed::new(&typical());
    for (page, dpi) in [(1, 150), (2, 200), (1, 300)] {
        assert_eq!(
            printed.scan(page, dpi),
            [
                "CODE-128:H26.18.1-261105-0128",
                "QR-Code:https://dichvucong.example.vn/tra-cuu/H26.18.1-261105-0128",
            ]
        );
    }
}

#[test]
fn scanners_read_every_shape_of_code() {
    for code in [
        "000.00.01.H26-201106-0001",
        "G09.20-20260609-0092637",
        "1234567",
        "H26",
        "123456-A",
        "A-12345-678901-B",
        "H26.118.1234.56.7890.12345.67890.12-20261105-0000128",
    ] {
        let receipt = minimal();
        let printed = Printed::new(&Receipt {
            matter: Matter {
                dossier: code.to_owned(),
                ..receipt.matter.clone()
            },
            ..receipt
        });
        assert_eq!(
            printed.scan(1, 300),
            [format!("CODE-128:{code}"), format!("QR-Code:{code}")]
        );
    }
    let mut odd = minimal();
    odd.matter.dossier = "Hồ sơ 1".to_owned();
    assert_eq!(
        Printer::new().draw(&printed(&odd)),
        Err(PrintError::Unscannable)
    );
}

#[test]
fn a_replacement_and_a_void_slip_say_so() {
    let mut receipt = typical();
    receipt.head.replaces = text("127/TNHS");
    let mut print = printed(&receipt);
    print.sheets[0].void = text("thay thế bằng phiếu số 130/TNHS");
    let page = Printed::of(&print).text(Some(2));
    assert_says(&page, "Thay thế phiếu số 127/TNHS");
    assert_says(&page, "KHÔNG CÒN GIÁ TRỊ (thay thế bằng phiếu số 130/TNHS)");
}

#[test]
fn the_set_of_forms_follows_the_day() {
    let sets = form_sets();
    let form = |kind, day: &str| sets.form(kind, day.parse().unwrap());
    let number = |kind, day: &str| form(kind, day).number;
    assert_eq!(
        form(SlipKind::Receipt, "2025-09-14").circular.as_deref(),
        Some("Thông tư số 01/2018/TT-VPCP")
    );
    assert_eq!(
        form(SlipKind::Receipt, "2025-09-15").circular.as_deref(),
        Some("Thông tư số 03/2025/TT-VPCP")
    );
    assert_eq!(
        number(SlipKind::Control, "2025-09-14").as_deref(),
        Some("Mẫu số 05")
    );
    assert_eq!(
        number(SlipKind::Control, "2025-09-15").as_deref(),
        Some("Mẫu số 06")
    );
    assert_eq!(
        number(SlipKind::Stop, "2025-09-14"),
        None,
        "the older circular has no such form"
    );
    assert_eq!(
        number(SlipKind::Stop, "2025-09-15").as_deref(),
        Some("Mẫu số 05")
    );
    assert_eq!(
        form(SlipKind::Apology, "2025-09-14").template,
        "apology-2018"
    );
}

#[test]
fn a_machine_reads_the_data_back_from_the_paper() {
    let print = printed(&typical());
    let pdf = Printer::new().draw(&print).unwrap();
    let inside = read_back(&pdf).unwrap();
    assert!(inside.is_drawn_alike());
    assert_eq!(inside.print, print);
    assert_eq!(read_back(b"%PDF-1.7"), None);
}

#[test]
fn the_templates_take_nothing_but_the_slip() {
    for file in std::fs::read_dir(Path::new("assets/print")).unwrap() {
        let name = file.unwrap().path();
        let source = std::fs::read_to_string(&name).unwrap();
        let name = name.display();
        for word in [
            "eval(",
            "datetime.today",
            "sys.inputs",
            "@preview",
            "plugin(",
        ] {
            assert!(!source.contains(word), "{name}: {word}");
        }
    }
}
