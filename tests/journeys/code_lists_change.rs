//! Shared code lists: begun, added to, ended; forms offer what holds on the day, and nothing is ever taken out.

use motcua::domain::code_list::{CodeList, ListWord, read_code};
use motcua::domain::fault::Fault;
use motcua::domain::text::Line;
use motcua::domain::time::Day;

use crate::support::{ADMIN, LEADER, Reply, TestApp};

const PATH: &str = "/quan-tri/danh-muc";

async fn send(app: &TestApp, who: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    app.send_form(who, path, &fields).await
}

/// What the form of a birth offers for the ethnic group on a day.
fn offered(app: &TestApp, on: Day) -> Vec<String> {
    let form = app.office.form("1.001193").unwrap();
    let mut lists = app.office.lists_of(&form.form, on).unwrap();
    let at = lists.iter().position(|(key, _)| key == "dan_toc").unwrap();
    lists.swap_remove(at).1
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_offer_the_words_of_the_day() {
    let app = TestApp::new().await;
    let list = format!("{PATH}/dan_toc");
    let day = app.now().day();
    let next = day.tomorrow().unwrap();
    assert_eq!(offered(&app, day).len(), 54);
    assert!(offered(&app, day).iter().any(|word| word == "Brâu"));
    let (today, tomorrow) = (day.to_string(), next.to_string());
    let before = day.yesterday().unwrap().to_string();
    let end = [("_do", "end"), ("ended", "52"), ("last", before.as_str())];
    assert_eq!(send(&app, ADMIN, &list, &end).await.status, 303);
    for (name, from) in [("Tên hôm nay", &today), ("Tên ngày mai", &tomorrow)] {
        let code = format!("x{}", from.replace('-', ""));
        let add = [
            ("_do", "add"),
            ("code", &code),
            ("name", name),
            ("from", from),
        ];
        assert_eq!(send(&app, ADMIN, &list, &add).await.status, 303);
    }
    let offers = |on, word: &str| offered(&app, on).iter().any(|one| one == word);
    assert!(!offers(day, "Brâu") && offers(day.yesterday().unwrap(), "Brâu"));
    assert!(offers(day, "Tên hôm nay") && !offers(day, "Tên ngày mai"));
    assert!(offers(next, "Tên hôm nay") && offers(next, "Tên ngày mai"));
    let page = app.page(ADMIN, &list).await;
    assert!(
        page.contains("Brâu") && page.contains("Hết hiệu lực") && page.contains("Sắp có hiệu lực")
    );
    let audit = app.page(ADMIN, "/quan-tri/nhat-ky").await;
    assert!(audit.contains("Danh mục dùng chung"), "{audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_begins_a_list_of_its_own() {
    let app = TestApp::new().await;
    let begin = [
        ("name", "Tôn giáo"),
        ("key", "ton_giao"),
        ("source", "Văn phòng lập"),
    ];
    assert_eq!(send(&app, ADMIN, PATH, &begin).await.status, 303);
    assert!(app.page(ADMIN, PATH).await.contains("ton_giao"));
    let again = send(&app, ADMIN, PATH, &begin).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("Đã có danh mục mang mã này"));
    assert!(
        again.text().contains("Văn phòng lập"),
        "what was typed stays"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_changes_nothing() {
    let app = TestApp::new().await;
    let list = format!("{PATH}/dan_toc");
    let before = app.office.code_lists().unwrap();
    let wrong: [(&[(&str, &str)], &str); 5] = [
        (
            &[("_do", "add"), ("code", "mã"), ("name", "A")],
            "chữ không dấu",
        ),
        (
            &[("_do", "add"), ("code", "01"), ("name", "A")],
            "Hãy ghi ngày bắt đầu",
        ),
        (
            &[
                ("_do", "add"),
                ("code", "99"),
                ("name", "A"),
                ("from", "2026-13-45"),
            ],
            "ngày",
        ),
        (
            &[
                ("_do", "add"),
                ("code", "99"),
                ("name", "A"),
                ("from", "2026-03-02"),
                ("until", "2026-03-01"),
            ],
            "từ ngày bắt đầu",
        ),
        (
            &[("_do", "end"), ("ended", "99"), ("last", "2026-03-01")],
            "chọn một mục đang dùng",
        ),
    ];
    for (fields, said) in wrong {
        let reply = send(&app, ADMIN, &list, fields).await;
        assert_eq!(reply.status, 422, "{fields:?}");
        assert!(reply.text().contains(said), "{said}: {}", reply.text());
    }
    assert_eq!(app.office.code_lists().unwrap(), before);
    let add = [("_do", "add"), ("code", "99"), ("name", "A")];
    assert_eq!(send(&app, LEADER, &list, &add).await.status, 403);
    let unknown = send(&app, ADMIN, "/quan-tri/danh-muc/khong-co", &add).await;
    assert_eq!(unknown.status, 404);
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn word(code: &str, name: &str, from: Option<&str>) -> ListWord {
    ListWord {
        code: code.to_owned(),
        name: Line::new(name).unwrap(),
        from: from.map(day),
        until: None,
    }
}

fn list() -> CodeList {
    CodeList {
        key: "ton_giao".to_owned(),
        name: Line::new("Tôn giáo").unwrap(),
        source: Line::new("Ban Tôn giáo Chính phủ").unwrap(),
        words: vec![word("01", "Một", None), word("02", "Hai", None)],
    }
}

fn names(list: &CodeList, on: &str) -> Vec<String> {
    list.on(day(on)).map(|word| word.name.to_string()).collect()
}

#[test]
fn a_word_follows_another_in_its_place_and_from_its_day() {
    let mut list = list();
    list.add(word("01", "Một mới", Some("2027-01-01"))).unwrap();
    assert_eq!(names(&list, "2026-12-31"), ["Một", "Hai"]);
    assert_eq!(names(&list, "2027-01-01"), ["Một mới", "Hai"]);
}

#[test]
fn no_two_words_of_a_code_hold_on_one_day() {
    let mut list = list();
    assert_eq!(
        list.add(word("01", "Khác", None)),
        Err(("from", Fault::Missing))
    );
    list.add(word("01", "Một mới", Some("2027-01-01"))).unwrap();
    assert_eq!(
        list.add(word("01", "Khác", Some("2027-01-01"))),
        Err(("from", Fault::Taken))
    );
    assert_eq!(
        list.add(word("01", "Khác", Some("2026-06-01"))),
        Err(("from", Fault::Taken))
    );
    let backwards = ListWord {
        until: Some(day("2027-01-01")),
        ..word("03", "Ba", Some("2027-02-01"))
    };
    assert_eq!(list.add(backwards), Err(("until", Fault::OutOfRange)));
    for on in ["2026-06-01", "2026-12-31", "2027-01-01", "2030-01-01"] {
        let held = list.on(day(on)).filter(|word| word.code == "01").count();
        assert_eq!(held, 1, "{on}");
    }
}

#[test]
fn a_word_that_ended_stays_in_the_list() {
    let mut list = list();
    list.end("02", day("2026-12-31")).unwrap();
    assert_eq!(names(&list, "2026-12-31"), ["Một", "Hai"]);
    assert_eq!(names(&list, "2027-01-01"), ["Một"]);
    assert_eq!(list.words.len(), 2);
    assert_eq!(
        list.end("02", day("2027-12-31")),
        Err(("code", Fault::NotAChoice))
    );
}

#[test]
fn codes_are_plain() {
    assert_eq!(read_code(" dan_toc "), Ok("dan_toc".to_owned()));
    assert_eq!(read_code(""), Err(Fault::Missing));
    assert_eq!(read_code("dân tộc"), Err(Fault::NotAChoice));
    assert_eq!(read_code(&"a".repeat(41)), Err(Fault::TooLong));
}
