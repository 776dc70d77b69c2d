//! The counts of digitisation against a recount from what the API tells of every dossier, by code of its own.

use std::collections::BTreeMap;

use motcua::domain::digitisation::Digitised;
use motcua::domain::officer::User;
use motcua::domain::time::Day;
use motcua::kv::Tx;
use motcua::office::Declined;
use motcua::store::{Load, Save};
use serde_json::{Value, json};

use crate::support::founding::papers;
use crate::support::stages::{at_the_counter, code, handover, verdicts};
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, TestApp};

/// What each day adds, read off the dossiers as other systems see them.
async fn recount(app: &TestApp, codes: &[String]) -> BTreeMap<(Digitised, String), u64> {
    let mut counts = BTreeMap::new();
    for code in codes {
        let dossier = app.dossier(RECEPTION, code).await;
        let day = |at: &Value| at.as_str().map(|text| text[..10].to_owned());
        let papers = dossier["components"].as_array().unwrap();
        let scanned = papers.iter().any(|paper| !paper["file"].is_null());
        let reused = papers.iter().any(|paper| paper["kind"] == "verified");
        let filed = !dossier["result"]["file"].is_null();
        let mut add = |what, day: &Option<String>, counts_here: bool| {
            if let (Some(day), true) = (day, counts_here) {
                *counts.entry((what, day.clone())).or_default() += 1;
            }
        };
        let received = day(&dossier["received_at"]);
        add(Digitised::Received, &received, true);
        add(Digitised::Papers, &received, scanned || reused);
        add(Digitised::Reused, &received, reused);
        let finished = [9, 10].contains(&dossier["status"]["code"].as_u64().unwrap());
        let finished = day(&dossier["result"]["approved_at"]).filter(|_| finished);
        add(Digitised::Finished, &finished, true);
        add(Digitised::Result, &finished, filed);
        add(Digitised::Whole, &finished, filed && (scanned || reused));
    }
    counts
}

#[tokio::test]
async fn every_count_of_every_day_is_a_recount_of_the_dossiers() {
    let app = TestApp::on_memory().await;
    let [_, proof] = papers();
    let mut codes: Vec<String> = Vec::new();
    let mut verified: Option<String> = None;
    // Thirteen days of the counter, each dossier its own way.
    for turn in 0..26_u32 {
        app.later(if turn % 2 == 0 { 86_400 } else { 600 });
        let mut new = at_the_counter();
        match (turn % 4, &verified) {
            (0, _) => {}
            (1 | 2, _) | (_, None) => {
                let file = app.pdf(RECEPTION, &format!("giay-{turn}.pdf")).await;
                new["components"][1]["file"] = json!(file);
            }
            (_, Some(paper)) => {
                new["components"][1] = json!({"id": proof, "kind": "verified", "reuse": paper});
            }
        }
        if turn % 7 == 6 {
            new["channel"] = json!("online");
        }
        let filed = app
            .post(RECEPTION, "/api/v1/dossiers", &new)
            .await
            .expect(201);
        let code = code(&filed);
        codes.push(code.clone());
        if turn == 1 {
            app.done(RECEPTION, &code, "check_papers", verdicts()).await;
            let reusable = app.reusable();
            verified = Some(reusable);
        }
        if turn % 7 == 6 || turn % 5 == 4 {
            continue;
        }
        app.done(RECEPTION, &code, "forward", json!({})).await;
        let file = match turn % 3 {
            0 => None,
            _ => Some(app.pdf(SPECIALIST, &format!("ket-qua-{turn}.pdf")).await),
        };
        let result = json!({"result": {"title": "Trích lục", "file": file}});
        app.done(SPECIALIST, &code, "propose", result).await;
        app.done(LEADER, &code, "approve", json!({})).await;
        match turn % 6 {
            1 => {
                let because = json!({"reason": "Sai tên"});
                app.done(LEADER, &code, "reopen", because).await;
            }
            2 => drop(
                app.done(RECEPTION, &code, "return_result", handover())
                    .await,
            ),
            _ => {}
        }
    }
    let expected = recount(&app, &codes).await;
    let (mut compared, mut seen) = (0, 0);
    let first: Day = "2026-03-01".parse().unwrap();
    for ahead in 0..40 {
        let day = first.checked_add(jiff::Span::new().days(ahead)).unwrap();
        let kept = app.office.digitised(day, day).unwrap();
        for (what, count) in Digitised::ALL.into_iter().zip(kept) {
            let owed = expected.get(&(what, day.to_string())).copied();
            assert_eq!(count, owed.unwrap_or_default(), "{what:?} on {day}");
            compared += 1;
            seen += u64::from(count > 0);
        }
    }
    let until: Day = "2026-12-31".parse().unwrap();
    for (what, count) in Digitised::ALL
        .into_iter()
        .zip(app.office.digitised(first, until).unwrap())
    {
        let all = expected.iter().filter(|((one, _), _)| *one == what);
        assert_eq!(count, all.map(|(_, count)| count).sum::<u64>(), "{what:?}");
        assert!(count > 0, "{what:?} never happened");
    }
    println!("{compared} counts compared, {seen} of them not nothing");
}

#[tokio::test]
async fn leaders_of_the_whole_office_read_the_counts_and_nobody_else() {
    let app = TestApp::new().await;
    let file = app.pdf(RECEPTION, "giay.pdf").await;
    let mut new = at_the_counter();
    new["components"][1]["file"] = json!(file);
    app.post(RECEPTION, "/api/v1/dossiers", &new)
        .await
        .expect(201);
    app.post(RECEPTION, "/api/v1/dossiers", &at_the_counter())
        .await
        .expect(201);
    let path = "/lanh-dao/so-hoa?tu=2026-03-10&den=2026-03-10";
    let page = app.page(LEADER, path).await;
    assert!(page.contains("10/03/2026 – 10/03/2026"), "{page}");
    assert!(page.contains("50,00%"), "{page}");
    let board = app.page(LEADER, "/lanh-dao").await;
    assert!(board.contains("/lanh-dao/so-hoa"));
    for wrong in [
        "tu=hom-qua&den=2026-03-10",
        "tu=2026-03-11&den=2026-03-10",
        "tu=2026-03-11",
    ] {
        let reply = app.visit(LEADER, format!("/lanh-dao/so-hoa?{wrong}")).await;
        assert_eq!(reply.status, 422, "{wrong}");
    }
    for who in [CITIZEN, RECEPTION, SPECIALIST] {
        assert_eq!(app.visit(who, path).await.status, 403, "{who}");
    }
    app.office
        .kv
        .write(|tx: &mut Tx| -> Result<(), Declined> {
            let mut user = tx.load::<User>(&LEADER.to_owned())?.unwrap();
            user.reach.unit_only = true;
            Ok(tx.save(&user)?)
        })
        .await
        .unwrap();
    assert_eq!(app.visit(LEADER, path).await.status, 403);
    let board = app.page(LEADER, "/lanh-dao").await;
    assert!(!board.contains("/lanh-dao/so-hoa"));
}
