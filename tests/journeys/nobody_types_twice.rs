//! What is known is filled in, each value with its source; links for schools and heads of villages.

use motcua::domain::audit::Deed;
use motcua::domain::prefill::PrefillLink;
use motcua::kv::{NEXT, Span};
use motcua::store::Load;
use serde_json::{Value, json};

use crate::support::founding::{OTHER, PROCEDURE};
use crate::support::stages::new_dossier;
use crate::support::{ADMIN, CITIZEN, RECEPTION, Reply, SPECIALIST, STRANGER, TestApp};

const NUMBER: &str = "001190012345";
const LINKS: &str = "/can-bo/lien-ket";
const CARD: &str =
    "001085054321|012345678|Trần Văn Bách|15061985|Nam|Thôn Đông, xã Bình Minh, Hà Nội|01052021";

fn filing(code: &str) -> String {
    format!("/thu-tuc/{code}/nop")
}

/// What a page holds in a field, and the words under it.
fn field(page: &str, name: &str) -> (String, String) {
    let mut id = String::from("f");
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        id = format!("{id}-{part}");
    }
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split_once(from)?.1;
        Some(rest.split_once(to)?.0.to_owned())
    };
    let input = between(page, &format!("id=\"{id}\" name=\"{name}\""), ">");
    let value = input.and_then(|input| between(&input, "value=\"", "\""));
    let source = between(page, &format!("id=\"{id}-nguon\">"), "</p>");
    (value.unwrap_or_default(), source.unwrap_or_default())
}

impl TestApp {
    async fn sends(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.send_form(who, path, &fields).await
    }

    /// What the account says of its number.
    async fn numbered(&self, who: &str, name: &str, number: &str) {
        let profile = [
            ("_do", "profile"),
            ("name", name),
            ("phone", ""),
            ("id_number", number),
        ];
        assert_eq!(self.sends(who, "/tai-khoan", &profile).await.status, 303);
    }

    /// A dossier of the procedure with the longest form, filed online about the person themselves.
    async fn files(&self, who: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut new = new_dossier();
        new["procedure"] = json!(OTHER);
        new["components"] = json!([]);
        new["form"] = json!({
            "quan_he": "ban_than",
            "nguoi": {
                "ho_ten": "Nguyễn Thị Hồng Ánh", "ngay_sinh": "1990-05-17", "gioi_tinh": "nu", "dan_toc": "Tày",
                "quoc_tich": "Việt Nam", "giay_to": NUMBER,
            },
        });
        change(&mut new);
        let reply = self.post(who, "/api/v1/dossiers", &new).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.json()["code"].as_str().unwrap().to_owned()
    }

    /// The address of a link made with these fields.
    async fn link(&self, who: &str, procedure: &str, fields: &[(&str, &str)]) -> String {
        let made = self
            .sends(who, &format!("{LINKS}/moi/{procedure}"), fields)
            .await;
        assert_eq!(made.status, 303, "{}", made.text());
        let page = self.page(who, made.header("location")).await;
        let token = page.split_once("?lk=").unwrap().1;
        let token: String = token
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
            .collect();
        format!("{}?lk={token}", filing(procedure))
    }
}

#[tokio::test]
async fn the_account_and_earlier_dossiers_fill_in_and_say_so() {
    let app = TestApp::new().await;
    app.numbered(CITIZEN, "Nguyễn Thị Hồng Ánh", NUMBER).await;
    let page = app.page(CITIZEN, &filing(PROCEDURE)).await;
    let account = "Từ tài khoản của bạn".to_owned();
    assert_eq!(
        field(&page, "applicant.id_number"),
        (NUMBER.to_owned(), account.clone())
    );
    assert_eq!(field(&page, "applicant.address"), Default::default());

    // A dossier for a child, and one of somebody else, tell nothing of her.
    app.files(CITIZEN, |new| {
        new["applicant"]["id_number"] = json!("001216000001");
        new["applicant"]["address"] = json!("Nơi khác");
    })
    .await;
    app.files(STRANGER, |new| {
        new["applicant"]["address"] = json!("Nhà người lạ");
    })
    .await;
    let page = app.page(CITIZEN, &filing(PROCEDURE)).await;
    assert_eq!(field(&page, "applicant.address"), Default::default());

    let code = app.files(CITIZEN, |_| {}).await;
    let page = app.page(CITIZEN, &filing(PROCEDURE)).await;
    let dossier = format!("Từ hồ sơ {code}, nộp ngày 10/03/2026");
    for (name, value, source) in [
        ("applicant.name", "Nguyễn Thị Hồng Ánh", &account),
        ("applicant.id_number", NUMBER, &account),
        ("applicant.birth_date", "1990-05-17", &dossier),
        ("applicant.address", "Thôn Đoài, xã Đông Anh", &dossier),
        ("applicant.phone", "0912345678", &dossier),
    ] {
        assert_eq!(
            field(&page, name),
            (value.to_owned(), source.clone()),
            "{name}"
        );
    }
    let nobody = app.browse("", filing(PROCEDURE)).await.text();
    assert!(!nobody.contains("Thôn Đoài") && !nobody.contains("Từ hồ sơ"));
}

/// The draft that a page was sent into, and the page that follows.
fn draft_of(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text());
    let address = reply.header("location");
    let draft = address.split_once("nhap=").unwrap().1;
    draft.split('&').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_known_of_the_applicant_goes_into_forms_about_them() {
    let app = TestApp::new().await;
    app.numbered(CITIZEN, "Nguyễn Thị Hồng Ánh", NUMBER).await;
    let code = app.files(CITIZEN, |_| {}).await;
    let dossier = format!("Từ hồ sơ {code}, nộp ngày 10/03/2026");

    // Only what was changed is sent: what was filled in is in the draft from the first.
    let first = [
        ("_stage", "nguoi-nop"),
        ("_do", "next"),
        ("case", "0"),
        ("applicant.phone", "0987654321"),
    ];
    let begun = app.sends(CITIZEN, &filing(OTHER), &first).await;
    let draft = draft_of(&begun);
    let stage = |key: &str| format!("{}?nhap={draft}&buoc={key}", filing(OTHER));
    let page = app.page(CITIZEN, &stage("nguoi-nop")).await;
    assert_eq!(
        field(&page, "applicant.phone"),
        ("0987654321".to_owned(), String::new())
    );
    assert_eq!(field(&page, "applicant.address").1, dossier);

    // The form asks about somebody else until it is said that it is about the applicant.
    let person = app.page(CITIZEN, &stage("to-khai")).await;
    assert_eq!(field(&person, "form.nguoi.ho_ten"), Default::default());
    let about = [
        ("_stage", "khai-quan_he"),
        ("_do", "next"),
        ("form.quan_he", "ban_than"),
    ];
    let on = format!("{}?nhap={draft}", filing(OTHER));
    draft_of(&app.sends(CITIZEN, &on, &about).await);
    let person = app.page(CITIZEN, &stage("to-khai")).await;
    let account = "Từ tài khoản của bạn".to_owned();
    assert_eq!(
        field(&person, "form.nguoi.ho_ten"),
        ("Nguyễn Thị Hồng Ánh".to_owned(), account)
    );
    assert_eq!(
        field(&person, "form.nguoi.dan_toc"),
        ("Tày".to_owned(), dossier.clone())
    );
    assert!(
        person.contains("name=\"form.nguoi.gioi_tinh\" value=\"nu\" id=")
            && person.contains("id=\"f-form-nguoi-gioi-tinh-nguon\""),
        "{person}"
    );

    // A card of somebody else: what was known of her is not known of him.
    let card = [
        ("_stage", "nguoi-nop"),
        ("_do", "card"),
        ("card", CARD),
        ("case", "0"),
    ];
    draft_of(&app.sends(CITIZEN, &on, &card).await);
    let page = app.page(CITIZEN, &stage("nguoi-nop")).await;
    let read = "Từ thẻ căn cước".to_owned();
    assert_eq!(
        field(&page, "applicant.name"),
        ("Trần Văn Bách".to_owned(), read.clone())
    );
    let person = app.page(CITIZEN, &stage("to-khai")).await;
    assert_eq!(
        field(&person, "form.nguoi.ho_ten"),
        ("Trần Văn Bách".to_owned(), read)
    );
    assert_eq!(field(&person, "form.nguoi.dan_toc"), Default::default());

    // Another number by hand: the day of birth of the one before is not his.
    let other = [
        ("_stage", "nguoi-nop"),
        ("_do", "next"),
        ("applicant.id_number", "001099000011"),
        ("applicant.birth_date", "1985-06-15"),
    ];
    draft_of(&app.sends(CITIZEN, &on, &other).await);
    let page = app.page(CITIZEN, &stage("nguoi-nop")).await;
    assert_eq!(field(&page, "applicant.birth_date"), Default::default());
}

#[tokio::test]
async fn a_section_is_filled_in_as_the_last_time_when_that_is_asked_for() {
    let app = TestApp::new().await;
    app.numbered(CITIZEN, "Nguyễn Thị Hồng Ánh", NUMBER).await;
    let code = app.files(CITIZEN, |_| {}).await;
    let first = [("_stage", "nguoi-nop"), ("_do", "next"), ("case", "0")];
    let draft = draft_of(&app.sends(CITIZEN, &filing(OTHER), &first).await);
    let on = format!("{}?nhap={draft}", filing(OTHER));
    let sheet = app.page(CITIZEN, &format!("{on}&buoc=to-khai")).await;
    assert!(sheet.contains("Điền như lần trước"), "{sheet}");
    let again = [("_stage", "to-khai"), ("_do", "earlier")];
    draft_of(&app.sends(CITIZEN, &on, &again).await);
    let sheet = app.page(CITIZEN, &format!("{on}&buoc=to-khai")).await;
    let source = format!("Từ hồ sơ {code}, nộp ngày 10/03/2026");
    assert_eq!(
        field(&sheet, "form.nguoi.ho_ten"),
        ("Nguyễn Thị Hồng Ánh".to_owned(), source)
    );
    assert!(!sheet.contains("Điền như lần trước"));
    // Nobody else is offered what she answered.
    let begins = [("_stage", "nguoi-nop"), ("_do", "back")];
    let stranger = draft_of(&app.sends(STRANGER, &filing(OTHER), &begins).await);
    let theirs = format!("{}?nhap={stranger}&buoc=to-khai", filing(OTHER));
    let theirs = app.page(STRANGER, &theirs).await;
    assert!(!theirs.contains("Điền như lần trước"));
}

#[tokio::test]
async fn a_confirmed_number_brings_dossiers_from_the_counter() {
    let app = TestApp::new().await;
    let mut new = new_dossier();
    new["channel"] = json!("counter");
    let filed = app.post(RECEPTION, "/api/v1/dossiers", &new).await;
    assert_eq!(filed.status, 201, "{}", filed.text());
    app.numbered(CITIZEN, "Nguyễn Thị Hồng Ánh", NUMBER).await;
    let page = app.page(CITIZEN, &filing(PROCEDURE)).await;
    assert_eq!(field(&page, "applicant.address"), Default::default());
    let seen = [
        ("_do", "confirm"),
        ("username", CITIZEN),
        ("applicant.name", "Nguyễn Thị Hồng Ánh"),
        ("applicant.id_number", NUMBER),
    ];
    app.sends(RECEPTION, "/can-bo/xac-nhan-so", &seen).await;
    let page = app.page(CITIZEN, &filing(PROCEDURE)).await;
    assert_eq!(
        field(&page, "applicant.address").0,
        "Thôn Đoài, xã Đông Anh"
    );
}

const SCHOOL: [(&str, &str); 5] = [
    ("body", "Trường Tiểu học Đông Anh"),
    ("until", "2026-12-31"),
    ("applicant.address", "Thôn Đoài, xã Đông Anh"),
    ("form.muc_dich", "khac"),
    ("form.viec_khac", "Hồ sơ nhập học"),
];

#[tokio::test]
async fn a_link_fills_in_what_is_the_same_for_all_and_says_whose_it_is() {
    let app = TestApp::new().await;
    let found = app
        .page(SPECIALIST, &format!("{LINKS}?q=tinh+trang+hon+nhan"))
        .await;
    assert!(found.contains(&format!("{LINKS}/moi/{OTHER}")), "{found}");
    let offered = app.page(SPECIALIST, &format!("{LINKS}/moi/{OTHER}")).await;
    assert!(offered.contains("name=\"form.muc_dich\""), "{offered}");
    let link = app.link(SPECIALIST, OTHER, &SCHOOL).await;

    let page = app.browse("", link.as_str()).await.text();
    let source = "Từ liên kết của Trường Tiểu học Đông Anh".to_owned();
    assert_eq!(
        field(&page, "applicant.address"),
        ("Thôn Đoài, xã Đông Anh".to_owned(), source.clone())
    );
    let first = [
        ("_stage", "nguoi-nop"),
        ("_do", "back"),
        ("case", "0"),
        ("applicant.name", "Lê Thị Cúc"),
    ];
    let draft = draft_of(&app.sends(STRANGER, &link, &first).await);
    let sheet = format!("{}?nhap={draft}&buoc=to-khai", filing(OTHER));
    let page = app.page(STRANGER, &sheet).await;
    assert!(
        page.contains("Hồ sơ nhập học") && page.contains(&source),
        "{page}"
    );

    // What the account knows of a person is nearer than what is said of a whole village.
    app.numbered(CITIZEN, "Nguyễn Thị Hồng Ánh", NUMBER).await;
    app.files(CITIZEN, |new| new["applicant"]["address"] = json!("Số 5"))
        .await;
    let hers = app.page(CITIZEN, &link).await;
    assert_eq!(field(&hers, "applicant.address").0, "Số 5");

    // Somebody who is half-way is asked first, and the link is not lost by that.
    let asked = app.page(STRANGER, &link).await;
    assert!(asked.contains("&amp;lk="), "{asked}");
}

#[tokio::test]
async fn a_link_that_is_closed_over_or_made_up_fills_nothing_in_and_hinders_nobody() {
    let app = TestApp::new().await;
    let dead = "Liên kết này không còn điền sẵn được gì";
    let link = app.link(RECEPTION, OTHER, &SCHOOL).await;
    let token = link.split_once("lk=").unwrap().1.to_owned();
    let forged: String = token.chars().rev().collect();
    let mut id = String::new();
    let read = app.office.kv.read(|view| {
        view.each::<PrefillLink>(&Span::all(), &mut |one| {
            id = one.id;
            Ok(NEXT)
        })
    });
    read.unwrap();
    for wrong in [
        format!("{}?lk={forged}", filing(OTHER)),
        format!("{}?lk={id}", filing(OTHER)),
        format!("{}?lk={token}", filing(PROCEDURE)),
    ] {
        let page = app.browse("", wrong.as_str()).await;
        assert_eq!(page.status, 200, "{wrong}");
        assert!(page.text().contains(dead), "{wrong}");
        assert_eq!(field(&page.text(), "applicant.address"), Default::default());
    }
    let odd = format!("{}?lk=%22%3E%3Cscript%3E", filing(OTHER));
    let odd = app.browse("", odd).await.text();
    assert!(odd.contains("data-link=\"script\""), "{odd}");

    app.set("2026-12-31T20:00:00+07:00");
    assert!(!app.browse("", link.as_str()).await.text().contains(dead));
    app.set("2027-01-01T07:00:00+07:00");
    assert!(app.browse("", link.as_str()).await.text().contains(dead));

    app.set("2026-06-01T08:00:00+07:00");
    let closed = app
        .sends(SPECIALIST, &format!("{LINKS}/{id}"), &[("_do", "close")])
        .await;
    assert_eq!(closed.status, 303);
    assert!(app.browse("", link.as_str()).await.text().contains(dead));
    let noted = app.office.audited(u64::MAX, 50).unwrap();
    let traces = noted.iter().map(|entry| entry.trace().unwrap());
    let changes = traces.filter(|trace| trace.deed == Deed::PrefillLinkChanged);
    let mut changes: Vec<_> = changes.filter_map(|trace| trace.detail.clone()).collect();
    changes.sort();
    assert_eq!(changes, ["close", "make"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_new_link_is_named_and_kept() {
    let app = TestApp::new().await;
    let make = format!("{LINKS}/moi/{OTHER}");
    for (fields, words) in [
        (
            vec![
                ("body", ""),
                ("until", "2026-12-31"),
                ("applicant.address", "Thôn 3"),
            ],
            "Giao cho ai",
        ),
        (
            vec![
                ("body", "Thôn 3"),
                ("until", ""),
                ("applicant.address", "Thôn 3"),
            ],
            "ngày",
        ),
        (
            vec![
                ("body", "Thôn 3"),
                ("until", "2020-01-01"),
                ("applicant.address", "Thôn 3"),
            ],
            "ngày",
        ),
        (
            vec![
                ("body", "Thôn 3"),
                ("until", "2040-01-01"),
                ("applicant.address", "Thôn 3"),
            ],
            "ngày",
        ),
        (
            vec![("body", "Thôn 3"), ("until", "2026-12-31")],
            "ít nhất một ô",
        ),
        (
            vec![
                ("body", "Thôn 3"),
                ("until", "2026-12-31"),
                ("submitter.phone", "abc"),
            ],
            "Điện thoại người nộp thay",
        ),
        (
            vec![
                ("body", "Thôn 3"),
                ("until", "2026-12-31"),
                ("form.nguoi.ngay_sinh", "31/02/1990"),
            ],
            "Ngày, tháng, năm sinh",
        ),
    ] {
        let reply = app.sends(RECEPTION, &make, &fields).await;
        assert_eq!(reply.status, 422, "{fields:?}");
        assert!(reply.text().contains(words), "{words}: {}", reply.text());
        let kept = fields.iter().filter(|(_, value)| !value.is_empty());
        for (_, value) in kept {
            assert!(reply.text().contains(value), "{value}");
        }
    }
    for who in [CITIZEN, ADMIN] {
        assert_eq!(app.visit(who, LINKS).await.status, 403, "{who}");
        assert_eq!(app.sends(who, &make, &SCHOOL).await.status, 403, "{who}");
    }
    assert_eq!(
        app.visit(RECEPTION, format!("{LINKS}/KHONGCO"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_form_about_somebody_else_tells_nothing_of_the_applicant() {
    let app = TestApp::new().await;
    app.numbered(CITIZEN, "Nguyễn Thị Hồng Ánh", NUMBER).await;
    app.files(CITIZEN, |new| {
        new["form"]["nguoi"]["giay_to"] = json!("001216000001");
        new["form"]["nguoi"]["ho_ten"] = json!("Trần Bảo Châu");
        new["form"]["nguoi"]["dan_toc"] = json!("Mường");
    })
    .await;
    let begins = [("_stage", "nguoi-nop"), ("_do", "back")];
    let draft = draft_of(&app.sends(CITIZEN, &filing(OTHER), &begins).await);
    let on = format!("{}?nhap={draft}", filing(OTHER));
    let about = [
        ("_stage", "khai-quan_he"),
        ("_do", "next"),
        ("form.quan_he", "ban_than"),
    ];
    draft_of(&app.sends(CITIZEN, &on, &about).await);
    let sheet = app.page(CITIZEN, &format!("{on}&buoc=to-khai")).await;
    assert_eq!(field(&sheet, "form.nguoi.ho_ten").0, "Nguyễn Thị Hồng Ánh");
    assert_eq!(field(&sheet, "form.nguoi.dan_toc"), Default::default());
}

#[tokio::test]
async fn a_link_that_fills_in_too_much_is_refused_in_words() {
    let app = TestApp::new().await;
    let (long, line) = ("ă".repeat(3_990), "â".repeat(300));
    let fields = [
        ("body", "Thôn 3"),
        ("until", "2026-12-31"),
        ("form.noi_dung", long.as_str()),
        ("applicant.address", line.as_str()),
        ("submitter.address", line.as_str()),
        ("submitter.name", line.as_str()),
    ];
    // The plain form of a procedure without one of its own takes 4,000 letters.
    let make = format!("{LINKS}/moi/{PROCEDURE}");
    let fits = app.sends(RECEPTION, &make, &fields).await;
    assert_eq!(fits.status, 303, "{}", fits.text());
    let wide = "ạ".repeat(3_990);
    let mut fields = fields;
    fields[2].1 = &wide;
    let refused = app.sends(RECEPTION, &make, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("quá dài"), "{}", refused.text());
    assert!(refused.text().contains(&wide), "what was typed is kept");
}

#[tokio::test]
async fn whoever_files_for_somebody_is_asked_at_once_for_what_is_missing() {
    let app = TestApp::new().await;
    let first = [
        ("_stage", "nguoi-nop"),
        ("_do", "next"),
        ("case", "0"),
        ("applicant.name", "Lê Thị Cúc"),
        ("applicant.id_number", NUMBER),
        ("applicant.address", "Thôn 3"),
        ("applicant.phone", "0912345678"),
        ("submitter.name", "Trần Văn Bách"),
    ];
    let page = app.sends(STRANGER, &filing(OTHER), &first).await;
    assert_eq!(page.status, 422);
    let page = page.text();
    for words in [
        "Địa chỉ người nộp thay: chưa có nội dung",
        "Điện thoại người nộp thay: chưa có nội dung",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}
