//! Every paper beside the receipt: with all it may say, with as little as it may, and with the longest there is.

use std::sync::LazyLock;

use motcua::domain::clock::Verdict;
use motcua::domain::dossier::PaperKind;
use motcua::domain::person::ApplicantKind;
use motcua::domain::procedure::Procedure;
use motcua::domain::slip::facts::{
    Apology, Checklist, ChecklistPaper, Choice, Control, Cover, Entry, Envelope, Field, FormSheet,
    HandOver, Head, Item, Label, Matter, Postal, Receipt, Recipient, Refusal, Register, Section,
    Sender, Stop, Supplement, Table, Wanted,
};
use motcua::domain::slip::{PaperSize, Print, SlipKind};
use motcua::office::shipped;
use motcua::print::{Printer, read_back};
use serde_json::Value;

use super::reader::{Printed, ink};
use super::samples::{Facts, at, bare, head, matter, minimal, paper, printed, text, typical};

/// How much a paper says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Much {
    /// Nothing that it may leave out.
    Little,
    /// What it says on an ordinary day.
    Usual,
    /// The longest names and lists that the shipped catalogue has.
    Longest,
    /// More than anybody would write.
    Most,
}

const ALL: [Much; 4] = [Much::Little, Much::Usual, Much::Longest, Much::Most];

/// Every paper that says this much.
pub(super) fn every(much: Much) -> Vec<Print> {
    vec![
        printed(&receipt(much)),
        printed(&supplement(much)),
        printed(&refusal(much)),
        printed(&apology(much)),
        printed(&stop(much)),
        printed(&control(much)),
        printed(&register(much)),
        printed(&cover(much)),
        printed(&Envelope {
            postal: postal(much),
        }),
        printed(&label(much)),
        printed(&checklist(much)),
        printed(&form(much)),
    ]
}

/// The procedure with the longest name of all that are shipped.
fn longest() -> &'static Procedure {
    static LONGEST: LazyLock<Procedure> = LazyLock::new(|| {
        let procedures = shipped::procedures().into_iter();
        let longest = procedures.max_by_key(|procedure| procedure.name.chars().count());
        longest.expect("procedures are shipped")
    });
    &LONGEST
}

/// Names of papers, of the procedure that asks for the most.
fn longest_papers() -> &'static [String] {
    static PAPERS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let papers = |procedure: &Procedure| {
            let papers = procedure.components.iter().filter(|paper| !paper.note);
            papers.map(|paper| paper.name.clone()).collect::<Vec<_>>()
        };
        let lists = shipped::procedures();
        let lists = lists.iter().map(papers);
        lists.max_by_key(Vec::len).expect("procedures are shipped")
    });
    &PAPERS
}

fn about(much: Much) -> (Head, Matter) {
    match much {
        Much::Little => bare(),
        Much::Usual => (head(), matter()),
        Much::Longest => {
            let (head, mut matter) = (head(), matter());
            "Công ty Trách nhiệm hữu hạn Một thành viên Đầu tư Xây dựng và Phát triển Hạ tầng Khu công nghiệp Bắc Thăng Long"
                .clone_into(&mut matter.applicant.name);
            matter.applicant.kind = ApplicantKind::Organisation;
            matter.applicant.address = text(
                "Tầng 12, Tòa nhà Hỗn hợp Thương mại và Dịch vụ Đông Anh Tower, Lô CN-08, đường Hoàng Sa, xã Đông Anh, thành phố Hà Nội",
            );
            matter.procedure_name.clone_from(&longest().name);
            matter.procedure_code = longest().code.to_string();
            (head, matter)
        }
        Much::Most => {
            let (head, mut matter) = (head(), matter());
            matter.applicant.name = "Công ty Trách nhiệm hữu hạn Thương mại ".repeat(7);
            matter.procedure_name = "Chuyển mục đích sử dụng đất đối với thửa đất ".repeat(12);
            matter.applicant.address = text(&"Số 12, ngõ 5, thôn Đản Dị, ".repeat(8));
            (head, matter)
        }
    }
}

fn reason(much: Much) -> String {
    let one = "Bản sao Giấy khai sinh chưa được chứng thực theo quy định. ";
    one.trim().to_owned()
        + &match much {
            Much::Little => String::new(),
            Much::Usual => format!(" {}", one.trim()),
            Much::Longest => format!(" {one}").repeat(4),
            Much::Most => format!(" {one}").repeat(160),
        }
}

fn given(much: Much, words: &str) -> Option<String> {
    (much != Much::Little).then(|| words.to_owned())
}

fn supplement(much: Much) -> Supplement {
    let (head, matter) = about(much);
    let numbered = |count: u32| {
        let name = |place| format!("Giấy tờ thứ {place} chứng minh quan hệ");
        (1..=count).map(name).collect()
    };
    let names: Vec<String> = match much {
        Much::Little => numbered(1),
        Much::Usual => numbered(3),
        Much::Longest => longest_papers().to_vec(),
        Much::Most => numbered(30),
    };
    Supplement {
        head,
        matter,
        items: names
            .into_iter()
            .enumerate()
            .map(|(place, name)| Wanted {
                name,
                reason: format!("Thiếu trang {}", place + 1),
                original: 1,
                copy: 0,
            })
            .collect(),
        reason: reason(much),
        until: (much != Much::Little).then(|| "2026-11-20".parse().unwrap()),
        round: 1,
        contact: given(much, "Trần Văn Hùng, Quầy số 3"),
        officer: given(much, "Trần Văn Hùng"),
    }
}

fn refusal(much: Much) -> Refusal {
    let (head, matter) = about(much);
    Refusal {
        head,
        matter,
        reason: reason(much),
        submitter: given(much, "Nguyễn Thị Minh Nguyệt"),
        officer: given(much, "Trần Văn Hùng"),
    }
}

fn apology(much: Much) -> Apology {
    let (head, matter) = about(much);
    let when = |day: &str| (much != Much::Little).then(|| at(day));
    Apology {
        head,
        matter,
        received_at: when("2026-11-05T09:03:00+07:00"),
        due_before: when("2026-11-12T17:00:00+07:00"),
        due_after: at("2026-11-19T17:00:00+07:00"),
        due_original: when("2026-11-12T17:00:00+07:00"),
        reason: reason(much),
        round: 1,
        signer: given(much, "Phạm Thị Lan"),
    }
}

fn stop(much: Much) -> Stop {
    let (head, matter) = about(much);
    Stop {
        head,
        matter,
        received_at: (much != Much::Little).then(|| at("2026-11-05T09:03:00+07:00")),
        stage: "Thẩm định".to_owned(),
        reason: reason(much),
        asked: given(much, "Xin rút để bổ sung"),
        money: given(
            much,
            "đã nộp 50.000 đồng; giải quyết theo quy định về phí, lệ phí",
        ),
        signer: given(much, "Phạm Thị Lan"),
    }
}

fn control(much: Much) -> Control {
    let (head, matter) = about(much);
    let steps = match much {
        Much::Little => 0,
        Much::Usual => 4,
        Much::Longest => 12,
        Much::Most => 60,
    };
    Control {
        head,
        matter,
        received_at: (much != Much::Little).then(|| at("2026-11-05T09:03:00+07:00")),
        due_at: None,
        agency: "Phòng Văn hóa - Xã hội".to_owned(),
        coordinating: given(much, "Công an xã"),
        status: "Đang xử lý".to_owned(),
        steps: (1..=steps)
            .map(|place| HandOver {
                from_unit: format!("Quầy {place}"),
                from: text("Trần Văn Hùng"),
                to_unit: "Phòng Văn hóa - Xã hội".to_owned(),
                to: text("Đỗ Thu Hà"),
                at: at("2026-11-05T10:00:00+07:00"),
                verdict: Some(Verdict::OnTime),
                note: text("Chuyển giải quyết"),
            })
            .collect(),
    }
}

fn register(much: Much) -> Register {
    let (head, _) = about(Much::Usual);
    let lines = match much {
        Much::Little => 0,
        Much::Usual | Much::Longest => 12,
        Much::Most => 120,
    };
    let day = |text: &str| Some(text.parse().unwrap());
    Register {
        head,
        volume: "11/2026".to_owned(),
        from: "2026-11-01".parse().unwrap(),
        to: "2026-11-30".parse().unwrap(),
        first_page: 1,
        last: true,
        total: lines,
        entries: (1..=lines)
            .map(|number| Entry {
                number,
                dossier: format!("H26.18.1-261105-{number:04}"),
                procedure: if much == Much::Longest {
                    longest().name.clone()
                } else {
                    "Đăng ký khai sinh".to_owned()
                },
                sets: 1,
                applicant: "Nguyễn Thị Minh Nguyệt".to_owned(),
                contact: "thôn Đản Dị; 0912345678".to_owned(),
                agency: "Ủy ban nhân dân xã".to_owned(),
                received: day("2026-11-05"),
                due: day("2026-11-08"),
                forwarded: None,
                finished: None,
                returned: None,
                method: text("Trực tiếp"),
                signed_by: None,
                note: None,
            })
            .collect(),
    }
}

fn cover(much: Much) -> Cover {
    let (head, matter) = about(much);
    Cover {
        head,
        matter,
        received_at: (much != Much::Little).then(|| at("2026-11-05T09:03:00+07:00")),
        due_at: None,
        finished_at: None,
        result: "Giấy khai sinh".to_owned(),
        result_number: given(much, "112/2026"),
        delivery: "Trực tiếp tại bộ phận tiếp nhận và trả kết quả".to_owned(),
        officer: given(much, "Trần Văn Hùng"),
    }
}

fn postal(much: Much) -> Postal {
    let (_, matter) = about(much);
    Postal {
        issued_at: at("2026-11-05T09:03:00+07:00"),
        dossier: matter.dossier,
        sender: Sender {
            name: "Trung tâm Phục vụ hành chính công xã Đông Anh".to_owned(),
            address: given(much, "Số 1 đường Cao Lỗ"),
            phone: given(much, "024 3883 2222"),
        },
        recipient: Recipient {
            name: matter.applicant.name,
            address: matter.applicant.address,
            phone: matter.applicant.phone,
        },
    }
}

fn label(much: Much) -> Label {
    let (_, matter) = about(much);
    Label {
        postal: postal(much),
        procedure_name: matter.procedure_name,
        received: None,
        due: None,
    }
}

fn checklist(much: Much) -> Checklist {
    let (head, matter) = about(much);
    let numbered = |count: u32| {
        (1..=count)
            .map(|place| format!("Giấy tờ thứ {place}"))
            .collect()
    };
    let names: Vec<String> = match much {
        Much::Little | Much::Usual => numbered(3),
        Much::Longest => longest_papers().to_vec(),
        Much::Most => numbered(40),
    };
    Checklist {
        head,
        procedure_name: matter.procedure_name,
        procedure_code: matter.procedure_code,
        case: given(much, "Trường hợp thông thường"),
        papers: names
            .into_iter()
            .map(|name| ChecklistPaper {
                name,
                original: 1,
                copy: 1,
                note: false,
                group: None,
            })
            .collect(),
        terms: vec!["05 ngày làm việc".to_owned()],
        fees: vec!["50.000 đồng".to_owned()],
        address: given(much, "Số 1 đường Cao Lỗ"),
        hours: vec!["Thứ Hai – thứ Sáu: 07:30–11:30".to_owned()],
        url: given(much, "https://dichvucong.example.vn/thu-tuc/1.000689"),
    }
}

fn form(much: Much) -> FormSheet {
    FormSheet {
        issued_at: at("2026-11-05T09:03:00+07:00"),
        title: "Đơn đề nghị giải quyết thủ\u{a0}tục\u{a0}hành\u{a0}chính".to_owned(),
        subtitle: None,
        form_number: None,
        recipient: given(much, "Ủy ban nhân dân xã Đông Anh"),
        code: given(much, "H26.18.1-261105-0128"),
        sections: vec![Section {
            title: text("1. Người đề nghị"),
            items: vec![
                Item::Field(Field {
                    label: "Họ và tên".to_owned(),
                    value: given(much, "Nguyễn Thị Minh Nguyệt"),
                    half: false,
                    lines: if much == Much::Most { 20 } else { 1 },
                }),
                Item::Choice(Choice {
                    label: "Nhận kết quả".to_owned(),
                    options: vec![
                        ("tại quầy".to_owned(), true),
                        ("qua bưu chính".to_owned(), false),
                    ],
                }),
                Item::Table(Table {
                    label: text("Giấy tờ kèm theo"),
                    columns: vec!["STT".to_owned(), "Tên giấy tờ".to_owned()],
                    rows: vec![vec!["1".to_owned(), "Giấy chứng sinh".to_owned()]],
                    blank_rows: 2,
                }),
            ],
        }],
        declaration: text("Tôi cam đoan những nội dung khai trên đây là đúng sự thật."),
        place: text("Đông Anh"),
        dated: true,
        signature: text("Người đề nghị"),
        signer: given(much, "Nguyễn Thị Minh Nguyệt"),
    }
}

fn receipt(much: Much) -> Receipt {
    match much {
        Much::Little => minimal(),
        Much::Usual => typical(),
        Much::Longest => {
            let (head, matter) = about(much);
            let papers = longest_papers()
                .iter()
                .map(|name| paper(name, PaperKind::Copy));
            Receipt {
                head,
                matter,
                papers: papers.collect(),
                ..typical()
            }
        }
        Much::Most => {
            let (head, matter) = about(much);
            Receipt {
                head,
                matter,
                ..typical()
            }
        }
    }
}

/// Fields for which the form of this paper has no place.
fn unsaid(kind: SlipKind) -> &'static [&'static str] {
    match kind {
        SlipKind::Supplement => &["reception_unit"],
        SlipKind::Apology => &["id_number", "hotline", "procedure_code"],
        SlipKind::Stop => &["procedure_code"],
        SlipKind::Control => &[
            "number",
            "hotline",
            "phone",
            "email",
            "id_number",
            "reception_unit",
        ],
        SlipKind::Cover => &["number", "id_number", "procedure_code"],
        SlipKind::Register => &["number", "hotline"],
        SlipKind::Checklist => &["number", "place"],
        _ => &[],
    }
}

/// Every text of the facts that a person is meant to read.
fn texts<'a>(value: &'a Value, name: &'a str, found: &mut Vec<(&'a str, &'a str)>) {
    // Addresses are said by the QR code, moments and choices in other words, agencies in capitals.
    const OTHERWISE: [&str; 18] = [
        "verify_url",
        "track_url",
        "url",
        "kind",
        "is",
        "verdict",
        "issued_at",
        "received_at",
        "due_at",
        "finished_at",
        "due_before",
        "due_after",
        "due_original",
        "at",
        "parent_agency",
        "office",
        "from_day",
        "to_day",
    ];
    match value {
        Value::String(text)
            if !OTHERWISE.contains(&name) && text.parse::<motcua::domain::time::Day>().is_err() =>
        {
            found.push((name, text));
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, name, found)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, field)| texts(field, name, found)),
        _ => {}
    }
}

/// Whether the page says the text; the head of a later page may stand inside it.
fn is_said(page: &str, text: &str, pages: usize) -> bool {
    let text: Vec<char> = ink(text).to_lowercase().chars().collect();
    let pieces = text
        .chunks(60)
        .map(|piece| piece.iter().collect::<String>());
    let missing = pieces
        .filter(|piece| !page.contains(piece.as_str()))
        .count();
    missing < pages
}

/// Prints it, on the sizes of paper there are, and reads every text back.
#[track_caller]
fn says_all<F: Facts>(facts: &F, one_page: bool) -> Printed {
    let print = printed(facts);
    let mut small = print.clone();
    small.size = PaperSize::A5;
    for print in [&small, &print] {
        let paper = Printed::of(print);
        let page = ink(&paper.text(None)).to_lowercase();
        let mut found = Vec::new();
        texts(&print.sheets[0].facts, "", &mut found);
        assert!(!found.is_empty());
        found.retain(|(name, text)| {
            !unsaid(F::KIND).contains(name) && !is_said(&page, text, paper.pages())
        });
        assert!(found.is_empty(), "{:?} does not say {found:?}", F::KIND);
        assert!(!page.contains("none)"), "{page}");
    }
    let printed = Printed::of(&print);
    if one_page {
        let pages = if F::KIND == SlipKind::Receipt { 2 } else { 1 };
        assert_eq!(printed.pages(), pages, "{:?}", F::KIND);
    }
    printed
}

/// A label is as large as it is: it says the code whole, and names as far as they fit.
fn says_enough(label: &Label) {
    let printed = Printed::new(label);
    assert_eq!(printed.pages(), 1);
    let text = ink(&printed.text(None));
    let begins = |name: &str| ink(name).chars().take(40).collect::<String>();
    let postal = &label.postal;
    for said in [
        ink(&postal.dossier),
        begins(&postal.recipient.name),
        begins(&label.procedure_name),
    ] {
        assert!(text.contains(&said), "{said}: {text}");
    }
}

#[test]
fn every_paper_says_all_its_data_and_keeps_to_its_page() {
    for much in ALL {
        let one = matches!(much, Much::Little | Much::Usual);
        says_all(&receipt(much), one);
        says_all(&supplement(much), one);
        says_all(&refusal(much), one);
        says_all(&apology(much), one);
        says_all(&stop(much), one);
        says_all(&control(much), one);
        says_all(&register(much), one);
        says_all(&cover(much), much != Much::Longest);
        says_all(
            &Envelope {
                postal: postal(much),
            },
            true,
        );
        says_enough(&label(much));
        says_all(&checklist(much), one);
        says_all(&form(much), one);
    }
}

#[test]
fn an_apology_says_who_gets_it() {
    let text = ink(&Printed::new(&apology(Much::Usual)).text(None));
    for told in [
        "- Như trên;",
        "- Quầy số 3, Trung tâm Phục vụ hành chính công xã Đông Anh;",
        "- Lưu: VT.",
    ] {
        assert!(text.contains(&ink(told)), "{told}: {text}");
    }
}

#[test]
fn a_reason_of_ten_thousand_characters_prints_to_its_last_word() {
    let mut slip = refusal(Much::Usual);
    slip.reason = format!("{}hết.", "#eval(1) *lý do* \u{202E}đảo ".repeat(460));
    assert!(slip.reason.chars().count() > 10_000);
    let printed = Printed::new(&slip);
    let text = ink(&printed.text(None));
    // The head of a page may stand inside one of them.
    let whole = text.matches("#eval(1)*lýdo*đảo").count();
    assert!(
        whole + printed.pages() > 460,
        "{whole} on {} pages",
        printed.pages()
    );
    assert!(text.contains("hết."), "{text}");
}

#[test]
fn the_register_numbers_its_pages_and_repeats_its_head() {
    let printed = Printed::new(&register(Much::Most));
    let pages = printed.pages();
    assert!(pages > 2);
    // The signatures may stand on a page of their own.
    for page in 2..pages {
        let text = printed.text(Some(page));
        assert!(ink(&text).contains(&ink("Mã hồ sơ")), "{text}");
        assert!(ink(&text).starts_with(&page.to_string()), "{text}");
    }
}

/// Receipts of so many dossiers as one print.
fn stack(count: usize) -> Print {
    let mut print = printed(&typical());
    let one = print.sheets[0].clone();
    print.sheets = (1..=count)
        .map(|place| {
            let mut sheet = one.clone();
            sheet.facts["dossier"] = format!("H26.18.1-261105-{place:04}").into();
            sheet
        })
        .collect();
    print
}

#[test]
fn five_hundred_slips_are_one_file() {
    let print = stack(500);
    let pdf = Printer::new().draw(&print).unwrap();
    assert_eq!(read_back(&pdf).unwrap().print, print);
    let printed = Printed::of(&print);
    assert_eq!(printed.pages(), 1_000);
    let text = printed.text(None);
    let pages: Vec<&str> = text.split('\u{c}').collect();
    for place in 1..=500 {
        let code = format!("H26.18.1-261105-{place:04}");
        for page in [2 * place - 2, 2 * place - 1] {
            assert!(pages[page].contains(&code), "{code}: {}", pages[page]);
        }
    }
}

#[test]
fn a_stack_is_the_same_bytes_however_many_hands_draw_it() {
    let print = stack(65);
    let alone = Printer::with_engines(1).draw(&print).unwrap();
    assert!(alone == Printer::with_engines(3).draw(&print).unwrap());
    let other = stack(64);
    assert!(alone != Printer::with_engines(1).draw(&other).unwrap());
}
