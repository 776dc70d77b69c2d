//! Multipart bodies that no browser sends, at every door that takes one.

use axum::http::Method;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{CITIZEN, RECEPTION, TestApp, founding};

const KIND: &str = "multipart/form-data; boundary=ranh-gioi";

/// Pieces from which bodies are put together: whole lines, halves of them, and what is none at all.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let lines: Vec<&'static [u8]> = vec![
        b"--ranh-gioi\r\n",
        b"--ranh-gioi--\r\n",
        b"--ranh-gioi",
        b"\r\n",
        b"\n",
        b"Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n",
        b"Content-Disposition: form-data; name=\"_do\"\r\n\r\nreceive\r\n",
        b"Content-Disposition: form-data; name=\"applicant.name\"\r\n\r\nNguy\xe1\xbb\x85n\r\n",
        b"Content-Disposition: form-data; name=\"papers.0\"; filename=\"../../etc/passwd\"\r\n\r\n",
        b"Content-Disposition: form-data; name=\"\xff\xfe\"\r\n\r\n",
        b"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''%ff%00\r\n\r\n",
        b"Content-Disposition: attachment\r\n\r\n",
        b"Content-Type: text/plain; charset=utf-16\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"%PDF-1.4\n%%EOF\n",
        b"\x00\x00\x00\x00",
    ];
    let piece = prop_oneof![
        6 => prop::sample::select(lines).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..300),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// A whole upload that was cut short or changed somewhere.
fn harmed() -> impl Strategy<Value = Vec<u8>> {
    let whole = [
        b"--ranh-gioi\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n".as_slice(),
        &founding::pdf("a"),
        b"\r\n--ranh-gioi--\r\n",
    ]
    .concat();
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    (any::<prop::sample::Index>(), changes).prop_map(move |(end, changes)| {
        let mut body = whole.clone();
        for (place, byte) in changes {
            let place = place.index(body.len());
            body[place] = byte;
        }
        body.truncate(end.index(whole.len() + 1));
        body
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_comes_as_multipart_is_taken_or_refused_in_words() {
    let app = TestApp::new().await;
    let cookie = app.cookie(RECEPTION).await;
    let token = cookie.split_once('=').unwrap().1;
    let viewer = app.office.viewer(token, app.now()).unwrap().unwrap();
    let seal = format!(
        "--ranh-gioi\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n{}\r\n",
        viewer.form_token()
    );
    let handle = tokio::runtime::Handle::current();
    let mut runner = TestRunner::new(Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    });
    tokio::task::block_in_place(|| {
        runner
            .run(&prop_oneof![pieces(), harmed()], |body| {
                handle.block_on(async {
                    let call = app.call(Method::POST, "/api/v1/files").by(CITIZEN).await;
                    let reply = call.bytes(KIND, body.clone()).send().await;
                    assert!(
                        [201, 400, 413, 415, 422, 429].contains(&reply.status),
                        "{}",
                        reply.text()
                    );
                    let call = app
                        .call(Method::POST, "/can-bo/tiep-nhan")
                        .header("cookie", &cookie);
                    let page = call
                        .bytes(KIND, [seal.as_bytes(), &body].concat())
                        .send()
                        .await;
                    assert!(
                        [200, 303, 400, 403, 413, 415, 422].contains(&page.status),
                        "{}",
                        page.status
                    );
                    assert!(
                        page.text().contains("<h1"),
                        "a page that says what to do: {}",
                        page.text()
                    );
                });
                Ok(())
            })
            .unwrap();
    });
}
