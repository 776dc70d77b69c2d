//! Digital signatures in PDF: ours are checked by poppler, and files that pyHanko signed, appended to or tampered with get
//! the right verdict. `tests/seal/pades/make.py` made the files; `just pades` has pyHanko look at ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use motcua::domain::signature::{
    Addition, Finding, Inspected, SignedAt, Soundness, Trust, Verdict,
};
use motcua::domain::time::Moment;
use motcua::print::Mark;
use motcua::seal::pades::{
    Identity, KeyFileError, Look, Place, Roots, Said, SignError, Wanted, authority, inspect,
    lock_away, place, sign, unlock,
};

use crate::support::at;

const PASSPHRASE: &str = "Mua-thu-2026";
const SAID: Said<'static> = Said {
    reason: "Phát hành kết quả",
    place: "Đông Anh",
};

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal/pades");
    std::fs::read(path.join(name)).unwrap()
}

fn now() -> Moment {
    at("2026-11-26T09:00:00+07:00")
}

fn roots() -> Roots {
    Roots::read([file("root.pem").as_slice()])
}

fn office(key_file: &str) -> Identity {
    Identity::open(&file(key_file), PASSPHRASE).unwrap()
}

fn signed(key_file: &str) -> Vec<u8> {
    sign(&file("unsigned.pdf"), &office(key_file), &SAID, None, now()).unwrap()
}

fn findings(pdf: &[u8]) -> Vec<Finding> {
    match inspect(pdf, &roots(), now()) {
        Inspected::Signed(findings) => findings,
        other => panic!("{other:?}"),
    }
}

fn only(pdf: &[u8]) -> Finding {
    let mut findings = findings(pdf);
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.remove(0)
}

/// A folder in which NSS finds the trial root, for pdfsig.
struct Poppler {
    folder: tempfile::TempDir,
}

impl Poppler {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// What `pdfsig` says of a file.
    fn says(&self, name: &str, pdf: &[u8]) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, pdf).unwrap();
        let said = Command::new("pdfsig").arg(&path).output().unwrap();
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        println!("{text}");
        text
    }
}

#[test]
fn poppler_finds_signatures_of_every_kind_of_key_valid() {
    let poppler = Poppler::new();
    for key in ["office-rsa", "office-p256", "office-p384", "office-old"] {
        let said = poppler.says(&format!("{key}.pdf"), &signed(&format!("{key}.p12")));
        assert!(said.contains("Signature is Valid."), "{key}: {said}");
        assert!(said.contains("Total document signed"), "{key}: {said}");
        assert!(said.contains("ETSI.CAdES.detached"), "{key}: {said}");
        assert!(
            said.contains("Ủy ban nhân dân xã Đông Anh"),
            "{key}: {said}"
        );
    }
}

#[test]
fn what_we_signed_we_find_valid() {
    for key in ["office-rsa.p12", "office-p256.p12", "office-p384.p12"] {
        let found = only(&signed(key));
        assert_eq!(found.verdict(), Verdict::Valid, "{key}: {found:?}");
        assert_eq!(found.trust, Trust::Root("Thử nghiệm Root CA".to_owned()));
        assert_eq!(found.at, Some(SignedAt::Claimed(now())));
        assert_eq!(found.added, []);
        let signer = found.signer.unwrap();
        assert_eq!(signer.name, "Ủy ban nhân dân xã Đông Anh");
        assert_eq!(signer.organisation.as_deref(), Some("Thành phố Hà Nội"));
        assert_eq!(signer.issuer, "Thử nghiệm CA chuyên dùng");
    }
}

#[test]
fn a_second_signature_leaves_the_first_one_valid() {
    let poppler = Poppler::new();
    for first in ["valid.pdf", "adobe.pdf", "stamped.pdf", "twice.pdf"] {
        let twice = sign(&file(first), &office("office-rsa.p12"), &SAID, None, now()).unwrap();
        assert!(twice.starts_with(&file(first)), "what is there stays");
        let found = findings(&twice);
        assert!(found.len() >= 2);
        for one in &found {
            assert_eq!(one.verdict(), Verdict::Valid, "{first}: {one:?}");
        }
        if found.len() == 2 {
            assert_eq!(found[0].added, [Addition::Signature]);
        }
        assert_eq!(found.last().unwrap().added, []);
        let said = poppler.says(first, &twice);
        assert_eq!(
            said.matches("Signature is Valid.").count(),
            found.len(),
            "{said}"
        );
    }
}

#[test]
fn signatures_of_others_get_the_right_verdict() {
    for name in ["valid.pdf", "adobe.pdf"] {
        let found = only(&file(name));
        assert_eq!(found.verdict(), Verdict::Valid, "{name}: {found:?}");
        assert_eq!(found.signer.unwrap().name, "Nguyễn Văn Bình");
        assert!(matches!(found.at, Some(SignedAt::Claimed(_))));
    }
    let found = only(&file("stamped.pdf"));
    assert_eq!(found.verdict(), Verdict::Valid, "{found:?}");
    let Some(SignedAt::Stamped(_, by, trusted)) = found.at else {
        panic!("{:?}", found.at)
    };
    assert_eq!(by, "Thử nghiệm TSA");
    assert!(trusted);
    // A time-stamp of somebody who may not make any counts for nothing.
    let found = only(&file("stamped-by-anybody.pdf"));
    assert!(matches!(found.at, Some(SignedAt::Claimed(_))), "{found:?}");
    let found = findings(&file("twice.pdf"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].signer.as_ref().unwrap().name, "Nguyễn Văn Bình");
    // pyHanko notes down when the file was changed, too.
    assert_eq!(found[0].added, [Addition::Signature, Addition::Metadata]);
    assert!(
        found.iter().all(|one| one.verdict() == Verdict::Valid),
        "{found:?}"
    );
}

#[test]
fn what_was_added_after_the_signature_is_named() {
    for (name, added) in [
        ("page-changed.pdf", Addition::Page),
        ("note-added.pdf", Addition::Note),
        ("page-added.pdf", Addition::Pages),
    ] {
        let found = only(&file(name));
        assert_eq!(found.soundness, Soundness::Sound, "{name}");
        assert_eq!(found.verdict(), Verdict::Changed, "{name}: {found:?}");
        assert!(found.added.contains(&added), "{name}: {found:?}");
        let others = found.added.iter().filter(|one| !one.is_harmless());
        assert_eq!(others.count(), 1, "{name}: {found:?}");
    }
}

#[test]
fn a_changed_byte_breaks_the_signature_wherever_it_is() {
    assert_eq!(only(&file("tampered.pdf")).soundness, Soundness::Altered);
    let valid = file("valid.pdf");
    let (begin, end) = hole(&valid);
    for at in (20..valid.len()).step_by(997) {
        let mut changed = valid.clone();
        changed[at] ^= 0x01;
        let verdict = inspect(&changed, &roots(), now()).verdict();
        // Inside the hole lies the signature itself: certificates that it needs not, and padding. What is no longer found
        // to be signed is not shown as signed either.
        let broken = matches!(verdict, None | Some(Verdict::Broken | Verdict::Unchecked));
        assert!(broken || (begin..end).contains(&at), "{at}: {verdict:?}");
    }
}

#[test]
fn a_changed_digit_of_the_signature_breaks_it() {
    let valid = signed("office-rsa.p12");
    let (begin, end) = hole(&valid);
    // The signature's value stands last, before the padding.
    let last = valid[begin..end - 1]
        .iter()
        .rposition(|digit| *digit != b'0')
        .unwrap()
        + begin;
    for back in [0, 100, 511] {
        let mut changed = valid.clone();
        changed[last - back] = if changed[last - back] == b'1' {
            b'2'
        } else {
            b'1'
        };
        assert_eq!(only(&changed).soundness, Soundness::Forged, "{back}");
    }
}

/// Where the digits of the only signature begin and end.
fn hole(pdf: &[u8]) -> (usize, usize) {
    let range = range(pdf);
    (range[1], range[2])
}

/// The numbers of the only byte range.
fn range(pdf: &[u8]) -> Vec<usize> {
    let begin = pdf.windows(10).position(|at| at == b"/ByteRange").unwrap() + 10;
    let end = pdf[begin..].iter().position(|byte| *byte == b']').unwrap() + begin;
    let text = std::str::from_utf8(&pdf[begin..end]).unwrap();
    text.trim()
        .trim_start_matches('[')
        .split_whitespace()
        .map(|it| it.parse().unwrap())
        .collect()
}

#[test]
fn an_unknown_or_missing_authority_is_said_and_not_trusted() {
    let found = only(&file("unknown-issuer.pdf"));
    assert_eq!(found.soundness, Soundness::Sound);
    assert_eq!(found.trust, Trust::Unknown);
    assert_eq!(found.verdict(), Verdict::Unconfirmed);
    let Inspected::Signed(found) = inspect(&file("valid.pdf"), &Roots::default(), now()) else {
        panic!()
    };
    assert_eq!(found[0].trust, Trust::NoRoots);
    let stranger = Roots::read([file("stranger.der").as_slice()]);
    let Inspected::Signed(found) = inspect(&file("unknown-issuer.pdf"), &stranger, now()) else {
        panic!()
    };
    assert_eq!(found[0].verdict(), Verdict::Valid);
}

#[test]
fn a_certificate_that_had_ended_is_not_trusted() {
    let found = only(&signed("office-expired.p12"));
    assert_eq!(found.soundness, Soundness::Sound);
    assert!(matches!(found.trust, Trust::Expired(_)), "{found:?}");
    assert_eq!(found.verdict(), Verdict::Unconfirmed);
}

#[test]
fn a_signature_that_leaves_bytes_out_is_no_signature_of_the_file() {
    let valid = file("valid.pdf");
    let last = range(&valid)[3];
    let (long, short) = (format!(" {last}]"), format!(" {}]", last - 6));
    assert_eq!(long.len(), short.len());
    let at = valid
        .windows(long.len())
        .position(|part| part == long.as_bytes())
        .unwrap();
    let mut shorter = valid.clone();
    shorter[at..at + short.len()].copy_from_slice(short.as_bytes());
    assert_eq!(only(&shorter).soundness, Soundness::Gap);
}

#[test]
fn files_that_cannot_be_signed_say_why() {
    let office = office("office-rsa.p12");
    let try_to = |pdf: &[u8]| sign(pdf, &office, &SAID, None, now()).unwrap_err();
    assert_eq!(try_to(b"no PDF"), SignError::NotPdf);
    assert_eq!(try_to(&file("unsigned.pdf")[..9000]), SignError::NotPdf);
    assert_eq!(try_to(&file("closed.pdf")), SignError::Closed);
    let look = Look {
        drawing: &file("unsigned.pdf"),
        place: Place {
            page: 7,
            rect: [0.0, 0.0, 100.0, 100.0],
            turned: 0,
        },
    };
    let far = sign(&file("unsigned.pdf"), &office, &SAID, Some(&look), now());
    assert_eq!(far.unwrap_err(), SignError::NoPage);
}

#[test]
fn key_files_that_do_not_serve_say_why() {
    let open = |name: &str, passphrase: &str| Identity::open(&file(name), passphrase).unwrap_err();
    assert_eq!(open("office-rsa.p12", "sai"), KeyFileError::WrongPassphrase);
    assert_eq!(open("office-old.p12", ""), KeyFileError::WrongPassphrase);
    assert_eq!(open("root.pem", PASSPHRASE), KeyFileError::NotAKeyFile);
    assert_eq!(open("other-key.p12", PASSPHRASE), KeyFileError::NotOneKey);
    assert_eq!(
        open("office-not-signing.p12", PASSPHRASE),
        KeyFileError::NotForSigning
    );
}

#[test]
fn a_key_file_that_is_locked_away_opens_with_its_passphrase_only() {
    let locked = lock_away(&file("office-old.p12"), PASSPHRASE).unwrap();
    assert!(
        !locked
            .windows(20)
            .any(|part| file("office-old.p12").starts_with(part))
    );
    let identity = unlock(&locked, PASSPHRASE).unwrap();
    assert_eq!(identity.certified(), office("office-rsa.p12").certified());
    assert_eq!(
        unlock(&locked, "Mua-thu-2027").unwrap_err(),
        KeyFileError::WrongPassphrase
    );
}

#[test]
fn only_certificates_of_authorities_are_taken_as_roots() {
    let (der, facts) = authority(&file("root.pem")).unwrap();
    assert_eq!(facts.name, "Thử nghiệm Root CA");
    assert_eq!(authority(&der).unwrap().1, facts);
    assert!(authority(&file("office-rsa.pem")).is_none());
    assert!(authority(b"no certificate").is_none());
}

#[test]
fn a_file_without_signatures_is_told_as_such() {
    assert_eq!(
        inspect(&file("unsigned.pdf"), &roots(), now()),
        Inspected::Unsigned
    );
    assert_eq!(
        inspect(b"ByteRange", &roots(), now()),
        Inspected::Unreadable
    );
}

/// A sheet of the size of A4 with a name on it, as typst makes it; turned by so many degrees when it is shown.
fn turned(degrees: i64) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&file("unsigned.pdf")).unwrap();
    let page = document.get_pages()[&1];
    document
        .get_dictionary_mut(page)
        .unwrap()
        .set("Rotate", degrees);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn the_mark_goes_above_the_printed_name() {
    let mark = (86.0, 43.5);
    let pdf = file("unsigned.pdf");
    let found = place(&pdf, mark, Wanted::Above("Nguyễn Văn Bình")).unwrap();
    // Where poppler sees the first letters of the name, from the upper edge of the page.
    let words = Command::new("pdftotext")
        .args(["-bbox", "tests/seal/pades/unsigned.pdf", "-"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let words = String::from_utf8(words.stdout).unwrap();
    let word = |word: &str| {
        let line = words
            .lines()
            .rfind(|line| line.contains(&format!(">{word}<")))
            .unwrap();
        ["xMin", "yMin", "xMax"].map(|key| {
            let value = line.split(&format!("{key}=\"")).nth(1).unwrap();
            value.split('"').next().unwrap().parse::<f32>().unwrap()
        })
    };
    let (first, last) = (word("Nguyễn"), word("Bình"));
    let page = words.lines().find(|line| line.contains("<page ")).unwrap();
    let height = page.split("height=\"").nth(1).unwrap();
    let height: f32 = height.split('"').next().unwrap().parse().unwrap();
    let middle = f32::midpoint(found.rect[0], found.rect[2]);
    let named = f32::midpoint(first[0], last[2]);
    assert!((middle - named).abs() < 15.0, "{middle} {named}");
    let above = found.rect[1] - (height - first[1]);
    assert!((-1.0..15.0).contains(&above), "{above} {found:?}");
    // Another name is not on the page: the right half, 60 mm up.
    let other = place(&pdf, mark, Wanted::Above("Lê Văn Khác")).unwrap();
    assert_eq!(other, place(&pdf, mark, Wanted::At(None, 60.0)).unwrap());
    assert!((other.rect[1] - 170.08).abs() < 0.1, "{other:?}");
}

#[test]
fn a_mark_stands_upright_on_a_turned_page() {
    let poppler = Poppler::new();
    let drawing = Mark {
        agency: "UBND xã Đông Anh",
        at: now(),
        signature: Some(&file("signature.png")),
        seal: Some((&file("seal.png"), 36.0)),
    };
    let size = (Mark::WIDTH, drawing.height());
    let drawn = drawing.draw().unwrap();
    for degrees in [0, 90, 180, 270] {
        let pdf = turned(degrees);
        let look = Look {
            drawing: &drawn,
            place: place(&pdf, size, Wanted::At(Some(1), 60.0)).unwrap(),
        };
        let signed = sign(&pdf, &office("office-p256.p12"), &SAID, Some(&look), now()).unwrap();
        let name = format!("turned-{degrees}.pdf");
        assert!(poppler.says(&name, &signed).contains("Signature is Valid."));
        assert_eq!(only(&signed).verdict(), Verdict::Valid);
        // As it is shown: seal above the words, words at the same height from the lower edge.
        let words = Command::new("pdftotext")
            .args(["-bbox", &name, "-"])
            .current_dir(poppler.folder.path())
            .output()
            .unwrap();
        let words = String::from_utf8(words.stdout).unwrap();
        let number = |text: &str, key: &str| -> f32 {
            let value = text.split(&format!("{key}=\"")).nth(1).unwrap();
            value.split('"').next().unwrap().parse().unwrap()
        };
        let page = words.lines().find(|line| line.contains("<page ")).unwrap();
        let line = words
            .lines()
            .find(|line| line.contains("2026-11-26T09:00:00+07:00"))
            .unwrap();
        // Poppler tells the size of the page as it is stored, the words as they are shown.
        let high = if degrees % 180 == 0 {
            "height"
        } else {
            "width"
        };
        let up = number(page, high) - number(line, "yMax");
        assert!((165.0..180.0).contains(&up), "{degrees}: {up}");
    }
}

/// Writes what we sign into a folder, for pyHanko: `just pades`.
#[test]
fn signed_files_lie_where_another_program_can_look_at_them() {
    let Ok(folder) = std::env::var("MOTCUA_PADES") else {
        return;
    };
    for key in ["office-rsa", "office-p256", "office-p384"] {
        let path = Path::new(&folder).join(format!("{key}.pdf"));
        std::fs::write(path, signed(&format!("{key}.p12"))).unwrap();
    }
    let second = sign(
        &file("valid.pdf"),
        &office("office-rsa.p12"),
        &SAID,
        None,
        now(),
    )
    .unwrap();
    std::fs::write(Path::new(&folder).join("second.pdf"), second).unwrap();
}
