//! How people of this place say things: tried out first, kept on request, understood at once and after a restart.

use std::sync::Arc;

use motcua::office::Office;

use crate::support::{ADMIN, LEADER, RECEPTION, TestApp, founding};

const PATH: &str = "/quan-tri/tu-ngu";

fn form(expressions: &str, questions: &str, deed: &str) -> Vec<(String, String)> {
    [
        ("expressions", expressions),
        ("questions", questions),
        ("_do", deed),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

async fn first(app: &TestApp, text: &str) -> String {
    let path = format!("/api/v1/procedures?q={text}&limit=1");
    let found = app.get(ADMIN, path).await.expect(200);
    found["items"][0]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_office_adds_is_tried_and_then_understood() {
    let app = TestApp::new().await;
    let question = "lam%20giay%20boong%20sen";
    assert_ne!(first(&app, question).await, founding::PROCEDURE);
    let added = "giấy boòng sen = cải chính hộ tịch";
    let tried = app
        .send_form(ADMIN, PATH, &form(added, "làm giấy boòng sen", "preview"))
        .await;
    assert_eq!(tried.status, 200);
    let text = tried.text();
    assert!(
        text.contains("Chưa lưu.") && text.contains("tìm được kết quả khác"),
        "{text}"
    );
    assert!(
        text.contains(&format!("/thu-tuc/{}", founding::PROCEDURE)),
        "{text}"
    );
    assert_ne!(
        first(&app, question).await,
        founding::PROCEDURE,
        "trying changes nothing"
    );

    assert_eq!(
        app.send_form(ADMIN, PATH, &form(added, "", "keep"))
            .await
            .status,
        303
    );
    assert_eq!(first(&app, question).await, founding::PROCEDURE);
    assert!(app.visit(ADMIN, PATH).await.text().contains(added));
    let noted = format!("{:?}", app.office.audited(u64::MAX, 5).unwrap());
    assert!(noted.contains("expressions"), "{noted}");

    // Opened anew, the office still understands.
    let seal = motcua::seal::Seal::from_seed(&[1; 32]);
    let search = founding::index();
    search.replace_all(&founding::procedures(), 1).unwrap();
    let again = Office::open(
        app.office.kv.clone(),
        app.office.files.clone(),
        search,
        seal,
    )
    .unwrap();
    let ask = motcua::search::Query {
        text: "làm giấy boòng sen",
        limit: 1,
        ..motcua::search::Query::default()
    };
    let search = Arc::clone(&again.search);
    assert_eq!(
        search.search(&ask).unwrap().hits[0].card.code,
        founding::PROCEDURE
    );

    // Taken back, it is forgotten.
    assert_eq!(
        app.send_form(ADMIN, PATH, &form("", "", "keep"))
            .await
            .status,
        303
    );
    assert_ne!(first(&app, question).await, founding::PROCEDURE);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_cannot_be_read_are_named_and_nobody_else_changes_them() {
    let app = TestApp::new().await;
    let long = format!("{} = khai sinh", "a".repeat(81));
    let text = format!(
        "giấy kia\n = khai sinh\n{long}\nkhai sinh = Khai Sinh\nsổ con = khai sinh\nsổ con = khai tử"
    );
    let reply = app.send_form(ADMIN, PATH, &form(&text, "", "keep")).await;
    assert_eq!(reply.status, 422);
    let page = reply.text();
    for line in [
        "Dòng 1: thiếu dấu",
        "Dòng 2: hãy ghi chữ",
        "Dòng 3: mỗi bên",
        "Dòng 4: hai bên",
        "Dòng 6: trùng cách nói với dòng 5",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
    assert!(page.contains("sổ con = khai tử"), "what was typed stays");
    let warned = app
        .send_form(ADMIN, PATH, &form("sổ con = khai xyzt", "", "preview"))
        .await
        .text();
    assert!(
        warned.contains("không thủ tục nào có từ") && warned.contains("xyzt"),
        "{warned}"
    );
    for who in [RECEPTION, LEADER] {
        assert_eq!(app.visit(who, PATH).await.status, 403);
        assert_eq!(
            app.send_form(who, PATH, &form("a = b", "", "keep"))
                .await
                .status,
            403
        );
    }
}
