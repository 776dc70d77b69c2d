//! Whatever is typed, judging neither fails nor wavers; the model is written apart from the code.

use std::collections::BTreeMap;

use motcua::domain::form::{Answer, evaluate, flatten};
use motcua::office::forms::{self, shipped};
use proptest::prelude::*;
use serde_json::{Map, json};

use super::{fields, judged, today, typed};

/// Things that people and programs type.
fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("co".to_owned()),
        Just("khac".to_owned()),
        Just("yes".to_owned()),
        Just("2020-02-29".to_owned()),
        Just("Tỉnh Nghệ An".to_owned()),
        Just("Hưng Nguyên".to_owned()),
        "[0-9]{1,20}",
        "\\PC{0,40}",
        ".{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judging_takes_anything_and_says_the_same_twice(
        which in 0_usize..10,
        values in prop::collection::vec((0_usize..80, anything()), 0..40),
    ) {
        let definition = shipped().nth(which).unwrap();
        let ids: Vec<String> = definition
            .form
            .fields()
            .flat_map(|field| [field.id.clone(), format!("{}.0.ten", field.id)])
            .collect();
        let typed: BTreeMap<String, String> = values
            .into_iter()
            .map(|(at, value)| (ids[at % ids.len()].clone(), value))
            .collect();
        let first = forms::evaluate(&definition.form, &typed, today());
        prop_assert_eq!(&first, &forms::evaluate(&definition.form, &typed, today()));
        // Nothing that is not asked has an answer or a fault.
        for id in first.answers.keys() {
            prop_assert!(first.asked.contains(id), "{} was not asked", id);
        }
        for wrong in &first.wrong {
            let known = first.asked.iter().any(|id| wrong.field == *id || wrong.field.starts_with(&format!("{id}.")));
            prop_assert!(known, "{} was not asked", wrong.field);
        }
        // What was understood, sent again as it is kept, is understood as the same.
        let kept: Map<_, _> = first.answers.iter().map(|(id, answer)| (id.clone(), json!(answer))).collect();
        let again = forms::evaluate(&definition.form, &flatten(&kept), today());
        prop_assert_eq!(&again.answers, &first.answers);
        prop_assert_eq!(&again.asked, &first.asked);
    }

    #[test]
    fn sums_and_conditions_agree_with_plain_arithmetic(
        rows in prop::collection::vec(prop::option::of(0_i64..10_000), 0..6),
        border in 0_i64..30_000,
    ) {
        let form = fields(&format!(
            r#"[{{"id": "t", "label": "T", "kind": "table", "max": 6, "columns": [{{"id": "n", "label": "N", "kind": "number"}}, {{"id": "k", "label": "K", "kind": "text"}}]}},
                {{"id": "tong", "label": "Tổng", "kind": "number", "value": ["sum", "$t.n"]}},
                {{"id": "nhieu", "label": "Nhiều", "kind": "text", "when": ["all", ["gt", "$tong", {border}], ["not", ["eq", ["count", "$t"], 0]]]}}]"#
        ));
        let mut pairs = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(number) = row {
                pairs.push((format!("t.{at}.n"), number.to_string()));
            }
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let found = judged(&form, &pairs);
        let sum: i64 = rows.iter().flatten().sum();
        prop_assert_eq!(&found.answers["tong"], &Answer::Number(sum));
        prop_assert_eq!(found.asked.contains("nhieu"), sum > border);
    }
}

#[test]
fn nothing_typed_is_nothing_answered() {
    for definition in shipped() {
        let around = motcua::domain::form::Around {
            today: today(),
            province: &|_| None,
            commune: &|_, _| None,
        };
        let judged = evaluate(&definition.form, &typed(&[]), &around);
        for (id, answer) in &judged.answers {
            assert_eq!(*answer, Answer::Number(0), "{id} is worked out of nothing");
        }
    }
}
