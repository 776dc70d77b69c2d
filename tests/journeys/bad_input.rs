//! Whatever is sent: a clear Vietnamese problem, nothing lost, never a 500.

use std::fmt::Write;

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::stages::{code, new_dossier};
use crate::support::{CITIZEN, RECEPTION, SPECIALIST, TestApp};

async fn raw(app: &TestApp, path: &str, body: &[u8]) -> crate::support::Reply {
    let call = app.call(Method::POST, path).by(CITIZEN).await;
    call.bytes("application/json", body.to_vec()).send().await
}

#[tokio::test]
async fn what_is_no_json_object_is_400() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let actions = format!("/api/v1/dossiers/{code}/actions");
    for path in ["/api/v1/dossiers", "/api/v1/sessions", &actions] {
        for body in [
            "",
            "{",
            "}",
            "[]",
            "null",
            "\"x\"",
            "7",
            "{\"a\":}",
            "{\"a\":1,}",
            "{'a':1}",
            "<xml/>",
            "action=accept",
            "{\"a\":1}{\"b\":2}",
            "{\"a\":1e999}",
        ] {
            let problem = raw(&app, path, body.as_bytes()).await.expect(400);
            assert!(problem["detail"].is_string(), "{body}: {problem}");
        }
        for body in [
            b"\xff\xfe{}".as_slice(),
            b"{\"name\":\"\xc3\x28\"}",
            b"{\"a\":\"\xed\xa0\x80\"}",
        ] {
            raw(&app, path, body).await.expect(400);
        }
        // Deeper than any honest document.
        let deep = [b"{\"a\":".repeat(100_000), b"}".repeat(100_000)].concat();
        raw(&app, path, &deep).await.expect(400);
    }
}

#[tokio::test]
async fn a_ten_megabyte_field_is_413() {
    let app = TestApp::new().await;
    let mut new = new_dossier();
    new["note"] = json!("ă".repeat(5 * 1024 * 1024));
    app.post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(413);
    let code = app.filed().await;
    let text = "x".repeat(10 * 1024 * 1024);
    app.act(CITIZEN, &code, "message", json!({"text": text}))
        .await
        .expect(413);
}

#[tokio::test]
async fn what_fits_the_body_but_not_the_record_is_refused_in_words() {
    let app = TestApp::new().await;
    // Nothing that could be squeezed.
    let mut noise = String::new();
    let mut seed = 88_172_645_463_325_252_u64;
    while noise.len() < 400_000 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        write!(noise, "{seed:x}").unwrap();
    }
    let mut new = new_dossier();
    new["form"] = json!({"van_ban": noise});
    let reply = app.post(CITIZEN, "/api/v1/dossiers", &new).await;
    assert!([413, 422].contains(&reply.status), "{}", reply.text());
    let papers: Vec<Value> = (0..20_000)
        .map(|_| json!({"id": crate::table::a_paper(), "kind": "copy", "count": 1}))
        .collect();
    let mut new = new_dossier();
    new["components"] = json!(papers);
    let reply = app.post(CITIZEN, "/api/v1/dossiers", &new).await;
    assert!([201, 413, 422].contains(&reply.status), "{}", reply.text());
    // The longest texts that are allowed, again and again.
    let code = app.forwarded().await;
    for round in 0..12 {
        let text: String = noise.chars().skip(round * 10_000).take(10_000).collect();
        let reply = app
            .act(SPECIALIST, &code, "note", json!({"text": text}))
            .await;
        reply.expect(200);
    }
    let item = |at: usize| {
        let reason: String = noise.chars().skip(at * 10_000).take(10_000).collect();
        json!({"component": crate::table::a_paper(), "reason": reason})
    };
    let items: Vec<Value> = (0..30).map(item).collect();
    let ask = json!({"items": items, "reason": "x"});
    let reply = app.act(SPECIALIST, &code, "request_supplement", ask).await;
    assert!([413, 422].contains(&reply.status), "{}", reply.text());
    // Nothing of it was kept.
    assert_eq!(app.dossier(CITIZEN, &code).await["status"]["code"], 4);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let app = TestApp::new().await;
    let paths = [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/dossiers",
        "/api/v1/dossier",
        "/api/v1/dossiers/x/y/z/w",
        "/api/v1/procedures/1/2",
        "/api/%ff",
        "/api/v1//dossiers",
        "/api/v1/dossiers/",
    ];
    for path in paths {
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ] {
            let reply = app.call(method.clone(), path).send().await;
            assert!(
                [404, 405].contains(&reply.status),
                "{method} {path} {}",
                reply.status
            );
        }
        app.get(CITIZEN, path).await.expect(404);
    }
    for (method, path) in [
        (Method::PUT, "/api/v1/dossiers"),
        (Method::DELETE, "/api/v1/dossiers/x"),
        (Method::POST, "/api/v1/track"),
        (Method::GET, "/api/v1/sessions"),
        (Method::GET, "/api/v1/files"),
        (Method::PATCH, "/api/v1/dossiers/x/actions"),
        (Method::POST, "/api/openapi.json"),
    ] {
        app.call(method, path).send().await.expect(405);
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_in_the_address_are_refused() {
    let app = TestApp::new().await;
    for path in [
        "/api/v1/dossiers/%ff",
        "/api/v1/dossiers/%ff/history",
        "/api/v1/dossiers/x/files/%c3%28",
        "/api/v1/procedures/%ff",
        "/api/v1/dossiers/x/slips/%ff.pdf",
    ] {
        let reply = app.get(RECEPTION, path).await;
        assert!(
            [400, 404].contains(&reply.status),
            "{path}: {}",
            reply.status
        );
    }
    for query in [
        "q=%ff",
        "status=%ff",
        "after=%ff",
        "limit=%ff",
        "assignee=%ff",
        "q=%00",
        "&&&=",
        "limit=5&limit=6",
    ] {
        let reply = app
            .get(RECEPTION, format!("/api/v1/dossiers?{query}"))
            .await;
        assert!(
            [200, 400, 422].contains(&reply.status),
            "{query}: {}",
            reply.status
        );
    }
    for query in [
        "q=%ff",
        "q=%00",
        "level=x",
        "limit=99999999999999999999",
        "after=-1",
        "field=%ff",
    ] {
        let path = format!("/api/v1/procedures?{query}");
        let reply = app.call(Method::GET, path).send().await;
        assert!(
            [200, 400, 422].contains(&reply.status),
            "{query}: {}",
            reply.status
        );
    }
    let long = "a".repeat(60_000);
    for path in [
        format!("/api/v1/dossiers/{long}"),
        format!("/api/v1/procedures/{long}"),
    ] {
        app.get(RECEPTION, path).await.expect(404);
    }
    app.get(RECEPTION, format!("/api/v1/dossiers?q={long}"))
        .await
        .expect(200);
    app.get(RECEPTION, format!("/api/v1/dossiers?assignee={long}"))
        .await
        .expect(200);
    let after = "61".repeat(30_000);
    let reply = app
        .get(RECEPTION, format!("/api/v1/dossiers?after={after}"))
        .await;
    assert!([200, 422].contains(&reply.status));
}

#[tokio::test]
async fn an_action_that_is_none_is_named() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let path = format!("/api/v1/dossiers/{code}/actions");
    for body in [
        json!({}),
        json!({"action": null}),
        json!({"action": 7}),
        json!({"action": "fly"}),
        json!({"action": ["accept"]}),
    ] {
        app.post(RECEPTION, path.clone(), &body)
            .await
            .names(&["action"]);
    }
    app.act(RECEPTION, &code, "accept", json!({"x\u{0}": 1}))
        .await
        .expect(422);
    assert_eq!(app.dossier(CITIZEN, &code).await["version"], 1);
}

#[tokio::test]
async fn texts_are_kept_literally() {
    let app = TestApp::new().await;
    let mut new = new_dossier();
    new["note"] = json!("Dòng 1\r\nDòng 2\t<b>đậm</b> {{7*7}} ${x} '; DROP TABLE");
    let dossier = app
        .post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    let code = code(&dossier);
    let text = "<img src=x onerror=alert(1)> Ti\u{302}n nhă\u{301}n";
    app.done(CITIZEN, &code, "message", json!({"text": text}))
        .await;
    let line = app.history(CITIZEN, &code).await.pop().unwrap();
    let said = line["text"].as_str().unwrap();
    assert!(
        said.contains("<img src=x onerror=alert(1)> Tîn nhắn"),
        "{said}"
    );
    app.act(CITIZEN, &code, "message", json!({"text": "\u{1b}[2J"}))
        .await
        .names(&["text"]);
    app.act(
        CITIZEN,
        &code,
        "message",
        json!({"text": "x".repeat(10_001)}),
    )
    .await
    .names(&["text"]);
}
