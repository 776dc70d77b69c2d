//! `/api/openapi.json` against the contract: every route is there. That answers are as described is looked at with
//! every request of every journey, in `support::described`.

use axum::http::Method;
use serde_json::json;

use crate::support::TestApp;
use crate::support::described::{DESCRIPTION, conforms, operation};

/// The calls of CONTRACT.md, with the statuses it names for each.
const CALLS: [(&str, &str, &[u16]); 15] = [
    ("POST", "/api/v1/sessions", &[201, 401, 422, 429]),
    ("GET", "/api/v1/procedures", &[200]),
    ("GET", "/api/v1/procedures/suggest", &[200]),
    ("GET", "/api/v1/procedures/{code}", &[200, 404]),
    ("POST", "/api/v1/files", &[201, 401, 413, 422]),
    ("POST", "/api/v1/dossiers", &[201, 401, 403, 422]),
    ("GET", "/api/v1/dossiers", &[200, 401, 422]),
    ("GET", "/api/v1/dossiers/{code}", &[200, 401, 404]),
    ("GET", "/api/v1/dossiers/{code}/history", &[200, 401, 404]),
    (
        "POST",
        "/api/v1/dossiers/{code}/actions",
        &[200, 401, 403, 404, 409, 412, 422],
    ),
    (
        "GET",
        "/api/v1/dossiers/{code}/slips/{slip}",
        &[200, 401, 404],
    ),
    (
        "GET",
        "/api/v1/dossiers/{code}/files/{id}",
        &[200, 401, 404],
    ),
    ("GET", "/api/v1/track", &[200, 404, 422, 429]),
    ("GET", "/api/v1/events", &[200, 401, 403]),
    ("DELETE", "/api/v1/sessions", &[204, 401]),
];

#[test]
fn every_call_of_the_contract_is_described() {
    assert!(DESCRIPTION["openapi"].as_str().unwrap().starts_with("3.1"));
    for (method, path, statuses) in CALLS {
        let method: Method = method.parse().unwrap();
        let operation = operation(&method, path).unwrap_or_else(|| panic!("{method} {path}"));
        for status in statuses {
            let declared = &operation["responses"][status.to_string()];
            assert!(
                declared.is_object(),
                "{method} {path} does not declare {status}"
            );
        }
    }
}

#[test]
fn nothing_is_described_that_the_contract_does_not_know() {
    let paths = DESCRIPTION["paths"].as_object().unwrap();
    for (path, methods) in paths {
        for method in methods
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "parameters")
        {
            let known = CALLS
                .iter()
                .any(|(name, known, _)| known == path && name.eq_ignore_ascii_case(method));
            assert!(known, "{method} {path} is not in the contract");
        }
    }
}

#[test]
fn every_operation_has_a_summary_and_every_reference_a_target() {
    let text = DESCRIPTION.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(DESCRIPTION.pointer(pointer).is_some(), "{pointer}");
    }
    for (path, methods) in DESCRIPTION["paths"].as_object().unwrap() {
        for operation in methods.as_object().unwrap().values() {
            assert!(
                operation["summary"].is_string() && operation["tags"].is_array(),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn the_description_is_served_as_it_is() {
    let app = TestApp::on_memory().await;
    let served = app
        .call(Method::GET, "/api/openapi.json")
        .send()
        .await
        .expect(200);
    assert_eq!(served, *DESCRIPTION);
}

#[test]
#[should_panic(expected = "is missing")]
fn a_missing_field_would_be_noticed() {
    let schema = json!({"$ref": "#/components/schemas/DossierBody"});
    conforms(&json!({"code": "x"}), &schema, "trial");
}
