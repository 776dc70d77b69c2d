//! Filling in on the pages, in process: what is typed is kept, whoever has the draft goes on, and it is sent once.

use axum::http::Method;
use motcua::domain::slip::{PaperSize, SlipKind};
use motcua::print::Printer;

use crate::support::{CITIZEN, RECEPTION, Reply, TestApp};

/// A procedure of these offices without a form of its own.
const PLAIN: &str = "1.004859";
/// One with a form: confirmation of marital status.
const FORMED: &str = "1.004873";

fn encoded(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    body.finish().into_bytes()
}

async fn send(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Reply {
    app.call(Method::POST, path)
        .bytes("application/x-www-form-urlencoded", encoded(fields))
        .send()
        .await
}

async fn read(app: &TestApp, path: &str) -> Reply {
    app.call(Method::GET, path).send().await
}

/// The address that an answer leads to.
fn to(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.header("location").to_owned()
}

const APPLICANT: [(&str, &str); 6] = [
    ("_stage", "nguoi-nop"),
    ("_do", "next"),
    ("applicant.name", "Lê Văn Nháp"),
    ("applicant.id_number", "001090012345"),
    ("applicant.address", "Xóm 3, xã Đông Anh"),
    ("applicant.phone", "0912345678"),
];

/// The draft in an address.
fn draft(address: &str) -> String {
    let (_, rest) = address.split_once("nhap=").unwrap();
    rest.split(['&', '#']).next().unwrap().to_owned()
}

#[tokio::test]
async fn every_next_saves_and_leads_to_a_page_that_can_be_loaded_again() {
    let app = TestApp::new().await;
    let path = format!("/thu-tuc/{FORMED}/nop");
    let address = to(&send(&app, &path, &APPLICANT).await);
    assert!(address.ends_with("&buoc=khai-quan_he"), "{address}");
    assert!(
        read(&app, &address)
            .await
            .text()
            .contains("Bạn xin xác nhận cho ai?")
    );
    let here = format!("{path}?nhap={}", draft(&address));
    // A gap comes back with its name, and what was typed on other pages is still there.
    let gap = send(&app, &here, &[("_stage", "khai-quan_he"), ("_do", "next")]).await;
    assert_eq!(gap.status, 422);
    assert!(gap.text().contains("Quan hệ với người được khai"));
    assert!(read(&app, &here).await.text().contains("Lê Văn Nháp"));
    // An answer that brings up a question shows it instead of complaining.
    let khac = [
        ("_stage", "khai-quan_he"),
        ("_do", "next"),
        ("_seen", "quan_he"),
        ("form.quan_he", "khac"),
    ];
    let grown = to(&send(&app, &here, &khac).await);
    assert!(grown.ends_with("&hien=1"), "{grown}");
    assert!(read(&app, &grown).await.text().contains("có thêm câu hỏi"));
}

#[tokio::test]
async fn a_change_is_saved_by_itself_and_found_again_on_this_device_and_another() {
    let app = TestApp::new().await;
    let path = format!("/thu-tuc/{PLAIN}/nop");
    let saved = send(
        &app,
        &format!("{path}/luu"),
        &[("applicant.name", "Trần Thị Dở")],
    )
    .await;
    let cookie = saved
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let saved = saved.expect(200);
    assert_eq!(saved["saved"], "09:00");
    let id = saved["draft"].as_str().unwrap();
    app.later(120);
    let more = send(
        &app,
        &format!("{path}/luu?nhap={id}"),
        &[("note", "Xin nhận buổi chiều")],
    )
    .await;
    assert_eq!(more.expect(200)["saved"], "09:02");
    // The same browser is asked whether to go on.
    let asked = app
        .call(Method::GET, &*path)
        .header("cookie", &cookie)
        .send()
        .await;
    assert!(asked.text().contains("Bạn đang khai dở hồ sơ này") && asked.text().contains(id));
    let anew = app
        .call(Method::GET, format!("{path}?moi=1"))
        .header("cookie", &cookie)
        .send()
        .await;
    assert!(!anew.text().contains("Trần Thị Dở"));
    // Another device goes on with the short code, written as people write it.
    let code = to(&send(
        &app,
        &format!("{path}?nhap={id}"),
        &[("_stage", "nguoi-nop"), ("_do", "elsewhere")],
    )
    .await);
    assert!(
        read(&app, &code)
            .await
            .text()
            .contains("Khai tiếp trên máy khác")
    );
    let (_, code) = code.split_once("&ma=").unwrap();
    let spaced = format!(" {} {} ", code[..4].to_lowercase(), &code[4..]);
    let opened = to(&send(&app, "/tiep-tuc", &[("ma", &spaced)]).await);
    assert_eq!(draft(&opened), id);
    assert!(read(&app, &opened).await.text().contains("Trần Thị Dở"));
    // Three days later it opens no more, and guessing is slowed down.
    app.later(3 * 24 * 3600 + 60);
    for _ in 0..5 {
        assert_eq!(send(&app, "/tiep-tuc", &[("ma", code)]).await.status, 404);
    }
    assert_eq!(send(&app, "/tiep-tuc", &[("ma", code)]).await.status, 429);
}

#[tokio::test]
async fn a_draft_that_is_sent_twice_is_filed_once_and_officers_read_the_form() {
    let app = TestApp::new().await;
    let path = format!("/thu-tuc/{PLAIN}/nop");
    let address = to(&send(&app, &path, &APPLICANT).await);
    let here = format!("{path}?nhap={}", draft(&address));
    let form = [
        ("_stage", "khai-noi_dung"),
        ("_do", "next"),
        ("form.noi_dung", "Cải chính tên đệm của con"),
    ];
    assert!(to(&send(&app, &here, &form).await).ends_with("buoc=giay-to"));
    let unsure = send(&app, &here, &[("_stage", "kiem-tra"), ("_do", "send")]).await;
    assert_eq!(unsure.status, 422);
    let sending = [("_stage", "kiem-tra"), ("_do", "send"), ("declared", "yes")];
    let first = to(&send(&app, &here, &sending).await);
    let second = to(&send(&app, &here, &sending).await);
    assert_eq!(first, second);
    assert!(read(&app, &first).await.text().contains("Đã gửi hồ sơ"));
    let list = app.get(RECEPTION, "/api/v1/dossiers").await.expect(200);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    let code = items[0]["code"].as_str().unwrap();
    let token = app.cookie(RECEPTION).await;
    let page = app
        .call(Method::GET, format!("/can-bo/ho-so/{code}"))
        .header("cookie", &token)
        .send()
        .await;
    assert!(
        page.text().contains("Cải chính tên đệm của con"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn what_keeps_it_from_being_sent_is_listed_at_once_with_the_way_there() {
    let app = TestApp::new().await;
    let path = format!("/thu-tuc/{FORMED}/nop");
    let address = to(&send(
        &app,
        &path,
        &[("_stage", "nguoi-nop"), ("_do", "elsewhere")],
    )
    .await);
    let here = format!("{path}?nhap={}", draft(&address));
    let sent = send(
        &app,
        &here,
        &[("_stage", "kiem-tra"), ("_do", "send"), ("declared", "yes")],
    )
    .await;
    assert_eq!(sent.status, 422);
    let text = sent.text();
    for link in [
        "buoc=nguoi-nop#f-applicant-phone",
        "buoc=khai-quan_he#f-form-quan-he",
        "buoc=khai-muc_dich#f-form-muc-dich",
    ] {
        assert!(text.replace("&amp;", "&").contains(link), "{link}");
    }
}

#[tokio::test]
async fn a_file_of_a_draft_is_kept_while_the_draft_is() {
    let app = TestApp::new().await;
    let component = crate::support::founding::papers()[0].clone();
    let path = format!("/thu-tuc/{PLAIN}/nop");
    let address = to(&send(&app, &path, &APPLICANT).await);
    let id = draft(&address);
    let here = format!("{path}?nhap={id}");
    let reply = app
        .call(Method::POST, &*here)
        .file(
            &format!("components.{component}.upload"),
            "giấy.pdf",
            &crate::support::founding::pdf("giấy"),
        )
        .send()
        .await;
    assert_eq!(reply.status, 303);
    let clear = async || {
        let (office, now) = (app.office.clone(), app.now());
        tokio::task::spawn_blocking(move || {
            let drafts = office.forget_drafts(now).unwrap();
            (drafts, office.clear_files(now).unwrap().forgotten)
        })
        .await
        .unwrap()
    };
    app.later(25 * 3600);
    assert_eq!(clear().await, (0, 0));
    assert!(
        read(&app, &format!("{here}&buoc=giay-to"))
            .await
            .text()
            .contains("giấy.pdf")
    );
    app.later(61 * 24 * 3600);
    assert_eq!(clear().await, (1, 1));
    assert_eq!(read(&app, &here).await.status, 404);
}

#[tokio::test]
async fn answers_over_the_api_are_understood_and_a_wrong_one_is_named() {
    let app = TestApp::new().await;
    let mut new = crate::support::stages::new_dossier();
    new["procedure"] = FORMED.into();
    new["components"] = serde_json::json!([]);
    new["form"] = serde_json::json!({"tinh_trang": "chua", "nguoi": {"ngay_sinh": "17/05/1990"}, "cua_he_thong_khac": 1});
    let dossier = app
        .post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    let code = dossier["code"].as_str().unwrap();
    let kept = app.kept(code).form;
    assert_eq!(kept["nguoi.ngay_sinh"], "1990-05-17");
    assert_eq!(kept["cua_he_thong_khac"], 1);
    new["form"] = serde_json::json!({"nguoi": {"ngay_sinh": "31/02/1990"}});
    app.post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .names(&["form.nguoi.ngay_sinh"]);
}

#[tokio::test]
async fn a_form_that_is_changed_meanwhile_breaks_no_draft() {
    use crate::support::ADMIN;
    let app = TestApp::new().await;
    let path = format!("/thu-tuc/{PLAIN}/nop");
    let old = draft(&to(&send(&app, &path, &APPLICANT).await));
    let cookie = app.cookie(ADMIN).await;
    let editor = format!("/quan-tri/bieu-mau/{PLAIN}");
    let publish = async |what: &str, text: &str| {
        let page = app
            .call(Method::GET, &*editor)
            .header("cookie", &cookie)
            .send()
            .await
            .text();
        let (_, token) = page.split_once(r#"name="_token" value=""#).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        app.call(Method::POST, &*editor)
            .header("cookie", &cookie)
            .bytes(
                "application/x-www-form-urlencoded",
                encoded(&[("_token", &token), ("_do", what), ("text", text)]),
            )
            .send()
            .await
    };
    let text = format!(
        r#"{{"procedure": "{PLAIN}", "version": 1, "title": "Tờ khai cải chính", "sections": [
            {{"id": "moi", "title": "Cải chính gì?", "fields": [{{"id": "gi", "label": "Nội dung cải chính", "kind": "text", "required": true}}]}}]}}"#
    );
    let checked = publish("check", &text).await;
    assert!(checked.text().contains("không tương thích") && checked.text().contains("bỏ ô"));
    let broken = publish("publish", &text.replace("text", "chữ")).await;
    assert_eq!(broken.status, 422);
    assert_eq!(publish("publish", &text).await.status, 303);
    // A new draft meets the new form, the old one keeps its own.
    let new = to(&send(&app, &path, &APPLICANT).await);
    assert!(new.ends_with("buoc=khai-moi"), "{new}");
    let kept = read(&app, &format!("{path}?nhap={old}&buoc=to-khai"))
        .await
        .text();
    assert!(kept.contains("form.noi_dung") && !kept.contains("\"form.gi\""));
    // And so does what is filed: a second version changes nothing in it.
    let here = format!("{path}?nhap={}", draft(&new));
    send(
        &app,
        &here,
        &[
            ("_stage", "khai-moi"),
            ("_do", "next"),
            ("form.gi", "Tên đệm"),
        ],
    )
    .await;
    to(&send(
        &app,
        &here,
        &[("_stage", "kiem-tra"), ("_do", "send"), ("declared", "yes")],
    )
    .await);
    assert_eq!(
        publish("publish", &text.replace("Nội dung cải chính", "Sửa gì"))
            .await
            .status,
        303
    );
    let filed = app.kept("H26.18.1-260310-0001");
    assert_eq!(filed.form_version, Some(1));
    let lines = app.office.filled_form(&filed).unwrap();
    assert_eq!(lines[0].lines[0].label, "Nội dung cải chính");
    // On paper it is the form that was filled in, answer by answer.
    let paper = app
        .office
        .paper(&filed, SlipKind::Form, None, PaperSize::A4, app.now())
        .unwrap()
        .unwrap();
    let facts = &paper.sheets[0].facts;
    assert_eq!(facts["title"], "Tờ khai cải chính");
    assert_eq!(facts["sections"][1]["title"], "2. Cải chính gì?");
    let answer = &facts["sections"][1]["items"][0];
    assert_eq!(answer["label"], "Nội dung cải chính");
    assert_eq!(answer["value"], "Tên đệm");
    assert!(Printer::new().draw(&paper).is_ok());
}

#[tokio::test]
async fn a_file_comes_in_pieces_through_cuts_and_its_hash_agrees() {
    use crate::support::founding::{papers, pdf};
    let app = TestApp::new().await;
    let path = format!("/thu-tuc/{PLAIN}/nop");
    let address = to(&send(&app, &path, &APPLICANT).await);
    let (id, component) = (draft(&address), papers()[0].clone());
    let mut content = pdf("từng phần");
    content.extend(std::iter::repeat_n(b'%', 100_000));
    let address = format!("{path}/tep?nhap={id}&giay={component}&ten=gi%E1%BA%A5y.pdf");
    let post = async |address: String| app.call(Method::POST, address).send().await;
    assert_eq!(post(format!("{address}&co=99999999999")).await.status, 413);
    assert_eq!(
        post(format!("{path}/tep?nhap={id}&giay=khong&ten=a&co=5"))
            .await
            .status,
        404
    );
    let begun = post(format!("{address}&co={}", content.len()))
        .await
        .expect(201);
    let file = format!("{path}/tep/{}", begun["id"].as_str().unwrap());
    let piece = async |from: usize, bytes: &[u8]| {
        app.call(Method::PATCH, format!("{file}?tu={from}"))
            .bytes("application/octet-stream", bytes.to_vec())
            .send()
            .await
    };
    assert_eq!(
        piece(0, &content[..40_000]).await.expect(200)["received"],
        40_000
    );
    // The answer was lost on the way: the piece comes again, and the sender learns where to go on.
    assert_eq!(
        piece(0, &content[..40_000]).await.expect(409)["received"],
        40_000
    );
    let sending = [("_stage", "kiem-tra"), ("_do", "send"), ("declared", "yes")];
    let here = format!("{path}?nhap={id}");
    let early = send(&app, &here, &sending).await;
    assert_eq!(early.status, 422);
    assert!(early.text().contains("chưa tải lên xong"));
    let state = app.call(Method::GET, &*file).send().await.expect(200);
    assert_eq!(state["received"], 40_000);
    let done = piece(40_000, &content[40_000..]).await.expect(200);
    let hash = motcua::files::hex(&<sha2::Sha256 as sha2::Digest>::digest(&content));
    assert_eq!(done["file"]["sha256"], hash);
    assert_eq!(piece(content.len(), b"").await.status, 404);
    let filed = to(&send(&app, &here, &sending).await);
    let receipt = read(&app, &filed).await.text();
    assert!(receipt.contains("giấy.pdf") && receipt.contains(&hash));
}
