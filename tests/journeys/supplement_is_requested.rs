//! Asking for a supplement: once, precisely, by whoever has it; again by the leader.

use serde_json::json;

use crate::support::founding::{papers, remark};
use crate::support::stages::{ask_supplement, because, supply};
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, STRANGER, TestApp};

#[tokio::test]
async fn before_reception_it_returns_to_1_and_may_still_be_refused_or_withdrawn() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let asked = app
        .done(RECEPTION, &code, "request_supplement", ask_supplement())
        .await;
    assert_eq!(asked["status"]["code"], 5);
    assert_eq!(asked["paused"], true);
    assert_eq!(asked["due_at"], json!(null));
    // Not received yet: nothing to stop, to ask back, to correct by the citizen.
    app.act(LEADER, &code, "stop", because()).await.expect(409);
    app.act(CITIZEN, &code, "ask_withdraw", because())
        .await
        .expect(409);
    let supplied = app.done(CITIZEN, &code, "supply", supply()).await;
    assert_eq!(supplied["status"]["code"], 1);
    assert_eq!(supplied["components"].as_array().unwrap().len(), 3);
    app.done(RECEPTION, &code, "accept", json!({})).await;

    let refused = app.filed().await;
    app.done(RECEPTION, &refused, "request_supplement", ask_supplement())
        .await;
    let refused = app.done(RECEPTION, &refused, "refuse", because()).await;
    assert_eq!(refused["status"]["code"], 3);

    let withdrawn = app.filed().await;
    app.done(
        RECEPTION,
        &withdrawn,
        "request_supplement",
        ask_supplement(),
    )
    .await;
    let withdrawn = app.done(CITIZEN, &withdrawn, "withdraw", because()).await;
    assert_eq!(withdrawn["status"]["code"], 7);
}

#[tokio::test]
async fn after_reception_it_cannot_be_refused() {
    let app = TestApp::new().await;
    let code = app.accepted().await;
    app.done(RECEPTION, &code, "request_supplement", ask_supplement())
        .await;
    app.act(RECEPTION, &code, "refuse", because())
        .await
        .expect(409);
    let supplied = app.done(RECEPTION, &code, "supply", supply()).await;
    assert_eq!(supplied["status"]["code"], 2);
}

#[tokio::test]
async fn a_second_request_is_the_leaders() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    app.act(LEADER, &code, "request_supplement", ask_supplement())
        .await
        .expect(409);
    app.done(SPECIALIST, &code, "request_supplement", ask_supplement())
        .await;
    app.done(CITIZEN, &code, "supply", supply()).await;
    let again = app
        .act(SPECIALIST, &code, "request_supplement", ask_supplement())
        .await;
    let title = again.expect(409)["title"].as_str().unwrap().to_owned();
    assert!(title.contains("lãnh đạo"), "{title}");
    let by_leader = app
        .done(LEADER, &code, "request_supplement", ask_supplement())
        .await;
    assert_eq!(by_leader["status"]["code"], 5);
    let supplied = app.done(CITIZEN, &code, "supply", supply()).await;
    assert_eq!(supplied["step"]["assignee"], SPECIALIST);
    app.done(LEADER, &code, "request_supplement", ask_supplement())
        .await;
}

#[tokio::test]
async fn a_request_by_reception_counts_as_the_first() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    app.done(RECEPTION, &code, "request_supplement", ask_supplement())
        .await;
    app.done(CITIZEN, &code, "supply", supply()).await;
    app.act(RECEPTION, &code, "request_supplement", ask_supplement())
        .await
        .expect(409);
    app.done(RECEPTION, &code, "accept", json!({})).await;
    app.act(RECEPTION, &code, "request_supplement", ask_supplement())
        .await
        .expect(409);
    app.done(RECEPTION, &code, "forward", json!({})).await;
    app.act(SPECIALIST, &code, "request_supplement", ask_supplement())
        .await
        .expect(409);
    app.done(LEADER, &code, "request_supplement", ask_supplement())
        .await;
}

#[tokio::test]
async fn the_request_names_papers_of_the_procedure_and_why() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let item = json!({"component": papers()[0], "reason": "Thiếu chữ ký"});
    for (fields, field) in [
        (json!({"items": [], "reason": "x"}), "items"),
        (json!({"reason": "x"}), "items"),
        (json!({"items": [item]}), "reason"),
        (
            json!({"items": [{"component": "khong-co", "reason": "x"}], "reason": "x"}),
            "items[0].component",
        ),
        (
            json!({"items": [item, {"component": remark(), "reason": "x"}], "reason": "x"}),
            "items[1].component",
        ),
        (
            json!({"items": [{"component": papers()[0]}], "reason": "x"}),
            "items[0].reason",
        ),
        (
            json!({"items": [{"component": papers()[0], "reason": " "}], "reason": "x"}),
            "items[0].reason",
        ),
        (
            json!({"items": [item], "reason": "x", "until": "2026-03-01"}),
            "until",
        ),
        (
            json!({"items": [item], "reason": "x", "until": "2026-02-30"}),
            "until",
        ),
        (
            json!({"items": [item], "reason": "x", "deadline": "2026-03-20"}),
            "deadline",
        ),
    ] {
        app.act(SPECIALIST, &code, "request_supplement", fields)
            .await
            .names(&[field]);
    }
}

#[tokio::test]
async fn what_is_supplied_stands_beside_what_was_there() {
    let app = TestApp::new().await;
    let code = app.in_status(5).await;
    let [_, proof] = papers();
    let file = app.pdf(CITIZEN, "bản mới.pdf").await;
    let foreign = app.pdf(STRANGER, "không phải của tôi.pdf").await;
    for (paper, field) in [
        (json!({"id": "x", "kind": "copy"}), "components[0].id"),
        (json!({"id": proof, "kind": "scan"}), "components[0].kind"),
        (
            json!({"id": proof, "kind": "copy", "count": 0}),
            "components[0].count",
        ),
        (
            json!({"id": proof, "kind": "copy", "count": 1000}),
            "components[0].count",
        ),
        (
            json!({"id": proof, "kind": "electronic"}),
            "components[0].file",
        ),
        (
            json!({"id": proof, "kind": "electronic", "file": foreign}),
            "components[0].file",
        ),
        (
            json!({"id": proof, "kind": "electronic", "file": "0123"}),
            "components[0].file",
        ),
    ] {
        app.act(CITIZEN, &code, "supply", json!({"components": [paper]}))
            .await
            .names(&[field]);
    }
    app.act(CITIZEN, &code, "supply", json!({"components": []}))
        .await
        .names(&["components"]);
    let paper =
        json!({"components": [{"id": proof, "kind": "electronic", "count": 1, "file": file}]});
    let supplied = app.done(CITIZEN, &code, "supply", paper).await;
    let last = &supplied["components"][2];
    assert_eq!(last["file"]["name"], "bản mới.pdf");
    let bytes = app
        .get(SPECIALIST, format!("/api/v1/dossiers/{code}/files/{file}"))
        .await;
    assert_eq!(bytes.bytes, crate::support::founding::pdf("bản mới.pdf"));
}

#[tokio::test]
async fn what_is_asked_is_shown_while_it_waits() {
    let app = TestApp::new().await;
    let code = app.in_status(5).await;
    let waiting = app.dossier(CITIZEN, &code).await;
    assert_eq!(waiting["supplement"]["items"][0]["component"], papers()[1]);
    assert_eq!(waiting["supplement"]["until"], "2026-03-31");
    let text = app.history(CITIZEN, &code).await.last().unwrap()["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        text.contains("31/03/2026") && text.contains("Giấy tờ chưa rõ"),
        "{text}"
    );
    let supplied = app.done(CITIZEN, &code, "supply", supply()).await;
    assert_eq!(supplied["supplement"], json!(null));
}
