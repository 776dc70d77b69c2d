//! What officers remember: half a name, a number, the end of a code, a month, a word of a note or of an attached file.

use serde_json::{Value, json};

use crate::support::founding::papers;
use crate::support::stages::{at_the_counter, code, new_dossier};
use crate::support::{CITIZEN, LEADER, RECEPTION, SPECIALIST, STRANGER, TestApp};

async fn filed(app: &TestApp, name: &str, phone: &str, id_number: &str) -> String {
    let mut new = at_the_counter();
    new["applicant"]["name"] = json!(name);
    new["applicant"]["phone"] = json!(phone);
    new["applicant"]["id_number"] = json!(id_number);
    code(
        &app.post(RECEPTION, "/api/v1/dossiers", &new)
            .await
            .expect(201),
    )
}

async fn found(app: &TestApp, who: &str, text: &str) -> Vec<String> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", text)
        .finish();
    let list = app
        .get(who, format!("/api/v1/dossiers?{query}"))
        .await
        .expect(200);
    list["items"].as_array().unwrap().iter().map(code).collect()
}

async fn page(app: &TestApp, text: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", text)
        .finish();
    app.page(RECEPTION, &format!("/can-bo/tim?{query}")).await
}

fn follow(app: &TestApp) {
    app.office.follow_dossiers().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_parts_of_names_numbers_and_ends_of_codes() {
    let app = TestApp::new().await;
    let duc = filed(&app, "Nguyễn Hữu Đức", "0912000111", "001190000111").await;
    let tran = filed(&app, "Trần Văn Dược", "0912000222", "001190000222").await;
    let ly = filed(&app, "Lý Thị Thuý", "0912000333", "C1234567").await;
    follow(&app);
    let all = [
        ("Nguyễn Hữu Đức", &duc),
        ("nguyen huu duc", &duc),
        ("Đức Nguyễn", &duc),
        ("huu nguyen", &duc),
        ("hữu đ", &duc),
        ("hồ sơ của ông Đức", &duc),
        ("lí thị thúy", &ly),
        ("thuy ly", &ly),
        ("0912 000 222", &tran),
        ("0912.000.222", &tran),
        ("+84 912 000 222", &tran),
        ("001190000111", &duc),
        ("001 190 000 111", &duc),
        ("c1234567", &ly),
        ("số điện thoại 0912000333", &ly),
    ];
    let mut missed = Vec::new();
    for (text, expected) in all {
        let answer = found(&app, RECEPTION, text).await;
        if answer.first() != Some(expected) {
            missed.push((text, answer));
        }
    }
    assert_eq!(missed, Vec::new());
    // A number is found as a whole: nobody looks through numbers piece by piece.
    for text in ["00119000011", "1190000111", "091200022", "C123456"] {
        assert_eq!(
            found(&app, RECEPTION, text).await,
            Vec::<String>::new(),
            "{text}"
        );
    }
    for tail in [
        tran.clone(),
        tran.to_lowercase(),
        tran.split_once('-').unwrap().1.to_owned(),
        tran.rsplit('-').next().unwrap().to_owned(),
        tran.rsplit('-')
            .next()
            .unwrap()
            .trim_start_matches('0')
            .to_owned(),
    ] {
        assert_eq!(found(&app, RECEPTION, &tail).await[0], tran, "{tail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_that_were_typed_come_first_and_the_newest_of_equals() {
    let app = TestApp::new().await;
    let first = filed(&app, "Lê Văn Dược", "0912000111", "001190000111").await;
    app.later(60);
    let marked = filed(&app, "Lê Văn Được", "0912000222", "001190000222").await;
    app.later(60);
    let newest = filed(&app, "Lê Văn Dược", "0912000333", "001190000333").await;
    follow(&app);
    assert_eq!(
        found(&app, RECEPTION, "Lê Văn Được").await,
        [marked.clone(), newest.clone(), first.clone()]
    );
    assert_eq!(
        found(&app, RECEPTION, "le van duoc").await,
        [newest, marked, first]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn months_days_procedures_notes_and_papers_are_remembered_too() {
    let app = TestApp::new().await;
    let march = filed(&app, "Phạm Thị Hoa", "0912000111", "001190000111").await;
    app.set("2026-04-14T09:00:00+07:00");
    let april = filed(&app, "Phạm Thị Hoa", "0912000111", "001190000111").await;
    let text = json!({"text": "Đã gọi điện hẹn bổ sung giấy chứng sinh vào sáng thứ hai"});
    app.done(RECEPTION, &april, "note", text).await;
    follow(&app);
    for (text, expected) in [
        ("Hoa 10/3/2026", &march),
        ("hoa tháng 4/2026", &april),
        ("Hoa tháng 3", &march),
        ("hoa ngày 14/4", &april),
        ("hoa 4/2026", &april),
        ("hoa 2026-03-10", &march),
        ("giay chung sinh", &april),
        ("Hoa hẹn bổ sung", &april),
    ] {
        assert_eq!(
            found(&app, RECEPTION, text).await.first(),
            Some(expected),
            "{text}"
        );
    }
    assert_eq!(found(&app, RECEPTION, "cải chính hộ tịch").await.len(), 2);
    assert_eq!(found(&app, RECEPTION, "1.004859").await.len(), 2);
    assert_eq!(found(&app, RECEPTION, "17/5/1990").await.len(), 2);
    assert_eq!(
        found(&app, RECEPTION, "hoa tháng 9").await,
        Vec::<String>::new()
    );
    // All but one of what was said is better than nothing, and is called so.
    let near = page(&app, "Phạm Thị Hoa Lê").await;
    assert!(
        near.contains("gần giống nhất") && near.contains(&march),
        "{near}"
    );
    let page = page(&app, "hẹn bổ sung").await;
    assert!(
        page.contains("<mark>hẹn</mark> <mark>bổ</mark> <mark>sung</mark>"),
        "{page}"
    );
    assert!(page.contains("Ghi chú, trao đổi"), "{page}");
    let narrowed = app
        .page(RECEPTION, "/can-bo/tim?q=hoa&tu=2026-04-01&den=2026-04-14")
        .await;
    assert!(narrowed.contains(&april) && !narrowed.contains(&march));
    let all = app
        .page(RECEPTION, "/can-bo/tim?tu=2026-03-01&trang-thai=2")
        .await;
    assert!(all.contains(&april) && all.contains(&march));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_an_attached_pdf_are_found_and_shown() {
    let app = TestApp::new().await;
    let receipt = {
        let code = app.accepted().await;
        app.get(
            RECEPTION,
            format!("/api/v1/dossiers/{code}/slips/receipt.pdf"),
        )
        .await
        .bytes
    };
    let file = app
        .upload(CITIZEN, "ban-sao.pdf", &receipt)
        .await
        .expect(201);
    let mut new = new_dossier();
    new["applicant"]["name"] = json!("Bùi Quang Vinh");
    new["components"][0] =
        json!({"id": papers()[0], "kind": "electronic", "count": 1, "file": file["id"]});
    let with_file = code(
        &app.post(CITIZEN, "/api/v1/dossiers", &new)
            .await
            .expect(201),
    );
    follow(&app);
    // Words that stand on the receipt and nowhere else.
    assert_eq!(
        found(&app, RECEPTION, "vinh giấy tiếp nhận hẹn trả kết quả").await,
        std::slice::from_ref(&with_file)
    );
    let page = page(&app, "vinh giấy tiếp nhận hẹn trả").await;
    assert!(page.contains("Trong tệp đính kèm"), "{page}");
    // What was read once is kept with the dossier when it changes.
    app.done(RECEPTION, &with_file, "accept", json!({})).await;
    follow(&app);
    assert_eq!(
        found(&app, RECEPTION, "vinh giấy tiếp nhận hẹn trả kết quả").await,
        [with_file]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_on_where_the_last_one_ended_and_each_dossier_comes_once() {
    let app = TestApp::new().await;
    let mut expected = Vec::new();
    for at in 0..23 {
        let name = if at % 3 == 0 {
            "Đỗ Minh Anh"
        } else {
            "Đo Minh Anh"
        };
        expected.push(filed(&app, name, "0912000111", "001190000111").await);
        if at % 5 == 0 {
            app.later(1);
        }
    }
    follow(&app);
    for limit in [1, 4, 23, 50] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/dossiers?q=%C4%90%E1%BB%97%20Minh&limit={limit}{after}");
            let page: Value = app.get(LEADER, path).await.expect(200);
            seen.extend(page["items"].as_array().unwrap().iter().map(code));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let marked = |code: &String| {
            let at = expected.iter().position(|known| known == code).unwrap();
            usize::from(at % 3 != 0)
        };
        assert!(seen.is_sorted_by_key(marked), "{limit}");
        seen.sort();
        let mut all = expected.clone();
        all.sort();
        assert_eq!(seen, all, "{limit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_code_opens_its_dossier_and_others_learn_nothing() {
    let app = TestApp::new().await;
    let dossier = app.forwarded().await;
    follow(&app);
    let reply = app
        .visit(
            SPECIALIST,
            format!("/can-bo/tim?q={}", dossier.to_lowercase()),
        )
        .await;
    assert_eq!(reply.status, 303);
    assert_eq!(reply.header("location"), format!("/can-bo/ho-so/{dossier}"));
    assert_eq!(app.visit(CITIZEN, "/can-bo/tim?q=anh").await.status, 403);
    assert_eq!(
        found(&app, STRANGER, "Nguyễn Thị Hồng Ánh").await,
        Vec::<String>::new()
    );
    assert_eq!(
        found(&app, STRANGER, "001190012345").await,
        Vec::<String>::new()
    );
    // Who looked for what is written down, without the number that was typed.
    app.visit(SPECIALIST, "/can-bo/tim?q=001190012345").await;
    let noted = app.office.audited(u64::MAX, 20).unwrap();
    let noted = format!("{noted:?}");
    assert!(noted.contains("search: *********345"), "{noted}");
    assert!(!noted.contains("001190012345"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_gets_an_answer() {
    let app = TestApp::new().await;
    app.filed().await;
    follow(&app);
    let long = "nguyễn ".repeat(500);
    for text in [
        "\"",
        "*",
        "AND OR",
        "name:(",
        "%",
        "a",
        "đ",
        "..",
        "-",
        "+84",
        "12/",
        "/3/",
        "32/13/2026",
        "tháng",
        "tháng 13",
        "năm",
        "ngày",
        "\u{301}\u{301}",
        "👶",
        "1.",
        "-0007",
        "0",
        "２０２６",
        "99999999999999999999999999",
        &long,
    ] {
        found(&app, RECEPTION, text).await;
        page(&app, text).await;
    }
    app.get(RECEPTION, "/api/v1/dossiers?q=nguyen&after=ffee")
        .await
        .expect(200);
}
