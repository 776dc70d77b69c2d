//! Lists, their filters and their pages; histories; the feed for other systems.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::stages::{code, new_dossier};
use crate::support::{
    ADMIN, CITIZEN, LEADER, ONE_OF_EACH, RECEPTION, SPECIALIST, STRANGER, TestApp,
};

async fn codes(app: &TestApp, who: &str, query: &str) -> Vec<String> {
    let list = app
        .get(who, format!("/api/v1/dossiers?{query}"))
        .await
        .expect(200);
    list["items"].as_array().unwrap().iter().map(code).collect()
}

/// Every page of a list, with its sizes looked at.
async fn all(app: &TestApp, who: &str, path: &str, limit: usize) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let mark = if path.contains('?') { '&' } else { '?' };
        let page = app
            .get(who, format!("{path}{mark}limit={limit}{after}"))
            .await
            .expect(200);
        let found = page["items"].as_array().unwrap();
        assert!(found.len() <= limit);
        items.extend(found.iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return items,
        }
        assert!(items.len() < 1000, "pages do not end");
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
async fn filters_find_what_they_say() {
    let app = TestApp::new().await;
    let filed = app.filed().await;
    let accepted = app.accepted().await;
    let forwarded = app.forwarded().await;
    let mut new = new_dossier();
    new["applicant"]["name"] = json!("Đặng Thùy Trâm");
    new["applicant"]["phone"] = json!("0333444555");
    let other = code(
        &app.post(STRANGER, "/api/v1/dossiers", &new)
            .await
            .expect(201),
    );

    assert_eq!(
        codes(&app, RECEPTION, "status=2").await,
        std::slice::from_ref(&accepted)
    );
    assert_eq!(
        codes(&app, RECEPTION, "status=10").await,
        Vec::<String>::new()
    );
    assert_eq!(
        codes(&app, SPECIALIST, "assignee=me").await,
        std::slice::from_ref(&forwarded)
    );
    assert_eq!(
        codes(&app, LEADER, "assignee=me").await,
        Vec::<String>::new()
    );
    assert_eq!(
        codes(&app, LEADER, "assignee=chuyenvien&status=4").await,
        std::slice::from_ref(&forwarded)
    );
    let due: HashSet<String> = codes(&app, LEADER, "due_before=2026-03-14T00:00:00%2B07:00")
        .await
        .into_iter()
        .collect();
    assert_eq!(due, HashSet::from([accepted.clone(), forwarded.clone()]));
    assert!(
        codes(&app, LEADER, "due_before=2026-03-13T00:00:00%2B07:00")
            .await
            .is_empty()
    );
    for query in [
        "0333444555",
        "0333%20444%20555",
        "đặng%20thùy",
        "dang%20thuy",
        "%C4%90%C4%82NG",
    ] {
        let found = codes(&app, RECEPTION, &format!("q={query}")).await;
        let expected = if query == "%C4%90%C4%82NG" {
            found.clone()
        } else {
            vec![other.clone()]
        };
        assert_eq!(found, expected, "{query}");
    }
    assert_eq!(codes(&app, RECEPTION, "q=001190012345").await.len(), 4);
    assert_eq!(
        codes(&app, RECEPTION, &format!("q={filed}")).await,
        std::slice::from_ref(&filed)
    );
    assert_eq!(
        codes(&app, RECEPTION, &format!("q={}", filed.to_lowercase())).await,
        std::slice::from_ref(&filed)
    );
    assert!(
        codes(&app, RECEPTION, &format!("q={filed}&status=9"))
            .await
            .is_empty()
    );
    assert_eq!(
        codes(&app, RECEPTION, "q=001190012345&status=4").await,
        std::slice::from_ref(&forwarded)
    );
    let mine: HashSet<String> = codes(&app, CITIZEN, "").await.into_iter().collect();
    assert_eq!(mine, HashSet::from([filed, accepted.clone(), forwarded]));
    assert_eq!(codes(&app, CITIZEN, "status=2").await, [accepted]);
    for (query, field) in [
        ("status=11", "status"),
        ("status=x", "status"),
        ("due_before=tomorrow", "due_before"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("limit=-1", "limit"),
        ("after=zz", "after"),
        ("after=abc", "after"),
    ] {
        app.get(RECEPTION, format!("/api/v1/dossiers?{query}"))
            .await
            .names(&[field]);
    }
    // A cursor that we never gave away does no harm.
    for after in ["00", "ff", "ffffffffffffffffffffffffffffffff", "61000000"] {
        app.get(RECEPTION, format!("/api/v1/dossiers?after={after}"))
            .await
            .expect(200);
        app.get(
            RECEPTION,
            format!("/api/v1/dossiers?status=1&after={after}"),
        )
        .await
        .expect(200);
        app.get(CITIZEN, format!("/api/v1/dossiers?after={after}"))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn pages_give_everything_once() {
    let app = TestApp::on_memory().await;
    let mut filed = HashSet::new();
    for at in 0..60 {
        app.later(60);
        let code = app.filed().await;
        if at % 20 == 0 {
            app.done(RECEPTION, &code, "accept", json!({})).await;
        }
        filed.insert(code);
    }
    for (who, query) in [
        (RECEPTION, "/api/v1/dossiers"),
        (CITIZEN, "/api/v1/dossiers"),
        (RECEPTION, "/api/v1/dossiers?q=0912345678"),
        (RECEPTION, "/api/v1/dossiers?q=nguyen%20thi"),
    ] {
        for limit in [1, 7, 20, 30, 60, 200] {
            let items = all(&app, who, query, limit).await;
            let found: HashSet<String> = items.iter().map(code).collect();
            assert_eq!((items.len(), &found), (60, &filed), "{who} {query} {limit}");
        }
    }
    for query in [
        "status=2",
        "status=2&q=0912345678",
        "q=nguyen&status=2",
        "due_before=2027-01-01T00:00:00%2B07:00",
    ] {
        for limit in [1, 2, 3, 50] {
            let items = all(&app, RECEPTION, &format!("/api/v1/dossiers?{query}"), limit).await;
            assert_eq!(items.len(), 3, "{query} {limit}");
        }
    }
}

#[tokio::test]
async fn a_row_tells_what_a_work_list_needs() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    let list = app
        .get(SPECIALIST, "/api/v1/dossiers?assignee=me")
        .await
        .expect(200);
    let row = &list["items"][0];
    let dossier = app.dossier(RECEPTION, &code).await;
    for field in [
        "code",
        "status",
        "step",
        "channel",
        "submitted_at",
        "due_at",
        "paused",
        "overdue",
    ] {
        assert_eq!(row[field], dossier[field], "{field}");
    }
    assert_eq!(row["applicant"]["name"], dossier["applicant"]["name"]);
    assert_eq!(row["procedure"]["code"], dossier["procedure"]["code"]);
}

#[tokio::test]
async fn a_history_comes_in_pages_also_where_lines_are_hidden() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    for round in 0..12 {
        app.done(
            SPECIALIST,
            &code,
            "note",
            json!({"text": format!("Ghi chú {round}")}),
        )
        .await;
        if round % 5 == 0 {
            app.done(
                CITIZEN,
                &code,
                "message",
                json!({"text": format!("Tin {round}")}),
            )
            .await;
        }
    }
    let path = format!("/api/v1/dossiers/{code}/history");
    for (who, count) in [(RECEPTION, 18), (CITIZEN, 6)] {
        for limit in [1, 2, 3, 5, 6, 17, 18, 200] {
            let lines = all(&app, who, &path, limit).await;
            assert_eq!(lines.len(), count, "{who} {limit}");
            assert!(
                lines
                    .iter()
                    .is_sorted_by_key(|line| line["at"].as_str().unwrap().to_owned())
            );
        }
    }
    app.get(CITIZEN, format!("{path}?after=x"))
        .await
        .names(&["after"]);
    app.get(CITIZEN, format!("{path}?limit=0"))
        .await
        .names(&["limit"]);
    app.get(CITIZEN, format!("{path}?after=18446744073709551615"))
        .await
        .expect(200);
}

#[tokio::test]
async fn the_feed_is_the_administrators() {
    let app = TestApp::new().await;
    let code = app.forwarded().await;
    for (role, who) in ONE_OF_EACH {
        let status = if role == "admin" { 200 } else { 403 };
        app.get(who, "/api/v1/events").await.expect(status);
    }
    let events = all(&app, ADMIN, "/api/v1/events", 2).await;
    let whats: Vec<&str> = events
        .iter()
        .map(|item| item["event"]["happening"]["what"].as_str().unwrap())
        .collect();
    assert_eq!(whats, ["submitted", "accepted", "forwarded"]);
    assert!(events.iter().all(|item| item["dossier"] == code));
    assert!(events.is_sorted_by_key(|item| item["seq"].as_u64().unwrap()));
    app.get(ADMIN, "/api/v1/events?after=x")
        .await
        .names(&["after"]);
    let after_all = app
        .get(ADMIN, "/api/v1/events?after=18446744073709551615")
        .await
        .expect(200);
    assert_eq!(after_all["items"], json!([]));
}
