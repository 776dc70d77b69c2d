//! Following a dossier without an account: with the secret, or the last four of telephone or identity number.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::stages::handover;
use crate::support::{CITIZEN, RECEPTION, Reply, SPECIALIST, TestApp};

async fn track(app: &TestApp, query: &str, from: &str) -> Reply {
    let call = app.call(Method::GET, format!("/api/v1/track?{query}"));
    call.from(from).send().await
}

async fn secret(app: &TestApp, code: &str) -> String {
    let dossier = app.dossier(CITIZEN, code).await;
    dossier["lookup_secret"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_secret_shows_what_anybody_may_know() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    app.done(SPECIALIST, &code, "note", json!({"text": "Việc nội bộ"}))
        .await;
    app.done(
        SPECIALIST,
        &code,
        "message",
        json!({"text": "Mời bà bổ sung ảnh"}),
    )
    .await;
    let secret = secret(&app, &code).await;
    for secret in [
        secret.clone(),
        secret.to_lowercase(),
        format!("%20{secret}%20"),
    ] {
        let reply = track(&app, &format!("code={code}&secret={secret}"), "10.0.0.1").await;
        let seen = reply.expect(200);
        assert_eq!(seen["code"], code);
        assert_eq!(seen["status"]["code"], 4);
        assert_eq!(seen["step"], "Thụ lý");
        assert_eq!(seen["due_at"], "2026-03-13T17:00:00+07:00");
        assert_eq!(
            seen["applicant"]["name"],
            "Nguyễn T** H*** Á***".replace("Á***", "Á**")
        );
        assert_eq!(seen["history"].as_array().unwrap().len(), 3);
        for hidden in [
            "Hồng",
            "0912345678",
            "001190012345",
            "Thôn",
            "nội bộ",
            "bổ sung ảnh",
            "Văn An",
        ] {
            assert!(!reply.text().contains(hidden), "{hidden}: {}", reply.text());
        }
    }
}

#[tokio::test]
async fn the_last_four_of_telephone_or_identity_number_do_as_well() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    for last4 in ["5678", "2345"] {
        let reply = track(&app, &format!("code={code}&last4={last4}"), "10.0.0.1").await;
        assert_eq!(reply.expect(200)["code"], code);
    }
    for wrong in ["1234", "678", "45678", "", "%20%20%20%20"] {
        let reply = track(&app, &format!("code={code}&last4={wrong}"), "10.0.0.2").await;
        assert!(
            [404, 422].contains(&reply.status),
            "{wrong}: {}",
            reply.status
        );
    }
    let lower = code.to_lowercase();
    track(&app, &format!("code={lower}&last4=5678"), "10.0.0.1")
        .await
        .expect(200);
}

#[tokio::test]
async fn guessing_is_slowed_down_for_that_dossier_and_address_only() {
    let app = TestApp::new().await;
    let (code, other) = (app.filed().await, app.filed().await);
    let right = format!("code={code}&secret={}", secret(&app, &code).await);
    let unknown = track(
        &app,
        "code=H26.18.1-260310-9999&secret=ABCDEFGH",
        "10.0.0.9",
    )
    .await
    .expect(404);
    let mut answers = Vec::new();
    for guess in 0..30 {
        let query = format!("code={code}&secret=WRONG{guess:03}");
        answers.push(track(&app, &query, "10.0.0.1").await);
    }
    // An unknown code and a wrong secret look the same.
    assert_eq!(answers[0].expect(404), unknown);
    let limited = answers.last().unwrap();
    limited.expect(429);
    assert!(limited.header("retry-after").parse::<u64>().unwrap() > 0);
    track(&app, &right, "10.0.0.1").await.expect(429);
    // The owner at another address, and another dossier from the same one.
    track(&app, &right, "10.0.0.2").await.expect(200);
    track(&app, &right, "2001:db8:1::5").await.expect(200);
    let other = format!("code={other}&secret={}", secret(&app, &other).await);
    track(&app, &other, "10.0.0.1").await.expect(200);
    app.later(3600);
    track(&app, &right, "10.0.0.1").await.expect(200);
}

#[tokio::test]
async fn one_ipv6_subscriber_is_one_address() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    for guess in 0..30 {
        let from = format!("2001:db8:7:1::{guess:x}");
        track(&app, &format!("code={code}&last4=0000"), &from).await;
    }
    track(
        &app,
        &format!("code={code}&last4=5678"),
        "2001:db8:7:1:ffff::1",
    )
    .await
    .expect(429);
    track(&app, &format!("code={code}&last4=5678"), "2001:db8:7:2::1")
        .await
        .expect(200);
    // IPv4 seen through an IPv6 socket is the same machine.
    for _ in 0..30 {
        track(&app, &format!("code={code}&last4=0000"), "::ffff:10.0.0.3").await;
    }
    track(&app, &format!("code={code}&last4=5678"), "10.0.0.3")
        .await
        .expect(429);
}

#[tokio::test]
async fn reading_without_mistakes_is_never_slowed_down() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let right = format!("code={code}&last4=5678");
    for _ in 0..100 {
        track(&app, &right, "10.0.0.1").await.expect(200);
    }
}

#[tokio::test]
async fn what_tracking_needs() {
    let app = TestApp::new().await;
    track(&app, "", "10.0.0.1").await.names(&["code"]);
    track(&app, "code=x", "10.0.0.1").await.names(&["secret"]);
    track(&app, "code=%ff&secret=%ff", "10.0.0.1")
        .await
        .expect(404);
}

#[tokio::test]
async fn nobody_is_named_in_full_after_the_return() {
    let app = TestApp::new().await;
    let code = app.in_status(9).await;
    app.done(RECEPTION, &code, "return_result", handover())
        .await;
    let reply = track(&app, &format!("code={code}&last4=5678"), "10.0.0.1").await;
    let last: Value = reply.expect(200)["history"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(last["status"]["code"], 10);
    assert!(!reply.text().contains("Hồng Ánh"), "{}", reply.text());
}
