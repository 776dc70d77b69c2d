//! Older entries in files of their own, and ends of the chain that the office has signed.

use std::io::{Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use motcua::backup::archive::{self, Trusted};
use motcua::backup::{Holdings, verify};
use motcua::domain::time::Moment;
use motcua::files::Files;
use motcua::kv::{Kv, Tx, WriteError};
use motcua::seal::{PublicKey, Seal};
use motcua::store::Save;
use motcua::store::audit::{Checkpoint, Segment};

use super::chain::record;
use crate::faulty::Dice;
use crate::support::{CITIZEN, TestApp};

const ENTRIES: u64 = 60;

struct Place {
    kv: Kv,
    files: Files,
    seal: Seal,
    directory: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self {
            kv: record(ENTRIES),
            files: Files::open(directory.path().join("files")).unwrap(),
            seal: Seal::from_seed(&[7; 32]),
            directory,
        }
    }

    fn with<T>(&self, deed: impl FnOnce(&Holdings<'_>, &Path) -> T) -> T {
        let holdings = Holdings {
            kv: &self.kv,
            files: &self.files,
            seal: &self.seal,
            root: self.directory.path(),
        };
        deed(&holdings, &holdings.backups().join(archive::FOLDER))
    }

    /// Archives the entries before the one with this number.
    fn archive(&self, before: u64) -> Option<Segment> {
        let until = Moment::from_unix(1_700_000_000 + i64::try_from(before).unwrap() * 3_600);
        self.with(|holdings, _| archive::archive(holdings, until, until).unwrap())
    }

    fn faults(&self) -> Vec<String> {
        self.with(|holdings, _| verify(holdings, &mut |_| {}).unwrap().faults)
    }
}

#[test]
fn the_record_goes_on_from_what_was_archived() {
    let place = Place::new();
    let first = place.archive(21).unwrap();
    assert_eq!((first.first, first.end.seq), (1, 20));
    assert_eq!(place.archive(21), None, "nothing older is left");
    let second = place.archive(41).unwrap();
    assert_eq!((second.first, second.end.seq), (21, 40));
    assert_eq!(place.faults(), Vec::<String>::new());
    let key = PublicKey::from_text(&place.seal.public_key()).unwrap();
    place.with(|_, folder| {
        let file = std::fs::File::open(folder.join(&second.file)).unwrap();
        let proven = archive::check(file, Some(Trusted::Key(&key))).unwrap();
        assert_eq!((proven.after, proven.end), (first.end, second.end));
    });
}

#[test]
fn a_changed_byte_of_an_archived_file_is_found_and_the_file_named() {
    let place = Place::new();
    let segment = place.archive(41).unwrap();
    let path = place.with(|_, folder| folder.join(&segment.file));
    let bytes = std::fs::read(&path).unwrap();
    let mut dice = Dice(1);
    for _ in 0..200 {
        let mut changed = bytes.clone();
        let at = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
        changed[at] ^= 1 << dice.roll(8);
        std::fs::write(&path, changed).unwrap();
        let faults = place.faults();
        assert!(
            faults.iter().any(|fault| fault.contains(&segment.file)),
            "byte {at}: {faults:?}"
        );
    }
    std::fs::remove_file(&path).unwrap();
    assert!(place.faults()[0].contains(&segment.file));
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(place.faults(), Vec::<String>::new());
}

/// The lines of a file of entries, changed and packed again by somebody who knows the format.
fn repacked(path: &Path, change: impl FnOnce(&mut Vec<String>)) -> Vec<u8> {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    change(&mut lines);
    let mut zip = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for line in lines {
        writeln!(zip, "{line}").unwrap();
    }
    zip.finish().unwrap()
}

#[test]
fn whoever_forges_a_file_of_entries_is_found_out() {
    let place = Place::new();
    let segment = place.archive(41).unwrap();
    let path = place.with(|_, folder| folder.join(&segment.file));
    let key = PublicKey::from_text(&place.seal.public_key()).unwrap();
    let other = PublicKey::from_text(&Seal::from_seed(&[8; 32]).public_key()).unwrap();
    let check = |bytes: &[u8], key| archive::check(bytes, Some(Trusted::Key(key)));
    assert!(check(&std::fs::read(&path).unwrap(), &key).is_ok());
    let refused = check(&std::fs::read(&path).unwrap(), &other).unwrap_err();
    assert!(refused.contains("chữ ký"), "{refused}");
    for (what, named, change) in [
        (
            "an entry left out",
            "thiếu mục số 10",
            (|l| drop(l.remove(10))) as fn(&mut Vec<String>),
        ),
        ("another word", "mục số 5 ", |l| {
            l[5] = l[5].replace("0005", "0006");
        }),
        ("two that changed places", "thiếu mục số 7", |l| {
            l.swap(7, 8);
        }),
        ("the end cut off", "giữa chừng", |l| l.truncate(12)),
        ("an earlier end", "mục số 40", |l| drop(l.remove(40))),
        ("more after the end", "sau dòng kết thúc", |l| {
            l.push("{}".to_owned());
        }),
        ("another kind", "không phải", |l| {
            l[0] = l[0].replace("audit 1", "audit 9");
        }),
    ] {
        let refused = check(&repacked(&path, change), &key).unwrap_err();
        assert!(refused.contains(named), "{what}: {refused}");
    }
}

#[tokio::test]
async fn a_checkpoint_proves_what_came_before_it() {
    let app = TestApp::on_memory().await;
    app.get(CITIZEN, "/api/v1/dossiers").await;
    let office = app.office.clone();
    let now = app.now();
    let signed = tokio::task::spawn_blocking(move || {
        let first = office.sign_checkpoint(now).unwrap().unwrap();
        assert_eq!(
            office.sign_checkpoint(now).unwrap(),
            Some(first.clone()),
            "signed already"
        );
        first
    })
    .await
    .unwrap();
    assert_eq!(signed.head, app.office.audit_head().unwrap());
    // Somebody who can write rows but has no key.
    let mut forged = signed.clone();
    forged.head.seq -= 1;
    let before = app.office.audited(signed.head.seq, 1).unwrap().remove(0);
    forged.head.link = before.link;
    let kept = forged.clone();
    let kv = app.office.kv.clone();
    let put = move |checkpoint: Checkpoint| {
        kv.write_blocking(move |tx: &mut Tx<'_>| {
            tx.save(&checkpoint)?;
            Ok::<_, WriteError<std::convert::Infallible>>(())
        })
        .unwrap();
    };
    tokio::task::spawn_blocking(move || put(kept))
        .await
        .unwrap();
    let report = verify(&app.holdings(), &mut |_| {}).unwrap();
    let named = format!("Điểm chốt ở mục số {}", forged.head.seq);
    assert!(
        report.faults.len() == 1 && report.faults[0].contains(&named),
        "{:?}",
        report.faults
    );
    let kv = app.office.kv.clone();
    tokio::task::spawn_blocking(move || {
        kv.write_blocking(move |tx: &mut Tx<'_>| {
            tx.remove::<Checkpoint>(&forged.head.seq)?;
            Ok::<_, WriteError<std::convert::Infallible>>(())
        })
        .unwrap();
    })
    .await
    .unwrap();
}
