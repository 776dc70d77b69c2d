//! The bytes on the disk, opened for ever: each line of `tests/format/rows.txt` names a row and shows its
//! key and value. A line may be added, never changed.

use motcua::domain::audit::{By, Deed, Ground, Trace, Who};
use motcua::domain::officer::Username;
use motcua::domain::time::Moment;
use motcua::kv::Space;
use motcua::kv::keys::{self, Desc};
use motcua::store::migrations::{MIGRATIONS, migrate};
use motcua::store::{Load, Save, Subject, audit, history, journal, sequence};

use super::parcel::{Parcel, memory, parcel, write};

const ROWS: &str = include_str!("../format/rows.txt");
const FOLDED: &[u8] = include_bytes!("../format/parcel_folded.bin");

/// A line's bytes: space id, key and value.
fn golden(name: &str) -> (Space, Vec<u8>, Vec<u8>) {
    let line = ROWS
        .lines()
        .find(|line| line.split(" | ").next() == Some(name));
    let mut fields = line
        .unwrap_or_else(|| panic!("no line {name}"))
        .split(" | ")
        .skip(1);
    let id = fields.next().unwrap().parse().unwrap();
    let mut bytes = || unescaped(fields.next().unwrap_or_default());
    (Space::new(id, "golden"), bytes(), bytes())
}

/// Undoes `escape_ascii`.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let (byte, left) = match (*first, after) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                (
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap(),
                    after,
                )
            }
            (b'\\', [b't', after @ ..]) => (b'\t', after),
            (b'\\', [b'n', after @ ..]) => (b'\n', after),
            (b'\\', [b'r', after @ ..]) => (b'\r', after),
            (b'\\', [same, after @ ..]) => (*same, after),
            (plain, after) => (plain, after),
        };
        bytes.push(byte);
        rest = left;
    }
    bytes
}

#[test]
fn keys_are_written_as_ever() {
    let written = [
        ("key text", keys::encode("H12.35")),
        ("key text with end and escape", keys::encode("a\0b\u{1}c")),
        ("key vietnamese", keys::encode("đất đai")),
        ("key numbers", keys::encode(&(1_u8, 2_u16, 3_u32, 4_u64))),
        (
            "key signed",
            keys::encode(&(-1_i32, 0_i64, 1_i64, i64::MIN)),
        ),
        (
            "key newest first",
            keys::encode(&("an", Desc(1_764_000_000_i64), "p")),
        ),
        ("key newest text first", keys::encode(&Desc("an"))),
        ("key options", keys::encode(&(None::<u8>, Some(7_u8), true))),
        ("key hash", keys::encode(&[9_u8, 0, 255])),
    ];
    for (name, key) in written {
        assert_eq!(key, golden(name).1, "{name}: {}", key.escape_ascii());
    }
}

#[test]
fn rows_are_written_as_ever() {
    let kv = memory();
    migrate(&kv, &MIGRATIONS[..1]).unwrap();
    write(&kv, |tx| {
        tx.save(&parcel("p"))?;
        sequence::next(tx, &("codes", 20_261_124_u32))?;
        journal(tx, &Subject::of::<Parcel>(&"p".into()), &"saved")?;
        let by = By {
            who: Who::Account(Username::new("tiepnhan").unwrap()),
            from: Some("2001:db8::7".parse().unwrap()),
        };
        let read = Trace::new(&by, Deed::DossierRead, Moment::from_unix(1_764_000_000));
        audit::write(tx, &read.on("H41.152-260310-0001").because(Ground::Counter))?;
        audit::write(
            tx,
            &Trace::new(&By::CLOCK, Deed::BackedUp, Moment::from_unix(1_764_000_060)),
        )
    });
    for name in [
        "audit entry",
        "audit entry after",
        "audit end",
        "record",
        "index with summary",
        "index bare",
        "counter",
        "counter of the feed",
        "history",
        "feed",
        "schema",
        "migration",
    ] {
        let (space, key, value) = golden(name);
        let found = kv.read(|view| view.get(space, &key)).unwrap();
        let found = found.unwrap_or_else(|| panic!("{name}: not there"));
        assert_eq!(found, value, "{name}: {}", found.escape_ascii());
    }
}

#[test]
fn rows_of_every_version_open() {
    let kv = memory();
    for name in ["record", "record version 1", "history"] {
        write(&kv, move |tx| {
            let (space, key, value) = golden(name);
            tx.put(space, key, value)
        });
    }
    write(&kv, |tx| tx.put(super::parcel::PARCELS, *b"long\0", FOLDED));
    kv.read(|view| {
        assert_eq!(view.load::<Parcel>(&"p".into())?, Some(parcel("p")));
        let oldest = view.load::<Parcel>(&"p1".into())?.unwrap();
        assert_eq!((oldest.grams, oldest.labels.len()), (5, 0));
        let folded = view.load::<Parcel>(&"long".into())?.unwrap();
        assert_eq!(folded.note, "Hồ sơ ".repeat(1000));
        let events = history(view, &Subject::of::<Parcel>(&"p".into()), 0, 9)?;
        assert_eq!(events[0].event::<String>()?, "saved");
        Ok(())
    })
    .unwrap();
}
