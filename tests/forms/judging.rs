//! What is asked, what an answer is, what is wrong with it.

use motcua::domain::fault::Fault;
use motcua::domain::form::{Answer, Evaluation, Wrong};

use super::{fields, form, judged};

fn wrong(judged: &Evaluation, field: &str) -> Option<Wrong> {
    let found = judged.wrong.iter().find(|one| one.field == field);
    found.map(|one| one.wrong.clone())
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

#[test]
fn a_field_is_asked_when_its_condition_holds_and_its_answer_counts_only_then() {
    let form = fields(
        r#"[{"id": "quan_he", "label": "Quan hệ", "kind": "choice", "required": true,
             "choices": [{"value": "cha", "label": "Cha"}, {"value": "khac", "label": "Khác"}]},
            {"id": "ghi_ro", "label": "Ghi rõ", "kind": "text", "required": true, "when": ["eq", "$quan_he", "khac"]}]"#,
    );
    let father = judged(&form, &[("quan_he", "cha"), ("ghi_ro", "Bác")]);
    assert!(!father.asked.contains("ghi_ro"));
    assert_eq!(father.answers.get("ghi_ro"), None);
    assert_eq!(father.wrong, []);
    let other = judged(&form, &[("quan_he", "khac")]);
    assert_eq!(wrong(&other, "ghi_ro"), Some(Wrong::Fault(Fault::Missing)));
    let nobody = judged(&form, &[("quan_he", "hang_xom")]);
    assert_eq!(
        wrong(&nobody, "quan_he"),
        Some(Wrong::Fault(Fault::NotAChoice))
    );
}

#[test]
fn a_section_that_does_not_apply_asks_nothing() {
    let form = form(
        r#"[{"id": "a", "title": "A", "fields": [{"id": "co", "label": "Có?", "kind": "declaration"}]},
            {"id": "b", "title": "B", "when": ["eq", "$co", true], "fields": [
               {"id": "x", "label": "X", "kind": "text", "required": true},
               {"id": "y", "label": "Y", "kind": "text", "when": ["filled", "$x"]}]}]"#,
    );
    assert_eq!(judged(&form, &[]).asked.len(), 1);
    assert_eq!(judged(&form, &[("co", "yes")]).asked.len(), 2);
    assert_eq!(judged(&form, &[("co", "yes"), ("x", "1")]).asked.len(), 3);
}

#[test]
fn every_kind_understands_what_people_type() {
    let form = fields(
        r#"[{"id": "so", "label": "Số", "kind": "number", "min": 1, "max": 2000},
            {"id": "tien", "label": "Tiền", "kind": "money"},
            {"id": "ngay", "label": "Ngày", "kind": "date"},
            {"id": "hen", "label": "Hẹn", "kind": "date", "future": true},
            {"id": "cc", "label": "Căn cước", "kind": "id_number"},
            {"id": "dt", "label": "Điện thoại", "kind": "phone"},
            {"id": "thu", "label": "Thư", "kind": "email"},
            {"id": "o", "label": "Ở", "kind": "address"}]"#,
    );
    let good = judged(
        &form,
        &[
            ("so", "1.500"),
            ("tien", "1.250.000 đ"),
            ("ngay", "17/5/1990"),
            ("hen", "2027-01-02"),
            ("cc", "001 090 012345"),
            ("dt", "+84 912 345 678"),
            ("thu", "an@example.vn"),
            ("o.tinh", "Tỉnh Nghệ An"),
            ("o.xa", "Xã Hưng Thịnh"),
            ("o.chi_tiet", "  Xóm 3 "),
        ],
    );
    assert_eq!(good.wrong, []);
    let answer = |id: &str| good.answers[id].clone();
    assert_eq!(answer("so"), Answer::Number(1500));
    assert_eq!(answer("tien"), Answer::Number(1_250_000));
    assert_eq!(answer("ngay"), text("1990-05-17"));
    assert_eq!(answer("hen"), text("2027-01-02"));
    assert_eq!(answer("cc"), text("001090012345"));
    assert_eq!(answer("dt"), text("0912345678"));
    assert_eq!(answer("o.xa"), text("Xã Hưng Nguyên"), "an old name");
    assert_eq!(answer("o.chi_tiet"), text("Xóm 3"));
    for (id, typed, fault) in [
        ("so", "0", Fault::OutOfRange),
        ("so", "2001", Fault::OutOfRange),
        ("so", "mười", Fault::WrongKind),
        ("so", "1.50", Fault::WrongKind),
        ("so", "99999999999999999999", Fault::OutOfRange),
        ("tien", "-5", Fault::OutOfRange),
        ("ngay", "30/02/2020", Fault::BadDate),
        ("ngay", "2026-03-11", Fault::OutOfRange),
        ("ngay", "17/5/90", Fault::BadDate),
        ("cc", "12", Fault::BadIdNumber),
        ("dt", "abc", Fault::BadPhone),
        ("thu", "khong-phai", Fault::BadEmail),
        ("o.tinh", "Tỉnh Không Có", Fault::NotAChoice),
    ] {
        assert_eq!(
            wrong(&judged(&form, &[(id, typed)]), id),
            Some(Wrong::Fault(fault)),
            "{id} {typed}"
        );
    }
    let lost = judged(&form, &[("o.tinh", "Tỉnh Nghệ An"), ("o.xa", "Xã Lạ")]);
    assert_eq!(wrong(&lost, "o.xa"), Some(Wrong::Fault(Fault::UnknownWard)));
}

#[test]
fn values_are_worked_out_and_checks_speak_the_forms_own_words() {
    let form = fields(
        r#"[{"id": "sinh", "label": "Sinh", "kind": "date"},
            {"id": "tuoi", "label": "Tuổi", "kind": "number", "value": ["years", "$sinh", ["today"]],
             "checks": [{"that": ["ge", "$tuoi", 18], "say": "Chưa đủ 18 tuổi."}]},
            {"id": "ds", "label": "Danh sách", "kind": "table", "max": 3, "columns": [
               {"id": "ten", "label": "Tên", "kind": "text", "required": true},
               {"id": "ban", "label": "Bản", "kind": "number", "required": true}]},
            {"id": "tong", "label": "Tổng", "kind": "number", "value": ["sum", "$ds.ban"]},
            {"id": "phi", "label": "Phí", "kind": "money", "value": ["mul", "$tong", 8000]}]"#,
    );
    let day_before = judged(&form, &[("sinh", "2008-03-11")]);
    assert_eq!(day_before.answers["tuoi"], Answer::Number(17));
    assert_eq!(
        wrong(&day_before, "tuoi"),
        Some(Wrong::Said("Chưa đủ 18 tuổi.".to_owned()))
    );
    // A typed value of a field that is worked out is not taken.
    let grown = judged(
        &form,
        &[
            ("sinh", "2008-03-10"),
            ("tuoi", "99"),
            ("ds.0.ten", "Bằng"),
            ("ds.0.ban", "2"),
            ("ds.2.ten", "Học bạ"),
            ("ds.2.ban", "3"),
            ("ds.7.ten", "ngoài bảng"),
        ],
    );
    assert_eq!(grown.wrong, []);
    assert_eq!(grown.answers["tuoi"], Answer::Number(18));
    assert_eq!(grown.answers["tong"], Answer::Number(5));
    assert_eq!(grown.answers["phi"], Answer::Number(40_000));
    let half = judged(&form, &[("ds.1.ten", "Bằng")]);
    assert_eq!(wrong(&half, "ds.1.ban"), Some(Wrong::Fault(Fault::Missing)));
}

#[test]
fn what_is_wrong_comes_in_the_order_of_the_form() {
    let form = fields(
        r#"[{"id": "a", "label": "A", "kind": "number", "checks": [{"that": ["lt", "$a", "$b"], "say": "A phải nhỏ hơn B."}]},
            {"id": "b", "label": "B", "kind": "number"},
            {"id": "c", "label": "C", "kind": "text", "required": true}]"#,
    );
    let found = judged(&form, &[("a", "5"), ("b", "4")]);
    let fields: Vec<&str> = found.wrong.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["a", "c"]);
}

#[test]
fn two_hundred_fields_are_judged_at_every_change() {
    let many: Vec<String> = (0..200)
        .map(|at| match at % 4 {
            0 => format!(r#"{{"id": "n{at}", "label": "N", "kind": "number", "required": true, "checks": [{{"that": ["ge", "$n{at}", 0], "say": "Âm."}}]}}"#),
            1 => format!(r#"{{"id": "t{at}", "label": "T", "kind": "text", "when": ["gt", "$n{}", 5]}}"#, at - 1),
            2 => format!(r#"{{"id": "d{at}", "label": "D", "kind": "date"}}"#),
            _ => format!(r#"{{"id": "y{at}", "label": "Y", "kind": "number", "value": ["years", "$d{}", ["today"]]}}"#, at - 1),
        })
        .collect();
    let form = fields(&format!("[{}]", many.join(",")));
    let answers: Vec<(String, String)> = form
        .fields()
        .map(|field| {
            let text = match field.kind.name() {
                "number" => "7",
                "date" => "17/5/1990",
                _ => "Nguyễn Văn An",
            };
            (field.id.clone(), text.to_owned())
        })
        .collect();
    let pairs: Vec<(&str, &str)> = answers
        .iter()
        .map(|(id, text)| (id.as_str(), text.as_str()))
        .collect();
    let begun = std::time::Instant::now();
    let found = judged(&form, &pairs);
    println!("200 fields judged in {:?}", begun.elapsed());
    assert_eq!(found.wrong, []);
    assert_eq!(found.asked.len(), 200);
    assert_eq!(found.answers["y3"], Answer::Number(35));
}
