//! Two officers with the same dossier before them: the second learns what the first did, and nothing is overwritten.

use serde_json::json;

use crate::support::stages::because;
use crate::support::{LEADER, RECEPTION, RECEPTION2, SPECIALIST, SPECIALIST2, TestApp};

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[tokio::test]
async fn the_second_save_gets_412_with_what_changed_and_the_form_as_it_was_typed() {
    let app = TestApp::new().await;
    let code = app.accepted().await;
    let seen = app.dossier(RECEPTION2, &code).await["version"].clone();
    app.done(RECEPTION, &code, "correct", crate::table::fields("correct"))
        .await;
    let before = app.dossier(RECEPTION, &code).await;
    let path = format!("/can-bo/ho-so/{code}/withdraw");
    let typed = "Người nộp xin rút vì nhập nhầm thửa đất";
    let form = [
        pair("version", &seen.to_string()),
        pair("withdraw.reason", typed),
    ];
    let reply = app.send_form(RECEPTION2, &path, &form).await;
    assert_eq!(reply.status, 412);
    let page = reply.text();
    for said in [
        "Hồ sơ đã thay đổi sau khi bạn mở trang",
        "Nhập sai số",
        "Lê Thu Hà",
        typed,
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(app.dossier(RECEPTION, &code).await, before);
    // The page that came back carries the version of now: sent again, it is done.
    let now = before["version"].to_string();
    assert!(page.contains(&format!("name=\"version\" value=\"{now}\"")));
    let form = [pair("version", &now), pair("withdraw.reason", typed)];
    assert_eq!(app.send_form(RECEPTION2, &path, &form).await.status, 303);
}

#[tokio::test]
async fn what_can_no_longer_be_done_still_gives_back_what_was_typed() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let seen = app.dossier(RECEPTION2, &code).await["version"].to_string();
    app.done(RECEPTION, &code, "accept", json!({})).await;
    let form = [
        pair("version", &seen),
        pair("refuse.reason", "Thiếu tờ khai theo mẫu"),
    ];
    let path = format!("/can-bo/ho-so/{code}/refuse");
    let reply = app.send_form(RECEPTION2, &path, &form).await;
    assert_eq!(reply.status, 412);
    assert!(reply.text().contains("Bây giờ không còn thực hiện được"));
    assert!(reply.text().contains("Thiếu tờ khai theo mẫu"));
    assert_eq!(app.dossier(RECEPTION, &code).await["status"]["code"], 2);
}

#[tokio::test]
async fn over_the_api_the_difference_is_a_sentence() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let seen = app.dossier(LEADER, &code).await["version"].clone();
    app.done(
        SPECIALIST,
        &code,
        "assign",
        json!({"assignee": SPECIALIST2}),
    )
    .await;
    let mut stop = because();
    stop["action"] = json!("stop");
    let reply = app
        .call(
            axum::http::Method::POST,
            format!("/api/v1/dossiers/{code}/actions"),
        )
        .by(LEADER)
        .await
        .header("if-match", &format!("\"{seen}\""))
        .json(&stop)
        .send()
        .await;
    let said = reply.expect(412)["detail"].as_str().unwrap().to_owned();
    assert!(
        said.contains("Vũ Hồng Nhung") && said.contains("Phạm Minh Đức"),
        "{said}"
    );
    assert_eq!(app.dossier(LEADER, &code).await["status"]["code"], 4);
}

#[tokio::test]
async fn an_officer_arranges_who_stands_in_and_ends_it_again() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let path = "/can-bo/uy-quyen";
    let form = |from: &str, to: &str, until: &str| {
        [
            pair("_do", "make"),
            pair("from", from),
            pair("to", to),
            pair("since", "2026-03-10"),
            pair("until", until),
            pair("ground", "leave"),
            pair("note", "Quyết định 12/QĐ-UBND"),
        ]
    };
    // Not for others, not to oneself, not to somebody without the role, not for days that are over.
    let refused = [
        (SPECIALIST2, SPECIALIST, SPECIALIST2, "2026-03-12", 403),
        (SPECIALIST, SPECIALIST, SPECIALIST, "2026-03-12", 422),
        (SPECIALIST, SPECIALIST, LEADER, "2026-03-12", 422),
        (SPECIALIST, SPECIALIST, SPECIALIST2, "2026-03-09", 422),
    ];
    for (who, from, to, until, status) in refused {
        let reply = app.send_form(who, path, &form(from, to, until)).await;
        assert_eq!(reply.status, status, "{from} to {to} until {until}");
    }
    let advance = json!({});
    app.act(SPECIALIST2, &code, "advance", advance.clone())
        .await
        .expect(403);
    let arranged = form(SPECIALIST, SPECIALIST2, "2026-03-12");
    assert_eq!(app.send_form(SPECIALIST, path, &arranged).await.status, 303);
    let list = app.visit(SPECIALIST2, "/can-bo").await.text();
    assert!(
        list.contains("bạn xử lý thay") && list.contains(&code),
        "{list}"
    );
    app.done(SPECIALIST2, &code, "advance", advance.clone())
        .await;
    let page = app.visit(SPECIALIST, path).await.text();
    let id = page.split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let end = [pair("_do", "end"), pair("id", id)];
    assert_eq!(app.send_form(SPECIALIST2, path, &end).await.status, 403);
    assert_eq!(app.send_form(SPECIALIST, path, &end).await.status, 303);
    app.act(
        SPECIALIST2,
        &code,
        "propose",
        crate::table::fields("propose"),
    )
    .await
    .expect(403);
}
