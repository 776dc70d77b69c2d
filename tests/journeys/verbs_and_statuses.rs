//! The whole table: every verb in every status by every role.

use serde_json::json;

use crate::support::stages;
use crate::support::{LEADER, RECEPTION, SPECIALIST, TestApp};
use crate::table::{ROLES, TABLE, account, anybody_may, fields, has_role, leads_to, may};

async fn one_in_each_status(app: &TestApp) -> Vec<(u64, String)> {
    let mut dossiers = Vec::new();
    for status in 1..=10 {
        dossiers.push((status, app.in_status(status).await));
    }
    dossiers
}

#[tokio::test]
async fn what_the_table_does_not_allow_in_a_status_is_409() {
    let app = TestApp::on_memory().await;
    for (status, code) in one_in_each_status(&app).await {
        let before = app.dossier("congdan", &code).await;
        for (verb, roles) in TABLE {
            for (role, _) in roles {
                if !anybody_may(verb, status) {
                    let reply = app.act(account(role), &code, verb, fields(verb)).await;
                    assert_eq!(
                        reply.status,
                        409,
                        "{role} {verb} in {status}: {}",
                        reply.text()
                    );
                }
            }
        }
        assert_eq!(app.dossier("congdan", &code).await, before);
    }
}

#[tokio::test]
async fn a_role_that_is_not_in_the_row_is_403_in_every_status() {
    let app = TestApp::on_memory().await;
    for (status, code) in one_in_each_status(&app).await {
        let before = app.dossier("congdan", &code).await;
        for (verb, _) in TABLE {
            for role in ROLES {
                if !has_role(verb, role) {
                    // Before anything that is sent is looked at.
                    for sent in [fields(verb), json!({"nonsense": 1})] {
                        let reply = app.act(account(role), &code, verb, sent).await;
                        assert_eq!(reply.status, 403, "{role} {verb} in {status}");
                    }
                }
            }
        }
        assert_eq!(app.dossier("congdan", &code).await, before);
    }
}

#[tokio::test]
async fn whose_turn_it_is_not_yet_or_no_longer_is_refused() {
    let app = TestApp::on_memory().await;
    for (status, code) in one_in_each_status(&app).await {
        for (verb, roles) in TABLE {
            for (role, _) in roles {
                if anybody_may(verb, status) && !may(verb, role, status) {
                    let reply = app.act(account(role), &code, verb, fields(verb)).await;
                    let refused = [403, 409].contains(&reply.status);
                    assert!(refused, "{role} {verb} in {status}: {}", reply.text());
                }
            }
        }
    }
}

/// A fresh dossier in this status, prepared for the verb where the status alone is not enough.
async fn prepared(app: &TestApp, verb: &str, role: &str, status: u64) -> String {
    match (verb, role) {
        ("approve" | "reject", _) => app.proposed().await,
        ("give_opinion", _) => {
            let code = app.in_status(4).await;
            let mut ask = fields("ask_opinion");
            ask["of"] = json!([account(role)]);
            app.done(LEADER, &code, "ask_opinion", ask).await;
            let wait = match status {
                5 => Some((SPECIALIST, "request_supplement")),
                6 => Some((SPECIALIST, "request_payment")),
                8 => Some((LEADER, "stop")),
                _ => None,
            };
            if let Some((who, verb)) = wait {
                app.done(who, &code, verb, fields(verb)).await;
            }
            code
        }
        ("recall", "specialist") => {
            let code = app.forwarded().await;
            app.done(SPECIALIST, &code, "assign", fields("assign"))
                .await;
            code
        }
        ("recall", "leader") => {
            let code = app.forwarded().await;
            app.done(LEADER, &code, "assign", fields("assign")).await;
            code
        }
        ("request_supplement", "leader") => {
            let code = app.in_status(status).await;
            let first = if status == 4 { SPECIALIST } else { RECEPTION };
            app.done(first, &code, "request_supplement", fields(verb))
                .await;
            app.done(RECEPTION, &code, "supply", stages::supply()).await;
            code
        }
        _ => app.in_status(status).await,
    }
}

#[tokio::test]
async fn what_the_table_allows_is_done_and_leads_where_it_says() {
    let app = TestApp::on_memory().await;
    for (verb, roles) in TABLE {
        for (role, from) in roles {
            for status in *from {
                let code = prepared(&app, verb, role, *status).await;
                let before = app.dossier("congdan", &code).await;
                let lines = app.history(RECEPTION, &code).await.len();
                let after = app.done(account(role), &code, verb, fields(verb)).await;
                let place = format!("{role} {verb} in {status}");
                assert_eq!(after["status"]["code"], leads_to(verb, *status), "{place}");
                let (was, is) = (&before["version"], &after["version"]);
                assert_eq!(was.as_u64().unwrap() + 1, is.as_u64().unwrap(), "{place}");
                let history = app.history(RECEPTION, &code).await;
                assert_eq!(history.len(), lines + 1, "{place}");
                let line = history.last().unwrap();
                assert_eq!(line["status"], after["status"], "{place}");
                assert_eq!(line["step"], after["step"]["name"], "{place}");
                assert_eq!(line["unit"], after["step"]["unit"], "{place}");
                assert_eq!(line["due_before"], before["due_at"], "{place}");
                assert_eq!(line["due_after"], after["due_at"], "{place}");
                assert_eq!(
                    after["paused"],
                    [5, 6, 8].contains(&leads_to(verb, *status)),
                    "{place}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_clock_cannot_be_impersonated() {
    let app = TestApp::on_memory().await;
    let code = app.filed().await;
    for verb in ["open", "submit", "", "ACCEPT", "delete"] {
        app.act(RECEPTION, &code, verb, json!({}))
            .await
            .names(&["action"]);
    }
}
