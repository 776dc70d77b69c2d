//! The application form on paper: blank, or as a dossier fills it, with what was answered in the procedure's electronic
//! form between who asks and what is handed in.

use super::wording;
use crate::domain::dossier::{Dossier, ReturnMethod};
use crate::domain::form::{FilledLine, FilledSection, Shown};
use crate::domain::person::{Applicant, ApplicantKind};
use crate::domain::procedure::Procedure;
use crate::domain::slip::facts::{Choice, Field, FormSheet, Item, Section, Table};
use crate::domain::time::{Day, Moment};
use crate::store::settings::Profile;

/// Its last four words stay on one line.
const TITLE: &str = "Đơn đề nghị giải quyết thủ\u{a0}tục\u{a0}hành\u{a0}chính";
const DECLARATION: &str = "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về \
     cam đoan của mình.";

/// Rows that a blank form leaves for papers.
const BLANK_PAPERS: u32 = 4;

/// A procedure's electronic form as it was answered.
pub(super) struct Answered {
    /// What the form is called.
    pub title: String,
    /// Where it is laid down (căn cứ).
    pub basis: String,
    /// What was answered.
    pub sections: Vec<FilledSection>,
}

/// The form as the dossier fills it.
pub(super) fn filled(
    dossier: &Dossier,
    answered: Option<&Answered>,
    profile: &Profile,
    now: Moment,
) -> FormSheet {
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
        answered: answered.map_or_else(Vec::new, |one| one.sections.iter().map(answers).collect()),
    };
    let plain = form(profile, contents, now);
    FormSheet {
        code: Some(dossier.code.to_string()),
        issued_at: dossier.submitted_at,
        place: Some(profile.place.clone()),
        dated: true,
        signer: Some(signer.name.to_string()),
        title: answered.map_or(plain.title, |one| one.title.clone()),
        form_number: answered.and_then(|one| wording::given(&one.basis)),
        ..plain
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
    answered: Vec<Section>,
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
    for answered in contents.answered {
        let place = sections.len() + 1;
        let title = answered.title.unwrap_or_default();
        sections.push(section(&format!("{place}. {title}"), answered.items));
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

/// A section of an electronic form, answer by answer.
fn answers(section: &FilledSection) -> Section {
    let items = section.lines.iter().flat_map(|line| {
        let heading = line.heading.clone().map(|text| Item::Text { text });
        heading.into_iter().chain([answer(line)])
    });
    Section {
        title: Some(section.title.clone()),
        items: items.collect(),
    }
}

fn answer(line: &FilledLine) -> Item {
    /// What is no longer than this shares its line with the next.
    const SHORT: usize = 36;
    match &line.value {
        Shown::Ticked => Item::Choice(Choice {
            label: "Xác nhận".to_owned(),
            options: vec![(line.label.clone(), true)],
        }),
        Shown::Rows(columns, rows) => Item::Table(Table {
            label: Some(line.label.clone()),
            columns: columns.clone(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(shown).collect())
                .collect(),
            blank_rows: 0,
        }),
        value => {
            let value = shown(value);
            let half = line.label.chars().count() + value.chars().count() <= SHORT;
            field(&line.label, Some(value), half)
        }
    }
}

/// One answer in words.
fn shown(value: &Shown) -> String {
    match value {
        Shown::Text(text) | Shown::Choice(text) => text.clone(),
        Shown::Number(number) => number.to_string(),
        Shown::Money(amount) => wording::dong(*amount),
        Shown::Day(text) => text.parse().map_or_else(|_| text.clone(), written_day),
        Shown::Ticked => "có".to_owned(),
        Shown::Rows(_, rows) => rows
            .iter()
            .map(|row| row.iter().map(shown).collect::<Vec<_>>().join(", "))
            .collect::<Vec<_>>()
            .join("; "),
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
