//! What is answered is there after the process has ended, however it ended.

use std::path::Path;
use std::sync::Arc;

use motcua::kv::{Durability, Kv, KvError, RedbEngine, RedbOptions, Space, WriteError};

const SPACE: Space = Space::new(10, "rows");

fn open(path: &Path) -> Kv {
    Kv::new(RedbEngine::open(path, RedbOptions::default()).unwrap())
}

fn put(kv: &Kv, numbers: std::ops::Range<u32>) {
    for number in numbers {
        kv.write_blocking(move |tx| {
            tx.put(SPACE, number.to_be_bytes(), [7; 300])?;
            Ok::<_, WriteError<()>>(())
        })
        .unwrap();
    }
}

fn holds(kv: &Kv, numbers: std::ops::Range<u32>) {
    let keys: Vec<_> = numbers
        .map(|number| number.to_be_bytes().to_vec())
        .collect();
    let values = kv.read(|view| view.get_many(SPACE, &keys)).unwrap();
    assert!(values.iter().all(Option::is_some));
}

#[test]
fn a_closed_file_holds_everything() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    put(&open(&path), 0..50);
    let kv = open(&path);
    holds(&kv, 0..50);
    put(&kv, 50..60);
    drop(kv);
    holds(&open(&path), 0..60);
}

/// What a killed process leaves: both files as they are, never closed.
fn copy(path: &Path, left: &Path) {
    std::fs::copy(path, left).unwrap();
    std::fs::copy(path.with_extension("wal"), left.with_extension("wal")).unwrap();
}

#[test]
fn files_without_a_clean_end_open_at_once_and_hold_everything_answered() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let kv = open(&path);
    for round in 1..6 {
        put(&kv, (round - 1) * 40..round * 40);
        let left = directory.path().join(format!("left{round}"));
        copy(&path, &left);
        let options = RedbOptions {
            on_repair: Some(Arc::new(|_| panic!("no walk through the file is needed"))),
            ..RedbOptions::default()
        };
        let again = Kv::new(RedbEngine::open(&left, options).unwrap());
        holds(&again, 0..round * 40);
        put(&again, 1000..1003);
        holds(&again, 1000..1003);
    }
}

#[test]
fn a_torn_end_of_the_log_was_never_answered_for() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let kv = open(&path);
    put(&kv, 0..10);
    let left = directory.path().join("left");
    copy(&path, &left);
    let before = std::fs::read(left.with_extension("wal")).unwrap();
    put(&kv, 10..11);
    let after = std::fs::read(path.with_extension("wal")).unwrap();
    // The eleventh frame got only half its way.
    let first = before.iter().zip(&after).position(|(a, b)| a != b).unwrap();
    let mut torn = before;
    torn[first..first + 200].copy_from_slice(&after[first..first + 200]);
    std::fs::write(left.with_extension("wal"), torn).unwrap();
    let again = open(&left);
    holds(&again, 0..10);
    put(&again, 10..20);
    holds(&again, 0..20);
}

#[test]
fn damage_within_the_log_is_named_and_never_passed_over() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let kv = open(&path);
    put(&kv, 0..10);
    let left = directory.path().join("left");
    copy(&path, &left);
    let mut log = std::fs::read(left.with_extension("wal")).unwrap();
    log[1000] ^= 1;
    std::fs::write(left.with_extension("wal"), log).unwrap();
    let words = refusal(&left);
    assert!(words.contains("is damaged, although entry"), "{words}");
}

#[test]
fn an_older_file_of_records_beside_a_newer_log_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let kv = open(&path);
    put(&kv, 0..10);
    kv.rest().unwrap();
    let left = directory.path().join("left");
    std::fs::copy(&path, &left).unwrap();
    put(&kv, 10..20);
    kv.rest().unwrap();
    put(&kv, 20..21);
    std::fs::copy(path.with_extension("wal"), left.with_extension("wal")).unwrap();
    let words = refusal(&left);
    assert!(words.contains("the records end at entry 10"), "{words}");
}

fn refusal(path: &Path) -> String {
    let refused = RedbEngine::open(path, RedbOptions::default());
    refused.err().expect("it is not opened").to_string()
}

#[test]
fn relaxed_commits_are_durable_after_a_rest_or_a_close() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let kv = open(&path);
    kv.set_durability(Durability::Relaxed);
    put(&kv, 0..40);
    holds(&kv, 0..40);
    kv.rest().unwrap();
    let left = directory.path().join("left");
    std::fs::copy(&path, &left).unwrap();
    holds(&open(&left), 0..40);

    put(&kv, 40..80);
    kv.close();
    holds(&open(&path), 0..80);
}

#[test]
fn a_file_whose_making_broke_off_is_made_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    std::fs::write(path.with_extension("new"), "half a head").unwrap();
    let kv = open(&path);
    put(&kv, 0..3);
    assert!(!path.with_extension("new").exists());
}

#[test]
fn a_second_process_is_kept_out() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let _kv = open(&path);
    let second = RedbEngine::open(&path, RedbOptions::default());
    assert!(matches!(
        second.err(),
        Some(KvError::Engine { doing: "open", .. })
    ));
}

#[test]
fn a_foreign_file_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    std::fs::write(&path, "something else entirely").unwrap();
    assert!(RedbEngine::open(&path, RedbOptions::default()).is_err());
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "something else entirely"
    );
}
