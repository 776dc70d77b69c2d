//! The general application form, blank or filled from a dossier; a procedure's own e-form hands in its own
//! `FormSheet`.

use crate::domain::dossier::{Dossier, ReturnMethod};
use crate::domain::person::{Applicant, ApplicantKind};
use crate::domain::procedure::Procedure;
use crate::domain::slip::facts::{Choice, Field, FormSheet, Item, Section, Table};
use crate::domain::time::{Day, Moment};
use crate::store::settings::Profile;

const TITLE: &str = "Đơn đề nghị giải quyết thủ tục hành chính";
const DECLARATION: &str = "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về \
     cam đoan của mình.";

/// Rows that a blank form leaves for papers.
const BLANK_PAPERS: u32 = 4;

/// The form as the dossier fills it.
pub(super) fn filled(dossier: &Dossier, profile: &Profile, now: Moment) -> FormSheet {
    let papers = dossier
        .papers
        .iter()
        .enumerate()
        .map(|(at, paper)| {
            vec![
                (at + 1).to_string(),
                paper.name.clone(),
                paper.count.to_string(),
            ]
        })
        .collect();
    let signer = dossier.submitter.as_ref().unwrap_or(&dossier.applicant);
    let contents = Contents {
        applicant: Some(&dossier.applicant),
        submitter: dossier.submitter.as_ref(),
        procedure: &dossier.procedure.name,
        papers,
        delivery: Some(dossier.delivery.method),
        delivery_address: dossier.delivery.address.as_ref().map(ToString::to_string),
        note: dossier.note.as_ref().map(ToString::to_string),
    };
    FormSheet {
        code: Some(dossier.code.to_string()),
        issued_at: dossier.submitted_at,
        place: Some(profile.place.clone()),
        dated: true,
        signer: Some(signer.name.to_string()),
        ..form(profile, contents, now)
    }
}

/// The form for a procedure, with nothing filled in but what is asked for.
pub(super) fn blank(procedure: &Procedure, profile: &Profile, now: Moment) -> FormSheet {
    let contents = Contents {
        procedure: &procedure.name,
        ..Contents::default()
    };
    form(profile, contents, now)
}

/// What is written into the form.
#[derive(Default)]
struct Contents<'a> {
    applicant: Option<&'a Applicant>,
    submitter: Option<&'a Applicant>,
    procedure: &'a str,
    papers: Vec<Vec<String>>,
    delivery: Option<ReturnMethod>,
    delivery_address: Option<String>,
    note: Option<String>,
}

fn form(profile: &Profile, contents: Contents<'_>, now: Moment) -> FormSheet {
    let blank_rows = if contents.papers.is_empty() {
        BLANK_PAPERS
    } else {
        0
    };
    let method = |method: ReturnMethod| contents.delivery == Some(method);
    let mut sections = vec![section("1. Người đề nghị", person(contents.applicant))];
    if contents.submitter.is_some() {
        sections.push(section("2. Người nộp thay", person(contents.submitter)));
    }
    sections.push(Section {
        title: Some(format!("{}. Nội dung đề nghị", sections.len() + 1)),
        items: vec![
            long("Thủ tục hành chính", Some(contents.procedure.to_owned())),
            Item::Field(Field {
                label: "Ghi chú".to_owned(),
                value: contents.note,
                half: false,
                lines: 2,
            }),
            Item::Table(Table {
                label: Some("Giấy tờ kèm theo".to_owned()),
                columns: ["STT", "Tên giấy tờ", "Số lượng"]
                    .map(ToOwned::to_owned)
                    .to_vec(),
                rows: contents.papers,
                blank_rows,
            }),
            Item::Choice(Choice {
                label: "Nhận kết quả".to_owned(),
                options: vec![
                    ("tại quầy".to_owned(), method(ReturnMethod::Counter)),
                    ("qua bưu chính".to_owned(), method(ReturnMethod::Post)),
                    ("bản điện tử".to_owned(), method(ReturnMethod::Electronic)),
                ],
            }),
            long("Địa chỉ nhận", contents.delivery_address),
        ],
    });
    FormSheet {
        issued_at: now,
        title: TITLE.to_owned(),
        subtitle: None,
        form_number: None,
        recipient: Some(profile.agency_name.clone()),
        code: None,
        sections,
        declaration: Some(DECLARATION.to_owned()),
        place: None,
        dated: false,
        signature: Some("Người đề nghị".to_owned()),
        signer: None,
    }
}

fn section(title: &str, items: Vec<Item>) -> Section {
    Section {
        title: Some(title.to_owned()),
        items,
    }
}

fn person(who: Option<&Applicant>) -> Vec<Item> {
    let is_organisation = who.is_some_and(|who| who.kind == ApplicantKind::Organisation);
    let number = if is_organisation {
        "Mã số thuế"
    } else {
        "Số định danh cá nhân/CCCD"
    };
    vec![
        long(
            "Họ và tên (hoặc tên tổ chức)",
            who.map(|who| who.name.to_string()),
        ),
        short(
            number,
            who.and_then(|who| who.id_number.as_ref().map(ToString::to_string)),
        ),
        short(
            "Ngày sinh",
            who.and_then(|who| who.birth_date).map(written_day),
        ),
        long("Địa chỉ", who.map(|who| who.address.to_string())),
        short("Số điện thoại", who.map(|who| who.phone.to_string())),
        short(
            "Email",
            who.and_then(|who| who.email.as_ref().map(ToString::to_string)),
        ),
    ]
}

fn written_day(day: Day) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

fn long(label: &str, value: Option<String>) -> Item {
    field(label, value, false)
}

fn short(label: &str, value: Option<String>) -> Item {
    field(label, value, true)
}

fn field(label: &str, value: Option<String>, half: bool) -> Item {
    Item::Field(Field {
        label: label.to_owned(),
        value,
        half,
        lines: 1,
    })
}
