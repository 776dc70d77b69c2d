//! Definitions: those that are shipped read without a flaw, and each flaw of another is named by its place.

use motcua::domain::form::{FlawKind, Parts, read};
use motcua::office::forms::{evaluate, shipped};

use super::typed;

#[test]
fn the_forms_that_are_shipped_belong_to_procedures_that_are_shipped() {
    let known: Vec<String> = crate::catalogue::shipped()
        .into_iter()
        .map(|procedure| procedure.code.to_string())
        .collect();
    let forms: Vec<_> = shipped().collect();
    assert_eq!(forms.len(), 10);
    for definition in forms {
        let form = &definition.form;
        assert!(known.contains(&form.procedure), "{}", form.procedure);
        assert!(
            !form.basis.is_empty(),
            "{} names its source",
            form.procedure
        );
        assert!(form.fields().count() >= 4, "{}", form.procedure);
        let empty = evaluate(form, &typed(&[]), super::today());
        assert!(!empty.wrong.is_empty(), "{} asks something", form.procedure);
    }
}

#[test]
fn a_marriage_below_the_age_is_refused_in_the_words_of_the_law() {
    let marriage = shipped()
        .find(|one| one.form.procedure == "1.000894")
        .unwrap();
    let young = evaluate(
        &marriage.form,
        &typed(&[
            ("nam.ngay_sinh", "2006-03-11"),
            ("nu.ngay_sinh", "2008-03-10"),
        ]),
        super::today(),
    );
    let said: Vec<String> = young
        .wrong
        .iter()
        .map(|one| format!("{}: {:?}", one.field, one.wrong))
        .filter(|one| one.contains("Said"))
        .collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("nam_tuoi") && said[0].contains("20 tuổi"),
        "{said:?}"
    );
}

#[test]
fn old_communes_and_plain_spelling_give_todays_names() {
    let birth = shipped()
        .find(|one| one.form.procedure == "1.001193")
        .unwrap();
    for (province, commune, now) in [
        ("Tỉnh Nghệ An", "Hưng Nguyên", "Xã Hưng Nguyên"),
        ("nghe an", "xa hung nguyen", "Xã Hưng Nguyên"),
        ("Hà Nội", "Phường Trúc Bạch", "Phường Ba Đình"),
    ] {
        let judged = evaluate(
            &birth.form,
            &typed(&[("que_quan.tinh", province), ("que_quan.xa", commune)]),
            super::today(),
        );
        let found = serde_json::to_value(judged.answers.get("que_quan.xa")).unwrap();
        assert_eq!(found, now, "{province}, {commune}");
    }
}

#[test]
fn every_flaw_is_named_by_its_place() {
    let flaws = |fields: &str| {
        let json = format!(
            r#"{{"procedure": "1.001193", "version": 1, "title": "T", "sections": [{{"id": "s", "title": "S", "fields": {fields}}}]}}"#
        );
        let flaws = read(&json, &Parts::new()).unwrap_err();
        flaws
            .into_iter()
            .map(|flaw| (flaw.at, flaw.kind))
            .collect::<Vec<_>>()
    };
    let a = r#"{"id": "a", "label": "A", "kind": "text"}"#;
    assert_eq!(flaws("[]"), [("sections".to_owned(), FlawKind::Empty)]);
    assert_eq!(
        flaws(&format!("[{a}, {a}]")),
        [("a".to_owned(), FlawKind::Twice)]
    );
    assert_eq!(
        flaws(r#"[{"id": "A b", "label": "A", "kind": "text"}]"#),
        [("A b".to_owned(), FlawKind::BadId)]
    );
    assert_eq!(
        flaws(&format!(
            r#"[{{"id": "b", "label": "B", "kind": "text", "when": ["eq", "$a", "x"]}}, {a}]"#
        )),
        [("b".to_owned(), FlawKind::NotEarlier("a".to_owned()))]
    );
    assert_eq!(
        flaws(r#"[{"id": "a", "label": "A", "kind": "text", "when": ["mọc", 1]}]"#),
        [("a".to_owned(), FlawKind::BadRule(r#"["mọc",1]"#.to_owned()))]
    );
    assert_eq!(
        flaws(r#"[{"id": "a", "label": "A", "kind": "choice"}]"#),
        [("a".to_owned(), FlawKind::BadChoices)]
    );
    assert_eq!(
        flaws(r#"[{"id": "a", "label": "A", "kind": "person", "parts": ["hồn"]}]"#),
        [("a".to_owned(), FlawKind::NoSuchPart("hồn".to_owned()))]
            .into_iter()
            .chain([("sections".to_owned(), FlawKind::Empty)])
            .collect::<Vec<_>>()
    );
    let shape = flaws(r#"[{"id": "a", "label": "A", "kind": "màu"}]"#);
    assert_eq!(shape[0].0, "sections[0].fields[0].kind");
}
