//! The main road: found, filed, received, worked on, approved, returned, rated.

use serde_json::json;

use crate::support::founding::{COUNTER, PROCEDURE, UNIT, papers, remark};
use crate::support::stages::{self, code, handover, new_dossier, proposal};
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, TestApp};

#[tokio::test]
async fn the_fact_sheet_tells_what_is_asked_for() {
    let app = TestApp::new().await;
    let sheet = app.call(
        axum::http::Method::GET,
        format!("/api/v1/procedures/{PROCEDURE}"),
    );
    let sheet = sheet.send().await.expect(200);
    assert_eq!(sheet["code"], PROCEDURE);
    assert_eq!(sheet["version"], 1);
    assert_eq!(sheet["cases"][0]["index"], 0);
    assert_eq!(sheet["cases"][0]["time"], 3.0);
    assert_eq!(sheet["cases"][0]["unit"], "ngay_lam_viec");
    let components = sheet["components"].as_array().unwrap();
    assert_eq!(components.len(), 3);
    let notes: Vec<&str> = components
        .iter()
        .filter(|row| row["note"] == true)
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(notes, [remark()]);
    for field in ["methods", "fees", "steps", "results", "legal"] {
        assert!(sheet[field].is_array(), "{field}");
    }
    let unknown = app.call(axum::http::Method::GET, "/api/v1/procedures/9.999999");
    unknown.send().await.expect(404);
}

#[tokio::test]
async fn a_dossier_goes_from_the_citizen_to_the_result() {
    let app = TestApp::new().await;
    let filed = app.post(CITIZEN, "/api/v1/dossiers", &new_dossier()).await;
    let dossier = filed.expect(201);
    let code = code(&dossier);
    assert_eq!(code, "H26.18.1-260310-0001");
    assert_eq!(filed.header("location"), format!("/api/v1/dossiers/{code}"));
    assert_eq!(dossier["status"], json!({"code": 1, "name": "Mới đăng ký"}));
    assert_eq!(dossier["step"]["key"], "reception");
    assert_eq!(dossier["step"]["unit"], COUNTER);
    assert_eq!(dossier["version"], 1);
    assert_eq!(dossier["channel"], "online");
    assert_eq!(dossier["submitted_at"], "2026-03-10T09:00:00+07:00");
    assert_eq!(dossier["received_at"], json!(null));
    assert_eq!(dossier["due_at"], json!(null));
    assert_eq!(
        dossier["lookup_secret"].as_str().unwrap().chars().count(),
        8
    );
    assert_eq!(dossier["components"][0]["id"], papers()[0]);
    assert_eq!(dossier["links"]["self"], format!("/api/v1/dossiers/{code}"));

    app.later(3600);
    let accepted = app.done(RECEPTION, &code, "accept", json!({})).await;
    assert_eq!(
        accepted["status"],
        json!({"code": 2, "name": "Được tiếp nhận"})
    );
    assert_eq!(accepted["received_at"], "2026-03-10T10:00:00+07:00");
    // Three working days; the day of receipt is not counted: Wednesday, Thursday, Friday.
    assert_eq!(accepted["due_at"], "2026-03-13T17:00:00+07:00");
    assert_eq!(accepted["due_original"], accepted["due_at"]);
    assert_eq!(accepted["paused"], false);
    let receipt = app
        .get(
            CITIZEN,
            format!("/api/v1/dossiers/{code}/slips/receipt.pdf"),
        )
        .await;
    assert_eq!(receipt.status, 200);
    assert_eq!(receipt.header("content-type"), "application/pdf");
    assert!(receipt.bytes.starts_with(b"%PDF-"));

    let forwarded = app.done(RECEPTION, &code, "forward", json!({})).await;
    assert_eq!(forwarded["step"]["key"], "examination");
    assert_eq!(forwarded["step"]["assignee"], SPECIALIST);
    assert_eq!(forwarded["step"]["unit"], UNIT);
    let drafting = app
        .done(SPECIALIST, &code, "advance", json!({"note": "Đủ giấy tờ"}))
        .await;
    assert_eq!(drafting["step"]["key"], "drafting");
    assert_eq!(drafting["step"]["assignee"], SPECIALIST);

    let mut draft = proposal();
    draft["result"]["file"] = json!(app.pdf(SPECIALIST, "Trích lục.pdf").await);
    let proposed = app.done(SPECIALIST, &code, "propose", draft).await;
    assert_eq!(proposed["status"]["code"], 4);
    assert_eq!(proposed["step"]["key"], "approval");
    assert_eq!(proposed["step"]["assignee"], LEADER);
    assert_eq!(app.dossier(CITIZEN, &code).await["result"], json!(null));

    let approved = app
        .done(LEADER, &code, "approve", json!({"note": "Đồng ý"}))
        .await;
    assert_eq!(
        approved["status"],
        json!({"code": 9, "name": "Đã xử lý xong"})
    );
    assert_eq!(approved["step"]["key"], "return");
    assert_eq!(approved["overdue"], false);
    let seen = app.dossier(CITIZEN, &code).await;
    assert_eq!(seen["result"]["title"], "Trích lục thay đổi hộ tịch");
    let file = seen["result"]["file"]["id"].as_str().unwrap();
    let file = app
        .get(CITIZEN, format!("/api/v1/dossiers/{code}/files/{file}"))
        .await;
    assert_eq!(file.status, 200);

    let returned = app
        .done(RECEPTION, &code, "return_result", handover())
        .await;
    assert_eq!(
        returned["status"],
        json!({"code": 10, "name": "Đã trả kết quả"})
    );
    assert_eq!(returned["result"]["received_by"], "Nguyễn Thị Hồng Ánh");
    app.done(CITIZEN, &code, "rate", json!({"score": 4})).await;
    app.act(CITIZEN, &code, "rate", json!({"score": 5}))
        .await
        .expect(409);

    let history = app.history(CITIZEN, &code).await;
    let statuses: Vec<u64> = history
        .iter()
        .map(|line| line["status"]["code"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [1, 2, 4, 4, 4, 9, 10, 10]);
    assert_eq!(history[1]["actor"], "Lê Thu Hà");
    assert_eq!(history[1]["due_before"], json!(null));
    assert_eq!(history[1]["due_after"], "2026-03-13T17:00:00+07:00");
    for line in &history {
        let text = line["text"].as_str().unwrap();
        assert!(crate::support::reply::is_vietnamese(text), "{text}");
        assert!(
            !text.contains("Đủ giấy tờ"),
            "an internal remark is shown: {text}"
        );
    }
}

#[tokio::test]
async fn finished_after_the_due_date_is_overdue_for_ever() {
    let app = TestApp::new().await;
    let code = app.proposed().await;
    assert_eq!(app.dossier(CITIZEN, &code).await["overdue"], false);
    app.set("2026-03-16T08:00:00+07:00");
    assert_eq!(app.dossier(CITIZEN, &code).await["overdue"], true);
    // Being late never blocks the result.
    app.done(LEADER, &code, "approve", json!({})).await;
    let returned = app
        .done(RECEPTION, &code, "return_result", handover())
        .await;
    assert_eq!(returned["overdue"], true);
}

#[tokio::test]
async fn money_is_asked_for_and_taken_while_the_clock_stands() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let waiting = app
        .done(SPECIALIST, &code, "request_payment", stages::ask_payment())
        .await;
    assert_eq!(waiting["status"]["code"], 6);
    assert_eq!(waiting["paused"], true);
    app.set("2026-03-11T09:00:00+07:00");
    let paid = app
        .done(RECEPTION, &code, "record_payment", stages::payment())
        .await;
    assert_eq!(paid["status"]["code"], 4);
    assert_eq!(paid["step"]["assignee"], SPECIALIST);
    assert_eq!(paid["payments"][0]["amount"], 28_000);
    assert_eq!(paid["payments"][0]["method"], "Tiền mặt");
    assert_eq!(paid["payments"][0]["reference"], "0001234");
    // Eight office hours of waiting.
    assert_eq!(paid["due_at"], "2026-03-16T17:00:00+07:00");
    for (fields, field) in [
        (json!({"amount": 0, "reason": "x"}), "amount"),
        (json!({"amount": -1, "reason": "x"}), "amount"),
        (json!({"amount": 1.5, "reason": "x"}), "amount"),
        (json!({"amount": "28000", "reason": "x"}), "amount"),
        (json!({"amount": 28_000}), "reason"),
    ] {
        app.act(SPECIALIST, &code, "request_payment", fields)
            .await
            .names(&[field]);
    }
}
