//! Who is not signed in, who is somebody else, and what stays hidden from whom.

use axum::http::Method;
use serde_json::json;

use crate::support::{ADMIN, CITIZEN, LEADER, RECEPTION, SPECIALIST, STRANGER, TestApp};
use crate::table::{TABLE, fields};

#[tokio::test]
async fn without_a_token_nothing_but_the_public_part_answers() {
    let app = TestApp::new().await;
    let code = app.accepted().await;
    let dossier = format!("/api/v1/dossiers/{code}");
    let calls = [
        (Method::POST, "/api/v1/dossiers".to_owned()),
        (Method::GET, "/api/v1/dossiers".to_owned()),
        (Method::GET, dossier.clone()),
        (Method::GET, format!("{dossier}/history")),
        (Method::POST, format!("{dossier}/actions")),
        (Method::GET, format!("{dossier}/slips/receipt.pdf")),
        (Method::GET, format!("{dossier}/files/x")),
        (Method::POST, "/api/v1/files".to_owned()),
        (Method::GET, "/api/v1/events".to_owned()),
        (Method::DELETE, "/api/v1/sessions".to_owned()),
        (Method::GET, "/api/v1/dossiers/unknown".to_owned()),
    ];
    for (method, path) in calls {
        for token in [
            None,
            Some("Bearer"),
            Some("Bearer nonsense"),
            Some("Basic YTpi"),
            Some(""),
        ] {
            let mut call = app.call(method.clone(), path.clone());
            if let Some(token) = token {
                call = call.header("authorization", token);
            }
            let reply = call.send().await;
            reply.expect(401);
            assert_eq!(reply.header("www-authenticate"), "Bearer");
        }
    }
    for public in [
        "/api/v1/procedures",
        "/api/v1/procedures/suggest?q=ho",
        "/api/openapi.json",
    ] {
        app.call(Method::GET, public).send().await.expect(200);
    }
}

#[tokio::test]
async fn another_citizens_dossier_does_not_exist() {
    let app = TestApp::new().await;
    let code = app.in_status(9).await;
    for code in [
        code.as_str(),
        "H26.18.1-260310-9999",
        "x",
        "%00",
        "..%2f..",
        "a%20b",
    ] {
        let dossier = format!("/api/v1/dossiers/{code}");
        for part in ["", "/history", "/slips/receipt.pdf", "/files/x"] {
            app.get(STRANGER, format!("{dossier}{part}"))
                .await
                .expect(404);
        }
        for (verb, _) in TABLE {
            // 404 comes before 403 and before 422.
            for sent in [fields(verb), json!({"nonsense": 1})] {
                app.act(STRANGER, code, verb, sent).await.expect(404);
            }
        }
    }
    let list = app.get(STRANGER, "/api/v1/dossiers").await.expect(200);
    assert_eq!(list, json!({"items": [], "next": null}));
    for query in [
        format!("q={code}"),
        "q=0912345678".to_owned(),
        "assignee=chuyenvien".to_owned(),
        "status=9".to_owned(),
    ] {
        let list = app
            .get(STRANGER, format!("/api/v1/dossiers?{query}"))
            .await
            .expect(200);
        assert_eq!(list["items"], json!([]), "{query}");
    }
}

#[tokio::test]
async fn the_secret_is_shown_to_its_owner_and_reception_only() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let secret = app.dossier(CITIZEN, &code).await["lookup_secret"].clone();
    assert_eq!(app.dossier(RECEPTION, &code).await["lookup_secret"], secret);
    let secret = secret.as_str().unwrap();
    for who in [SPECIALIST, LEADER] {
        for path in ["", "/history"] {
            let reply = app.get(who, format!("/api/v1/dossiers/{code}{path}")).await;
            assert!(!reply.text().contains(secret), "{who} {path}");
        }
        assert_eq!(app.dossier(who, &code).await["lookup_secret"], json!(null));
    }
    let done = app
        .done(SPECIALIST, &code, "note", json!({"text": "x"}))
        .await;
    assert_eq!(done["lookup_secret"], json!(null));
    let feed = app.get(ADMIN, "/api/v1/events").await;
    assert!(!feed.text().contains(secret));
}

#[tokio::test]
async fn keeping_the_machine_is_no_reason_to_read_dossiers() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let dossier = format!("/api/v1/dossiers/{code}");
    for part in ["", "/history", "/slips/receipt.pdf", "/files/x"] {
        let reply = app.get(ADMIN, format!("{dossier}{part}")).await;
        reply.expect(403);
    }
    app.get(ADMIN, "/api/v1/dossiers").await.expect(403);
    // The feed tells other systems what happened, and nothing of the people it happened to.
    let feed = app.get(ADMIN, "/api/v1/events").await;
    feed.expect(200);
    for personal in ["Hồng Ánh", "001190012345", "0912345678", "Thôn Đoài"] {
        assert!(!feed.text().contains(personal), "{personal}");
    }
}

#[tokio::test]
async fn only_the_receipt_was_issued() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let slip = |name: &str| format!("/api/v1/dossiers/{code}/slips/{name}");
    app.get(CITIZEN, slip("receipt.pdf")).await.expect(404);
    app.done(RECEPTION, &code, "accept", json!({})).await;
    assert_eq!(app.get(CITIZEN, slip("receipt.pdf")).await.status, 200);
    for name in [
        "supplement.pdf",
        "refusal.pdf",
        "apology.pdf",
        "stop.pdf",
        "receipt",
        "receipt.png",
        "x.pdf",
    ] {
        app.get(CITIZEN, slip(name)).await.expect(404);
    }
}
