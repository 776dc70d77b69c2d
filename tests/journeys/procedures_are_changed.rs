//! What an office says of a procedure itself: a new version each time, dossiers keep theirs, a later edition of the
//! catalogue leaves it alone.

use std::io::Write;

use motcua::domain::dossier::Channel;
use motcua::domain::procedure::{Part, Prefer, Procedure, Taking};
use motcua::office::renew_catalogue::Wishes;
use serde_json::json;

use crate::support::stages::new_dossier;
use crate::support::{ADMIN, CITIZEN, LEADER, RECEPTION, TestApp, founding};

const PATH: &str = "/quan-tri/thu-tuc/1.004859";

/// The form of the procedure as the page fills it in, with some fields changed.
fn form(procedure: &Procedure, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = vec![
        ("version".to_owned(), procedure.version.to_string()),
        ("taking".to_owned(), procedure.taking().key().to_owned()),
        ("level".to_owned(), "part".to_owned()),
        ("address".to_owned(), procedure.receiving_address.clone()),
        ("note".to_owned(), procedure.note.clone()),
        ("case.0.time".to_owned(), "3".to_owned()),
        ("case.0.unit".to_owned(), "ngay_lam_viec".to_owned()),
        ("method.0.channels".to_owned(), "counter".to_owned()),
        ("method.0.time".to_owned(), "3".to_owned()),
        ("method.0.unit".to_owned(), "ngay_lam_viec".to_owned()),
        ("method.0.fee.0.value".to_owned(), "28.000".to_owned()),
        ("method.0.fee.0.kind".to_owned(), "FEE".to_owned()),
    ];
    for (at, paper) in procedure.components.iter().enumerate() {
        let kind = if paper.note { "note" } else { "paper" };
        for (part, value) in [
            ("id", paper.id.clone()),
            ("name", paper.name.clone()),
            ("original", paper.original.to_string()),
            ("copy", paper.copy.to_string()),
            ("kind", kind.to_owned()),
        ] {
            fields.push((format!("paper.{at}.{part}"), value));
        }
    }
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn shown(app: &TestApp) -> Procedure {
    let shown = app.office.procedure(founding::PROCEDURE).unwrap().unwrap();
    (*shown).clone()
}

async fn renew(app: &TestApp, news: Procedure, wishes: Wishes) {
    let (office, now) = (app.office.clone(), app.now());
    let renewing = move || office.renew_catalogue(vec![news], wishes, now, &mut |_| {});
    tokio::task::spawn_blocking(renewing)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_looked_at_and_saved_and_a_dossier_keeps_its_version() {
    let app = TestApp::new().await;
    let first = shown(&app);
    let before = app.filed().await;
    let wanted = [
        ("case.0.time", "2"),
        ("method.0.fee.0.value", "15.000"),
        ("paper.0.kind", "required"),
        ("why", "Nghị quyết 12/2026/NQ-HĐND"),
    ];
    let mut preview = form(&first, &wanted);
    preview.push(("_do".to_owned(), "preview".to_owned()));
    let looked = app.send_form(ADMIN, PATH, &preview).await;
    assert_eq!(looked.status, 200);
    let text = looked.text();
    assert!(
        text.contains("Chưa lưu") && text.contains("2\u{a0}ngày làm việc"),
        "{text}"
    );
    assert_eq!(shown(&app), first, "looking changes nothing");

    let saved = app.send_form(ADMIN, PATH, &form(&first, &wanted)).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let second = shown(&app);
    assert_eq!(second.version, first.version + 1);
    assert_eq!(
        Part::differing(&first, &second),
        [Part::Cases, Part::Methods, Part::Components]
    );
    let origin = second.origin.clone().unwrap();
    assert!(origin.own && origin.by.unwrap().as_str() == ADMIN);
    assert_eq!(origin.why, "Nghị quyết 12/2026/NQ-HĐND");

    let after = app.filed().await;
    let term = |code: &str| app.kept(code).procedure.term;
    assert_ne!(term(&before), term(&after));
    assert_eq!(app.kept(&before).procedure.version, first.version);
    assert_eq!(app.kept(&after).procedure.version, second.version);

    // The same again makes no version.
    let again = app.send_form(ADMIN, PATH, &form(&second, &wanted)).await;
    assert_eq!(again.status, 303);
    assert_eq!(shown(&app).version, second.version);
    let page = app
        .page(ADMIN, "/quan-tri/thu-tuc/1.004859/phien-ban/2")
        .await;
    assert!(page.contains("<del>") && page.contains("<ins>"), "{page}");
    let audit = app.page(ADMIN, "/quan-tri/nhat-ky").await;
    assert!(
        audit.contains("Sửa thủ tục") && audit.contains("Phiên bản 2"),
        "{audit}"
    );
    let own = app.page(ADMIN, "/quan-tri/thu-tuc?rieng=co").await;
    assert!(own.contains(founding::PROCEDURE) && !own.contains(founding::OTHER));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_stands_beside_its_field_and_nothing_is_saved() {
    let app = TestApp::new().await;
    let first = shown(&app);
    let wrong = [
        ("case.0.time", "ba"),
        ("method.0.fee.0.value", "nhiều"),
        ("paper.1.name", " "),
        ("paper.0.original", "99999"),
    ];
    let refused = app.send_form(ADMIN, PATH, &form(&first, &wrong)).await;
    assert_eq!(refused.status, 422);
    let text = refused.text();
    for field in [
        "f-case-0-time",
        "f-method-0-fee-0-value",
        "f-paper-1-name",
        "f-paper-0-original",
    ] {
        assert!(
            text.contains(&format!("href=\"#{field}\"")),
            "{field}: {text}"
        );
        assert!(text.contains(&format!("id=\"{field}\"")), "{field}");
    }
    assert!(
        text.contains("value=\"nhiều\""),
        "what was typed comes back"
    );
    assert_eq!(shown(&app), first);
    assert_eq!(
        app.send_form(LEADER, PATH, &form(&first, &[])).await.status,
        403
    );
    let nowhere = [("method.0.channels", "pigeon")];
    assert_eq!(
        app.send_form(ADMIN, PATH, &form(&first, &nowhere))
            .await
            .status,
        422
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_it_the_second_sees_the_first() {
    let app = TestApp::new().await;
    let first = shown(&app);
    app.send_form(
        ADMIN,
        PATH,
        &form(&first, &[("note", "Của người thứ nhất")]),
    )
    .await;
    let second = app
        .send_form(ADMIN, PATH, &form(&first, &[("address", "Số 1 đường Mới")]))
        .await;
    assert_eq!(second.status, 412);
    let text = second.text();
    assert!(
        text.contains("Của người thứ nhất") && text.contains("Số 1 đường Mới"),
        "{text}"
    );
    assert_eq!(shown(&app).receiving_address, "");
    // What came back holds both; saved again it keeps both.
    let both = [
        ("note", "Của người thứ nhất"),
        ("address", "Số 1 đường Mới"),
    ];
    assert_eq!(
        app.send_form(ADMIN, PATH, &form(&shown(&app), &both))
            .await
            .status,
        303
    );
    assert_eq!(
        (shown(&app).note, shown(&app).receiving_address),
        ("Của người thứ nhất".to_owned(), "Số 1 đường Mới".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_edition_of_the_catalogue_leaves_the_offices_words_alone() {
    let app = TestApp::new().await;
    let source = founding::procedures().remove(0);
    app.send_form(
        ADMIN,
        PATH,
        &form(
            &shown(&app),
            &[("note", "Nộp ở tầng 2"), ("paper.0.kind", "required")],
        ),
    )
    .await;
    // The same file again changes nothing.
    renew(&app, source.clone(), Wishes::default()).await;
    assert_eq!(shown(&app).note, "Nộp ở tầng 2");
    assert_eq!(shown(&app).version, 2);

    // The State renames it and asks for two copies; the office's words stay.
    let mut news = source.clone();
    news.name = "Thay đổi, cải chính hộ tịch".to_owned();
    news.components[1].copy = 2;
    renew(&app, news.clone(), Wishes::default()).await;
    let merged = shown(&app);
    assert_eq!(merged.name, news.name);
    assert_eq!(merged.note, "Nộp ở tầng 2");
    assert!(merged.components[0].required && merged.components[1].copy == 2);
    let found = app
        .get(
            CITIZEN,
            "/api/v1/procedures?q=cai%20chinh%20ho%20tich&limit=1",
        )
        .await;
    assert_eq!(found.expect(200)["items"][0]["name"], news.name);

    // Both change the same part: the office is told, and says whose words stand.
    news.note = "Ghi chú mới của Bộ".to_owned();
    let preview = app
        .office
        .preview_catalogue(vec![news.clone()], Wishes::default(), app.now())
        .unwrap();
    assert_eq!(preview.changed[0].conflicts, [Part::Note]);
    assert_eq!(preview.changed[0].parts, [], "the office's words stand");
    assert_eq!(preview.gone.len(), 2);
    let theirs = Wishes {
        prefer: Prefer::Catalogue,
        ..Wishes::default()
    };
    renew(&app, news, theirs).await;
    assert_eq!(shown(&app).note, "Ghi chú mới của Bộ");
    assert!(
        shown(&app).components[0].required,
        "a mark stays with its paper"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_office_does_not_take_nobody_files() {
    let app = TestApp::new().await;
    let file = |who: &'static str, channel: &'static str| {
        let app = &app;
        async move {
            let mut body = new_dossier();
            body["channel"] = json!(channel);
            app.post(who, "/api/v1/dossiers", &body).await.status
        }
    };
    app.send_form(
        ADMIN,
        PATH,
        &form(&shown(&app), &[("taking", "not_online")]),
    )
    .await;
    assert_eq!(shown(&app).taking(), Taking::NotOnline);
    assert_eq!(file(CITIZEN, "online").await, 422);
    assert_eq!(file(RECEPTION, "counter").await, 201);
    app.send_form(ADMIN, PATH, &form(&shown(&app), &[("taking", "never")]))
        .await;
    assert_eq!(file(CITIZEN, "online").await, 422);
    assert_eq!(file(RECEPTION, "counter").await, 422);
    let page = app.page(CITIZEN, "/thu-tuc/1.004859").await;
    assert!(
        page.contains("không tiếp nhận hồ sơ của thủ tục này"),
        "{page}"
    );
    assert_eq!(
        app.visit(CITIZEN, "/thu-tuc/1.004859/nop").await.status,
        303
    );
    app.send_form(ADMIN, PATH, &form(&shown(&app), &[("taking", "every_way")]))
        .await;
    assert_eq!(file(CITIZEN, "online").await, 201);
    assert_eq!(shown(&app).methods[0].channels, [Channel::Counter]);
}

/// A catalogue file as a browser sends it, or the form about the one that was sent.
async fn import(
    app: &TestApp,
    file: Option<(&str, &str)>,
    fields: &[(&str, &str)],
) -> crate::support::Reply {
    const PAGE: &str = "/quan-tri/thu-tuc/nhap";
    let Some((name, text)) = file else {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        return app.send_form(ADMIN, PAGE, &fields).await;
    };
    let cookie = app.cookie(ADMIN).await;
    let token = app.form_token(ADMIN).await;
    let mut body = Vec::new();
    let all = [("_token", token.as_str())];
    for (name, value) in all.into_iter().chain(fields.iter().copied()) {
        let about = format!("Content-Disposition: form-data; name=\"{name}\"");
        write!(body, "--x\r\n{about}\r\n\r\n{value}\r\n").unwrap();
    }
    let about = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
    let kind = "Content-Type: application/json";
    write!(body, "--x\r\n{about}\r\n{kind}\r\n\r\n{text}\r\n--x--\r\n").unwrap();
    app.call(axum::http::Method::POST, PAGE)
        .header("cookie", &cookie)
        .bytes("multipart/form-data; boundary=x", body)
        .send()
        .await
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let at = format!("name=\"{name}\" value=\"");
    let rest = page
        .split_once(&at)
        .unwrap_or_else(|| panic!("{name}: {page}"))
        .1;
    rest.split('"').next().unwrap().to_owned()
}

const FILE: &str = r#"{"code":"1.004873","name":"Cấp giấy xác nhận tình trạng hôn nhân","fields":[{"code":"G15-TP07","name":"Hộ tịch"}],"note":"Bản mới"}
{"code":"9.000001","name":"Thủ tục hoàn toàn mới","fields":[{"code":"X","name":"Thử"}]}
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_file_is_looked_at_and_nothing_is_written_until_somebody_says_so() {
    let app = TestApp::new().await;
    let count = app.office.procedure_count().unwrap();
    let looked = import(&app, Some(("moi.jsonl", FILE)), &[("_do", "look")]).await;
    assert_eq!(looked.status, 200, "{}", looked.text());
    let page = looked.text();
    assert!(
        page.contains("Thủ tục hoàn toàn mới") && page.contains("<ins>"),
        "{page}"
    );
    assert!(page.contains("Không có trong tệp (2)"), "{page}");
    assert_eq!(app.office.procedure_count().unwrap(), count);
    assert!(app.office.procedure("9.000001").unwrap().is_none());

    let (held, mark) = (hidden(&page, "held"), hidden(&page, "mark"));
    // Somebody changes the catalogue meanwhile: what was looked at is shown again.
    app.send_form(ADMIN, PATH, &form(&shown(&app), &[("note", "Xen vào")]))
        .await;
    let again = import(
        &app,
        None,
        &[("_do", "import"), ("held", &held), ("mark", &mark)],
    )
    .await;
    assert_eq!(again.status, 422);
    let mark = hidden(&again.text(), "mark");
    let done = import(
        &app,
        None,
        &[
            ("_do", "import"),
            ("held", &held),
            ("mark", &mark),
            ("close_gone", "yes"),
        ],
    )
    .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(app.office.procedure_count().unwrap(), count + 1);
    assert_eq!(
        app.office.procedure(founding::OTHER).unwrap().unwrap().note,
        "Bản mới"
    );
    assert_eq!(
        shown(&app).taking(),
        Taking::Never,
        "what the file does not have is no longer taken"
    );
    assert_eq!(shown(&app).note, "Xen vào");
    let found = app
        .get(CITIZEN, "/api/v1/procedures?q=hoan%20toan%20moi&limit=1")
        .await;
    assert_eq!(found.expect(200)["items"][0]["code"], "9.000001");
    // The file is taken in once.
    let twice = import(
        &app,
        None,
        &[("_do", "import"), ("held", &held), ("mark", &mark)],
    )
    .await;
    assert_eq!(twice.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_is_named_and_can_be_left_out() {
    let app = TestApp::new().await;
    let file = format!("{FILE}{{\"code\":\"?\",\"name\":\"Mã sai\"}}\n");
    let refused = import(&app, Some(("moi.jsonl", &file)), &[("_do", "look")]).await;
    assert_eq!(refused.status, 422);
    let page = refused.text();
    assert!(
        page.contains("Dòng sai trong tệp") && page.contains("2 dòng đúng"),
        "{page}"
    );
    let held = hidden(&page, "held");
    let looked = import(
        &app,
        None,
        &[("_do", "look"), ("held", &held), ("skip_bad", "yes")],
    )
    .await;
    assert_eq!(looked.status, 200);
    assert!(looked.text().contains("1 dòng sai bị bỏ qua"));
    let nothing = import(&app, Some(("trong.csv", "")), &[("_do", "look")]).await;
    assert_eq!(nothing.status, 422);
    assert_eq!(import(&app, None, &[("_do", "look")]).await.status, 422);
}
