//! Every directory that a program of the past has left becomes one of today, and one that does not is left as it was.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use motcua::backup::upgrading::{Snapshot, is_older};
use motcua::kv::{Kv, NEXT, RedbEngine, RedbOptions, Span, Tx, View, WriteError};
use motcua::store::migrations::{self, MIGRATIONS};
use motcua::store::spaces;
use serde_json::Value;
use tempfile::TempDir;

const RECORDS: &str = "motcua.redb";

fn open(root: &Path) -> Kv {
    Kv::new(RedbEngine::open(root.join(RECORDS), RedbOptions::default()).unwrap())
}

fn rows(kv: &Kv) -> BTreeMap<(u8, Vec<u8>), Vec<u8>> {
    let mut all = BTreeMap::new();
    kv.read(|view| {
        for space in spaces::ALL {
            view.scan(*space, &Span::all(), &mut |key, value| {
                all.insert((space.id, key.to_vec()), value.to_vec());
                Ok(NEXT)
            })?;
        }
        Ok(())
    })
    .unwrap();
    all
}

fn motcua(root: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(args)
        .arg("--data-dir")
        .arg(root)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8(text).unwrap(),
    )
}

/// Directories as each version left them, with the number of dossiers in each.
const GOLDEN: [(&str, u64); 1] = [("0.1.0-schema-1", 12)];

#[test]
fn each_directory_of_the_past_is_taken_over() {
    for (name, dossiers) in GOLDEN {
        let folder = TempDir::new().unwrap();
        let packed = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden")
            .join(format!("{name}.tar.gz"));
        let unpacked = Command::new("tar")
            .arg("-xzf")
            .arg(&packed)
            .arg("-C")
            .arg(folder.path())
            .status()
            .unwrap();
        assert!(unpacked.success());
        let root = folder.path().join(name);
        let (code, said) = motcua(&root, &["verify", "--json"]);
        assert_eq!(code, 0, "{said}");
        let report: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        assert_eq!(report["dossiers"], dossiers, "{name}");
        let version = std::fs::read_to_string(root.join("VERSION")).unwrap();
        assert!(version.contains(&format!("schema {}", migrations::newest(MIGRATIONS))));
        let kept = root
            .join("backups")
            .join(format!("before-upgrade-{RECORDS}"));
        assert!(kept.exists(), "what it was is kept");
        // And then it is one of today: backed up, restored, the same again.
        let usb = TempDir::new().unwrap();
        let to = format!("{}/", usb.path().display());
        assert_eq!(motcua(&root, &["backup", "--to", &to]).0, 0);
        assert_eq!(motcua(&root, &["verify"]).0, 0);
    }
}

#[test]
fn an_upgrade_that_fails_leaves_everything_as_it_was() {
    let folder = TempDir::new().unwrap();
    let kv = open(folder.path());
    migrations::migrate(&kv, &MIGRATIONS[..1]).unwrap();
    for number in 0..500_u32 {
        let put = move |tx: &mut Tx<'_>| {
            tx.put(spaces::DRAFTS, number.to_be_bytes(), b"\x01{}")?;
            Ok::<(), WriteError<std::convert::Infallible>>(())
        };
        kv.write_blocking(put).unwrap();
    }
    assert!(is_older(&kv, MIGRATIONS).unwrap());
    let before = rows(&kv);
    let snapshot = Snapshot::take(kv, folder.path(), RECORDS).unwrap();

    let kv = open(folder.path());
    assert_eq!(rows(&kv), before);
    migrations::migrate(&kv, MIGRATIONS).unwrap();
    let wreck = |tx: &mut Tx<'_>| {
        for (key, _) in tx.rows(spaces::DRAFTS, &Span::all())? {
            tx.delete(spaces::DRAFTS, key)?;
        }
        Ok::<(), WriteError<std::convert::Infallible>>(())
    };
    kv.write_blocking(wreck).unwrap();
    assert!(!is_older(&kv, MIGRATIONS).unwrap());
    kv.close();
    snapshot.put_back().unwrap();
    let kv = open(folder.path());
    assert_eq!(rows(&kv), before);
    assert!(is_older(&kv, MIGRATIONS).unwrap());
}
