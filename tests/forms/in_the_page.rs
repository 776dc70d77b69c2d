//! `assets/js/form.js` and the server work the same rules out to the same values.

use std::io::Write as _;
use std::process::{Command, Stdio};

use motcua::domain::form::rule::{self, Value};
use motcua::domain::form::{Answer, Answers};
use serde_json::{Value as Json, json};

use super::today;

const CASES: &str = include_str!("rules.json");

fn plain(value: Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Truth(truth) => json!(truth),
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text),
    }
}

#[test]
fn the_page_and_the_server_agree() {
    let cases: Json = serde_json::from_str(CASES).unwrap();
    let answers: Answers = serde_json::from_value::<std::collections::BTreeMap<String, Answer>>(
        cases["answers"].clone(),
    )
    .unwrap();
    let rules: Vec<Json> = cases["rules"].as_array().unwrap().clone();
    let here: Vec<Json> = rules
        .iter()
        .map(|case| {
            let rule = rule::read(&case[0]).unwrap();
            assert_eq!(rule.written(), case[0], "a rule is written as it was read");
            let value = plain(rule.value(&answers, today()));
            assert_eq!(value, case[1], "{}", case[0]);
            value
        })
        .collect();

    let script = format!(
        "import {{ value }} from {path};\nimport {{ readFileSync }} from 'node:fs';\n\
         const {{ rules, answers }} = JSON.parse(readFileSync(0, 'utf8'));\n\
         console.log(JSON.stringify(rules.map(([rule]) => value(rule, answers, '2026-03-10') ?? null)));",
        path = json!(format!(
            "file://{}/assets/js/form.js",
            env!("CARGO_MANIFEST_DIR")
        )),
    );
    let mut node = Command::new("node")
        .args(["--input-type=module", "--eval", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs the tests of the browser, too");
    node.stdin
        .take()
        .unwrap()
        .write_all(CASES.as_bytes())
        .unwrap();
    let said = node.wait_with_output().unwrap();
    assert!(said.status.success());
    let there: Vec<Json> = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!(there, here);
}
