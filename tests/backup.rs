//! A backup is one moment, whole or refused, and an office grows from it again.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use axum::http::Method;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use motcua::backup::{
    self, Damaged, Empty, Flaw, Held, Holdings, Key, Lock, Made, Target, back_up, examine, restore,
};
use motcua::files::{Files, Place, hex};
use motcua::kv::{Kv, MemoryEngine, NEXT, RedbEngine, RedbOptions, Span};
use motcua::office::random;
use motcua::seal::Seal;
use motcua::store::spaces;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::faulty::Dice;
use crate::support::founding::pdf;
use crate::support::{CITIZEN, TestApp, at};

type Rows = BTreeMap<(u8, Vec<u8>), Vec<u8>>;

/// Every row of every space.
fn rows(kv: &Kv) -> Rows {
    let mut all = Rows::new();
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

fn contents(files: &Files) -> BTreeMap<String, Vec<u8>> {
    let mut names = Vec::new();
    files
        .each(Place::Shelf, &mut |name, _| names.push(name.to_owned()))
        .unwrap();
    names
        .into_iter()
        .map(|name| (name.clone(), files.read(&name).unwrap()))
        .collect()
}

/// An office that has begun to work: dossiers in several statuses, papers of every kind of name, a key and settings.
async fn office() -> TestApp {
    let app = TestApp::new().await;
    let root = app.directory.path();
    Seal::open_or_create(&root.join("keys")).unwrap();
    std::fs::write(root.join("config.toml"), "max_file_mb = 20\n").unwrap();
    for status in [1, 2, 4, 5] {
        app.in_status(status).await;
    }
    let long = format!("{}.pdf", "ế".repeat(83));
    assert!(long.len() > 250);
    for (number, name) in [
        "giấy khai sinh.pdf",
        "gia\u{302}\u{301}y khai sinh.pdf",
        long.as_str(),
    ]
    .into_iter()
    .enumerate()
    {
        upload(&app, name, &format!("papers {number}")).await;
    }
    app
}

async fn upload(app: &TestApp, name: &str, content: &str) {
    let reply = app
        .call(Method::POST, "/api/v1/files")
        .by(CITIZEN)
        .await
        .file("file", name, &pdf(content))
        .send()
        .await;
    reply.expect(201);
}

fn make(app: &TestApp, target: Target<'_>, incremental: bool, lock: &Lock) -> Made {
    let id = random::id();
    back_up(
        &app.holdings(),
        target,
        incremental,
        lock,
        &id,
        app.now(),
        &mut |_| {},
    )
    .unwrap()
}

fn make_in(app: &TestApp, folder: &Path, incremental: bool) -> Made {
    make(app, Target::Folder(folder), incremental, &Lock::Open)
}

/// What a backup becomes.
struct Restored {
    kv: Kv,
    files: Files,
    directory: TempDir,
    held: Held,
}

fn restored(path: &Path, key: &Key) -> Result<Restored, Damaged> {
    let directory = TempDir::new().unwrap();
    let engine = RedbEngine::open(directory.path().join("motcua.redb"), RedbOptions::default());
    let kv = Kv::new(engine.unwrap());
    let files = Files::open(directory.path().join("files")).unwrap();
    let into = Empty {
        kv: &kv,
        files: &files,
        root: directory.path(),
    };
    let held = restore(path, key, &into, &mut |_| {})?;
    Ok(Restored {
        kv,
        files,
        directory,
        held,
    })
}

fn flaw(outcome: Result<Restored, Damaged>) -> Flaw {
    match outcome {
        Ok(_) => panic!("a damaged backup was restored"),
        Err(damaged) => damaged.flaw,
    }
}

#[tokio::test]
async fn everything_of_one_moment_comes_back() {
    let app = office().await;
    let folder = TempDir::new().unwrap();
    let (before, papers) = (rows(&app.office.kv), contents(&app.office.files));
    let made = make_in(&app, folder.path(), false);
    assert!(made.totals.left_out.is_empty());
    let path = made.path.unwrap();
    let back = restored(&path, &Key::None).unwrap();
    assert_eq!(rows(&back.kv), before);
    assert_eq!(contents(&back.files), papers);
    assert_eq!(back.held.totals.rows, before.len() as u64);
    for loose in ["config.toml", "keys/office.key", "keys/office.pub"] {
        let own = app.directory.path().join(loose);
        if own.exists() {
            let same = std::fs::read(back.directory.path().join(loose)).unwrap();
            assert_eq!(same, std::fs::read(own).unwrap(), "{loose}");
        }
    }
    let keys = |root: &Path| std::fs::read_dir(root.join("keys")).unwrap().count();
    assert_eq!(keys(back.directory.path()), keys(app.directory.path()));
    let seal = Seal::open_or_create(&back.directory.path().join("keys")).unwrap();
    let holdings = Holdings {
        kv: &back.kv,
        files: &back.files,
        seal: &seal,
        root: back.directory.path(),
    };
    let report = backup::verify(&holdings, &mut |_| {}).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
}

#[tokio::test]
async fn large_and_empty_files_come_back() {
    let app = office().await;
    let big: Vec<u8> = (0..9_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let mut names = Vec::new();
    for content in [&big[..], &[]] {
        let name = hex(&Sha256::digest(content));
        app.office
            .files
            .take_over(&name, &mut io::Cursor::new(content))
            .unwrap();
        names.push((name, content));
    }
    let (path, _kept) = with_uploads(&app, &names);
    let back = restored(&path, &Key::None).unwrap();
    for (name, content) in names {
        assert_eq!(back.files.read(&name).unwrap(), content);
    }
}

/// A backup of the same office whose records name these contents, too.
fn with_uploads(app: &TestApp, names: &[(String, &[u8])]) -> (PathBuf, TempDir) {
    use motcua::domain::dossier::FileRef;
    use motcua::kv::{Tx, WriteError};
    use motcua::store::Save;
    use motcua::store::papers::Upload;
    let kv = Kv::new(MemoryEngine::new());
    let names: Vec<(String, u64)> = names
        .iter()
        .map(|(name, content)| (name.clone(), content.len() as u64))
        .collect();
    kv.write_blocking(move |tx: &mut Tx<'_>| {
        for (sha256, size) in &names {
            tx.save(&Upload {
                file: FileRef {
                    id: random::id(),
                    name: "ảnh.bin".to_owned(),
                    size: *size,
                    media_type: "application/pdf".to_owned(),
                    sha256: sha256.clone(),
                },
                owner: CITIZEN.to_owned(),
                at: at("2026-03-10T09:00:00+07:00"),
                used_by: vec!["x".to_owned()],
            })?;
        }
        Ok::<_, WriteError<std::convert::Infallible>>(())
    })
    .unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("one.mcb");
    let holdings = Holdings {
        kv: &kv,
        ..app.holdings()
    };
    let target = Target::File(&path);
    let id = random::id();
    back_up(
        &holdings,
        target,
        false,
        &Lock::Open,
        &id,
        app.now(),
        &mut |_| {},
    )
    .unwrap();
    (path, folder)
}

#[tokio::test]
async fn a_later_backup_holds_only_what_changed() {
    let app = office().await;
    let folder = TempDir::new().unwrap();
    for number in 0..20 {
        let mut dice = Dice(number);
        let noise: String = (0..2_000)
            .map(|_| dice.roll(u64::MAX).to_string())
            .collect();
        upload(&app, "ảnh chụp.pdf", &noise).await;
    }
    let full = make_in(&app, folder.path(), true);
    assert_eq!(full.parent, None, "there is none to go on from");
    let mut last = full.clone();
    for round in 0..3 {
        upload(&app, "thêm.pdf", &format!("more {round}")).await;
        app.filed().await;
        app.later(60);
        let next = make_in(&app, folder.path(), true);
        assert_eq!(next.parent.as_deref(), Some(last.id.as_str()));
        assert!(next.size < full.size / 10, "{} of {}", next.size, full.size);
        last = next;
    }
    let before = rows(&app.office.kv);
    let path = last.path.clone().unwrap();
    let back = restored(&path, &Key::None).unwrap();
    assert_eq!(back.held.backups, 4);
    // The store has since noted the backup itself only when somebody did so.
    assert_eq!(rows(&back.kv), before);
    assert_eq!(contents(&back.files), contents(&app.office.files));

    let middle = backup::list(folder.path()).unwrap();
    let gone = middle
        .iter()
        .find(|one| full.id.starts_with(&one.id))
        .unwrap();
    std::fs::rename(&gone.path, folder.path().join("elsewhere")).unwrap();
    let missing = flaw(restored(&path, &Key::None));
    assert!(matches!(missing, Flaw::WithoutParent(id) if id == full.id));
    let next = make_in(&app, folder.path(), true);
    assert_eq!(next.parent, None, "a chain with a hole is not gone on from");
}

#[tokio::test]
async fn old_chains_go_and_the_newest_stays() {
    let app = office().await;
    let folder = TempDir::new().unwrap();
    for _ in 0..3 {
        app.later(3_600);
        make_in(&app, folder.path(), false);
        app.later(3_600);
        upload(&app, "thêm.pdf", &app.now().to_string()).await;
        make_in(&app, folder.path(), true);
    }
    assert_eq!(backup::rotate(folder.path(), 2).unwrap(), 2);
    let left = backup::list(folder.path()).unwrap();
    assert_eq!(left.len(), 4);
    for one in left {
        examine(&one.path, &Key::None, &mut |_| {}).unwrap();
    }
}

#[tokio::test]
async fn a_closed_backup_opens_to_its_key_alone() {
    let app = office().await;
    let folder = TempDir::new().unwrap();
    let before = rows(&app.office.kv);
    let closed = Lock::passphrase("bốn mùa hoa nở\n").unwrap();
    let made = make(&app, Target::Folder(folder.path()), false, &closed);
    let path = made.path.unwrap();
    assert!(path.to_string_lossy().ends_with(".mcb.age"));
    let raw = std::fs::read(&path).unwrap();
    assert!(backup::is_one(&raw));
    assert!(matches!(flaw(restored(&path, &Key::None)), Flaw::Locked));
    let wrong = Key::from_text("bốn mùa hoa tàn");
    assert!(matches!(flaw(restored(&path, &wrong)), Flaw::Locked));
    let back = restored(&path, &Key::from_text("bốn mùa hoa nở")).unwrap();
    assert_eq!(rows(&back.kv), before);

    let identity = age::x25519::Identity::generate();
    let to = Lock::recipient(&identity.to_public().to_string()).unwrap();
    let made = make(&app, Target::Folder(folder.path()), false, &to);
    let closed = made.path.unwrap();
    assert!(matches!(flaw(restored(&closed, &wrong)), Flaw::Locked));
    let text = format!("# created: …\n{}\n", identity.to_string().expose_secret());
    let back = restored(&closed, &Key::from_text(&text)).unwrap();
    assert_eq!(rows(&back.kv), before);
    let mut changed = raw;
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    std::fs::write(&path, &changed).unwrap();
    let key = Key::from_text("bốn mùa hoa nở");
    assert!(matches!(flaw(restored(&path, &key)), Flaw::Changed));
}

#[tokio::test]
async fn each_of_two_thousand_changed_bytes_is_found_and_named() {
    let app = office().await;
    let folder = TempDir::new().unwrap();
    let made = make(
        &app,
        Target::File(&folder.path().join("one.mcb")),
        false,
        &Lock::Open,
    );
    let path = made.path.unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut dice = Dice(2_000);
    for _ in 0..2_000 {
        let place = usize::try_from(dice.roll(whole.len() as u64)).unwrap();
        let bit = 1 << dice.roll(8);
        let mut changed = whole.clone();
        changed[place] ^= bit;
        std::fs::write(&path, &changed).unwrap();
        let damaged = examine(&path, &Key::None, &mut |_| {})
            .err()
            .unwrap_or_else(|| panic!("bit {bit} of byte {place}: not noticed"));
        assert!(
            damaged.at <= place as u64,
            "{damaged} names what is behind {place}"
        );
        assert!(damaged.to_string().contains("one.mcb"), "{damaged}");
    }
    for cut in (0..whole.len()).step_by(whole.len() / 97) {
        std::fs::write(&path, &whole[..cut]).unwrap();
        assert!(
            examine(&path, &Key::None, &mut |_| {}).is_err(),
            "cut at {cut}"
        );
    }
    let mut longer = whole;
    longer.push(0);
    std::fs::write(&path, &longer).unwrap();
    assert!(examine(&path, &Key::None, &mut |_| {}).is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_under_load_is_one_moment() {
    let app = office().await;
    let folder = TempDir::new().unwrap();
    let working = async {
        for _ in 0..40 {
            app.accepted().await;
        }
    };
    let copying = async {
        let mut made = Vec::new();
        for _ in 0..6 {
            let backup = tokio::task::block_in_place(|| make_in(&app, folder.path(), true));
            made.push(backup);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        made
    };
    let ((), made) = tokio::join!(working, copying);
    let mut feeds = Vec::new();
    for backup in made {
        let back = restored(&backup.path.unwrap(), &Key::None).unwrap();
        let seq = back
            .kv
            .read(|view| motcua::store::latest_seq(view))
            .unwrap();
        assert_eq!(seq, back.held.head.feed);
        feeds.push(seq);
        let seal = Seal::from_seed(&[1; 32]);
        let holdings = Holdings {
            kv: &back.kv,
            files: &back.files,
            seal: &seal,
            root: back.directory.path(),
        };
        let report = backup::verify(&holdings, &mut |_| {}).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
    }
    assert!(feeds.is_sorted());
}

#[tokio::test]
async fn an_attachment_that_was_harmed_already_is_named_and_the_rest_is_saved() {
    let app = office().await;
    let folder = TempDir::new().unwrap();
    let mut names: Vec<String> = contents(&app.office.files).into_keys().collect();
    let victim = names.swap_remove(0);
    let path = app
        .directory
        .path()
        .join("files")
        .join(&victim[..2])
        .join(&victim[2..4])
        .join(&victim);
    let content = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let made = make_in(&app, folder.path(), false);
    assert_eq!(made.totals.left_out.len(), 1);
    assert_eq!(made.totals.left_out[0].sha256, victim);
    let back = restored(&made.path.unwrap(), &Key::None).unwrap();
    let there: Vec<String> = contents(&back.files).into_keys().collect();
    names.sort();
    assert_eq!(there, names);
    std::fs::write(&path, content).unwrap();
    let later = make_in(&app, folder.path(), true);
    assert!(later.totals.left_out.is_empty(), "what came back is saved");
    let back = restored(&later.path.unwrap(), &Key::None).unwrap();
    assert!(back.files.read(&victim).is_ok());
}

/// Kinds and contents.
type Frames = Vec<(u8, Vec<u8>)>;

/// A backup of these frames, written as the form says and not by the program.
fn forged(frames: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"motcua backup 1\n".to_vec();
    let mut link: [u8; 32] = Sha256::digest(&bytes).into();
    for (kind, content) in frames {
        let mut frame = vec![*kind];
        frame.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        frame.extend(content);
        let mut hash = Sha256::new();
        hash.update(link);
        hash.update(&frame);
        link = hash.finalize().into();
        bytes.extend(&frame);
        bytes.extend(link);
    }
    bytes
}

fn folded(rows: &[u8]) -> Vec<u8> {
    let mut folding = DeflateEncoder::new(Vec::new(), Compression::fast());
    folding.write_all(rows).unwrap();
    folding.finish().unwrap()
}

fn head(schema: u32) -> (u8, Vec<u8>) {
    let head = serde_json::json!({
        "id": "0123456789abcdef0123456789abcdef",
        "at": "2026-03-10T09:00:00+07:00",
        "program": "0.1.0", "schema": schema, "agency": "", "feed": 0,
        "audit": { "seq": 0, "link": "0".repeat(64) },
    });
    (b'H', head.to_string().into_bytes())
}

fn end(rows: u64) -> (u8, Vec<u8>) {
    let end = serde_json::json!({ "rows": rows, "attachments": 0 });
    (b'Z', end.to_string().into_bytes())
}

fn file(content: &[u8], pieces: &[&[u8]]) -> Vec<(u8, Vec<u8>)> {
    let mut begin = Sha256::digest(content).to_vec();
    begin.extend((content.len() as u64).to_be_bytes());
    let mut frames = vec![(b'F', begin)];
    frames.extend(pieces.iter().map(|piece| (b'D', piece.to_vec())));
    frames
}

fn row(space: u8, key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut row = vec![space];
    for part in [key, value] {
        row.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
    }
    row.extend(key);
    row.extend(value);
    row
}

fn read_forged(frames: &[(u8, Vec<u8>)]) -> Result<Restored, Damaged> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("forged.mcb");
    std::fs::write(&path, forged(frames)).unwrap();
    restored(&path, &Key::None)
}

#[test]
fn the_form_of_a_backup_is_what_the_description_says() {
    let content = b"%PDF-1.4 a paper";
    let mut frames = vec![head(1), (b'R', folded(&row(17, b"a", b"\x01{}")))];
    frames.extend(file(content, &[&content[..5], &content[5..]]));
    frames.push(end(1));
    let back = read_forged(&frames).unwrap();
    assert_eq!(rows(&back.kv).len(), 1);
    let name = hex(&Sha256::digest(content));
    assert_eq!(back.files.read(&name).unwrap(), content);
}

#[test]
fn a_hostile_backup_is_refused_and_leads_nowhere() {
    let key = b"secret";
    let place = |name: &str| {
        let mut content = Sha256::digest(key).to_vec();
        content.extend_from_slice(name.as_bytes());
        (b'P', content)
    };
    let mut hostile: Vec<(String, Frames)> = Vec::new();
    for name in [
        "../out",
        "/etc/passwd",
        "keys/../../out",
        "keys/",
        "keys/.hidden",
        "keys\\..\\out",
        "backups/audit/../../../out",
        "motcua.redb",
        "LOCK",
        "",
        "keys/a\0b",
    ] {
        let mut frames = vec![head(1), place(name)];
        frames.extend(file(key, &[key]));
        frames.push(end(0));
        hostile.push((format!("place «{name}»"), frames));
    }
    let bomb = folded(&vec![0; 64 << 20]);
    let with = |frames: Vec<(u8, Vec<u8>)>| {
        let mut all = vec![head(1)];
        all.extend(frames);
        all
    };
    let mut short = row(17, b"key", b"value");
    short.pop();
    let mut twice = file(key, &[key, key]);
    twice.push(end(0));
    let mut other = file(key, &[b"secreT"]);
    other.push(end(0));
    for (what, frames) in [
        (
            "rows that unfold to gigabytes",
            with(vec![(b'R', bomb), end(0)]),
        ),
        ("rows cut short", with(vec![(b'R', folded(&short)), end(1)])),
        (
            "rows that are no rows",
            with(vec![(b'R', vec![1, 2, 3]), end(0)]),
        ),
        (
            "a space nobody knows",
            with(vec![(b'R', folded(&row(250, b"k", b"v"))), end(1)]),
        ),
        ("fewer rows than promised", with(vec![end(5)])),
        ("a piece of no file", with(vec![(b'D', vec![1]), end(0)])),
        ("a file with too many pieces", with(twice)),
        ("another file than promised", with(other)),
        ("a file that ends early", with(file(key, &[]))),
        (
            "earlier rows without an earlier backup",
            with(vec![(b'K', vec![0; 32]), end(0)]),
        ),
        ("half a hash", with(vec![(b'G', vec![0; 33]), end(0)])),
        ("two heads", with(vec![head(1), end(0)])),
        ("no head", vec![end(0)]),
        ("a newer schema", vec![head(9_999), end(0)]),
        ("a head that is none", vec![(b'H', b"{}".to_vec()), end(0)]),
        (
            "a kind nobody knows",
            with(vec![(b'?', Vec::new()), end(0)]),
        ),
        ("no end", with(Vec::new())),
    ] {
        hostile.push((what.to_owned(), frames));
    }
    for (what, frames) in hostile {
        assert!(read_forged(&frames).is_err(), "{what} was taken");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_frames_at_all_are_read_or_refused(
        frames in prop::collection::vec(
            (prop::sample::select(b"HRKPFDGZ?".to_vec()), prop::collection::vec(any::<u8>(), 0..80)),
            0..8,
        ),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("any.mcb");
        let mut all = vec![head(1)];
        all.extend(frames);
        let mut bytes = forged(&all);
        bytes.extend(&rest);
        std::fs::write(&path, &bytes).unwrap();
        drop(examine(&path, &Key::None, &mut |_| {}));
        std::fs::write(&path, &rest).unwrap();
        let refused = examine(&path, &Key::None, &mut |_| {}).is_err();
        prop_assert!(refused);
    }
}

#[test]
fn a_name_says_when_a_backup_was_made() {
    let directory = TempDir::new().unwrap();
    for name in [
        "motcua-20260310-090000-0123abcd-full.mcb",
        "motcua-x.mcb",
        "ảnh.jpg",
    ] {
        std::fs::write(directory.path().join(name), "x").unwrap();
    }
    let found = backup::list(directory.path()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].id.as_str(), found[0].when.as_str()),
        ("0123abcd", "20260310-090000")
    );
}
