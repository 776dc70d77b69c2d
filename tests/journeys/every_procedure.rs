//! The real catalogue: every procedure that is shipped can be found, read and filed.

use axum::http::Method;
use serde_json::json;

use crate::support::stages::at_the_counter;
use crate::support::{RECEPTION, TestApp};

/// An office with what is shipped, beside the procedures of the other journeys.
async fn with_the_catalogue() -> TestApp {
    let app = TestApp::on_memory().await;
    let office = app.office.clone();
    let now = app.now();
    let import = move || office.import_procedures(crate::catalogue::shipped(), now, &mut |_| {});
    tokio::task::spawn_blocking(import).await.unwrap().unwrap();
    app
}

#[tokio::test]
async fn every_procedure_that_is_shipped_can_be_read_and_filed() {
    let app = with_the_catalogue().await;
    let (mut received, mut waiting, mut after) = (0, 0, String::new());
    loop {
        let page = app
            .call(Method::GET, format!("/api/v1/procedures?limit=200{after}"))
            .send()
            .await;
        let page = page.expect(200);
        for item in page["items"].as_array().unwrap() {
            let code = item["code"].as_str().unwrap();
            let sheet = app
                .call(Method::GET, format!("/api/v1/procedures/{code}"))
                .send()
                .await;
            let sheet = sheet.expect(200);
            assert_eq!(sheet["name"], item["name"]);
            let cases = sheet["cases"].as_array().unwrap();
            assert!(!cases.is_empty(), "{code}");
            let papers: Vec<_> = sheet["components"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|paper| paper["note"] == false)
                .map(|paper| json!({"id": paper["id"], "kind": "copy", "count": 1}))
                .collect();
            let mut new = at_the_counter();
            new["procedure"] = json!(code);
            new["case"] = json!(cases.len() - 1);
            new["components"] = json!(papers);
            let dossier = app
                .post(RECEPTION, "/api/v1/dossiers", &new)
                .await
                .expect(201);
            match dossier["status"]["code"].as_u64() {
                Some(2) => {
                    assert!(
                        dossier["due_at"].as_str() >= dossier["submitted_at"].as_str(),
                        "{code}"
                    );
                    received += 1;
                }
                Some(1) => {
                    assert_eq!(dossier["due_at"], json!(null), "{code}");
                    waiting += 1;
                }
                other => panic!("{code} is in {other:?}"),
            }
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert!(received + waiting > 700, "{received} and {waiting}");
    assert!(received > waiting, "{received} and {waiting}");
}

#[tokio::test]
async fn searching_answers_as_the_contract_says() {
    let app = with_the_catalogue().await;
    let get = async |path: &str| app.call(Method::GET, path).send().await.expect(200);
    let found = get("/api/v1/procedures?q=dang%20ky%20khai%20sinh").await;
    assert_eq!(found["items"][0]["code"], "1.001193");
    assert_eq!(found["sure"], true);
    let guess = get("/api/v1/procedures?q=zzzz%20qqqq%20xxxx").await;
    assert_eq!(guess["sure"], false);
    let suggested = get("/api/v1/procedures/suggest?q=khai%20s").await;
    let suggested = suggested.as_array().unwrap();
    assert!((1..=8).contains(&suggested.len()));
    for item in found["items"].as_array().unwrap() {
        assert!(item["levels"].is_array() && item["full_online"].is_boolean());
    }
    let none = get("/api/v1/procedures/suggest?q=").await;
    assert!(none.is_array());
}
