//! The citizen's own verified papers: whose they are is confirmed at the counter, then they are seen, opened and reused online.

use motcua::domain::audit::Deed;
use motcua::domain::prefill::Prefill;
use serde_json::{Value, json};

use super::papers_are_reused::{PERSON, again};
use crate::support::founding::{PROCEDURE, papers};
use crate::support::reply::Reply;
use crate::support::{ADMIN, CITIZEN, LEADER, RECEPTION, SPECIALIST, STRANGER, TestApp};

const CONFIRM: &str = "/can-bo/xac-nhan-so";

impl TestApp {
    /// What the account says of its number, typed by whoever owns it.
    async fn says(&self, who: &str, number: &str) {
        let user = self.office.account(who).unwrap().unwrap();
        let fields = [
            ("_do", "profile"),
            ("name", user.name.as_str()),
            ("phone", ""),
            ("id_number", number),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let reply = self.send_form(who, "/tai-khoan", &fields).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
    }

    async fn confirms(&self, officer: &str, who: &str, name: &str, number: &str) -> u16 {
        let fields = [
            ("_do", "confirm"),
            ("username", who),
            ("applicant.name", name),
            ("applicant.id_number", number),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.send_form(officer, CONFIRM, &fields).await.status
    }

    async fn online(&self, who: &str, paper: &str) -> (u16, Value) {
        let mut new = again(paper);
        new["channel"] = json!("online");
        let reply = self.post(who, "/api/v1/dossiers", &new).await;
        (reply.status, reply.json())
    }
}

#[tokio::test]
async fn the_counter_confirms_a_number_with_the_paper_in_hand_and_nobody_else_does() {
    let app = TestApp::new().await;
    app.says(CITIZEN, PERSON).await;
    let confirmed = || {
        let user = app.office.account(CITIZEN).unwrap().unwrap();
        user.confirmed_number().map(ToString::to_string)
    };
    for who in [CITIZEN, SPECIALIST, LEADER, ADMIN] {
        let status = app.confirms(who, CITIZEN, "Nguyễn Văn An", PERSON).await;
        assert_eq!(status, 403, "{who}");
    }
    // Another name, another number, no such account, an officer's account.
    for (account, name, number) in [
        (CITIZEN, "Nguyễn Văn Bình", PERSON),
        (CITIZEN, "Nguyễn Văn An", "001190099999"),
        ("khongco", "Nguyễn Văn An", PERSON),
        (SPECIALIST, "Phạm Minh Đức", PERSON),
        (CITIZEN, "", ""),
    ] {
        let status = app.confirms(RECEPTION, account, name, number).await;
        assert_eq!(status, 422, "{account} {name} {number}");
    }
    assert_eq!(confirmed(), None);
    // A card writes capitals.
    let status = app
        .confirms(RECEPTION, CITIZEN, "NGUYỄN VĂN AN", PERSON)
        .await;
    assert_eq!(status, 303);
    assert_eq!(confirmed().as_deref(), Some(PERSON));
    let noted = app.office.audited(u64::MAX, 50).unwrap();
    let traces = noted.iter().map(|entry| entry.trace().unwrap());
    let confirmations = traces.filter(|trace| {
        trace.deed == Deed::AccountChanged && trace.detail.as_deref() == Some("number_confirmed")
    });
    assert_eq!(confirmations.count(), 1);
    // Whoever changes the number is to be seen again.
    app.says(CITIZEN, "001190099999").await;
    assert_eq!(confirmed(), None);
}

#[tokio::test]
async fn a_scanned_card_fills_the_form_and_confirms_nothing_by_itself() {
    let app = TestApp::new().await;
    app.says(CITIZEN, PERSON).await;
    let card = format!("{PERSON}||Nguyễn Văn An|17051990|Nữ|Thôn Đoài, Đông Anh, Hà Nội|01012022");
    let fields = [("_do", "confirm"), ("username", CITIZEN), ("card", &card)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let reply = app.send_form(RECEPTION, CONFIRM, &fields).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.text().contains("value=\"Nguyễn Văn An\""));
    let user = app.office.account(CITIZEN).unwrap().unwrap();
    assert!(user.confirmed_number().is_none());
}

#[tokio::test]
async fn only_a_confirmed_number_opens_the_store_and_reuses_online() {
    let app = TestApp::new().await;
    let (_, paper) = app.with_verified_proof().await;
    let file = format!("/kho-giay-to/{}", paper.id);
    app.says(CITIZEN, PERSON).await;
    app.says(STRANGER, PERSON).await;
    for who in [CITIZEN, STRANGER] {
        let page = app.page(who, "/kho-giay-to").await;
        assert!(page.contains("Chưa mở được kho giấy tờ"), "{who}");
        assert!(!page.contains("12/2020"), "{who}");
        assert_eq!(app.visit(who, &file).await.status, 404, "{who}");
        assert_eq!(app.online(who, &paper.id).await.0, 422, "{who}");
    }
    app.confirms(RECEPTION, CITIZEN, "Nguyễn Văn An", PERSON)
        .await;
    let page = app.page(CITIZEN, "/kho-giay-to").await;
    assert!(
        page.contains("số 12/2020") && page.contains("Còn giá trị"),
        "{page}"
    );
    let opened = app.visit(CITIZEN, &file).await;
    assert_eq!(opened.status, 200);
    // Still nothing to somebody who only says that the number is theirs, or to no one.
    assert_eq!(app.visit(STRANGER, &file).await.status, 404);
    assert_eq!(app.browse("", &file).await.status, 303);
    for officer in [RECEPTION, ADMIN] {
        assert_eq!(app.visit(officer, &file).await.status, 403);
    }
    let (status, dossier) = app.online(CITIZEN, &paper.id).await;
    assert_eq!(status, 201);
    assert_eq!(dossier["components"][1]["state"], "replaced");
    // For somebody else's dossier it is no use.
    let mut other = again(&paper.id);
    other["channel"] = json!("online");
    other["applicant"]["id_number"] = json!("001190099999");
    app.post(CITIZEN, "/api/v1/dossiers", &other)
        .await
        .expect(422);
    let page = app.page(CITIZEN, "/kho-giay-to").await;
    assert!(page.contains(dossier["code"].as_str().unwrap()));
}

/// A draft of somebody whose number was confirmed, ready to be sent but for its papers.
async fn prepared(app: &TestApp) -> String {
    app.says(CITIZEN, PERSON).await;
    app.confirms(RECEPTION, CITIZEN, "Nguyễn Văn An", PERSON)
        .await;
    let viewer = app.office.viewer_of(CITIZEN, app.now()).unwrap().unwrap();
    let fields = json!({
        "applicant.kind": "person", "applicant.name": "Nguyễn Thị Hồng Ánh", "applicant.id_number": PERSON,
        "applicant.address": "Thôn Đoài", "applicant.phone": "0912345678", "case": "0",
        "form.noi_dung": "Cải chính tên đệm",
    });
    let fields = fields.as_object().unwrap().clone();
    let (office, now) = (&app.office, app.now());
    let draft = office
        .begin_draft(PROCEDURE, Some(&viewer), Prefill::new(), now)
        .await
        .unwrap();
    let saved = office
        .save_draft(&draft.id, fields, Prefill::new(), now)
        .await;
    saved.unwrap().id
}

async fn send(app: &TestApp, draft: &str, fields: &[(&str, &str)]) -> Reply {
    let post = format!("/thu-tuc/{PROCEDURE}/nop?nhap={draft}");
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    app.send_form(CITIZEN, &post, &fields).await
}

const WORDS: &str = "Dùng lại giấy đã xác thực: Giấy tờ chứng minh nội dung, số 12/2020";
const SENDING: [(&str, &str); 3] = [("_stage", "kiem-tra"), ("_do", "send"), ("declared", "yes")];

#[tokio::test]
async fn the_pages_of_filing_offer_the_paper_and_send_it() {
    let app = TestApp::new().await;
    let (_, paper) = app.with_verified_proof().await;
    let draft = prepared(&app).await;
    let at = |stage: &str| format!("/thu-tuc/{PROCEDURE}/nop?nhap={draft}&buoc={stage}");
    let page = app.page(CITIZEN, &at("giay-to")).await;
    assert!(page.contains(WORDS), "{page}");
    // The same draft in a browser that is not signed in, or signed in as somebody else, tells nothing.
    for who in ["", STRANGER] {
        let page = app.browse(who, at("giay-to")).await;
        assert_eq!(page.status, 200, "{who}");
        assert!(!page.text().contains("12/2020"), "{who}");
    }
    let kind = format!("components.{}.kind", papers()[1]);
    let chosen = format!("reuse:{}", paper.id);
    let choosing = [("_stage", "giay-to"), ("_do", "next"), (&kind, &chosen)];
    let reply = send(&app, &draft, &choosing).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let page = app.page(CITIZEN, &at("kiem-tra")).await;
    assert!(page.contains(WORDS), "{page}");
    let reply = send(&app, &draft, &SENDING).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let filed = app.office.draft(&draft).unwrap().unwrap().filed_as.unwrap();
    let dossier = app.dossier(CITIZEN, &filed).await;
    assert_eq!(dossier["components"][0]["kind"], "verified");
    let mine = app.page(CITIZEN, &format!("/ho-so/{filed}")).await;
    assert!(mine.contains("Thay bằng dữ liệu đã xác thực"), "{mine}");
}

#[tokio::test]
async fn a_paper_that_was_taken_back_meanwhile_is_named_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let (source, paper) = app.with_verified_proof().await;
    let draft = prepared(&app).await;
    let kind = format!("components.{}.kind", papers()[1]);
    let chosen = format!("reuse:{}", paper.id);
    let choosing = [("_stage", "giay-to"), ("_do", "next"), (&kind, &chosen)];
    send(&app, &draft, &choosing).await;
    let because = [("reason".to_owned(), "Xác thực nhầm".to_owned())];
    let path = format!("/can-bo/ho-so/{source}/kho-giay-to/{}", paper.id);
    assert_eq!(app.send_form(RECEPTION, &path, &because).await.status, 303);
    let reply = send(&app, &draft, &SENDING).await;
    assert_eq!(reply.status, 422);
    let page = reply.text();
    assert!(page.contains("Giấy này không dùng lại được"), "{page}");
    assert!(page.contains("Cải chính tên đệm"), "{page}");
    let kept = app.office.draft(&draft).unwrap().unwrap();
    assert_eq!(kept.filed_as, None);
    assert_eq!(kept.fields[&kind], json!(chosen));
}
