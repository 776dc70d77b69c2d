//! Signing in and out over the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{CITIZEN, ONE_OF_EACH, PASSWORD, RECEPTION, Reply, TestApp};

const SESSIONS: &str = "/api/v1/sessions";

async fn sign_in(app: &TestApp, username: &str, password: &str, from: &str) -> Reply {
    let body = json!({"username": username, "password": password});
    app.call(Method::POST, SESSIONS)
        .from(from)
        .json(&body)
        .send()
        .await
}

#[tokio::test]
async fn every_role_signs_in() {
    let app = TestApp::new().await;
    for (role, username) in ONE_OF_EACH {
        let body = sign_in(&app, username, PASSWORD, "10.0.0.1")
            .await
            .expect(201);
        assert_eq!(body["user"]["role"], role);
        assert_eq!(body["user"]["username"], username);
        assert!(body["user"]["name"].is_string());
        assert_eq!(body["user"]["unit"].is_null(), role == "citizen");
        assert!(body["token"].as_str().unwrap().len() >= 32);
        assert!(body["expires_at"].as_str().unwrap().ends_with("+07:00"));
    }
}

#[tokio::test]
async fn a_sign_in_ends_by_itself_by_signing_out_and_when_disabled() {
    let app = TestApp::new().await;
    let token = async |username: &str| -> String {
        let body = sign_in(&app, username, PASSWORD, "10.0.0.1")
            .await
            .expect(201);
        format!("Bearer {}", body["token"].as_str().unwrap())
    };
    let list = async |token: &str| -> u16 {
        let call = app
            .call(Method::GET, "/api/v1/dossiers")
            .header("authorization", token);
        call.send().await.status
    };
    let (first, second) = (token(CITIZEN).await, token(CITIZEN).await);
    assert_eq!((list(&first).await, list(&second).await), (200, 200));
    let out = app
        .call(Method::DELETE, SESSIONS)
        .header("authorization", &first)
        .send()
        .await;
    assert_eq!(out.status, 204);
    assert_eq!((list(&first).await, list(&second).await), (401, 200));
    app.later(7 * 24 * 3600);
    assert_eq!(list(&second).await, 401);
    let third = token(RECEPTION).await;
    app.office
        .enable_account(RECEPTION, false, app.now())
        .await
        .unwrap();
    assert_eq!(list(&third).await, 401);
    sign_in(&app, RECEPTION, PASSWORD, "10.0.0.1")
        .await
        .expect(401);
    app.office
        .enable_account(RECEPTION, true, app.now())
        .await
        .unwrap();
    assert_eq!(list(&third).await, 401);
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_look_the_same() {
    let app = TestApp::new().await;
    let unknown = sign_in(&app, "khongco", "x", "10.0.0.1").await.expect(401);
    let wrong = sign_in(&app, CITIZEN, "x", "10.0.0.1").await.expect(401);
    assert_eq!(unknown, wrong);
    sign_in(&app, "", "", "10.0.0.1").await.expect(401);
    sign_in(&app, &"x".repeat(100_000), &"y".repeat(100_000), "10.0.0.1")
        .await
        .expect(401);
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down_for_that_account_and_address() {
    let app = TestApp::new().await;
    let mut last = 0;
    for guess in 0..12 {
        last = sign_in(&app, CITIZEN, &format!("sai-{guess}"), "10.0.0.1")
            .await
            .status;
    }
    assert_eq!(last, 429);
    sign_in(&app, CITIZEN, PASSWORD, "10.0.0.1")
        .await
        .expect(429);
    // Another spelling of the name is the same account.
    sign_in(&app, &CITIZEN.to_uppercase(), PASSWORD, "10.0.0.1")
        .await
        .expect(429);
    sign_in(&app, &format!(" {CITIZEN} "), PASSWORD, "10.0.0.1")
        .await
        .expect(429);
    // Strangers cannot lock out the owner, and colleagues at the same address are not held up.
    sign_in(&app, CITIZEN, PASSWORD, "10.0.0.2")
        .await
        .expect(201);
    sign_in(&app, RECEPTION, PASSWORD, "10.0.0.1")
        .await
        .expect(201);
    app.later(3600);
    sign_in(&app, CITIZEN, PASSWORD, "10.0.0.1")
        .await
        .expect(201);
}

#[tokio::test]
async fn a_right_password_wipes_the_slate() {
    let app = TestApp::new().await;
    for _ in 0..4 {
        for _ in 0..3 {
            sign_in(&app, CITIZEN, "sai", "10.0.0.1").await.expect(401);
        }
        sign_in(&app, CITIZEN, PASSWORD, "10.0.0.1")
            .await
            .expect(201);
    }
}

#[tokio::test]
async fn what_a_sign_in_must_say() {
    let app = TestApp::new().await;
    let cases: [(Value, &str); 5] = [
        (json!({"username": "a"}), "password"),
        (json!({"password": "a"}), "username"),
        (json!({"username": 1, "password": "a"}), "username"),
        (json!({"username": "a", "password": null}), "password"),
        (
            json!({"username": "a", "password": "b", "remember": true}),
            "remember",
        ),
    ];
    for (body, field) in cases {
        app.call(Method::POST, SESSIONS)
            .json(&body)
            .send()
            .await
            .names(&[field]);
    }
}
