//! Receipts to print: an ordinary one, one that leaves out all it may, one with many papers.

use motcua::domain::dossier::PaperKind;
use motcua::domain::money::Dong;
use motcua::domain::person::ApplicantKind;
use motcua::domain::slip::facts::{
    Apology, Checklist, Control, Cover, Envelope, Fee, FormSheet, Head, Label, Lookup, Matter,
    Paper, Party, Receipt, Refusal, Register, Stop, Supplement,
};
use motcua::domain::slip::{FormName, PaperSize, Print, Sheet, SlipKind};
use motcua::domain::time::Moment;
use serde::Serialize;

/// Facts that know which paper they are for.
pub(super) trait Facts: Serialize {
    const KIND: SlipKind;
}

macro_rules! kinds {
    ($($kind:ident,)+) => { $(impl Facts for $kind { const KIND: SlipKind = SlipKind::$kind; })+ };
}
kinds! { Receipt, Supplement, Refusal, Apology, Stop, Control, Register, Cover, Envelope, Label, Checklist, }

impl Facts for FormSheet {
    const KIND: SlipKind = SlipKind::Form;
}

pub(super) fn sheet(facts: &impl Facts) -> Sheet {
    fn form<F: Facts>(_: &F) -> FormName {
        FormName {
            number: text("Mẫu số 01"),
            circular: text("Thông tư số 03/2025/TT-VPCP"),
            template: F::KIND.key().to_owned(),
        }
    }
    fn kind<F: Facts>(_: &F) -> SlipKind {
        F::KIND
    }
    Sheet {
        kind: kind(facts),
        form: form(facts),
        facts: serde_json::to_value(facts).unwrap(),
        token: None,
        void: None,
        own_template: None,
    }
}

pub(super) fn printed(facts: &impl Facts) -> Print {
    Print::one(sheet(facts), PaperSize::A4, at("2026-11-05T09:05:00+07:00"))
}

pub(super) fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands where a receipt takes an optional text"
)]
pub(super) fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(super) fn paper(name: &str, kind: PaperKind) -> Paper {
    Paper {
        name: name.to_owned(),
        kind,
        count: 1,
    }
}

pub(super) fn head() -> Head {
    Head {
        number: text("128/TNHS"),
        issued_at: at("2026-11-05T09:05:00+07:00"),
        place: "Đông Anh".to_owned(),
        parent_agency: "Ủy ban nhân dân xã Đông Anh".to_owned(),
        office: "Trung tâm Phục vụ hành chính công xã Đông Anh".to_owned(),
        hotline: text("024 3883 2222"),
        replaces: None,
        verify_url: text("https://dichvucong.example.vn/xac-thuc/"),
    }
}

pub(super) fn matter() -> Matter {
    Matter {
        dossier: "H26.18.1-261105-0128".to_owned(),
        reception_unit: "Quầy số 3, Trung tâm Phục vụ hành chính công xã Đông Anh".to_owned(),
        applicant: Party {
            kind: ApplicantKind::Person,
            name: "Nguyễn Thị Minh Nguyệt".to_owned(),
            id_number: text("001*****4567"),
            address: text("Số 12, ngõ 5, thôn Đản Dị, xã Đông Anh, thành phố Hà Nội"),
            phone: text("0912 345 678"),
            email: text("minhnguyet@example.vn"),
        },
        procedure_name: "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con".to_owned(),
        procedure_code: "1.000689".to_owned(),
    }
}

/// A head and a matter that leave out all they may.
pub(super) fn bare() -> (Head, Matter) {
    let head = Head {
        number: None,
        hotline: None,
        verify_url: None,
        ..head()
    };
    let applicant = Party {
        kind: ApplicantKind::Person,
        name: "Lê Ân".to_owned(),
        id_number: None,
        address: None,
        phone: None,
        email: None,
    };
    (
        head,
        Matter {
            applicant,
            ..matter()
        },
    )
}

pub(super) fn typical() -> Receipt {
    Receipt {
        head: head(),
        matter: matter(),
        track_url: text("https://dichvucong.example.vn/tra-cuu/H26.18.1-261105-0128"),
        lookup: Some(Lookup {
            url: "https://dichvucong.example.vn/tra-cuu".to_owned(),
            secret: "K7QX4M2P".to_owned(),
        }),
        papers: vec![
            paper("Tờ khai đăng ký khai sinh theo mẫu", PaperKind::Original),
            paper(
                "Chứng cứ chứng minh quan hệ cha - con hoặc quan hệ mẹ - con: văn bản của cơ quan y tế, cơ quan giám \
                 định hoặc cơ quan khác có thẩm quyền",
                PaperKind::Copy,
            ),
            paper("Giấy tờ tùy thân của người yêu cầu", PaperKind::Electronic),
        ],
        sets: 1,
        term: text("05 ngày làm việc"),
        received_at: at("2026-11-05T09:03:00+07:00"),
        due_at: Some(at("2027-02-08T17:00:00+07:00")),
        delivery: text("Trung tâm Phục vụ hành chính công xã Đông Anh"),
        fees: vec![
            Fee {
                name: "Lệ phí đăng ký khai sinh".to_owned(),
                amount: Dong(5_000),
            },
            Fee {
                name: "Lệ phí đăng ký nhận cha, mẹ, con".to_owned(),
                amount: Dong(1_015_000),
            },
        ],
        book_volume: text("01/2026"),
        book_number: text("128"),
        submitter: text("Nguyễn Thị Minh Nguyệt"),
        officer: text("Trần Văn Hùng"),
    }
}

pub(super) fn minimal() -> Receipt {
    let (head, matter) = bare();
    Receipt {
        head,
        matter,
        track_url: None,
        lookup: None,
        papers: Vec::new(),
        term: None,
        due_at: None,
        delivery: None,
        fees: Vec::new(),
        book_volume: None,
        book_number: None,
        submitter: None,
        officer: None,
        ..typical()
    }
}

pub(super) fn with_papers(count: usize) -> Receipt {
    Receipt {
        papers: (1..=count)
            .map(|place| {
                paper(
                    &format!("Giấy số {place}: bản sao Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất"),
                    PaperKind::Copy,
                )
            })
            .collect(),
        ..typical()
    }
}
