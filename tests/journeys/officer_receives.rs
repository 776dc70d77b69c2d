//! At the counter: filing there, accepting what came online, refusing.

use serde_json::json;

use crate::support::founding::{OTHER, WITHOUT_TIME};
use crate::support::stages::{at_the_counter, because, code, new_dossier};
use crate::support::{ADMIN, CITIZEN, LEADER, RECEPTION, RECEPTION2, SPECIALIST, TestApp};

const DOSSIERS: &str = "/api/v1/dossiers";

#[tokio::test]
async fn filing_at_the_counter_or_by_post_is_received_at_once_with_a_receipt() {
    let app = TestApp::new().await;
    for channel in ["counter", "post"] {
        let mut new = at_the_counter();
        new["channel"] = json!(channel);
        new["procedure"] = json!(if channel == "post" { OTHER } else { "1.004859" });
        if channel == "post" {
            new["case"] = json!(1);
        }
        let dossier = app.post(RECEPTION, DOSSIERS, &new).await.expect(201);
        assert_eq!(dossier["status"]["code"], 2);
        assert_eq!(dossier["channel"], channel);
        assert_eq!(dossier["received_at"], dossier["submitted_at"]);
        // Three working days, and eight for the second case of the other procedure.
        let due = if channel == "post" {
            "2026-03-20T17:00:00+07:00"
        } else {
            "2026-03-13T17:00:00+07:00"
        };
        assert_eq!(dossier["due_at"], due);
        assert_eq!(dossier["lookup_secret"].as_str().unwrap().len(), 8);
        let receipt = dossier["links"]["receipt"].as_str().unwrap();
        assert_eq!(app.get(RECEPTION, receipt).await.status, 200);
        assert_eq!(app.history(RECEPTION, &code(&dossier)).await.len(), 1);
    }
}

#[tokio::test]
async fn an_officer_keeps_procedures_at_hand_and_sees_what_is_to_be_paid() {
    let app = TestApp::new().await;
    let intake = "/can-bo/tiep-nhan";
    let form = |deed: &str, code: &str| {
        [("_do", deed), ("procedure", code), ("applicant.name", "An")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let chosen = app
        .page(RECEPTION, format!("{intake}?thu-tuc=1.004859").as_str())
        .await;
    for words in ["28.000", "Ghim thủ tục này"] {
        assert!(chosen.contains(words), "{words}: {chosen}");
    }
    let reply = app
        .send_form(RECEPTION, intake, &form("favour", "1.004859"))
        .await;
    assert_eq!(reply.status, 200);
    for words in ["Bỏ ghim thủ tục này", "value=\"An\""] {
        assert!(reply.text().contains(words), "{words}: {}", reply.text());
    }
    // It is one's own.
    assert!(app.page(RECEPTION, intake).await.contains("Đã ghim"));
    assert!(!app.page(RECEPTION2, intake).await.contains("Đã ghim"));
    let reply = app
        .send_form(RECEPTION, intake, &form("favour", "9.999999"))
        .await;
    assert_eq!(reply.status, 404);
    app.send_form(RECEPTION, intake, &form("unfavour", "1.004859"))
        .await;
    assert!(!app.page(RECEPTION, intake).await.contains("Đã ghim"));
}

#[tokio::test]
async fn the_fee_of_the_channel_stands_in_the_dossier() {
    let app = TestApp::new().await;
    let dossier = app
        .post(RECEPTION, DOSSIERS, &at_the_counter())
        .await
        .expect(201);
    assert_eq!(dossier["fees"][0]["amount"], 28_000);
    let online = app
        .post(CITIZEN, DOSSIERS, &new_dossier())
        .await
        .expect(201);
    assert_eq!(online["fees"], json!([]));
}

#[tokio::test]
async fn reception_may_file_online_for_somebody_and_it_waits_in_1() {
    let app = TestApp::new().await;
    let dossier = app
        .post(RECEPTION, DOSSIERS, &new_dossier())
        .await
        .expect(201);
    assert_eq!(dossier["status"]["code"], 1);
    assert_eq!(dossier["due_at"], json!(null));
}

#[tokio::test]
async fn without_a_number_in_the_catalogue_the_officer_sets_the_due_date() {
    let app = TestApp::new().await;
    let mut new = at_the_counter();
    new["procedure"] = json!(WITHOUT_TIME);
    let dossier = app.post(RECEPTION, DOSSIERS, &new).await.expect(201);
    let code = code(&dossier);
    assert_eq!(dossier["status"]["code"], 1);
    assert_eq!(dossier["due_at"], json!(null));
    app.get(
        RECEPTION,
        format!("/api/v1/dossiers/{code}/slips/receipt.pdf"),
    )
    .await
    .expect(404);
    app.act(RECEPTION, &code, "accept", json!({}))
        .await
        .names(&["due_at"]);
    for wrong in [
        json!("2026-03-09T09:00:00+07:00"), // past
        json!("2026-03-14T09:00:00+07:00"), // a Saturday
        json!("2026-03-12T12:15:00+07:00"), // at noon
        json!("2026-04-30T09:00:00+07:00"), // Victory Day
        json!("12/03/2026"),
        json!(20_260_312),
    ] {
        app.act(RECEPTION, &code, "accept", json!({"due_at": wrong}))
            .await
            .names(&["due_at"]);
    }
    let due = json!({"due_at": "2026-03-18T16:30:00+07:00"});
    let accepted = app.done(RECEPTION, &code, "accept", due).await;
    assert_eq!(accepted["status"]["code"], 2);
    assert_eq!(accepted["due_at"], "2026-03-18T16:30:00+07:00");
    assert_eq!(accepted["due_original"], accepted["due_at"]);
    let receipt = app
        .get(
            RECEPTION,
            format!("/api/v1/dossiers/{code}/slips/receipt.pdf"),
        )
        .await;
    assert_eq!(receipt.status, 200);
}

#[tokio::test]
async fn only_citizens_and_reception_file() {
    let app = TestApp::new().await;
    for who in [SPECIALIST, LEADER, ADMIN] {
        app.post(who, DOSSIERS, &at_the_counter()).await.expect(403);
        app.post(who, DOSSIERS, &json!({})).await.expect(403);
    }
    app.post(CITIZEN, DOSSIERS, &at_the_counter())
        .await
        .names(&["channel"]);
}

#[tokio::test]
async fn a_refused_dossier_tells_why() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    app.act(RECEPTION, &code, "refuse", json!({}))
        .await
        .names(&["reason"]);
    app.act(RECEPTION, &code, "refuse", json!({"reason": "  "}))
        .await
        .names(&["reason"]);
    let refused = app.done(RECEPTION, &code, "refuse", because()).await;
    assert_eq!(
        refused["status"],
        json!({"code": 3, "name": "Không được tiếp nhận"})
    );
    let history = app.history(CITIZEN, &code).await;
    assert!(
        history[1]["text"]
            .as_str()
            .unwrap()
            .contains("Theo đề nghị của người nộp")
    );
}

#[tokio::test]
async fn forwarding_to_somebody_by_name() {
    let app = TestApp::new().await;
    let code = app.accepted().await;
    for nobody in ["khongco", RECEPTION, LEADER, CITIZEN, "x", "có dấu"] {
        let reply = app
            .act(RECEPTION, &code, "forward", json!({"assignee": nobody}))
            .await;
        reply.names(&["assignee"]);
    }
    let to = json!({"assignee": "chuyenvien2"});
    let forwarded = app.done(RECEPTION, &code, "forward", to).await;
    assert_eq!(forwarded["step"]["assignee"], "chuyenvien2");
    // Whoever does not hold it cannot go on with it.
    app.act(SPECIALIST, &code, "advance", json!({}))
        .await
        .expect(403);
    app.act(
        SPECIALIST,
        &code,
        "propose",
        crate::support::stages::proposal(),
    )
    .await
    .expect(403);
    app.act(SPECIALIST, &code, "assign", json!({"assignee": SPECIALIST}))
        .await
        .expect(403);
    app.done(LEADER, &code, "assign", json!({"assignee": SPECIALIST}))
        .await;
    app.done(SPECIALIST, &code, "advance", json!({})).await;
}

#[tokio::test]
async fn a_disabled_specialist_gets_no_work() {
    let app = TestApp::new().await;
    let code = app.accepted().await;
    app.office
        .enable_account(SPECIALIST, false, app.now())
        .await
        .unwrap();
    let to = json!({"assignee": SPECIALIST});
    app.act(RECEPTION, &code, "forward", to)
        .await
        .names(&["assignee"]);
    let forwarded = app.done(RECEPTION, &code, "forward", json!({})).await;
    assert_eq!(forwarded["step"]["assignee"], "chuyenvien2");
    app.office
        .enable_account("chuyenvien2", false, app.now())
        .await
        .unwrap();
    let second = app.accepted().await;
    app.act(RECEPTION, &second, "forward", json!({}))
        .await
        .expect(409);
}

#[tokio::test]
async fn recalling_works_until_the_receiver_opens_it() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    app.act("tiepnhan2", &code, "recall", json!({}))
        .await
        .expect(403);
    let recalled = app.done(RECEPTION, &code, "recall", json!({})).await;
    assert_eq!(recalled["status"]["code"], 4);
    assert_eq!(recalled["step"]["key"], "reception");
    app.act(RECEPTION, &code, "recall", json!({}))
        .await
        .expect(409);
    // From the counter it goes on by the same process.
    let again = app.done(RECEPTION, &code, "advance", json!({})).await;
    assert_eq!(again["step"]["key"], "examination");
    // A look by somebody else is no opening.
    app.dossier("chuyenvien2", &code).await;
    app.dossier(LEADER, &code).await;
    app.dossier(CITIZEN, &code).await;
    app.done(RECEPTION, &code, "recall", json!({})).await;
    app.done(RECEPTION, &code, "advance", json!({})).await;
    app.dossier(SPECIALIST, &code).await;
    app.act(RECEPTION, &code, "recall", json!({}))
        .await
        .expect(409);
    let back = app.done(SPECIALIST, &code, "send_back", because()).await;
    assert_eq!(back["step"]["key"], "reception");
    assert_eq!(back["status"]["code"], 4);
}

#[tokio::test]
async fn whoever_works_on_it_has_opened_it() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    app.done(SPECIALIST, &code, "note", json!({"text": "Đang xem"}))
        .await;
    app.act(RECEPTION, &code, "recall", json!({}))
        .await
        .expect(409);
}

#[tokio::test]
async fn the_citizen_withdraws_before_and_asks_afterwards() {
    let app = TestApp::new().await;
    let early = app.filed().await;
    let withdrawn = app.done(CITIZEN, &early, "withdraw", because()).await;
    assert_eq!(withdrawn["status"]["code"], 7);
    let late = app.forwarded().await;
    app.act(CITIZEN, &late, "withdraw", because())
        .await
        .expect(409);
    let asked = app.done(CITIZEN, &late, "ask_withdraw", because()).await;
    assert_eq!(asked["status"]["code"], 4);
    app.act(CITIZEN, &late, "ask_withdraw", because())
        .await
        .expect(409);
    let withdrawn = app.done(SPECIALIST, &late, "withdraw", because()).await;
    assert_eq!(withdrawn["status"]["code"], 7);
    assert_eq!(withdrawn["paused"], false);
}
