//! The index follows the journal, survives whatever happens to it, and is made anew where it must be.

use std::fs;
use std::path::{Path, PathBuf};

use motcua::office::Office;
use motcua::office::read_dossiers::Filter;
use motcua::search::dossiers::DossierSearch;
use serde_json::json;

use crate::support::stages::{at_the_counter, code};
use crate::support::{RECEPTION, TestApp};

async fn filed(app: &TestApp, name: &str) -> String {
    let mut new = at_the_counter();
    new["applicant"]["name"] = json!(name);
    code(
        &app.post(RECEPTION, "/api/v1/dossiers", &new)
            .await
            .expect(201),
    )
}

fn found(app: &TestApp, office: &Office, text: &str) -> Vec<String> {
    let viewer = office.viewer_of(RECEPTION, app.now()).unwrap().unwrap();
    let filter = Filter {
        query: Some(text.to_owned()),
        ..Filter::default()
    };
    let page = office.dossiers(&viewer, &filter, None, 50).unwrap();
    page.items.into_iter().map(|item| item.code).collect()
}

fn on_disk(app: &TestApp, dir: &Path) -> Office {
    fs::create_dir_all(dir).unwrap();
    app.office.clone().searching(DossierSearch::open(dir))
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let folder = fs::read_dir(dir).unwrap().next().unwrap().unwrap().path();
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_is_found_as_it_is_now_and_once() {
    let app = TestApp::new().await;
    // Before there is an index, the records answer.
    let first = filed(&app, "Trịnh Văn Khải").await;
    assert_eq!(
        found(&app, &app.office, "trinh van"),
        std::slice::from_ref(&first)
    );
    assert_eq!(found(&app, &app.office, "khai trinh"), Vec::<String>::new());
    assert_eq!(app.office.follow_dossiers().unwrap(), 1);
    assert_eq!(
        found(&app, &app.office, "khai trinh"),
        std::slice::from_ref(&first)
    );
    assert_eq!(app.office.follow_dossiers().unwrap(), 0);
    let changes =
        json!({"changes": {"applicant": {"name": "Trịnh Văn Toản"}}, "reason": "Ghi sai tên"});
    app.done(RECEPTION, &first, "correct", changes).await;
    let second = filed(&app, "Trịnh Văn Khải").await;
    assert_eq!(app.office.follow_dossiers().unwrap(), 2);
    assert_eq!(
        found(&app, &app.office, "toan trinh"),
        std::slice::from_ref(&first)
    );
    let index = app.office.dossier_search.newest().unwrap();
    assert_eq!(index.count(), 2);
    assert_eq!(found(&app, &app.office, "khai trinh")[0], second);
    let built = app.office.rebuild_dossier_search(&mut |_| {}).unwrap();
    assert_eq!(built, 2);
    assert_eq!(found(&app, &app.office, "toan trinh"), [first]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_goes_on_after_a_restart_and_is_rebuilt_when_it_is_broken_or_of_another_journal()
{
    let app = TestApp::new().await;
    let dir = app.directory.path().join("index");
    let office = on_disk(&app, &dir);
    let first = filed(&app, "Cao Bá Quát").await;
    assert_eq!(office.follow_dossiers().unwrap(), 1);
    drop(office);
    // Going on: only what is new is written.
    let second = filed(&app, "Cao Bá Nhạ").await;
    let office = on_disk(&app, &dir);
    assert!(
        office.dossier_search.serving().is_none(),
        "not before it was looked through"
    );
    assert_eq!(office.follow_dossiers().unwrap(), 1);
    assert_eq!(
        found(&app, &office, "quat cao"),
        std::slice::from_ref(&first)
    );
    assert_eq!(
        found(&app, &office, "nha cao"),
        std::slice::from_ref(&second)
    );
    drop(office);
    // Every file of it, broken in turn.
    for name in files(&dir).iter().filter_map(|path| path.file_name()) {
        let office = on_disk(&app, &dir);
        office.follow_dossiers().unwrap();
        drop(office);
        let Some(path) = files(&dir)
            .into_iter()
            .find(|path| path.file_name() == Some(name))
        else {
            continue;
        };
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        match bytes.get_mut(middle) {
            Some(byte) => *byte ^= 0x55,
            None => bytes.push(1),
        }
        fs::write(&path, &bytes).unwrap();
        let office = on_disk(&app, &dir);
        office.follow_dossiers().unwrap();
        assert_eq!(
            found(&app, &office, "quat cao"),
            std::slice::from_ref(&first),
            "{name:?}"
        );
        assert_eq!(
            office.dossier_search.newest().unwrap().count(),
            2,
            "{name:?}"
        );
    }
    // The index of another office in this one's place.
    let other = TestApp::new().await;
    other.later(1);
    let elsewhere = on_disk(&other, &other.directory.path().join("index"));
    filed(&other, "Người Khác Hẳn").await;
    filed(&other, "Người Khác Nữa").await;
    elsewhere.follow_dossiers().unwrap();
    drop(elsewhere);
    fs::remove_dir_all(&dir).unwrap();
    fs::rename(other.directory.path().join("index"), &dir).unwrap();
    let office = on_disk(&app, &dir);
    office.follow_dossiers().unwrap();
    assert_eq!(found(&app, &office, "khac nguoi"), Vec::<String>::new());
    assert_eq!(found(&app, &office, "quat cao"), [first]);
    // A half-made one is thrown away.
    let (_, begun) = office.dossier_search.begin().unwrap();
    drop(begun);
    drop(office);
    let office = on_disk(&app, &dir);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
    office.follow_dossiers().unwrap();
    assert_eq!(found(&app, &office, "nha cao"), [second]);
}
