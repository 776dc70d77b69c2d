//! Authority, generated from one table: every verb × situation × role × hold × reach × delegation, on API and pages.
//!
//! The table is the contract's, cell by cell. Nothing here asks the code what is allowed; the code is asked only whether
//! the table leaves out one of its verbs or roles.

use motcua::domain::action::Verb;
use motcua::domain::authority::Reach;
use motcua::domain::officer::{Role, User, Username};
use motcua::domain::text::Line;
use motcua::kv::Tx;
use motcua::office::Declined;
use motcua::office::delegate::NewDelegation;
use motcua::search::Facet;
use motcua::store::{Load, Save};
use serde_json::json;

use crate::support::{
    ADMIN, CITIZEN, LEADER, LEADER2, RECEPTION, RECEPTION2, SPECIALIST, SPECIALIST2, STRANGER,
    TestApp,
};
use crate::table::fields;

/// Where a dossier can be; `4p` is 4 with a proposal that waits for the leader.
const SITUATIONS: [&str; 11] = ["1", "2", "3", "4", "4p", "5", "6", "7", "8", "9", "10"];

/// Verb, role, and cells: `a` anybody of the role; `h` whoever holds it or stands in for the holder, others are refused;
/// `p` whoever proposed must wait, others are refused; `s` whoever sent it; `n` refused. In all other situations it is
/// not the time for it.
const TABLE: &[(&str, &str, &str)] = &[
    ("accept", "reception", "a:1"),
    ("refuse", "reception", "a:1"),
    ("forward", "reception", "a:2"),
    ("assign", "specialist", "h:4 p:4p"),
    ("assign", "leader", "a:4"),
    ("advance", "reception", "n:4,4p"),
    ("advance", "specialist", "h:4 p:4p"),
    ("send_back", "reception", "n:4,4p"),
    ("send_back", "specialist", "h:4 p:4p"),
    ("recall", "reception", "s:4 n:4p"),
    ("recall", "specialist", "n:4 s:4p"),
    ("recall", "leader", "n:4,4p"),
    ("request_supplement", "reception", "a:1,2 n:4,4p"),
    ("request_supplement", "specialist", "n:1,2 h:4 p:4p"),
    ("request_supplement", "leader", ""),
    ("supply", "citizen", "a:5"),
    ("supply", "reception", "a:5"),
    ("check_papers", "reception", "a:1,2,4,4p,5,6"),
    ("check_papers", "specialist", "a:1,2 h:4,5,6 p:4p"),
    ("request_payment", "reception", "a:2,4,4p"),
    ("request_payment", "specialist", "a:2 h:4 p:4p"),
    ("record_payment", "reception", "a:2,4,4p,6,9"),
    ("record_payment", "specialist", "a:2,9 h:4,6 p:4p"),
    ("withdraw", "citizen", "a:1"),
    ("withdraw", "reception", "a:2,4,4p,5,6"),
    ("withdraw", "specialist", "a:2 h:4,5,6 p:4p"),
    ("ask_withdraw", "citizen", "a:2,4,4p,5,6"),
    ("stop", "leader", "a:2,4,4p,5,6"),
    ("resume", "leader", "a:8"),
    ("ask_opinion", "specialist", "h:4 p:4p"),
    ("ask_opinion", "leader", "a:4,4p"),
    ("give_opinion", "reception", "n:4,4p,5,6,8"),
    ("give_opinion", "specialist", "n:4,4p,5,6,8"),
    ("give_opinion", "leader", "n:4,4p,5,6,8"),
    ("propose", "specialist", "h:4 p:4p"),
    ("approve", "leader", "a:4p"),
    ("reject", "leader", "a:4p"),
    ("reopen", "leader", "a:9"),
    ("return_result", "reception", "a:9"),
    ("apologise", "specialist", "a:2 h:4 p:4p"),
    ("apologise", "leader", "a:2,4,4p"),
    ("correct", "citizen", "a:1"),
    ("correct", "reception", "a:1,2,4,4p,5,6,8"),
    ("correct", "leader", "a:1,2,4,4p,5,6,8"),
    ("note", "reception", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("note", "specialist", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("note", "leader", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("message", "citizen", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("message", "reception", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("message", "specialist", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("message", "leader", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("urge", "leader", "a:1,2,3,4,4p,5,6,7,8,9,10"),
    ("rate", "citizen", "a:9,10"),
];

/// How somebody stands to the dossiers of this test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// It is theirs: the citizen who filed, the officer to whom the work goes.
    Theirs,
    /// They stand in for that officer today.
    ForThem,
    /// They have the role and nothing to do with it.
    Beside,
    /// It is beyond their reach.
    Out,
}

use Stands::{Beside, ForThem, Out, Theirs};

/// Username, role, how they stand.
const PEOPLE: [(&str, &str, Stands); 14] = [
    (CITIZEN, "citizen", Theirs),
    (STRANGER, "citizen", Out),
    (RECEPTION, "reception", Theirs),
    (RECEPTION2, "reception", Beside),
    (SPECIALIST, "specialist", Theirs),
    (SPECIALIST2, "specialist", Beside),
    ("thaychuyenvien", "specialist", ForThem),
    ("donvikhac", "specialist", Out),
    ("linhvuckhac", "specialist", Out),
    ("chiviecminh", "specialist", Out),
    (LEADER, "leader", Theirs),
    (LEADER2, "leader", Beside),
    ("lanhdaokhac", "leader", Out),
    (ADMIN, "admin", Out),
];

/// The status that the table asks for.
fn expected(verb: &str, role: &str, stands: Stands, situation: &str) -> u16 {
    // Keeping the machine is no reason to read or do anything.
    if role == "admin" {
        return 403;
    }
    if stands == Out {
        return 404;
    }
    let Some((.., cells)) = TABLE.iter().find(|row| row.0 == verb && row.1 == role) else {
        return 403;
    };
    let cell = cells.split_whitespace().find_map(|cell| {
        let (letter, situations) = cell.split_once(':').unwrap();
        situations
            .split(',')
            .any(|one| one == situation)
            .then_some(letter)
    });
    match (cell, stands) {
        (None, _) | (Some("p"), Theirs) => 409,
        (Some("a"), _) | (Some("h" | "s"), Theirs | ForThem) => 200,
        (Some("h" | "s" | "p" | "n"), _) => 403,
        (Some(other), _) => panic!("no such cell: {other}"),
    }
}

/// People beside those whom every journey knows, and the delegation.
async fn engage(app: &TestApp) {
    let reach = |unit_only, field_only, own_only| Reach {
        unit_only,
        field_only,
        own_only,
    };
    let more = [
        ("thaychuyenvien", SPECIALIST, Reach::default(), None),
        (
            "donvikhac",
            SPECIALIST,
            reach(true, false, false),
            Some("Phòng Kinh tế"),
        ),
        ("linhvuckhac", SPECIALIST, reach(false, true, false), None),
        ("chiviecminh", SPECIALIST, reach(false, false, true), None),
        ("lanhdaokhac", LEADER, reach(false, true, false), None),
    ];
    app.office
        .kv
        .write(move |tx: &mut Tx| -> Result<(), Declined> {
            for (at, (name, like, reach, unit)) in more.into_iter().enumerate() {
                let mut user = tx.load::<User>(&like.to_owned())?.unwrap();
                user.username = Username::new(name).unwrap();
                user.name = Line::new("Cán bộ khác").unwrap();
                user.unit = unit.map(str::to_owned).or(user.unit);
                user.reach = reach;
                if reach.field_only {
                    user.fields = vec!["Đất đai".to_owned()];
                }
                // Whoever came last is never the first to whom work goes.
                user.created_at = user
                    .created_at
                    .plus_seconds(3_600 + i64::try_from(at).unwrap());
                tx.save(&user)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let viewer = app.office.viewer_of(LEADER, app.now()).unwrap().unwrap();
    let delegation = NewDelegation {
        from: Username::new(SPECIALIST).unwrap(),
        to: Username::new("thaychuyenvien").unwrap(),
        since: app.now().day(),
        until: app.now().day(),
        ground: motcua::domain::delegation::AwayGround::Leave,
        note: None,
    };
    app.office
        .delegate(&viewer, delegation, app.now())
        .await
        .unwrap();
}

async fn dossier_in(app: &TestApp, situation: &str) -> String {
    match situation {
        "4p" => app.proposed().await,
        status => app.in_status(status.parse().unwrap()).await,
    }
}

#[test]
fn the_table_leaves_out_no_verb_and_no_role() {
    let mut known: Vec<(&str, &str)> = TABLE.iter().map(|row| (row.0, row.1)).collect();
    let mut owed: Vec<(&str, &str)> = Verb::ALL
        .iter()
        .flat_map(|verb| verb.roles().iter().map(|role| (verb.key(), role.key())))
        .collect();
    known.sort_unstable();
    owed.sort_unstable();
    assert_eq!(known, owed);
    let roles: Vec<&str> = PEOPLE.iter().map(|(_, role, _)| *role).collect();
    assert!(Role::ALL.iter().all(|role| roles.contains(&role.key())));
}

#[tokio::test]
async fn the_api_does_what_the_table_says_to_everybody_and_nothing_else() {
    let app = TestApp::on_memory().await;
    engage(&app).await;
    let (mut done, mut refused) = (0, 0);
    for situation in SITUATIONS {
        let mut code = dossier_in(&app, situation).await;
        for verb in Verb::ALL.iter().map(|verb| verb.key()) {
            for (who, role, stands) in PEOPLE {
                let expected = expected(verb, role, stands, situation);
                let reply = app.act(who, &code, verb, fields(verb)).await;
                assert_eq!(
                    reply.status,
                    expected,
                    "{who} {verb} in {situation}: {}",
                    reply.text()
                );
                if expected == 200 {
                    done += 1;
                    code = dossier_in(&app, situation).await;
                } else {
                    refused += 1;
                }
            }
        }
    }
    println!("{done} deeds done, {refused} refused, as the table says");
}

#[tokio::test]
async fn pages_offer_what_the_table_says_and_refuse_the_rest() {
    let app = TestApp::on_memory().await;
    engage(&app).await;
    let mut offered = 0;
    for situation in SITUATIONS {
        for (who, role, stands) in PEOPLE.into_iter().filter(|(_, role, _)| *role != "citizen") {
            let code = dossier_in(&app, situation).await;
            let path = format!("/can-bo/ho-so/{code}");
            let page = app.visit(who, &path).await;
            let seen = match (role, stands) {
                ("admin", _) => 403,
                (_, Out) => 404,
                _ => 200,
            };
            assert_eq!(page.status, seen, "{who} in {situation}");
            let text = page.text();
            for verb in Verb::ALL.iter().map(|verb| verb.key()) {
                let expected = expected(verb, role, stands, situation);
                let shown = text.contains(&format!("id=\"viec-{verb}\""));
                assert_eq!(
                    shown,
                    expected == 200,
                    "{who} is shown {verb} in {situation}"
                );
                offered += usize::from(shown);
                let has_role = TABLE.iter().any(|row| row.0 == verb && row.1 == role);
                if !has_role || seen != 200 {
                    let reply = app.send_form(who, &format!("{path}/{verb}"), &[]).await;
                    let refused = if seen == 200 { 403 } else { seen };
                    assert_eq!(reply.status, refused, "{who} sends {verb} in {situation}");
                }
            }
            for verb in [
                "accept", "forward", "recall", "approve", "resume", "advance",
            ] {
                if expected(verb, role, stands, situation) == 200 {
                    let code = dossier_in(&app, situation).await;
                    let path = format!("/can-bo/ho-so/{code}/{verb}");
                    let reply = app.send_form(who, &path, &[]).await;
                    assert_eq!(reply.status, 303, "{who} sends {verb} in {situation}");
                }
            }
        }
    }
    println!("{offered} forms offered, as the table says");
}

#[tokio::test]
async fn a_delegation_holds_for_its_days_and_is_told_in_the_history() {
    let app = TestApp::new().await;
    engage(&app).await;
    let code = app.forwarded().await;
    app.done("thaychuyenvien", &code, "propose", fields("propose"))
        .await;
    let history = app.history(RECEPTION, &code).await;
    let last = history.last().unwrap();
    assert!(last["actor"].as_str().is_some(), "{last}");
    // Nobody comes to approve by standing in for a specialist.
    app.act("thaychuyenvien", &code, "approve", json!({}))
        .await
        .expect(403);
    let other = app.forwarded().await;
    app.set("2026-03-11T09:00:00+07:00");
    app.act("thaychuyenvien", &other, "propose", fields("propose"))
        .await
        .expect(403);
}

#[tokio::test]
async fn the_administrator_says_what_an_officer_does_and_sees() {
    let app = TestApp::new().await;
    let path = format!("/quan-tri/tai-khoan/{SPECIALIST}");
    let field = app.office.search.facets().of(Facet::Field)[0].0.clone();
    let form = |fields: &str| {
        let pairs = [
            ("_do", "duties"),
            ("role", "specialist"),
            ("unit", "Phòng Tư pháp"),
            ("fields", fields),
            ("reach", "unit"),
            ("reach", "field"),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    // A unit that nobody has added is none.
    let none = app.send_form(ADMIN, &path, &form(&field)).await;
    assert_eq!(none.status, 303);
    let add = [("_do", "add"), ("name", "Phòng Tư pháp")];
    let add = add.map(|(name, value)| (name.to_owned(), value.to_owned()));
    app.send_form(ADMIN, "/quan-tri/don-vi", &add).await;
    let before = app.office.account(SPECIALIST).unwrap().unwrap();
    assert_ne!(before.unit.as_deref(), Some("Phòng Tư pháp"));
    app.send_form(ADMIN, &path, &form("Lĩnh vực không có"))
        .await;
    assert_eq!(app.office.account(SPECIALIST).unwrap().unwrap(), before);

    let reply = app
        .send_form(ADMIN, &path, &form(&field.to_uppercase()))
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let user = app.office.account(SPECIALIST).unwrap().unwrap();
    assert_eq!(user.unit.as_deref(), Some("Phòng Tư pháp"));
    assert_eq!(user.fields, [field]);
    assert!(user.reach.unit_only && user.reach.field_only && !user.reach.own_only);
    let page = app.page(ADMIN, "/quan-tri/tai-khoan").await;
    assert!(
        page.contains("Chỉ thấy: hồ sơ của đơn vị mình, hồ sơ thuộc lĩnh vực phụ trách"),
        "{page}"
    );
    let record = app.page(ADMIN, "/quan-tri/nhat-ky").await;
    for told in [
        "đơn vị: Phòng Tư pháp",
        "chỉ thấy hồ sơ của đơn vị mình, hồ sơ thuộc lĩnh vực phụ trách",
    ] {
        assert!(record.contains(told), "{told}: {record}");
    }
    let reply = app.send_form(RECEPTION, &path, &form("")).await;
    assert_eq!(reply.status, 403);
}
