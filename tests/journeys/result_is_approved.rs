//! The proposal, the leader's decision, and what may not happen meanwhile.

use serde_json::json;

use crate::support::stages::{because, proposal};
use crate::support::{CITIZEN, LEADER, LEADER2, RECEPTION, SPECIALIST, TestApp};

#[tokio::test]
async fn a_proposal_may_come_from_any_specialist_step() {
    let app = TestApp::new().await;
    let examined = app.forwarded().await;
    app.done(SPECIALIST, &examined, "propose", proposal()).await;
    let drafted = app.forwarded().await;
    app.done(SPECIALIST, &drafted, "advance", json!({})).await;
    // After drafting comes the proposal, not another step.
    app.act(SPECIALIST, &drafted, "advance", json!({}))
        .await
        .expect(409);
    app.done(SPECIALIST, &drafted, "propose", proposal()).await;
}

#[tokio::test]
async fn while_the_leader_decides_the_specialist_waits() {
    let app = TestApp::new().await;
    let code = app.proposed().await;
    for action in ["propose", "advance", "send_back"] {
        let reply = app
            .act(SPECIALIST, &code, action, crate::table::fields(action))
            .await;
        reply.expect(409);
    }
    let recalled = app.done(SPECIALIST, &code, "recall", json!({})).await;
    assert_eq!(recalled["step"]["key"], "examination");
    assert_eq!(recalled["result"], json!(null));
    app.act(LEADER, &code, "approve", json!({}))
        .await
        .expect(409);
    app.done(SPECIALIST, &code, "propose", proposal()).await;
    app.dossier(LEADER, &code).await;
    app.act(SPECIALIST, &code, "recall", json!({}))
        .await
        .expect(409);
}

#[tokio::test]
async fn a_rejected_proposal_goes_back_to_whoever_made_it() {
    let app = TestApp::new().await;
    let code = app.proposed().await;
    app.act(LEADER, &code, "reject", json!({}))
        .await
        .names(&["reason"]);
    let rejected = app.done(LEADER, &code, "reject", because()).await;
    assert_eq!(rejected["status"]["code"], 4);
    assert_eq!(rejected["step"]["assignee"], SPECIALIST);
    assert_eq!(rejected["result"], json!(null));
    app.act(LEADER, &code, "reject", because())
        .await
        .expect(409);
    app.done(SPECIALIST, &code, "propose", proposal()).await;
    // Any leader decides.
    let approved = app.done(LEADER2, &code, "approve", json!({})).await;
    assert_eq!(approved["status"]["code"], 9);
}

#[tokio::test]
async fn a_reopened_dossier_runs_against_the_same_due_date() {
    let app = TestApp::new().await;
    let code = app.in_status(9).await;
    let before = app.dossier(LEADER, &code).await;
    let reopened = app.done(LEADER, &code, "reopen", because()).await;
    assert_eq!(reopened["status"]["code"], 4);
    assert_eq!(reopened["due_at"], before["due_at"]);
    assert_eq!(reopened["step"]["assignee"], SPECIALIST);
    assert_eq!(app.dossier(CITIZEN, &code).await["result"], json!(null));
    app.act(
        RECEPTION,
        &code,
        "return_result",
        crate::table::fields("return_result"),
    )
    .await
    .expect(409);
    app.done(SPECIALIST, &code, "propose", proposal()).await;
    app.done(LEADER, &code, "approve", json!({})).await;
    app.done(
        RECEPTION,
        &code,
        "return_result",
        crate::table::fields("return_result"),
    )
    .await;
}

#[tokio::test]
async fn what_a_result_and_its_return_must_say() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    for (fields, field) in [
        (json!({}), "result"),
        (json!({"result": {}}), "result.title"),
        (json!({"result": {"title": ""}}), "result.title"),
        (
            json!({"result": {"title": "x", "colour": "red"}}),
            "result.colour",
        ),
        (
            json!({"result": {"title": "x", "file": "nothing"}}),
            "result.file",
        ),
        (json!({"result": {"title": "x"}, "note": "y"}), "note"),
    ] {
        app.act(SPECIALIST, &code, "propose", fields)
            .await
            .names(&[field]);
    }
    let done = app.in_status(9).await;
    for (fields, field) in [
        (json!({"method": "counter"}), "received_by"),
        (json!({"received_by": "An"}), "method"),
        (json!({"received_by": "An", "method": "drone"}), "method"),
        (
            json!({"received_by": "A\u{7}n", "method": "post"}),
            "received_by",
        ),
    ] {
        app.act(RECEPTION, &done, "return_result", fields)
            .await
            .names(&[field]);
    }
}

#[tokio::test]
async fn a_rating_is_one_to_five() {
    let app = TestApp::new().await;
    let code = app.in_status(10).await;
    for score in [
        json!(0),
        json!(6),
        json!(-1),
        json!(2.5),
        json!("5"),
        json!(null),
    ] {
        app.act(CITIZEN, &code, "rate", json!({"score": score}))
            .await
            .names(&["score"]);
    }
    app.done(
        CITIZEN,
        &code,
        "rate",
        json!({"score": 1, "comment": "Phải đi lại nhiều lần"}),
    )
    .await;
}
