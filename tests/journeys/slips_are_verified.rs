//! Each deed issues its slip; the PDF is the same for ever, and whoever holds it can tell whether it is genuine.

use motcua::domain::slip::SlipKind;
use motcua::print::{Printer, read_back};
use motcua::seal::{Doubt, PublicKey, genuine};
use serde_json::json;

use crate::support::stages::{ask_supplement, because};
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, TestApp};

fn slip(code: &str, name: &str) -> String {
    format!("/api/v1/dossiers/{code}/slips/{name}.pdf")
}

async fn pdf(app: &TestApp, code: &str, name: &str) -> Vec<u8> {
    let reply = app.get(RECEPTION, slip(code, name)).await;
    assert_eq!(reply.status, 200, "{name}: {}", reply.text());
    reply.bytes
}

fn token(pdf: &[u8]) -> String {
    read_back(pdf).unwrap().print.sheets[0]
        .token
        .clone()
        .unwrap()
}

#[tokio::test]
async fn each_deed_issues_its_slip() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    for kind in SlipKind::ISSUED {
        app.get(RECEPTION, slip(&code, kind.key()))
            .await
            .expect(404);
    }
    let refused = app.filed().await;
    app.done(RECEPTION, &refused, "refuse", because()).await;
    pdf(&app, &refused, "refusal").await;

    let code = app.forwarded().await;
    pdf(&app, &code, "receipt").await;
    pdf(&app, &code, "control").await;
    app.get(CITIZEN, slip(&code, "control")).await.expect(404);
    app.done(SPECIALIST, &code, "request_supplement", ask_supplement())
        .await;
    pdf(&app, &code, "supplement").await;
    app.done(LEADER, &code, "stop", because()).await;
    pdf(&app, &code, "stop").await;

    let late = app.forwarded().await;
    let due = app.dossier(SPECIALIST, &late).await["due_at"].clone();
    let due: motcua::domain::time::Moment = due.as_str().unwrap().parse().unwrap();
    let apology =
        json!({"reason": "Chờ ý kiến phối hợp", "new_due_at": due.plus_seconds(3 * 24 * 3600)});
    app.done(SPECIALIST, &late, "apologise", apology).await;
    pdf(&app, &late, "apology").await;
}

#[tokio::test]
async fn a_slip_is_the_same_bytes_later_and_a_correction_voids_it() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let first = pdf(&app, &code, "receipt").await;
    app.later(7 * 24 * 3600);
    assert_eq!(first, pdf(&app, &code, "receipt").await);

    let page = |token: String| {
        let app = &app;
        async move { app.browse("", format!("/xac-thuc/{token}")).await }
    };
    let shown = page(token(&first)).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text().contains("còn giá trị"), "{}", shown.text());
    assert!(shown.text().contains(&code));

    let phone = json!({"changes": {"applicant": {"phone": "0987 654 321"}}, "reason": "Nhập sai số điện thoại"});
    app.done(RECEPTION, &code, "correct", phone).await;
    let second = pdf(&app, &code, "receipt").await;
    let shown = page(token(&first)).await.text();
    assert!(
        shown.contains("không còn giá trị") && shown.contains("/TNHS"),
        "{shown}"
    );
    assert!(page(token(&second)).await.text().contains("còn giá trị"));

    let mut forged = token(&first).into_bytes();
    let at = forged.len() / 2;
    forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(page(String::from_utf8(forged).unwrap()).await.status, 404);
    assert_eq!(page("khong-phai-ma".to_owned()).await.status, 404);
}

#[tokio::test]
async fn with_the_public_key_alone_a_changed_field_is_found() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let pdf = pdf(&app, &code, "receipt").await;
    let key = PublicKey::from_text(&app.office.seal.public_key()).unwrap();
    let print = read_back(&pdf).unwrap().print;
    assert_eq!(Printer::new().draw(&print).unwrap(), pdf);
    let sheet = &print.sheets[0];
    let claim = genuine(sheet, |token| token.is_by(&key)).unwrap();
    assert_eq!(
        (claim.about.as_str(), claim.kind),
        (code.as_str(), SlipKind::Receipt)
    );

    for field in sheet.facts.as_object().unwrap().keys() {
        let mut changed = sheet.clone();
        changed.facts[field] = json!("khác");
        let doubt = genuine(&changed, |token| token.is_by(&key));
        assert_eq!(doubt, Err(Doubt::Changed), "{field}");
    }
    let other =
        PublicKey::from_text(&motcua::seal::Seal::from_seed(&[9; 32]).public_key()).unwrap();
    assert_eq!(
        genuine(sheet, |token| token.is_by(&other)),
        Err(Doubt::Foreign)
    );
}

#[tokio::test]
async fn officers_print_the_papers_of_the_day_and_the_register() {
    let app = TestApp::new().await;
    let (one, two) = (app.accepted().await, app.accepted().await);
    let filed = app.filed().await;
    let page = app
        .browse(RECEPTION, format!("/can-bo/ho-so/{one}"))
        .await
        .text();
    assert!(
        page.contains(&format!("/can-bo/ho-so/{one}/phieu/receipt-1.pdf")),
        "{page}"
    );
    for paper in [
        "receipt",
        "receipt-1",
        "control",
        "envelope",
        "label",
        "form",
    ] {
        let reply = app
            .browse(
                RECEPTION,
                format!("/can-bo/ho-so/{one}/phieu/{paper}.pdf?kho=a5"),
            )
            .await;
        assert_eq!(reply.status, 200, "{paper}");
        assert!(reply.bytes.starts_with(b"%PDF-"), "{paper}");
    }
    for paper in ["receipt-2", "cover", "refusal", "register", "x"] {
        let path = format!("/can-bo/ho-so/{one}/phieu/{paper}.pdf");
        assert_eq!(app.browse(RECEPTION, path).await.status, 404, "{paper}");
    }
    let register = app.browse(RECEPTION, "/can-bo/so-theo-doi").await;
    assert_eq!(register.status, 200);
    let words = register.text();
    assert!(
        words.contains(&one) && words.contains(&two) && !words.contains(&filed),
        "{words}"
    );
    let wrong = app
        .browse(RECEPTION, "/can-bo/so-theo-doi?ky=hom-qua")
        .await;
    assert!(wrong.text().contains("hãy viết như 2026"));
    let period = motcua::domain::slip::Period::month_of(app.now().day()).key();
    let book = app
        .browse(RECEPTION, format!("/can-bo/so-theo-doi/{period}/1"))
        .await;
    assert!(book.bytes.starts_with(b"%PDF-"));
    assert_eq!(
        app.browse(RECEPTION, format!("/can-bo/so-theo-doi/{period}/2"))
            .await
            .status,
        404
    );
    let many = app
        .browse(RECEPTION, format!("/can-bo/in?ky={period}"))
        .await
        .text();
    assert!(many.contains(&one) && many.contains(&two));
    assert_eq!(app.browse(CITIZEN, "/can-bo/so-theo-doi").await.status, 403);
}

#[tokio::test]
async fn anybody_prints_what_to_bring_and_the_blank_form() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let procedure = app.dossier(RECEPTION, &code).await["procedure"]["code"].clone();
    let procedure = procedure.as_str().unwrap();
    for paper in ["giay-to.pdf", "don.pdf"] {
        let reply = app
            .browse("", format!("/thu-tuc/{procedure}/{paper}"))
            .await;
        assert_eq!(reply.status, 200, "{paper}");
        assert!(reply.bytes.starts_with(b"%PDF-"), "{paper}");
        assert_eq!(
            app.browse("", format!("/thu-tuc/9.999999/{paper}"))
                .await
                .status,
            404
        );
    }
}
