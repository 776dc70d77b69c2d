//! Pauses move the due date by the office time they cover; apologies set a new one, within bounds.

use serde_json::{Value, json};

use crate::support::stages::{ask_payment, ask_supplement, because, payment, supply};
use crate::support::{LEADER, RECEPTION, SPECIALIST, TestApp};

/// Due on Friday 13 March at 17:00 in every journey here.
const FRIDAY: &str = "2026-03-13T17:00:00+07:00";

fn due(dossier: &Value) -> &str {
    dossier["due_at"].as_str().unwrap()
}

#[tokio::test]
async fn a_supplement_moves_the_due_date_by_the_wait() {
    let app = TestApp::new().await;
    let code = app.in_status(5).await;
    assert_eq!(due(&app.dossier(LEADER, &code).await), FRIDAY);
    // From Tuesday 9:00 to Thursday 10:00: two days and an hour in the office.
    app.set("2026-03-12T10:00:00+07:00");
    let supplied = app.done(RECEPTION, &code, "supply", supply()).await;
    assert_eq!(due(&supplied), "2026-03-18T08:30:00+07:00");
    assert_eq!(supplied["due_original"], FRIDAY);
    let line = app.history(RECEPTION, &code).await.pop().unwrap();
    assert_eq!(line["due_before"], FRIDAY);
    assert_eq!(line["due_after"], supplied["due_at"]);
}

#[tokio::test]
async fn a_wait_over_the_weekend_counts_no_weekend() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    app.set("2026-03-13T16:00:00+07:00");
    app.done(SPECIALIST, &code, "request_payment", ask_payment())
        .await;
    app.set("2026-03-16T08:30:00+07:00");
    let paid = app
        .done(SPECIALIST, &code, "record_payment", payment())
        .await;
    // An hour on Friday, an hour on Monday.
    assert_eq!(due(&paid), "2026-03-16T09:30:00+07:00");
}

#[tokio::test]
async fn stopping_and_resuming_moves_it_too() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let stopped = app.done(LEADER, &code, "stop", because()).await;
    assert_eq!(stopped["status"], json!({"code": 8, "name": "Dừng xử lý"}));
    assert_eq!(due(&stopped), FRIDAY);
    app.set("2026-03-11T09:00:00+07:00");
    let resumed = app
        .done(LEADER, &code, "resume", json!({"reason": "Đã có ý kiến"}))
        .await;
    assert_eq!(resumed["status"]["code"], 4);
    assert_eq!(due(&resumed), "2026-03-16T17:00:00+07:00");
    assert_eq!(resumed["step"]["assignee"], SPECIALIST);
}

#[tokio::test]
async fn stopped_while_it_waited_no_hour_is_lost_and_none_counted_twice() {
    let app = TestApp::new().await;
    let code = app.in_status(5).await;
    app.set("2026-03-11T09:00:00+07:00");
    app.done(LEADER, &code, "stop", because()).await;
    app.set("2026-03-12T09:00:00+07:00");
    let resumed = app.done(LEADER, &code, "resume", json!({})).await;
    assert_eq!(resumed["status"]["code"], 4);
    assert_eq!(due(&resumed), "2026-03-17T17:00:00+07:00");
}

#[tokio::test]
async fn stopped_at_the_counter_it_resumes_with_a_specialist() {
    let app = TestApp::new().await;
    let code = app.accepted().await;
    app.done(LEADER, &code, "stop", because()).await;
    let resumed = app.done(LEADER, &code, "resume", json!({})).await;
    assert_eq!(resumed["status"]["code"], 4);
    assert_eq!(resumed["step"]["assignee"], SPECIALIST);
}

#[tokio::test]
async fn withdrawn_while_it_waited_the_clock_is_over() {
    let app = TestApp::new().await;
    let code = app.in_status(6).await;
    app.set("2026-03-12T09:00:00+07:00");
    let withdrawn = app.done(RECEPTION, &code, "withdraw", because()).await;
    assert_eq!(withdrawn["status"]["code"], 7);
    assert_eq!(withdrawn["paused"], false);
    assert_eq!(due(&withdrawn), FRIDAY);
}

#[tokio::test]
async fn an_apology_sets_a_working_time_within_one_more_term() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let sorry = |due: &str| json!({"reason": "Chờ kết quả xác minh", "new_due_at": due});
    for wrong in [
        "2026-03-13T17:00:00+07:00", // the same
        "2026-03-12T09:00:00+07:00", // earlier
        "2026-03-14T09:00:00+07:00", // Saturday
        "2026-03-16T12:30:00+07:00", // lunch
        "2026-03-16T20:00:00+07:00", // evening
        "2026-03-19T09:00:00+07:00", // more than three working days later
        "soon",
    ] {
        app.act(SPECIALIST, &code, "apologise", sorry(wrong))
            .await
            .names(&["new_due_at"]);
    }
    app.act(
        SPECIALIST,
        &code,
        "apologise",
        json!({"new_due_at": "2026-03-16T09:00:00+07:00"}),
    )
    .await
    .names(&["reason"]);
    let once = app
        .done(
            SPECIALIST,
            &code,
            "apologise",
            sorry("2026-03-18T16:00:00+07:00"),
        )
        .await;
    assert_eq!(once["status"]["code"], 4);
    assert_eq!(due(&once), "2026-03-18T16:00:00+07:00");
    assert_eq!(once["due_original"], FRIDAY);
    let again = sorry("2026-03-19T09:00:00+07:00");
    app.act(SPECIALIST, &code, "apologise", again.clone())
        .await
        .expect(409);
    app.done(LEADER, &code, "apologise", again).await;
    let text = app.history("congdan", &code).await.pop().unwrap()["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(text.contains("xin lỗi"), "{text}");
}

#[tokio::test]
async fn long_waits_and_several_of_them_add_up() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    app.done(SPECIALIST, &code, "request_supplement", ask_supplement())
        .await;
    app.set("2026-03-11T09:00:00+07:00");
    app.done(RECEPTION, &code, "supply", supply()).await;
    app.done(SPECIALIST, &code, "request_payment", ask_payment())
        .await;
    app.set("2026-03-12T09:00:00+07:00");
    app.done(RECEPTION, &code, "record_payment", payment())
        .await;
    app.done(LEADER, &code, "stop", because()).await;
    app.set("2026-03-13T09:00:00+07:00");
    let resumed = app.done(LEADER, &code, "resume", json!({})).await;
    assert_eq!(due(&resumed), "2026-03-18T17:00:00+07:00");
}
