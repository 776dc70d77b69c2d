//! Following a dossier without an account: with the secret, or the last four of telephone or identity number.

use axum::http::Method;
use serde_json::{Value, json};

use motcua::kv::{NEXT, Span};
use motcua::store::Load;
use motcua::store::papers::Upload;

use crate::support::founding::{papers, pdf};
use crate::support::stages::handover;
use crate::support::{CITIZEN, Part, RECEPTION, Reply, SPECIALIST, TestApp};

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

/// A form of the tracking page, sent as a browser does.
async fn send(app: &TestApp, code: &str, parts: &[Part<'_>]) -> Reply {
    let call = app.call(Method::POST, format!("/tra-cuu/{code}"));
    call.parts(parts).send().await
}

#[tokio::test]
async fn the_secret_is_enough_to_supply_to_write_and_to_withdraw() {
    let app = TestApp::new().await;
    let code = app.in_status(5).await;
    let secret = secret(&app, &code).await;
    let proof = ("proof", None, secret.as_bytes());
    let page = send(&app, &code, &[proof]).await.text();
    for words in [
        "Bạn cần bổ sung 1 giấy tờ",
        "Bản sao bị mờ",
        "Gửi tin nhắn",
        "Đề nghị rút hồ sơ",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for hidden in [
        "Hồng Ánh",
        "0912345678",
        "001190012345",
        "Sửa thông tin liên hệ",
    ] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }

    // Nothing sent: the page says what is missing and nothing has moved.
    let page = send(&app, &code, &[proof, ("_do", None, b"supply")]).await;
    assert_eq!(page.status, 422, "{}", page.text());

    let upload = format!("components.{}.upload", papers()[1]);
    let content = pdf("bo sung");
    let paper = (upload.as_str(), Some("ban-sao.pdf"), content.as_slice());
    let page = send(&app, &code, &[proof, paper, ("_do", None, b"supply")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("Đã gửi bổ sung"), "{}", page.text());
    let dossier = app.dossier(CITIZEN, &code).await;
    assert_eq!(dossier["status"]["code"], 4);

    let letter = [
        proof,
        ("text", None, "Tôi đã gửi bản rõ".as_bytes()),
        ("_do", None, b"message"),
    ];
    assert!(
        send(&app, &code, &letter)
            .await
            .text()
            .contains("Tôi đã gửi bản rõ")
    );
    let leave = [
        proof,
        ("reason", None, "Đổi ý".as_bytes()),
        ("_do", None, b"ask_withdraw"),
    ];
    assert_eq!(send(&app, &code, &leave).await.status, 200);
    let history = app.history(SPECIALIST, &code).await;
    let last = &history.last().unwrap();
    assert_eq!(last["actor"], "Nguyễn Thị Hồng Ánh", "{last}");
    assert!(last["text"].as_str().unwrap().contains("rút"), "{last}");
}

#[tokio::test]
async fn four_digits_show_and_do_nothing_and_nothing_is_stored_without_the_secret() {
    let app = TestApp::new().await;
    let code = app.in_status(5).await;
    let content = pdf("la");
    let upload = format!("components.{}.upload", papers()[1]);
    let paper = (upload.as_str(), Some("la.pdf"), content.as_slice());
    let held = || {
        let mut count = 0;
        let visit = &mut |_: Upload| {
            count += 1;
            Ok(NEXT)
        };
        app.office
            .kv
            .read(|view| view.each(&Span::all(), visit))
            .unwrap();
        count
    };
    let before = held();
    for proof in [b"5678".as_slice(), b"WRONGONE", b""] {
        let reply = send(
            &app,
            &code,
            &[("proof", None, proof), paper, ("_do", None, b"supply")],
        )
        .await;
        assert_eq!(reply.status, 404, "{}", reply.text());
    }
    // The other order: a file before the proof.
    let secret = secret(&app, &code).await;
    let reply = send(&app, &code, &[paper, ("proof", None, secret.as_bytes())]).await;
    assert_eq!(reply.status, 404);
    assert_eq!(held(), before);
    let page = send(
        &app,
        &code,
        &[
            ("proof", None, b"5678"),
            ("_do", None, b"withdraw"),
            ("reason", None, b"x"),
        ],
    )
    .await;
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("mã tra cứu 8 ký tự"),
        "{}",
        page.text()
    );
    assert_eq!(app.dossier(CITIZEN, &code).await["status"]["code"], 5);

    // The secret of one dossier opens no other, and corrects nothing.
    let other = app.filed().await;
    let reply = send(&app, &other, &[("proof", None, secret.as_bytes())]).await;
    assert_eq!(reply.status, 404);
    let correct = [
        ("proof", None, secret.as_bytes()),
        ("_do", None, b"correct".as_slice()),
    ];
    assert_eq!(send(&app, &code, &correct).await.status, 403);
}
