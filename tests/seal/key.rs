//! Making, keeping and using the office's key.

use std::fs;
use std::process::Command;

use motcua::seal::{PublicKey, Purpose, Seal, SealError};
use tempfile::TempDir;

#[test]
fn the_key_is_made_once_and_only_its_owner_can_read_it() {
    let dir = TempDir::new().unwrap();
    let keys = dir.path().join("keys");
    let first = Seal::open_or_create(&keys).unwrap();
    let again = Seal::open_or_create(&keys).unwrap();
    assert_eq!(first.public_key(), again.public_key());
    assert_eq!(
        first.sign(Purpose::Slip, b"phieu"),
        again.sign(Purpose::Slip, b"phieu")
    );
    assert_eq!(
        fs::read_to_string(keys.join("office.pub")).unwrap(),
        first.public_key()
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| fs::metadata(name).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(keys.to_str().unwrap()), 0o700);
        assert_eq!(mode(keys.join("office.key").to_str().unwrap()), 0o600);
    }
    let other = Seal::open_or_create(&dir.path().join("others")).unwrap();
    assert_ne!(other.public_key(), first.public_key());
}

#[test]
fn a_signature_holds_for_its_message_its_purpose_and_its_key_only() {
    let seal = Seal::from_seed(&[7; 32]);
    let key = PublicKey::from_text(&seal.public_key()).unwrap();
    let signature = seal.sign(Purpose::Slip, b"phieu 1");
    assert!(seal.verify(Purpose::Slip, b"phieu 1", &signature));
    assert!(key.verify(Purpose::Slip, b"phieu 1", &signature));
    assert!(!key.verify(Purpose::Slip, b"phieu 2", &signature));
    assert!(!key.verify(Purpose::Checkpoint, b"phieu 1", &signature));
    for at in 0..signature.len() {
        let mut changed = signature;
        changed[at] ^= 1;
        assert!(
            !key.verify(Purpose::Slip, b"phieu 1", &changed),
            "byte {at}"
        );
    }
    let other = Seal::from_seed(&[8; 32]);
    assert!(!other.verify(Purpose::Slip, b"phieu 1", &signature));
}

#[test]
fn what_an_earlier_key_signed_stays_provable() {
    let dir = TempDir::new().unwrap();
    let old = Seal::open_or_create(dir.path()).unwrap();
    let signature = old.sign(Purpose::Slip, b"phieu");
    fs::rename(dir.path().join("office.pub"), dir.path().join("2025.pub")).unwrap();
    fs::remove_file(dir.path().join("office.key")).unwrap();
    let new = Seal::open_or_create(dir.path()).unwrap();
    assert_ne!(new.public_key(), old.public_key());
    assert!(new.verify(Purpose::Slip, b"phieu", &signature));
    fs::remove_file(dir.path().join("2025.pub")).unwrap();
    let forgetful = Seal::open_or_create(dir.path()).unwrap();
    assert!(!forgetful.verify(Purpose::Slip, b"phieu", &signature));
}

#[test]
fn a_damaged_key_is_named_and_never_replaced() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office.key");
    for text in [
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ] {
        fs::write(&path, text).unwrap();
        let error = Seal::open_or_create(dir.path()).unwrap_err();
        assert!(matches!(&error, SealError::Damaged { path: named } if *named == path));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert_eq!(PublicKey::from_text("không phải khóa"), None);
}

#[test]
fn openssl_reads_both_halves() {
    let dir = TempDir::new().unwrap();
    let seal = Seal::open_or_create(dir.path()).unwrap();
    let derived = Command::new("openssl")
        .args(["pkey", "-pubout", "-in"])
        .arg(dir.path().join("office.key"))
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(derived.stdout).unwrap(),
        seal.public_key()
    );
}
