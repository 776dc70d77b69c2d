//! What leaves an entry.

use axum::http::Method;
use motcua::domain::audit::{Deed, Ground, Trace, Who};
use motcua::domain::officer::Username;
use serde_json::json;

use crate::support::stages::{code, new_dossier};
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, TestApp};

/// Every entry, oldest first.
fn entries(app: &TestApp) -> Vec<Trace> {
    let mut entries: Vec<_> = app
        .office
        .audited(u64::MAX, 10_000)
        .unwrap()
        .iter()
        .map(|entry| entry.trace().unwrap())
        .collect();
    entries.reverse();
    entries
}

/// What was added while `deed` ran.
async fn added(app: &TestApp, deed: impl Future<Output = ()>) -> Vec<Trace> {
    let before = entries(app).len();
    deed.await;
    entries(app).split_off(before)
}

fn account(name: &str) -> Who {
    Who::Account(Username::new(name).unwrap())
}

#[tokio::test]
async fn whoever_signs_in_or_fails_to_is_noted_with_the_address() {
    let app = TestApp::on_memory().await;
    let noted = added(&app, async {
        let sign_in = |name: &str, password: &str| {
            let body = json!({"username": name, "password": password});
            app.call(Method::POST, "/api/v1/sessions")
                .from("2001:db8::7")
                .json(&body)
                .send()
        };
        sign_in(RECEPTION, crate::support::PASSWORD)
            .await
            .expect(201);
        sign_in(RECEPTION, "sai-mat-khau").await.expect(401);
        // Somebody who types a password where the name belongs.
        sign_in("Mua-thu-2026", "x").await.expect(401);
    })
    .await;
    let seen: Vec<_> = noted
        .iter()
        .map(|trace| (trace.who.clone(), trace.deed))
        .collect();
    assert_eq!(
        seen,
        [
            (account(RECEPTION), Deed::SignedIn),
            (Who::Stranger(RECEPTION.to_owned()), Deed::SignInFailed),
            (Who::Stranger(String::new()), Deed::SignInFailed),
        ]
    );
    let address = Some("2001:db8::7".parse().unwrap());
    assert!(noted.iter().all(|trace| trace.from == address), "{noted:?}");
}

#[tokio::test]
async fn every_change_and_every_reading_of_a_dossier_is_noted_with_its_ground() {
    let app = TestApp::on_memory().await;
    let file = app.pdf(CITIZEN, "giấy.pdf").await;
    let mut new = new_dossier();
    new["components"] = json!([{"id": crate::support::founding::papers()[0], "kind": "electronic", "count": 1, "file": file}]);
    for who in [RECEPTION, SPECIALIST, LEADER] {
        app.get(who, "/api/v1/dossiers?limit=1").await.expect(200);
    }
    let mut filed = String::new();
    let noted = added(&app, async {
        let reply = app.post(CITIZEN, "/api/v1/dossiers", &new).await;
        filed = code(&reply.expect(201)).clone();
        app.done(RECEPTION, &filed, "accept", json!({})).await;
        for who in [CITIZEN, RECEPTION, LEADER] {
            app.dossier(who, &filed).await;
        }
        app.history(SPECIALIST, &filed).await;
        let path = format!("/api/v1/dossiers/{filed}");
        app.get(CITIZEN, format!("{path}/files/{file}")).await;
        app.get(RECEPTION, format!("{path}/slips/receipt.pdf"))
            .await;
        app.get(SPECIALIST, format!("{path}/files/khong-co"))
            .await
            .expect(404);
    })
    .await;
    let seen: Vec<_> = noted
        .iter()
        .map(|trace| (trace.deed, trace.ground, trace.detail.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            (Deed::DossierFiled, None, None),
            (Deed::DossierActed, None, Some("accept")),
            (Deed::DossierRead, Some(Ground::Own), None),
            (Deed::DossierRead, Some(Ground::Holder), None),
            (Deed::NumberRevealed, Some(Ground::Holder), None),
            (Deed::DossierRead, Some(Ground::Direction), None),
            (Deed::NumberRevealed, Some(Ground::Direction), None),
            (Deed::DossierRead, Some(Ground::Field), Some("history")),
            (Deed::FileRead, Some(Ground::Own), Some(file.as_str())),
            (Deed::SlipRead, Some(Ground::Holder), Some("receipt")),
        ]
    );
    assert!(
        noted
            .iter()
            .all(|trace| trace.object.as_deref() == Some(&filed))
    );
}

#[tokio::test]
async fn a_refused_deed_leaves_no_entry() {
    let app = TestApp::on_memory().await;
    let filed = app.post(CITIZEN, "/api/v1/dossiers", &new_dossier()).await;
    let filed = code(&filed.expect(201)).clone();
    app.dossier(RECEPTION, &filed).await;
    let noted = added(&app, async {
        let reply = app
            .act(
                RECEPTION,
                &filed,
                "return_result",
                json!({"received_by": "A B", "method": "counter"}),
            )
            .await;
        assert_eq!(reply.status, 409);
    })
    .await;
    assert_eq!(noted, []);
}

#[tokio::test]
async fn a_list_that_is_looked_at_again_is_one_reading_for_a_while() {
    let app = TestApp::on_memory().await;
    app.get(RECEPTION, "/api/v1/dossiers").await;
    let again = added(&app, async {
        app.later(600);
        app.get(RECEPTION, "/api/v1/dossiers").await;
    })
    .await;
    assert_eq!(again, []);
    let later = added(&app, async {
        app.later(600);
        app.get(RECEPTION, "/api/v1/dossiers").await;
    })
    .await;
    assert_eq!(later.len(), 1);
    assert_eq!(
        (later[0].deed, later[0].detail.as_deref()),
        (Deed::ListRead, Some("dossiers"))
    );
}

#[tokio::test]
async fn guessing_at_a_dossier_is_noted_and_what_was_typed_is_not() {
    let app = TestApp::on_memory().await;
    let filed = app.post(CITIZEN, "/api/v1/dossiers", &new_dossier()).await;
    let filed = code(&filed.expect(201)).clone();
    let noted = added(&app, async {
        for code in [filed.as_str(), "SO-CUA-TOI-0912345678"] {
            let path = format!("/api/v1/track?code={code}&secret=AAAAAAAA");
            app.call(Method::GET, path).send().await.expect(404);
        }
    })
    .await;
    let seen: Vec<_> = noted
        .iter()
        .map(|trace| (trace.deed, trace.object.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            (Deed::SecretFailed, Some(filed.as_str())),
            (Deed::SecretFailed, None)
        ]
    );
}

#[tokio::test]
async fn keeping_accounts_and_settings_is_noted() {
    let app = TestApp::on_memory().await;
    let noted = added(&app, async {
        let office = &app.office;
        office
            .enable_account(SPECIALIST, false, app.now())
            .await
            .unwrap();
        office.reset_password(SPECIALIST, app.now()).await.unwrap();
        let profile = office.facts().unwrap().profile.as_ref().clone();
        office.change_profile(profile, app.now()).await.unwrap();
    })
    .await;
    let seen: Vec<_> = noted
        .iter()
        .map(|trace| {
            (
                &trace.who,
                trace.deed,
                trace.object.as_deref(),
                trace.detail.as_deref(),
            )
        })
        .collect();
    let by = &Who::Console;
    assert_eq!(
        seen,
        [
            (by, Deed::AccountChanged, Some(SPECIALIST), Some("disabled")),
            (by, Deed::AccountChanged, Some(SPECIALIST), Some("password")),
            (by, Deed::SettingChanged, None, Some("profile")),
        ]
    );
}
