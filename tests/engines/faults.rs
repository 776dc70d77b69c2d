//! Whatever the disk does, what was answered for is there afterwards, whole, and nothing else is there in part.
//!
//! `MOTCUA_FAULTS` says how many faults to inject, `MOTCUA_SEED` where to begin; a failure prints the seed of its round.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use motcua::kv::{Kv, KvError, RedbEngine, RedbOptions, Space, Span, Tx, View, WriteError};

use crate::faulty::{Dice, Fault, Machine};

const PARTS: [Space; 3] = [
    Space::new(10, "papers"),
    Space::new(11, "lists"),
    Space::new(12, "lines"),
];
const COUNTER: Space = Space::new(13, "counter");

/// A megabyte of cache, so that pages go to the disk before their commit does.
fn open(disk: &Machine) -> Result<Kv, KvError> {
    let options = RedbOptions {
        cache_bytes: 1024 * 1024,
        ..RedbOptions::default()
    };
    RedbEngine::on(disk.clone(), options).map(Kv::new)
}

/// One person's filing: a row in each of three tables and the next number, together or not at all.
fn file(kv: &Kv, id: u32, size: usize) -> Result<(), WriteError<()>> {
    kv.write_blocking(move |tx: &mut Tx<'_>| {
        for part in PARTS {
            tx.put(
                part,
                id.to_be_bytes(),
                vec![u8::try_from(id % 251).unwrap(); size],
            )?;
        }
        let filed = count(tx)? + 1;
        tx.put(COUNTER, [], filed.to_be_bytes())?;
        Ok(())
    })
}

fn count(view: &(impl View + ?Sized)) -> Result<u32, KvError> {
    let value = view.get(COUNTER, &[])?;
    Ok(value.map_or(0, |value| u32::from_be_bytes(value.try_into().unwrap())))
}

/// Which filings are there; fails when one is there in part or the numbers do not agree.
fn found(kv: &Kv) -> BTreeSet<u32> {
    kv.read(|view| {
        let ids = |space| {
            let rows = view.rows(space, &Span::all()).unwrap();
            let whole = |(key, value): (Vec<u8>, Vec<u8>)| {
                let id = u32::from_be_bytes(key.try_into().unwrap());
                assert!(
                    value.iter().all(|byte| u32::from(*byte) == id % 251),
                    "filing {id} is torn"
                );
                id
            };
            rows.into_iter().map(whole).collect::<BTreeSet<u32>>()
        };
        let papers = ids(PARTS[0]);
        assert_eq!(papers, ids(PARTS[1]), "half a filing");
        assert_eq!(papers, ids(PARTS[2]), "half a filing");
        assert_eq!(
            papers.len(),
            count(view)? as usize,
            "numbers and filings differ"
        );
        Ok(papers)
    })
    .unwrap()
}

/// Four people file at once, until the disk fails or everybody has filed; who was answered is returned.
fn busy(kv: &Kv, next: &Arc<AtomicU32>, each: u32, dice: &mut Dice) -> BTreeSet<u32> {
    let answered = Mutex::new(BTreeSet::new());
    let sizes: Vec<usize> = (0..4)
        .map(|_| [60, 700, 9_000][usize::try_from(dice.roll(3)).unwrap()])
        .collect();
    std::thread::scope(|scope| {
        for size in &sizes {
            scope.spawn(|| {
                for _ in 0..each {
                    let id = next.fetch_add(1, Ordering::Relaxed);
                    if file(kv, id, *size).is_ok() {
                        answered.lock().unwrap().insert(id);
                    }
                }
            });
        }
    });
    answered.into_inner().unwrap()
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn no_fault_of_the_disk_loses_or_halves_what_was_answered_for() {
    let (rounds, first) = (number("MOTCUA_FAULTS", 120), number("MOTCUA_SEED", 1));
    for seed in first..first + rounds {
        println!("seed {seed}");
        let mut dice = Dice(seed);
        let mut disk = Machine::new(seed);
        // A new file gets its name when it is whole, so no fault befalls one that is being made.
        drop(open(&disk).unwrap());
        let next = Arc::new(AtomicU32::new(0));
        let mut answered = BTreeSet::new();
        // Several faults befall the same file, so that recovery itself is hit as well.
        for _ in 0..4 {
            disk.arm(Some(Fault::some(&mut dice, 400)));
            if let Ok(kv) = open(&disk) {
                answered.extend(busy(&kv, &next, 12, &mut dice));
                if !disk.is_off() {
                    disk.arm(None);
                    let there = found(&kv);
                    assert!(
                        answered.is_subset(&there),
                        "seed {seed}: lost while running"
                    );
                }
                if dice.roll(2) == 0 {
                    // As kill -9 leaves it: nothing is closed, and the disk goes first.
                    disk = disk.restart();
                }
                drop(kv);
            }
            if disk.is_off() || dice.roll(2) == 0 {
                disk = disk.restart();
            }
        }
        disk.arm(None);
        let kv = open(&disk).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let there = found(&kv);
        assert!(
            answered.is_subset(&there),
            "seed {seed}: lost {:?}",
            answered.difference(&there)
        );
        assert!(
            !busy(&kv, &next, 3, &mut dice).is_empty(),
            "seed {seed}: goes on"
        );
    }
}

#[test]
fn a_full_disk_refuses_in_words_and_goes_on_by_itself_when_there_is_room() {
    let disk = Machine::new(1);
    let kv = open(&disk).unwrap();
    file(&kv, 1, 100).unwrap();
    disk.arm(Some(Fault::Full {
        at: 0,
        calls: u64::MAX,
    }));
    let mut refused = None;
    for id in 2..4_000 {
        if let Err(WriteError::Store(trouble)) = file(&kv, id, 9_000) {
            refused = Some((id, trouble));
            break;
        }
    }
    let (id, trouble) = refused.expect("a disk that takes nothing is noticed");
    assert!(trouble.is_disk_full(), "{trouble}");
    let there = found(&kv);
    assert!((1..id).all(|id| there.contains(&id)) && !there.contains(&id));
    disk.arm(None);
    file(&kv, 5_000, 9_000).unwrap();
    assert!(found(&kv).contains(&5_000));
}
