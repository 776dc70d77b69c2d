//! What happens every night, by a clock that is moved.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::Method;
use motcua::backup::{self, Lock};
use motcua::office::audit::{checkpoint_text, read_checkpoint};
use motcua::office::backups::{Keeper, Task};
use motcua::work::doing::Doing;
use motcua::work::nightly::{Nightly, Plan};
use tempfile::TempDir;

use crate::support::{ADMIN, TestApp};

/// A key that is kept elsewhere.
const FAR_KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
const DAY: i64 = 24 * 60 * 60;

fn plan(app: &TestApp, folder: PathBuf) -> Plan {
    Plan {
        root: app.directory.path().to_owned(),
        folder,
        time: Some(jiff::civil::time(1, 30, 0, 0)),
        keep: 2,
        lock: Lock::Open,
    }
}

fn nightly(app: &TestApp, folder: PathBuf) -> Nightly {
    Nightly::new(&app.office, app.clock(), plan(app, folder))
}

/// Asks for a task and waits for its end; meanwhile nothing else begins, neither the night nor another task.
async fn ask(nightly: &Nightly, task: Task) {
    assert!(nightly.ask(task));
    for _ in 0..1000 {
        if nightly.doing().is_none() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(nightly.doing(), None, "the task does not end");
}

#[test]
fn one_task_waits_for_the_other() {
    let doing = Doing::default();
    let turn = doing.begin().unwrap();
    assert!(doing.begin().is_none());
    turn.say("Đang sao lưu");
    assert_eq!(doing.clone().words().as_deref(), Some("Đang sao lưu"));
    drop(turn);
    assert_eq!(doing.words(), None);
    assert!(doing.begin().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_closed_to_a_far_key_is_not_tried_and_not_called_wrong() {
    let app = TestApp::new().await;
    let usb = TempDir::new().unwrap();
    let plan = Plan {
        lock: Lock::recipient(FAR_KEY).unwrap(),
        ..plan(&app, usb.path().to_owned())
    };
    let nightly = Nightly::new(&app.office, app.clock(), plan);
    assert!(tokio::task::block_in_place(|| nightly.round()));
    let drill = app.office.attempts().unwrap().drill.unwrap();
    assert_eq!(drill.wrong, None);
    assert!(drill.said.contains("Chưa thử được"), "{}", drill.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_night_has_its_backup_and_every_week_its_trial() {
    let app = TestApp::new().await;
    let usb = TempDir::new().unwrap();
    let nightly = nightly(&app, usb.path().to_owned());
    let round = || tokio::task::block_in_place(|| nightly.round());
    app.filed().await;
    assert!(round(), "an office without a backup gets one at once");
    assert!(!round(), "and then none before the next night");
    let first = app.office.attempts().unwrap();
    assert_eq!(first.backup.unwrap().wrong, None);
    let drill = first.drill.unwrap();
    assert_eq!(drill.wrong, None);
    assert!(drill.said.contains("1 hồ sơ"), "{}", drill.said);
    assert!(!app.directory.path().join("drill").exists());

    for day in 1..=16 {
        app.later(DAY);
        app.filed().await;
        assert!(round(), "night {day}");
        assert!(!round());
    }
    let made = app.office.backups(100).unwrap();
    assert_eq!(made.len(), 17);
    let full = made.iter().filter(|one| one.parent.is_none()).count();
    assert_eq!(full, 3, "one a week");
    let lying = backup::list(usb.path()).unwrap();
    let kept = lying.iter().filter(|one| one.parent.is_none()).count();
    assert_eq!(kept, 2, "old ones go, with what goes on from them");
    for one in &lying {
        backup::examine(&one.path, &backup::Key::None, &mut |_| {}).unwrap();
    }
    let trial = app.office.attempts().unwrap().drill.unwrap();
    assert!(app.now().seconds_since(trial.at) < 7 * DAY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_night_is_shown_and_tried_again() {
    let app = TestApp::new().await;
    let usb = TempDir::new().unwrap();
    let folder = usb.path().join("usb");
    std::fs::write(&folder, "not a folder").unwrap();
    let nightly = nightly(&app, folder.clone());
    let round = || tokio::task::block_in_place(|| nightly.round());
    assert!(round());
    let wrong = app.office.attempts().unwrap().backup.unwrap().wrong;
    assert!(wrong.is_some_and(|wrong| wrong.contains("hãy")));
    assert!(!round(), "not every minute");
    std::fs::remove_file(&folder).unwrap();
    app.later(60 * 60);
    assert!(round());
    assert_eq!(app.office.attempts().unwrap().backup.unwrap().wrong, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_does_not_restore_is_told() {
    let app = TestApp::new().await;
    let usb = TempDir::new().unwrap();
    let nightly = nightly(&app, usb.path().to_owned());
    tokio::task::block_in_place(|| nightly.round());
    let newest = backup::list(usb.path()).unwrap().pop().unwrap();
    let mut bytes = std::fs::read(&newest.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&newest.path, bytes).unwrap();
    ask(&nightly, Task::Drill).await;
    let wrong = app.office.attempts().unwrap().drill.unwrap().wrong.unwrap();
    assert!(wrong.contains("byte"), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_sees_the_backups_and_asks_for_one() {
    let app = TestApp::new().await;
    let usb = TempDir::new().unwrap();
    let keeper = Arc::new(nightly(&app, usb.path().to_owned()));
    app.kept_by(keeper.clone());
    let page = app.page(ADMIN, "/quan-tri/sao-luu").await;
    assert!(page.contains("Chưa có bản sao lưu nào"));
    ask(&keeper, Task::Backup).await;
    let page = app.page(ADMIN, "/quan-tri/sao-luu").await;
    assert!(
        page.contains("vừa xong") && page.contains("Đầy đủ"),
        "{page}"
    );
    let reply = app.call(Method::GET, "/readyz").send().await;
    let ready = reply.expect(200);
    assert_eq!(ready["backup_age_seconds"], 0);
    assert_eq!(ready["last_backup"]["ok"], true);
    assert_eq!(
        (&ready["disk"], &ready["clock"]),
        (&true.into(), &true.into())
    );
    app.later(-DAY);
    let reply = app.call(Method::GET, "/readyz").send().await;
    assert_eq!(
        reply.expect(200)["clock"],
        false,
        "what is written lies ahead"
    );
    app.later(DAY);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_record_is_shown_exported_and_put_on_paper() {
    let app = TestApp::new().await;
    app.filed().await;
    let page = app.page(ADMIN, "/quan-tri/nhat-ky").await;
    assert!(
        page.contains("Nộp hồ sơ") && page.contains("Đăng nhập"),
        "{page}"
    );
    let page = app.page(ADMIN, "/quan-tri/nhat-ky/diem-chot").await;
    assert!(page.contains("<svg"));
    let office = app.office.clone();
    let now = app.now();
    let signed = tokio::task::spawn_blocking(move || office.sign_checkpoint(now).unwrap().unwrap())
        .await
        .unwrap();
    let text = checkpoint_text(&signed);
    assert_eq!(read_checkpoint(&text), Some(signed.clone()));
    for wrong in ["", "motcua-audit-1", &text[1..], &format!("{text} x")] {
        assert_eq!(read_checkpoint(wrong), None, "{wrong}");
    }
    let holdings = app.holdings();
    let missing = |end| backup::verify::missing(&holdings, &end).unwrap();
    assert_eq!(missing(signed.head), None);
    let mut forged = signed.head;
    forged.seq -= 1;
    assert!(missing(forged).is_some());
    let export = app.page(ADMIN, "/quan-tri/nhat-ky.jsonl").await;
    let mut lines = 0_u64;
    for (line, number) in export.lines().zip(1_u64..) {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(entry["seq"], number);
        lines += 1;
    }
    assert!(lines >= signed.head.seq);
}
