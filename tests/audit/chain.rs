//! Entries that were changed, left out, put elsewhere or cut off, each named.

use motcua::domain::audit::{By, Deed, Trace};
use motcua::domain::time::Moment;
use motcua::kv::keys;
use motcua::kv::{Kv, MemoryEngine, Space, Tx, WriteError};
use motcua::store::audit::{self, Broken, Head};
use motcua::store::spaces::{AUDIT, META};

use crate::faulty::Dice;

const ENTRIES: u64 = 60;

type Never = WriteError<std::convert::Infallible>;

pub fn record(entries: u64) -> Kv {
    let kv = Kv::new(MemoryEngine::new());
    for seq in 1..=entries {
        kv.write_blocking(move |tx: &mut Tx<'_>| {
            let at = Moment::from_unix(1_700_000_000 + i64::try_from(seq).unwrap() * 3_600);
            let trace = Trace::new(&By::CONSOLE, Deed::DossierRead, at)
                .on(format!("H41.152-260310-{seq:04}"))
                .detail("đọc «hồ sơ»");
            let given = audit::write(tx, &trace)?;
            assert_eq!(given, seq);
            Ok::<_, Never>(())
        })
        .unwrap();
    }
    kv
}

fn row(kv: &Kv, space: Space, key: &[u8]) -> Vec<u8> {
    kv.read(|view| view.get(space, key)).unwrap().unwrap()
}

/// Writes rows behind the record's back.
fn forge(kv: &Kv, rows: Vec<(Vec<u8>, Option<Vec<u8>>)>) {
    kv.write_blocking(move |tx: &mut Tx<'_>| {
        for (key, value) in rows.clone() {
            match value {
                Some(value) => tx.put(AUDIT, key, value)?,
                None => tx.delete(AUDIT, key)?,
            }
        }
        Ok::<_, Never>(())
    })
    .unwrap();
}

fn check(kv: &Kv) -> Option<Broken> {
    kv.read(|view| audit::check(view, Head::default())).unwrap()
}

#[test]
fn every_single_byte_that_changes_is_found_and_its_entry_named() {
    let kv = record(ENTRIES);
    assert_eq!(check(&kv), None);
    let mut dice = Dice(20_261_125);
    for round in 0..2_000 {
        let seq = 1 + dice.roll(ENTRIES);
        let key = keys::encode(&seq);
        let value = row(&kv, AUDIT, &key);
        let mut changed = value.clone();
        let at = usize::try_from(dice.roll(value.len() as u64)).unwrap();
        changed[at] ^= 1 << dice.roll(8);
        forge(&kv, vec![(key.clone(), Some(changed))]);
        let found = check(&kv);
        assert!(
            matches!(found, Some(Broken::Changed(named) | Broken::Unreadable(named)) if named == seq),
            "round {round}: entry {seq}, byte {at}: {found:?}"
        );
        forge(&kv, vec![(key, Some(value))]);
    }
    assert_eq!(check(&kv), None);
}

#[test]
fn an_entry_that_is_missing_or_numbered_otherwise_is_a_gap() {
    let kv = record(ENTRIES);
    for seq in [1, 17, ENTRIES - 1] {
        let key = keys::encode(&seq);
        let value = row(&kv, AUDIT, &key);
        forge(&kv, vec![(key.clone(), None)]);
        assert_eq!(check(&kv), Some(Broken::Gap(seq)));
        // Under another number.
        let mut other = key.clone();
        other[0] ^= 1;
        forge(&kv, vec![(other.clone(), Some(value.clone()))]);
        assert_eq!(check(&kv), Some(Broken::Gap(seq)));
        forge(&kv, vec![(other, None), (key, Some(value))]);
    }
    assert_eq!(check(&kv), None);
}

#[test]
fn entries_that_changed_places_are_named() {
    let kv = record(ENTRIES);
    let (one, other) = (keys::encode(&20_u64), keys::encode(&21_u64));
    let (first, second) = (row(&kv, AUDIT, &one), row(&kv, AUDIT, &other));
    forge(&kv, vec![(one, Some(second)), (other, Some(first))]);
    assert_eq!(check(&kv), Some(Broken::Changed(20)));
}

#[test]
fn an_end_that_was_cut_off_is_noticed() {
    let kv = record(ENTRIES);
    let last = vec![
        (keys::encode(&(ENTRIES - 1)), None),
        (keys::encode(&ENTRIES), None),
    ];
    forge(&kv, last);
    let (at, last) = (ENTRIES - 2, ENTRIES);
    assert_eq!(check(&kv), Some(Broken::Shortened { at, last }));
}

#[test]
fn an_end_that_was_forged_is_noticed() {
    let kv = record(ENTRIES);
    let head = row(&kv, META, &keys::encode("audit"));
    let mut dice = Dice(7);
    let mut noticed = 0;
    for _ in 0..200 {
        let mut changed = head.clone();
        let at = usize::try_from(dice.roll(head.len() as u64)).unwrap();
        changed[at] ^= 1 << dice.roll(8);
        let put = |value: Vec<u8>| {
            kv.write_blocking(move |tx: &mut Tx<'_>| {
                tx.put(META, keys::encode("audit"), value.clone())?;
                Ok::<_, Never>(())
            })
            .unwrap();
        };
        put(changed);
        let found = kv.read(|view| audit::check(view, Head::default()));
        assert!(!matches!(found, Ok(None)), "byte {at}");
        noticed += 1;
        put(head.clone());
    }
    assert_eq!(noticed, 200);
}
