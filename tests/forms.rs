//! Electronic forms: reading a definition, judging answers, comparing versions, and the ten that are shipped.

mod definitions;
mod in_the_page;
mod judging;
mod properties;
mod versions;

use motcua::domain::form::{Around, Evaluation, Form, Parts, Typed, evaluate, read};
use motcua::domain::time::Day;

/// A definition with these sections.
pub fn form(sections: &str) -> Form {
    let json = format!(
        r#"{{"procedure": "1.001193", "version": 1, "title": "Tờ khai", "sections": {sections}}}"#
    );
    read(&json, &Parts::new()).unwrap()
}

/// A form of one section with these fields.
pub fn fields(fields: &str) -> Form {
    form(&format!(
        r#"[{{"id": "phan", "title": "Phần", "fields": {fields}}}]"#
    ))
}

pub fn typed(pairs: &[(&str, &str)]) -> Typed {
    pairs
        .iter()
        .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
        .collect()
}

pub fn today() -> Day {
    Day::constant(2026, 3, 10)
}

/// Judges on 10/3/2026, in a country of one province with one commune that had another name.
pub fn judged(form: &Form, pairs: &[(&str, &str)]) -> Evaluation {
    let around = Around {
        today: today(),
        province: &|typed| (typed == "Tỉnh Nghệ An").then(|| typed.to_owned()),
        commune: &|_, typed| {
            ["Xã Hưng Nguyên", "Xã Hưng Thịnh"]
                .contains(&typed)
                .then(|| "Xã Hưng Nguyên".to_owned())
        },
    };
    evaluate(form, &typed(pairs), &around)
}
