//! Questions, reports and proposals: sent without an account, answered, followed by their senders, public without names.

use axum::http::Method;
use motcua::domain::audit::Deed;
use motcua::domain::feedback::Feedback;
use motcua::kv::View;
use motcua::store::Load;

use crate::support::founding::PROCEDURE;
use crate::support::{
    ADMIN, CITIZEN, LEADER, RECEPTION, Reply, SPECIALIST, SPECIALIST2, STRANGER, TestApp,
};

const NAME: &str = "Trần Thị Bưởi";
const PHONE: &str = "0912345678";
const FORM: &str = "0123456789abcdef0123456789abcdef";

type Fields<'a> = [(&'a str, &'a str)];

/// A report as somebody types it.
fn report<'a>() -> Vec<(&'a str, &'a str)> {
    vec![
        ("_nonce", FORM),
        ("kind", "report"),
        ("title", "Đèn đường xóm 5 hỏng"),
        (
            "text",
            "Tôi là Trần Thị Bưởi. Ba bóng đèn đường xóm 5 không sáng.",
        ),
        ("procedure", PROCEDURE),
        ("name", NAME),
        ("phone", PHONE),
        ("public", "yes"),
    ]
}

/// The same with another value of a field.
fn but<'a>(
    mut fields: Vec<(&'a str, &'a str)>,
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    fields.retain(|(known, _)| *known != name);
    fields.push((name, value));
    fields
}

impl TestApp {
    /// A form of somebody without an account.
    async fn strange(&self, path: &str, fields: &Fields<'_>) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.call(Method::POST, path)
            .bytes("application/x-www-form-urlencoded", body.into_bytes())
            .send()
            .await
    }

    /// A form of an officer.
    async fn does(&self, who: &str, code: &str, fields: &Fields<'_>) -> Reply {
        let owned: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.send_form(who, &desk(code), &owned).await
    }

    fn piece(&self, code: &str) -> Feedback {
        let piece = self.office.kv.read(|view| view.load(&code.to_owned()));
        piece.unwrap().unwrap()
    }

    fn pieces(&self) -> usize {
        let all = motcua::kv::Span::all();
        let rows = |view: &dyn View| view.rows(motcua::store::spaces::FEEDBACK, &all);
        self.office.kv.read(rows).unwrap().len()
    }

    /// Sends the report; its code.
    async fn reported(&self) -> String {
        let reply = self.strange("/phan-anh", &report()).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert_eq!(reply.header("location"), format!("/phan-anh?so={FORM}"));
        "PA-260310-0001".to_owned()
    }

    fn noted(&self, deed: Deed) -> usize {
        let entries = self.office.audited(u64::MAX, 500).unwrap();
        let deeds = entries.iter().map(|entry| entry.trace().unwrap().deed);
        deeds.filter(|one| *one == deed).count()
    }
}

fn desk(code: &str) -> String {
    format!("/can-bo/phan-anh/{code}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_sent_answered_and_read_by_everybody_without_a_name() {
    let app = TestApp::new().await;
    let form = app
        .browse("", format!("/phan-anh?thu-tuc={PROCEDURE}"))
        .await;
    assert!(form.text().contains("Về thủ tục:"), "{}", form.text());
    let code = app.reported().await;
    let sent = app.browse("", format!("/phan-anh?so={FORM}")).await;
    let piece = app.piece(&code);
    assert!(sent.text().contains(&code) && sent.text().contains(&piece.secret));
    assert_eq!(sent.header("cache-control"), "no-store");
    // Fifteen working days after Tuesday 10 March 2026.
    assert_eq!(piece.due_at.to_string(), "2026-03-31T17:00:00+07:00");

    // The counter hands it to a specialist, who answers and makes it public in words that name nobody.
    let list = app.page(RECEPTION, "/can-bo/phan-anh").await;
    assert!(list.contains("Đèn đường xóm 5 hỏng") && list.contains("Chưa ai nhận"));
    let page = app.page(RECEPTION, &desk(&code)).await;
    assert!(
        page.contains("*******678") && !page.contains(PHONE),
        "{page}"
    );
    let give = [("_do", "assign"), ("to", SPECIALIST), ("version", "1")];
    assert_eq!(app.does(RECEPTION, &code, &give).await.status, 303);
    let mine = app.page(SPECIALIST, "/can-bo/phan-anh?loc=cua-toi").await;
    assert!(mine.contains(&code), "{mine}");
    app.later(3600);
    let answer = [
        ("_do", "answer"),
        ("text", "Xã đã cử thợ thay bóng đèn."),
        ("version", "2"),
    ];
    assert_eq!(app.does(SPECIALIST, &code, &answer).await.status, 303);
    let publish = [
        ("_do", "publish"),
        ("title", "Đèn đường một xóm hỏng"),
        ("text", "Ba bóng đèn đường không sáng."),
        ("version", "3"),
    ];
    assert_eq!(app.does(SPECIALIST, &code, &publish).await.status, 303);

    // Its sender reads the answer with the two codes.
    let look = [("code", code.as_str()), ("secret", piece.secret.as_str())];
    let followed = app.strange("/phan-anh/xem", &look).await;
    assert_eq!(followed.status, 200);
    assert!(followed.text().contains("Xã đã cử thợ thay bóng đèn."));
    assert!(!followed.text().contains("Nguyễn"), "no officer is named");

    // Everybody finds it by plain words, without a name.
    for found in [
        "/hoi-dap",
        "/hoi-dap?q=den+duong+thay+bong",
        &format!("/hoi-dap?thu-tuc={PROCEDURE}"),
    ] {
        let page = app.browse("", found).await;
        assert!(
            page.text().contains("Đèn đường một xóm hỏng"),
            "{found}: {}",
            page.text()
        );
    }
    let none = app.browse("", "/hoi-dap?q=khai+sinh+xyz").await;
    assert!(!none.text().contains("Đèn đường"));
    let public = app.browse("", format!("/hoi-dap/{code}")).await.text();
    assert!(public.contains("Xã đã cử thợ"), "{public}");
    for hidden in [NAME, PHONE, "678", &piece.secret, "xóm 5"] {
        assert!(!public.contains(hidden), "{hidden}: {public}");
    }
    let sheet = app.browse("", format!("/thu-tuc/{PROCEDURE}")).await.text();
    assert!(sheet.contains(&format!("/hoi-dap?thu-tuc={PROCEDURE}")));
    let kept = app.piece(&code);
    assert_eq!(
        kept.title.as_str(),
        "Đèn đường xóm 5 hỏng",
        "the original stays"
    );
    assert_eq!(kept.history.len(), 4);
    assert_eq!(app.noted(Deed::FeedbackActed), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_makes_one_piece() {
    let app = TestApp::new().await;
    app.reported().await;
    app.reported().await;
    assert_eq!(app.pieces(), 1);
    // A number that is none of ours opens nothing.
    let weak = but(report(), "_nonce", "1");
    let reply = app.strange("/phan-anh", &weak).await;
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("PA-260310-0002"), "{}", reply.text());
    let guess = app.browse("", "/phan-anh?so=1").await;
    assert!(!guess.text().contains("PA-260310-0002"));
    // A day later the page after sending is closed.
    app.later(25 * 3600);
    let late = app.browse("", format!("/phan-anh?so={FORM}")).await;
    assert!(!late.text().contains("PA-260310-0001"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let long = "a".repeat(5_001);
    let wrong = [
        ("kind", "", "Hãy chọn câu hỏi"),
        ("title", " ", "Hãy ghi trong một câu"),
        ("text", "", "Hãy ghi nội dung"),
        ("text", long.as_str(), "quá dài"),
        ("name", "", "cần họ tên"),
        ("phone", "", "thư điện tử, để cơ quan"),
        ("phone", "abc", "Số điện thoại chưa đúng"),
        ("email", "abc", "thư điện tử chưa đúng"),
        ("procedure", "9.999999", "Không có thủ tục mang mã này"),
        ("dossier", "abc", "Mã hồ sơ chưa đúng"),
        ("website", "http://spam.example", "Hãy xóa nội dung"),
    ];
    for (field, value, said) in wrong {
        let reply = app.strange("/phan-anh", &but(report(), field, value)).await;
        assert_eq!(reply.status, 422, "{field}");
        assert!(reply.text().contains(said), "{said}: {}", reply.text());
        if field != "name" {
            assert!(reply.text().contains(NAME), "{field}: what was typed stays");
        }
    }
    assert_eq!(app.pieces(), 0);
    // A question needs no name.
    let mut question = but(but(report(), "kind", "question"), "name", "");
    question = but(question, "phone", "");
    assert_eq!(app.strange("/phan-anh", &question).await.status, 303);
    let piece = app.piece("PA-260310-0001");
    assert_eq!(piece.due_at.to_string(), "2026-03-17T17:00:00+07:00");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_floods_or_guesses_waits() {
    let app = TestApp::new().await;
    for number in 0..5 {
        let form = format!("{number:032x}");
        let reply = app
            .strange("/phan-anh", &but(report(), "_nonce", &form))
            .await;
        assert_eq!(reply.status, 303);
    }
    let form = format!("{:032x}", 9);
    let reply = app
        .strange("/phan-anh", &but(report(), "_nonce", &form))
        .await;
    assert_eq!(reply.status, 429);
    assert!(reply.text().contains(NAME) && !reply.header("retry-after").is_empty());
    app.later(16 * 60);
    let reply = app
        .strange("/phan-anh", &but(report(), "_nonce", &form))
        .await;
    assert_eq!(reply.status, 303);

    let code = "PA-260310-0001";
    for _ in 0..5 {
        let guess = [("code", code), ("secret", "AAAAAAAA")];
        assert_eq!(app.strange("/phan-anh/xem", &guess).await.status, 404);
    }
    let secret = app.piece(code).secret;
    let right = [("code", code), ("secret", secret.as_str())];
    assert_eq!(app.strange("/phan-anh/xem", &right).await.status, 429);
    assert_eq!(app.noted(Deed::SecretFailed), 5);
    let open = app.browse("", format!("/phan-anh/{code}")).await;
    assert!(
        !open.text().contains("Đèn đường"),
        "the code alone opens nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_law_of_answering_holds() {
    let app = TestApp::new().await;
    let code = app.reported().await;
    let answer = [("_do", "answer"), ("text", "Đã sửa.")];
    for who in [CITIZEN, ADMIN] {
        assert_eq!(app.browse(who, "/can-bo/phan-anh").await.status, 403);
        assert_eq!(app.browse(who, desk(&code)).await.status, 403);
        assert_eq!(app.does(who, &code, &answer).await.status, 403);
    }
    assert_eq!(
        app.does(SPECIALIST, &code, &[("_do", "take")]).await.status,
        303
    );
    // Who does not hold it neither answers nor sees the telephone.
    assert_eq!(app.does(SPECIALIST2, &code, &answer).await.status, 409);
    let reveal = [("_do", "reveal")];
    assert_eq!(app.does(SPECIALIST2, &code, &reveal).await.status, 403);
    assert_eq!(app.noted(Deed::ContactRevealed), 0);
    assert!(
        app.does(SPECIALIST, &code, &reveal)
            .await
            .text()
            .contains(PHONE)
    );
    assert_eq!(app.noted(Deed::ContactRevealed), 1);
    // Nothing is public before it is answered.
    let publish = [("_do", "publish"), ("title", "Đèn"), ("text", "Đèn hỏng.")];
    assert_eq!(app.does(SPECIALIST, &code, &publish).await.status, 409);
    assert_eq!(app.browse("", format!("/hoi-dap/{code}")).await.status, 404);
    let empty = [("_do", "answer"), ("text", " ")];
    assert_eq!(app.does(SPECIALIST, &code, &empty).await.status, 422);
    let nobody = [("_do", "assign"), ("to", CITIZEN)];
    assert_eq!(app.does(SPECIALIST, &code, &nobody).await.status, 422);
    assert_eq!(
        app.does(SPECIALIST, &code, &[("_do", "burn")]).await.status,
        404
    );
    // Whoever was overtaken keeps what was typed.
    let stale = [
        ("_do", "answer"),
        ("text", "Câu trả lời của tôi."),
        ("version", "1"),
    ];
    let reply = app.does(SPECIALIST, &code, &stale).await;
    assert_eq!(reply.status, 412);
    assert!(reply.text().contains("Câu trả lời của tôi."));
    // Answered once, only a leader changes it; both versions stay.
    assert_eq!(app.does(SPECIALIST, &code, &answer).await.status, 303);
    assert_eq!(app.does(SPECIALIST, &code, &answer).await.status, 409);
    let better = [("_do", "answer"), ("text", "Đã sửa xong ngày 11/3.")];
    assert_eq!(app.does(LEADER, &code, &better).await.status, 303);
    let page = app.page(LEADER, &desk(&code)).await;
    assert!(page.contains("Đã sửa xong ngày 11/3.") && page.contains("Các lần trả lời trước"));
    assert_eq!(app.piece(&code).answers.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ours_goes_where_it_belongs_and_no_consent_is_no_consent() {
    let app = TestApp::new().await;
    let secret = but(report(), "public", "");
    assert_eq!(app.strange("/phan-anh", &secret).await.status, 303);
    let code = "PA-260310-0001";
    assert_eq!(app.does(LEADER, code, &[("_do", "take")]).await.status, 303);
    let nowhere = [
        ("_do", "decline"),
        ("ground", "not_competent"),
        ("reason", "Không phải việc của xã."),
    ];
    let reply = app.does(LEADER, code, &nowhere).await;
    assert_eq!(reply.status, 422);
    assert!(
        reply.text().contains("Nơi có thẩm quyền: Chưa có nội dung"),
        "{}",
        reply.text()
    );
    let elsewhere = [nowhere.as_slice(), &[("instead", "Điện lực Đông Anh")]].concat();
    assert_eq!(app.does(LEADER, code, &elsewhere).await.status, 303);
    let list = app
        .page(SPECIALIST, "/can-bo/phan-anh?loc=khong-thu-ly")
        .await;
    assert!(list.contains(code), "{list}");
    let kept = app.piece(code);
    let look = [("code", code), ("secret", kept.secret.as_str())];
    let followed = app.strange("/phan-anh/xem", &look).await.text();
    assert!(followed.contains("Điện lực Đông Anh"), "{followed}");
    // An answer instead, but public it never becomes.
    let answer = [("_do", "answer"), ("text", "Đã sửa.")];
    assert_eq!(app.does(LEADER, code, &answer).await.status, 303);
    let publish = [("_do", "publish"), ("title", "Đèn"), ("text", "Đèn hỏng.")];
    assert_eq!(app.does(LEADER, code, &publish).await.status, 409);
    assert!(!app.browse("", "/hoi-dap").await.text().contains(code));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_follows_its_own_and_late_ones_are_told() {
    let app = TestApp::new().await;
    let fields: Vec<(String, String)> = report()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    assert_eq!(
        app.send_form(CITIZEN, "/phan-anh", &fields).await.status,
        303
    );
    let code = "PA-260310-0001";
    let own = app.page(CITIZEN, &format!("/phan-anh/{code}")).await;
    assert!(own.contains("Ba bóng đèn đường"), "{own}");
    assert!(app.page(CITIZEN, "/phan-anh").await.contains(code));
    let other = app.page(STRANGER, &format!("/phan-anh/{code}")).await;
    assert!(!other.contains("Ba bóng đèn đường"));
    app.set("2026-03-31T16:59:00+07:00");
    assert!(
        !app.page(SPECIALIST, "/can-bo/phan-anh?loc=qua-han")
            .await
            .contains(code)
    );
    app.set("2026-04-01T09:00:00+07:00");
    assert!(
        app.page(SPECIALIST, "/can-bo/phan-anh?loc=qua-han")
            .await
            .contains(code)
    );
    let late = app.page(CITIZEN, &format!("/phan-anh/{code}")).await;
    assert!(late.contains("chậm hơn đã hẹn"), "{late}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_go_on_where_they_stopped() {
    let app = TestApp::on_memory().await;
    for number in 0..60 {
        let form = format!("{number:032x}");
        let fields = but(report(), "_nonce", &form);
        assert_eq!(app.strange("/phan-anh", &fields).await.status, 303);
        app.later(16 * 60);
    }
    let mut path = "/can-bo/phan-anh".to_owned();
    let mut seen = std::collections::BTreeSet::new();
    for page in 0..2 {
        let text = app.page(LEADER, &path).await;
        let codes = text.split("href=\"/can-bo/phan-anh/").skip(1);
        seen.extend(codes.map(|rest| rest[..14].to_owned()));
        let next = text.split("href=\"/can-bo/phan-anh?sau=").nth(1);
        assert_eq!(next.is_some(), page == 0, "{text}");
        if let Some(cursor) = next.and_then(|rest| rest.split('"').next()) {
            path = format!("/can-bo/phan-anh?sau={cursor}");
        }
    }
    assert_eq!(seen.len(), 60);
    assert_eq!(
        app.browse(LEADER, "/can-bo/phan-anh?sau=xyz").await.status,
        422
    );
}
