//! Correcting what was taken down wrongly, apart from messages and notes, which change nothing.

use motcua::domain::dossier::Dossier;
use motcua::store::Load;
use serde_json::json;

use crate::support::founding::{OTHER, papers};
use crate::support::stages::because;
use crate::support::{ADMIN, CITIZEN, LEADER, RECEPTION, SPECIALIST, STRANGER, TestApp};

fn phone() -> serde_json::Value {
    json!({"changes": {"applicant": {"phone": "0987 654 321"}}, "reason": "Nhập sai số điện thoại"})
}

#[tokio::test]
async fn a_correction_issues_the_receipt_again_and_keeps_both_versions() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let receipt = format!("/api/v1/dossiers/{code}/slips/receipt.pdf");
    let first = app.get(CITIZEN, receipt.clone()).await;
    let corrected = app.done(RECEPTION, &code, "correct", phone()).await;
    assert_eq!(corrected["applicant"]["phone"], "0987654321");
    assert_eq!(corrected["status"]["code"], 4);
    let second = app.get(CITIZEN, receipt).await;
    assert_eq!(second.status, 200);
    assert_ne!(first.bytes, second.bytes);

    let slips = slips(&app, &code);
    assert_eq!(slips.len(), 2);
    assert_eq!((slips[0].edition, slips[0].void), (1, true));
    assert_eq!((slips[1].edition, slips[1].void), (2, false));
    assert_ne!(slips[0].number, slips[1].number);

    // Both versions are in the journal; the feed for other systems says only that it was corrected.
    let dossier = app
        .office
        .kv
        .read(|view| view.load::<Dossier>(&code))
        .unwrap()
        .unwrap();
    let history = app.office.history(&dossier, true, 0, 100).unwrap();
    let corrected = history
        .iter()
        .map(|(_, event)| json!(event.happening))
        .find(|happening| happening["what"] == "corrected")
        .unwrap();
    assert_eq!(corrected["before"]["applicant"]["phone"], "0912345678");
    assert_eq!(corrected["after"]["applicant"]["phone"], "0987654321");
    let feed = app.get(ADMIN, "/api/v1/events?limit=200").await.expect(200);
    let told = feed["items"].as_array().unwrap();
    let corrected = told
        .iter()
        .find(|item| item["event"]["happening"]["what"] == "corrected");
    assert!(corrected.is_some());
}

fn slips(app: &TestApp, code: &str) -> Vec<motcua::domain::slip::Slip> {
    let mut slips = Vec::new();
    app.office
        .kv
        .read(|view| {
            view.each::<motcua::domain::slip::Slip>(&motcua::kv::Span::all(), &mut |slip| {
                if slip.dossier.as_str() == code {
                    slips.push(slip);
                }
                Ok(motcua::kv::NEXT)
            })
        })
        .unwrap();
    slips
}

#[tokio::test]
async fn before_reception_the_citizen_corrects_and_no_receipt_appears() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let corrected = app.done(CITIZEN, &code, "correct", phone()).await;
    assert_eq!(corrected["applicant"]["phone"], "0987654321");
    assert!(slips(&app, &code).is_empty());
    app.done(RECEPTION, &code, "accept", json!({})).await;
    app.act(CITIZEN, &code, "correct", phone())
        .await
        .expect(409);
}

#[tokio::test]
async fn another_procedure_brings_another_term_from_the_same_reception() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let change = json!({"changes": {"procedure": OTHER}, "reason": "Tiếp nhận nhầm thủ tục"});
    let corrected = app.done(LEADER, &code, "correct", change).await;
    assert_eq!(corrected["procedure"]["code"], OTHER);
    assert_eq!(corrected["due_at"], "2026-03-17T17:00:00+07:00");
    assert_eq!(corrected["due_original"], "2026-03-17T17:00:00+07:00");
    let change = json!({"changes": {"case": 1}, "reason": "Phải xác minh"});
    let corrected = app.done(LEADER, &code, "correct", change).await;
    assert_eq!(corrected["due_at"], "2026-03-20T17:00:00+07:00");
    // Nothing about the term: the due date stays.
    let corrected = app.done(RECEPTION, &code, "correct", phone()).await;
    assert_eq!(corrected["due_at"], "2026-03-20T17:00:00+07:00");
}

#[tokio::test]
async fn what_a_correction_must_say() {
    let app = TestApp::new().await;
    let code = app.accepted().await;
    let reason = "Sửa";
    for (changes, field) in [
        (json!({}), "changes"),
        (json!({"applicant": {}}), "changes"),
        (json!({"status": 9}), "changes.status"),
        (json!({"applicant": {"name": ""}}), "changes.applicant.name"),
        (
            json!({"applicant": {"name": "A\u{0}B"}}),
            "changes.applicant.name",
        ),
        (
            json!({"applicant": {"nickname": "x"}}),
            "changes.applicant.nickname",
        ),
        (
            json!({"applicant": {"id_number": null}}),
            "changes.applicant.id_number",
        ),
        (
            json!({"applicant": {"birth_date": "31/12/1990"}}),
            "changes.applicant.birth_date",
        ),
        (
            json!({"applicant": {"ward_code": "99999"}}),
            "changes.applicant.ward_code",
        ),
        (json!({"procedure": "9.999999"}), "changes.procedure"),
        (json!({"case": 7}), "changes.case"),
        (
            json!({"components": [{"id": "x", "kind": "copy"}]}),
            "changes.components[0].id",
        ),
        (
            json!({"components": [{"id": papers()[0], "kind": "copy", "file": "x"}]}),
            "changes.components[0].file",
        ),
        (
            json!({"delivery": {"method": "post"}}),
            "changes.delivery.address",
        ),
    ] {
        let fields = json!({"changes": changes, "reason": reason});
        app.act(RECEPTION, &code, "correct", fields)
            .await
            .names(&[field]);
    }
    app.act(
        RECEPTION,
        &code,
        "correct",
        json!({"changes": {"note": "x"}}),
    )
    .await
    .names(&["reason"]);
    app.act(RECEPTION, &code, "correct", json!({"reason": "x"}))
        .await
        .names(&["changes"]);
}

#[tokio::test]
async fn an_internal_note_and_its_file_stay_inside() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let file = app.pdf(SPECIALIST, "ý kiến nội bộ.pdf").await;
    let note = json!({"text": "Cần hỏi công an phường", "file": file});
    app.done(SPECIALIST, &code, "note", note).await;
    app.done(LEADER, &code, "urge", json!({"text": "Làm nhanh giúp dân"}))
        .await;
    let inside = app.history(RECEPTION, &code).await;
    assert!(
        inside
            .iter()
            .any(|line| line["text"].as_str().unwrap().contains("công an phường"))
    );
    let outside = app
        .get(CITIZEN, format!("/api/v1/dossiers/{code}/history"))
        .await;
    assert!(
        !outside.text().contains("công an phường"),
        "{}",
        outside.text()
    );
    assert!(!outside.text().contains("Làm nhanh"), "{}", outside.text());
    let dossier = app.get(CITIZEN, format!("/api/v1/dossiers/{code}")).await;
    assert!(!dossier.text().contains(&file) && !dossier.text().contains("công an"));
    let path = format!("/api/v1/dossiers/{code}/files/{file}");
    app.get(CITIZEN, path.clone()).await.expect(404);
    assert_eq!(app.get(RECEPTION, path.clone()).await.status, 200);
    app.get(ADMIN, path).await.expect(403);
}

#[tokio::test]
async fn a_message_and_its_file_reach_both_sides() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let file = app.pdf(SPECIALIST, "hướng dẫn.pdf").await;
    let message = json!({"text": "Xem hướng dẫn kèm theo", "file": file});
    app.done(SPECIALIST, &code, "message", message).await;
    app.done(CITIZEN, &code, "message", json!({"text": "Cảm ơn"}))
        .await;
    let outside = app.history(CITIZEN, &code).await;
    let texts: Vec<&str> = outside
        .iter()
        .map(|line| line["text"].as_str().unwrap())
        .collect();
    assert!(texts.iter().any(|text| text.contains("hướng dẫn kèm theo")));
    assert!(texts.iter().any(|text| text.contains("Cảm ơn")));
    let path = format!("/api/v1/dossiers/{code}/files/{file}");
    assert_eq!(app.get(CITIZEN, path.clone()).await.status, 200);
    app.get(STRANGER, path).await.expect(404);
    let own = app.pdf(CITIZEN, "của tôi.pdf").await;
    for (fields, field) in [
        (json!({}), "text"),
        (json!({"text": ""}), "text"),
        (json!({"text": "x", "file": own}), "file"),
        (json!({"text": "x", "to": "all"}), "to"),
    ] {
        app.act(SPECIALIST, &code, "message", fields)
            .await
            .names(&[field]);
    }
}

#[tokio::test]
async fn an_assignment_goes_to_an_enabled_specialist() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    for nobody in [
        json!("khongco"),
        json!(RECEPTION),
        json!(CITIZEN),
        json!(7),
        json!(null),
    ] {
        let fields = json!({"assignee": nobody});
        app.act(SPECIALIST, &code, "assign", fields)
            .await
            .names(&["assignee"]);
    }
    app.act(SPECIALIST, &code, "assign", json!({}))
        .await
        .names(&["assignee"]);
    let to = json!({"assignee": "chuyenvien2", "note": "Đúng lĩnh vực"});
    let assigned = app.done(SPECIALIST, &code, "assign", to).await;
    assert_eq!(assigned["step"]["assignee"], "chuyenvien2");
    app.act(SPECIALIST, &code, "send_back", because())
        .await
        .expect(403);
    let back = app.done("chuyenvien2", &code, "send_back", because()).await;
    assert_eq!(back["step"]["assignee"], SPECIALIST);
}

#[tokio::test]
async fn papers_that_stay_in_a_correction_keep_the_citizens_files() {
    let app = TestApp::new().await;
    let file = app.pdf(CITIZEN, "bản chụp.pdf").await;
    let [form, proof] = papers();
    let mut new = crate::support::stages::new_dossier();
    new["components"] = json!([{"id": proof, "kind": "electronic", "count": 1, "file": file}]);
    let dossier = app
        .post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    let code = crate::support::stages::code(&dossier);
    let changes = json!({"components": [
        {"id": form, "kind": "original", "count": 1},
        {"id": proof, "kind": "electronic", "count": 2, "file": file},
    ]});
    let fields = json!({"changes": changes, "reason": "Nhận thêm tờ khai tại quầy"});
    let corrected = app.done(RECEPTION, &code, "correct", fields).await;
    assert_eq!(corrected["components"][1]["file"]["id"], file.as_str());
    let missing = json!({"changes": {"components": [
        {"id": form, "kind": "original", "count": 1},
        {"id": proof, "kind": "electronic", "count": 1, "file": "khong-co"},
    ]}, "reason": "x"});
    app.act(RECEPTION, &code, "correct", missing)
        .await
        .names(&["changes.components[1].file"]);
}
