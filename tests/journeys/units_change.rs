//! Units that are renamed, merged and closed: people, the counter and work under way go along, papers keep their names.

use motcua::domain::authority::Reach;
use motcua::domain::officer::User;
use motcua::domain::org_units::{OrgUnits, UnitChange};
use motcua::domain::time::Day;
use motcua::kv::{Tx, WriteError};
use motcua::office::Declined;
use motcua::store::{Load, Save};
use serde_json::json;

use crate::support::founding::{COUNTER, UNIT};
use crate::support::{ADMIN, LEADER, RECEPTION, SPECIALIST, TestApp};

const PATH: &str = "/quan-tri/don-vi";

async fn send(app: &TestApp, who: &str, fields: &[(&str, &str)]) -> crate::support::Reply {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    app.send_form(who, PATH, &fields).await
}

async fn rename(app: &TestApp, unit: &str, name: &str) -> u16 {
    let fields = [
        ("_do", "rename"),
        ("unit", unit),
        ("at", "0"),
        ("rename.0", name),
    ];
    send(app, ADMIN, &fields).await.status
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn a_name_is_followed_through_renames_and_mergers() {
    let mut units = OrgUnits::default();
    for name in ["A", "B", "C"] {
        units
            .change(
                &UnitChange::Add {
                    name: name.to_owned(),
                },
                day("2026-01-05"),
            )
            .unwrap();
    }
    let rename = |unit: &str, name: &str| UnitChange::Rename {
        unit: unit.to_owned(),
        name: name.to_owned(),
    };
    let merge = |unit: &str, into: &str| UnitChange::Merge {
        unit: unit.to_owned(),
        into: into.to_owned(),
    };
    units.change(&rename("A", "A2"), day("2026-02-01")).unwrap();
    units
        .change(&rename("A2", "A3"), day("2026-03-01"))
        .unwrap();
    units.change(&merge("A3", "B"), day("2026-04-01")).unwrap();
    units.change(&rename("B", "D"), day("2026-05-01")).unwrap();
    for name in ["A", "A2", "A3", "B", "D"] {
        assert_eq!(units.today(name), "D", "{name}");
    }
    assert_eq!(units.today("C"), "C");
    assert_eq!(units.today("nobody knows"), "nobody knows");
    let mut lineage = units.lineage("D");
    lineage.sort();
    assert_eq!(lineage, ["A", "A2", "A3", "B", "D"]);
    assert_eq!(units.lineage("C"), ["C"]);
    // A name that once meant a unit is not given to another.
    assert!(units.change(&rename("C", "a2"), day("2026-06-01")).is_err());
    assert!(units.change(&merge("C", "C"), day("2026-06-01")).is_err());
    assert!(units.change(&merge("A3", "C"), day("2026-06-01")).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_is_renamed_while_dossiers_lie_there() {
    let app = TestApp::new().await;
    let waiting = app.filed().await;
    let done = app.in_status(10).await;
    let before = app.kept(&done).place.unit.clone();
    assert_eq!(rename(&app, COUNTER, "Trung tâm một cửa").await, 303);
    assert_eq!(app.kept(&waiting).place.unit, "Trung tâm một cửa");
    assert_eq!(
        app.kept(&done).place.unit,
        before,
        "what is closed keeps the name of its day"
    );
    // Whoever works there goes on working.
    app.done(RECEPTION, &waiting, "accept", json!({})).await;
    app.done(RECEPTION, &waiting, "forward", json!({})).await;
    assert_eq!(app.filed().await.len(), waiting.len());
    let history = app.history(RECEPTION, &waiting).await;
    assert!(
        history
            .iter()
            .any(|line| line["text"].as_str().unwrap().contains(COUNTER)),
        "{history:?}"
    );
    let page = app.page(ADMIN, PATH).await;
    assert!(
        page.contains("Trung tâm một cửa") && page.contains(COUNTER),
        "{page}"
    );
    let audit = app.page(ADMIN, "/quan-tri/nhat-ky").await;
    assert!(audit.contains("Đổi tên đơn vị"), "{audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_their_unit_only_goes_on_seeing_what_it_had() {
    let app = TestApp::new().await;
    let old = app.forwarded().await;
    app.office
        .kv
        .write(|tx: &mut Tx| -> Result<(), Declined> {
            let mut user = tx.load::<User>(&SPECIALIST.to_owned())?.unwrap();
            user.reach = Reach {
                unit_only: true,
                ..Reach::default()
            };
            tx.save(&user).map_err(WriteError::Store)
        })
        .await
        .unwrap();
    assert_eq!(rename(&app, UNIT, "Phòng Văn hóa").await, 303);
    assert_eq!(app.kept(&old).place.unit, "Phòng Văn hóa");
    let path = format!("/api/v1/dossiers/{old}");
    assert_eq!(app.get(SPECIALIST, path.clone()).await.status, 200);
    let fields = [("_do", "add"), ("name", "Phòng Kinh tế")];
    assert_eq!(send(&app, ADMIN, &fields).await.status, 303);
    let fields = [
        ("_do", "merge"),
        ("unit", "Phòng Văn hóa"),
        ("at", "1"),
        ("merge.1", "Phòng Kinh tế"),
    ];
    assert_eq!(send(&app, ADMIN, &fields).await.status, 303);
    assert_eq!(app.kept(&old).place.unit, "Phòng Kinh tế");
    assert_eq!(app.get(SPECIALIST, path).await.status, 200);
    let names = app.office.unit_names().unwrap();
    assert!(
        names.contains(&"Phòng Kinh tế".to_owned()) && !names.contains(&"Phòng Văn hóa".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_use_is_not_closed_and_a_name_is_given_once() {
    let app = TestApp::new().await;
    let close = |unit: &'static str| [("_do", "close"), ("unit", unit), ("at", "0")];
    for unit in [COUNTER, UNIT] {
        let refused = send(&app, ADMIN, &close(unit)).await;
        assert_eq!(refused.status, 422, "{unit}");
        assert!(refused.text().contains("Còn cán bộ"), "{}", refused.text());
    }
    let add = [("_do", "add"), ("name", "Tổ lưu trữ")];
    assert_eq!(send(&app, ADMIN, &add).await.status, 303);
    assert_eq!(send(&app, ADMIN, &add).await.status, 422);
    assert_eq!(
        send(&app, ADMIN, &[("_do", "add"), ("name", " ")])
            .await
            .status,
        422
    );
    assert_eq!(rename(&app, "Tổ lưu trữ", UNIT).await, 422);
    assert_eq!(send(&app, LEADER, &add).await.status, 403);
    assert_eq!(send(&app, ADMIN, &close("Tổ lưu trữ")).await.status, 303);
    let page = app.page(ADMIN, PATH).await;
    assert!(page.contains("Đơn vị đã đóng hoặc đã gộp"), "{page}");
    // Accounts choose among the units that work today.
    let account = [
        ("name", "Lê Văn Tám"),
        ("username", "tam"),
        ("unit", "Tổ lưu trữ"),
        ("role", "specialist"),
    ];
    let account: Vec<(String, String)> = account
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(
        app.send_form(ADMIN, "/quan-tri/tai-khoan", &account)
            .await
            .status,
        422
    );
}
