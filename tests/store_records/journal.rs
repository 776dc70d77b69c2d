//! History, feed and migrations.

use motcua::kv::{Kv, MemoryEngine, Space, View, WriteError};
use motcua::store::migrations::{MIGRATIONS, MigrateError, Migration, migrate, version};
use motcua::store::{Subject, feed, history, journal, latest_seq};
use serde::{Deserialize, Serialize};

use super::parcel::{Parcel, findings, memory, parcel, write};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Event {
    Weighed { grams: u32 },
    Lost,
}

fn subject(code: &str) -> Subject {
    Subject::of::<Parcel>(&code.to_owned())
}

#[test]
fn history_and_feed_tell_what_happened_in_order() {
    let kv = memory();
    // "p" and "p1" must not see each other's history.
    for (code, event) in [
        ("p", Event::Weighed { grams: 1 }),
        ("p1", Event::Weighed { grams: 2 }),
        ("p", Event::Lost),
    ] {
        let event = serde_json::to_value(event).unwrap();
        write(&kv, move |tx| journal(tx, &subject(code), &event));
    }
    kv.read(|view| {
        let of_p = history(view, &subject("p"), 0, 10)?;
        assert_eq!(
            of_p.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
            [1, 3]
        );
        assert_eq!(of_p[0].event::<Event>()?, Event::Weighed { grams: 1 });
        assert_eq!(of_p[1].event::<Event>()?, Event::Lost);
        assert_eq!(history(view, &subject("p"), 1, 10)?, of_p[1..]);
        assert_eq!(history(view, &subject("p"), 0, 1)?, of_p[..1]);
        assert_eq!(history(view, &subject("p2"), 0, 10)?, []);

        let all = feed(view, 0, 10)?;
        let keys: Vec<_> = all
            .iter()
            .map(|entry| entry.subject.key::<Parcel>().unwrap())
            .collect();
        assert_eq!(keys, ["p", "p1", "p"]);
        assert_eq!(feed(view, 2, 10)?, all[2..]);
        assert_eq!(feed(view, 3, 10)?, []);
        assert_eq!(feed(view, 0, 2)?, all[..2]);
        assert_eq!(latest_seq(view)?, 3);
        Ok(())
    })
    .unwrap();
    assert_eq!(subject("p"), Subject::record(&parcel("p")));
    assert_eq!(findings(&kv), []);
}

#[test]
fn a_refused_job_leaves_no_gap_in_the_feed() {
    let kv = memory();
    for round in 0..6_u64 {
        let answer = kv.write_blocking(move |tx| {
            let seq = journal(tx, &subject("p"), &Event::Lost)?;
            if round % 2 == 0 {
                Err(WriteError::Declined(()))
            } else {
                Ok(seq)
            }
        });
        if round % 2 == 1 {
            assert_eq!(answer.unwrap(), round.div_ceil(2));
        }
    }
    assert_eq!(kv.read(|view| latest_seq(view)).unwrap(), 3);
    assert_eq!(findings(&kv), []);
}

const MARKS: Space = Space::new(220, "marks");

const THREE: &[Migration] = &[
    Migration {
        version: 1,
        name: "found",
        run: |tx| tx.put(MARKS, *b"a", *b"1"),
    },
    Migration {
        version: 2,
        name: "double",
        run: |tx| {
            let mut mark = tx.get(MARKS, b"a")?.unwrap_or_default();
            mark.extend(mark.clone());
            tx.put(MARKS, *b"a", mark)
        },
    },
    Migration {
        version: 3,
        name: "again",
        run: |tx| tx.put(MARKS, *b"b", *b"3"),
    },
];

#[test]
fn migrations_run_once_and_in_order() {
    let engine = MemoryEngine::new();
    let kv = Kv::new(engine.clone());
    assert_eq!(kv.read(|view| version(view)).unwrap(), 0);
    assert_eq!(migrate(&kv, &THREE[..2]).unwrap(), 2);
    assert_eq!(migrate(&kv, &THREE[..2]).unwrap(), 2);
    drop(kv);
    let kv = Kv::new(engine);
    assert_eq!(migrate(&kv, THREE).unwrap(), 3);
    assert_eq!(kv.read(|view| version(view)).unwrap(), 3);
    assert_eq!(
        kv.read(|view| view.get(MARKS, b"a")).unwrap().unwrap(),
        b"11"
    );
}

#[test]
fn a_failed_migration_leaves_the_version_before_it() {
    const FAILS: &[Migration] = &[
        THREE[0],
        Migration {
            version: 2,
            name: "fails",
            run: |tx| {
                tx.put(MARKS, *b"a", *b"half")?;
                tx.put(MARKS, vec![0; 2000], [])
            },
        },
    ];
    let kv = memory();
    assert!(matches!(migrate(&kv, FAILS), Err(MigrateError::Store(_))));
    assert_eq!(kv.read(|view| version(view)).unwrap(), 1);
    assert_eq!(
        kv.read(|view| view.get(MARKS, b"a")).unwrap().unwrap(),
        b"1"
    );
}

#[test]
fn a_newer_directory_is_refused_with_both_numbers() {
    let kv = memory();
    migrate(&kv, THREE).unwrap();
    let refused = migrate(&kv, &THREE[..1]).unwrap_err();
    assert!(matches!(
        refused,
        MigrateError::Newer { found: 3, known: 1 }
    ));
    assert_eq!(kv.read(|view| version(view)).unwrap(), 3);
}

#[test]
fn migrations_are_numbered_without_gaps() {
    for (place, migration) in (1..).zip(MIGRATIONS) {
        assert_eq!(migration.version, place, "{}", migration.name);
    }
}
