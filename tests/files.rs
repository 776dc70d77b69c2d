//! Attachments: durable before they are named, whole or refused, never taken while somebody needs them.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use motcua::domain::content::Harm;
use motcua::files::folder::Folder;
use motcua::files::{FileError, Files, Place, Sound, hex};
use sha2::{Digest, Sha256};

use crate::faulty::{Dice, Fault, Machine};
use crate::support::founding::pdf;

fn on(machine: &Machine) -> std::io::Result<Files> {
    let root = PathBuf::from("/data/files");
    Folder::open(root, Arc::new(machine.clone())).map(Files::on)
}

/// A PDF of about this size whose content is known by its number.
fn content(number: u64, size: usize) -> Vec<u8> {
    let mut bytes = pdf(&number.to_string());
    let mut dice = Dice(number);
    while bytes.len() < size {
        bytes.extend(dice.roll(u64::MAX).to_le_bytes());
    }
    bytes
}

fn keep(files: &Files, number: u64, bytes: &[u8]) -> Result<String, FileError> {
    let mut incoming = files.begin(&format!("upload {number}"))?;
    for piece in bytes.chunks(3_000) {
        incoming.take(piece)?;
    }
    Ok(incoming.keep("giấy.pdf")?.sha256)
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

const UNNAMED: fn() -> Result<bool, std::io::Error> = || Ok(false);

#[test]
fn no_fault_of_the_disk_loses_or_halves_a_content_that_was_kept() {
    let (rounds, first) = (number("MOTCUA_FAULTS", 150), number("MOTCUA_SEED", 1));
    for seed in first..first + rounds {
        let mut dice = Dice(seed);
        let mut machine = Machine::new(seed);
        let mut kept: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut next = seed * 1_000;
        for _ in 0..4 {
            machine.arm(Some(Fault::some(&mut dice, 120)));
            if let Ok(files) = on(&machine) {
                for _ in 0..8 {
                    next += 1;
                    let bytes = content(next, usize::try_from(dice.roll(9_000)).unwrap());
                    if let Ok(name) = keep(&files, next, &bytes) {
                        kept.insert(name, bytes);
                    }
                    let some = kept
                        .keys()
                        .nth(usize::try_from(dice.roll(8)).unwrap())
                        .cloned();
                    match (dice.roll(3), some) {
                        // What is in the trash can be fetched back, whatever happens on the way there.
                        (0, Some(name)) => drop(files.discard(&name, UNNAMED)),
                        (1, Some(name)) => drop(files.sound(&name)),
                        _ => {}
                    }
                }
            }
            machine = machine.restart();
        }
        let files = on(&machine).unwrap();
        for (name, bytes) in &kept {
            let found = files
                .read(name)
                .unwrap_or_else(|error| panic!("seed {seed}: {name}: {error:?}"));
            assert!(&found == bytes, "seed {seed}: {name} is another");
        }
        for place in [Place::Shelf, Place::Trash] {
            files
                .each(place, &mut |name, _| {
                    let whole = files.check_in(place, name);
                    assert!(whole.is_ok(), "seed {seed}: {name} has a name and is torn");
                })
                .unwrap();
        }
    }
}

#[test]
fn a_full_disk_takes_nothing_and_goes_on_by_itself_when_there_is_room() {
    let machine = Machine::new(1);
    let files = on(&machine).unwrap();
    let kept = keep(&files, 1, &content(1, 5_000)).unwrap();
    machine.arm(Some(Fault::Full {
        at: 0,
        calls: u64::MAX,
    }));
    match keep(&files, 2, &content(2, 5_000)) {
        Err(FileError::Io(error)) => assert_eq!(error.kind(), std::io::ErrorKind::StorageFull),
        other => panic!("{other:?}"),
    }
    machine.arm(None);
    assert!(files.read(&kept).is_ok());
    keep(&files, 2, &content(2, 5_000)).unwrap();
}

/// Files in a folder of the machine, and where one of them lies.
fn folder() -> (Files, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let files = Files::open(directory.path().join("files")).unwrap();
    (files, directory)
}

fn path(directory: &tempfile::TempDir, name: &str) -> PathBuf {
    let root = directory.path().join("files");
    root.join(&name[..2]).join(&name[2..4]).join(name)
}

#[test]
fn every_changed_byte_is_found_and_nothing_damaged_is_given() {
    let (files, directory) = folder();
    // One that is held in memory while it is checked, and one that is read twice.
    for (number, size) in [(1, 2_000), (2, 5 << 20)] {
        let bytes = content(number, size);
        let name = keep(&files, number, &bytes).unwrap();
        let path = path(&directory, &name);
        let mut dice = Dice(number);
        for _ in 0..20 {
            let mut changed = bytes.clone();
            let at = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
            changed[at] ^= 1 << dice.roll(8);
            std::fs::write(&path, &changed).unwrap();
            assert_eq!(files.harm(&name), Some(Harm::Changed), "byte {at}");
            assert!(
                matches!(files.sound(&name), Err(FileError::Damaged { sha256 }) if sha256 == name)
            );
        }
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(files.harm(&name), Some(Harm::Changed), "cut short");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(files.harm(&name), Some(Harm::Missing));
        // Whoever brings it again heals it.
        assert_eq!(keep(&files, number, &bytes).unwrap(), name);
        assert_eq!(files.harm(&name), None);
    }
}

#[test]
fn a_large_content_that_changes_while_it_goes_out_breaks_off() {
    let (files, directory) = folder();
    let bytes = content(1, 6 << 20);
    let name = keep(&files, 1, &bytes).unwrap();
    let Sound::Streamed(mut content) = files.sound(&name).unwrap() else {
        panic!("a content of six megabytes is not held in memory");
    };
    let path = path(&directory, &name);
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(3 << 20)).unwrap();
    std::io::Write::write_all(&mut file, b"another").unwrap();
    let error = content.read_to_end(&mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
}

#[test]
fn what_somebody_has_just_brought_is_not_discarded() {
    let (files, _directory) = folder();
    let bytes = content(1, 100);
    let mut incoming = files.begin("one").unwrap();
    incoming.take(&bytes).unwrap();
    let stored = incoming.keep("giấy.pdf").unwrap();
    let name = stored.sha256.clone();
    assert_eq!(
        files.discard(&name, UNNAMED).unwrap(),
        None,
        "the record is under way"
    );
    drop(stored);
    let named = || Ok::<_, std::io::Error>(true);
    assert_eq!(
        files.discard(&name, named).unwrap(),
        None,
        "a record names it"
    );
    assert_eq!(files.discard(&name, UNNAMED).unwrap(), Some(true));
    assert_eq!(
        files.discard(&name, UNNAMED).unwrap(),
        Some(false),
        "it lies there already"
    );
    assert_eq!(
        files.read(&name).unwrap(),
        bytes,
        "it comes back to whoever needs it"
    );
    files.discard(&name, UNNAMED).unwrap();
    files.purge(&name).unwrap();
    assert!(matches!(files.read(&name), Err(FileError::Missing { .. })));
}

#[test]
fn only_what_was_promised_is_taken_over() {
    let (files, _directory) = folder();
    let bytes = b"anything at all".to_vec();
    let name = hex(&Sha256::digest(&bytes));
    assert_eq!(files.take_over(&name, &mut bytes.as_slice()).unwrap(), 15);
    let other = hex(&Sha256::digest(b"something else"));
    let refused = files.take_over(&other, &mut bytes.as_slice());
    assert!(matches!(refused, Err(FileError::Damaged { .. })));
    assert!(matches!(files.read(&other), Err(FileError::Missing { .. })));
}
