//! Files: taken by content, given back byte for byte, only to whom they concern.

use axum::http::Method;
use motcua::files::Place;
use serde_json::json;

use crate::support::founding::{papers, pdf};
use crate::support::stages::{code, new_dossier};
use crate::support::{ADMIN, CITIZEN, LEADER, RECEPTION, SPECIALIST, STRANGER, TestApp};

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
const JPG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9";
const EXE: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0@\0\0\0";

#[tokio::test]
async fn a_file_comes_back_as_it_was() {
    let app = TestApp::new().await;
    let bytes = pdf("Đơn xin xác nhận");
    let name = "Đơn đề nghị cấp lại – bản 2.pdf";
    let file = app.upload(CITIZEN, name, &bytes).await.expect(201);
    assert_eq!(file["name"], name);
    assert_eq!(file["size"], bytes.len());
    assert_eq!(file["media_type"], "application/pdf");
    assert_eq!(file["sha256"].as_str().unwrap().len(), 64);
    let mut new = new_dossier();
    let id = file["id"].as_str().unwrap();
    new["components"] = json!([{"id": papers()[0], "kind": "electronic", "count": 1, "file": id}]);
    let dossier = app
        .post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    assert_eq!(dossier["components"][0]["file"], file);
    let path = format!("/api/v1/dossiers/{}/files/{id}", code(&dossier));
    for who in [CITIZEN, RECEPTION, SPECIALIST, LEADER] {
        let reply = app.get(who, path.clone()).await;
        assert_eq!((reply.status, &reply.bytes), (200, &bytes));
        assert_eq!(reply.header("content-type"), "application/pdf");
        assert!(
            reply
                .header("content-disposition")
                .starts_with("attachment")
        );
        assert!(
            reply
                .header("content-disposition")
                .contains("%C4%90%C6%A1n%20")
        );
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
    app.get(STRANGER, path.clone()).await.expect(404);
    app.get(ADMIN, path.clone()).await.expect(403);
    app.call(Method::GET, path).send().await.expect(401);
    // The same file serves its owner again.
    app.post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
}

#[tokio::test]
async fn the_same_content_twice_is_two_uploads() {
    let app = TestApp::new().await;
    let first = app.upload(CITIZEN, "a.png", PNG).await.expect(201);
    let second = app.upload(STRANGER, "b.png", PNG).await.expect(201);
    assert_eq!(first["sha256"], second["sha256"]);
    assert_ne!(first["id"], second["id"]);
    app.upload(CITIZEN, "ảnh thẻ.JPG", JPG).await.expect(201);
}

#[tokio::test]
async fn a_decomposed_name_is_composed() {
    let app = TestApp::new().await;
    let file = app
        .upload(CITIZEN, "Ho\u{302}\u{300} so\u{31b}.pdf", &pdf("x"))
        .await
        .expect(201);
    assert_eq!(file["name"], "Hồ sơ.pdf");
    let file = app
        .upload(CITIZEN, "..\\..\\C:/Windows/giay.pdf", &pdf("x"))
        .await
        .expect(201);
    assert_eq!(file["name"], "giay.pdf");
}

#[tokio::test]
async fn a_disguise_is_seen_through() {
    let app = TestApp::new().await;
    for (name, bytes) in [
        ("giay-khai-sinh.pdf", EXE),
        ("giay-khai-sinh.exe", EXE),
        ("anh.png", pdf("x").as_slice()),
        ("anh.pdf", PNG),
        ("trang.html", b"<html><script>1</script></html>"),
        ("trang.pdf", b"<html><script>1</script></html>"),
        ("ghi-chu.txt", b"xin chao"),
        ("goi.zip", b"PK\x03\x04\x14\0\0\0"),
        ("macro.docm", b"PK\x03\x04\x14\0\0\0"),
        ("hinh.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ] {
        let body = app.upload(CITIZEN, name, bytes).await.expect(415);
        assert!(body["detail"].as_str().unwrap().contains("PDF"), "{body}");
    }
}

#[tokio::test]
async fn an_empty_an_oversized_and_a_missing_file_are_refused_in_words() {
    let app = TestApp::new().await;
    app.upload(CITIZEN, "trống.pdf", b"").await.expect(400);
    let mut huge = pdf("lớn");
    huge.resize(50 * 1024 * 1024 + 1, b' ');
    let body = app.upload(CITIZEN, "lớn.pdf", &huge).await.expect(413);
    assert!(body["detail"].as_str().unwrap().contains("50 MB"), "{body}");
    huge.truncate(50 * 1024 * 1024);
    let file = app.upload(CITIZEN, "vừa đủ.pdf", &huge).await.expect(201);
    assert_eq!(file["size"], 50 * 1024 * 1024);
    let other = app.call(Method::POST, "/api/v1/files").by(CITIZEN).await;
    other
        .file("document", "a.pdf", &pdf("x"))
        .send()
        .await
        .names(&["file"]);
}

#[tokio::test]
async fn a_body_that_is_no_upload_is_refused() {
    let app = TestApp::new().await;
    let call = async || app.call(Method::POST, "/api/v1/files").by(CITIZEN).await;
    call().await.json(&json!({})).send().await.expect(400);
    call().await.send().await.expect(400);
    call()
        .await
        .bytes("multipart/form-data", b"x".to_vec())
        .send()
        .await
        .expect(400);
    // Cut off in the middle of the file.
    let cut = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4 and then".to_vec();
    call()
        .await
        .bytes("multipart/form-data; boundary=x", cut)
        .send()
        .await
        .expect(400);
    let unnamed = app
        .call(Method::POST, "/api/v1/files")
        .file("file", "a.pdf", &pdf("x"));
    unnamed.send().await.expect(401);
}

#[tokio::test]
async fn a_repeated_upload_with_the_same_key_is_one_file() {
    let app = TestApp::new().await;
    let upload = async |who: &str, key: &str| {
        let call = app.call(Method::POST, "/api/v1/files").by(who).await;
        let call = call
            .header("idempotency-key", key)
            .file("file", "a.pdf", &pdf("x"));
        call.send().await.expect(201)
    };
    let first = upload(CITIZEN, "k").await;
    assert_eq!(upload(CITIZEN, "k").await, first);
    assert_ne!(upload(CITIZEN, "l").await["id"], first["id"]);
    assert_ne!(upload(STRANGER, "k").await["id"], first["id"]);
}

#[tokio::test]
async fn what_no_dossier_came_to_use_is_forgotten_after_a_day() {
    let app = TestApp::new().await;
    let id = app.pdf(CITIZEN, "bỏ quên.pdf").await;
    let kept = app.pdf(CITIZEN, "dùng.pdf").await;
    let paper =
        |id: &str| json!([{"id": papers()[0], "kind": "electronic", "count": 1, "file": id}]);
    let mut new = new_dossier();
    new["components"] = paper(&kept);
    app.post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    app.later(24 * 3600 + 1);
    let now = app.now();
    let clear = |now| {
        let office = app.office.clone();
        async move {
            let cleared = tokio::task::spawn_blocking(move || office.clear_files(now));
            cleared.await.unwrap().unwrap()
        }
    };
    let cleared = clear(now).await;
    assert_eq!(
        (cleared.forgotten, cleared.discarded, cleared.purged),
        (1, 1, 0)
    );
    new["components"] = paper(&id);
    app.post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .names(&["components[0].file"]);
    new["components"] = paper(&kept);
    app.post(CITIZEN, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    let in_trash = || {
        let mut names = 0;
        let count = &mut |_: &str, _| names += 1;
        app.office.files.each(Place::Trash, count).unwrap();
        names
    };
    // Thirty days in the trash, then for good.
    app.later(29 * 24 * 3600);
    assert_eq!(clear(app.now()).await.purged, 0);
    assert_eq!(in_trash(), 1);
    app.later(2 * 24 * 3600);
    assert_eq!(clear(app.now()).await.purged, 1);
    assert_eq!(in_trash(), 0);
}
