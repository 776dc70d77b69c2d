//! Drawing up a process on its page: checked, published as a version, kept away from dossiers under way.

use serde_json::json;

use crate::support::founding::{PROCEDURE, UNIT};
use crate::support::stages::proposal;
use crate::support::{ADMIN, LEADER, RECEPTION, SPECIALIST, SPECIALIST2, TestApp};

const PATH: &str = "/quan-tri/quy-trinh/moi";

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The form of a process with these steps: key, kind, share of the term, next.
fn form(id: &str, steps: &[(&str, &str, &str, &str)], deed: &str) -> Vec<(String, String)> {
    let mut fields = vec![
        pair("id", id),
        pair("name", "Cải chính hộ tịch"),
        pair("procedures", PROCEDURE),
        pair("_do", deed),
    ];
    for (at, (key, kind, share, next)) in steps.iter().enumerate() {
        for (part, value) in [
            ("key", *key),
            ("name", &format!("Bước {key}")),
            ("kind", *kind),
            ("time", *share),
            ("time_unit", "share"),
            ("next", *next),
        ] {
            fields.push(pair(&format!("step.{at}.{part}"), value));
        }
    }
    fields
}

const SOUND: [(&str, &str, &str, &str); 6] = [
    ("nhan", "reception", "5", "xem"),
    (
        "xem",
        "work",
        "30",
        "xac-minh | Phải xác minh\nduthao | Đủ căn cứ",
    ),
    ("xac-minh", "work", "20", "duthao"),
    ("duthao", "work", "20", "ky"),
    ("ky", "approval", "20", "tra"),
    ("tra", "return", "5", ""),
];

#[tokio::test]
async fn a_dossier_under_way_is_untouched_by_a_new_version() {
    let app = TestApp::new().await;
    let old = app.forwarded().await;
    let before = app.dossier(RECEPTION, &old).await;
    let reply = app
        .send_form(ADMIN, PATH, &form("cai-chinh", &SOUND, "publish"))
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    assert_eq!(app.dossier(RECEPTION, &old).await, before);

    // The old one goes the standard way to its end.
    let moved = app.done(SPECIALIST, &old, "advance", json!({})).await;
    assert_eq!(moved["step"]["key"], "drafting");

    // A new one goes the new way, and the officer chooses where it parts.
    let new = app.forwarded().await;
    assert_eq!(app.dossier(RECEPTION, &new).await["step"]["key"], "xem");
    let moved = app
        .done(SPECIALIST, &new, "advance", json!({"to": "duthao"}))
        .await;
    assert_eq!(moved["step"]["name"], "Bước duthao");

    // The next version is drawn up on the page of the first; what goes by the first stays with it.
    let mut shorter = SOUND.to_vec();
    shorter.remove(2);
    shorter[1].3 = "duthao";
    let path = "/quan-tri/quy-trinh/cai-chinh";
    let reply = app
        .send_form(ADMIN, path, &form("cai-chinh", &shorter, "publish"))
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    app.done(SPECIALIST, &new, "propose", proposal()).await;
    let approved = app.done(LEADER, &new, "approve", json!({})).await;
    assert_eq!(approved["step"]["key"], "tra");
    let third = app.forwarded().await;
    app.act(SPECIALIST, &third, "advance", json!({"to": "xac-minh"}))
        .await
        .names(&["to"]);
}

#[tokio::test]
async fn a_process_with_faults_comes_back_with_their_names_and_nothing_lost() {
    let app = TestApp::new().await;
    let mut bad = SOUND.to_vec();
    bad[3].3 = "";
    for deed in ["check", "publish"] {
        let reply = app
            .send_form(ADMIN, PATH, &form("cai-chinh", &bad, deed))
            .await;
        assert_eq!(reply.status, 422);
        let page = reply.text();
        assert!(page.contains("Bước «Bước duthao» là ngõ cụt"), "{page}");
        assert!(page.contains("Phải xác minh") && page.contains("<svg"));
    }
    let new = app.forwarded().await;
    assert_eq!(
        app.dossier(RECEPTION, &new).await["step"]["key"],
        "examination"
    );
    let sound = app
        .send_form(ADMIN, PATH, &form("cai-chinh", &SOUND, "check"))
        .await;
    assert_eq!(sound.status, 200);
    assert!(sound.text().contains("Quy trình không có lỗi"));
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_strangers_are_kept_out() {
    let app = TestApp::new().await;
    let mut bad = SOUND.to_vec();
    bad[1].3 = "duthao | Nhánh | khi trời mưa";
    bad[2].2 = "nhiều";
    let mut fields = form("Mã Có Dấu", &bad, "publish");
    fields[2].1 = "9.999999".to_owned();
    let reply = app.send_form(ADMIN, PATH, &fields).await;
    assert_eq!(reply.status, 422);
    for said in ["khi trời mưa", "số nguyên", "Mã quy trình", "9.999999"] {
        assert!(reply.text().contains(said), "{said}");
    }
    for who in [RECEPTION, SPECIALIST, LEADER] {
        let reply = app
            .send_form(who, PATH, &form("x", &SOUND, "publish"))
            .await;
        assert_eq!(reply.status, 403, "{who}");
        assert_eq!(app.visit(who, "/quan-tri/quy-trinh").await.status, 403);
    }
    assert_eq!(app.visit(ADMIN, "/quan-tri/quy-trinh").await.status, 200);
    assert_eq!(
        app.visit(ADMIN, "/quan-tri/quy-trinh/khong-co")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn an_opinion_that_is_required_holds_the_work_up() {
    let app = TestApp::new().await;
    let mut fields = form("cai-chinh", &SOUND, "publish");
    let line = format!("{SPECIALIST2} | Đơn vị có vướng mắc gì không? | bắt buộc");
    fields.push(pair("step.1.opinions", &line));
    fields.push(pair("step.1.unit", UNIT));
    let reply = app.send_form(ADMIN, PATH, &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let code = app.forwarded().await;
    app.act(SPECIALIST, &code, "propose", proposal())
        .await
        .expect(409);
    app.done(
        SPECIALIST2,
        &code,
        "give_opinion",
        json!({"text": "Không vướng mắc"}),
    )
    .await;
    app.done(SPECIALIST, &code, "propose", proposal()).await;
}
