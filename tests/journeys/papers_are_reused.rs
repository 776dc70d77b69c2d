//! The person's store of verified papers: what goes in, whom it is offered to, and that each use is written down.

use motcua::domain::audit::Deed;
use motcua::domain::officer::User;
use motcua::domain::person::PaperNumber;
use motcua::domain::verified_paper::{Standing, VerifiedPaper};
use motcua::kv::Tx;
use motcua::office::Declined;
use motcua::print::read_back;
use motcua::store::verified_papers::of_person;
use motcua::store::{Load, Save};
use serde_json::{Value, json};

use crate::support::founding::{OTHER, papers};
use crate::support::stages::{at_the_counter, code, handover, new_dossier, verdicts};
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, SPECIALIST2, STRANGER, TestApp};

const DOSSIERS: &str = "/api/v1/dossiers";
pub const PERSON: &str = "001190012345";

impl TestApp {
    /// The store of a person, as it is kept.
    fn store(&self, person: &str) -> Vec<VerifiedPaper> {
        let person = PaperNumber::new(person).unwrap();
        let papers = self.office.kv.read(|view| of_person(view, &person, 100));
        papers.unwrap()
    }

    /// The id of the only verified paper of the usual person.
    pub fn reusable(&self) -> String {
        let [paper] = self.store(PERSON).try_into().unwrap();
        paper.id
    }

    fn traces(&self, deed: Deed) -> usize {
        let entries = self.office.audited(u64::MAX, 500).unwrap();
        let is = |entry: &&motcua::store::audit::Audited| entry.trace().unwrap().deed == deed;
        entries.iter().filter(is).count()
    }

    /// A dossier whose proof came with a scan and was verified; its code, and the paper in the store.
    pub async fn with_verified_proof(&self) -> (String, VerifiedPaper) {
        let file = self.pdf(RECEPTION, "giay-to.pdf").await;
        let mut new = at_the_counter();
        new["components"][1]["file"] = json!(file);
        let filed = self.post(RECEPTION, DOSSIERS, &new).await.expect(201);
        let code = code(&filed);
        self.done(RECEPTION, &code, "check_papers", verdicts())
            .await;
        let [paper] = self.store(PERSON).try_into().unwrap();
        (code, paper)
    }
}

/// Another procedure of the same person, with the verified paper in the place of the proof.
pub fn again(paper: &str) -> Value {
    let [form, proof] = papers();
    let mut new = at_the_counter();
    new["procedure"] = json!(OTHER);
    new["components"] = json!([
        {"id": form, "kind": "original", "count": 1},
        {"id": proof, "kind": "verified", "reuse": paper},
    ]);
    new
}

#[tokio::test]
async fn a_verified_paper_is_offered_at_the_counter_and_stands_in_for_the_next_one() {
    let app = TestApp::new().await;
    let (source, paper) = app.with_verified_proof().await;
    assert_eq!(paper.document.issuer.as_str(), "UBND xã Đông Anh");
    assert_eq!(paper.from.dossier, source);
    assert!(paper.file.is_some());
    assert_eq!(app.traces(Deed::PaperVerified), 1);

    // The counter chooses another procedure for the same person: what fits is offered, by name and date.
    let mut form: Vec<(String, String)> = [
        ("applicant.kind", "person"),
        ("applicant.name", "Nguyễn Thị Hồng Ánh"),
        ("applicant.id_number", PERSON),
        ("applicant.phone", "0912345678"),
        ("applicant.address", "Thôn Đoài"),
        ("procedure", OTHER),
        ("_nonce", "mot-lan"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let looked = app.send_form(RECEPTION, "/can-bo/tiep-nhan", &form).await;
    let page = looked.text();
    assert!(
        page.contains("Dùng lại giấy đã xác thực: Giấy tờ chứng minh nội dung, số 12/2020, UBND xã Đông Anh cấp ngày 01/02/2020"),
        "{page}"
    );
    let [form_id, proof] = papers();
    form.extend([
        (format!("paper.{form_id}.on"), "yes".to_owned()),
        (format!("paper.{proof}.reuse"), paper.id.clone()),
        ("_do".to_owned(), "file".to_owned()),
    ]);
    let filed = app.send_form(RECEPTION, "/can-bo/tiep-nhan", &form).await;
    assert_eq!(filed.status, 303, "{}", filed.text());
    let place = filed.header("location").to_owned();
    let next = place.strip_prefix("/can-bo/ho-so/").unwrap();
    let next = next.split('?').next().unwrap().to_owned();

    let dossier = app.dossier(RECEPTION, &next).await;
    let stands_in = &dossier["components"][1];
    assert_eq!(stands_in["state"], "replaced");
    assert_eq!(stands_in["kind"], "verified");
    assert_eq!(stands_in["replaced_by"]["document"]["number"], "12/2020");
    // The file is the new dossier's, too.
    let file = stands_in["file"]["id"].as_str().unwrap();
    let opened = app
        .get(RECEPTION, format!("{DOSSIERS}/{next}/files/{file}"))
        .await;
    assert_eq!(opened.status, 200);
    // It is written down: in the history, on the paper, in the audit record, on the receipt.
    let history = app.history(RECEPTION, &next).await;
    assert_eq!(
        history[1]["text"],
        "Dùng lại giấy tờ đã xác thực: «Giấy tờ chứng minh nội dung»."
    );
    assert_eq!(app.store(PERSON)[0].reuses[0].dossier, next);
    assert_eq!(app.traces(Deed::PaperReused), 1);
    let receipt = app
        .get(RECEPTION, format!("{DOSSIERS}/{next}/slips/receipt.pdf"))
        .await;
    let printed = read_back(&receipt.bytes).unwrap();
    assert_eq!(
        printed.print.sheets[0].facts["papers"][1]["kind"],
        "verified"
    );
    // The officer finds the store from either dossier, and each look is noted.
    let read = app.traces(Deed::DossierRead);
    let store = app
        .page(RECEPTION, &format!("/can-bo/ho-so/{next}/kho-giay-to"))
        .await;
    assert!(
        store.contains("Còn giá trị") && store.contains(&next),
        "{store}"
    );
    assert_eq!(app.traces(Deed::DossierRead), read + 1);
}

#[tokio::test]
async fn only_the_right_paper_of_the_right_person_while_it_holds_stands_in() {
    let app = TestApp::new().await;
    let (source, paper) = app.with_verified_proof().await;
    let refuse = async |who: &str, new: Value, why: &str| {
        let reply = app.post(who, DOSSIERS, &new).await;
        let problem = reply.expect(422);
        assert_eq!(
            problem["errors"][0]["field"], "components[1].reuse",
            "{why}"
        );
    };
    let mut other = again(&paper.id);
    other["applicant"]["id_number"] = json!("001190099999");
    refuse(RECEPTION, other, "somebody else's").await;
    refuse(
        RECEPTION,
        again("0123456789abcdef0123456789abcdef"),
        "no such paper",
    )
    .await;
    let mut misplaced = again(&paper.id);
    misplaced["components"][1]["id"] = json!(papers()[0]);
    misplaced["components"][0]["id"] = json!(papers()[1]);
    refuse(RECEPTION, misplaced, "not what is asked for").await;
    let mut unnamed = again(&paper.id);
    unnamed["components"][1]["reuse"] = json!(null);
    refuse(RECEPTION, unnamed, "verified by nothing").await;
    // A number that somebody wrote into their account proves nothing, whoever they are.
    for who in [CITIZEN, STRANGER] {
        let mut online = again(&paper.id);
        online["channel"] = json!("online");
        refuse(who, online, "nobody confirmed the number").await;
    }
    // The number was wrong all along: the paper is nobody's.
    let changes =
        json!({"changes": {"applicant": {"id_number": "001190077777"}}, "reason": "Nhập sai"});
    app.done(RECEPTION, &source, "correct", changes).await;
    refuse(
        RECEPTION,
        again(&paper.id),
        "its dossier is another person's",
    )
    .await;
    let back = json!({"changes": {"applicant": {"id_number": PERSON}}, "reason": "Nhập lại"});
    app.done(RECEPTION, &source, "correct", back).await;
    app.post(RECEPTION, DOSSIERS, &again(&paper.id))
        .await
        .expect(201);
    // After its last day.
    app.set("2030-02-04T09:00:00+07:00");
    refuse(RECEPTION, again(&paper.id), "no longer valid").await;
    assert_eq!(app.traces(Deed::PaperReused), 1);
}

#[tokio::test]
async fn correcting_whose_dossier_it_is_takes_the_verified_papers_out() {
    let app = TestApp::new().await;
    let (_, paper) = app.with_verified_proof().await;
    let next = app
        .post(RECEPTION, DOSSIERS, &again(&paper.id))
        .await
        .expect(201);
    let changes =
        json!({"changes": {"applicant": {"id_number": "001190077777"}}, "reason": "Nhập sai"});
    let corrected = app.done(RECEPTION, &code(&next), "correct", changes).await;
    let kinds: Vec<&Value> = corrected["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paper| &paper["kind"])
        .collect();
    assert_eq!(kinds, ["original"]);
}

#[tokio::test]
async fn an_officer_takes_a_paper_back_once_and_for_a_reason() {
    let app = TestApp::new().await;
    let (source, paper) = app.with_verified_proof().await;
    let path = format!("/can-bo/ho-so/{source}/kho-giay-to/{}", paper.id);
    let because = |reason: &str| [("reason".to_owned(), reason.to_owned())];
    let reply = app.send_form(RECEPTION, &path, &because(" ")).await;
    assert_eq!(reply.status, 422);
    assert!(reply.text().contains("Lý do"), "{}", reply.text());
    assert_eq!(
        app.send_form(CITIZEN, &path, &because("x")).await.status,
        403
    );
    assert_eq!(
        app.store(PERSON)[0].standing(app.now().day()),
        Standing::Valid
    );

    let reply = app
        .send_form(
            RECEPTION,
            &path,
            &because("Xác thực nhầm bản của người khác"),
        )
        .await;
    assert_eq!(reply.status, 303);
    assert_eq!(
        app.store(PERSON)[0].standing(app.now().day()),
        Standing::Revoked
    );
    let twice = app.send_form(RECEPTION, &path, &because("Lần nữa")).await;
    assert_eq!(twice.status, 409);
    assert_eq!(app.traces(Deed::PaperRevoked), 1);
    let reply = app.post(RECEPTION, DOSSIERS, &again(&paper.id)).await;
    reply.expect(422);
    let history = app.history(RECEPTION, &source).await;
    let last = history.last().unwrap()["text"].as_str().unwrap();
    assert!(last.starts_with("Thu hồi giấy tờ đã xác thực «Giấy tờ chứng minh nội dung»"));

    // Whoever says that a paper has to be looked at again takes it back with that, too.
    app.done(RECEPTION, &source, "check_papers", verdicts())
        .await;
    assert_eq!(app.store(PERSON).len(), 2);
    let anew = json!({"items": [{"component": papers()[1], "state": "checking"}]});
    app.done(RECEPTION, &source, "check_papers", anew).await;
    let mut standing = app
        .store(PERSON)
        .into_iter()
        .map(|one| one.standing(app.now().day()));
    assert!(standing.all(|one| one == Standing::Revoked));
}

#[tokio::test]
async fn verifying_again_changes_the_paper_and_makes_no_second_one() {
    let app = TestApp::new().await;
    let (source, paper) = app.with_verified_proof().await;
    app.post(RECEPTION, DOSSIERS, &again(&paper.id))
        .await
        .expect(201);
    let mut better = verdicts();
    better["items"][0]["document"]["number"] = json!("12/2020-BS");
    app.done(RECEPTION, &source, "check_papers", better).await;
    let [now] = app.store(PERSON).try_into().unwrap();
    assert_eq!(now.id, paper.id);
    assert_eq!(now.document.number.unwrap().as_str(), "12/2020-BS");
    assert_eq!(now.reuses.len(), 1);
}

#[tokio::test]
async fn whoever_may_not_know_of_the_dossier_knows_nothing_of_its_papers() {
    let app = TestApp::new().await;
    let (source, paper) = app.with_verified_proof().await;
    app.office
        .kv
        .write(|tx: &mut Tx| -> Result<(), Declined> {
            let mut user = tx.load::<User>(&SPECIALIST2.to_owned())?.unwrap();
            user.reach.own_only = true;
            Ok(tx.save(&user)?)
        })
        .await
        .unwrap();
    let path = format!("/can-bo/ho-so/{source}/kho-giay-to");
    assert_eq!(app.visit(SPECIALIST2, &path).await.status, 404);
    let revoke = format!("{path}/{}", paper.id);
    let because = [("reason".to_owned(), "Không rõ".to_owned())];
    let reply = app.send_form(SPECIALIST2, &revoke, &because).await;
    assert_eq!(reply.status, 404);
    // Their own dossier of the same person shows them nothing of what they may not know.
    let filed = app
        .post(RECEPTION, DOSSIERS, &at_the_counter())
        .await
        .expect(201);
    let own = code(&filed);
    app.done(RECEPTION, &own, "forward", json!({"assignee": SPECIALIST2}))
        .await;
    let page = app
        .page(SPECIALIST2, &format!("/can-bo/ho-so/{own}/kho-giay-to"))
        .await;
    assert!(page.contains("Chưa có giấy tờ nào"), "{page}");
    assert!(!page.contains("12/2020"));
    let page = app
        .page(SPECIALIST, &format!("/can-bo/ho-so/{own}/kho-giay-to"))
        .await;
    assert!(page.contains("12/2020"));
}

#[tokio::test]
async fn a_result_that_is_handed_over_with_its_file_goes_in_by_itself() {
    let app = TestApp::new().await;
    let finish = async |file: Option<String>| {
        let code = app.forwarded().await;
        let result = json!({"result": {"title": "Trích lục thay đổi hộ tịch", "number": "12/2026", "file": file}});
        app.done(SPECIALIST, &code, "propose", result).await;
        app.done(LEADER, &code, "approve", json!({})).await;
        assert!(app.store(PERSON).is_empty());
        app.done(RECEPTION, &code, "return_result", handover())
            .await;
        code
    };
    // Nothing to reuse without a file.
    finish(None).await;
    assert!(app.store(PERSON).is_empty());
    let file = app.pdf(SPECIALIST, "trich-luc.pdf").await;
    let code = finish(Some(file.clone())).await;
    let [paper] = app.store(PERSON).try_into().unwrap();
    assert_eq!(paper.title, "Trích lục thay đổi hộ tịch");
    assert_eq!(paper.document.issuer.as_str(), "UBND xã Đông Anh");
    assert_eq!(paper.document.number.as_ref().unwrap().as_str(), "12/2026");
    assert_eq!(paper.document.issued_on, app.now().day());
    assert_eq!(
        (paper.from.dossier.as_str(), &paper.from.component),
        (code.as_str(), &None)
    );
    assert_eq!(paper.file.unwrap().id, file);
}

#[tokio::test]
async fn a_supplement_can_be_a_verified_paper_too() {
    let app = TestApp::new().await;
    let (_, paper) = app.with_verified_proof().await;
    let filed = app
        .post(CITIZEN, DOSSIERS, &new_dossier())
        .await
        .expect(201);
    let code = code(&filed);
    app.done(RECEPTION, &code, "accept", json!({})).await;
    let ask = crate::support::stages::ask_supplement();
    app.done(RECEPTION, &code, "request_supplement", ask).await;
    let page = app.page(RECEPTION, &format!("/can-bo/ho-so/{code}")).await;
    assert!(page.contains(&format!("name=\"supply.paper.{}.reuse\"", papers()[1])));
    let reuse = json!({"components": [{"id": papers()[1], "kind": "verified", "reuse": paper.id}]});
    // The citizen's number is confirmed by nobody.
    app.act(CITIZEN, &code, "supply", reuse.clone())
        .await
        .expect(422);
    let fields = [(format!("supply.paper.{}.reuse", papers()[1]), paper.id)];
    let reply = app
        .send_form(RECEPTION, &format!("/can-bo/ho-so/{code}/supply"), &fields)
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let dossier = app.dossier(CITIZEN, &code).await;
    assert_eq!(dossier["components"][2]["state"], "replaced");
    assert_eq!(app.traces(Deed::PaperReused), 1);
    let history = app.history(CITIZEN, &code).await;
    let last = history.last().unwrap()["text"].as_str().unwrap();
    assert!(last.starts_with("Dùng lại giấy tờ đã xác thực"), "{last}");
}
