//! Index rows kept by difference, and the check that sees when they are not.

use std::collections::BTreeMap;

use motcua::kv::{KvError, NEXT, Space, Span, View, WriteError};
use motcua::store::{
    Flaw, IndexRow, Load, Record, Registry, Save, Subject, check_all, journal, spaces,
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::parcel::{
    BY_LABEL, BY_OWNER, PARCELS, Parcel, Summary, findings, found, memory, owed, parcel, parcels,
    write,
};

#[test]
fn a_saved_record_loads_and_owns_its_rows() {
    let kv = memory();
    write(&kv, |tx| tx.save(&parcel("p")));
    kv.read(|view| {
        assert_eq!(view.load::<Parcel>(&"p".into())?, Some(parcel("p")));
        assert_eq!(view.load::<Parcel>(&"q".into())?, None);
        let many = view.load_many::<Parcel>(&["q".into(), "p".into()])?;
        assert_eq!(many, [None, Some(parcel("p"))]);
        let listed = view.summaries::<Summary>(BY_OWNER, &Span::all().limit(9))?;
        assert_eq!(listed, [(b"an\0p\0".to_vec(), Summary { grams: 5 })]);
        Ok(())
    })
    .unwrap();
    assert_eq!(findings(&kv), []);
}

#[test]
fn only_the_difference_is_written() {
    let kv = memory();
    write(&kv, |tx| tx.save(&parcel("p")));
    write(&kv, |tx| {
        tx.save(&parcel("p"))?;
        assert!(tx.changes().is_empty(), "nothing changed");
        Ok(())
    });
    write(&kv, |tx| {
        let mut next = parcel("p");
        next.labels = vec!["blue".into(), "green".into()];
        tx.save(&next)?;
        let changed: Vec<_> = tx
            .changes()
            .iter()
            .map(|(space, key, _)| (space, key))
            .collect();
        let expected: [(u8, &[u8]); 3] = [(200, b"p\0"), (202, b"green\0p\0"), (202, b"red\0p\0")];
        assert_eq!(changed, expected);
        Ok(())
    });
}

#[test]
fn a_removed_record_takes_its_rows_along() {
    let kv = memory();
    write(&kv, |tx| tx.save(&parcel("p")));
    assert!(write(&kv, |tx| tx.remove::<Parcel>(&"p".into())));
    assert!(!write(&kv, |tx| tx.remove::<Parcel>(&"p".into())));
    assert!(found(&kv).is_empty());
    assert_eq!(findings(&kv), []);
}

#[test]
fn a_new_record_must_be_new() {
    let kv = memory();
    write(&kv, |tx| tx.save_new(&parcel("p")));
    let again = kv.write_blocking(|tx| {
        let mut other = parcel("p");
        other.grams = 9;
        tx.save_new(&other)?;
        Ok::<_, WriteError<()>>(())
    });
    assert!(matches!(
        again,
        Err(WriteError::Store(KvError::Exists {
            space: "parcels",
            ..
        }))
    ));
    let kept = kv.read(|view| view.load::<Parcel>(&"p".into())).unwrap();
    assert_eq!(kept.unwrap().grams, 5);
    assert_eq!(findings(&kv), []);
}

#[test]
fn each_shows_the_records_of_a_span() {
    let kv = memory();
    for code in ["a", "b", "c"] {
        write(&kv, move |tx| tx.save(&parcel(code)));
    }
    let mut codes = Vec::new();
    kv.read(|view| {
        view.each(&Span::all().reverse().limit(2), &mut |parcel: Parcel| {
            codes.push(parcel.code);
            Ok(NEXT)
        })
    })
    .unwrap();
    assert_eq!(codes, ["c", "b"]);
}

#[test]
fn a_long_record_is_folded_and_unfolds() {
    let kv = memory();
    let mut long = parcel("p");
    long.note = "Giấy tờ phải nộp: ".repeat(20_000);
    let saved = long.clone();
    write(&kv, move |tx| tx.save(&saved));
    let stored = kv.read(|view| view.get(PARCELS, b"p\0")).unwrap().unwrap();
    assert!(stored.len() < 10_000);
    assert_eq!(stored[0], 0x82);
    let loaded = kv.read(|view| view.load::<Parcel>(&"p".into())).unwrap();
    assert_eq!(loaded, Some(long));
    assert_eq!(findings(&kv), []);
}

#[test]
fn a_value_of_a_newer_version_is_not_guessed_at() {
    let kv = memory();
    write(&kv, |tx| tx.put(PARCELS, *b"p\0", *b"\x03{}"));
    let loaded = kv.read(|view| view.load::<Parcel>(&"p".into()));
    assert_eq!(
        loaded.unwrap_err().to_string(),
        r"row p\x00 of space parcels: the value has version 3, known is up to 2"
    );
}

#[derive(Debug, Clone)]
enum Deed {
    Save(Parcel),
    Remove(String),
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn saved_then_checked_is_clean(
        deeds in prop::collection::vec(
            prop_oneof![
                4 => parcels().prop_map(Deed::Save),
                1 => parcels().prop_map(|parcel| Deed::Remove(parcel.code)),
            ],
            0..20,
        ),
        together in any::<bool>(),
    ) {
        let kv = memory();
        let mut kept = BTreeMap::new();
        for deed in &deeds {
            match deed {
                Deed::Save(parcel) => kept.insert(parcel.code.clone(), parcel.clone()),
                Deed::Remove(code) => kept.remove(code),
            };
        }
        let batches = if together { vec![deeds] } else { deeds.into_iter().map(|deed| vec![deed]).collect() };
        for batch in batches {
            write(&kv, move |tx| {
                for deed in &batch {
                    match deed {
                        Deed::Save(parcel) => tx.save(parcel)?,
                        Deed::Remove(code) => drop(tx.remove::<Parcel>(code)?),
                    }
                }
                Ok(())
            });
        }
        prop_assert_eq!(found(&kv), owed(&kept));
        prop_assert_eq!(findings(&kv), vec![]);
        let mut loaded = BTreeMap::new();
        kv.read(|view| view.each(&Span::all(), &mut |parcel: Parcel| {
            loaded.insert(parcel.code.clone(), parcel);
            Ok(NEXT)
        })).unwrap();
        prop_assert_eq!(loaded, kept);
    }
}

/// Damages a healthy store with one raw write and returns what the check says.
fn damaged(damage: fn(&mut motcua::kv::Tx<'_>) -> Result<(), KvError>) -> Vec<(u8, Vec<u8>, Flaw)> {
    let kv = memory();
    write(&kv, |tx| {
        for code in ["p", "q"] {
            tx.save(&parcel(code))?;
            journal(tx, &Subject::of::<Parcel>(&code.into()), &"saved")?;
        }
        Ok(())
    });
    assert_eq!(findings(&kv), []);
    write(&kv, damage);
    findings(&kv)
        .into_iter()
        .map(|finding| (finding.space.id, finding.key, finding.flaw))
        .collect()
}

#[test]
fn every_kind_of_damage_is_found() {
    let feed = |number: u64| number.to_be_bytes().to_vec();
    let history = |code: &str, number: u8| {
        // Space 200, the code with its end escaped, the end of the subject, the number.
        let mut key = vec![200];
        key.extend(code.as_bytes());
        key.extend([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, number]);
        key
    };
    assert_eq!(
        damaged(|tx| tx.delete(BY_LABEL, *b"red\0q\0")),
        [(202, b"red\0q\0".to_vec(), Flaw::Missing)]
    );
    assert_eq!(
        damaged(|tx| tx.put(BY_LABEL, *b"red\0x\0", [])),
        [(202, b"red\0x\0".to_vec(), Flaw::Surplus)]
    );
    assert_eq!(
        damaged(|tx| tx.put(BY_OWNER, *b"an\0q\0", *b"\x01{\"grams\":6}")),
        [(201, b"an\0q\0".to_vec(), Flaw::Different)]
    );
    assert_eq!(
        damaged(|tx| {
            let value = tx.get(PARCELS, b"q\0")?.unwrap();
            tx.put(PARCELS, *b"r\0", value)
        }),
        [
            (200, b"r\0".to_vec(), Flaw::Misplaced),
            (201, b"an\0q\0".to_vec(), Flaw::Disputed),
            (202, b"blue\0q\0".to_vec(), Flaw::Disputed),
            (202, b"red\0q\0".to_vec(), Flaw::Disputed),
        ]
    );
    let unreadable = damaged(|tx| tx.put(PARCELS, *b"r\0", *b"\x02{\"code\":"));
    assert!(
        matches!(&unreadable[..], [(200, _, Flaw::Unreadable(_))]),
        "{unreadable:?}"
    );
    assert_eq!(
        damaged(|tx| tx.put(Space::new(77, "old"), *b"k", *b"v")),
        [(77, b"k".to_vec(), Flaw::Stray)]
    );
    assert_eq!(
        damaged(|tx| tx.delete(spaces::FEED, 1_u64.to_be_bytes())),
        [(4, feed(1), Flaw::FeedMissing)]
    );
    assert_eq!(
        damaged(|tx| tx.delete(spaces::COUNTERS, *b"feed\0")),
        [(4, feed(2), Flaw::CounterBehind)]
    );
    assert_eq!(
        damaged(|tx| tx.delete(
            spaces::HISTORY,
            b"\xc8q\x01\x01\0\0\0\0\0\0\0\0\x02".to_vec()
        )),
        [(3, history("q", 2), Flaw::HistoryMissing)]
    );
    let unreadable = damaged(|tx| {
        tx.put(
            spaces::HISTORY,
            b"\xc8q\x01\x01\0\0\0\0\0\0\0\0\x02".to_vec(),
            *b"\x01{",
        )
    });
    assert!(
        matches!(&unreadable[..], [(3, _, Flaw::Unreadable(_))]),
        "{unreadable:?}"
    );
}

/// A record that forgets to declare an index.
#[derive(Serialize, Deserialize)]
struct Forgetful;

impl Record for Forgetful {
    type Key = u8;
    const SPACE: Space = Space::new(210, "forgetful");
    const INDICES: &'static [Space] = &[];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> u8 {
        1
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        rows.push(IndexRow::bare(BY_LABEL, &"forgotten"));
    }
}

#[test]
fn an_undeclared_index_is_found() {
    let kv = memory();
    write(&kv, |tx| tx.save(&Forgetful));
    let registry = Registry::new().record::<Forgetful>();
    let findings = kv.read(|view| check_all(view, &registry)).unwrap();
    let flaws: Vec<_> = findings
        .iter()
        .map(|finding| finding.flaw.clone())
        .collect();
    assert_eq!(flaws, [Flaw::Undeclared, Flaw::Stray]);
}

#[test]
fn spaces_have_distinct_ids_and_names() {
    let ids: std::collections::BTreeSet<_> = spaces::ALL.iter().map(|space| space.id).collect();
    let names: std::collections::BTreeSet<_> = spaces::ALL.iter().map(|space| space.name).collect();
    assert_eq!(
        (ids.len(), names.len()),
        (spaces::ALL.len(), spaces::ALL.len())
    );
}
