//! The office's certificate, a result signed with it, and what officers see of signatures.

use motcua::domain::audit::Deed;
use motcua::domain::signature::{Inspected, SignedAt, Verdict};
use serde_json::json;

use crate::support::reply::Reply;
use crate::support::{ADMIN, CITIZEN, LEADER, Part, RECEPTION, SPECIALIST, TestApp};

const PASSPHRASE: &str = "Mua-thu-2026";
const SIGNING: &str = "/quan-tri/ky-so";

fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/seal/pades/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// What a form field holds: a text, or a file.
enum Held {
    Text(&'static str),
    File(&'static str),
}

impl TestApp {
    /// A form of the page about signing, which the administrator sends.
    async fn send_signing(&self, fields: &[(&str, Held)]) -> Reply {
        let held: Vec<(&str, Option<&str>, Vec<u8>)> = fields
            .iter()
            .map(|(name, held)| match held {
                Held::Text(text) => (*name, None, text.as_bytes().to_vec()),
                Held::File(path) => (*name, Some(*path), file(path)),
            })
            .collect();
        let parts: Vec<Part<'_>> = held
            .iter()
            .map(|(name, file, content)| (*name, *file, content.as_slice()))
            .collect();
        self.send_files(ADMIN, SIGNING, &parts).await
    }

    /// The office with its certificate, images, and the authority above it.
    async fn with_certificate() -> Self {
        use Held::{File, Text};
        let app = Self::new().await;
        for form in [
            vec![
                ("_do", Text("certificate")),
                ("certificate", File("office-old.p12")),
                ("passphrase", Text(PASSPHRASE)),
            ],
            vec![("_do", Text("root")), ("root", File("root.pem"))],
            vec![
                ("_do", Text("seal")),
                ("seal", File("seal.png")),
                ("across", Text("36")),
            ],
            vec![
                ("_do", Text("signature")),
                ("of", Text(LEADER)),
                ("signature.lanhdao", File("signature.png")),
            ],
        ] {
            let reply = app.send_signing(&form).await;
            assert_eq!(reply.status, 303, "{}", reply.text());
        }
        app
    }

    /// A result whose file waits for the leader.
    async fn proposed_with(&self, name: &str) -> String {
        let code = self.forwarded().await;
        let reply = self.upload(SPECIALIST, name, &file(name)).await.expect(201);
        let result = json!({"title": "Quyết định", "number": "12/QĐ", "file": reply["id"]});
        self.done(SPECIALIST, &code, "propose", json!({"result": result}))
            .await;
        code
    }

    /// The leader signs.
    async fn sign(&self, code: &str, passphrase: &str, place: &str) -> Reply {
        let fields = [
            ("passphrase", passphrase),
            ("place", place),
            ("page", ""),
            ("bottom", "60"),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let path = format!("/can-bo/ho-so/{code}/ky-so");
        self.send_form(LEADER, &path, &fields).await
    }

    /// The bytes of the result's file.
    fn result_file(&self, code: &str) -> Vec<u8> {
        let outcome = self.kept(code).outcome.unwrap();
        self.office
            .files
            .read(&outcome.file.unwrap().sha256)
            .unwrap()
    }

    /// How often the audit record has this deed among its last entries.
    fn audited(&self, deed: Deed) -> usize {
        let entries = self.office.audited(u64::MAX, 200).unwrap();
        let deeds = entries.iter().map(|entry| entry.trace().unwrap().deed);
        deeds.filter(|one| *one == deed).count()
    }
}

#[tokio::test]
async fn a_leader_signs_the_result_and_everybody_sees_it() {
    let app = TestApp::with_certificate().await;
    let code = app.proposed_with("unsigned.pdf").await;
    let path = format!("/can-bo/ho-so/{code}");
    let page = app.page(LEADER, &path).await;
    assert!(page.contains("Ký số kết quả"), "{page}");
    assert!(!app.page(SPECIALIST, &path).await.contains("Ký số kết quả"));
    let form = app.page(LEADER, &format!("{path}/ky-so")).await;
    assert!(form.contains("Ủy ban nhân dân xã Đông Anh"));
    assert!(form.contains("Hiện chữ ký và con dấu"));

    let refused = app.sign(&code, "sai", "name").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Mật khẩu của chứng thư không đúng"));
    assert!(!refused.text().contains("value=\"sai\""));
    assert_eq!(app.audited(Deed::SigningFailed), 1);
    let unsigned = app.result_file(&code);

    app.later(60);
    let done = app.sign(&code, PASSPHRASE, "name").await;
    assert_eq!(done.status, 303, "{}", done.text());
    let signed = app.result_file(&code);
    assert!(signed.starts_with(&unsigned), "what is there stays");
    let outcome = app.kept(&code).outcome.unwrap();
    let (by, at) = outcome.signed.clone().unwrap();
    assert_eq!((by.username.as_str(), at), (LEADER, app.now()));
    let found = app
        .office
        .signatures(outcome.file.as_ref().unwrap(), app.now())
        .await;
    let Inspected::Signed(findings) = &*found.unwrap() else {
        panic!("not signed")
    };
    assert_eq!(findings[0].verdict(), Verdict::Valid, "{findings:?}");
    assert_eq!(findings[0].at, Some(SignedAt::Claimed(app.now())));

    assert_eq!(app.audited(Deed::ResultSigned), 1);
    let page = app.page(SPECIALIST, &path).await;
    assert!(page.contains("Chữ ký số hợp lệ"), "{page}");
    assert!(page.contains("Kết quả được ký số bằng chứng thư của Ủy ban nhân dân xã Đông Anh."));
    let id = outcome.file.as_ref().unwrap().id.as_str();
    let more = app.page(SPECIALIST, &format!("{path}/chu-ky/{id}")).await;
    assert!(more.contains("Nội dung còn nguyên như lúc ký."));
    assert!(more.contains("Chưa kiểm tra: hệ thống không hỏi qua mạng"));
    assert!(more.contains("Thử nghiệm Root CA"));

    app.done(LEADER, &code, "approve", json!({})).await;
    let result = app.dossier(CITIZEN, &code).await["result"].clone();
    assert_eq!(result["file"]["name"], "unsigned (đã ký số).pdf");
    app.done(
        RECEPTION,
        &code,
        "return_result",
        crate::table::fields("return_result"),
    )
    .await;
    let late = app.sign(&code, PASSPHRASE, "name").await;
    assert_eq!(late.status, 303);
    assert_eq!(app.result_file(&code), signed, "what was returned stays");
}

#[tokio::test]
async fn signing_again_begins_with_what_was_proposed() {
    let app = TestApp::with_certificate().await;
    let code = app.proposed_with("unsigned.pdf").await;
    for place in ["name", "page", "hidden"] {
        assert_eq!(app.sign(&code, PASSPHRASE, place).await.status, 303);
        let signed = app.result_file(&code);
        let ranges = signed.windows(10).filter(|at| at == b"/ByteRange").count();
        assert_eq!(ranges, 1, "{place}");
    }
}

#[tokio::test]
async fn what_cannot_be_signed_is_said_and_nothing_changes() {
    let app = TestApp::with_certificate().await;
    let closed = app.proposed_with("closed.pdf").await;
    let reply = app.sign(&closed, PASSPHRASE, "hidden").await;
    assert_eq!(reply.status, 422);
    assert!(reply.text().contains("không cho thêm chữ ký nào nữa"));
    assert!(app.kept(&closed).outcome.unwrap().signed.is_none());
    // A result without a file, one of the citizen's, one far from a leader.
    let bare = app.proposed().await;
    let page = app.page(LEADER, &format!("/can-bo/ho-so/{bare}")).await;
    assert!(!page.contains("Ký số kết quả"));
    let path = format!("/can-bo/ho-so/{closed}/ky-so");
    for who in [SPECIALIST, RECEPTION, CITIZEN, ADMIN] {
        assert_eq!(app.browse(who, path.as_str()).await.status, 403, "{who}");
        assert_eq!(app.send_form(who, &path, &[]).await.status, 403, "{who}");
    }
    let empty = app.sign(&closed, "", "nowhere").await;
    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("hãy nhập mật khẩu"));
}

#[tokio::test]
async fn signatures_that_citizens_bring_are_judged_on_the_officers_page() {
    let app = TestApp::with_certificate().await;
    for (name, words) in [
        ("valid.pdf", "Chữ ký số hợp lệ: Nguyễn Văn Bình"),
        ("tampered.pdf", "Chữ ký số không hợp lệ: Nguyễn Văn Bình"),
        (
            "unknown-issuer.pdf",
            "Chưa xác nhận được người ký: Trần Thị Lạ",
        ),
        (
            "page-changed.pdf",
            "Đã thay đổi sau khi ký: Nguyễn Văn Bình",
        ),
        ("unsigned.pdf", "Không có chữ ký số"),
    ] {
        let code = app.proposed_with(name).await;
        let page = app.page(LEADER, &format!("/can-bo/ho-so/{code}")).await;
        assert!(page.contains(words), "{name}: {page}");
    }
}

#[tokio::test]
async fn certificates_and_images_that_do_not_serve_are_refused_in_words() {
    use Held::{File, Text};
    let app = TestApp::new().await;
    let certificate = |name: &'static str, passphrase: &'static str| {
        vec![
            ("_do", Text("certificate")),
            ("certificate", File(name)),
            ("passphrase", Text(passphrase)),
        ]
    };
    for (form, words) in [
        (
            certificate("office-rsa.p12", "sai"),
            "Mật khẩu của chứng thư không đúng",
        ),
        (
            certificate("root.pem", PASSPHRASE),
            "không phải là tệp chứng thư PKCS#12",
        ),
        (
            certificate("other-key.p12", PASSPHRASE),
            "đúng một khóa bí mật",
        ),
        (
            certificate("office-not-signing.p12", PASSPHRASE),
            "không được cấp để ký văn bản",
        ),
        (
            certificate("office-expired.p12", PASSPHRASE),
            "đã hết hạn hoặc chưa có hiệu lực",
        ),
        (vec![("_do", Text("certificate"))], "tệp"),
        (
            vec![("_do", Text("root")), ("root", File("office-rsa.pem"))],
            "tổ chức chứng thực",
        ),
        (
            vec![
                ("_do", Text("seal")),
                ("seal", File("root.pem")),
                ("across", Text("36")),
            ],
            "ảnh PNG",
        ),
        (
            vec![
                ("_do", Text("seal")),
                ("seal", File("seal.png")),
                ("across", Text("9")),
            ],
            "Đường kính",
        ),
    ] {
        let reply = app.send_signing(&form).await;
        assert_eq!(reply.status, 422, "{words}");
        assert!(reply.text().contains(words), "{words}: {}", reply.text());
    }
    let page = app.page(ADMIN, SIGNING).await;
    assert!(page.contains("Chưa có chứng thư"));
    assert!(page.contains("Chưa khai tổ chức nào"));
    assert_eq!(app.browse(LEADER, SIGNING).await.status, 403);
}

#[tokio::test]
async fn what_was_kept_is_shown_and_can_be_taken_away() {
    use Held::Text;
    let app = TestApp::with_certificate().await;
    let page = app.page(ADMIN, SIGNING).await;
    for words in [
        "Ủy ban nhân dân xã Đông Anh",
        "Còn hiệu lực",
        "Thử nghiệm Root CA",
        "36 mm",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains(PASSPHRASE));
    assert_eq!(page.matches("data:image/png;base64,").count(), 2);
    let serial = app.office.trusted_roots().unwrap()[0]
        .certified
        .serial
        .clone();
    let serial: &'static str = serial.leak();
    for form in [
        vec![("_do", Text("drop_certificate"))],
        vec![("_do", Text("drop_seal"))],
        vec![("_do", Text("drop_signature")), ("of", Text(LEADER))],
        vec![("_do", Text("drop_root")), ("serial", Text(serial))],
    ] {
        assert_eq!(app.send_signing(&form).await.status, 303);
    }
    let page = app.page(ADMIN, SIGNING).await;
    assert!(page.contains("Chưa có chứng thư"));
    assert!(!page.contains("data:image/png"));
    let code = app.proposed_with("unsigned.pdf").await;
    let reply = app.sign(&code, PASSPHRASE, "name").await;
    assert!(reply.text().contains("Cơ quan chưa có chứng thư chữ ký số"));
}
