//! The state of each paper: what follows by itself, what an officer says, and that both sides read it in words.

use axum::http::Method;
use motcua::domain::audit::Deed;
use serde_json::{Value, json};

use crate::support::founding::papers;
use crate::support::stages::{ask_supplement, new_dossier, supply, verdicts};
use crate::support::{CITIZEN, RECEPTION, SPECIALIST, TestApp, with_action};

/// The states of the papers handed in, and of those that are owed.
fn states(dossier: &Value) -> (Vec<String>, Vec<String>) {
    let read = |list: &Value| {
        let list = list.as_array().unwrap().iter();
        list.map(|paper| paper["state"].as_str().unwrap().to_owned())
            .collect()
    };
    (read(&dossier["components"]), read(&dossier["absent"]))
}

fn verdict(component: &str, state: &str) -> Value {
    json!({"items": [{"component": component, "state": state}]})
}

#[tokio::test]
async fn states_follow_what_is_handed_in_asked_for_and_found() {
    let app = TestApp::new().await;
    let [form, proof] = papers();
    let code = app.accepted().await;
    let read = async || states(&app.dossier(SPECIALIST, &code).await).0;
    assert_eq!(read().await, ["checking", "checking"]);

    app.done(RECEPTION, &code, "check_papers", verdict(&form, "verified"))
        .await;
    app.done(
        RECEPTION,
        &code,
        "check_papers",
        verdict(&proof, "not_applicable"),
    )
    .await;
    assert_eq!(read().await, ["verified", "not_applicable"]);
    // A finding can be taken back, and another one made.
    app.done(
        RECEPTION,
        &code,
        "check_papers",
        verdict(&proof, "checking"),
    )
    .await;
    assert_eq!(read().await, ["verified", "checking"]);
    app.done(
        RECEPTION,
        &code,
        "check_papers",
        verdict(&proof, "verified"),
    )
    .await;

    // What is asked for is owed again; what comes for it is looked at anew.
    app.done(RECEPTION, &code, "request_supplement", ask_supplement())
        .await;
    assert_eq!(read().await, ["verified", "to_provide"]);
    app.done(CITIZEN, &code, "supply", supply()).await;
    assert_eq!(read().await, ["verified", "checking", "checking"]);
}

#[tokio::test]
async fn what_nobody_handed_in_is_owed_until_the_dossier_is_received_without_it() {
    let app = TestApp::new().await;
    let [form, proof] = papers();
    let mut new = new_dossier();
    new["components"] = json!([{"id": form, "kind": "original", "count": 1}]);
    let filed = app
        .post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    let code = filed["code"].as_str().unwrap();
    let kept = app.kept(code);
    assert_eq!(kept.paper_state(&proof, false).key(), "to_provide");
    app.done(RECEPTION, code, "accept", json!({})).await;
    let kept = app.kept(code);
    assert_eq!(kept.paper_state(&proof, false).key(), "not_applicable");
    // What the procedure requires stays owed, and is said so.
    assert_eq!(kept.paper_state(&proof, true).key(), "to_provide");
    app.done(
        RECEPTION,
        code,
        "check_papers",
        verdict(&proof, "not_applicable"),
    )
    .await;
    let (_, absent) = states(&app.dossier(CITIZEN, code).await);
    assert_eq!(absent, ["not_applicable"]);
}

#[tokio::test]
async fn wrong_verdicts_are_named_by_field_and_change_nothing() {
    let app = TestApp::new().await;
    let [form, proof] = papers();
    let code = app.accepted().await;
    let before = app.kept(&code);
    let said = |state: &str, document: Value| json!({"items": [{"component": proof, "state": state, "document": document}]});
    let document = |change: (&str, Value)| {
        let mut document = crate::support::stages::document();
        document[change.0] = change.1;
        said("verified", document)
    };
    let mut nothing = new_dossier();
    nothing["components"] = json!([]);
    let bare = app
        .post(CITIZEN, "/api/v1/dossiers", &nothing)
        .await
        .expect(201);
    let bare = bare["code"].as_str().unwrap().to_owned();
    let cases = [
        (&code, json!({"items": []}), "items"),
        (&code, verdict("khong-co", "verified"), "items[0].component"),
        (
            &code,
            json!({"items": [{"component": form, "state": "verified"}, {"component": form, "state": "verified"}]}),
            "items[1].component",
        ),
        (&code, verdict(&form, "replaced"), "items[0].state"),
        (&bare, verdict(&form, "verified"), "items[0].state"),
        (
            &code,
            said("not_applicable", crate::support::stages::document()),
            "items[0].document",
        ),
        (
            &code,
            document(("issued_on", json!("2026-03-11"))),
            "items[0].document.issued_on",
        ),
        (
            &code,
            document(("valid_until", json!("2026-03-09"))),
            "items[0].document.valid_until",
        ),
        (
            &code,
            document(("issuer", json!("  "))),
            "items[0].document.issuer",
        ),
    ];
    for (code, sent, field) in cases {
        let reply = app.act(RECEPTION, code, "check_papers", sent.clone()).await;
        let problem = reply.expect(422);
        assert_eq!(problem["errors"][0]["field"], field, "{sent}: {problem}");
    }
    assert_eq!(app.kept(&code), before);
}

#[tokio::test]
async fn the_second_of_two_officers_is_told_and_nothing_is_overwritten() {
    let app = TestApp::new().await;
    let [form, _] = papers();
    let code = app.accepted().await;
    let version = app.kept(&code).version;
    let send = async |state: &str| {
        app.call(Method::POST, format!("/api/v1/dossiers/{code}/actions"))
            .by(RECEPTION)
            .await
            .header("if-match", &format!("\"{version}\""))
            .json(&with_action("check_papers", verdict(&form, state)))
            .send()
            .await
    };
    assert_eq!(send("verified").await.status, 200);
    assert_eq!(send("not_applicable").await.status, 412);
    assert_eq!(app.kept(&code).paper_state(&form, false).key(), "verified");
    let noted = app.office.audited(u64::MAX, 50).unwrap();
    let acted = noted.iter().filter(|entry| {
        let trace = entry.trace().unwrap();
        trace.deed == Deed::DossierActed && trace.detail.as_deref() == Some("check_papers")
    });
    assert_eq!(acted.count(), 1);
}

#[tokio::test]
async fn both_sides_read_the_states_in_words_and_the_form_brings_faults_back() {
    let app = TestApp::new().await;
    let [form, proof] = papers();
    let code = app.accepted().await;
    let path = format!("/can-bo/ho-so/{code}");
    let page = app.page(RECEPTION, &path).await;
    assert!(page.contains("Đang chờ kiểm tra"), "{page}");
    let field = |id: &str, part: &str, value: &str| {
        (format!("check_papers.paper.{id}.{part}"), value.to_owned())
    };
    // A document without its issuer, and a paper that stays as it is.
    let fields = [
        field(&form, "state", "verified"),
        field(&proof, "issued_on", "2020-02-01"),
        field(&proof, "number", "12/2020"),
    ];
    let reply = app
        .send_form(RECEPTION, &format!("{path}/check_papers"), &fields)
        .await;
    assert_eq!(reply.status, 422);
    let page = reply.text();
    let at = format!("id=\"f-check-papers-paper-{proof}-issuer-loi\"");
    assert!(page.contains(&at) && page.contains("12/2020"), "{page}");
    assert!(app.kept(&code).checked.is_empty());

    let fields = [&fields[..], &[field(&proof, "issuer", "UBND xã Đông Anh")]].concat();
    let reply = app
        .send_form(RECEPTION, &format!("{path}/check_papers"), &fields)
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    for (who, path) in [
        (RECEPTION, path.clone()),
        (CITIZEN, format!("/ho-so/{code}")),
    ] {
        let page = app.page(who, &path).await;
        assert!(page.contains("Đã xác thực"), "{who}");
        assert!(
            page.contains("Kiểm tra thành phần hồ sơ: 2 giấy tờ đã xác thực."),
            "{who}"
        );
    }
    // Whoever holds it at the specialists' desk goes on with it, the counter too.
    app.done(RECEPTION, &code, "forward", json!({})).await;
    app.done(SPECIALIST, &code, "check_papers", verdicts())
        .await;
    app.done(RECEPTION, &code, "check_papers", verdicts()).await;
}
