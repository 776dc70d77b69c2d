//! The catalogue as it is shipped.

mod files;

use std::collections::HashSet;

use motcua::domain::clock::Term;
use motcua::domain::fold::fold;
use motcua::domain::procedure::component::is_remark;
use motcua::domain::procedure::{Channel, Level, Procedure, TimeUnit};
use motcua::office::import_procedures::{LegalDocuments, parse};
use motcua::office::rows::Parsed;
use motcua::office::{import_holidays, import_units, samples};
use unicode_normalization::UnicodeNormalization;

fn read(text: &str, name: &str) -> Parsed<Procedure> {
    parse(text.as_bytes(), name, &LegalDocuments::default())
}

fn one(text: &str, name: &str) -> Procedure {
    let mut parsed = read(text, name);
    assert_eq!(parsed.bad, Vec::new());
    assert_eq!(parsed.rows.len(), 1);
    parsed.rows.remove(0).1
}

pub fn shipped() -> Vec<Procedure> {
    let parsed = parse(
        samples::PROCEDURES,
        samples::PROCEDURES_NAME,
        &LegalDocuments::default(),
    );
    assert_eq!(parsed.bad, Vec::new());
    parsed
        .rows
        .into_iter()
        .map(|(_, procedure)| procedure)
        .collect()
}

#[test]
fn every_shipped_procedure_is_imported_complete() {
    let all = shipped();
    assert_eq!(all.len(), 788);
    assert_eq!(
        all.iter().filter(|procedure| procedure.internal).count(),
        19
    );
    for procedure in &all {
        assert!(
            procedure.levels.contains(&Level::Commune),
            "{}",
            procedure.code
        );
        assert!(!procedure.cases.is_empty(), "{}", procedure.code);
        assert!(!procedure.name.is_empty() && !procedure.fields.is_empty());
        let ids: HashSet<_> = procedure
            .components
            .iter()
            .map(|component| &component.id)
            .collect();
        assert_eq!(ids.len(), procedure.components.len(), "{}", procedure.code);
        for component in &procedure.components {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(component.id.chars().all(plain), "{}", component.id);
            assert!(!component.name.is_empty());
            assert!(!(component.note && component.required));
        }
        for document in &procedure.legal {
            assert!(
                !document.no.is_empty() || !document.title.is_empty(),
                "{}",
                procedure.code
            );
        }
        assert_eq!(procedure.version, 1);
    }
}

#[test]
fn ids_of_papers_survive_an_import_in_another_order() {
    for procedure in shipped().iter().take(200) {
        let again = serde_json::to_string(procedure).unwrap();
        let back = one(&again, "export.jsonl");
        assert_eq!(&back, procedure, "what is exported comes back");
    }
    let line = r#"{"code":"1.000001","name":"A","dossier":[{"case":"","items":[
        {"code":"K1","name":"Đơn đề nghị","original":1,"copy":0},{"code":"K1","name":"Giấy tờ tùy thân","original":0,"copy":1},
        {"code":"K2","name":"Ảnh chân dung","original":2,"copy":0}]}]}"#;
    let other = r#"{"code":"1.000001","name":"A","dossier":[{"case":"","items":[
        {"code":"K2","name":"Ảnh chân dung 4×6","original":2,"copy":0},{"code":"K9","name":"Tờ khai","original":1,"copy":0},
        {"code":"K1","name":"Giấy tờ tùy thân","original":0,"copy":1},{"code":"K1","name":"Đơn đề nghị","original":1,"copy":0}]}]}"#;
    let (first, second) = (one(line, "a.json"), one(other, "a.json"));
    let id = |procedure: &Procedure, name: &str| {
        let found = procedure
            .components
            .iter()
            .find(|component| component.name.starts_with(name));
        found.unwrap().id.clone()
    };
    for name in ["Đơn đề nghị", "Giấy tờ tùy thân", "Ảnh chân dung"] {
        assert_eq!(id(&first, name), id(&second, name), "{name}");
    }
}

#[test]
fn remarks_are_told_from_papers_in_ten_real_procedures() {
    // Counted by hand on the published pages: (procedure, papers, remarks).
    let all = shipped();
    for (code, papers, remarks) in EXPECTED {
        let procedure = all
            .iter()
            .find(|procedure| procedure.code.as_str() == code)
            .unwrap();
        let notes = procedure
            .components
            .iter()
            .filter(|component| component.note)
            .count();
        assert_eq!(
            (procedure.components.len() - notes, notes),
            (papers, remarks),
            "{code}"
        );
    }
    let birth = all
        .iter()
        .find(|procedure| procedure.code.as_str() == "1.001193")
        .unwrap();
    for component in &birth.components {
        if component.group.contains("Lưu ý") {
            assert!(component.note, "{}", component.name);
        }
        assert!(
            !component.name.starts_with(['-', '+', ' ']),
            "{}",
            component.name
        );
    }
}

const EXPECTED: [(&str, usize, usize); 10] = [
    ("1.000080", 7, 21),
    ("1.000656", 8, 19),
    ("1.000894", 4, 19),
    ("1.001193", 8, 25),
    ("1.004194", 7, 2),
    ("1.004222", 15, 3),
    ("1.004859", 6, 18),
    ("1.004873", 6, 26),
    ("1.004884", 8, 8),
    ("2.000815", 1, 0),
];

#[test]
fn the_wording_decides_only_where_no_copy_is_asked_for() {
    for remark in [
        "* Lưu ý: Giấy tờ do cơ quan nước ngoài cấp phải được hợp pháp hóa lãnh sự.",
        "Ghi chú: nộp 01 bộ",
        "+ Trường hợp gửi hồ sơ qua bưu chính thì gửi bản sao có chứng thực.",
        "- Đối với giấy tờ nộp, xuất trình:",
        "Người tiếp nhận có trách nhiệm kiểm tra, đối chiếu.",
        "(7) Giấy tờ chứng minh hình thức làm việc là một trong những giấy tờ sau:",
        "Chứng cứ chứng minh quan hệ cha, con gồm:",
        "Số lượng hồ sơ: 01 bộ",
    ] {
        assert!(is_remark("", remark, 0, 0), "{remark}");
    }
    for paper in [
        "- Tờ khai đăng ký khai sinh theo mẫu",
        "a) Đơn đề nghị hỗ trợ",
        "+ Giấy chứng sinh",
        "1.2. Văn bản đề nghị xin tái xuất (01 bản chính)",
        "Hóa đơn thương mại:",
        "Sơ yếu lý lịch",
        "Đối với hộ nghèo: Giấy chứng nhận hộ nghèo",
        "Ảnh màu 4x6 chụp trong 06 tháng",
    ] {
        assert!(!is_remark("", paper, 0, 0), "{paper}");
    }
    assert!(!is_remark(
        "",
        "Trường hợp ủy quyền: văn bản ủy quyền",
        1,
        0
    ));
    assert!(is_remark("* Lưu ý:", "Giấy tờ do nước ngoài cấp", 1, 1));
}

#[test]
fn the_clock_takes_the_case_then_the_channel_and_never_guesses() {
    let all = shipped();
    let find = |code: &str| {
        all.iter()
            .find(|procedure| procedure.code.as_str() == code)
            .unwrap()
    };
    assert_eq!(
        find("1.004222").term(0, Channel::Online),
        Some(Term::WorkingDays(7))
    );
    // Recognising a child: said in prose only.
    assert_eq!(find("1.001022").term(0, Channel::Counter), None);
    assert_eq!(find("1.004222").term(99, Channel::Online), None);
    let methods = |second: f64| {
        format!(
            r#"{{"code":"1.000001","name":"A","methods":[
            {{"channels":["truc_tiep"],"time":3,"unit":"ngay_lam_viec"}},
            {{"channels":["truc_tiep","truc_tuyen"],"time":{second},"unit":"ngay_lam_viec"}}]}}"#
        )
    };
    let disagree = one(&methods(5.0), "a.json");
    assert!(disagree.cases[0].made_up && disagree.cases[0].time.is_none());
    assert_eq!(disagree.term(0, Channel::Counter), None);
    assert_eq!(
        disagree.term(0, Channel::Online),
        Some(Term::WorkingDays(5))
    );
    assert_eq!(disagree.term(0, Channel::Post), None);
    let agree = one(&methods(3.0), "a.json");
    assert_eq!(
        (agree.cases[0].time, agree.cases[0].unit),
        (Some(3.0), TimeUnit::WorkingDay)
    );
    let with_term = all.iter().filter(|procedure| {
        Channel::ALL
            .iter()
            .any(|channel| procedure.term(0, *channel).is_some())
    });
    assert!(with_term.count() > 640);
}

#[test]
fn units_and_holidays_are_read() {
    let provinces = import_units::parse(samples::PROVINCES);
    let communes = import_units::parse(samples::COMMUNES);
    assert_eq!((provinces.bad.len(), provinces.rows.len()), (0, 34));
    assert_eq!((communes.bad.len(), communes.rows.len()), (0, 3321));
    assert_eq!(communes.rows[0].1.full_name, "Phường Ba Đình");
    let bad = import_units::parse(
        "code,name,province_code\n00004,Ba Đình,01\n4,X,01\n00004,Y,01\n00008,,01\n".as_bytes(),
    );
    assert_eq!(
        bad.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(),
        [3, 4, 5]
    );
    assert_eq!(import_holidays::parse(samples::HOLIDAYS).bad, Vec::new());
    assert_eq!(import_holidays::parse(samples::SWAPS).rows.len(), 4);
    assert_eq!(
        import_holidays::parse(b"date,name\n2026-13-01,A\n")
            .bad
            .len(),
        1
    );
    assert!(import_holidays::parse(b"x").bad.len() == 2);
}

#[test]
fn all_134_marked_letters_fold() {
    let rows = [
        ("àáảãạăằắẳẵặâầấẩẫậ", 'a'),
        ("èéẻẽẹêềếểễệ", 'e'),
        ("ìíỉĩị", 'i'),
        ("òóỏõọôồốổỗộơờớởỡợ", 'o'),
        ("ùúủũụưừứửữự", 'u'),
        ("ỳýỷỹỵ", 'y'),
        ("đ", 'd'),
    ];
    let mut seen = 0;
    for (letters, base) in rows {
        for letter in letters.chars() {
            for letter in [letter.to_string(), letter.to_uppercase().to_string()] {
                let decomposed: String = letter.nfd().collect();
                assert_eq!(fold(&letter), base.to_string());
                assert_eq!(fold(&decomposed), base.to_string());
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 134);
    assert_eq!(
        fold("Hoà, HÒA; Đường Nguyễn Huệ số 12"),
        "hoa, hoa; duong nguyen hue so 12"
    );
}
