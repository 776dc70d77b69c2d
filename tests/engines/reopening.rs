//! What is answered is there after the process has ended, however it ended.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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

#[test]
fn a_file_without_a_clean_end_repairs_itself_and_holds_everything_answered() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let kv = open(&path);
    for round in 1..6 {
        put(&kv, (round - 1) * 40..round * 40);
        // What a killed process leaves: the file as it is, never closed.
        let left = directory.path().join(format!("left {round}"));
        std::fs::copy(&path, &left).unwrap();
        let repairs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&repairs);
        let options = RedbOptions {
            on_repair: Some(Box::new(move |progress| {
                assert!((0.0..=1.0).contains(&progress));
                counted.fetch_add(1, Ordering::Relaxed);
            })),
            ..RedbOptions::default()
        };
        let again = Kv::new(RedbEngine::open(&left, options).unwrap());
        assert!(
            repairs.load(Ordering::Relaxed) > 0,
            "the repair was told of"
        );
        holds(&again, 0..round * 40);
        put(&again, 1000..1003);
        holds(&again, 1000..1003);
    }
}

#[test]
fn quick_repair_opens_without_a_walk() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let options = RedbOptions {
        quick_repair: true,
        ..RedbOptions::default()
    };
    let kv = Kv::new(RedbEngine::open(&path, options).unwrap());
    put(&kv, 0..40);
    let left = directory.path().join("left");
    std::fs::copy(&path, &left).unwrap();
    holds(&open(&left), 0..40);
}

#[test]
fn relaxed_commits_are_durable_after_a_flush_or_a_close() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows");
    let kv = open(&path);
    kv.set_durability(Durability::Relaxed);
    put(&kv, 0..40);
    holds(&kv, 0..40);
    kv.flush().unwrap();
    let left = directory.path().join("left");
    std::fs::copy(&path, &left).unwrap();
    holds(&open(&left), 0..40);

    put(&kv, 40..80);
    kv.close();
    holds(&open(&path), 0..80);
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
