//! Filing online: what is taken, what is refused by name, and what a repetition answers.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::founding::{papers, remark};
use crate::support::stages::{at_the_counter, code, new_dossier};
use crate::support::{CITIZEN, RECEPTION, STRANGER, TestApp};

const DOSSIERS: &str = "/api/v1/dossiers";

/// `new_dossier` with the value at `pointer` replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut new = new_dossier();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    new.pointer_mut(parent).unwrap()[name] = value;
    new
}

fn without(pointer: &str) -> Value {
    let mut new = new_dossier();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    new.pointer_mut(parent)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(name);
    new
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
async fn a_wrong_field_is_named() {
    let app = TestApp::new().await;
    let foreign = app.pdf(STRANGER, "của người khác.pdf").await;
    let paper = |paper: Value| with("/components", json!([paper]));
    let long = "ă".repeat(301);
    for (new, field) in [
        (with("/procedure", json!("9.999999")), "procedure"),
        (with("/procedure", json!(7)), "procedure"),
        (without("/procedure"), "procedure"),
        (with("/case", json!(5)), "case"),
        (with("/case", json!(-1)), "case"),
        (with("/case", json!("0")), "case"),
        (with("/channel", json!("fax")), "channel"),
        (without("/channel"), "channel"),
        (with("/colour", json!("red")), "colour"),
        (without("/applicant"), "applicant"),
        (with("/applicant", json!([])), "applicant"),
        (with("/applicant/kind", json!("robot")), "applicant.kind"),
        (without("/applicant/name"), "applicant.name"),
        (with("/applicant/name", json!("")), "applicant.name"),
        (with("/applicant/name", json!("   ")), "applicant.name"),
        (with("/applicant/name", json!(null)), "applicant.name"),
        (with("/applicant/name", json!(long)), "applicant.name"),
        (
            with("/applicant/name", json!("An\u{1b}[31m")),
            "applicant.name",
        ),
        (with("/applicant/name", json!("An\nBình")), "applicant.name"),
        (with("/applicant/name", json!("An\u{0}")), "applicant.name"),
        (
            with("/applicant/name", json!("An\u{85}Bình")),
            "applicant.name",
        ),
        (
            with("/applicant/id_number", json!("12")),
            "applicant.id_number",
        ),
        (without("/applicant/id_number"), "applicant.id_number"),
        (
            with("/applicant/birth_date", json!("1990-02-30")),
            "applicant.birth_date",
        ),
        (
            with("/applicant/birth_date", json!("17/05/1990")),
            "applicant.birth_date",
        ),
        (with("/applicant/sex", json!("x")), "applicant.sex"),
        (with("/applicant/address", json!("")), "applicant.address"),
        (
            with("/applicant/ward_code", json!("99999")),
            "applicant.ward_code",
        ),
        (with("/applicant/phone", json!("abc")), "applicant.phone"),
        (without("/applicant/phone"), "applicant.phone"),
        (
            with("/applicant/email", json!("khong-phai-thu")),
            "applicant.email",
        ),
        (with("/applicant/age", json!(5)), "applicant.age"),
        (
            with("/submitter", json!({"kind": "person"})),
            "submitter.name",
        ),
        (with("/form", json!([])), "form"),
        (with("/components", json!({})), "components"),
        (
            paper(json!({"kind": "copy", "count": 1})),
            "components[0].id",
        ),
        (
            paper(json!({"id": "khong-co", "kind": "copy", "count": 1})),
            "components[0].id",
        ),
        (
            paper(json!({"id": remark(), "kind": "copy", "count": 1})),
            "components[0].id",
        ),
        (
            paper(json!({"id": papers()[0], "kind": "copy", "count": 0})),
            "components[0].count",
        ),
        (
            paper(json!({"id": papers()[0], "kind": "copy", "count": -3})),
            "components[0].count",
        ),
        (
            paper(json!({"id": papers()[0], "kind": "fax", "count": 1})),
            "components[0].kind",
        ),
        (
            paper(json!({"id": papers()[0], "kind": "electronic", "count": 1})),
            "components[0].file",
        ),
        (
            paper(json!({"id": papers()[0], "kind": "electronic", "count": 1, "file": "x"})),
            "components[0].file",
        ),
        (
            paper(json!({"id": papers()[0], "kind": "electronic", "count": 1, "file": foreign})),
            "components[0].file",
        ),
        (
            paper(json!({"id": papers()[0], "kind": "copy", "count": 1, "pages": 2})),
            "components[0].pages",
        ),
        (
            with("/delivery", json!({"method": "post"})),
            "delivery.address",
        ),
        (
            with("/delivery", json!({"method": "pigeon"})),
            "delivery.method",
        ),
        (with("/note", json!("a\u{7}b")), "note"),
        (
            with("/due_at", json!("2026-03-20T09:00:00+07:00")),
            "due_at",
        ),
    ] {
        app.post(CITIZEN, DOSSIERS, &new).await.names(&[field]);
    }
    // Nothing of it was kept, and no number was used up.
    let list = app.get(CITIZEN, DOSSIERS).await.expect(200);
    assert_eq!(list["items"], json!([]));
    assert_eq!(app.filed().await, "H26.18.1-260310-0001");
}

#[tokio::test]
async fn what_is_optional_may_be_absent_or_null() {
    let app = TestApp::new().await;
    for name in [
        "/submitter",
        "/form",
        "/note",
        "/delivery",
        "/case",
        "/applicant/ward_code",
        "/applicant/email",
    ] {
        app.post(CITIZEN, DOSSIERS, &without(name))
            .await
            .expect(201);
        app.post(CITIZEN, DOSSIERS, &with(name, json!(null)))
            .await
            .expect(201);
    }
    let organisation = json!({
        "kind": "organisation", "name": "Công ty TNHH Ánh Dương", "id_number": "0101234567",
        "address": "Cụm công nghiệp", "phone": "02438832222",
    });
    app.post(CITIZEN, DOSSIERS, &with("/applicant", organisation))
        .await
        .expect(201);
}

#[tokio::test]
async fn names_are_kept_literally_and_composed() {
    let app = TestApp::new().await;
    let spelt = "Nguye\u{302}\u{303}n Thi\u{323} Hu\u{31b}o\u{31b}ng";
    let new = with("/applicant/name", json!(spelt));
    let dossier = app.post(CITIZEN, DOSSIERS, &new).await.expect(201);
    assert_eq!(dossier["applicant"]["name"], "Nguyễn Thị Hương");
    for name in [
        "<script>alert(1)</script>",
        "O'Đặng \"Bé\"",
        "#import \"x\": $1$ *b* _i_ \\ @a",
        "李小龍",
        "H’Hen Niê",
        "A",
    ] {
        let dossier = app
            .post(CITIZEN, DOSSIERS, &with("/applicant/name", json!(name)))
            .await
            .expect(201);
        assert_eq!(dossier["applicant"]["name"], name);
    }
    for letter in ["Ă", "ế", "龍", "😀"] {
        let longest = letter.repeat(300);
        app.post(CITIZEN, DOSSIERS, &with("/applicant/name", json!(longest)))
            .await
            .expect(201);
    }
}

#[tokio::test]
async fn whoever_files_need_not_be_the_applicant() {
    let app = TestApp::new().await;
    let mut new = new_dossier();
    new["submitter"] = new["applicant"].clone();
    new["submitter"]["name"] = json!("Nguyễn Văn An");
    let code = code(&app.post(CITIZEN, DOSSIERS, &new).await.expect(201));
    app.get(CITIZEN, format!("{DOSSIERS}/{code}"))
        .await
        .expect(200);
}

async fn keyed(app: &TestApp, who: &str, key: &str, new: &Value) -> crate::support::Reply {
    let call = app.call(Method::POST, DOSSIERS).by(who).await;
    call.header("idempotency-key", key).json(new).send().await
}

#[tokio::test]
async fn a_repetition_with_the_same_key_files_once() {
    let app = TestApp::new().await;
    let first = keyed(&app, CITIZEN, "khoa-1", &new_dossier()).await;
    let again = keyed(&app, CITIZEN, "khoa-1", &new_dossier()).await;
    assert_eq!(first.expect(201), again.expect(201));
    assert_eq!(first.header("location"), again.header("location"));
    // Another key, and the same key of somebody else, are other requests.
    let other = keyed(&app, CITIZEN, "khoa-2", &new_dossier())
        .await
        .expect(201);
    assert_eq!(other["code"], "H26.18.1-260310-0002");
    let somebody = keyed(&app, STRANGER, "khoa-1", &new_dossier())
        .await
        .expect(201);
    assert_eq!(somebody["code"], "H26.18.1-260310-0003");
    keyed(&app, CITIZEN, &"x".repeat(201), &new_dossier())
        .await
        .names(&["Idempotency-Key"]);
}

#[tokio::test]
async fn a_refused_request_does_not_use_its_key_up() {
    let app = TestApp::new().await;
    keyed(&app, CITIZEN, "khoa", &without("/applicant"))
        .await
        .expect(422);
    let wrong_paper = with("/components", json!([{"id": "x", "kind": "copy"}]));
    keyed(&app, CITIZEN, "khoa", &wrong_paper).await.expect(422);
    keyed(&app, CITIZEN, "khoa", &new_dossier())
        .await
        .expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_repetitions_file_once() {
    let app = TestApp::new().await;
    let new = at_the_counter();
    let calls = (0..8).map(|_| keyed(&app, RECEPTION, "mot-lan", &new));
    let answers = futures(calls).await;
    let codes: Vec<String> = answers
        .iter()
        .map(|reply| code(&reply.expect(201)))
        .collect();
    assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    let list = app.get(RECEPTION, DOSSIERS).await.expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

/// Polls all of them together.
async fn futures<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, answer) in &mut running {
            if answer.is_none()
                && let std::task::Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *answer = Some(ready);
            }
        }
        if running.iter().all(|(_, answer)| answer.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    running
        .into_iter()
        .map(|(_, answer)| answer.unwrap())
        .collect()
}

#[tokio::test]
async fn codes_begin_anew_each_day() {
    let app = TestApp::new().await;
    assert_eq!(app.filed().await, "H26.18.1-260310-0001");
    assert_eq!(app.filed().await, "H26.18.1-260310-0002");
    // Half past midnight in Vietnam is still yesterday in UTC.
    app.set("2026-03-11T00:30:00+07:00");
    assert_eq!(app.filed().await, "H26.18.1-260311-0001");
}

#[tokio::test]
async fn an_older_version_in_if_match_is_412() {
    let app = TestApp::new().await;
    let code = app.filed().await;
    let path = format!("{DOSSIERS}/{code}/actions");
    let act = async |version: &str, body: Value| {
        let call = app.call(Method::POST, path.clone()).by(RECEPTION).await;
        call.header("if-match", version).json(&body).send().await
    };
    act("\"7\"", json!({"action": "accept"})).await.expect(412);
    // 422 comes before 412, and 412 before 409.
    act("\"7\"", json!({"action": "accept", "x": 1}))
        .await
        .names(&["x"]);
    act("\"7\"", json!({"action": "forward"})).await.expect(412);
    act("\"7\"", json!({"action": "forward", "assignee": "khongco"}))
        .await
        .names(&["assignee"]);
    let unknown = json!({"action": "request_supplement", "reason": "x", "items": [{"component": "x", "reason": "x"}]});
    act("\"7\"", unknown).await.names(&["items[0].component"]);
    act(
        "\"7\"",
        json!({"action": "supply", "components": [{"id": "x", "kind": "copy"}]}),
    )
    .await
    .names(&["components[0].id"]);
    act("\"1\"", json!({"action": "forward"})).await.expect(409);
    act("eins", json!({"action": "accept"}))
        .await
        .names(&["If-Match"]);
    // 403 comes before any 422.
    act("eins", json!({"action": "approve"})).await.expect(403);
    let accepted = act("\"1\"", json!({"action": "accept"})).await;
    assert_eq!(accepted.expect(200)["version"], 2);
    assert_eq!(accepted.header("etag"), "\"2\"");
    act("\"1\"", json!({"action": "forward"})).await.expect(412);
    act("\"2\"", json!({"action": "forward"})).await.expect(200);
}
