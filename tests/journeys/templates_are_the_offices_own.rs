//! The administrator puts a print template of the office's own in the place of a shipped one, and goes back.

use motcua::domain::officer::Role;
use motcua::print::{Printer, read_back, shipped_template};

use crate::support::{ADMIN, RECEPTION, RECEPTION2, SPECIALIST, TestApp};

const PAGE: &str = "/quan-tri/mau-in/receipt";

fn receipt(code: &str) -> String {
    format!("/api/v1/dossiers/{code}/slips/receipt.pdf")
}

async fn send(app: &TestApp, who: &str, what: &str, source: &str) -> crate::support::Reply {
    let fields = [("_do", what), ("source", source)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    app.send_form(who, PAGE, &fields).await
}

async fn source_of(app: &TestApp, code: &str) -> Option<String> {
    let reply = app.get(RECEPTION, receipt(code)).await;
    assert_eq!(reply.status, 200);
    let inside = read_back(&reply.bytes).unwrap();
    assert_eq!(Printer::new().draw(&inside.print).unwrap(), reply.bytes);
    inside.print.sheets[0].own_template.clone()
}

#[tokio::test]
async fn an_office_prints_by_its_own_template_and_goes_back_in_one_click() {
    let app = TestApp::new().await;
    let before = app.accepted().await;
    let drawn_before = app.get(RECEPTION, receipt(&before)).await.bytes;
    let own = shipped_template("receipt").unwrap().replace(
        "#let copy(slip, name) = {",
        "#let copy(slip, name) = {\n  [Xin đọc kỹ hai mặt giấy.]",
    );

    assert_eq!(app.visit(SPECIALIST, PAGE).await.status, 403);
    assert!(
        app.page(ADMIN, "/quan-tri/mau-in")
            .await
            .contains("Mẫu đi kèm")
    );
    let page = app.page(ADMIN, PAGE).await;
    assert!(page.contains("#let copy(slip, name)"), "{page}");

    // A try keeps nothing. Who reads no dossiers is shown an example; who does, the office's own newest receipt.
    let tried = send(&app, ADMIN, "preview", &own).await;
    assert_eq!(tried.status, 200, "{}", tried.text());
    let tried = read_back(&tried.bytes).unwrap();
    assert_ne!(tried.print.sheets[0].facts["dossier"], before.as_str());
    let reading = "Xem thử mẫu in";
    assert!(!app.page(ADMIN, "/quan-tri/nhat-ky").await.contains(reading));
    let both = vec![Role::Admin, Role::Reception];
    app.office.grant(RECEPTION2, both, app.now()).await.unwrap();
    let tried = send(&app, RECEPTION2, "preview", &own).await;
    let tried = read_back(&tried.bytes).unwrap();
    assert_eq!(tried.print.sheets[0].facts["dossier"], before.as_str());
    assert!(app.page(ADMIN, "/quan-tri/nhat-ky").await.contains(reading));
    assert!(source_of(&app, &app.accepted().await).await.is_none());

    assert_eq!(send(&app, ADMIN, "save", &own).await.status, 303);
    let with_own = app.accepted().await;
    assert_eq!(source_of(&app, &with_own).await.as_ref(), Some(&own));
    assert!(
        app.page(ADMIN, "/quan-tri/mau-in")
            .await
            .contains("phiên bản 1")
    );
    // What was issued before stays as it was.
    assert_eq!(
        app.get(RECEPTION, receipt(&before)).await.bytes,
        drawn_before
    );

    assert_eq!(send(&app, ADMIN, "shipped", "").await.status, 303);
    assert!(source_of(&app, &app.accepted().await).await.is_none());
    assert_eq!(source_of(&app, &with_own).await.as_ref(), Some(&own));
    // The text is still at hand, and the same text is the same version.
    assert!(
        app.page(ADMIN, PAGE)
            .await
            .contains("Xin đọc kỹ hai mặt giấy.")
    );
    assert_eq!(send(&app, ADMIN, "save", &own).await.status, 303);
    assert!(app.page(ADMIN, PAGE).await.contains("phiên bản 1"));

    let record = app.page(ADMIN, "/quan-tri/nhat-ky").await;
    for told in ["mẫu riêng, phiên bản 1", "quay về mẫu đi kèm"] {
        assert!(record.contains(told), "{told}: {record}");
    }
}

#[tokio::test]
async fn a_template_that_cannot_print_is_not_saved_and_what_was_typed_stays() {
    let app = TestApp::new().await;
    let shipped = shipped_template("receipt").unwrap();
    for (broken, said) in [
        (
            shipped.replace("#let sheet(slip) =", "#let sheet(slip) = nothing +"),
            "nothing",
        ),
        // Prints what is there, and fails over a receipt without a lookup secret.
        (shipped.replace("slip.lookup != none", "true"), "dòng"),
        (
            shipped.replace("#import \"nd30.typ\": *", "#import \"@preview/cetz:0.2.0\""),
            "cetz",
        ),
        (
            format!("{shipped}\n#let x = read(\"/etc/passwd\")"),
            "passwd",
        ),
        (format!("{shipped}\n#let x = datetime.today()"), "today"),
        (String::new(), "hãy soạn mẫu"),
    ] {
        for what in ["preview", "save"] {
            let reply = send(&app, ADMIN, what, &broken).await;
            assert_eq!(reply.status, 422, "{said}");
            let text = reply.text();
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    assert!(
        !app.page(ADMIN, "/quan-tri/mau-in")
            .await
            .contains("Mẫu riêng")
    );
}
