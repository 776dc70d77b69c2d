//! What a new version changes for those who fill in the old one.

use motcua::domain::form::{What, compare};

use super::fields;

const OLD: &str = r#"[{"id": "ten", "label": "Tên", "kind": "text", "max": 100},
    {"id": "loai", "label": "Loại", "kind": "choice", "choices": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]},
    {"id": "so", "label": "Số", "kind": "number", "min": 1, "max": 10}]"#;

fn changes(new: &str) -> Vec<(String, What, bool)> {
    compare(&fields(OLD), &fields(new))
        .into_iter()
        .map(|change| (change.field, change.what, change.what.breaks()))
        .collect()
}

fn one(field: &str, what: What, breaks: bool) -> Vec<(String, What, bool)> {
    vec![(field.to_owned(), what, breaks)]
}

#[test]
fn a_form_and_itself_differ_in_nothing() {
    assert_eq!(changes(OLD), []);
}

#[test]
fn more_room_and_more_choices_break_nothing() {
    let wider = OLD.replace(r#""max": 100"#, r#""max": 200"#).replace(
        r#"{"value": "b", "label": "B"}"#,
        r#"{"value": "b", "label": "B mới"}, {"value": "c", "label": "C"}"#,
    );
    assert_eq!(changes(&wider), []);
    let added = OLD.replace(
        r#"{"id": "so""#,
        r#"{"id": "moi", "label": "Mới", "kind": "text"}, {"id": "so""#,
    );
    assert_eq!(changes(&added), one("moi", What::Added, false));
}

#[test]
fn what_breaks_is_told_apart() {
    let cut = OLD.replace(r#"{"value": "a", "label": "A"}, "#, "");
    assert_eq!(changes(&cut), one("loai", What::Narrower, true));
    let less = OLD.replace(r#""max": 10}"#, r#""max": 9}"#);
    assert_eq!(changes(&less), one("so", What::Narrower, true));
    let other = OLD.replace(
        r#""kind": "number", "min": 1, "max": 10"#,
        r#""kind": "date""#,
    );
    assert_eq!(changes(&other), one("so", What::OtherKind, true));
    let needed = OLD.replace(r#""max": 100"#, r#""max": 100, "required": true"#);
    assert_eq!(changes(&needed), one("ten", What::NowRequired, true));
    let gone = OLD.replace(
        r#"{"id": "ten", "label": "Tên", "kind": "text", "max": 100},"#,
        "",
    );
    assert_eq!(changes(&gone), one("ten", What::Removed, true));
}
